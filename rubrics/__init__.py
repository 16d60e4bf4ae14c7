"""Rubrics, graders and the arithmetic between verdicts and scores.

This room knows questions (from `bank`) and answers. It does not know interviews, storage or screens.
"""

from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Grade, GradeState, Status, Verdict

__all__ = ["Criterion", "Grade", "GradeState", "Rubric", "Status", "Verdict"]
