"""Times on the screens: the same as in reports."""

import pytest

from interviewer.records import Answer
from interviewer.report.figures import duration
from tests.fakes import NOW
from tui.reading import facts_line


@pytest.mark.parametrize("seconds", [0.0, 2.9, 24.6, 59.5, 3600.2])
def test_feedback_and_reports_tell_the_same_time(seconds: float) -> None:
    answer = Answer(1, "session", 0, 1, "three short words", seconds, NOW)
    assert facts_line(answer).plain.startswith(f"{duration(seconds)} · 3 words")
