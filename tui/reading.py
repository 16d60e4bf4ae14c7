"""A grade as a person reads it: findings in order, the score in a line, what would have raised it most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.content import Content

from rubrics.gate import BY_RULE
from rubrics.scoring import score_verdicts
from rubrics.verdict import Claim, Grade, GraderInfo, GradeState, Status, Verdict
from tui.outside import one_line
from tui.widgets.answer_view import Quote
from tui.widgets.findings import Finding
from tui.wording import MARKS, bounds, clock, percent, plural

if TYPE_CHECKING:
    from datetime import datetime

    from interviewer.records import Answer
    from rubrics.grader import Task
    from rubrics.overrides import Override
    from rubrics.rubric import Criterion, Rubric

FLAGS = {
    "empty": "The answer is empty.",
    "repeats-the-question": "The answer only repeats the question.",
    "does-not-know": "The answer says that it does not know.",
    "copied-from-reference": "Words copied from the model answer were not counted.",
    "unproven-verdicts": "Some verdicts had no evidence in the answer and are left open.",
    "unapproved-criteria": "A model drew these criteria from the model answer; nobody has approved them yet.",
    "instructions-to-the-grader": "The answer seems to speak to the grader; this changed nothing.",
    "forged-result": "The answer holds what looks like a grading result; this changed nothing.",
    "role-markers": "The answer holds markers of a chat's roles; this changed nothing.",
    "invisible-characters": "The answer holds invisible characters; this changed nothing.",
    "lookalike-letters": "The answer mixes letters of scripts that look alike; this changed nothing.",
    "encoded-text": "The answer holds what looks like encoded text; this changed nothing.",
    "template-syntax": "The answer holds template syntax; this changed nothing.",
    "padding": "The answer repeats itself at length; this changed nothing.",
    "unknown-criteria": "The grader judged points that this question does not have; they were left out.",
    "too-long": "The answer is longer than what is graded.",
}
"""What a grade's flags mean. A failed grade's flag has no words here: its error says more."""


@dataclass(frozen=True, slots=True)
class Gain:
    """The point whose mention would have added most to the score."""

    criterion: Criterion
    points: float
    """Share of the full score, 0..1."""
    others: int
    """How many further criteria would have added as much."""


def findings_of(
    rubric: Rubric, grade: Grade, before: Grade | None = None, overrides: Sequence[Override] = ()
) -> list[Finding]:
    """A finding for each verdict in the rubric's order, then the claims beyond it, then the wrong ones.

    The grade is the grader's; a verdict that the person overrides shows both.
    """
    said = {override.criterion_id: override for override in overrides}
    found = [_disputed(f, said.get(f.criterion_id or "")) for f in _verdict_findings(rubric, grade, before)]
    for status, claims in (("beyond", grade.beyond), ("wrong", grade.wrong)):
        found += [_claim_finding(claim, status, len(found) + n) for n, claim in enumerate(claims, 1)]
    return found


def _verdict_findings(rubric: Rubric, grade: Grade, before: Grade | None) -> Iterator[Finding]:
    for number, criterion in enumerate(rubric.criteria, 1):
        verdict = grade.verdict_on(criterion.id) or Verdict(criterion_id=criterion.id, status=Status.UNSURE)
        earlier = before.verdict_on(criterion.id) if before else None
        yield Finding(
            number=number,
            status=verdict.status.value,
            title=criterion.title or criterion.text,
            text=criterion.text if not criterion.group else f"{criterion.group}: {criterion.text}",
            reason=verdict.reason,
            quote=verdict.quote,
            before=earlier.status.value if earlier else None,
            is_optional=criterion.optional,
            span=verdict.span,
            certainty=verdict.probability,
            misconception=verdict.misconception,
            criterion_id=criterion.id,
        )


def _disputed(finding: Finding, override: Override | None) -> Finding:
    """The finding as the person sees it, where they see it another way."""
    if override is None or override.status.value == finding.status:
        return finding
    return replace(
        finding,
        status=override.status.value,
        grader_status=finding.status,
        own_reason=override.reason,
        certainty=None,
    )


def _claim_finding(claim: Claim, status: str, number: int) -> Finding:
    return Finding(number, status, claim.point, claim.point, quote=claim.quote, span=claim.span)


def own_grade(task: Task, statuses: Mapping[str, str], now: datetime) -> Grade:
    """The grade that the candidate's own judgement amounts to."""
    judged = {criterion_id: Status(status) for criterion_id, status in statuses.items()}
    score = score_verdicts(task.rubric, judged)
    return Grade(
        state=GradeState.GRADED if score.score is not None else GradeState.UNGRADED,
        score=score.score,
        coverage=score.coverage,
        low=score.low,
        high=score.high,
        verdicts=tuple(
            Verdict(criterion_id=key, status=status, reason="Your own judgement.") for key, status in judged.items()
        ),
        grader=GraderInfo(name="self"),
        digests=task.digests,
        graded_at=now,
    )


