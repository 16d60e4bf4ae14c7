"""A fake service on loopback that answers in the grading protocol and remembers every request."""

import asyncio
import json
import re
import threading
from collections import Counter
from contextlib import closing, suppress
from typing import Any, Self


class Endpoint:
    """Runs in a thread of this process, so that programs under test reach it and a test can look into it."""

    def __init__(self, latency: float = 0.0) -> None:
        self.latency = latency
        self.bodies: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def answers(self) -> Counter[str]:
        """How often each answer was asked about."""
        return Counter(_answer(body) for body in list(self.bodies))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join(10)
        self._loop.close()

    def _stop(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._serve())
        left = asyncio.all_tasks(self._loop)
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._handle, "127.0.0.1", 0, backlog=256)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await server.serve_forever()

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError), closing(writer):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1]) if length else 0)
                self.bodies.append(body.decode())
                await asyncio.sleep(self.latency)
                payload = _reply(json.loads(body))
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
                writer.write(b"content-length: %d\r\n\r\n%s" % (len(payload), payload))
                await writer.drain()


def _answer(body: str) -> str:
    """The answer in a request: between the two lines of its fence."""
    message: str = json.loads(body)["messages"][1]["content"]
    return "\n".join(message.splitlines()[1:-1])


def _reply(request: dict[str, Any]) -> bytes:
    """A chat completion that misses every criterion of the request."""
    ids = request["response_format"]["json_schema"]["schema"]["properties"]["verdicts"]["required"]
    verdicts = {each: {"quote": "", "reason": "It does not say so.", "status": "missed"} for each in ids}
    text = json.dumps({"verdicts": verdicts, "beyond": [], "wrong": []})
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200}
    whole = {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(whole).encode()
