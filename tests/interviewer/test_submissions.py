"""Answers as lines of JSON, and the lines that go back."""

import json

import pytest

from bank.question import Bank
from interviewer.engine import run_grader
from interviewer.submissions import is_done, read_submissions, result_of
from rubrics.verdict import Status
from tests.fakes import ScriptedGrader

ANSWER = "Sigmoid saturates, so gradients vanish; the rectifier keeps a slope of one."


def _line(**fields: object) -> str:
    return json.dumps({"id": "a", "question": "12", "answer": ANSWER, **fields})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "no JSON"),
        ("[1]", "must be an object"),
        ('{"id": "a", "question": "12"}', "“answer” is wrong: field required"),
        (_line(answer=7), "“answer” is wrong"),
        (_line(id=None), "“id” is wrong"),
        (_line(question="no such thing"), "there is no question “no such thing”"),
        ("[" * 100_000, "no JSON"),
        ("\x00\xff\xfe", "no JSON"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(seed_bank: Bank, line: str, words: str) -> None:
    batch = read_submissions([_line(id="1"), "", line, _line(id="2")], seed_bank)
    assert [s.id for s in batch.submissions] == ["1", "2"]
    assert [bad.line for bad in batch.bad_lines] == [3]
    assert words in batch.bad_lines[0].reason


def test_an_id_may_come_only_once(seed_bank: Bank) -> None:
    batch = read_submissions([_line(), _line()], seed_bank)
    assert len(batch.submissions) == 1
    assert "line 1 already" in batch.bad_lines[0].reason


def test_a_question_is_named_by_id_number_or_exact_text(seed_bank: Bank) -> None:
    question = seed_bank.questions[11]
    keys = [question.id, "12", question.text]
    batch = read_submissions([_line(id=str(n), question=key) for n, key in enumerate(keys)], seed_bank)
    assert {s.task.question.id for s in batch.submissions} == {question.id}


async def test_a_result_line_has_what_the_contract_says(seed_bank: Bank) -> None:
    submission = read_submissions([_line(candidate="c-7")], seed_bank).submissions[0]
    grader = ScriptedGrader([{"c1": Status.MET, "c2": Status.UNSURE}])
    result = result_of(submission, await run_grader(grader, submission.task), seed_bank)
    assert list(result) == [
        "id", "question_id", "candidate", "state", "score", "coverage", "bounds", "verdicts", "beyond", "wrong",
        "flags", "grader", "usage", "error",
    ]  # fmt: skip
    assert (result["id"], result["candidate"], result["state"]) == ("a", "c-7", "needs_review")
    first = result["verdicts"][0]
    assert first["status"] == "met"
    assert ANSWER[slice(*first["span"])] == first["quote"]
    assert result["grader"]["bank_digest"] == seed_bank.digest
    assert json.loads(json.dumps(result)) == result


async def test_a_result_is_reused_for_the_same_answer_only(seed_bank: Bank) -> None:
    submission = read_submissions([_line()], seed_bank).submissions[0]
    changed = read_submissions([_line(answer="Something else entirely, about kernels.")], seed_bank).submissions[0]
    result = result_of(submission, await run_grader(ScriptedGrader([Status.MET]), submission.task), seed_bank)
    failed = result_of(submission, await run_grader(ScriptedGrader(["down"]), submission.task), seed_bank)
    assert is_done(submission, result)
    assert not is_done(changed, result)
    assert not is_done(submission, failed)
    assert not is_done(submission, {})
