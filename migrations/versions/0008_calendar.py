"""Calendars: links to subscribe to, invitations and answers, committees that meet again and again."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.Enum("week", "month", name="unit", native_enum=False, length=40), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", core.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(unit = 'week') = (place = 0) AND place BETWEEN -1 AND 4", name=op.f("ck_meeting_series_place_known")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_meeting_series_has_title")),
        sa.CheckConstraint("unit IN ('week', 'month')", name=op.f("ck_meeting_series_unit_known")),
        sa.CheckConstraint("ends > starts", name=op.f("ck_meeting_series_ends_after_start")),
        sa.CheckConstraint("every BETWEEN 1 AND 12", name=op.f("ck_meeting_series_every_counted")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_meeting_series_last_after_first")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_series_uid")),
    )
    op.create_index("ix_meeting_series_body", "meeting_series", ["convention", "body"], unique=False)
    op.create_table(
        "calendar_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "scope",
            sa.Enum("own", "all", "deadlines", "body", name="scope", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("convention", sa.String(length=10), nullable=True),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("last_used_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("revoked_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("told_as", sa.String(length=80), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("told_at", core.db.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("(scope = 'body') = (body <> '')", name=op.f("ck_calendar_links_body_named")),
        sa.CheckConstraint(
            "body = '' OR convention IS NOT NULL", name=op.f("ck_calendar_links_body_within_a_convention")
        ),
        sa.CheckConstraint("scope IN ('own', 'all', 'deadlines', 'body')", name=op.f("ck_calendar_links_scope_known")),
        sa.ForeignKeyConstraint(["account_id"], ["users.id"], name=op.f("fk_calendar_links_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_links_token_hash")),
    )
    op.create_index("ix_calendar_links_account_id", "calendar_links", ["account_id"], unique=False)
    op.create_table(
        "series_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", core.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_series_days_has_reason")),
        sa.CheckConstraint("(to_day IS NULL) = (ends IS NULL)", name=op.f("ck_series_days_moved_has_end")),
        sa.CheckConstraint("(to_day IS NULL) = (starts IS NULL)", name=op.f("ck_series_days_moved_has_start")),
        sa.CheckConstraint("ends > starts", name=op.f("ck_series_days_ends_after_start")),
        sa.ForeignKeyConstraint(["series_id"], ["meeting_series.id"], name=op.f("fk_series_days_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_days")),
        sa.UniqueConstraint("series_id", "day", name=op.f("uq_series_days_series_id_day")),
    )
    op.create_table(
        "session_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("invited_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("withdrawn_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("told_sequence", sa.Integer(), nullable=False),
        sa.Column("sent_sequence", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "awaited", "accepted", "tentative", "declined", name="invitationanswer", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("answered_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("answer_written_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(answer = 'awaited') = (answered_at IS NULL)", name=op.f("ck_session_invitations_answered_has_instant")
        ),
        sa.CheckConstraint(
            "answer IN ('awaited', 'accepted', 'tentative', 'declined')",
            name=op.f("ck_session_invitations_answer_known"),
        ),
        sa.CheckConstraint("sent_sequence >= 0", name=op.f("ck_session_invitations_sequence_counted")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_invitations_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_invitations")),
    )
    op.create_index(
        "uq_session_invitations_once", "session_invitations", ["session_id", sa.text("lower(address)")], unique=True
    )


def downgrade() -> None:
    for table in ("session_invitations", "series_days", "calendar_links", "meeting_series"):
        op.drop_table(table)
