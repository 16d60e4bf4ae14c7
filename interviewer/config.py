"""Settings: from the command line, the environment, and a settings file, in this order.

This and the command line are the only places that read the environment. Keys are read here and handed on as
arguments; they are never written anywhere.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from interviewer.errors import ConfigError
from interviewer.paths import Paths, default_root, make_private_folder, open_private_file

GraderChoice = Literal["auto", "local", "openai"]
DEFAULT_MODEL = "gpt-5-mini"
SETTINGS_FILE = "settings.toml"


class Settings(BaseModel):
    """What can be set, with its defaults. Names are those of `settings.toml`; `INTERVIEWER_<NAME>` overrides."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    grader: GraderChoice = "auto"
    model: str | None = None
    """Model of the LLM grader; None takes the default of the endpoint's kind."""
    base_url: str | None = None
    """An OpenAI-compatible endpoint; None is OpenAI's own. `OPENAI_BASE_URL` sets it too."""
    timeout: float = Field(60.0, gt=0, le=600)
    """Seconds that one request to a model may take."""
    votes: int = Field(1, ge=1, le=9)
    bank: str | None = None
    """Bank asked from when none is named: an id, or a path to a file."""
    count: int = Field(5, ge=1, le=500)
    """Questions of an interview when no number is named."""
    minutes: float = Field(4.0, gt=0, le=120)
    """Minutes for a question in mock mode."""
    theme: str = "textual-dark"
    database_url: str | None = None
    """A database other than SQLite in the data folder; `DATABASE_URL` sets it too."""
    api_key: SecretStr | None = Field(default=None, exclude=True)
    """From `OPENAI_API_KEY` alone."""
    key_is_for_base_url: bool = Field(default=False, exclude=True)
    """Whether key and endpoint were both set in the environment, so that the key is meant for the endpoint."""

    served: bool = Field(default=False, exclude=True)
    """From `INTERVIEWER_SERVED` alone: the app is in the browser of somebody whose machine this is not."""

    @property
    def has_llm(self) -> bool:
        """Whether an LLM is configured: a key for OpenAI, or an endpoint of one's own."""
        return self.api_key is not None or self.base_url is not None


def data_root(environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder: `INTERVIEWER_HOME`, or the platform's."""
    home = environ.get("INTERVIEWER_HOME")
    return Path(home).expanduser() if home else default_root()


def load_settings(paths: Paths, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the file in the data folder and the environment. Raises ConfigError, naming what is wrong.

    Of a visitor's file nothing counts that leads to a grader, an endpoint, or files of the machine.
    """
    values: dict[str, Any] = _from_file(paths.root / SETTINGS_FILE)
    if environ.get("INTERVIEWER_SERVED"):
        values = {name: value for name, value in values.items() if name in VISITORS_CHOOSE} | {"served": True}
    values |= _from_environment(environ)
    return _validated(values)


def _validated(values: Mapping[str, Any]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            known = ", ".join(sorted(set(Settings.model_fields) - _ENVIRONMENT_ONLY))
            raise ConfigError(f"There is no setting “{name}” (see {SETTINGS_FILE}); there are: {known}.") from error
        where = f"{SETTINGS_FILE} or INTERVIEWER_{name.upper()}"
        raise ConfigError(f"The setting “{name}” is wrong (see {where}): {first['msg']}.") from error


def _from_file(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}.") from error
    for name in _ENVIRONMENT_ONLY & values.keys():
        raise ConfigError(f"{file}: “{name}” is never kept in a file; set OPENAI_API_KEY in the environment.")
    return values


_ENVIRONMENT_ONLY = {"api_key", "key_is_for_base_url", "served"}
VISITORS_CHOOSE = frozenset(("count", "minutes", "theme"))
"""Settings that are a visitor's own where the app is served."""


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    names = [name for name in Settings.model_fields if name not in _ENVIRONMENT_ONLY]
    values: dict[str, Any] = {
        name: environ[f"INTERVIEWER_{name.upper()}"] for name in names if environ.get(f"INTERVIEWER_{name.upper()}")
    }
    if environ.get("OPENAI_BASE_URL"):
        values["base_url"] = environ["OPENAI_BASE_URL"]
    if environ.get("DATABASE_URL"):
        values["database_url"] = environ["DATABASE_URL"]
    if environ.get("OPENAI_API_KEY"):
        values["api_key"] = SecretStr(environ["OPENAI_API_KEY"])
        values["key_is_for_base_url"] = bool(environ.get("OPENAI_BASE_URL"))
    return values


def set_by_environment(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Names of the settings that the environment decides, whatever the file says."""
    return frozenset(_from_environment(environ)) - _ENVIRONMENT_ONLY


def save_settings(paths: Paths, changes: Mapping[str, str | int | float | None]) -> None:
    """Keep settings in the file in the data folder, beside those already in it; None takes one out.

    Raises ConfigError when a value is wrong or the file cannot be written; the file is then as it was.
    """
    file = paths.root / SETTINGS_FILE
    values = {name: value for name, value in (_from_file(file) | dict(changes)).items() if value is not None}
    _validated(values)
    lines = [f"{name} = {_toml(value)}\n" for name, value in values.items()]
    try:
        make_private_folder(paths.root)
        fresh = file.with_suffix(".new")
        open_private_file(fresh)
        fresh.write_text("".join(lines), "utf-8", errors="replace")
        fresh.replace(file)
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}.") from error


def _toml(value: object) -> str:
    """A plain value as TOML; a JSON string is a TOML basic string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)
