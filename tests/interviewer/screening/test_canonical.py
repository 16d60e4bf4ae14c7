"""The bytes that digests are taken of."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.screening.canonical import canonical, commitment, digest

KEYS = st.text(st.characters(max_codepoint=0x7F), max_size=5)
TEXTS = st.text(max_size=20).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_comes_back_from_its_canonical_form(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(KEYS, VALUES, max_size=5), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, Any], rng: Any) -> None:
    shuffled = list(value.items())
    rng.shuffle(shuffled)
    assert canonical(dict(shuffled)) == canonical(value)


def test_the_form_is_that_of_rfc_8785() -> None:
    value: Any = {"peach": "This sorting order", "a": [56, {"d": True, "10": None, "1": []}], "": '€\n"\\\x0f\x7f'}
    expected = '{"":"€\\n\\"\\\\\\u000f\x7f","a":[56,{"1":[],"10":null,"d":true}],"peach":"This sorting order"}'
    assert canonical(value) == expected.encode()


@pytest.mark.parametrize("value", [0.5, {"a": [1.0]}, 2**53, {"ä": 1}, {1: 2}, float("nan"), "\ud800", {"a": b"x"}])
def test_what_other_programs_would_spell_otherwise_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"canonical|surrogates"):
        canonical(value)


@given(VALUES, VALUES)
def test_different_values_have_different_digests(one: Any, other: Any) -> None:
    assert (digest(one) == digest(other)) == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3))
def test_a_commitment_tells_lists_of_texts_apart(one: list[str], other: list[str]) -> None:
    salt = b"s" * 32
    assert (commitment(salt, "answer", *one) == commitment(salt, "answer", *other)) == (one == other)


def test_a_commitment_depends_on_salt_and_kind() -> None:
    made = {commitment(salt, kind, "yes") for salt in (b"a" * 32, b"b" * 32) for kind in ("answer", "name")}
    assert len(made) == 4
