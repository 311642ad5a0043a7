"""Agendas and timetables: versions issued, acts that can be undone, slots in an hour that clocks show twice."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Enum("agenda", "timetable", name="plan", native_enum=False, length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("difference", sa.JSON(), nullable=False),
        sa.Column("warnings_seen", sa.JSON(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("released_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("released_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("plan IN ('agenda', 'timetable')", name=op.f("ck_meeting_releases_plan_known")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_meeting_releases_number_counted")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_meeting_releases_has_name")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_releases_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_releases")),
        sa.UniqueConstraint("meeting_id", "plan", "number", name=op.f("uq_meeting_releases_meeting_id_plan_number")),
    )
    op.create_table(
        "plan_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("undone_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name=op.f("ck_plan_changes_undone_has_name")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_plan_changes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_changes_meeting_id", "plan_changes", ["meeting_id", "id"])
    op.add_column("slots", sa.Column("second_time", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("slots", "second_time")
    op.drop_index("ix_plan_changes_meeting_id", "plan_changes")
    op.drop_table("plan_changes")
    op.drop_table("meeting_releases")
