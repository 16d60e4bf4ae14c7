"""Where someone stands: the counted answers of a topic, or of all topics, summed up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from interviewer.records import SessionRecord
from interviewer.report.item_values import AttemptReport, ItemReport, VerdictReport
from interviewer.report.standing_values import Change, Overridden, SelfEstimate, Standing, Weakness
from interviewer.report.stats import Interval, difference_interval, mean_interval
from interviewer.report.values import SessionLine
from rubrics.scoring import PARTIAL_CREDIT
from rubrics.verdict import Status

MAX_WEAKEST = 3


def standing(name: str, items: Sequence[ItemReport], before: Sequence[float], *, seed: int) -> Standing:
    """Where someone stands over these questions, against the scores of earlier sessions."""
    counted = [item.counted for item in items if item.counted]
    graded = [attempt for attempt in counted if attempt.score is not None]
    scores = [attempt.score for attempt in graded if attempt.score is not None]
    states = Counter(item.state for item in items)
    limits = [item.limit for item in items if item.counted and item.limit]
    return Standing(
        name=name,
        score=_mean(scores),
        bounds=_bounds(graded),
        interval=mean_interval(scores, seed=seed),
        coverage=_mean([attempt.coverage for attempt in graded if attempt.coverage is not None]),
        beyond=sum(len(attempt.beyond) for attempt in graded),
        wrong=sum(len(attempt.wrong) for attempt in graded),
        unsure=sum(verdict.status is Status.UNSURE for attempt in graded for verdict in attempt.verdicts),
        questions=len(items),
        answers=len(counted),
        graded=len(graded),
        ungraded=len(counted) - len(graded),
        skipped=states["skipped"],
        not_answered=states["not_answered"],
        not_reached=states["not_reached"],
        seconds=_mean([attempt.seconds for attempt in counted]),
        limit=_mean(limits),
        over_limit=sum(item.counted.seconds > item.limit for item in items if item.counted and item.limit),
        change=_change(scores, before, seed=seed),
        weakest=tuple(weaknesses(items)[:MAX_WEAKEST]),
        self_estimate=_self_estimate(graded),
        overridden=_overridden(counted),
    )


def topics_of(
    items: Iterable[ItemReport], before: Mapping[str, Sequence[float]], *, seed: int
) -> tuple[Standing, ...]:
    """One standing a topic, weakest first, topics without a score last."""
    by_topic: dict[str, list[ItemReport]] = {}
    for item in items:
        by_topic.setdefault(item.topic, []).append(item)
    found = [standing(name, group, before.get(name, ()), seed=seed) for name, group in by_topic.items()]
    return tuple(sorted(found, key=lambda s: (s.score is None, s.score, s.name)))


def scores_by_topic(records: Iterable[SessionRecord]) -> dict[str, list[float]]:
    """The scores of the counted answers of these sessions, by topic."""
    found: dict[str, list[float]] = {}
    for record in records:
        for topic, score in _scores(record):
            found.setdefault(topic, []).append(score)
    return found


def _scores(record: SessionRecord) -> Iterator[tuple[str, float]]:
    for item in record.items:
        grade = item.standing(item.latest) if item.latest else None
        if grade and grade.score is not None:
            yield item.question.topic, grade.score


def session_line(record: SessionRecord, *, is_earlier: bool, seed: int) -> SessionLine:
    """One interview in a row of them."""
    session = record.session
    scores = [score for _, score in _scores(record)]
    return SessionLine(
        id=session.id,
        started_at=session.started_at,
        ended_at=session.ended_at,
        mode=session.plan.mode.value,
        bank=record.bank_title,
        questions=len(record.items),
        graded=len(scores),
        score=_mean(scores),
        interval=mean_interval(scores, seed=seed),
        is_earlier=is_earlier,
    )


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _bounds(graded: Iterable[AttemptReport]) -> Interval | None:
    """Ends of the mean score; an answer without unsure criteria has its score at both ends."""
    ends = [attempt.bounds or Interval(attempt.score or 0, attempt.score or 0) for attempt in graded]
    low, high = _mean([end.low for end in ends]), _mean([end.high for end in ends])
    return Interval(low, high) if low is not None and high is not None and high - low > 1e-9 else None


def _change(scores: Sequence[float], before: Sequence[float], *, seed: int) -> Change | None:
    if not scores or not before:
        return None
    interval = difference_interval(scores, before, seed=seed)
    return Change(fmean(scores) - fmean(before), fmean(before), len(before), interval)


def _self_estimate(graded: Iterable[AttemptReport]) -> SelfEstimate | None:
    gaps = [a.predicted - a.score for a in graded if a.predicted is not None and a.score is not None]
    return SelfEstimate(len(gaps), fmean(gaps), fmean(map(abs, gaps))) if gaps else None


def _overridden(counted: Sequence[AttemptReport]) -> Overridden | None:
    changed = [attempt for attempt in counted if attempt.by_grader]
    own = sum(verdict.override is not None for attempt in changed for verdict in attempt.verdicts)
    if not own:
        return None
    by_grader = [attempt.by_grader.score if attempt.by_grader else attempt.score for attempt in counted]
    return Overridden(own, _mean([score for score in by_grader if score is not None]))


@dataclass(slots=True)
class _Loss:
    """What one criterion cost so far."""

    item: ItemReport
    verdict: VerdictReport
    cost: float = 0.0
    statuses: Counter[Status] = field(default_factory=Counter)

    def add(self, verdict: VerdictReport, total: float) -> None:
        self.cost += coverage_lost(verdict, total)
        self.statuses[Status.CONTRADICTED if _states_misconception(verdict) else verdict.status] += 1

    def weakness(self) -> Weakness:
        return Weakness(
            question_id=self.item.question_id,
            question=self.item.question,
            criterion_id=self.verdict.criterion_id,
            criterion=self.verdict.criterion,
            title=self.verdict.title,
            group=self.verdict.group,
            asked=self.statuses.total() - self.statuses[Status.UNSURE],
            missed=self.statuses[Status.MISSED],
            partial=self.statuses[Status.PARTIAL],
            contradicted=self.statuses[Status.CONTRADICTED],
            cost=self.cost,
        )


def weaknesses(items: Iterable[ItemReport]) -> list[Weakness]:
    """Every criterion that cost something in a counted answer, the most costly first."""
    losses: dict[tuple[str, str, str], _Loss] = {}
    for item in items:
        verdicts = item.counted.verdicts if item.counted and item.counted.score is not None else ()
        total = judged_weight(verdicts)
        for verdict in verdicts:
            key = (item.question_id, verdict.criterion_id, verdict.criterion)
            if key not in losses:
                losses[key] = _Loss(item, verdict)
            losses[key].add(verdict, total)
    found = [loss.weakness() for loss in losses.values() if loss.cost > 0]
    return sorted(found, key=lambda w: (-round(w.cost, 9), w.question_id, _place(w.criterion_id)))


def _place(criterion_id: str) -> tuple[int, str]:
    digits = criterion_id.removeprefix("c")
    return (int(digits) if digits.isascii() and digits.isdigit() else 0, criterion_id)


def judged_weight(verdicts: Iterable[VerdictReport]) -> float:
    """Weight of the required criteria that could be judged: what coverage is a share of."""
    return sum(v.weight for v in verdicts if not v.optional and v.weight > 0 and v.status is not Status.UNSURE)


def coverage_lost(verdict: VerdictReport, total: float) -> float:
    """What a verdict took from the coverage of its answer; over an answer's verdicts it adds up to 1 − coverage.

    A stated misconception is charged what it takes from the score, by its weight.
    """
    if verdict.optional or total <= 0 or verdict.status is Status.UNSURE:
        return 0.0
    credit = _CREDIT.get(verdict.status, 0.0)
    return (1 - credit) * verdict.weight / total if verdict.weight > 0 else credit * -verdict.weight / total


_CREDIT = {Status.MET: 1.0, Status.PARTIAL: PARTIAL_CREDIT}


def _states_misconception(verdict: VerdictReport) -> bool:
    return verdict.is_misconception and verdict.status in (Status.MET, Status.PARTIAL)
