"""From a criterion's probabilities to the judgement on it: status, quoted words, named misconception."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rubrics.folding import Folded
from rubrics.local.copies import repetition_of
from rubrics.local.denials import agrees_in_words, denies_a_copy
from rubrics.local.features import Evidence
from rubrics.local.head import STATUSES, Rule, Status
from rubrics.local.windows import Span

SURE_TOGETHER = 0.7
"""Least probability of a contradiction that the models find only together; below it a third had been met (fold 0)."""
MOST_AT_ONCE = 2
"""Points that one passage of a brief answer may contradict; one that seems to deny more is misread."""
_CERTAINLY_MET = np.array([1.0, 0.0, 0.0, 0.0])


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """A criterion to judge by."""

    id: str
    text: str
    """The whole statement, its title in front where it has one ("Title: text")."""
    group: str | None = None
    """The heading it stands under."""
    says: tuple[str, ...] = ()
    """Ways to say it."""
    misconceptions: tuple[str, ...] = ()
    """Statements that contradict it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge makes of one criterion."""

    criterion_id: str
    status: Status
    probability: float
    """Of `status`; of the likeliest status when that is unsure."""
    probabilities: tuple[float, float, float, float]
    """Of met, partial, missed, contradicted."""
    span: Span | None
    """Characters of the answer that carry the verdict; None for missed and unsure."""
    misconception: str | None
    """The criterion's misconception that the answer comes closest to; None unless contradicted and anchored."""


@dataclass(frozen=True, slots=True)
class CutAnswer:
    """An answer with the spans of its sentences and of its windows."""

    text: str
    sentences: tuple[Span, ...]
    windows: tuple[Span, ...]
    folded: Folded

    def sentences_at(self, span: Span) -> list[str]:
        """The sentences that a span touches."""
        return [self.text[start:end] for start, end in self.sentences if start < span[1] and span[0] < end]


def conclude(
    criterion: JudgedCriterion,
    answer: CutAnswer,
    evidence: Evidence,
    probabilities: npt.NDArray[np.float64],
    rule: Rule,
    *,
    denied: bool,
) -> Judgement:
    """The judgement on one criterion; `evidence` counts the answer's windows.

    `denied` is whether each model by itself thinks the criterion rather contradicted than met.
    """
    status = rule.status(probabilities)
    if status == "contradicted" and not denied and probabilities[STATUSES.index(status)] < SURE_TOGETHER:
        status = "unsure"
    support, against = answer.windows[evidence.support], answer.windows[evidence.against]
    misconception = None if evidence.wrong is None else criterion.misconceptions[evidence.wrong]
    if status in {"met", "partial"} and _is_denied(criterion, answer, support):
        status, against, misconception = "contradicted", support, None
    repeated = repetition_of(_statements(criterion), answer.folded)
    if repeated is not None and status != "met":
        status, support, probabilities = "met", repeated, _CERTAINLY_MET
    if status == "contradicted" and _agrees(criterion, answer):
        status = "unsure"
    met, partial, missed_, contradicted = (float(p) for p in probabilities)
    spans: dict[Status, Span] = {"met": support, "partial": support, "contradicted": against}
    return Judgement(
        criterion_id=criterion.id,
        status=status,
        probability=float(probabilities.max() if status == "unsure" else probabilities[STATUSES.index(status)]),
        probabilities=(met, partial, missed_, contradicted),
        span=spans.get(status),
        misconception=misconception if status == "contradicted" else None,
    )


def without_sweeping(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements on a brief answer, unsure where one passage is said to contradict more points than it can."""
    found = list(judgements)
    against = [j.span for j in found if j.status == "contradicted" and j.span]
    return [
        _unsure(j) if j.status == "contradicted" and sum(_overlap(j.span, o) for o in against) > MOST_AT_ONCE else j
        for j in found
    ]


def _overlap(span: Span | None, other: Span) -> bool:
    return span is not None and span[0] < other[1] and other[0] < span[1]


def _unsure(judgement: Judgement) -> Judgement:
    likeliest = max(judgement.probabilities)
    return replace(judgement, status="unsure", probability=likeliest, span=None, misconception=None)


def missed(criterion: JudgedCriterion) -> Judgement:
    """The judgement when there is nothing to read."""
    return Judgement(criterion.id, "missed", 1.0, (0.0, 0.0, 1.0, 0.0), None, None)


def under_heading(criterion: JudgedCriterion) -> str:
    """A criterion's text after its group's heading."""
    return f"{criterion.group}: {criterion.text}" if criterion.group else criterion.text


def _statements(criterion: JudgedCriterion) -> list[str]:
    """What makes the point, in the rubric's words: the criterion with and without title, the ways to say it."""
    _, colon, body = criterion.text.partition(": ")
    return [criterion.text, *([body] if colon else []), *criterion.says]


def _agrees(criterion: JudgedCriterion, answer: CutAnswer) -> bool:
    """Whether some sentence is so close to the rubric's own words that calling it a contradiction needs a person."""
    statements = _statements(criterion)
    sentences = (answer.text[start:end] for start, end in answer.sentences)
    return any(agrees_in_words(statements, criterion.misconceptions, sentence) for sentence in sentences)


def _is_denied(criterion: JudgedCriterion, answer: CutAnswer, span: Span) -> bool:
    statements = (criterion.text, *criterion.says)
    return any(denies_a_copy(statements, sentence) for sentence in answer.sentences_at(span))