def quotes_of(findings: Sequence[Finding]) -> list[Quote]:
    """The stretches of the answer that findings point at."""
    return [Quote(f.number, f.span[0], f.span[1], MARKS[f.status].colour) for f in findings if f.span]


def statuses_of(grade: Grade) -> dict[str, str]:
    """Statuses by criterion id."""
    return {verdict.criterion_id: verdict.status.value for verdict in grade.verdicts}


def best_gain(rubric: Rubric, grade: Grade) -> Gain | None:
    """What would have raised the score most; None when nothing would have."""
    if grade.score is None:
        return None
    statuses = {verdict.criterion_id: verdict.status for verdict in grade.verdicts}
    gains: list[tuple[float, Criterion]] = []
    for criterion in rubric.criteria:
        if criterion.is_misconception or statuses.get(criterion.id) in (Status.MET, Status.UNSURE, None):
            continue
        raised = score_verdicts(rubric, statuses | {criterion.id: Status.MET}, len(grade.beyond)).score
        gains.append(((raised or 0) - grade.score, criterion))
    best = max((gain for gain, _ in gains), default=0.0)
    if best < 0.005:
        return None
    equal = [criterion for gain, criterion in gains if gain > best - 0.005]
    return Gain(equal[0], best, len(equal) - 1)


def gain_line(gain: Gain | None) -> str:
    """The gain as a sentence."""
    if gain is None:
        return "Nothing would have raised the score."
    name = gain.criterion.title or gain.criterion.text
    also = f", as {plural(gain.others, 'other')}" if gain.others else ""
    return f"Most to gain (+{percent(gain.points)}{also}): {name}"


def score_line(grade: Grade, before: Grade | None = None, graders: Grade | None = None) -> str:
    """Score and coverage, with bounds where verdicts are open, the change, and whether it is an estimate.

    `graders` is the grader's own grade, where the person's verdicts led to another.
    """
    if grade.score is None:
        return "Not graded"
    parts = [f"Score {percent(grade.score)}{_change(grade, before)}"]
    if graders is not None and graders.score != grade.score:
        parts[0] += f", grader's own {percent(graders.score)}"
    between = bounds(grade.low, grade.high)
    if between:
        parts.append(between)
    parts.append(f"coverage {percent(grade.coverage)}")
    if grade.grader.is_estimate and not is_by_rule(grade):
        parts.append("estimate")
    return " · ".join(parts)


def _change(grade: Grade, before: Grade | None) -> str:
    if before is None or before.score is None or grade.score is None:
        return ""
    by = round(grade.score * 100) - round(before.score * 100)
    return f" ({'+' if by > 0 else '±' if by == 0 else '−'}{abs(by)})"


def is_by_rule(grade: Grade) -> bool:
    """Whether code alone decided, as for an answer that says that it does not know."""
    return not BY_RULE.isdisjoint(grade.flags)


def grader_line(grade: Grade) -> str:
    """Who graded, and how far that goes."""
    info = grade.grader
    if is_by_rule(grade):
        return "Scored by a rule, without a grader."
    if info.name == "self":
        return "Judged by yourself, beside the model answer."
    if info.is_estimate:
        return "Graded by the embedded grader: a statistical estimate, not a reader."
    where = f" at {info.endpoint}" if info.endpoint else ""
    return f"Graded by {info.model or info.name}{where}."


def facts_line(answer: Answer) -> Content:
    """Time, rounded as reports round it, length, hints and guess."""
    facts = [clock(answer.seconds + 0.5), plural(len(answer.text.split()), "word")]
    if answer.hints:
        facts.append(plural(answer.hints, "hint"))
    if answer.predicted is not None:
        facts.append(f"guess {answer.predicted} %")
    return Content.styled(" · ".join(facts), "$text-muted")


def remarks(grade: Grade | None) -> Content:
    """What the grade's flags mean, and who graded."""
    if grade is None:
        return Content("")
    told = [flag for flag in grade.flags if flag in FLAGS or not grade.error]
    lines = [Content.styled(one_line(FLAGS.get(flag, flag.replace("-", " "))), "$text-warning") for flag in told]
    lines.append(Content.styled(one_line(grader_line(grade)), "$text-muted"))
    return Content("\n").join(lines)
