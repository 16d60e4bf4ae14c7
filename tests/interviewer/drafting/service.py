"""A chat service behind HTTP that drafts what it is asked for, from a table, and remembers the requests."""

import json
import re
from typing import Any

import httpx
import respx

URL = "http://127.0.0.1:8123/v1"
CHAT = f"{URL}/chat/completions"
DOCUMENT = """# Networks

## Transport

### What makes TCP reliable?

- Every segment carries a sequence number, so the receiver can order bytes
- Lost segments are retransmitted when no acknowledgement arrives

### What does a checksum do?

- It lets the receiver discard damaged segments

### What happens when a browser opens a page?

First the host name is **resolved by DNS**, usually from a cache at the resolver.
Then a TCP connection is opened with a handshake, and TLS checks the
certificate. After that the browser sends an HTTP request and receives the response.
"""
ANCHORS = {
    "says": [
        "Think of numbered pages that anybody could put back in place.",
        "Whoever listens at the far end notices holes and fills them.",
        "Nothing stays missing for long.",
    ],
    "misconceptions": [
        "The network itself promises delivery of everything.",
        "Only the last packet is ever verified.",
    ],
    "hint": "What could go wrong on the way?",
}
POINTS = [
    {"quote": "host name is resolved by DNS", "text": "The host name is resolved by DNS."},
    {"quote": "a TCP connection is opened with a handshake", "text": "A handshake opens the TCP connection."},
    {"quote": "the browser sends an HTTP request", "text": "The browser sends an HTTP request."},
]  # fmt: skip


def completion(text: str) -> httpx.Response:
    """A reply with that text, as a server sends it."""
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 500, "completion_tokens": 200, "total_tokens": 700}
    choices = [{"index": 0, "finish_reason": "stop", "message": message}]
    body = {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": choices, "usage": usage}
    return httpx.Response(200, json=body)


class Service:
    """Replies with the drafts above; `spoil` replaces the reply to a request that holds its key."""

    def __init__(self, router: respx.Router, spoil: dict[str, Any] | None = None) -> None:
        self.asked: list[str] = []
        self._spoil = spoil or {}
        router.post(CHAT).mock(side_effect=self._reply)

    def _reply(self, request: httpx.Request) -> httpx.Response:
        said = json.loads(request.content)["messages"][-1]["content"]
        self.asked.append(said)
        for words, reply in self._spoil.items():
            if words in said:
                if isinstance(reply, httpx.Response):
                    return reply
                return completion(json.dumps(reply))
        if "Draw the points" in said:
            return completion(json.dumps({"points": POINTS}))
        wanted = re.findall(r"c\d+", said.rpartition("for: ")[2].partition("\n")[0])
        return completion(json.dumps({"criteria": dict.fromkeys(wanted, ANCHORS)}))
