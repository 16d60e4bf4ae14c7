"""`interviewer bank import`: preview, confirm, keep or write."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bank.counting import counted
from interviewer.cli.anchors_command import DraftModelOption
from interviewer.cli.bank_export_command import ForceOption, Target, refuse_overwriting, target_of, write_to
from interviewer.cli.bank_view import describe, print_question, short
from interviewer.cli.options import EXPECTED_FAILURE, CostOption, JsonOption, StrictOption, Workplace, with_options
from interviewer.cli.terminal import print_json, say, tell

if TYPE_CHECKING:
    from bank.importing import Imported, Wishes
    from bank.merging import Update
    from bank.question import Bank
    from interviewer.cli.points_run import Drawing

Format = Literal[
    "auto",
    "native",
    "markdown",
    "text",
    "html",
    "docx",
    "pdf",
    "csv",
    "tsv",
    "json",
    "yaml",
    "anki",
    "apkg",
    "moodle",
    "gift",
]
Splitter = Literal[
    "auto", "heading", "details", "label", "answer-label", "bold", "numbered", "bullets", "question-line", "table"
]


FormatOption = Annotated[Format, typer.Option("--format", help="What it is, when its content does not say.")]
SplitterOption = Annotated[Splitter, typer.Option("--splitter", help="How questions are told apart.")]
MapOption = Annotated[
    str | None, typer.Option("--map", metavar="MAP", help="Columns of a table: question=3,answer=4+5.")
]
OneTopicOption = Annotated[str | None, typer.Option("--topic", metavar="T", help="One topic for all questions.")]
UnansweredOption = Annotated[
    Literal["keep", "skip"], typer.Option("--unanswered", help="Questions without an answer.")
]
PointsOption = Annotated[
    Literal["keep", "model", "none"],
    typer.Option("--points", help="Lists in answers as points; also points drawn from prose by a model; or none."),
]
IdOption = Annotated[str | None, typer.Option("--id", metavar="ID", help="Id of the bank; else the file's name.")]
PreviewOption = Annotated[bool, typer.Option("--preview", help="Only show what would be imported.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Import without asking, as where there is no terminal.")]
OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help="Write the bank there (.md, .json, .csv, …) instead."),
]


def import_bank(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="Any document of questions.")],
    form: FormatOption = "auto",
    splitter: SplitterOption = "auto",
    columns: MapOption = None,
    topic: OneTopicOption = None,
    unanswered: UnansweredOption = "keep",
    points: PointsOption = "keep",
    model: DraftModelOption = None,
    max_cost: CostOption = None,
    bank_id: IdOption = None,
    preview: PreviewOption = False,
    strict: StrictOption = False,
    yes: YesOption = False,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Import questions from a document of any sort, or from a folder of them."""
    from bank.importers.fields import parse_map
    from bank.importers.reading import Options
    from bank.importing import Wishes

    place: Workplace = ctx.obj
    file = source.expanduser()
    drawing = _drawing(place, file, model, max_cost) if points == "model" else None
    target = _free_target(output, may_overwrite=force or preview)
    options = Options(form, splitter, parse_map(columns) if columns else {}, topic)
    wishes = Wishes(options, unanswered, "none" if points == "none" else "keep", bank_id)
    task = _Task(file, wishes, drawing, output, target, is_preview=preview, is_sure=yes or target is not None)
    found = _carry_out(place, task, as_json=json)
    if strict and found.has_problems:
        raise typer.Exit(EXPECTED_FAILURE)


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be imported, and where to."""

    source: Path
    wishes: "Wishes"
    drawing: "Drawing | None"
    """Set where a model is to draw points."""
    output: Path | None
    """A file for the bank, in place of the folder of imported ones."""
    target: Target | None
    """The format of that file."""
    is_preview: bool
    is_sure: bool
    """Whether nobody is to be asked."""


def _carry_out(place: Workplace, task: _Task, *, as_json: bool) -> "Imported":
    """What was found and told, and stored where that is wanted."""
    from bank.importing import import_path
    from interviewer.banks import preview_update

    found = import_path(task.source, task.wishes)
    for each in found.noticed:
        tell(str(each))
    change = None if task.target else preview_update(place.paths, found.bank)
    if not as_json:
        _print_preview(found, change)
    if task.drawing and (task.is_preview or not task.is_sure):
        task.drawing.forecast(found, change)
    if not task.is_preview and (task.is_sure or _agreed(found)):
        found = _draw_and_store(place, task, found, change)
    if as_json:
        print_json(_summary(found, change))
    return found


def _draw_and_store(place: Workplace, task: _Task, found: "Imported", change: "Update | None") -> "Imported":
    """What is stored: the import, with the points that a model drew where it was to."""
    if task.drawing is None:
        _store(place, found, task.output, task.target)
        return found
    drawn = task.drawing.draw(found, change)
    _store(place, drawn, task.output, task.target)
    task.drawing.settle(is_stored=task.target is None)
    return drawn


def _free_target(output: Path | None, *, may_overwrite: bool) -> Target | None:
    """The format to write to a file, None without one. Raises BankReadError for a file that is there already."""
    if output is None:
        return None
    target = target_of(output, None)
    if not may_overwrite:
        refuse_overwriting(output)
    return target


def _drawing(place: Workplace, source: Path, model: str | None, max_cost: float | None) -> "Drawing":
    from interviewer.cli.points_run import Drawing

    return Drawing(Workplace(place.paths, with_options(place.settings, model=model)), source, max_cost)


def _agreed(found: "Imported") -> bool:
    """Whether the person at the terminal wants it; where nobody watches, it was asked for."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    question = f"Import {counted(len(found.bank.questions), 'question')} as “{found.bank.id}”?"
    return typer.confirm(question, default=True, err=True)


