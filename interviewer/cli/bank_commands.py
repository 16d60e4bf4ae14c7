"""`interviewer bank`: list, show, import, export, check, anchors."""

from typing import Annotated

import typer

from bank.counting import counted
from interviewer.cli.anchors_command import anchors
from interviewer.cli.bank_export_command import export_bank
from interviewer.cli.bank_import_command import import_bank
from interviewer.cli.bank_view import describe, print_question, short
from interviewer.cli.options import EXPECTED_FAILURE, BankOption, JsonOption, StrictOption, TopicOption, Workplace
from interviewer.cli.terminal import print_json, say, tell

app = typer.Typer(
    help="Look into banks of questions, and bring your own.", no_args_is_help=True, rich_markup_mode=None
)
app.command("import")(import_bank)
app.command("export")(export_bank)
app.command("anchors")(anchors)


@app.command("list")
def list_questions(
    ctx: typer.Context, bank: BankOption = None, topic: TopicOption = None, json: JsonOption = False
) -> None:
    """List the questions of a bank."""
    from bank.library import numbers_of, questions_on
    from interviewer.banks import open_bank
    from rubrics.extraction import extract_rubric

    place: Workplace = ctx.obj
    loaded = open_bank(place.paths, bank or place.settings.bank)
    chosen = questions_on(loaded, topic or ())
    if json:
        print_json([describe(question) for question in chosen])
        return
    numbers = numbers_of(loaded)
    say(f"{loaded.title}: {counted(len(chosen), 'question')}")
    for question in chosen:
        points = counted(len(extract_rubric(question).criteria), "point")
        level = question.difficulty.value if question.difficulty else "-"
        known = f"{numbers[question.id]:>4}  {level:<6}  {points:>9}  {question.topic:<29}"
        say(f"{known}  {short(question.text)}  [{question.id}]")


@app.command("show")
def show_question(
    ctx: typer.Context,
    question: str = typer.Argument(metavar="[ID]", default="", help="Id, number or exact text of a question."),
    bank: BankOption = None,
    json: JsonOption = False,
) -> None:
    """Show questions with their criteria: one, or all of them."""
    from bank.library import find_question, numbers_of
    from interviewer.banks import open_bank

    place: Workplace = ctx.obj
    loaded = open_bank(place.paths, bank or place.settings.bank)
    chosen = [find_question(loaded, question)] if question else list(loaded.questions)
    if json:
        described = [describe(each) for each in chosen]
        print_json(described[0] if question else described)
        return
    numbers = numbers_of(loaded)
    for each in chosen:
        print_question(describe(each), numbers[each.id])


@app.command("check")
def check_bank(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE", help="A document of questions, or the id of a bank.")],
    strict: StrictOption = False,
    json: JsonOption = False,
) -> None:
    """Say what could be better in a bank: overlaps, compound points, missing answers and topics."""
    from bank.checks import check
    from bank.importers.reading import Options
    from interviewer.banks import open_bank

    place: Workplace = ctx.obj
    loaded = open_bank(place.paths, source, Options(in_place=True))
    found = check(loaded)
    for notice in loaded.notices:
        tell(notice)
    if json:
        keys = ("line", "level", "code", "message")
        print_json([{"file": each.file, **{key: getattr(each.diagnostic, key) for key in keys}} for each in found])
    else:
        for each in found:
            say(str(each))
        tell(f"{counted(len(loaded.questions), 'question')} checked, {counted(len(found), 'remark')}.")
    if strict and any(each.diagnostic.level != "notice" for each in found):
        raise typer.Exit(EXPECTED_FAILURE)
