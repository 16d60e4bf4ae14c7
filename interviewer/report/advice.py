"""What to do next, worked out from the answers alone: at most seven lines, none of them praise."""

from collections.abc import Iterable, Iterator, Sequence

from bank.counting import counted
from interviewer.report import figures, wording
from interviewer.report.item_values import ItemReport, VerdictReport
from interviewer.report.standing import coverage_lost, judged_weight
from interviewer.report.standing_values import Standing
from interviewer.report.values import Due, NextStep
from interviewer.report.visible import shortened
from rubrics.verdict import Status

MAX_STEPS = 7
_LEARN_LINES = 3
_CORRECT_LINES = 2
_POINTS_NAMED = 3

# The most useful first; what does not fit into seven lines is dropped from the end.
_PRIORITY = ("grade", "correct", "learn", "learn", "answer", "practise", "due", "look", "learn", "pace", "correct")


def next_steps(
    overall: Standing, topics: Sequence[Standing], items: Sequence[ItemReport], due: Sequence[Due]
) -> tuple[NextStep, ...]:
    """What to do next, the most useful first."""
    found: dict[str, list[NextStep]] = {}
    wrong = list(_correct(items))
    corrected = {number for step in wrong for number in step.questions}
    steps = (
        *_grade(items),
        *wrong,
        *_learn([item for item in items if item.number not in corrected]),
        *_answer(items),
        *_practise(overall, topics),
        *_due(due),
        *_look(overall, items),
        *_pace(overall),
    )
    for step in steps:
        found.setdefault(step.kind, []).append(step)
    ordered = [found[kind].pop(0) for kind in _PRIORITY if found.get(kind)]
    return tuple(ordered[:MAX_STEPS])


def _numbers(items: Iterable[ItemReport]) -> tuple[int, ...]:
    return tuple(item.number for item in items)


def _grade(items: Sequence[ItemReport]) -> Iterator[NextStep]:
    open_items = [item for item in items if item.state in ("ungraded", "waiting")]
    if open_items:
        numbers = _numbers(open_items)
        have = "has no score yet: have it" if len(numbers) == 1 else "have no score yet: have them"
        yield NextStep("grade", f"{_start(figures.listed(numbers))} {have} graded again.", numbers)


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _correct(items: Sequence[ItemReport]) -> Iterator[NextStep]:
    """Contradictions and wrong statements, worst question first."""
    wrong = [item for item in items if _mistakes(item)]
    for item in sorted(wrong, key=lambda item: (-_mistakes(item), item.number))[:_CORRECT_LINES]:
        lines = _contradictions(item)
        more = f" ({len(lines) - 1} more there.)" if len(lines) > 1 else ""
        yield NextStep("correct", f"Question {item.number}: {lines[0]}{more}", (item.number,))


def _mistakes(item: ItemReport) -> int:
    if item.counted is None:
        return 0
    return len(item.counted.wrong) + sum(v.status is Status.CONTRADICTED for v in item.counted.verdicts)


def _contradictions(item: ItemReport) -> list[str]:
    if item.counted is None:
        return []
    contradicted = [v for v in item.counted.verdicts if v.status is Status.CONTRADICTED]
    found = [
        f"you wrote “{shortened(v.quote, 90)}”, which contradicts “{shortened(_name(v), 90)}”." for v in contradicted
    ]
    wrong = item.counted.wrong
    found += [f"“{shortened(claim.quote, 90)}” does not hold: {shortened(claim.point, 110)}" for claim in wrong]
    return found


def _name(verdict: VerdictReport) -> str:
    return verdict.title or verdict.criterion


def _learn(items: Sequence[ItemReport]) -> Iterator[NextStep]:
    """The questions whose missing points cost most, with those points."""
    incomplete = [item for item in items if _lost(item) > 0]
    for item in sorted(incomplete, key=lambda item: (-round(_lost(item), 9), item.number))[:_LEARN_LINES]:
        missing = _missing(item)
        named = "; ".join(shortened(_name(verdict), 60) for verdict in missing[:_POINTS_NAMED])
        more = f"; and {len(missing) - _POINTS_NAMED} more" if len(missing) > _POINTS_NAMED else ""
        unsure = item.counted is not None and any(v.status is Status.UNSURE for v in item.counted.verdicts)
        cost = f"{figures.percent(_lost(item))} of {'what could be judged' if unsure else 'its reference'}"
        asked = f"Question {item.number}, “{shortened(item.question, 80)}”"
        text = f"{asked}: learn {named}{more} ({cost})."
        yield NextStep("learn", text, (item.number,))


def _lost(item: ItemReport) -> float:
    """Share of the reference's required points that the counted answer did not make."""
    coverage = item.counted.coverage if item.counted else None
    return 0.0 if coverage is None else 1 - coverage


def _missing(item: ItemReport) -> list[VerdictReport]:
    """Required criteria not fully met, the most costly first."""
    verdicts = item.counted.verdicts if item.counted else ()
    total = judged_weight(verdicts)
    lost = [v for v in verdicts if not v.is_misconception and coverage_lost(v, total) > 0]
    return sorted(lost, key=lambda v: (-coverage_lost(v, total), v.number))


def _answer(items: Sequence[ItemReport]) -> Iterator[NextStep]:
    open_items = [item for item in items if item.state in ("skipped", "not_answered", "not_reached")]
    if open_items:
        numbers = _numbers(open_items)
        yield NextStep("answer", f"Answer what is still open: {figures.listed(numbers)}.", numbers)


def _practise(overall: Standing, topics: Sequence[Standing]) -> Iterator[NextStep]:
    """The weakest topic, when it is lower than the whole by more than chance."""
    scored = [topic for topic in topics if topic.score is not None]
    if len(scored) < 2 or overall.score is None:
        return
    weakest = scored[0]
    if weakest.interval is not None and weakest.interval.high < overall.score:
        how = f"{wording.score_text(weakest)} over {counted(weakest.graded, 'answer')}"
        interval = f"90 % interval {figures.percent_range(weakest.interval)}"
        against = f"against {figures.percent(overall.score)} overall"
        text = f"Practise {shortened(weakest.name, 60)}: {how} ({interval}), {against}."
        yield NextStep("practise", text, ())


def _due(due: Sequence[Due]) -> Iterator[NextStep]:
    if not due:
        return
    first = min(due, key=lambda one: (one.due_at, one.question_id))
    count = counted(len(due), "question")
    asked = shortened(first.question, 80)
    text = f"Review {count} by spaced repetition, from {figures.day(first.due_at)}: “{asked}”."
    yield NextStep("due", text, ())


def _look(overall: Standing, items: Sequence[ItemReport]) -> Iterator[NextStep]:
    unsure = [item for item in items if item.state == "needs_review"]
    if unsure and overall.bounds is not None:
        numbers = _numbers(unsure)
        span = figures.between(overall.bounds)
        criteria = counted(overall.unsure, "unsure criterion", "unsure criteria")
        text = f"Look yourself at {criteria} in {figures.listed(numbers)}; the overall score lies {span}."
        yield NextStep("look", text, numbers)


def _pace(overall: Standing) -> Iterator[NextStep]:
    if overall.over_limit and overall.limit is not None:
        times = f"{figures.duration(overall.seconds)} on average, with {figures.duration(overall.limit)} allowed"
        count = counted(overall.answers, "answer")
        text = f"Answer faster: {overall.over_limit} of {count} ran over ({times})."
        yield NextStep("pace", text, ())
