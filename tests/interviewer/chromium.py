"""A headless Chromium, driven by its own protocol over a websocket; what its pages load and receive is remembered."""

import asyncio
import base64
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.interviewer.serving import PATIENCE, Glass

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run --remote-debugging-port=0"
)


def chromium() -> str | None:
    """A Chromium on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


class Tab:
    """One page of a browser."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self.requested: list[str] = []
        """Addresses of all that was asked for."""
        self.complaints: list[str] = []
        """Errors in the console: broken scripts, and what the page's own policy forbade."""
        self.glass = Glass()
        """The terminal, as the messages that the page received paint it."""

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Do something in the browser, and its answer."""
        self._last += 1
        number = self._last
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while number not in self._answers:
            await self._hear()
        return self._answers.pop(number)

    async def _hear(self) -> None:
        message = await asyncio.wait_for(self._socket.receive_json(), PATIENCE)
        if "id" in message:
            self._answers[message["id"]] = message.get("result", message)
            return
        event = message["params"]
        match message["method"]:
            case "Network.requestWillBeSent":
                self.requested.append(event["request"]["url"])
            case "Network.webSocketCreated":
                self.requested.append(event["url"])
                size = dict(parse_qsl(urlsplit(event["url"]).query))
                self.glass = Glass(int(size["width"]), int(size["height"]))
            case "Network.webSocketFrameReceived" if event["response"]["opcode"] == 2:
                self.glass.feed(base64.b64decode(event["response"]["payloadData"]))
            case "Log.entryAdded" if event["entry"]["level"] == "error":
                self.complaints.append(event["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(event["exceptionDetails"]))

    async def open(self, address: str) -> None:
        """Go to a page, and hear of all that it does."""
        for domain in ("Page", "Network", "Log", "Runtime"):
            await self.call(f"{domain}.enable")
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=1000, height=640, deviceScaleFactor=1, mobile=False
        )
        await self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        await self.call("Page.navigate", url=address)

    async def until_shown(self, *words: str) -> None:
        """Wait until all the words are in the terminal."""
        async with asyncio.timeout(PATIENCE):
            while not all(word in self.glass.text() for word in words):
                await self._hear()

    async def evaluate(self, script: str) -> Any:
        """The value of a script in the page."""
        return (await self.call("Runtime.evaluate", expression=script, returnByValue=True))["result"].get("value")

    async def type(self, text: str) -> None:
        """Type text."""
        for char in text:
            await self.call("Input.dispatchKeyEvent", type="char", text=char)

    async def press(self, key: str, code: int, *, ctrl: bool = False) -> None:
        """Press a key that is no character, or one with Ctrl."""
        named: dict[str, Any] = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 2 if ctrl else 0}
        await self.call("Input.dispatchKeyEvent", type="rawKeyDown", **named)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    async def picture(self) -> bytes:
        """The page as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])


@asynccontextmanager
async def tab(program: str) -> AsyncIterator[Tab]:
    """An empty page of a browser of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program, *FLAGS.split(), f"--user-data-dir={profile}", "about:blank", stderr=asyncio.subprocess.DEVNULL
        )
        try:
            port = await asyncio.to_thread(_port, Path(profile) / "DevToolsActivePort")
            async with ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as found:
                    pages = [target for target in await found.json() if target["type"] == "page"]
                async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    yield Tab(socket)
        finally:
            process.terminate()
            await process.wait()


def _port(file: Path) -> int:
    """The port that the browser chose, as soon as it has written it down."""
    end = time.monotonic() + PATIENCE
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < end, "the browser does not start"
        time.sleep(0.05)
    return int(file.read_text().split()[0])
