"""Verification: all is as it was, or the first thing that is not is named."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from interviewer.screening.chain import Kind
from interviewer.screening.cohort import Cohort
from interviewer.screening.importing import import_rows
from interviewer.screening.reviewing import Judgement, ReviewDesk
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.verdict import Status
from tests.fakes import NOW, ScriptedGrader
from tests.interviewer.screening.builders import WORDS, bring, broken, check, grade_all, results, rows_of


@pytest.fixture
async def full(store: ScreenStore, cohort: Cohort) -> ScreenStore:
    """A cohort with everything in it: answers, one of them replaced, names, grades, judgements."""
    bring(store, cohort, ("c1", 0, WORDS), ("c1", 1, f"{WORDS} It is so."), name="Some One")
    bring(store, cohort, ("c2", 0, WORDS), ("c2", 2, "A short one about nothing much."))
    import_rows(store, cohort, rows_of(cohort, ("c2", 2, f"{WORDS} Again.")), NOW, replace=True)
    first = cohort.questions[0].rubric.criteria[0].id
    await grade_all(store, cohort, ScriptedGrader(always={first: Status.MET}))
    desk = ReviewDesk(store, cohort, reviewer="R", now=lambda: NOW)
    desk.judge(results(store, cohort)["c1", 0].answer.key, [Judgement(first, Status.PARTIAL, "Half of it.")])
    return store


def _execute(store: ScreenStore, *statements: str) -> None:
    with store._transaction() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def _bodies(store: ScreenStore) -> list[dict[str, Any]]:
    with store._transaction() as connection:
        rows = connection.execute(sa.text("SELECT body FROM screen_log ORDER BY number")).scalars()
        return [json.loads(body) for body in rows]


def test_a_cohort_as_it_was_left_is_sound(full: ScreenStore, cohort: Cohort) -> None:
    found = check(full, cohort)
    assert found.broken == ()
    assert found.head == full.head(cohort.name)
    assert found.checked == {
        "new": 1, "candidate": 2, "name": 1, "answer": 5, "import": 3, "grade": 4, "override": 1,
    }  # fmt: skip
    assert found.scores == 4


_COPIED_GRADE = (
    "INSERT INTO screen_grades SELECT 99, answer_id, state, 1.0, 1.0, 0, 0, graded_at, body "
    "FROM screen_grades WHERE id = 1"
)
_COPIED_ANSWER = (
    "INSERT INTO screen_answers SELECT 99, cohort_id, candidate_id, 1, text, text_digest, source, seconds, "
    "submitted_at, 0 FROM screen_answers WHERE id = 1"
)
TAMPERED = {
    "a word of an answer": (
        "UPDATE screen_answers SET text = CAST('I know it all.' AS BLOB) WHERE id = 1",
        "the text of answer 1 was changed",
    ),
    "whose answer it is": (
        "UPDATE screen_answers SET candidate_id = 2 WHERE id = 2",
        "answer 2 is stored under another candidate",
    ),
    "which question it answers": (
        "UPDATE screen_answers SET position = 2 WHERE id = 1",
        "answer 1 is stored under another candidate, question",
    ),
    "an answer": ("DELETE FROM screen_answers WHERE id = 1", "answer 1 is gone"),
    "which answer counts": (
        "UPDATE screen_answers SET is_current = 0 WHERE id = 1",
        "answer 1 counts and should not, or the other way round",
    ),
    "a candidate's id": (
        "UPDATE screen_candidates SET candidate = CAST('c3' AS BLOB) WHERE id = 1",
        "the candidate's id is not the one that was logged",
    ),
    "a candidate's name": (
        "UPDATE screen_names SET name = CAST('Some Other' AS BLOB)",
        "the candidate's name is not the one that was logged",
    ),
    "a salt": (
        "UPDATE screen_candidates SET salt = NULL WHERE id = 1",
        "the candidate's salt is gone, and the log has no entry that erased them",
    ),
    "a score": ("UPDATE screen_grades SET score = 1.0 WHERE id = 1", "grade 1: its score, coverage or state"),
    "the receipt of a grade": (
        "UPDATE screen_grades SET body = CAST(replace(CAST(body AS TEXT), 'missed', 'met') AS BLOB) WHERE id = 1",
        "grade 1 was changed",
    ),
    "a grade": ("DELETE FROM screen_grades WHERE id = 1", "grade 1 is gone"),
    "a judgement": ("UPDATE screen_reviews SET status = 'met'", "judgement 1 was changed"),
    "a reason": ("UPDATE screen_reviews SET reason = CAST('x' AS BLOB)", "judgement 1 was changed"),
    "the cohort": (
        "UPDATE screen_cohorts SET body = CAST(replace(CAST(body AS TEXT), 'scripted', 'better') AS BLOB)",
        "what is stored of the cohort (questions, rubrics, grader) is not what was locked",
    ),
    "the end of the log": (
        "DELETE FROM screen_log WHERE number = (SELECT MAX(number) FROM screen_log)",
        "entries is noted: it was cut",
    ),
    "an entry of the log": (
        "UPDATE screen_log SET body = replace(body, 'take', 'import') || ' ' WHERE number = 3",
        "entry 3: its text does not have the digest",
    ),
    "an entry in the middle": ("DELETE FROM screen_log WHERE number = 4", "entry 4 is missing"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_behind_the_program_is_named(full: ScreenStore, cohort: Cohort, what: str) -> None:
    statement, words = TAMPERED[what]
    _execute(full, "PRAGMA foreign_keys = OFF", statement)
    found = check(full, cohort)
    assert not found.is_sound
    assert any(words in each for each in broken(found)), broken(found)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            _COPIED_GRADE,
            "grade 99 is stored, but the log has no entry of it",
        ),
        (
            _COPIED_ANSWER,
            "answer 99 is stored, but the log has no entry of it",
        ),
    ],
)
def test_rows_that_were_slipped_in_are_named(full: ScreenStore, cohort: Cohort, statement: str, words: str) -> None:
    _execute(full, statement)
    assert words in broken(check(full, cohort))


def test_a_log_that_was_cut_with_everything_after_it_shows_by_a_head_written_down(
    full: ScreenStore, cohort: Cohort
) -> None:
    early, late = _digest(full, 5), full.head(cohort.name).digest
    _execute(
        full,
        "DELETE FROM screen_reviews",
        "DELETE FROM screen_log WHERE number = (SELECT MAX(number) FROM screen_log)",
        "UPDATE screen_cohorts SET entries = entries - 1, head = "
        "(SELECT digest FROM screen_log ORDER BY number DESC LIMIT 1)",
    )
    assert check(full, cohort).is_sound
    assert check(full, cohort, early).is_sound
    assert "the head that was given is nowhere in the log" in broken(check(full, cohort, late))[0]


def _digest(store: ScreenStore, number: int) -> str:
    with store._transaction() as connection:
        return str(connection.execute(sa.text(f"SELECT digest FROM screen_log WHERE number = {number}")).scalar_one())


def test_the_first_of_several_is_named_first(full: ScreenStore, cohort: Cohort) -> None:
    _execute(
        full,
        "UPDATE screen_grades SET score = 1.0",
        "UPDATE screen_answers SET text = CAST('x' AS BLOB) WHERE id IN (1, 2)",
    )
    entries = [each.entry for each in check(full, cohort).broken]
    assert entries == sorted(entry for entry in entries if entry is not None)
    first = next(n for n, body in enumerate(_bodies(full), 1) if body["kind"] == Kind.ANSWER)
    assert entries[0] == first


def _rewritten(store: ScreenStore, cohort: Cohort, change: Callable[[dict[str, Any]], None]) -> None:
    """Write grade 1 and the whole log anew, as somebody with the salts could."""
    from interviewer.screening.canonical import commitment
    from interviewer.screening.chain import Event, Head, link

    with store._transaction() as connection:
        body = json.loads(connection.execute(sa.text("SELECT body FROM screen_grades WHERE id = 1")).scalar_one())
        change(body)
        text = json.dumps(body)
        salt = connection.execute(sa.text("SELECT salt FROM screen_candidates WHERE id = 1")).scalar_one()
        values = {"body": text.encode(), "score": body["score"], "coverage": body["coverage"]}
        connection.execute(
            sa.text("UPDATE screen_grades SET body = :body, score = :score, coverage = :coverage WHERE id = 1"),
            values,
        )
        forged = commitment(salt, "grade", text)
        events = [_forged(each, forged) for each in _bodies(store)]
        entries = list(link(Head(), cohort.name, [Event(Kind(k), data) for k, data in events], NOW))
        for entry in entries:
            row = {"n": entry.number, "b": entry.body, "d": entry.digest}
            connection.execute(sa.text("UPDATE screen_log SET body = :b, digest = :d WHERE number = :n"), row)
        connection.execute(sa.text("UPDATE screen_cohorts SET head = :d"), {"d": entries[-1].digest})


def _forged(body: dict[str, Any], commitment: str) -> tuple[str, dict[str, Any]]:
    data = body["data"]
    return body["kind"], {**data, "commitment": commitment} if data.get("grade") == 1 and "state" in data else data


def _score(body: dict[str, Any]) -> None:
    body["score"] = 0.99


def _quote(body: dict[str, Any]) -> None:
    body["verdicts"][0]["quote"] = "words never said"


def _no_quote(body: dict[str, Any]) -> None:
    body["verdicts"][0].update(quote="", span=None)


def _verdicts(body: dict[str, Any]) -> None:
    del body["verdicts"][0]


def _model(body: dict[str, Any]) -> None:
    body["grader"]["model"] = "other"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_score, "and it says 99.0"),
        (_quote, "the quote for c1 is not in the answer"),
        (_no_quote, "c1 is met without a quote"),
        (_verdicts, "not one for each criterion"),
        (_model, "another grader than the one that is locked"),
    ],
)
def test_a_forged_log_does_not_make_a_forged_grade_fit(
    full: ScreenStore, cohort: Cohort, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    written_down = full.head(cohort.name).digest
    _rewritten(full, cohort, lambda body: None)
    assert broken(check(full, cohort)) == []
    _rewritten(full, cohort, change)
    found: Sequence[str] = broken(check(full, cohort, written_down))
    assert words in found[0]
    assert "the head that was given" in found[-1]
