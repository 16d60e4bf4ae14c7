"""Follow-up questions of a mock interview, drafted in the background until it is their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.records import Answer, ComeBack
from rubrics.extraction import extract_rubric

if TYPE_CHECKING:
    from bank.question import Question
    from interviewer.session import Session
    from rubrics.grader import Grader
    from rubrics.verdict import Grade


class Probing:
    """What could be asked about earlier answers. Only as many questions are drafted as may be asked."""

    def __init__(self) -> None:
        self._ready: dict[int, str] = {}
        """Questions by the position of the answer, in the order in which they became ready."""
        self._drafting: set[int] = set()

    def come_back(self, session: Session) -> ComeBack | None:
        """What the interviewer comes back with after the current answer; None when there is nothing, or no turn."""
        for position, prompt in self._ready.items():
            if session.may_come_back_to(position):
                return ComeBack(position, prompt)
        return None

    async def draft(self, grader: Grader, session: Session, question: Question, answer: Answer, grade: Grade) -> None:
        """Draft a question on what an answer missed, if it missed something and the grader can word one.

        Only what a model worded counts: a rubric's hint would help where a mock interview gives no help.
        """
        write = getattr(grader, "follow_up", None)
        if write is None or answer.kind == "follow-up" or self._promised(session) >= session.follow_ups_left:
            return
        self._drafting.add(answer.position)
        try:
            found = await write(question, extract_rubric(question), answer.text, grade)
        finally:
            self._drafting.discard(answer.position)
        if found is not None and found.origin == "model":
            self._ready[answer.position] = found.text

    def _promised(self, session: Session) -> int:
        """How many questions are being drafted or wait for their turn."""
        return len(self._drafting) + sum(position not in session.came_back_to for position in self._ready)
