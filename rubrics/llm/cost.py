"""What grading costs: prices from the kept library `genai-prices`, offline, and the forecast of a batch."""

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rubrics.gate import check_answer
from rubrics.grader import Task
from rubrics.llm.endpoint import is_openai_url
from rubrics.llm.messages import system_message, user_message
from rubrics.llm.schema import reply_schema
from rubrics.llm.tokens import TokenCounter
from rubrics.verdict import Usage

TOKENS_A_VERDICT = 60
"""Completion tokens of one verdict: a quote, a sentence and the JSON around them."""
TOKENS_BESIDE_VERDICTS = 110
SECOND_REQUESTS = 0.15
"""Share of answers expected to need a repair or a second look."""
_SCHEMA_TOKENS_A_CRITERION = 9
_SCHEMA_TOKENS = 150
_LEAST_CACHED = 1024
"""Prompts shorter than this are not cached by OpenAI."""


def price(model: str, url: str, usage: Usage) -> float | None:
    """US dollars for a usage of a model at an address; None where no price is known (a server of one's own, say)."""
    from genai_prices import Usage as Priced
    from genai_prices import calc_price

    amounts = Priced(
        input_tokens=usage.prompt_tokens,
        cache_read_tokens=min(usage.cached_tokens, usage.prompt_tokens),
        output_tokens=usage.completion_tokens,
    )
    try:
        if is_openai_url(url):
            return float(calc_price(amounts, model, provider_id="openai").total_price)
        return float(calc_price(amounts, model, provider_api_url=url).total_price)
    except (LookupError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What grading some answers is expected to take."""

    answers: int
    requests: int
    prompt_tokens: int
    cacheable_tokens: int
    """Prompt tokens that a provider can serve from its cache: what answers to one question share."""
    completion_tokens: int
    cost_usd: float | None
    """None when the price is not known."""
    note: str | None = None
    """Why the tokens are an estimate, if they are."""

    @property
    def each_usd(self) -> float | None:
        """Expected cost of one answer."""
        return self.cost_usd / self.answers if self.cost_usd is not None and self.answers else None

    @property
    def sentence(self) -> str:
        """The forecast in words."""
        cost = "at a price that is not known" if self.cost_usd is None else f"about ${self.cost_usd:.2f}"
        tokens = f"{self.prompt_tokens:,} tokens in ({self.cacheable_tokens:,} of them shared)"
        about = " (estimated: " + self.note + ")" if self.note else ""
        return f"{self.answers} answers: {tokens}, about {self.completion_tokens:,} out, {cost}{about}."


def forecast(tasks: Iterable[Task], counter: TokenCounter, model: str, url: str, votes: int = 1) -> Forecast:
    """The forecast for these answers; those that no model needs to see cost nothing."""
    seen: dict[tuple[str, str], int] = {}
    prompt = cacheable = completion = answers = asked = 0
    for task in tasks:
        answers += 1
        gate = check_answer(task.question, task.answer)
        if gate.refusal or gate.too_long or not task.rubric.required:
            continue
        asked += 1
        key = (task.question.id, task.rubric.digest)
        is_first = key not in seen
        shared = seen[key] = _shared_tokens(task, counter) if is_first else seen[key]
        own = counter.count_messages([user_message(task.answer, random.Random(0))])  # noqa: S311 - no secret
        prompt += votes * (shared + own)
        cacheable += votes * shared if not is_first and shared >= _LEAST_CACHED else 0
        completion += votes * (TOKENS_BESIDE_VERDICTS + TOKENS_A_VERDICT * len(task.rubric.criteria))
    more = 1 + SECOND_REQUESTS
    usage = Usage(
        prompt_tokens=round(prompt * more), cached_tokens=cacheable, completion_tokens=round(completion * more)
    )
    return Forecast(
        answers=answers,
        requests=round(asked * votes * more),
        prompt_tokens=usage.prompt_tokens,
        cacheable_tokens=cacheable,
        completion_tokens=usage.completion_tokens,
        cost_usd=price(model, url, usage),
        note=counter.note,
    )


def _shared_tokens(task: Task, counter: TokenCounter) -> int:
    criteria = task.rubric.criteria
    schema = _SCHEMA_TOKENS + _SCHEMA_TOKENS_A_CRITERION * len(criteria)
    return counter.count_messages([system_message(task.question, task.rubric, criteria)]) + schema


def prompt_sizes(task: Task, counter: TokenCounter) -> "PromptSizes":
    """The parts of the prompt for one answer, in tokens."""
    bare = [replace(criterion, anchors=None) for criterion in task.rubric.criteria]
    system = counter.count_messages([system_message(task.question, task.rubric, task.rubric.criteria)])
    plain = counter.count_messages([system_message(task.question, task.rubric, bare)])
    own = counter.count_messages([user_message(task.answer, random.Random(0))])  # noqa: S311 - no secret
    wanted = reply_schema([criterion.id for criterion in task.rubric.criteria])
    schema = counter.count(json.dumps(wanted, separators=(",", ":")))
    return PromptSizes(plain, system - plain, own, schema)


@dataclass(frozen=True, slots=True)
class PromptSizes:
    """Tokens of the rules with question and criteria, of the anchors, of the answer, and of the schema as text."""

    shared: int
    anchors: int
    own: int
    schema: int

    @property
    def without_anchors(self) -> int:
        """Tokens of the messages of a request, anchors apart."""
        return self.shared + self.own
