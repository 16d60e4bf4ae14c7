"""The way into the app from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app import InterviewerApp, StartRequest

if TYPE_CHECKING:
    from interviewer.config import Settings
    from interviewer.paths import Paths


def run_app(
    settings: Settings,
    paths: Paths,
    bank_name: str | None = None,
    *,
    start: StartRequest | None = None,
    session_id: str | None = None,
) -> int:
    """Run the app until the person leaves; the exit status. With a session id that interview is opened at once."""
    request = StartRequest(session_id=session_id) if session_id else start
    app = InterviewerApp(settings, paths, bank_name, start=request)
    app.run()
    return app.return_code or 0
