"""What can go wrong in an interview.

    InterviewError
    ├── ConfigError            a setting is wrong, or contradicts another
    ├── PlanError              no interview can be made from what was asked for
    │   └── NothingDueError    nothing is due for review
    ├── ServeError             the app cannot be served as asked for
    ├── StepError              a step that the interview is not ready for
    └── StoreError             what is kept cannot be read or written
        ├── StoreVersionError  the database belongs to a newer version of this program
        ├── SessionNotFoundError
        └── SessionInUseError  another window or process has this interview open

`str(error)` is a sentence to show to a person.
"""


class InterviewError(Exception):
    """Root of all errors of this room."""


class ConfigError(InterviewError):
    """A setting is wrong, or contradicts another."""


class PlanError(InterviewError):
    """No interview can be made from what was asked for."""


class NothingDueError(PlanError):
    """Nothing is due for review; the sentence says when something will be."""


class ServeError(InterviewError):
    """The app cannot be served as asked for."""


class StepError(InterviewError):
    """A step that the interview is not ready for."""


class StoreError(InterviewError):
    """What is kept cannot be read or written."""


class StoreVersionError(StoreError):
    """The database belongs to a newer version of this program."""


class SessionNotFoundError(StoreError):
    """There is no interview with that id."""


class SessionInUseError(StoreError):
    """Another window or process has this interview open."""
