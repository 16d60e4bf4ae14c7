"""The log cannot be changed without it showing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.screening.chain import Entry, Event, Head, Kind, link, problem_with
from tests.fakes import NOW

EVENTS = st.lists(
    st.builds(Event, st.sampled_from(list(Kind)), st.dictionaries(st.sampled_from("abc"), st.integers(0, 9))),
    min_size=2,
    max_size=6,
)


def _problems(entries: list[Entry], cohort: str = "c") -> list[str]:
    head, found = Head(), []
    for entry in entries:
        problem = problem_with(entry, head, cohort)
        found += [problem] if problem else []
        head = Head(entry.number, entry.digest)
    return found


@given(EVENTS)
def test_a_log_as_it_was_written_has_no_problem(events: list[Event]) -> None:
    assert _problems(list(link(Head(), "c", events, NOW))) == []


@given(EVENTS, st.data())
def test_a_log_goes_on_where_it_ended(events: list[Event], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(events)))
    first = list(link(Head(), "c", events[:cut], NOW))
    end = Head(first[-1].number, first[-1].digest) if first else Head()
    rest = list(link(end, "c", events[cut:], NOW))
    assert first + rest == list(link(Head(), "c", events, NOW))


@given(EVENTS, st.data())
def test_any_entry_that_is_changed_shows(events: list[Event], data: st.DataObject) -> None:
    entries = list(link(Head(), "c", events, NOW))
    n = data.draw(st.integers(0, len(entries) - 1))
    at = data.draw(st.integers(0, len(entries[n].body) - 1))
    body = entries[n].body
    changed = replace(entries[n], body=body[:at] + chr(ord(body[at]) ^ 1) + body[at + 1 :])
    assert _problems([*entries[:n], changed, *entries[n + 1 :]])


@given(EVENTS, st.data())
def test_an_entry_written_anew_breaks_the_one_after_it(events: list[Event], data: st.DataObject) -> None:
    entries = list(link(Head(), "c", events, NOW))
    n = data.draw(st.integers(0, len(entries) - 2))
    before = Head(n, entries[n - 1].digest if n else Head().digest)
    (forged,) = link(before, "c", [events[n]], NOW + timedelta(seconds=1))
    problems = _problems([*entries[:n], forged, *entries[n + 1 :]])
    assert problems == ["it does not name the digest of the entry before it"]


@given(EVENTS, st.data())
def test_an_entry_taken_out_shows(events: list[Event], data: st.DataObject) -> None:
    entries = list(link(Head(), "c", events, NOW))
    n = data.draw(st.integers(0, len(entries) - 2))
    assert f"entry {n + 1} is missing" in _problems([*entries[:n], *entries[n + 1 :]])


@pytest.mark.parametrize("body", ["[]", "{", "null", "[" * 100_000])
def test_an_entry_that_is_no_object_shows(body: str) -> None:
    import hashlib

    entry = Entry(1, body, hashlib.sha256(body.encode()).hexdigest())
    assert problem_with(entry, Head(), "c") == "it is no JSON object"


def test_an_entry_of_another_cohort_shows() -> None:
    assert _problems(list(link(Head(), "c", [Event(Kind.NEW, {})], NOW)), "d")
