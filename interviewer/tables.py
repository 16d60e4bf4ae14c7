"""The tables that interviews are kept in.

Text from people is stored as bytes (UTF-8, lone surrogates and NULs included), so that every answer comes back
exactly as typed whatever the database thinks of it. Answers and grades are only ever added.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

SCHEMA_REVISION = "0002"
"""The migration this code expects to be the last."""


class ExactText(sa.types.TypeDecorator[str]):
    """Any Python string, kept exactly."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:  # noqa: ARG002
        """To bytes on the way in."""
        return None if value is None else value.encode("utf-8", "surrogatepass")

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """To text on the way out."""
        return None if value is None else bytes(value).decode("utf-8", "surrogatepass")


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware point in time, kept as seconds since 1970 in UTC."""

    impl = sa.Float
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> float | None:  # noqa: ARG002
        """To seconds on the way in."""
        return None if value is None else value.timestamp()

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """To an aware datetime on the way out."""
        return None if value is None else datetime.fromtimestamp(float(value), UTC)


metadata = sa.MetaData()

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("mode", sa.String(16), nullable=False),
    sa.Column("bank_id", sa.String(80), nullable=False),
    sa.Column("bank_title", ExactText, nullable=False),
    sa.Column("bank_digest", sa.String(64), nullable=False),
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("phase", sa.String(16), nullable=False),
    sa.Column("started_at", Moment, nullable=False, index=True),
    sa.Column("ended_at", Moment),
)

questions = sa.Table(
    "questions",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("body", ExactText, nullable=False),
)

items = sa.Table(
    "items",
    metadata,
    sa.Column("session_id", sa.String(32), sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("question_id", sa.String(80), nullable=False, index=True),
    sa.Column("question_digest", sa.String(64), sa.ForeignKey("questions.digest"), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("skips", sa.Integer, nullable=False),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "session_id", sa.String(32), sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("prompt", ExactText),
    sa.Column("text", ExactText, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("hints", sa.Integer, nullable=False),
    sa.Column("predicted", sa.Integer),
    sa.Column("submitted_at", Moment, nullable=False),
    sa.UniqueConstraint("session_id", "position", "attempt", "kind"),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("session_id", sa.String(32), sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("text", ExactText, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
)

grades = sa.Table(
    "grades",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("answer_id", sa.Integer, sa.ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("key", sa.String(64), nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("coverage", sa.Float),
    sa.Column("graded_at", Moment, nullable=False),
    sa.Column("body", ExactText, nullable=False),
)

overrides = sa.Table(
    "overrides",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("grade_id", sa.Integer, sa.ForeignKey("grades.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("criterion_id", sa.String(16), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("reason", ExactText, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
)

cards = sa.Table(
    "cards",
    metadata,
    sa.Column("question_id", sa.String(80), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("due", Moment, nullable=False, index=True),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("session_id", sa.String(32), sa.ForeignKey("sessions.id", ondelete="CASCADE"), index=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
