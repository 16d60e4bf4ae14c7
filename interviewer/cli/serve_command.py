"""`interviewer serve`: the app in a browser."""

import errno
import sys
from dataclasses import dataclass

from interviewer.cli.options import Workplace
from interviewer.cli.terminal import tell
from interviewer.errors import ServeError
from interviewer.graders import summarise
from interviewer.serve.doors import Doors, open_doors

WARNING = (
    "Warning: no password, no encryption. Everyone who reaches this address can be interviewed on this machine, with "
    "your model. Put it behind a proxy that asks who is there and speaks HTTPS."
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where to listen, and to whom."""

    host: str
    port: int
    max_sessions: int
    allow_remote: bool
    public_url: str | None


def serve(place: Workplace, wishes: Wishes) -> None:
    """Serve until Ctrl+C. Raises ServeError, ConfigError, BankError before anything is opened."""
    if sys.platform == "win32":
        raise ServeError("The app can be served from Linux, macOS and WSL only.")
    doors = open_doors(wishes.host, wishes.port, allow_remote=wishes.allow_remote, public_url=wishes.public_url)
    grader = summarise(place.settings).title
    from aiohttp import web

    from interviewer.serve.environment import bank_for_visitors, process_environment
    from interviewer.serve.server import House, Server

    bank = bank_for_visitors(place.paths, place.settings.bank)
    house = House(place.paths, doors, wishes.max_sessions, process_environment(place.settings, bank))
    application = Server(house).application()

    def introduce(*_: object) -> None:
        """Say the address; aiohttp calls this once it listens."""
        _introduce(place, doors, grader, wishes.max_sessions)

    try:
        web.run_app(application, host=doors.host, port=doors.port, access_log=None, print=introduce)
    except OSError as error:
        raise ServeError(_sentence(error, doors)) from error
    tell("Closed. What visitors answered is kept.")


def _introduce(place: Workplace, doors: Doors, grader: str, max_sessions: int) -> None:
    from interviewer.serve.visitors import visitors_folder

    tell(f"The app is at {doors.address} for up to {max_sessions} at a time; Ctrl+C closes it.")
    tell(f"Answers are graded by: {grader}")
    tell(f"Every visitor has a folder of their own in {visitors_folder(place.paths)}")
    if place.settings.database_url is not None:
        tell("The database that is set here is not used: visitors would share it.")
    if doors.is_remote:
        tell(WARNING)


def _sentence(error: OSError, doors: Doors) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {doors.port} is taken; close what uses it, or choose another with --port."
    return f"{doors.host}:{doors.port} cannot be listened on ({error.strerror or error})."
