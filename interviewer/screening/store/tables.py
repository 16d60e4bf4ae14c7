"""The tables that cohorts are kept in, beside those of one's own interviews and apart from them.

Answers, grades, reviews and the log are only ever added to. Erasing a candidate empties the columns that hold what
they said, and what was said of it; the rows stay, so that the log still has something to point at.
"""

import sqlalchemy as sa

from interviewer.tables import ExactText, Moment

metadata = sa.MetaData()


def _cohort() -> sa.Column[int]:
    return sa.Column(
        "cohort_id", sa.Integer, sa.ForeignKey("screen_cohorts.id", ondelete="CASCADE"), nullable=False, index=True
    )


def _candidate(*, key: bool = False) -> sa.Column[int]:
    link = sa.ForeignKey("screen_candidates.id", ondelete="CASCADE")
    return sa.Column("candidate_id", sa.Integer, link, nullable=False, primary_key=key, index=not key)


def _answer() -> sa.Column[int]:
    link = sa.ForeignKey("screen_answers.id", ondelete="CASCADE")
    return sa.Column("answer_id", sa.Integer, link, nullable=False, index=True)


cohorts = sa.Table(
    "screen_cohorts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("body", ExactText, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("entries", sa.Integer, nullable=False),
    sa.Column("head", sa.String(64), nullable=False),
)
"""`key` is the name in lower case; `entries` and `head` are the end of the log."""

candidates = sa.Table(
    "screen_candidates",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _cohort(),
    sa.Column("ref", sa.String(16), nullable=False, unique=True),
    sa.Column("candidate", ExactText),
    sa.Column("salt", sa.LargeBinary),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("erased_at", Moment),
    sa.UniqueConstraint("cohort_id", "candidate"),
)
"""`ref` is a random name for the log; `candidate` is the id people use, gone when erased, as is the salt."""

names = sa.Table("screen_names", metadata, _candidate(key=True), sa.Column("name", ExactText, nullable=False))

answers = sa.Table(
    "screen_answers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _cohort(),
    _candidate(),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("text", ExactText),
    sa.Column("text_digest", sa.String(64)),
    sa.Column("source", sa.String(8), nullable=False),
    sa.Column("seconds", sa.Float),
    sa.Column("submitted_at", Moment, nullable=False),
    sa.Column("is_current", sa.Boolean, nullable=False),
)
"""`position` is the question's in the cohort, from 0; of several answers to it, one is current."""

_CURRENT = answers.c.is_current.is_(sa.true())
sa.Index(
    "ix_screen_answers_current",
    answers.c.candidate_id,
    answers.c.position,
    unique=True,
    sqlite_where=_CURRENT,
    postgresql_where=_CURRENT,
)

grades = sa.Table(
    "screen_grades",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _answer(),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("coverage", sa.Float),
    sa.Column("cost_usd", sa.Float),
    sa.Column("is_copy", sa.Boolean, nullable=False),
    sa.Column("graded_at", Moment, nullable=False),
    sa.Column("body", ExactText),
)
"""`is_copy`: the grade was given to the same words of another candidate, and cost nothing again."""

reviews = sa.Table(
    "screen_reviews",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _answer(),
    sa.Column("grade_id", sa.Integer, sa.ForeignKey("screen_grades.id", ondelete="CASCADE"), nullable=False),
    sa.Column("criterion_id", sa.String(16), nullable=False),
    sa.Column("stage", sa.String(8), nullable=False),
    sa.Column("status", sa.String(16)),
    sa.Column("reason", ExactText),
    sa.Column("reviewer", ExactText, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
)
"""`status` and `reason` are gone when the candidate is erased."""

sittings = sa.Table(
    "screen_sittings",
    metadata,
    _candidate(key=True),
    sa.Column("notice_digest", sa.String(64), nullable=False),
    sa.Column("accepted_at", Moment, nullable=False),
    sa.Column("opened", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("phase", sa.String(16), nullable=False),
    sa.Column("items", sa.Text, nullable=False),
    sa.Column("ended_at", Moment),
)
"""How far a candidate has come who answers here; `opened` counts how often the questions were opened."""

drafts = sa.Table(
    "screen_drafts",
    metadata,
    _candidate(key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("text", ExactText, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
)

log = sa.Table(
    "screen_log",
    metadata,
    sa.Column("cohort_id", sa.Integer, sa.ForeignKey("screen_cohorts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)
