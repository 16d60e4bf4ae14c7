"""The report of one or several interviews, worked out from what is kept of them: no clock, no disk, no network."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from interviewer.records import SessionRecord
from interviewer.report.advice import next_steps
from interviewer.report.honesty import graders_of, honesty
from interviewer.report.item_values import ItemReport
from interviewer.report.items import Known, item_report
from interviewer.report.standing import scores_by_topic, session_line, standing, topics_of
from interviewer.report.values import Due, Report, SessionLine
from rubrics.passport import Passport

__all__ = ["Due", "Report", "build_report", "graders_of"]


def build_report(
    records: Sequence[SessionRecord],
    *,
    earlier: Sequence[SessionRecord] = (),
    passports: Sequence[Passport] = (),
    due: Sequence[Due] = (),
    now: datetime,
    seed: int = 0,
) -> Report:
    """The report of these interviews, compared with earlier ones; the same arguments give the same report.

    `passports` tell how far graders agree with people (of those in `graders_of(records)`), `due` what spaced
    repetition brings back next.
    An interview that is in both `records` and `earlier` counts as one reported on.
    """
    current = _in_order(records)
    reported = {record.session.id for record in current}
    past = [record for record in _in_order(earlier) if record.session.id not in reported]
    items = _items(current)
    before = scores_by_topic(past)
    overall = standing("Overall", items, list(chain.from_iterable(before.values())), seed=seed)
    topics = topics_of(items, before, seed=seed)
    return Report(
        title=_title(current),
        made_at=now,
        sessions=_sessions(current, past, seed),
        overall=overall,
        topics=topics,
        items=items,
        next_steps=next_steps(overall, topics, items, due),
        honesty=honesty(current, items, overall, passports),
        due=tuple(sorted(due, key=lambda one: (one.due_at, one.question_id))),
    )


def _in_order(records: Iterable[SessionRecord]) -> list[SessionRecord]:
    return sorted(records, key=lambda record: (record.session.started_at, record.session.id))


def _items(records: Iterable[SessionRecord]) -> tuple[ItemReport, ...]:
    known = Known()
    asked = [(record, item) for record in records for item in record.items]
    return tuple(item_report(record, item, number, known) for number, (record, item) in enumerate(asked, 1))


def _sessions(current: Iterable[SessionRecord], past: Iterable[SessionRecord], seed: int) -> tuple[SessionLine, ...]:
    lines = [session_line(record, is_earlier=False, seed=seed) for record in current]
    lines += [session_line(record, is_earlier=True, seed=seed) for record in past]
    return tuple(sorted(lines, key=lambda line: (line.started_at, line.id)))


def _title(records: Iterable[SessionRecord]) -> str:
    banks = list(dict.fromkeys(record.bank_title for record in records))
    return " and ".join(banks) if 0 < len(banks) <= 2 else f"{len(banks)} banks" if banks else "No interviews"
