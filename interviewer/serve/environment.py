"""What a visitor's process is told of its surroundings: what it needs, and nothing else of the server's."""

import os
from collections.abc import Mapping
from pathlib import Path

from interviewer.banks import banks_folder, open_bank
from interviewer.config import Settings
from interviewer.paths import Paths

NEEDED = frozenset(
    "HOME LANG LANGUAGE LD_LIBRARY_PATH PATH PYTHONHOME PYTHONPATH SYSTEMROOT TEMP TMP TMPDIR TZ VIRTUAL_ENV".split()
)
"""Variables that Python and the machine's libraries may need; none of them holds a secret."""
TRUST = frozenset(("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_DIR", "SSL_CERT_FILE"))
"""Variables that a request to a model may need."""


def process_environment(
    settings: Settings, bank: str | None, environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The environment of a visitor's process: grader and bank as the server's settings have them.

    A visitor can change none of it: the environment outweighs the settings file, and the app that finds
    `INTERVIEWER_SERVED` offers no editor, no files of the server's disk, and no other grader or endpoint. The
    server's own database is left out, since visitors would share it.
    """
    kept = {name: value for name, value in environ.items() if name in NEEDED or name.startswith("LC_")}
    if settings.has_llm:
        kept |= {name: value for name, value in environ.items() if name in TRUST}
    chosen = {"GRADER": settings.grader, "TIMEOUT": settings.timeout, "VOTES": settings.votes}
    optional = {"MODEL": settings.model, "BANK": bank}
    values = chosen | {name: value for name, value in optional.items() if value is not None}
    own = {f"INTERVIEWER_{name}": str(value) for name, value in values.items()}
    return kept | own | _endpoint(settings) | _driver() | {"INTERVIEWER_SERVED": "1"}


def _endpoint(settings: Settings) -> dict[str, str]:
    """Endpoint and key, under names that keep a key from an endpoint it was not meant for."""
    found = {}
    if settings.base_url is not None:
        found["OPENAI_BASE_URL" if settings.key_is_for_base_url else "INTERVIEWER_BASE_URL"] = settings.base_url
    if settings.api_key is not None and settings.grader != "local":
        found["OPENAI_API_KEY"] = settings.api_key.get_secret_value()
    return found


def _driver() -> dict[str, str]:
    """What makes Textual speak to textual-serve."""
    return {
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_FPS": "60",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM_PROGRAM": "textual",
        "PYTHONUNBUFFERED": "1",
    }


def bank_for_visitors(paths: Paths, name: str | None) -> str | None:
    """The bank in a form that means the same in every visitor's folder. Raises BankError when it cannot be read."""
    open_bank(paths, name)
    if name is None:
        return None
    imported = banks_folder(paths) / f"{name}.json"
    for file in (Path(name).expanduser(), imported):
        if file.is_file():
            return str(file.resolve())
    return name
