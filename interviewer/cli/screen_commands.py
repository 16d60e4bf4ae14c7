"""`interviewer screen`: a cohort of candidates, asked the same and graded alike, for a person to decide."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from interviewer.cli.options import (
    EXPECTED_FAILURE,
    BankOption,
    ConcurrencyOption,
    CostOption,
    GraderOption,
    JsonOption,
    ModelOption,
    TopicOption,
    VotesOption,
    Workplace,
    with_grader,
)

app = typer.Typer(
    help="Grade a cohort of candidates alike, and keep the proof. Supports a decision, never makes one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of the cohort.")]


@app.command("new")
def new_cohort(
    ctx: typer.Context,
    name: NameArgument,
    bank: BankOption = None,
    topic: TopicOption = None,
    count: Annotated[int | None, typer.Option("--count", min=1, max=500, help="How many questions to draw.")] = None,
    questions: Annotated[
        list[str] | None,
        typer.Option("--questions", metavar="ID", help="Ask this one; may be given again, or ids with commas."),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, max=2**53 - 1, help="Draw the same again.")] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", min=0.1, max=120, help="Minutes for each question.")
    ] = None,
    notice: Annotated[
        Path | None, typer.Option("--notice", metavar="FILE", help="What candidates are told first, as plain text.")
    ] = None,
    grader: GraderOption = None,
    model: ModelOption = None,
    votes: VotesOption = None,
) -> None:
    """Lock a cohort: the same questions for all, and one way of grading them."""
    from interviewer.cli.screen_cohorts import Wishes, make_cohort

    ids = tuple(part.strip() for each in questions or () for part in each.split(",") if part.strip())
    if ids and (count is not None or topic):
        raise typer.BadParameter("name either the questions, or --count and --topic to draw them by")
    place: Workplace = ctx.obj
    settings = with_grader(
        place.settings, grader=grader, model=model, votes=votes, bank=bank, minutes=minutes, count=count
    )
    wishes = Wishes(ids=ids, topics=tuple(topic or ()), seed=seed, notice=notice)
    make_cohort(Workplace(place.paths, settings), name, wishes)


@app.command("list")
def list_cohorts(ctx: typer.Context, json: JsonOption = False) -> None:
    """List the cohorts, the latest first."""
    from interviewer.cli.screen_cohorts import show_cohorts

    show_cohorts(ctx.obj, as_json=json)


@app.command("show")
def show_cohort(ctx: typer.Context, name: NameArgument, json: JsonOption = False) -> None:
    """Show what a cohort is locked to, how far it is, and the head of its log."""
    from interviewer.cli.screen_cohorts import show_one

    show_one(ctx.obj, name, as_json=json)


@app.command("import")
def import_answers(
    ctx: typer.Context,
    name: NameArgument,
    source: Annotated[
        Path, typer.Argument(metavar="FILE.csv|FILE.jsonl", help="Columns: candidate, question, answer, and name.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Let answers take the place of different ones; both are kept.")
    ] = False,
) -> None:
    """Take in answers from a file; read again, it adds nothing twice."""
    from interviewer.cli.screen_grading import import_file

    if not import_file(ctx.obj, name, source, replace=replace):
        raise typer.Exit(EXPECTED_FAILURE)


@app.command("grade")
def grade_answers(
    ctx: typer.Context,
    name: NameArgument,
    concurrency: ConcurrencyOption = 8,
    max_cost: CostOption = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what could not be judged before.")
    ] = False,
    bank: BankOption = None,
    grader: GraderOption = None,
    model: ModelOption = None,
    votes: VotesOption = None,
) -> None:
    """Grade what is left, as the cohort is locked to; anything else is refused. Run again, it goes on."""
    from interviewer.cli.screen_grading import Wishes, grade_cohort

    wishes = Wishes(concurrency, max_cost, retry_failed=retry_failed)
    raise typer.Exit(
        grade_cohort(ctx.obj, name, wishes, {"bank": bank, "grader": grader, "model": model, "votes": votes})
    )


@app.command("take")
def take_questions(
    ctx: typer.Context,
    name: NameArgument,
    candidate: Annotated[str, typer.Option("--candidate", metavar="ID", help="Who answers, by the candidate's id.")],
) -> None:
    """Answer the questions here: a notice first, then one after the other; it can be left and gone on with."""
    from interviewer.cli.screen_sitting import take

    take(ctx.obj, name, candidate)


@app.command("review")
def review_answers(
    ctx: typer.Context,
    name: NameArgument,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", metavar="INITIALS", help="Who reviews; else the login name.")
    ] = None,
) -> None:
    """Judge graded answers, blind first, where a look would change most."""
    from interviewer.cli.screen_sitting import review

    review(ctx.obj, name, reviewer)


@app.command("verify")
def verify_cohort(
    ctx: typer.Context,
    name: NameArgument,
    head: Annotated[
        str | None, typer.Option("--head", metavar="HASH", help="A head written down earlier, to be in the log.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Check log, answers, quotes and scores against each other, with no model."""
    from interviewer.cli.screen_audit import show_verification

    if not show_verification(ctx.obj, name, head, as_json=json):
        raise typer.Exit(EXPECTED_FAILURE)


@app.command("export")
def export_cohort(
    ctx: typer.Context,
    name: NameArgument,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.jsonl", help="Where it goes.")],
    with_names: Annotated[bool, typer.Option("--with-names", help="Names as well.")] = False,
) -> None:
    """Write a cohort with answers, grades, reviews and log as JSON lines; the log notes that it left."""
    from interviewer.cli.screen_audit import export_file

    export_file(ctx.obj, name, output, with_names=with_names)


@app.command("erase")
def erase_candidate(
    ctx: typer.Context,
    name: NameArgument,
    candidate: Annotated[str, typer.Option("--candidate", metavar="ID", help="Whose texts are removed.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove all that a candidate said, and all that was said of it; the log still verifies."""
    from interviewer.cli.screen_audit import erase

    erase(ctx.obj, name, candidate, ask=not yes)


@app.command("report")
def report_on_cohort(
    ctx: typer.Context,
    name: NameArgument,
    form: Annotated[
        Literal["html", "json", "csv", "text"] | None,
        typer.Option("--format", help="Form; the output's name tells it otherwise.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where it goes; stdout without.")
    ] = None,
    with_names: Annotated[bool, typer.Option("--with-names", help="Names beside the candidates' ids.")] = False,
) -> None:
    """Scores with intervals, who can be told apart, and what each question is worth; never a bare ranking."""
    from interviewer.cli.screen_report_command import write_screen_report

    write_screen_report(ctx.obj, name, form, output, with_names=with_names)


@app.command("impact")
def impact_on_groups(
    ctx: typer.Context,
    name: NameArgument,
    groups: Annotated[
        Path, typer.Option("--groups", metavar="FILE.csv", help="Columns: candidate, groups; selected if decided.")
    ],
    json: JsonOption = False,
) -> None:
    """Compare selection or scoring rates by group; the groups are read, used and not stored."""
    from interviewer.cli.screen_report_command import tell_impact

    tell_impact(ctx.obj, name, groups, as_json=json)
