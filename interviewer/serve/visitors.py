"""Visitors: a secret that a browser keeps for each, and a folder of their own that the secret alone leads to."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from interviewer.errors import ServeError
from interviewer.paths import Paths, make_private_folder

COOKIE = "interviewer_visitor"
COOKIE_SECONDS = 400 * 24 * 3600
"""Browsers keep no cookie longer (RFC 6265bis, 5.5)."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser."""

    token: str
    """256 random bits; who has it is this visitor."""

    @property
    def name(self) -> str:
        """What the server calls the visitor; the token cannot be found out from it."""
        return hashlib.sha256(self.token.encode("ascii")).hexdigest()[:32]


def new_visitor() -> Visitor:
    """Somebody who has not been here before."""
    return Visitor(secrets.token_urlsafe(32))


def known_visitor(cookie: str | None) -> Visitor | None:
    """Who shows this cookie; None when it is not one of ours."""
    return Visitor(cookie) if cookie and _TOKEN.fullmatch(cookie) else None


def visitors_folder(paths: Paths) -> Path:
    """Where the folders of all visitors are."""
    return paths.root / "visitors"


def visitor_folder(paths: Paths, visitor: Visitor) -> Path:
    """The visitor's data folder, made when it is not there. Raises ServeError."""
    folder = visitors_folder(paths) / visitor.name
    try:
        for made in (paths.root, folder.parent, folder):
            make_private_folder(made)
    except OSError as error:
        raise ServeError(f"The folder {folder} cannot be made ({error.strerror}).") from error
    return folder
