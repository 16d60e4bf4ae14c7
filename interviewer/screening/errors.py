"""What can go wrong with a cohort.

    ScreenError
    ├── CohortNotFoundError     there is no cohort by that name
    ├── CohortLockedError       something differs from what the cohort was locked to
    ├── CandidateNotFoundError  the cohort has no candidate by that id
    ├── CohortInUseError        another process is grading or erasing in it
    └── NoticeNotAcceptedError  a candidate has not accepted the notice yet

`str(error)` is a sentence to show to a person.
"""

from interviewer.errors import InterviewError


class ScreenError(InterviewError):
    """Root of the errors of screening."""


class CohortNotFoundError(ScreenError):
    """There is no cohort by that name."""


class CohortLockedError(ScreenError):
    """Something differs from what the cohort was locked to."""


class CandidateNotFoundError(ScreenError):
    """The cohort has no candidate by that id."""


class CohortInUseError(ScreenError):
    """Another process is grading or erasing in this cohort."""


class NoticeNotAcceptedError(ScreenError):
    """The candidate has not accepted the notice yet."""
