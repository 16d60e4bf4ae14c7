"""`screen take` and `screen review` where they cannot begin, and how they are handed on."""

import getpass

import pytest

from interviewer.cli.main import run
from interviewer.cli.options import Workplace
from interviewer.cli.screen_sitting import review
from interviewer.config import Settings
from interviewer.paths import Paths
from interviewer.screening.errors import ScreenError


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["take", "autumn", "--candidate", "c1"], "needs a terminal, and there is none here. Answers from elsewhere"),
        (["review", "autumn"], "needs a terminal, and there is none here. Reviews are made on a screen"),
    ],
)
def test_without_a_terminal_a_sentence_says_so(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screen", *arguments]) == 1
    assert told in capsys.readouterr().err


def test_a_candidate_has_to_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", "take", "autumn"]) == 2
    assert "--candidate" in capsys.readouterr().err


def test_a_reviewer_without_a_login_name_is_asked_for_initials(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(ScreenError, match="--reviewer and your initials"):
        review(Workplace(paths, Settings()), "autumn", None)
