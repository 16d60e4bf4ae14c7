"""What can go wrong with the embedded grader's files.

    GraderUnavailableError
    └── LocalModelError                 the embedded grader cannot be used
        ├── LocalModelMissingError      a file of the model is not there
        └── LocalModelAlteredError      a file is not the one that was measured

`str(error)` is a sentence to show to a person.
"""

from rubrics.errors import GraderUnavailableError


class LocalModelError(GraderUnavailableError):
    """The embedded grader cannot be used."""


class LocalModelMissingError(LocalModelError):
    """A file of the model is not there."""


class LocalModelAlteredError(LocalModelError):
    """A file of the model is not the one that was measured."""
