"""The seam between interviews and graders, and the steps that every grader shares.

A grader proposes verdicts. This module turns proposals into a grade: it runs the gate before, and the evidence
check and the arithmetic after, so that no grader can skip them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bank.question import Question, digest_of
from rubrics.evidence import AnswerEvidence, Checked, Problem
from rubrics.gate import Gate, Refusal, check_answer
from rubrics.joint_evidence import check_all
from rubrics.rubric import Rubric
from rubrics.scoring import score_recorded
from rubrics.suspicion import suspicions
from rubrics.verdict import Claim, Digests, Grade, GraderInfo, GradeState, Span, Status, Usage, Verdict

_REFUSALS = {
    Refusal.EMPTY: "The answer is empty.",
    Refusal.ECHO: "The answer only repeats the question.",
    Refusal.DONT_KNOW: "The answer says that it does not know.",
}

_UNPROVEN = frozenset(Problem) - {Problem.COPIED}


class Grader(Protocol):
    """Judges one answer by one rubric. A grader is used from one event loop and may run several gradings at once."""

    @property
    def info(self) -> GraderInfo:
        """Who this grader is, as its grades will say."""
        ...

    async def grade(self, question: Question, rubric: Rubric, answer: str) -> Grade:
        """The grade of an answer. Never raises for what the answer or a model says: that ends as ungraded."""
        ...

    async def aclose(self) -> None:
        """Release connections and memory; the grader is not used afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """One answer to grade, with what its grade will be about."""

    question: Question
    rubric: Rubric
    answer: str

    @property
    def digests(self) -> Digests:
        """Content hashes of the three."""
        return Digests(
            question=digest_of(self.question.wording), rubric=self.rubric.digest, answer=digest_of(self.answer)
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a grader found, before the code's checks."""

    verdicts: Sequence[Verdict]
    beyond: Sequence[Claim] = ()
    wrong: Sequence[Claim] = ()
    usage: Usage = field(default_factory=Usage)
    raw_reply: str | None = None
    flags: Sequence[str] = ()
    evidence: AnswerEvidence | None = field(default=None, compare=False)
    """The answer as it was looked through on the way here, where it was; it need not be prepared again."""


def gate_grade(task: Task, info: GraderInfo, now: datetime) -> Grade | None:
    """The grade of an answer that no grader needs to see, or None when one does."""
    if not task.rubric.required:
        return ungraded(task, info, now, "The question has no reference answer to grade against.")
    gate: Gate = check_answer(task.question, task.answer)
    if gate.too_long:
        return ungraded(task, info, now, gate.too_long, flags=("too-long",))
    if gate.refusal is None:
        return None
    reason = _REFUSALS[gate.refusal]
    verdicts = [Verdict(criterion_id=c.id, status=Status.MISSED, reason=reason) for c in task.rubric.criteria]
    return conclude(task, Proposal(verdicts, flags=(gate.refusal.value,)), info, now)


def ungraded(
    task: Task,
    info: GraderInfo,
    now: datetime,
    reason: str,
    *,
    flags: Iterable[str] = (),
    usage: Usage | None = None,
    raw_reply: str | None = None,
) -> Grade:
    """A grade without a score, for the reason given as a sentence."""
    return Grade(
        state=GradeState.UNGRADED,
        flags=tuple(flags),
        grader=info,
        digests=task.digests,
        usage=usage or Usage(),
        graded_at=now,
        error=reason,
        raw_reply=raw_reply,
    )


def conclude(task: Task, proposal: Proposal, info: GraderInfo, now: datetime) -> Grade:
    """The grade that a proposal amounts to once every quote is checked and the score is computed."""
    evidence = proposal.evidence or AnswerEvidence(task.question, task.answer)
    complete = _one_each(task.rubric, proposal.verdicts)
    checked = [_with_reason(item) for item in check_all(evidence, task.rubric, complete)]
    verdicts = tuple(item.verdict for item in checked)
    beyond = proven_claims(evidence, proposal.beyond, taken=_credited(verdicts))
    beyond = tuple(claim for claim in beyond if claim.span and evidence.answers_the_question(claim.span))
    wrong = proven_claims(evidence, proposal.wrong, taken=())
    score = score_recorded(task.rubric, verdicts, len(beyond))
    if score.score is None:
        flags = _flags(task, proposal, checked)
        nothing = ungraded(task, info, now, _nothing_judged(checked), flags=flags, usage=proposal.usage)
        return nothing.model_copy(update={"verdicts": verdicts, "raw_reply": proposal.raw_reply})
    is_open = any(verdict.status is Status.UNSURE for verdict in verdicts)
    return Grade(
        state=GradeState.NEEDS_REVIEW if is_open else GradeState.GRADED,
        score=score.score,
        coverage=score.coverage,
        low=score.low,
        high=score.high,
        verdicts=verdicts,
        beyond=beyond,
        wrong=wrong,
        flags=_flags(task, proposal, checked),
        grader=info,
        digests=task.digests,
        usage=proposal.usage,
        graded_at=now,
        raw_reply=proposal.raw_reply,
    )


def _one_each(rubric: Rubric, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Exactly one verdict a criterion, in the rubric's order; what is missing or doubled is unsure."""
    by_id: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_id.setdefault(verdict.criterion_id, []).append(verdict)
    complete = []
    for criterion in rubric.criteria:
        found = by_id.get(criterion.id, [])
        if len(found) == 1:
            complete.append(found[0])
            continue
        why = "The grader gave no verdict." if not found else "The grader gave more than one verdict."
        complete.append(Verdict(criterion_id=criterion.id, status=Status.UNSURE, reason=why))
    return complete


def _with_reason(checked: Checked) -> Checked:
    """An unproven verdict says so where its reason stands."""
    if checked.problem is None:
        return checked
    reason = f"Not counted: {checked.problem.value}. {checked.verdict.reason}".strip()
    return Checked(checked.verdict.model_copy(update={"reason": reason}), checked.problem)


def _credited(verdicts: Iterable[Verdict]) -> list[Span]:
    return [v.span for v in verdicts if v.span and v.status in (Status.MET, Status.PARTIAL)]


def proven_claims(evidence: AnswerEvidence, claims: Iterable[Claim], taken: Sequence[Span]) -> tuple[Claim, ...]:
    """The claims whose quotes are proven and distinct: words already credited are not credited twice."""
    kept: list[Claim] = []
    spans = list(taken)
    for claim in claims:
        span = claim.span or evidence.locate(claim.quote)
        if span is None or evidence.problem_with(span) or any(_overlap(span, other) > 0.5 for other in spans):
            continue
        spans.append(span)
        kept.append(claim.model_copy(update={"span": span, "quote": evidence.text(span)}))
    return tuple(kept)


def _overlap(span: Span, other: Span) -> float:
    """Share of `span` that lies in `other`."""
    shared = min(span[1], other[1]) - max(span[0], other[0])
    return max(0, shared) / (span[1] - span[0])


def _flags(task: Task, proposal: Proposal, checked: Iterable[Checked]) -> tuple[str, ...]:
    problems = {item.problem for item in checked}
    found = [*proposal.flags]
    found += ["copied-from-reference"] if Problem.COPIED in problems else []
    found += ["unproven-verdicts"] if problems & _UNPROVEN else []
    found += [] if task.rubric.approved else ["unapproved-criteria"]
    found += suspicions(task.answer)
    return tuple(dict.fromkeys(found))


def _nothing_judged(checked: Sequence[Checked]) -> str:
    problems = {item.problem for item in checked if item.problem}
    if problems == {Problem.COPIED}:
        return "The answer is copied from the model answer, so there is nothing of the candidate's own to judge."
    return "No criterion could be judged with evidence from the answer."
