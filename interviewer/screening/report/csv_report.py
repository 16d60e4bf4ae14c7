"""A cohort's report as CSV: one row for every candidate and question, formula-safe as the interview report's."""

import csv
import io
from collections.abc import Iterator

from interviewer.report.csv_report import Cell, safe
from interviewer.screening.report.values import CandidateResult, ScoredAnswer, ScreenReport

HEADERS = (
    "candidate",
    "name",
    "mean_score",
    "mean_low",
    "mean_high",
    "not_distinguishable_from",
    "question_number",
    "question_id",
    "topic",
    "state",
    "score",
    "score_low",
    "score_high",
    "coverage",
    "unsure",
    "overridden",
    "graders_score",
    "flags",
    "reason",
)


def render_csv(report: ScreenReport) -> str:
    """The report as comma-separated values with a header; text is quoted, numbers are not.

    `mean_low` and `mean_high` are the 90 % interval of the candidate's mean, so that no mean travels without it.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(HEADERS)
    topics = {question.id: question.topic for question in report.cohort.questions}
    for one in report.candidates:
        for number, answer in enumerate(one.answers, 1):
            cells = [*_candidate(one), number, answer.question_id, topics[answer.question_id], *_answer(answer)]
            writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def _candidate(one: CandidateResult) -> Iterator[Cell]:
    yield from (one.candidate, one.name or "", one.score)
    yield from (one.interval.low, one.interval.high) if one.interval else (None, None)
    yield one.separation.level if one.separation else None


def _answer(answer: ScoredAnswer) -> Iterator[Cell]:
    yield from (answer.state, answer.score, answer.low, answer.high, answer.coverage, answer.unsure)
    yield from (answer.overridden, answer.graders_score, " ".join(answer.flags), answer.reason or "")
