"""What drafting is expected to take, before anything is sent."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from rubrics.drafts import MAX_POINTS
from rubrics.llm.cost import price
from rubrics.llm.drafting_messages import Request
from rubrics.llm.tokens import TokenCounter
from rubrics.verdict import Usage

TOKENS_A_CRITERION = 170
"""Completion tokens of the anchors of one criterion: five statements, a hint and the JSON around them."""
TOKENS_A_POINT = 65
AGAIN = 0.3
"""Share of questions expected to need a second request."""


@dataclass(frozen=True, slots=True)
class DraftForecast:
    """What some drafts are expected to take."""

    requests: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None
    """None when the price is not known."""
    note: str | None = None
    """Why the tokens are an estimate, if they are."""

    @property
    def each_usd(self) -> float | None:
        """Expected cost of one question."""
        return self.cost_usd * (1 + AGAIN) / self.requests if self.cost_usd is not None and self.requests else None

    @property
    def sentence(self) -> str:
        """The forecast in words."""
        cost = "at a price that is not known" if self.cost_usd is None else f"about ${self.cost_usd:.2f}"
        tokens = f"{self.prompt_tokens:,} tokens in, about {self.completion_tokens:,} out"
        about = f" (estimated: {self.note})" if self.note else ""
        requests = "1 request" if self.requests == 1 else f"{self.requests} requests"
        return f"About {requests}: {tokens}, {cost}{about}."


def forecast_drafts(requests: Iterable[Request], counter: TokenCounter, model: str, url: str) -> DraftForecast:
    """The forecast for these requests, some of which will have to be made twice."""
    asked = prompt = completion = 0
    for request in requests:
        asked += 1
        schema = counter.count(json.dumps(request.shape.schema, separators=(",", ":")))
        prompt += counter.count_messages(request.messages) + schema
        completion += _reply(request)
    more = 1 + AGAIN
    usage = Usage(prompt_tokens=round(prompt * more), completion_tokens=round(completion * more))
    return DraftForecast(
        requests=round(asked * more),
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        cost_usd=price(model, url, usage),
        note=counter.note,
    )


def _reply(request: Request) -> int:
    if request.shape.name == "points":
        return TOKENS_A_POINT * MAX_POINTS
    return TOKENS_A_CRITERION * len(request.shape.schema["properties"]["criteria"]["properties"])
