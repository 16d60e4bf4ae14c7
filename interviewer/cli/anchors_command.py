"""`interviewer bank anchors`: drafts of ways to say each criterion, for the author to approve."""

from typing import Annotated

import typer

from interviewer.cli.options import EXPECTED_FAILURE, CostOption, JsonOption, TopicOption, Workplace, with_options

DraftModelOption = Annotated[str | None, typer.Option("--model", metavar="MODEL", help="Model that drafts.")]


def anchors(
    ctx: typer.Context,
    bank: Annotated[
        str, typer.Argument(metavar="[BANK|FILE]", help="Id of a bank, or a bank in the native format.")
    ] = "",
    question: Annotated[
        list[str] | None, typer.Option("--question", metavar="ID", help="Only this question; may be given again.")
    ] = None,
    topic: TopicOption = None,
    model: DraftModelOption = None,
    max_cost: CostOption = None,
    concurrency: Annotated[int, typer.Option("--concurrency", min=1, max=64, help="Requests in flight.")] = 4,
    review: Annotated[bool, typer.Option("--review", help="Look at each draft: approve, edit or drop it.")] = False,
    approve_all: Annotated[
        bool, typer.Option("--approve-all", "--approve", help="Approve every draft that waits, unseen.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Draft ways to say each criterion, misconceptions and hints where there are none; the author approves them."""
    from interviewer.cli.drafting_run import Choice, Limits, draft_missing_anchors
    from interviewer.cli.review import approve_everything, review_drafts

    if review and (approve_all or json):
        raise typer.BadParameter("--review stands alone")
    place: Workplace = ctx.obj
    place = Workplace(place.paths, with_options(place.settings, model=model))
    name, choice = bank or place.settings.bank, Choice(tuple(question or ()), tuple(topic or ()))
    if review:
        review_drafts(place, name, choice)
    elif approve_all:
        approve_everything(place, name, choice, as_json=json)
    elif not draft_missing_anchors(place, name, choice, Limits(concurrency, max_cost), as_json=json):
        raise typer.Exit(EXPECTED_FAILURE)
