"""Importing again keeps what is known of a question."""

from bank.library import bank_from_text
from bank.merging import update
from bank.question import Anchors, Bank

OLD = """1. What is a knot?
Ans: A knot holds:
* by friction
* by shape

2. What is a bend?
Ans: It joins two ropes.

3. What is a splice?
Ans: It is woven.
"""
NEW = """1. What is a bight?
Ans: A loop.

2. What, exactly, is a knot?
Ans: A knot holds:
* by friction
* by shape

3. What is a bend?
Ans: It joins two lines.
"""


def _bank(text: str) -> Bank:
    return bank_from_text(text, "ropes.txt", bank_id="ropes")


def test_what_changed_is_said() -> None:
    change = update(_bank(OLD), _bank(NEW))
    assert change.added == ("what-is-a-bight",)
    assert change.reworded == ("what-is-a-knot",)
    assert change.changed == ("what-is-a-bend",)
    assert change.removed == ("what-is-a-splice",)
    assert change.words == "1 added, 1 reworded, 1 with another answer, 1 removed, 0 as they were"


def test_a_reworded_question_keeps_its_id_and_its_digest() -> None:
    old, new = _bank(OLD), update(_bank(OLD), _bank(NEW)).bank
    knot = next(question for question in new.questions if question.id == "what-is-a-knot")
    assert knot.text == "What, exactly, is a knot?"
    assert knot.digest == old.questions[0].digest


def test_the_same_again_changes_nothing() -> None:
    change = update(_bank(OLD), _bank(OLD))
    assert change.unchanged == 3
    assert change.bank.questions == _bank(OLD).questions


def test_anchors_live_on_where_the_point_did_not_change() -> None:
    old = _bank(OLD)
    knot = old.questions[0]
    section = knot.reference.sections[0]
    anchored = section.points[0].model_copy(update={"anchors": Anchors(says=("Rope on rope grips.",))})
    section = section.model_copy(update={"points": (anchored, *section.points[1:])})
    knot = knot.model_copy(update={"reference": knot.reference.model_copy(update={"sections": (section,)})})
    old = old.model_copy(update={"questions": (knot, *old.questions[1:])})
    new = update(old, _bank(OLD)).bank
    assert new.questions[0].reference.sections[0].points[0].anchors == anchored.anchors
