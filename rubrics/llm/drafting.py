"""A language model as an author's draftsman: anchors for criteria, points from prose.

One request a question. Code checks what comes back (see `rubrics.drafts`); what fails is asked for once more, and
what fails again is left out and told. Nothing here decides that a draft is used: that is the author's word.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bank.question import Anchors, Point, Question
from rubrics.drafts import AnchorChoice, choose_anchors, choose_points, fewest_points, prose_of
from rubrics.llm.chat import Chat
from rubrics.llm.drafting_messages import Request, anchors_request, points_request, read_anchors, read_points
from rubrics.llm.endpoint import Endpoint
from rubrics.llm.exchange import Exchange
from rubrics.llm.failures import CallFailed
from rubrics.llm.ladder import Ladder, presumed
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Usage

PriceLookup = Callable[[str, str, Usage], float | None]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A criterion, or a point, for which no draft passed the checks."""

    name: str
    """A criterion's id, or `points`."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was drafted for one question."""

    anchors: Mapping[str, Anchors] = field(default_factory=dict)
    """By criterion id, each marked with the model."""
    points: tuple[Point, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    usage: Usage = Usage()  # noqa: RUF009 - a frozen value
    failed: CallFailed | None = None
    """Why the model could not be asked, or not be read; what had come before stands."""


class Drafter:
    """Drafts with one model at one endpoint. Used from one event loop; several questions may be under way at once."""

    def __init__(
        self,
        model: str,
        place: Endpoint,
        chat: Chat,
        *,
        price: PriceLookup | None = None,
        rng: random.Random | None = None,
    ) -> None:
        self.model = model
        self._place = place
        self._chat = chat
        self._price = price
        self._rng = rng or random.SystemRandom()
        self._ladder = Ladder(chat, (place.url, model), presumed(model, is_openai=place.is_openai))

    async def aclose(self) -> None:
        """Release connections."""
        await self._chat.aclose()

    async def draft_anchors(self, question: Question, rubric: Rubric, wanted: Sequence[Criterion]) -> Draft:
        """Anchors for these criteria of a question. Never raises for what the service or the model does."""
        exchange = Exchange(self._ladder, self.model)
        drafted: dict[str, list[Anchors]] = {criterion.id: [] for criterion in wanted}
        open_ones, choices, failed = list(wanted), _choices(question, wanted, drafted), None
        for _ in range(_ATTEMPTS):
            problems = {c.id: choices[c.id].problems for c in open_ones if drafted[c.id]}
            request = anchors_request(question, rubric, open_ones, self._rng, problems)
            try:
                found = await _ask_anchors(exchange, request, [criterion.id for criterion in open_ones])
            except CallFailed as error:
                failed = error
                break
            for criterion in open_ones:
                drafted[criterion.id] = [choices[criterion.id].anchors, found.get(criterion.id, Anchors())]
            choices = _choices(question, wanted, drafted)
            open_ones = [criterion for criterion in wanted if not choices[criterion.id].is_complete]
            if not open_ones:
                break
        return replace(self._of_choices(choices), usage=self._priced(exchange.used), failed=failed)

    def _of_choices(self, choices: Mapping[str, AnchorChoice]) -> Draft:
        marked = {
            key: choice.anchors.model_copy(update={"drafted_by": self.model})
            for key, choice in choices.items()
            if choice.is_usable
        }
        return Draft(
            marked,
            left_out=tuple(LeftOut(key, choice.problems) for key, choice in choices.items() if choice.problems),
        )

    async def draft_points(self, question: Question) -> Draft:
        """Points drawn from the prose of a reference answer; none when too few of them hold."""
        exchange = Exchange(self._ladder, self.model)
        wanted = fewest_points(prose_of(question.reference))
        best, problems, failed = tuple[Point, ...](), tuple[str, ...](), None
        for _ in range(_ATTEMPTS):
            request = points_request(question, self._rng, problems)
            try:
                drawn = await exchange.ask(request.messages, request.shape, request.limit, read_points)
            except CallFailed as error:
                failed = error
                break
            choice = choose_points(question, drawn)
            best, problems = max(best, choice.points, key=len), choice.problems
            if len(best) >= wanted:
                break
        enough = len(best) >= wanted
        marked = tuple(point.model_copy(update={"drafted_by": self.model}) for point in best) if enough else ()
        left = (LeftOut("points", problems),) if problems else ()
        return Draft(points=marked, left_out=left, usage=self._priced(exchange.used), failed=failed)

    def _priced(self, usage: Usage) -> Usage:
        cost = self._price(self.model, self._place.url, usage) if self._price and usage.requests else None
        return usage.model_copy(update={"cost_usd": cost})


_ATTEMPTS = 2


def _choices(
    question: Question, wanted: Sequence[Criterion], drafted: Mapping[str, Sequence[Anchors]]
) -> dict[str, AnchorChoice]:
    return {criterion.id: choose_anchors(question, criterion, drafted[criterion.id]) for criterion in wanted}


async def _ask_anchors(exchange: Exchange, request: Request, ids: Sequence[str]) -> dict[str, Anchors]:
    return await exchange.ask(request.messages, request.shape, request.limit, lambda text: read_anchors(text, ids))
