"""`interviewer bank list` and `interviewer bank show`."""

import textwrap
from typing import Any

import typer

from interviewer.cli.options import BankOption, JsonOption, TopicOption, Workplace
from interviewer.cli.terminal import print_json, say, tell

app = typer.Typer(help="Look into a bank of questions.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_questions(
    ctx: typer.Context, bank: BankOption = None, topic: TopicOption = None, json: JsonOption = False
) -> None:
    """List the questions of a bank."""
    from bank.library import load_bank, questions_on
    from rubrics.extraction import extract_rubric

    place: Workplace = ctx.obj
    loaded = load_bank(bank or place.settings.bank)
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
    from bank.library import find_question, load_bank

    place: Workplace = ctx.obj
    loaded = load_bank(bank or place.settings.bank)
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
    return {
        "id": question.id,
        "number": question.number,
        "text": question.text,
        "topic": question.topic,
        "difficulty": question.difficulty.value if question.difficulty else None,
        "tags": list(question.tags),
        "source": question.source.model_dump(mode="json") if question.source else None,
        "lead": reference.lead,
        "closing": reference.closing,
        "origin": rubric.origin,
        "criteria": [
            {
                "id": criterion.id,
                "group": criterion.group,
                "title": criterion.title,
                "text": criterion.text,
                "optional": criterion.optional,
                "weight": criterion.weight,
                "line": criterion.line,
            }
            for criterion in rubric.criteria
        ],
    }


def _print_question(question: dict[str, Any]) -> None:
    source = question["source"]
    where = f"{source['file']}, lines {source['first_line']}-{source['last_line']}" if source else "no source"
    number = f"{question['number']}. " if question["number"] is not None else ""
    say(textwrap.fill(f"{number}{question['text']}", 96))
    say(f"   id {question['id']} · {question['topic']} · {question['difficulty'] or 'unrated'} · {where}")
    if question["lead"]:
        say(_indented(question["lead"]))
    group = None
    for criterion in question["criteria"]:
        if criterion["group"] != group:
            group = criterion["group"]
            say(f"   {group or ''}")
        mark = " (optional)" if criterion["optional"] else ""
        say(textwrap.fill(f"{criterion['id']:>4}{mark}  {criterion['text']}", 96, subsequent_indent="      "))
    if question["closing"]:
        say(_indented(question["closing"]))
    say()


def _indented(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, 96, initial_indent="   ", subsequent_indent="   ") for line in text.split("\n")
    )
