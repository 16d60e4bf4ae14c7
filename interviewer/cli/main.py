"""`interviewer`: reads the command line and hands over to the module of the command."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from interviewer.cli import bank_commands, data_commands, screen_commands
from interviewer.cli.grading_commands import attack, calibrate, grade
from interviewer.cli.options import (
    EXPECTED_FAILURE,
    INTERRUPTED,
    BankOption,
    DataDirOption,
    GraderOption,
    JsonOption,
    ModelOption,
    TopicOption,
    Workplace,
    with_grader,
    with_options,
    workplace,
)
from interviewer.cli.terminal import say, tell

app = typer.Typer(
    name="interviewer",
    help="Practise interviews in the terminal: real questions, every answer graded criterion by criterion.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(bank_commands.app, name="bank")
app.add_typer(data_commands.app, name="data")
app.add_typer(screen_commands.app, name="screen")

ModeOption = Annotated[
    Literal["study", "mock", "review"],
    typer.Option("--mode", help="Feedback after each answer; a timer and none until the end; or what is due again."),
]
CountOption = Annotated[int | None, typer.Option("--count", min=1, max=500, help="How many questions.")]
Format = Literal["html", "md", "json", "csv", "text", "anki"]


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    data_dir: DataDirOption = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Open the app when no command is named."""
    if version:
        say(f"interviewer {_version()}")
        raise typer.Exit
    ctx.obj = workplace(data_dir, tolerant=ctx.invoked_subcommand == "doctor")
    if ctx.invoked_subcommand is None:
        if not ctx.obj.settings.served:
            _need_terminal()
        from tui.run import run_app

        raise typer.Exit(run_app(ctx.obj.settings, ctx.obj.paths))


def _version() -> str:
    """The version that is installed; “(not installed)” in a bare source tree."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("interviewer")
    except PackageNotFoundError:
        return "(not installed)"


def _need_terminal() -> None:
    if sys.stdin.isatty() and sys.stdout.isatty():
        return
    tell("The app needs a terminal, and there is none here. Without one you can:")
    tell("  interviewer practice --plain              answer on stdin, read on stdout")
    tell("  interviewer grade IN.jsonl -o OUT.jsonl   grade written answers")
    tell("  interviewer demo                          watch a scripted interview")
    raise typer.Exit(EXPECTED_FAILURE)


@app.command()
def practice(
    ctx: typer.Context,
    topic: TopicOption = None,
    count: CountOption = None,
    mode: ModeOption = "study",
    bank: BankOption = None,
    grader: GraderOption = None,
    model: ModelOption = None,
    minutes: Annotated[
        float | None,
        typer.Option("--minutes", min=0.1, max=1440, metavar="M", help="Time for a whole mock interview."),
    ] = None,
    order: Annotated[
        Literal["adaptive", "random"],
        typer.Option("--order", help="In study: by what your answers show, or at random."),
    ] = "adaptive",
    seed: Annotated[int | None, typer.Option("--seed", help="Decide draws the same way again.")] = None,
    resume: Annotated[str | None, typer.Option("--continue", metavar="ID", help="Go on with an interview.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="On stdin and stdout, without the app.")] = False,
) -> None:
    """Be interviewed."""
    from interviewer.cli.practice_command import Wishes, practise_plainly

    place: Workplace = ctx.obj
    settings = with_grader(place.settings, grader=grader, model=model, count=count, bank=bank)
    if minutes is not None and mode != "mock":
        raise typer.BadParameter("--minutes is for a mock interview: add --mode mock")
    wishes = Wishes(tuple(topic or ()), mode, seed, resume, minutes, order)
    if plain:
        practise_plainly(Workplace(place.paths, settings), wishes)
        return
    _need_terminal()
    from interviewer.cli.practice_command import prepare
    from tui.run import run_app

    session_id = prepare(Workplace(place.paths, settings), wishes)
    raise typer.Exit(run_app(settings, place.paths, session_id=session_id))


app.command()(grade)


@app.command()
def report(
    ctx: typer.Context,
    session: Annotated[
        str, typer.Argument(metavar="[SESSION]", help="Id of an interview; the latest if left out.")
    ] = "",
    last: Annotated[bool, typer.Option("--last", help="The latest interview, as without an id.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="All interviews together.")] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="All begun on this day (YYYY-MM-DD) or later.")
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="How to write it; by the file's name, or text.", show_default=False),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="Write it to a file.")] = None,
) -> None:
    """Report on an interview by topic and question."""
    from interviewer.cli.report_command import Choice, day_named, write_report

    if sum((bool(session), last, everything, since is not None)) > 1:
        raise typer.BadParameter("name one of: an interview, --last, --all, --since")
    choice = Choice(session or None, everything, day_named(since) if since is not None else None)
    write_report(ctx.obj, choice, form, output)


@app.command()
def history(ctx: typer.Context, json: JsonOption = False) -> None:
    """List past interviews, newest first."""
    from interviewer.cli.report_command import show_history

    show_history(ctx.obj, as_json=json)


@app.command()
def demo(
    ctx: typer.Context,
    grader: GraderOption = "local",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="Where the report goes.")
    ] = None,
) -> None:
    """Watch a scripted interview with sample answers, graded, and get its report."""
    from interviewer.cli.demo_command import show_demo

    place: Workplace = ctx.obj
    show_demo(Workplace(place.paths, with_options(place.settings, grader=grader)), output)


app.command()(calibrate)
app.command()(attack)


@app.command()
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where to listen.")] = 8000,
    max_sessions: Annotated[int, typer.Option("--max-sessions", min=1, max=200, help="Open pages at a time.")] = 8,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let other machines in; there is no password.")
    ] = False,
    public_url: Annotated[
        str | None, typer.Option("--public-url", metavar="URL", help="The address that visitors type.")
    ] = None,
    bank: BankOption = None,
    grader: GraderOption = None,
    model: ModelOption = None,
) -> None:
    """Open the app to browsers: on this machine, each visitor with data of their own."""
    from interviewer.cli.serve_command import Wishes
    from interviewer.cli.serve_command import serve as run_server

    place: Workplace = ctx.obj
    settings = with_grader(place.settings, grader=grader, model=model, bank=bank)
    run_server(Workplace(place.paths, settings), Wishes(host, port, max_sessions, allow_remote, public_url))


@app.command()
def doctor(ctx: typer.Context) -> None:
    """Say what works here, and what to do about what does not."""
    from interviewer.cli.doctor import examine

    marks = {"ok": "ok  ", "note": "note", "fail": "FAIL"}
    failed = False
    for finding in examine(ctx.obj):
        say(f"{marks[finding.level]}  {finding.subject:<16} {finding.words}")
        failed = failed or finding.level == "fail"
    if failed:
        raise typer.Exit(EXPECTED_FAILURE)


def main() -> None:
    """Run the command line; an expected error is one line on stderr."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Exit status of the command line with these arguments."""
    try:
        app(arguments, prog_name="interviewer")
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0
        if status == INTERRUPTED:
            tell("Interrupted; what was answered and graded is kept.")
        return status
    except Exception as error:
        if not _is_expected(error):
            raise
        tell(f"interviewer: {error}")
        return EXPECTED_FAILURE
    return 0


def _is_expected(error: Exception) -> bool:
    """Whether an error carries a sentence for the person at the terminal."""
    from bank.errors import BankError
    from interviewer.errors import InterviewError
    from rubrics.errors import RubricError

    return isinstance(error, BankError | InterviewError | RubricError)
