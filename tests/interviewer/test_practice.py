"""Practising on stdin and stdout: what is asked, why, and for how long."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bank.question import Bank
from interviewer.cli.main import run
from interviewer.engine import begin
from interviewer.paths import Paths
from interviewer.planning import Request, plan_interview
from interviewer.records import ComeBack
from interviewer.session import Mode
from interviewer.store import Store
from rubrics.verdict import Status
from tests.fakes import NOW, ScriptedGrader

SAID = "The model learns from the errors that it makes.\n.\n"


@dataclass(frozen=True)
class Terminal:
    """Runs the command line with what is typed, and reads what it says."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def practise(self, typed: str, *arguments: str) -> str:
        self.monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert run(["practice", "--plain", *arguments]) == 0
        captured = self.capsys.readouterr()
        return " ".join((captured.out + captured.err).split())


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    with Store.open(paths) as opened:
        yield opened


async def _answered(store: Store, paths: Paths, bank: Bank) -> str:
    """Text of a question answered badly long ago."""
    plan = plan_interview(store, bank, Request(Mode.STUDY, 1, seed=3), NOW)
    interview = begin(store, paths, bank, plan, lambda: NOW)
    await interview.grade(interview.submit("It is so.", 3), ScriptedGrader(always=Status.MISSED))
    interview.next()
    interview.close()
    return interview.question.text


def test_the_counter_goes_on_after_a_skip_and_says_when_a_question_comes_again(terminal: Terminal) -> None:
    said = terminal.practise("/skip\n/skip\n", "--count", "2", "--topic", "MLOps", "--mode", "mock")
    assert "[1 of 2] MLOps" in said
    assert "[2 of 2] MLOps" in said
    assert "[1 of 2 again] MLOps" in said


def test_the_last_open_question_is_not_asked_again_at_once(terminal: Terminal) -> None:
    said = terminal.practise("/skip\n", "--count", "1", "--topic", "MLOps", "--mode", "mock")
    assert said.count("[1 of 1") == 1
    assert "Go on with" not in said


class _Keyboard(io.StringIO):
    """Somebody types."""

    def isatty(self) -> bool:
        return True


def test_a_word_after_a_slash_is_taken_for_a_command_and_a_path_for_an_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", _Keyboard("/help\n/etc/hosts is a file\n.\n"))
    assert run(["practice", "--plain", "--count", "1", "--seed", "3"]) == 0
    assert "/help is no command here (/skip, /quit)" in capsys.readouterr().err
    assert run(["report", "--format", "json"]) == 0
    kept = capsys.readouterr().out
    assert "/etc/hosts is a file" in kept
    assert "/help" not in kept


