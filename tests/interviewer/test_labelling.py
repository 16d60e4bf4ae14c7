"""Labelling one's own answers: the order, and files that graders can be measured by."""

import asyncio
import json
from datetime import timedelta

import pytest

from bank.question import Bank
from interviewer.calibration import calibrate_on_own, own_passport_file
from interviewer.labelling import (
    Labels,
    LabelTask,
    keep_labels,
    own_answers,
    own_folder,
    read_labels,
    tasks_of,
)
from interviewer.paths import Paths
from interviewer.records import Answer, AnswerKind, GradedAnswer, ItemRecord, SessionRecord
from interviewer.session import Mode, Plan, start_session
from rubrics.labelled import LabelsError, load_folder
from rubrics.passport import passport_of, passports_of
from rubrics.verdict import Status
from tests.fakes import NOW, SCRIPTED, ScriptedGrader


def _record(bank: Bank, texts: dict[str, list[str]], kind: AnswerKind = "answer") -> SessionRecord:
    """An interview with answers by question id; each is a minute later than the one before."""
    session = start_session("s1", Plan(Mode.STUDY, tuple(texts)), NOW)
    items = []
    made = 0
    for position, (question_id, answers) in enumerate(texts.items()):
        graded = []
        for attempt, text in enumerate(answers, 1):
            made += 1
            at = NOW + timedelta(minutes=made)
            graded.append(GradedAnswer(Answer(made, "s1", position, attempt, text, 5.0, at, kind), None))
        question = next(question for question in bank.questions if question.id == question_id)
        items.append(ItemRecord(position, question, tuple(graded)))
    return SessionRecord(session, bank.id, bank.title, tuple(items))


def _complete(task: LabelTask) -> LabelTask:
    while task.next_criterion is not None:
        task = task.labelled(task.next_criterion, Status.MISSED)
    return task


def test_questions_with_the_fewest_labels_come_first_and_finished_answers_last(seed_bank: Bank) -> None:
    one, two = (question.id for question in seed_bank.questions[:2])
    record = _record(seed_bank, {one: ["a first answer", "a second answer"], two: ["another answer"]})
    first = tasks_of([record], {})[0]
    assert first.answer.text == "a first answer"
    kept = {first.key: _complete(first).labels}
    assert [task.answer.text for task in tasks_of([record], kept)] == [
        "another answer",
        "a second answer",
        "a first answer",
    ]


def test_an_answer_begun_is_the_next_one(seed_bank: Bank) -> None:
    one, two = (question.id for question in seed_bank.questions[:2])
    record = _record(seed_bank, {one: ["a first answer"], two: ["another answer"]})
    begun = tasks_of([record], {})[1].labelled("c1", Status.MET)
    assert tasks_of([record], {begun.key: begun.labels})[0].answer.text == "another answer"


def test_empty_answers_and_questions_without_an_answer_are_not_labelled(seed_bank: Bank) -> None:
    record = _record(seed_bank, {seed_bank.questions[0].id: ["  \n"]})
    assert tasks_of([record], {}) == []


def test_a_later_word_replaces_an_earlier_one() -> None:
    labels = Labels().with_label("c1", Status.MET).with_label("c1", Status.UNSURE)
    assert labels.by_criterion == {}
    assert labels.status_of("c1") is Status.UNSURE
    assert labels.with_label("c1", Status.PARTIAL) == Labels({"c1": Status.PARTIAL})


def test_each_label_is_in_the_file_at_once_and_read_back(seed_bank: Bank, paths: Paths) -> None:
    record = _record(seed_bank, {seed_bank.questions[0].id: ["lone \ud800 surrogate", "more"]})
    task, other = tasks_of([record], {})
    task = task.labelled("c1", Status.MET)
    file = keep_labels(paths, task)
    keep_labels(paths, other.labelled("c2", Status.UNSURE))
    assert read_labels(paths) == {
        task.key: Labels({"c1": Status.MET}),
        other.key: Labels({}, frozenset({"c2"})),
    }
    assert file.stat().st_mode & 0o077 == 0
    assert [entry.name for entry in own_folder(paths).iterdir()] == [file.name]


def test_the_files_are_a_labelled_set_with_the_rubric_that_was_labelled(seed_bank: Bank, paths: Paths) -> None:
    record = _record(seed_bank, {seed_bank.questions[0].id: ["Rank features by their eigenvalues."]})
    task = tasks_of([record], {})[0].labelled("c1", Status.MET).labelled("c2", Status.UNSURE)
    keep_labels(paths, task)
    (loaded,) = load_folder(own_folder(paths))
    assert loaded.rubric.digest == task.rubric.digest
    assert loaded.rubric.is_anchored
    assert loaded.labels == {"c1": Status.MET}
    assert loaded.text == "Rank features by their eigenvalues."


def test_a_spoilt_file_is_named_and_left_as_it_is(seed_bank: Bank, paths: Paths) -> None:
    task = tasks_of([_record(seed_bank, {seed_bank.questions[0].id: ["some words"]})], {})[0]
    file = keep_labels(paths, task.labelled("c1", Status.MET))
    file.write_text("{ half a file")
    with pytest.raises(LabelsError, match=file.name):
        keep_labels(paths, task.labelled("c1", Status.MISSED))
    with pytest.raises(LabelsError, match="mend it"):
        read_labels(paths)
    assert file.read_text() == "{ half a file"


def test_nothing_labelled_is_said_in_a_sentence(seed_bank: Bank, paths: Paths) -> None:
    with pytest.raises(LabelsError, match="not labelled an answer yet"):
        own_answers(paths)
    task = tasks_of([_record(seed_bank, {seed_bank.questions[0].id: ["some words"]})], {})[0]
    keep_labels(paths, task.labelled("c1", Status.UNSURE))
    with pytest.raises(LabelsError, match="not labelled an answer yet"):
        own_answers(paths)


def test_a_grader_is_measured_on_own_labels_and_its_passport_kept_once(seed_bank: Bank, paths: Paths) -> None:
    record = _record(seed_bank, {question.id: ["Some words of an answer."] for question in seed_bank.questions[:3]})
    for task in tasks_of([record], {}):
        keep_labels(paths, task.labelled("c1", Status.MET).labelled("c2", Status.MISSED))
    heard: list[tuple[int, int]] = []

    def measured() -> None:
        grader = ScriptedGrader(always={"c1": Status.MET})
        passport = asyncio.run(
            calibrate_on_own(paths, grader, NOW.date(), lambda done, count: heard.append((done, count)))
        )
        assert passport.overall.kappa == 1.0
        assert passport.overall.verdicts == 6

    measured()
    measured()
    assert heard[-1] == (3, 3)
    assert [file.name for file in paths.passports.iterdir()] == [own_passport_file(paths, SCRIPTED).name]
    found = passport_of(SCRIPTED, paths.passports)
    assert found is not None
    assert passports_of(SCRIPTED, paths.passports) == [found]
    assert found.data == "3 answers labelled by yourself"


def test_files_hold_what_other_programs_expect(seed_bank: Bank, paths: Paths) -> None:
    task = tasks_of([_record(seed_bank, {seed_bank.questions[0].id: ["some words"]})], {})[0]
    kept = json.loads(keep_labels(paths, task.labelled("c1", Status.PARTIAL)).read_text("utf-8"))
    assert kept["question"] == task.question.text
    assert [criterion["id"] for criterion in kept["criteria"]] == [c.id for c in task.rubric.criteria]
    assert kept["answers"][0]["labels"] == {"c1": "partial"}
