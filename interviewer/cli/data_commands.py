"""`interviewer data export` and `interviewer data erase`: everything that is kept of a person, and the end of it."""

from pathlib import Path
from typing import Annotated

import typer

from bank.counting import counted
from interviewer.cli.options import EXPECTED_FAILURE, Workplace
from interviewer.cli.terminal import say, tell

app = typer.Typer(help="Take along or erase all that is kept of you.", no_args_is_help=True, rich_markup_mode=None)


@app.command("export")
def export_data(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="A file for the JSON.")
    ] = None,
) -> None:
    """Write every interview, answer, draft and grade as JSON."""
    import json

    from interviewer.cli.report_command import write_file
    from interviewer.store import Store

    place: Workplace = ctx.obj
    with Store.open(place.paths, place.settings.database_url) as store:
        kept = store.export()
    text = json.dumps(kept, indent=1) + "\n"
    if output is None:
        say(text.rstrip("\n"))
        return
    write_file(output, text)
    tell(f"{counted(len(kept['sessions']), 'interview')} written to {output}")


@app.command("erase")
def erase_data(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Erase every interview, answer, draft and grade for good. Settings, banks and passports stay."""
    from interviewer.store import Store

    place: Workplace = ctx.obj
    with Store.open(place.paths, place.settings.database_url) as store:
        count = len(store.history(limit=1_000_000))
        if not count:
            tell("There is nothing to erase.")
            return
        if not (yes or typer.confirm(f"Erase {counted(count, 'interview')} with all answers and grades for good?")):
            tell("Nothing was erased.")
            raise typer.Exit(EXPECTED_FAILURE)
        store.erase()
    for report in place.paths.reports.glob("*") if place.paths.reports.is_dir() else ():
        report.unlink()
    tell(f"{counted(count, 'interview')} erased, with the reports written to {place.paths.reports}.")
