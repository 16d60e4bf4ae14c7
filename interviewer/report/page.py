"""The frame of every HTML page this program writes: one file, no script, nothing loaded, text always escaped.

The Content-Security-Policy allows the one style sheet inside, by its hash, and nothing else, so that even text that
slipped through escaping could neither run nor load.
"""

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from interviewer.report.visible import one_line, visible


@cache
def stylesheet(*extra: tuple[str, str]) -> str:
    """The reports' style sheet, with others after it, each given as (package, file)."""
    sheets = [("interviewer.report", "report.css"), *extra]
    return "".join((resources.files(package) / "templates" / name).read_text("utf-8") for package, name in sheets)


def policy(style: str) -> str:
    """The Content-Security-Policy that allows this style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def page_environment(package: str) -> Environment:
    """An environment for a package's templates in which every text is escaped and made visible."""
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters["line"] = one_line
    return environment


def _finalized(value: Any) -> Any:
    """Every text on its way into the page, visible; markup of our own passes."""
    return visible(value) if type(value) is str else value
