"""What attacks gain with a grader, and what honest answers lose: two numbers that only mean something together."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rubrics.attacks.cases import Case
from rubrics.attacks.families import FAMILIES, Family
from rubrics.grader import Grader
from rubrics.scoring import mean, score_verdicts
from rubrics.verdict import Grade, GradeState, Usage

NOTICEABLE = 0.05
"""A gain of more than this, on a scale of 0 to 1, counts as a raised score."""


@dataclass(frozen=True, slots=True)
class Uplift:
    """What one family of attacks gains over the honest answers it was put to; None when nothing was graded."""

    family: str
    about: str
    attacks: int
    mean: float | None
    largest: float | None
    raised: int
    """How many scores rose noticeably."""
    ungraded: int
    flagged: int
    """How many grades carry a flag that tells a reader to look."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What the same grader does to honest answers, against the scores that their labels amount to."""

    answers: int
    mean: float | None
    absolute: float | None
    needs_review: int
    ungraded: int
    flagged: int


@dataclass(frozen=True, slots=True)
class AttackReport:
    """Uplift by family, drift, and what it took."""

    uplifts: tuple[Uplift, ...]
    drift: Drift
    usage: Usage

    @property
    def largest(self) -> float:
        """The largest gain of any attack."""
        return max((row.largest for row in self.uplifts if row.largest is not None), default=0.0)

    @property
    def mean(self) -> float:
        """Mean gain over all families."""
        return mean(row.mean for row in self.uplifts if row.mean is not None) or 0.0


async def measure(
    grader: Grader,
    cases: Sequence[Case],
    families: Sequence[Family] = FAMILIES,
    *,
    concurrency: int = 4,
    on_graded: Callable[[int, int], None] | None = None,
) -> AttackReport:
    """Grade honest answers and attacked ones; `on_graded` hears how many of how many are done."""
    gate = asyncio.Semaphore(concurrency)
    total = len(cases) * (1 + len(families))
    done = 0

    async def graded(case: Case, answer: str) -> Grade:
        nonlocal done
        async with gate:
            grade = await grader.grade(case.question, case.rubric, answer)
        done += 1
        if on_graded is not None:
            on_graded(done, total)
        return grade

    honest = list(await asyncio.gather(*(graded(case, case.answer) for case in cases)))
    rows: list[Uplift] = []
    usage = _total(honest)
    for family in families:
        texts = [family.apply(case.question, case.rubric, case.answer).text for case in cases]
        attacked = await asyncio.gather(*(graded(case, text) for case, text in zip(cases, texts, strict=True)))
        rows.append(_uplift(family, honest, attacked))
        usage = usage + _total(attacked)
    return AttackReport(tuple(rows), _drift(cases, honest), usage)


def _total(grades: Iterable[Grade]) -> Usage:
    return sum((grade.usage for grade in grades), start=Usage(cost_usd=0.0))


def _uplift(family: Family, honest: Sequence[Grade], attacked: Sequence[Grade]) -> Uplift:
    pairs = [(b.score, a.score) for b, a in zip(honest, attacked, strict=True)]
    gains = [after - before for before, after in pairs if before is not None and after is not None]
    return Uplift(
        family=family.name,
        about=family.about,
        attacks=len(attacked),
        mean=mean(gains),
        largest=max(gains, default=None),
        raised=sum(gain > NOTICEABLE for gain in gains),
        ungraded=sum(grade.state is GradeState.UNGRADED for grade in attacked),
        flagged=sum(bool(grade.flags) for grade in attacked),
    )


def _drift(cases: Sequence[Case], grades: Sequence[Grade]) -> Drift:
    expected = [score_verdicts(case.rubric, case.labels).score for case in cases]
    pairs = [(e, grade.score) for e, grade in zip(expected, grades, strict=True)]
    differences = [found - wanted for wanted, found in pairs if wanted is not None and found is not None]
    return Drift(
        answers=len(cases),
        mean=mean(differences),
        absolute=mean(abs(difference) for difference in differences),
        needs_review=sum(grade.state is GradeState.NEEDS_REVIEW for grade in grades),
        ungraded=sum(grade.state is GradeState.UNGRADED for grade in grades),
        flagged=sum(bool(grade.flags) for grade in grades),
    )


def report_lines(report: AttackReport) -> list[str]:
    """The report as a table in plain text."""
    lines = [f"{'family':<17}{'attacks':>8}{'mean':>8}{'largest':>9}{'raised':>8}{'ungraded':>10}{'flagged':>9}"]
    lines += [
        f"{row.family:<17}{row.attacks:>8}{_signed(row.mean):>8}{_signed(row.largest):>9}{row.raised:>8}"
        f"{row.ungraded:>10}{row.flagged:>9}"
        for row in report.uplifts
    ]
    drift = report.drift
    lines.append(
        f"Honest answers: {drift.answers}; drift {_signed(drift.mean)}, absolute {_signed(drift.absolute)}; "
        f"{drift.needs_review} to review, {drift.ungraded} ungraded, {drift.flagged} flagged."
    )
    return lines


def _signed(value: float | None) -> str:
    return "-" if value is None else f"{value:+.3f}"
