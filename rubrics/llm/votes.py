"""One proposal out of several: per criterion the status that most gradings agree on.

A status needs a strict majority of all votes asked for, those that failed included; without one the criterion is
unsure. A claim needs a strict majority of gradings that quote the same words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rubrics.evidence import AnswerEvidence
from rubrics.grader import Proposal, Task
from rubrics.verdict import Claim, Span, Status, Verdict


def majority(task: Task, proposals: Sequence[Proposal], asked: int) -> Proposal:
    """What a strict majority of `asked` gradings says, with the evidence of the first of them that says it."""
    evidence = AnswerEvidence(task.question, task.answer)
    checked = [[evidence.check(verdict).verdict for verdict in proposal.verdicts] for proposal in proposals]
    verdicts = [_verdict(criterion.id, checked, asked) for criterion in task.rubric.criteria]
    return Proposal(
        verdicts,
        beyond=_claims(evidence, proposals, lambda proposal: proposal.beyond, asked),
        wrong=_claims(evidence, proposals, lambda proposal: proposal.wrong, asked),
        raw_reply="\n\n".join(proposal.raw_reply or "" for proposal in proposals),
        flags=tuple(dict.fromkeys(flag for proposal in proposals for flag in proposal.flags)),
    )


def _verdict(criterion_id: str, votes: Iterable[Sequence[Verdict]], asked: int) -> Verdict:
    given = [verdict for vote in votes for verdict in vote if verdict.criterion_id == criterion_id]
    counts = Counter(verdict.status for verdict in given)
    if counts:
        status, count = counts.most_common(1)[0]
        if 2 * count > asked:
            return next(verdict for verdict in given if verdict.status is status)
    said = ", ".join(f"{count} {status.value}" for status, count in counts.items()) or "no votes"
    reason = f"No majority of {asked} gradings: {said}."
    return Verdict(criterion_id=criterion_id, status=Status.UNSURE, reason=reason)


def _claims(
    evidence: AnswerEvidence, proposals: Sequence[Proposal], of: Callable[[Proposal], Sequence[Claim]], asked: int
) -> tuple[Claim, ...]:
    located = [_located(evidence, of(proposal)) for proposal in proposals]
    kept: list[tuple[Claim, Span]] = []
    for claims in located:
        for claim, span in claims:
            backing = sum(any(_overlap(span, other) for _, other in vote) for vote in located)
            if 2 * backing > asked and not any(_overlap(span, other) for _, other in kept):
                kept.append((claim, span))
    return tuple(claim for claim, _ in kept)


def _located(evidence: AnswerEvidence, claims: Iterable[Claim]) -> list[tuple[Claim, Span]]:
    spans = [(claim, evidence.locate(claim.quote)) for claim in claims]
    return [(claim, span) for claim, span in spans if span is not None]


def _overlap(span: Span, other: Span) -> bool:
    """Whether the two share at least half of the shorter one."""
    shared = min(span[1], other[1]) - max(span[0], other[0])
    return 2 * shared >= min(span[1] - span[0], other[1] - other[0])
