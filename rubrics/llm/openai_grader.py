"""The grader that asks a language model: one request an answer, and only what code can check is believed.

A grading is: gate, one request for all criteria, at most one repair of a reply that cannot be read, at most one
second request for verdicts without proof, then the checks and the arithmetic that all graders share. Everything that
goes wrong on the way ends as an ungraded grade with its reason.
"""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from bank.question import Question
from rubrics.errors import GraderSetupError
from rubrics.evidence import AnswerEvidence
from rubrics.grader import Proposal, Task, conclude, gate_grade, ungraded
from rubrics.llm.chat import Chat
from rubrics.llm.client import OpenAIChat, Sleep, Throttled
from rubrics.llm.endpoint import endpoint
from rubrics.llm.exchange import Exchange
from rubrics.llm.failures import CallFailed
from rubrics.llm.followup import FollowUp, write_follow_up
from rubrics.llm.ladder import Ladder, Memory, Shape, presumed
from rubrics.llm.messages import prompt_digest, reask_note, system_message, user_message
from rubrics.llm.schema import Reading, read_reply, reply_schema
from rubrics.llm.votes import majority
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Grade, GraderInfo, Usage, Verdict

VERSION = "1"
"""Version of the protocol; the prompts have a digest of their own."""
MAX_VOTES = 9
_TOKENS_A_CRITERION = 150
_TOKENS_BESIDES = 700

Clock = Callable[[], datetime]
PriceLookup = Callable[[str, str, Usage], float | None]
"""US dollars for a usage of a model at a base URL; None when the price is not known."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class OpenAIGrader:
    """Grades through the Chat Completions of one model at one endpoint.

    `votes` above 1 repeats each grading with the criteria in other orders, all at the same time, and takes the strict
    majority. `at_once` bounds the requests in flight, those of all votes and gradings together. `memory`
    shares what is learned about endpoints between graders. `chat` replaces the service, for tests and for tools that
    bring their own. Raises GraderSetupError or GraderUnavailableError when the settings cannot work.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 60.0,
        max_retries: int = 2,
        votes: int = 1,
        rng: random.Random | None = None,
        now: Clock = _utc_now,
        price: PriceLookup | None = None,
        memory: Memory | None = None,
        sleep: Sleep = asyncio.sleep,
        on_throttled: Throttled | None = None,
        at_once: int | None = None,
        chat: Chat | None = None,
    ) -> None:
        if not model.strip():
            raise GraderSetupError("No model is chosen: name one with --model, or in the settings.")
        if not 1 <= votes <= MAX_VOTES:
            raise GraderSetupError(f"The number of votes must lie between 1 and {MAX_VOTES}.")
        self._endpoint = endpoint(base_url, api_key or ("unused" if chat else None))
        self._model = model.strip()
        self._votes = votes
        self._rng = rng or random.SystemRandom()
        self._now = now
        self._price = price
        self._chat: Chat = chat or OpenAIChat(
            self._endpoint,
            self._model,
            timeout=timeout,
            max_retries=max_retries,
            rng=self._rng,
            sleep=sleep,
            on_throttled=on_throttled,
            at_once=at_once,
        )
        start = presumed(self._model, is_openai=self._endpoint.is_openai)
        self._ladder = Ladder(self._chat, (self._endpoint.url, self._model), start, memory)

    def __repr__(self) -> str:
        return f"OpenAIGrader({self._model!r} at {self._endpoint.host!r}, votes={self._votes})"

    @cached_property
    def info(self) -> GraderInfo:
        """Who this grader is, as its grades will say."""
        return GraderInfo(
            name="openai",
            model=self._model,
            version=VERSION,
            endpoint=self._endpoint.host,
            prompt_digest=prompt_digest(),
            parameters={"votes": self._votes},
        )

    async def grade(self, question: Question, rubric: Rubric, answer: str) -> Grade:
        """The grade of an answer."""
        task = Task(question, rubric, answer)
        settled = gate_grade(task, self.info, self._now())
        if settled is not None:
            return settled
        started = time.perf_counter()
        grade = await self._judged(task)
        usage = self._priced(grade.usage)
        return grade.model_copy(update={"usage": usage, "seconds": round(time.perf_counter() - started, 3)})

    async def aclose(self) -> None:
        """Release connections."""
        await self._chat.aclose()

    async def follow_up(self, question: Question, rubric: Rubric, answer: str, grade: Grade) -> FollowUp | None:
        """One probing question at the most valuable point that the answer missed, or None when there is none."""
        return await write_follow_up(self._chat, self._ladder.abilities, question, rubric, answer, grade, self._rng)

    async def _judged(self, task: Task) -> Grade:
        orders = self._orders(task.rubric)
        reviews = [_Review(Exchange(self._ladder, self._model), task, order, self._rng) for order in orders]
        outcomes = await asyncio.gather(*(review.run() for review in reviews))
        usage = sum((outcome.usage for outcome in outcomes), start=Usage(cost_usd=0.0))
        usage = usage.model_copy(update={"cost_usd": None})
        proposals = [outcome for outcome in outcomes if isinstance(outcome, Proposal)]
        if not proposals:
            return _ungraded(task, self.info, self._now(), outcomes, usage)
        agreed = majority(task, proposals, self._votes) if self._votes > 1 else proposals[0]
        return conclude(task, replace(agreed, usage=usage), self.info, self._now())

    def _orders(self, rubric: Rubric) -> list[list[Criterion]]:
        """The criteria in document order, and shuffled for each further vote: alike for every candidate."""
        orders = [list(rubric.criteria)]
        for vote in range(1, self._votes):
            shuffled = list(rubric.criteria)
            random.Random(f"{rubric.digest}:{vote}").shuffle(shuffled)  # noqa: S311 - an order, no secret
            orders.append(shuffled)
        return orders

    def _priced(self, usage: Usage) -> Usage:
        if self._price is None or not usage.requests:
            return usage
        return usage.model_copy(update={"cost_usd": self._price(self._model, self._endpoint.url, usage)})


