"""`interviewer bank export`, and writing a bank to a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bank.counting import counted
from interviewer.cli.options import BankOption, Workplace
from interviewer.cli.terminal import say, tell

if TYPE_CHECKING:
    from bank.question import Bank

Target = Literal["markdown", "json", "csv", "anki", "moodle"]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]
_TARGETS: dict[str, Target] = {
    ".md": "markdown", ".markdown": "markdown", ".json": "json", ".csv": "csv", ".txt": "anki", ".xml": "moodle",
}  # fmt: skip


def export_bank(
    ctx: typer.Context,
    bank: BankOption = None,
    form: Annotated[Target | None, typer.Option("--format", help="How to write it; else by the file's name.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="Where; else stdout.")] = None,
    force: ForceOption = False,
) -> None:
    """Write a bank as Markdown, JSON, CSV, Anki text or Moodle XML."""
    from bank.exporters.formats import write_bank
    from interviewer.banks import open_bank

    place: Workplace = ctx.obj
    target = target_of(output, form)
    if output is not None and not force:
        refuse_overwriting(output)
    loaded = open_bank(place.paths, bank or place.settings.bank)
    if output is None:
        say(write_bank(loaded, target).rstrip("\n"))
    else:
        write_to(loaded, output, target)


def target_of(output: Path | None, wanted: Target | None) -> Target:
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


def refuse_overwriting(output: Path) -> None:
    """Raises BankReadError when there is something by that name already."""
    from bank.errors import BankReadError

    if output.exists():
        raise BankReadError(f"{output} is there already; give another name, or --force to write over it.")


def write_to(bank: "Bank", output: Path, target: Target) -> None:
    """Write a bank to a file, and say so. Raises BankReadError when it cannot be written."""
    from bank.errors import BankReadError
    from bank.exporters.formats import write_bank

    try:
        output.write_text(write_bank(bank, target), "utf-8", newline="")
    except OSError as error:
        raise BankReadError(f"{output} cannot be written: {error.strerror or error}.") from error
    tell(f"Wrote {counted(len(bank.questions), 'question')} to {output}.")
