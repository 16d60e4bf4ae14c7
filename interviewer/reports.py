"""Reports made from what is kept: the interviews asked for, those before them, and the graders' passports."""

from collections.abc import Sequence
from datetime import datetime

from interviewer.paths import Paths
from interviewer.records import SessionRecord
from interviewer.report.model import Due, Report, build_report, graders_of
from interviewer.review import Card
from rubrics.passport import passport_of


def report_on(
    records: Sequence[SessionRecord],
    paths: Paths,
    now: datetime,
    *,
    kept: Sequence[SessionRecord] = (),
    cards: Sequence[Card] = (),
) -> Report:
    """The report of these interviews; of the `kept` ones, those that began before them are compared with.

    The `cards` say when questions of these interviews come back.

    Raises PassportError when a passport in the data folder cannot be read.
    """
    first = min((record.session.started_at for record in records), default=now)
    earlier = [record for record in kept if record.session.started_at < first]
    found = (passport_of(grader, paths.passports) for grader in graders_of(records))
    passports = [passport for passport in found if passport is not None]
    return build_report(records, earlier=earlier, passports=passports, due=_due(records, cards), now=now)


def _due(records: Sequence[SessionRecord], cards: Sequence[Card]) -> list[Due]:
    texts = {item.question.id: item.question.text for record in records for item in record.items}
    known = (card for card in cards if card.question_id in texts)
    return [Due(card.question_id, texts[card.question_id], card.due) for card in known]