def _store(place: Workplace, found: "Imported", output: Path | None, target: Target | None) -> None:
    from interviewer.banks import keep_bank

    if output is not None and target is not None:
        write_to(found.bank, output, target)
        return
    kept = keep_bank(place.paths, found.bank)
    changes = f": {kept.update.words}" if kept.update else ""
    tell(f"Imported as “{kept.bank.id}”{changes}. Practise with: interviewer practice --bank {kept.bank.id}")


def _summary(found: "Imported", change: "Update | None") -> dict[str, Any]:
    """What an import found, as JSON."""
    return {
        "id": found.bank.id,
        "title": found.bank.title,
        "formats": sorted(set(found.formats)),
        "questions": len(found.bank.questions),
        "answered": found.answered,
        "unanswered": len(found.bank.questions) - found.answered,
        "choices": found.choices,
        "points": found.points,
        "sentence_criteria": _sentence_criteria(found.bank),
        "topics": _topic_counts(found.bank),
        "update": None if change is None else change.words,
        "diagnostics": [
            {
                "file": each.file,
                "line": each.diagnostic.line,
                "level": each.diagnostic.level,
                "code": each.diagnostic.code,
                "message": each.diagnostic.message,
            }
            for each in found.noticed
        ],
    }


def _topic_counts(bank: "Bank") -> dict[str, int]:
    counts = dict.fromkeys(bank.topics, 0)
    for question in bank.questions:
        counts[question.topic] += 1
    return counts


def _sentence_criteria(bank: "Bank") -> int:
    """How many criteria are sentences of answers that have no points."""
    from rubrics.extraction import extract_rubric

    rubrics = (extract_rubric(question) for question in bank.questions if not question.reference.sections)
    return sum(len(rubric.criteria) for rubric in rubrics)


def _print_preview(found: "Imported", change: "Update | None") -> None:
    """Counts, topics, and three questions: from the start, the middle and the end."""
    from bank.library import numbers_of

    bank = found.bank
    say(f"{bank.title} (as “{bank.id}”)")
    count = len(bank.questions)
    rest = f", {found.choices} multiple choice (not asked in interviews)" if found.choices else ""
    answers = f"{found.answered} with an answer, {count - found.answered} for practice only"
    say(f"{counted(count, 'question')}, {answers}{rest}")
    sentences = _sentence_criteria(bank)
    rest = f", {counted(sentences, 'criterion', 'criteria')} from sentences" if sentences else ""
    say(f"{counted(found.points, 'point')}{rest}, {counted(len(bank.topics), 'topic')}")
    for topic, number in _topic_counts(bank).items():
        say(f"  {number:>5}  {short(topic)}")
    numbers = numbers_of(bank)
    for index in sorted({0, count // 2, count - 1}):
        say()
        print_question(describe(bank.questions[index]), numbers[bank.questions[index].id])
    if change is not None:
        say(f"This bank is there already: {change.words}.")
