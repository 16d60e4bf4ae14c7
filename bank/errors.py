"""What can go wrong with a bank of questions.

    BankError
    ├── BankNotFoundError       no such file, and no such built-in bank
    ├── BankReadError           the file is there but holds nothing usable
    ├── TopicNotFoundError      the bank has no such topic
    └── QuestionNotFoundError   the bank has no such question

`str(error)` is a sentence to show to a person.
"""


class BankError(Exception):
    """Root of all errors of this room."""


class BankNotFoundError(BankError):
    """There is no bank by that name or path."""


class BankReadError(BankError):
    """A bank file cannot be read, or holds no questions."""


class TopicNotFoundError(BankError):
    """The bank has no question on that topic."""


class QuestionNotFoundError(BankError):
    """The bank has no question with that id, number or text."""