def test_a_slash_word_in_piped_text_stays_in_the_answer_and_is_told(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    said = terminal.practise("/foo\nis my answer\n.\n", "--count", "1", "--seed", "3")
    assert "/foo is no command here (/skip, /quit) and became part of the answer." in said
    assert run(["report", "--format", "json"]) == 0
    assert "/foo\\nis my answer" in capsys.readouterr().out


def test_fewer_questions_than_asked_for_are_said(terminal: Terminal) -> None:
    assert "There are 3 questions on LLMs to ask, not 49." in terminal.practise(
        "", "--count", "49", "--topic", "LLMs"
    )


def test_study_says_why_each_question_was_chosen(terminal: Terminal) -> None:
    said = terminal.practise(SAID, "--count", "2", "--grader", "local", "--topic", "classical ML")
    assert "Asked because: You have no score in classical ML yet; an easy one to begin with." in said
    assert "Asked because: Your weakest topic so far: classical ML (" in said
    assert "Asked because" not in terminal.practise("", "--order", "random")


def test_history_counts_as_due_what_review_would_ask(
    store: Store,
    paths: Paths,
    seed_bank: Bank,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    asyncio.run(_answered(store, paths, seed_bank))
    other = tmp_path / "other.txt"
    other.write_text("1. What is a gradient?\nAns:\n* A vector of slopes\n", "utf-8")
    with monkeypatch.context() as set_here:
        set_here.setenv("INTERVIEWER_BANK", str(other))
        assert run(["history"]) == 0
    assert "Due for review" not in capsys.readouterr().out
    assert run(["history"]) == 0
    assert "1 question; see" in capsys.readouterr().out


def test_review_asks_the_due_question_again(
    terminal: Terminal, paths: Paths, seed_bank: Bank, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(paths) as store:
        question = asyncio.run(_answered(store, paths, seed_bank))
    assert run(["history"]) == 0
    assert (
        "Due for review in the bank in use: 1 question; see: interviewer practice --mode review"
        in capsys.readouterr().out
    )
    said = terminal.practise("I don't know\n.\n", "--mode", "review", "--grader", "local")
    assert " ".join(question.split()) in said
    assert "Asked because: Due for " in said
    assert run(["practice", "--plain", "--mode", "review"]) == 1
    assert "Nothing is due for review today. The next question is due on " in capsys.readouterr().err
    assert run(["history"]) == 0
    assert "Due for review in the bank in use: nothing today; the next question on " in capsys.readouterr().out
    assert run(["report"]) == 0
    assert "Review 1 question by spaced repetition, from " in capsys.readouterr().out


def test_a_mock_interview_says_its_time_and_ends_when_it_is_over(
    terminal: Terminal, store: Store, paths: Paths, seed_bank: Bank
) -> None:
    plan = plan_interview(store, seed_bank, Request(Mode.MOCK, 3, seed=3, total_seconds=600), NOW)
    interview = begin(store, paths, seed_bank, plan)
    interview.save_draft("Half a thou", 700)
    interview.close()
    said = terminal.practise("", "--continue", interview.session.id, "--grader", "local")
    assert "The time is over. What you had typed counts." in said
    (item, *rest) = store.load(interview.session.id).items
    assert item.answers[0].answer.text == "Half a thou"
    assert not any(other.answers for other in rest)
    assert "2 questions not reached" in said
    begun = terminal.practise("", "--mode", "mock", "--minutes", "30", "--count", "3")
    assert "You have 30:00 in all, 10:00 for each question." in begun


def test_the_time_ends_the_answer_at_the_line_that_is_being_typed(
    terminal: Terminal, store: Store, paths: Paths, seed_bank: Bank
) -> None:
    plan = plan_interview(store, seed_bank, Request(Mode.MOCK, 2, seed=3, total_seconds=1), NOW)
    interview = begin(store, paths, seed_bank, plan)
    interview.save_draft("Begun", 0.9999)
    interview.close()
    terminal.practise("and ended\nand never read\n.\n" * 2, "--continue", interview.session.id, "--grader", "local")
    items = store.load(interview.session.id).items
    assert [len(item.answers) for item in items] == [1, 0]


def test_minutes_are_for_mock_interviews(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["practice", "--plain", "--minutes", "5"]) == 2
    assert "--mode mock" in capsys.readouterr().err


def test_an_interruption_names_the_command_that_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: Store
) -> None:
    def interrupted() -> Iterator[str]:
        yield "half a thou\n"
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", interrupted())
    assert run(["practice", "--plain"]) == 130
    (line,) = store.history()
    assert f"interviewer practice --plain --continue {line.id}" in capsys.readouterr().err


def test_a_follow_up_that_waits_is_asked_and_its_answer_kept_with_the_first(
    terminal: Terminal, store: Store, paths: Paths, seed_bank: Bank
) -> None:
    plan = plan_interview(store, seed_bank, Request(Mode.MOCK, 2, seed=3), NOW)
    interview = begin(store, paths, seed_bank, plan)
    interview.submit("One.", 1)
    interview.submit("Two.", 1, come_back=ComeBack(0, "And why is that so?"))
    interview.close()
    said = terminal.practise("Because.\n.\n", "--continue", interview.session.id, "--grader", "local")
    assert "One more on this question: And why is that so?" in said
    kept = store.load(interview.session.id).items[0].answers[-1].answer
    assert (kept.text, kept.kind, kept.prompt) == ("One.\n\nBecause.", "follow-up", "And why is that so?")
