"""The bank, history and settings screens and what they are given, worked out in worker threads with late imports."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.errors import EXPECTED
from tui.screens.settings import Changes, SettingsScreen, SettingsSource

if TYPE_CHECKING:
    from textual.screen import Screen

    from interviewer.config import Settings
    from interviewer.records import Answer
    from rubrics.verdict import Grade
    from tui.workspace import Workspace


async def open_room(name: str, workspace: Workspace, themes: Sequence[str]) -> Screen[Any]:
    """The screen of the questions, the banks, the history or the settings."""
    if name in ("bank", "banks"):
        from tui.banks import Banks

        banks = Banks(workspace)
        if name == "banks":
            from tui.screens.banks import BanksScreen

            return BanksScreen(banks)
        from tui.screens.bank import BankScreen

        return BankScreen(banks, await banks.current(), await _flagged(workspace))
    if name == "history":
        from tui.past import read_past
        from tui.screens.history import HistoryScreen

        return HistoryScreen(lambda: read_past(workspace), workspace.now)
    if workspace.settings.served:
        from tui.screens.visitor_settings import VisitorSettingsScreen

        return VisitorSettingsScreen(settings_source(workspace, themes))
    return SettingsScreen(settings_source(workspace, themes))


async def open_answer(workspace: Workspace, session_id: str, position: int) -> Screen[None]:
    """The feedback on a kept answer. Raises StoreError."""
    from tui.attempts import Place
    from tui.desk import desk_for
    from tui.screens.feedback import FeedbackScreen

    item = (await workspace.record(session_id)).items[position]

    async def grade(answer: Answer, again: bool) -> Grade:  # noqa: FBT001 - the signature of GradeAnswer
        return await workspace.grade(item.question, answer, again=again)

    place = Place(f"Question {position + 1}", is_live=False)
    return FeedbackScreen(item, place, desk_for(workspace, session_id, item, grade))


async def _flagged(workspace: Workspace) -> frozenset[str]:
    """Ids of the questions called bad; none where nothing can be read."""
    try:
        store = await workspace.store.get()
        return frozenset(await asyncio.to_thread(store.flagged_questions))
    except EXPECTED:
        return frozenset()


async def keep_settings(workspace: Workspace, changes: Changes) -> None:
    """Keep changes in the settings file and go on with them. Raises ConfigError.

    What was given on the command line for this run stays in force, and out of the file.
    """
    from interviewer.config import load_settings, save_settings

    await asyncio.to_thread(save_settings, workspace.paths, changes)
    kept = await asyncio.to_thread(load_settings, workspace.paths)
    workspace.use(changed(workspace.settings, {name: getattr(kept, name) for name in changes}))


def settings_source(workspace: Workspace, themes: Sequence[str]) -> SettingsSource:
    """The settings in force, and how to try others."""
    from interviewer.config import set_by_environment

    async def models(base_url: str | None) -> list[str]:
        from rubrics.llm.connection import list_models

        return await list_models(base_url, _key(workspace.settings, base_url))

    async def test(changes: Changes) -> str:
        return await _test(workspace, changes)

    settings = workspace.settings
    return SettingsSource(
        settings,
        set_by_environment(),
        str(workspace.paths.root),
        themes,
        models,
        test,
        _endpoint_problem,
        lambda changes: _key_line(settings, changes),
        _folder_problem(workspace.paths.root),
    )


def _endpoint_problem(changes: Changes) -> str | None:
    """What is wrong with grader, endpoint and model together, in a sentence."""
    from rubrics.errors import GraderSetupError, GraderUnavailableError
    from rubrics.llm.endpoint import endpoint, is_openai_url

    base_url = changes["base_url"]
    if base_url is None:
        return None
    try:
        endpoint(str(base_url), None)
    except GraderSetupError as error:
        return str(error)
    except GraderUnavailableError:
        return None  # the key, which is another line of the form
    if changes["model"] is None and changes["grader"] != "local" and not is_openai_url(str(base_url)):
        return "Name the model that this endpoint is to run; F6 lists those it has."
    return None


def _key_line(settings: Settings, changes: Changes) -> str:
    """Whether a key is set, and goes to the endpoint; never the key."""
    if settings.api_key is None:
        return "not set (OPENAI_API_KEY, read when the program starts)"
    base_url = changes["base_url"]
    if _key(settings, str(base_url) if base_url else None) is None:
        return "set, and not sent to this endpoint: set OPENAI_BASE_URL beside the key for that"
    return "set (OPENAI_API_KEY)"


def _folder_problem(folder: Path) -> str | None:
    """Why nothing can be kept in the data folder; None when it can."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not there.is_dir():
        return f"{there} is not a folder: nothing can be kept."
    return None if os.access(there, os.W_OK) else f"{there} cannot be written: nothing can be kept."


def _key(settings: Settings, base_url: str | None) -> str | None:
    from rubrics.llm.endpoint import key_for

    secret = settings.api_key.get_secret_value() if settings.api_key else None
    is_same = base_url == settings.base_url
    return key_for(base_url, secret, set_together=settings.key_is_for_base_url and is_same)


async def _test(workspace: Workspace, changes: Changes) -> str:
    """What the grader that these changes lead to says of itself. Raises GraderError, ConfigError."""
    from interviewer.graders import open_grader, summarise
    from rubrics.errors import GraderUnavailableError

    settings = changed(workspace.settings, changes)
    summary = await asyncio.to_thread(summarise, settings)
    if summary.name != "local":
        from interviewer.config import DEFAULT_MODEL
        from rubrics.llm.connection import try_connection

        model = settings.model or DEFAULT_MODEL
        found = await try_connection(settings.base_url, _key(settings, settings.base_url), model)
        if not found.is_fine:
            raise GraderUnavailableError(found.sentence)
        return found.sentence
    grader = await asyncio.to_thread(open_grader, settings)
    await grader.aclose()
    return f"The {summary.title} is ready."


def changed(settings: Settings, changes: Changes) -> Settings:
    """The settings with changes, checked. Raises ConfigError. A key never follows to another endpoint."""
    from pydantic import ValidationError

    from interviewer.config import Settings as Checked
    from interviewer.errors import ConfigError

    values = {**settings.model_dump(), **changes, "api_key": settings.api_key, "served": settings.served}
    values["key_is_for_base_url"] = settings.key_is_for_base_url and values["base_url"] == settings.base_url
    try:
        return Checked.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"The setting “{name}” is wrong: {first['msg']}.") from error
