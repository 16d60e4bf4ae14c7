"""A chat service with a script, and the replies to put into it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rubrics.llm.chat import Completion, Message, RefusedParameter
from rubrics.llm.failures import CallFailed, Failure
from rubrics.verdict import Usage
from tests.rubrics.builders import question

NOW = datetime(2026, 1, 1, tzinfo=UTC)
POINTS = [
    "It prevents co-adaptation of hidden units, so that each unit has to be useful by itself",
    "It acts as an ensemble of many thinned networks that share their weights",
    "It is switched off at test time and activations are scaled to match",
]
QUESTION = question("Why does dropout help a deep network?", POINTS)
ANSWER = (
    "Each neuron has to be useful alone because its partners may vanish. It is like training lots of smaller "
    "networks together with shared weights. I would also lower the rate close to the input layer."
)
QUOTES = {
    "c1": "Each neuron has to be useful alone",
    "c2": "training lots of smaller networks together with shared weights",
}


def verdicts_reply(
    verdicts: Mapping[str, tuple[str, str]], beyond: Sequence[str] = (), wrong: Sequence[str] = ()
) -> str:
    """A reply in the schema: status and quote by criterion, quotes of claims."""
    reply = {
        "verdicts": {
            identifier: {"quote": quote, "reason": f"About {identifier}.", "status": status}
            for identifier, (status, quote) in verdicts.items()
        },
        "beyond": [{"quote": quote, "point": "beyond"} for quote in beyond],
        "wrong": [{"quote": quote, "point": "wrong"} for quote in wrong],
    }
    return json.dumps(reply)


GOOD = verdicts_reply({"c1": ("met", QUOTES["c1"]), "c2": ("met", QUOTES["c2"]), "c3": ("missed", "")})
USED = Usage(prompt_tokens=900, cached_tokens=700, completion_tokens=200, requests=1)

Step = str | Completion | CallFailed | RefusedParameter


class ScriptedChat:
    """Gives its steps in order, remembers what it was asked, and fails when it runs dry."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.asked: list[list[Message]] = []
        self.parameters: list[dict[str, Any]] = []

    async def complete(self, messages: Sequence[Message], parameters: Mapping[str, object]) -> Completion:
        self.asked.append(list(messages))
        self.parameters.append(dict(parameters))
        step = self.steps.pop(0)
        if isinstance(step, CallFailed | RefusedParameter):
            raise step
        return Completion(step, usage=USED) if isinstance(step, str) else step

    async def aclose(self) -> None:
        return


def failed(failure: Failure) -> CallFailed:
    return CallFailed(failure, f"It failed: {failure.value}.", usage=Usage(requests=1))
