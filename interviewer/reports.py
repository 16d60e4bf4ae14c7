"""Reports made from what is kept: the interviews asked for, those before them, and the graders' passports."""

from collections.abc import Sequence
from datetime import datetime

from interviewer.paths import Paths
from interviewer.records import SessionRecord
from interviewer.report.model import Report, build_report, graders_of
from rubrics.passport import passport_of


def report_on(
    records: Sequence[SessionRecord], paths: Paths, now: datetime, *, kept: Sequence[SessionRecord] = ()
) -> Report:
    """The report of these interviews; of the `kept` ones, those that began before them are compared with.

    Raises PassportError when a passport in the data folder cannot be read.
    """
    first = min((record.session.started_at for record in records), default=now)
    earlier = [record for record in kept if record.session.started_at < first]
    found = (passport_of(grader, paths.passports) for grader in graders_of(records))
    passports = [passport for passport in found if passport is not None]
    return build_report(records, earlier=earlier, passports=passports, now=now)
