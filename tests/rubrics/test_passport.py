"""Labelled answers in, a passport out."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rubrics.grader import Proposal, Task, conclude, ungraded
from rubrics.labelled import LabelledAnswer, LabelsError, load_folder, load_shipped, sample, shipped_sets
from rubrics.passport import (
    FEW_VERDICTS,
    Outcome,
    PassportError,
    measure,
    passport_of,
    read_passport,
    write_passport,
)
from rubrics.passport_page import page
from rubrics.verdict import Grade, GraderInfo, Status, Verdict

NOW = datetime(2026, 1, 1, tzinfo=UTC)
INFO = GraderInfo(name="openai", model="m", version="1", prompt_digest="p")


def _graded(answer: LabelledAnswer, statuses: dict[str, Status]) -> Grade:
    """A grade with exactly these statuses, as stored: the checks of evidence are tested elsewhere."""
    task = Task(answer.question, answer.rubric, answer.text)
    missed = [Verdict(criterion_id=c.id, status=Status.MISSED) for c in answer.rubric.criteria]
    grade = conclude(task, Proposal(missed), INFO, NOW)
    verdicts = tuple(Verdict(criterion_id=key, status=status) for key, status in statuses.items())
    return grade.model_copy(update={"verdicts": verdicts, "score": (answer.overall or 0) / 100})


@pytest.fixture(scope="module")
def gold() -> list[LabelledAnswer]:
    return load_shipped("gold")


def test_the_sets_that_ship_are_whole(gold: list[LabelledAnswer]) -> None:
    assert shipped_sets() == ["gold", "ai2", "cs2", "dl", "llm", "ml", "sci", "swe", "web"]
    assert len(gold) == 114
    assert len(load_shipped("ml")) == 176
    assert all(answer.labels for answer in gold)
    assert all(criterion.anchors for criterion in load_shipped("swe")[0].rubric.criteria)


def test_a_grader_that_labels_like_people_has_a_perfect_passport(gold: list[LabelledAnswer]) -> None:
    outcomes = [Outcome(answer, _graded(answer, dict(answer.labels))) for answer in gold]
    passport = measure(outcomes, INFO, "gold", date(2026, 1, 1))
    assert (passport.overall.kappa, passport.overall.exact, passport.overall.macro_f1) == (1.0, 1.0, 1.0)
    assert (passport.overall.bias, passport.overall.false_met, passport.overall.score_error) == (0.0, 0.0, 0.0)
    assert set(passport.by_kind) >= {"strong", "adversarial", "wrong-confident"}


def test_a_grader_that_calls_everything_met_is_found_out(gold: list[LabelledAnswer]) -> None:
    outcomes = [Outcome(answer, _graded(answer, dict.fromkeys(answer.labels, Status.MET))) for answer in gold]
    passport = measure(outcomes, INFO, "gold", date(2026, 1, 1))
    assert passport.overall.kappa == 0.0
    assert passport.by_kind["adversarial"].false_met == 1.0
    assert (passport.overall.bias or 0) > 0.3


def test_a_defensible_second_label_counts_in_the_lenient_figure_only(gold: list[LabelledAnswer]) -> None:
    arguable = [answer for answer in gold if answer.alternatives]
    assert arguable

    def second(answer: LabelledAnswer) -> dict[str, Status]:
        other = {key: sorted(found - {answer.labels[key]})[0] for key, found in answer.alternatives.items()
                 if found - {answer.labels[key]}}  # fmt: skip
        return {**answer.labels, **other}

    passport = measure([Outcome(a, _graded(a, second(a))) for a in arguable], INFO, "x", date(2026, 1, 1))
    assert passport.overall.kappa_lenient == 1.0
    assert (passport.overall.exact or 1) < 1


def test_ungraded_answers_are_counted_and_left_out(gold: list[LabelledAnswer]) -> None:
    failed = ungraded(Task(gold[0].question, gold[0].rubric, "x"), INFO, NOW, "down")
    outcomes = [Outcome(gold[0], failed), Outcome(gold[1], _graded(gold[1], dict(gold[1].labels)))]
    passport = measure(outcomes, INFO, "two", date(2026, 1, 1))
    assert (passport.ungraded, passport.overall.answers) == (1, 1)
    with pytest.raises(PassportError, match="nothing to measure"):
        measure(outcomes[:1], INFO, "one", date(2026, 1, 1))


def test_a_passport_is_found_for_exactly_its_grader(gold: list[LabelledAnswer], tmp_path: Path) -> None:
    passport = measure([Outcome(gold[1], _graded(gold[1], dict(gold[1].labels)))], INFO, "x", date(2026, 1, 1))
    write_passport(passport, tmp_path / "p.json")
    assert passport_of(INFO, tmp_path) == passport
    assert passport_of(INFO.model_copy(update={"model": "other"}), tmp_path) is None
    assert "kappa" in page(passport)
    with pytest.raises(PassportError, match=r"broken\.json"):
        read_passport("{", "broken.json")


def test_a_passport_on_a_few_verdicts_gives_way_to_one_on_many(gold: list[LabelledAnswer], tmp_path: Path) -> None:
    few = measure([Outcome(gold[1], _graded(gold[1], dict(gold[1].labels)))], INFO, "own", date(2026, 1, 1))
    write_passport(few, tmp_path / "a-few.json")
    assert passport_of(INFO, tmp_path) == few
    outcomes = [Outcome(answer, _graded(answer, dict(answer.labels))) for answer in gold[:12]]
    many = measure(outcomes, INFO, "many", date(2026, 1, 1))
    assert few.overall.verdicts < FEW_VERDICTS <= many.overall.verdicts
    write_passport(many, tmp_path / "b-many.json")
    assert passport_of(INFO, tmp_path) == many


def test_a_sample_is_drawn_once_and_for_all(gold: list[LabelledAnswer]) -> None:
    assert sample(gold, 10) == sample(gold, 10)
    assert len(sample(gold, 10)) == 10
    assert sample(gold, None) == gold


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "no labelled answers"),
        ("[]", "no labelled answers"),
        (json.dumps({"question": "Q", "answers": [{"id": "a", "text": "t", "labels": {"c1": "good"}}]}), "labels"),
        (
            json.dumps({"id": "x-1", "question": "Q", "criteria": [{"id": "c1", "text": "one point here"}],
                        "answers": [{"id": "a", "text": "t", "labels": {"c2": "met"}}]}),
            "labels c2, which its question lacks",
        ),
    ],
)  # fmt: skip
def test_a_file_of_labels_that_cannot_be_used_is_named(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "set.json").write_text(content)
    with pytest.raises(LabelsError, match=words) as caught:
        load_folder(tmp_path)
    assert "set.json" in str(caught.value)


def test_stated_probabilities_are_set_against_what_held(gold: list[LabelledAnswer]) -> None:
    answers = gold[:6]

    def sure(answer: LabelledAnswer) -> Grade:
        grade = _graded(answer, dict(answer.labels))
        wrong = {Status.MET: Status.MISSED}
        verdicts = [
            v.model_copy(update={"probability": 0.92 if n % 4 else 0.35, "status": wrong.get(v.status, Status.MET)})
            if n % 4 == 0
            else v.model_copy(update={"probability": 0.92})
            for n, v in enumerate(grade.verdicts)
        ]
        return grade.model_copy(update={"verdicts": tuple(verdicts)})

    passport = measure([Outcome(a, sure(a)) for a in answers], INFO, "x", date(2026, 1, 1))
    assert [(one.said, one.held) for one in passport.by_confidence] == [(0.35, 0.0), (0.92, 1.0)]
    assert sum(one.count for one in passport.by_confidence) == passport.overall.verdicts
    assert sum(one.count for one in passport.by_score) == 6
    assert all(one.said == one.held for one in passport.by_score)
    shown = page(passport)
    assert "How sure it said it was" in shown
    assert "Its score" in shown


def test_a_page_says_when_there_are_too_few_verdicts_to_tell(gold: list[LabelledAnswer]) -> None:
    def shown(number: int) -> str:
        outcomes = [Outcome(answer, _graded(answer, dict(answer.labels))) for answer in gold[:number]]
        return page(measure(outcomes, INFO, "x", date(2026, 1, 1)))

    assert "verdicts are too few to tell" in shown(1)
    assert "too few to tell" not in shown(20)


def test_a_passport_made_before_curves_were_measured_can_be_read(gold: list[LabelledAnswer], tmp_path: Path) -> None:
    outcomes = [Outcome(answer, _graded(answer, dict(answer.labels))) for answer in gold[:2]]
    write_passport(measure(outcomes, INFO, "x", date(2026, 1, 1)), tmp_path / "p.json")
    values = json.loads((tmp_path / "p.json").read_text("utf-8"))
    del values["by_confidence"], values["by_score"]
    old = read_passport(json.dumps(values), "p.json")
    assert (old.by_confidence, old.by_score) == ((), ())
