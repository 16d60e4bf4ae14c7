"""What can go wrong in this room.

    RubricError
    └── GraderError             a grader cannot work here at all (an answer that could not be judged is no error:
        │                       it is an ungraded Grade with its reason)
        ├── GraderUnavailableError   its model file, key or endpoint is missing
        └── GraderSetupError         its settings contradict each other

`str(error)` is a sentence to show to a person.
"""


class RubricError(Exception):
    """Root of all errors of this room."""


class GraderError(RubricError):
    """A grader cannot work here."""


class GraderUnavailableError(GraderError):
    """Something the grader needs is not there: a model file, a key, an endpoint."""


class GraderSetupError(GraderError):
    """The settings given to a grader do not make sense."""
