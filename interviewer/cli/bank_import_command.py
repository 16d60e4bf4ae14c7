"""`interviewer bank import`: preview, confirm, keep or write."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bank.counting import counted
from interviewer.cli.anchors_command import DraftCostOption, DraftModelOption
from interviewer.cli.bank_export_command import ForceOption, Target, refuse_overwriting, target_of, write_to
from interviewer.cli.bank_view import describe, print_question, short
from interviewer.cli.options import EXPECTED_FAILURE, JsonOption, StrictOption, Workplace, with_options
from interviewer.cli.terminal import print_json, say, tell

if TYPE_CHECKING:
    from bank.importing import Imported
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
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; without a terminal nothing is.")]
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
    max_cost: DraftCostOption = None,
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
    from bank.importing import Wishes, import_path
    from interviewer.banks import preview_update

    place: Workplace = ctx.obj
    drawing = _drawing(place, source.expanduser(), model, max_cost) if points == "model" else None
    target = _free_target(output, may_overwrite=force or preview)
    options = Options(form, splitter, parse_map(columns) if columns else {}, topic)
    wishes = Wishes(options, unanswered, "none" if points == "none" else "keep", bank_id)
    found = import_path(source.expanduser(), wishes)
    for each in found.noticed:
        tell(str(each))
    change = None if target else preview_update(place.paths, found.bank)
    if not json:
        _print_preview(found, change)
    if drawing and (preview or not (yes or target)):
        drawing.forecast(found, change)
    if not preview and (yes or target or _agreed(found)):
        found = drawing.draw(found, change) if drawing else found
        _store(place, found, output, target)
        if drawing:
            drawing.settle(is_stored=target is None)
    if json:
        print_json(_summary(found, change))
    if strict and found.has_problems:
        raise typer.Exit(EXPECTED_FAILURE)


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
