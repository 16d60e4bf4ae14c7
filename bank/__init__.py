"""Questions with reference answers: the model, the library of banks, and the importers.

This room knows documents. It does not know rubrics, graders, interviews or screens.
"""

from bank.errors import BankError, BankNotFoundError, BankReadError, QuestionNotFoundError, TopicNotFoundError
from bank.question import Anchors, Bank, Difficulty, Point, Question, Reference, Section, Source

__all__ = [
    "Anchors",
    "Bank",
    "BankError",
    "BankNotFoundError",
    "BankReadError",
    "Difficulty",
    "Point",
    "Question",
    "QuestionNotFoundError",
    "Reference",
    "Section",
    "Source",
    "TopicNotFoundError",
]
