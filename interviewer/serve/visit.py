"""One open page: its process of the app, and the messages that go between them."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aiohttp import ClientConnectionResetError, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from interviewer.paths import open_private_file

Data = TypeVar("Data")
_running: ContextVar["Visit"] = ContextVar("_running")
"""The visit whose app is being read from."""

NARROWEST, WIDEST = 10, 500
LOWEST, HIGHEST = 4, 300
GRACE = 8.0
"""Seconds that the app may take to keep what was typed and end."""


@dataclass(frozen=True, slots=True)
class Size:
    """Columns and rows of a terminal, within what the app can paint."""

    width: int
    height: int


def size_of(width: object, height: object) -> Size:
    """The size that a page asks for, brought within limits; 80 by 24 when it is none."""
    return Size(_within(width, 80, NARROWEST, WIDEST), _within(height, 24, LOWEST, HIGHEST))


def _within(value: object, default: int, low: int, high: int) -> int:
    try:
        return min(max(int(str(value)[:6]), low), high)
    except ValueError:
        return default


class _Complaints(logging.Filter):
    """Words textual-serve's complaints of an app that did not start; a page that was closed has none to make."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be told."""
        visit = _running.get(None)
        if visit is None or record.msg != "Application failed to start":
            return True
        record.msg = f"The app of a page did not start; what it said is in {visit.complaints}"
        return not visit.is_left


logging.getLogger("textual-serve").addFilter(_Complaints())


class Visit(AppService):
    """A process of the app in the visitor's folder, without a shell, in an environment that is given whole."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        websocket: web.WebSocketResponse,
        downloads: DownloadManager,
    ) -> None:
        super().__init__(
            "",
            write_bytes=_forgiving(websocket.send_bytes),
            write_str=_forgiving(websocket.send_str),
            close=_close(websocket),
            download_manager=downloads,
        )
        self._folder = folder
        self._environment = dict(environment)

    @property
    def owner(self) -> str:
        """Name of the visitor whose page this is."""
        return self._folder.name

    @property
    def complaints(self) -> Path:
        """The file of the visitor's that the app's complaints go to."""
        return self._folder / "errors.log"

    @property
    def is_left(self) -> bool:
        """Whether the page was closed, so that the app is being ended."""
        return self._task is None

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        """Start the app. Its complaints go to a file of the visitor's: they may hold words of an answer."""
        environment = self._environment | {"COLUMNS": str(width), "ROWS": str(height)}
        command = [sys.executable, "-m", "interviewer", "--data-dir", str(self._folder)]
        open_private_file(self.complaints)
        with self.complaints.open("wb") as stderr:
            pipe = asyncio.subprocess.PIPE
            process = await asyncio.create_subprocess_exec(
                *command, stdin=pipe, stdout=pipe, stderr=stderr, env=environment, start_new_session=True
            )
        process.stderr = asyncio.StreamReader()
        process.stderr.feed_eof()
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Hand on what the app writes, and close the page when it ends."""
        _running.set(self)
        await super().run()
        await self.remote_close()

    async def stop(self) -> None:
        """End the app: it is asked to, keeps what was typed, and is killed when it does not answer."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        self._task = None
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE)
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        await task


def _forgiving(write: Callable[[Data], Awaitable[None]]) -> Callable[[Data], Awaitable[None]]:
    """A page that has gone hears nothing, and the app can still write what it has to before it ends."""

    async def try_to_write(data: Data) -> None:
        with suppress(ClientConnectionResetError, ConnectionResetError):
            await write(data)

    return try_to_write


def _close(websocket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await websocket.close()

    return close


async def relay(websocket: web.WebSocketResponse, visit: Visit) -> None:
    """Hand on what the page sends, until one of them ends."""
    async for message in websocket:
        if message.type is WSMsgType.TEXT:
            await _hand_on(message.data, websocket, visit)


async def _hand_on(text: str, websocket: web.WebSocketResponse, visit: Visit) -> None:
    """One message; what is not of the protocol is left out."""
    try:
        match json.loads(text):
            case ["stdin", str(data)] if keys := data.encode("utf-8", "ignore"):  # an empty packet deafens the app
                await visit.send_bytes(keys)
            case ["resize", {"width": width, "height": height}]:
                size = size_of(width, height)
                await visit.set_terminal_size(size.width, size.height)
            case ["ping", str(data)]:
                await websocket.send_json(["pong", data[:100]])
            case ["blur"]:
                await visit.blur()
            case ["focus"]:
                await visit.focus()
    except (json.JSONDecodeError, RecursionError, ClientConnectionResetError):
        return
