"""Which errors the screens show as a sentence; anything else is a fault of this program and ends it."""

from bank.errors import BankError
from interviewer.errors import InterviewError
from rubrics.errors import RubricError

EXPECTED = (BankError, InterviewError, RubricError)
"""Errors whose `str` is fit to show."""
