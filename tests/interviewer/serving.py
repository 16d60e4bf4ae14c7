"""A running server, and a visitor who types into a page that is only a websocket and a terminal's memory."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyte
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType, web

from interviewer.config import Settings
from interviewer.paths import Paths
from interviewer.serve.doors import open_doors
from interviewer.serve.environment import process_environment
from interviewer.serve.server import House, Server
from interviewer.serve.visitors import COOKIE

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def serving(
    paths: Paths, *, max_sessions: int = 2, environ: dict[str, str] | None = None
) -> AsyncIterator[str]:
    """A server on loopback; its address."""
    port = free_port()
    doors = open_doors("127.0.0.1", port, allow_remote=False, public_url=None)
    around = {**os.environ, "PYTHONPATH": str(ROOT), **(environ or {})}
    house = House(paths, doors, max_sessions, process_environment(Settings(grader="local"), None, around))
    runner = web.AppRunner(Server(house).application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, doors.host, doors.port).start()
        yield doors.address
    finally:
        await runner.cleanup()


def browser() -> ClientSession:
    """Somebody's browser, with its own cookies."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


def token_of(session: ClientSession) -> str:
    """The visitor's secret."""
    return next(cookie.value for cookie in session.cookie_jar if cookie.key == COOKIE)


class Glass:
    """What a terminal makes of the bytes that it is sent."""

    def __init__(self, columns: int = 80, lines: int = 24) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)

    def feed(self, data: bytes) -> None:
        """Take in what was written; pyte does not know the question for synchronised output."""
        self._stream.feed(data.replace(b"\x1b[?2026$p", b""))

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.screen.display)


@dataclass
class Page:
    """An open page."""

    websocket: ClientWebSocketResponse
    glass: Glass

    async def send(self, *message: Any) -> None:
        """Send what the page's script would."""
        await self.websocket.send_str(json.dumps(message))

    async def press(self, keys: str) -> None:
        """Press keys."""
        await self.send("stdin", keys)

    async def until_shown(self, *words: str) -> None:
        """Read until all the words are on the screen."""
        async with asyncio.timeout(PATIENCE):
            while not all(word in self.glass.text() for word in words):
                message = await self.websocket.receive()
                assert message.type in (WSMsgType.BINARY, WSMsgType.TEXT), f"{message}\n{self.glass.text()}"
                if message.type is WSMsgType.BINARY:
                    self.glass.feed(message.data)

    async def until_handed_out(self) -> str:
        """Read until the app hands out a file; its key."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.websocket.receive()
                assert message.type in (WSMsgType.BINARY, WSMsgType.TEXT), message
                if message.type is WSMsgType.TEXT and "deliver_file_start" in message.data:
                    return str(json.loads(message.data)[1])

    async def until_closed(self) -> None:
        """Read until the server closes the page."""
        async with asyncio.timeout(PATIENCE):
            async for message in self.websocket:
                assert message.type in (WSMsgType.BINARY, WSMsgType.TEXT)


@asynccontextmanager
async def page(session: ClientSession, address: str, query: str = "?width=80&height=24") -> AsyncIterator[Page]:
    """The page with the app, opened as a browser does."""
    async with session.get(address) as response:
        assert response.status == 200, await response.text()
    headers = {"Origin": address}
    async with session.ws_connect(f"{address}/ws{query}", headers=headers) as websocket:
        yield Page(websocket, Glass())
