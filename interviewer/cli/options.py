"""Options that several commands share, and the values they lead to."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from interviewer.config import Settings
    from interviewer.paths import Paths


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every command works with."""

    paths: "Paths"
    settings: "Settings"
    problem: str | None = None
    """What is wrong with the settings, where a command goes on with the defaults to say so."""


GraderName = Literal["auto", "local", "openai"]

BankOption = Annotated[
    str | None,
    typer.Option("--bank", metavar="BANK", help="Id of a bank, or a file of questions.", show_default=False),
]
TopicOption = Annotated[
    list[str] | None, typer.Option("--topic", metavar="TOPIC", help="Only this topic; may be given again.")
]
GraderOption = Annotated[
    GraderName | None,
    typer.Option("--grader", help="Who grades: auto, local (embedded) or openai.", show_default=False),
]
ModelOption = Annotated[str | None, typer.Option("--model", metavar="MODEL", help="Model of the LLM grader.")]
VotesOption = Annotated[
    int | None, typer.Option("--votes", min=1, max=9, help="Grade this many times and take the majority.")
]
ConcurrencyOption = Annotated[int, typer.Option("--concurrency", min=1, max=512, help="Gradings in flight.")]
CostOption = Annotated[
    float | None, typer.Option("--max-cost", min=0, metavar="USD", help="Start nothing that might exceed this.")
]
EXPECTED_FAILURE = 1
INTERRUPTED = 130
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 1 when there is a warning.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", metavar="DIR", help="Keep everything here instead of the usual folder.")
]


def workplace(data_dir: Path | None, *, tolerant: bool = False) -> Workplace:
    """Paths and settings, as the command line and the environment have them.

    Raises ConfigError for settings that cannot be read, unless `tolerant`.
    """
    from interviewer.config import Settings, data_root, load_settings
    from interviewer.errors import ConfigError
    from interviewer.paths import Paths

    paths = Paths(data_dir.expanduser() if data_dir else data_root())
    try:
        return Workplace(paths, load_settings(paths))
    except ConfigError as error:
        if not tolerant:
            raise
        return Workplace(paths, Settings(), str(error))


def with_grader(settings: "Settings", *, model: str | None, **given: object) -> "Settings":
    """The same, for a command that grades: a model named on the command line grades, or nothing does.

    Raises ConfigError.
    """
    from interviewer.graders import require_model_used

    chosen = with_options(settings, model=model, **given)
    require_model_used(chosen, model)
    return chosen


def with_options(settings: "Settings", **given: object) -> "Settings":
    """Settings with what was given on the command line in place of what was not. Raises ConfigError."""
    from pydantic import ValidationError

    from interviewer.config import Settings
    from interviewer.errors import ConfigError

    chosen = {name: value for name, value in given.items() if value is not None}
    kept = {name: getattr(settings, name) for name in Settings.model_fields}
    try:
        return Settings.model_validate({**kept, **chosen})
    except ValidationError as error:
        raise ConfigError(f"--{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}.") from error
