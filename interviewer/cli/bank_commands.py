"""`interviewer bank`: list, show, import, export, check."""

import sys
import textwrap
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from interviewer.cli.anchors_command import DraftCostOption, DraftModelOption, anchors
from interviewer.cli.options import BankOption, JsonOption, TopicOption, Workplace, with_options
from interviewer.cli.terminal import print_json, say, tell

if TYPE_CHECKING:
    from bank.importing import Imported
    from bank.merging import Update
    from bank.question import Bank
    from interviewer.cli.points_run import Drawing

EXPECTED_FAILURE = 1
app = typer.Typer(
    help="Look into banks of questions, and bring your own.", no_args_is_help=True, rich_markup_mode=None
)


app.command("anchors")(anchors)


@app.command("list")
def list_questions(
    ctx: typer.Context, bank: BankOption = None, topic: TopicOption = None, json: JsonOption = False
) -> None:
    """List the questions of a bank."""
    from bank.library import questions_on
    from interviewer.banks import open_bank
    from rubrics.extraction import extract_rubric

    place: Workplace = ctx.obj
    loaded = open_bank(place.paths, bank or place.settings.bank)
    chosen = questions_on(loaded, topic or ())
    for notice in loaded.notices:
        tell(notice)
    if json:
        print_json([describe(question) for question in chosen])
        return
    say(f"{loaded.title}: {len(chosen)} questions")
    for question in chosen:
        points = len(extract_rubric(question).criteria)
        level = question.difficulty.value if question.difficulty else "-"
        number = question.number if question.number is not None else "-"
        say(f"{number:>4}  {level:<6}  {points:>2} points  {question.topic:<29}  {_short(question.text)}")


def _short(text: str) -> str:
    return textwrap.shorten(text, 90, placeholder=" …")


@app.command("show")
def show_question(
    ctx: typer.Context,
    question: str = typer.Argument(metavar="[ID]", default="", help="Id, number or exact text of a question."),
    bank: BankOption = None,
    json: JsonOption = False,
) -> None:
    """Show questions with their criteria: one, or all of them."""
    from bank.library import find_question
    from interviewer.banks import open_bank

    place: Workplace = ctx.obj
    loaded = open_bank(place.paths, bank or place.settings.bank)
    chosen = [find_question(loaded, question)] if question else list(loaded.questions)
    if json:
        described = [describe(each) for each in chosen]
        print_json(described[0] if question else described)
        return
    for each in chosen:
        _print_question(describe(each))


def describe(question: Any) -> dict[str, Any]:
    """A question with its criteria, as the published JSON of `bank show`."""
    from rubrics.extraction import extract_rubric

    rubric = extract_rubric(question)
    reference = question.reference
    points = [bullet.point for bullet in reference.bullets()]
    return {
        "id": question.id,
        "number": question.number,
        "text": question.text,
        "details": question.details,
        "kind": question.kind,
        "answered": question.is_answered,
        "topic": question.topic,
        "difficulty": question.difficulty.value if question.difficulty else None,
        "tags": list(question.tags),
        "source": question.source.model_dump(mode="json") if question.source else None,
        "lead": reference.lead,
        "closing": reference.closing,
        "origin": rubric.origin,
        "approved": rubric.approved,
        "criteria": [
            {
                "id": criterion.id,
                "group": criterion.group,
                "title": criterion.title,
                "text": criterion.text,
                "optional": criterion.optional,
                "weight": criterion.weight,
                "line": criterion.line,
                "quote": point.quote if point else None,
                "drafted_by": point.drafted_by if point else None,
                "anchors": point.anchors.model_dump(mode="json") if point and point.anchors else None,
            }
            for criterion, point in zip_longest(rubric.criteria, points)
        ],
    }


def _print_question(question: dict[str, Any]) -> None:
    source = question["source"]
    where = f"{source['file']}, lines {source['first_line']}-{source['last_line']}" if source else "no source"
    number = f"{question['number']}. " if question["number"] is not None else ""
    say(textwrap.fill(f"{number}{question['text']}", 96))
    say(f"   id {question['id']} · {question['topic']} · {question['difficulty'] or 'unrated'} · {where}")
    if question["details"]:
        say(_indented(question["details"]))
    if question["lead"]:
        say(_indented(question["lead"]))
    group = None
    for criterion in question["criteria"]:
        if criterion["group"] != group:
            group = criterion["group"]
            say(f"   {group or ''}")
        mark = " (optional)" if criterion["optional"] else ""
        mark += f" (drafted by {criterion['drafted_by']})" if criterion["drafted_by"] else ""
        say(textwrap.fill(f"{criterion['id']:>4}{mark}  {criterion['text']}", 96, subsequent_indent="      "))
    if question["closing"]:
        say(_indented(question["closing"]))
    say()


def _indented(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, 96, initial_indent="   ", subsequent_indent="   ") for line in text.split("\n")
    )


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
Target = Literal["markdown", "json", "csv", "anki", "moodle"]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 1 when there is a warning.")]
_TARGETS: dict[str, Target] = {
    ".md": "markdown", ".markdown": "markdown", ".json": "json", ".csv": "csv", ".txt": "anki", ".xml": "moodle",
}  # fmt: skip


