"""The tables of screening: cohorts, candidates, names, answers, grades, reviews, sittings, drafts, log."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _link(name: str, table: str, **more: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False, **more)


def upgrade() -> None:
    """Create the tables that cohorts are kept in."""
    op.create_table(
        "screen_cohorts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
    )
    op.create_table(
        "screen_candidates",
        sa.Column("id", sa.Integer, primary_key=True),
        _link("cohort_id", "screen_cohorts", index=True),
        sa.Column("ref", sa.String(16), nullable=False, unique=True),
        sa.Column("candidate", sa.LargeBinary),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("added_at", sa.Float, nullable=False),
        sa.Column("erased_at", sa.Float),
        sa.UniqueConstraint("cohort_id", "candidate"),
    )
    op.create_table(
        "screen_names",
        _link("candidate_id", "screen_candidates", primary_key=True),
        sa.Column("name", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "screen_log",
        _link("cohort_id", "screen_cohorts", primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    _create_answers()
    _create_judgements()
    _create_sittings()


def _create_answers() -> None:
    op.create_table(
        "screen_answers",
        sa.Column("id", sa.Integer, primary_key=True),
        _link("cohort_id", "screen_cohorts", index=True),
        _link("candidate_id", "screen_candidates", index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("text", sa.LargeBinary),
        sa.Column("text_digest", sa.String(64)),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("seconds", sa.Float),
        sa.Column("submitted_at", sa.Float, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
    )
    op.create_index(
        "ix_screen_answers_current",
        "screen_answers",
        ["candidate_id", "position"],
        unique=True,
        sqlite_where=sa.text("is_current IS 1"),
        postgresql_where=sa.text("is_current IS true"),
    )


def _create_judgements() -> None:
    op.create_table(
        "screen_grades",
        sa.Column("id", sa.Integer, primary_key=True),
        _link("answer_id", "screen_answers", index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("coverage", sa.Float),
        sa.Column("cost_usd", sa.Float),
        sa.Column("is_copy", sa.Boolean, nullable=False),
        sa.Column("graded_at", sa.Float, nullable=False),
        sa.Column("body", sa.LargeBinary),
    )
    op.create_table(
        "screen_reviews",
        sa.Column("id", sa.Integer, primary_key=True),
        _link("answer_id", "screen_answers", index=True),
        _link("grade_id", "screen_grades"),
        sa.Column("criterion_id", sa.String(16), nullable=False),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("status", sa.String(16)),
        sa.Column("reason", sa.LargeBinary),
        sa.Column("reviewer", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
    )


def _create_sittings() -> None:
    op.create_table(
        "screen_sittings",
        _link("candidate_id", "screen_candidates", primary_key=True),
        sa.Column("notice_digest", sa.String(64), nullable=False),
        sa.Column("accepted_at", sa.Float, nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("items", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Float),
    )
    op.create_table(
        "screen_drafts",
        _link("candidate_id", "screen_candidates", primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("saved_at", sa.Float, nullable=False),
    )
