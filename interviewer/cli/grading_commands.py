"""`interviewer grade`, `calibrate` and `attack`: graders at work on written answers, and what is known of them."""

from pathlib import Path
from typing import Annotated

import typer

from interviewer.cli.options import (
    EXPECTED_FAILURE,
    BankOption,
    ConcurrencyOption,
    CostOption,
    GraderOption,
    JsonOption,
    ModelOption,
    VotesOption,
    Workplace,
    with_grader,
)


def grade(
    ctx: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="IN.jsonl", help='Lines {"id", "question", "answer"}; - for stdin.')
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT.jsonl", help="Where results go.")
    ] = None,
    bank: BankOption = None,
    grader: GraderOption = None,
    model: ModelOption = None,
    votes: VotesOption = None,
    concurrency: ConcurrencyOption = 8,
    max_cost: CostOption = None,
) -> None:
    """Grade written answers; run again with the same output file, it grades only what is missing."""
    from interviewer.cli.grade_command import Wishes, grade_file

    place: Workplace = ctx.obj
    settings = with_grader(place.settings, grader=grader, model=model, votes=votes, bank=bank)
    if not grade_file(Workplace(place.paths, settings), source, output, Wishes(concurrency, max_cost)):
        raise typer.Exit(EXPECTED_FAILURE)


def calibrate(
    ctx: typer.Context,
    labels: Annotated[
        str, typer.Option("--labels", metavar="DIR|SET", help="A folder, a set that ships, or own: yours.")
    ] = "gold",
    size: Annotated[
        int | None, typer.Option("--sample", min=1, help="Only so many answers, drawn at random.")
    ] = None,
    grader: GraderOption = None,
    model: ModelOption = None,
    votes: VotesOption = None,
    concurrency: ConcurrencyOption = 8,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="Where the passport goes.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Measure how far a grader agrees with labelled answers, and write its passport."""
    from interviewer.cli.calibrate_command import calibrate as run_calibration

    place: Workplace = ctx.obj
    settings = with_grader(place.settings, grader=grader, model=model, votes=votes)
    run_calibration(Workplace(place.paths, settings), labels, size, concurrency, output, as_json=json)


def attack(
    ctx: typer.Context,
    answers: Annotated[int | None, typer.Option("--answers", min=1, help="Attack only so many answers.")] = None,
    grader: GraderOption = None,
    model: ModelOption = None,
    concurrency: ConcurrencyOption = 8,
    json: JsonOption = False,
) -> None:
    """Attack a grader on purpose: what attacks gain, and what its checks cost honest answers."""
    from interviewer.cli.attack_command import attack as run_attack

    place: Workplace = ctx.obj
    settings = with_grader(place.settings, grader=grader, model=model)
    run_attack(Workplace(place.paths, settings), answers, concurrency, as_json=json)