def _ungraded(
    task: Task, info: GraderInfo, now: datetime, outcomes: Sequence["Proposal | CallFailed"], usage: Usage
) -> Grade:
    first = next(outcome for outcome in outcomes if isinstance(outcome, CallFailed))
    return ungraded(task, info, now, str(first), flags=(first.failure.value,), usage=usage, raw_reply=first.reply)


@dataclass
class _Review:
    """One pass over one answer: the requests for it, and what they used."""

    exchange: Exchange
    task: Task
    order: list[Criterion]
    rng: random.Random

    async def run(self) -> "Proposal | CallFailed":
        """What the model proposes, or why it came to nothing."""
        try:
            proposal = await self._propose()
        except CallFailed as failed:
            return CallFailed(failed.failure, str(failed), usage=self.exchange.used, reply=self.exchange.reply)
        return replace(proposal, usage=self.exchange.used, raw_reply=self.exchange.reply)

    async def _propose(self) -> Proposal:
        ids = [criterion.id for criterion in self.order]
        first = await self._ask(ids)
        evidence = AnswerEvidence(self.task.question, self.task.answer)
        verdicts = _single(first.verdicts)
        doubtful = [i for i in ids if i not in verdicts or evidence.check(verdicts[i]).problem is not None]
        if doubtful:
            verdicts |= await self._second_look(doubtful)
        flags = ("unknown-criteria",) if first.unknown_ids else ()
        return Proposal(list(verdicts.values()), first.beyond, first.wrong, flags=flags, evidence=evidence)

    async def _second_look(self, doubtful: list[str]) -> dict[str, Verdict]:
        """Verdicts on these criteria, asked for once more; none when the request fails, which costs no verdict."""
        try:
            again = await self._ask(doubtful, note=reask_note(doubtful))
        except CallFailed:
            return {}
        return _single(again.verdicts)

    async def _ask(self, ids: list[str], note: str = "") -> Reading:
        """A readable reply about these criteria: as it comes, or after one repair; raises CallFailed."""
        messages = [
            system_message(self.task.question, self.task.rubric, self.order),
            user_message(self.task.answer, self.rng, note),
        ]
        limit = reply_limit(len(ids))
        shape = Shape("verdicts", reply_schema(ids))
        return await self.exchange.ask(messages, shape, limit, lambda text: read_reply(text, ids))


def reply_limit(criteria: int) -> int:
    """Tokens that a reply about so many criteria may have."""
    return _TOKENS_A_CRITERION * criteria + _TOKENS_BESIDES


def _single(verdicts: Sequence[Verdict]) -> dict[str, Verdict]:
    """Verdicts by criterion, without the criteria that have several."""
    counted: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        counted.setdefault(verdict.criterion_id, []).append(verdict)
    return {identifier: found[0] for identifier, found in counted.items() if len(found) == 1}