@app.command("import")
def import_bank(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="Any document of questions.")],
    form: Annotated[Format, typer.Option("--format", help="What it is, when its content does not say.")] = "auto",
    splitter: Annotated[Splitter, typer.Option("--splitter", help="How questions are told apart.")] = "auto",
    columns: Annotated[
        str | None, typer.Option("--map", metavar="MAP", help="Columns of a table: question=3,answer=4+5.")
    ] = None,
    topic: Annotated[str | None, typer.Option("--topic", metavar="T", help="One topic for all questions.")] = None,
    unanswered: Annotated[
        Literal["keep", "skip"], typer.Option("--unanswered", help="Questions without an answer.")
    ] = "keep",
    points: Annotated[
        Literal["keep", "model", "none"],
        typer.Option(
            "--points", help="Lists in answers as points; also points drawn from prose by a model; or none."
        ),
    ] = "keep",
    model: DraftModelOption = None,
    max_cost: DraftCostOption = None,
    bank_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Id of the bank; else the file's name.")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would be imported.")] = False,
    strict: StrictOption = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: JsonOption = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="Write the bank there (.md, .json, .csv, …) instead."),
    ] = None,
) -> None:
    """Import questions from a document of any sort, or from a folder of them."""
    from bank.importers.fields import parse_map
    from bank.importers.reading import Options
    from bank.importing import Wishes, import_path
    from interviewer.banks import preview_update

    place: Workplace = ctx.obj
    drawing = _drawing(place, source.expanduser(), model, max_cost) if points == "model" else None
    options = Options(form, splitter, parse_map(columns) if columns else {}, topic)
    target = _target(output, None) if output else None
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


def _drawing(place: Workplace, source: Path, model: str | None, max_cost: float | None) -> "Drawing":
    from interviewer.cli.points_run import Drawing

    return Drawing(Workplace(place.paths, with_options(place.settings, model=model)), source, max_cost)


def _agreed(found: "Imported") -> bool:
    """Whether the person at the terminal wants it; where nobody watches, it was asked for."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    return typer.confirm(
        f"Import {len(found.bank.questions)} questions as “{found.bank.id}”?", default=True, err=True
    )


def _store(place: Workplace, found: "Imported", output: Path | None, target: Target | None) -> None:
    from interviewer.banks import keep_bank

    if output is not None and target is not None:
        _write(found.bank, output, target)
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


def _print_preview(found: "Imported", change: "Update | None") -> None:
    """Counts, topics, and three questions: from the start, the middle and the end."""
    bank = found.bank
    say(f"{bank.title} (as “{bank.id}”)")
    count = len(bank.questions)
    rest = f", {found.choices} multiple choice (not asked in interviews)" if found.choices else ""
    say(f"{count} questions, {found.answered} with an answer, {count - found.answered} for practice only{rest}")
    say(f"{found.points} points, {len(bank.topics)} topics")
    for topic, number in _topic_counts(bank).items():
        say(f"  {number:>5}  {_short(topic)}")
    for index in sorted({0, count // 2, count - 1}):
        say()
        _print_question(describe(bank.questions[index]))
    if change is not None:
        say(f"This bank is there already: {change.words}.")


def _target(output: Path | None, wanted: Target | None) -> Target:
    """The format to write: as asked for, else by the file's name."""
    if wanted is not None:
        return wanted
    if output is None:
        return "markdown"
    if output.suffix.lower() not in _TARGETS:
        raise typer.BadParameter(
            f"{output.name}: a bank is written as one of {', '.join(_TARGETS)}.", param_hint="-o"
        )
    return _TARGETS[output.suffix.lower()]


def _write(bank: "Bank", output: Path, target: Target) -> None:
    from bank.errors import BankReadError
    from bank.exporters.formats import write_bank

    try:
        output.write_text(write_bank(bank, target), "utf-8", newline="")
    except OSError as error:
        raise BankReadError(f"{output} cannot be written: {error.strerror or error}.") from error
    tell(f"Wrote {len(bank.questions)} questions to {output}.")


@app.command("export")
def export_bank(
    ctx: typer.Context,
    bank: BankOption = None,
    form: Annotated[Target | None, typer.Option("--format", help="How to write it; else by the file's name.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="Where; else stdout.")] = None,
) -> None:
    """Write a bank as Markdown, JSON, CSV, Anki text or Moodle XML."""
    from bank.exporters.formats import write_bank
    from interviewer.banks import open_bank

    place: Workplace = ctx.obj
    target = _target(output, form)
    loaded = open_bank(place.paths, bank or place.settings.bank)
    if output is None:
        say(write_bank(loaded, target).rstrip("\n"))
    else:
        _write(loaded, output, target)


@app.command("check")
def check_bank(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE", help="A document of questions, or the id of a bank.")],
    strict: StrictOption = False,
    json: JsonOption = False,
) -> None:
    """Say what could be better in a bank: overlaps, compound points, missing answers and topics."""
    from bank.checks import check
    from interviewer.banks import open_bank

    place: Workplace = ctx.obj
    loaded = open_bank(place.paths, source)
    found = check(loaded)
    file = Path(source).name
    if json:
        keys = ("line", "level", "code", "message")
        print_json([{"file": file, **{key: getattr(each, key) for key in keys}} for each in found])
    else:
        for each in found:
            say(f"{file}:{each}")
        tell(f"{len(loaded.questions)} questions checked, {len(found)} remarks.")
    if strict and any(each.level != "notice" for each in found):
        raise typer.Exit(EXPECTED_FAILURE)
