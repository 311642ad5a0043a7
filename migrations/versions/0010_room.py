"""In the room: the list of speakers, statements received; decisions, action points and minutes of a meeting."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_item_minutes_number_counted")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_item_minutes_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_minutes")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_item_minutes_item_id_number")),
    )
    op.create_table(
        "meeting_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "how", sa.Enum("consensus", "vote", "silence", name="how", native_enum=False, length=40), nullable=False
        ),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("abstentions", sa.Integer(), nullable=True),
        sa.Column("took_part", sa.Integer(), nullable=True),
        sa.Column("taken_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("follow_up", sa.String(length=400), nullable=False),
        sa.Column("responsible", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "(how = 'vote') = (took_part IS NOT NULL)", name=op.f("ck_meeting_decisions_vote_has_figures")
        ),
        sa.CheckConstraint("done_on IS NULL OR evidence <> ''", name=op.f("ck_meeting_decisions_done_with_evidence")),
        sa.CheckConstraint("how IN ('consensus', 'vote', 'silence')", name=op.f("ck_meeting_decisions_how_known")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_meeting_decisions_has_text")),
        sa.CheckConstraint(
            "took_part = votes_for + votes_against + abstentions", name=op.f("ck_meeting_decisions_figures_add_up")
        ),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0",
            name=op.f("ck_meeting_decisions_figures_counted"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_meeting_decisions_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_decisions_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_decisions")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_meeting_decisions_meeting_id_number")),
    )
    op.create_index("ix_meeting_decisions_item_id", "meeting_decisions", ["item_id"], unique=False)
    op.create_table(
        "statements_received",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("received_by", sa.String(length=200), nullable=False),
        sa.Column("published_at", core.db.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_statements_received_has_name")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_statements_received_iso3")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_statements_received_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_statements_received_meeting_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_files.sha256"], name=op.f("fk_statements_received_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements_received")),
    )
    op.create_index("ix_statements_received_item_id", "statements_received", ["item_id"], unique=False)
    op.create_index("ix_statements_received_meeting_id", "statements_received", ["meeting_id"], unique=False)
    op.create_table(
        "room_states",
        sa.Column("session_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("since", core.db.Instant(timezone=True), nullable=False),
        sa.Column("list_open", sa.Boolean(), nullable=False),
        sa.Column("national_seconds", sa.Integer(), nullable=False),
        sa.Column("group_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("group_seconds BETWEEN 30 AND 3600", name=op.f("ck_room_states_group_limit_of_use")),
        sa.CheckConstraint("national_seconds BETWEEN 30 AND 3600", name=op.f("ck_room_states_national_limit_of_use")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_room_states_session_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_room_states_slot_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_room_states")),
    )
    op.create_index(op.f("ix_room_states_slot_id"), "room_states", ["slot_id"], unique=False)
    op.create_table(
        "speaking_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "guest of the host or the President",
                "group of States",
                "minister",
                "State concerned",
                "State Party",
                "State not party",
                "United Nations",
                "ICRC",
                "ICBL-CMC",
                "other organisation",
                "right of reply",
                name="standing",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("limit_seconds", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "speaking", "spoken", "withdrawn", name="turn", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("requested_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("started_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'spoken') = (ended_at IS NOT NULL)", name=op.f("ck_speaking_requests_ended_with_state")
        ),
        sa.CheckConstraint(
            "(state IN ('speaking', 'spoken')) = (started_at IS NOT NULL)",
            name=op.f("ck_speaking_requests_started_with_state"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_speaking_requests_has_name")),
        sa.CheckConstraint(
            "standing IN ('guest of the host or the President', 'group of States', 'minister', 'State concerned', 'State Party', 'State not party', 'United Nations', 'ICRC', 'ICBL-CMC', 'other organisation', 'right of reply')",
            name=op.f("ck_speaking_requests_standing_known"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'speaking', 'spoken', 'withdrawn')", name=op.f("ck_speaking_requests_state_known")
        ),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_speaking_requests_ended_after_start")),
        sa.CheckConstraint("limit_seconds BETWEEN 30 AND 3600", name=op.f("ck_speaking_requests_limit_of_use")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_speaking_requests_iso3")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_speaking_requests_session_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_speaking_requests_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_requests")),
    )
    op.create_index(
        "ix_speaking_requests_session_id", "speaking_requests", ["session_id", "slot_id", "place"], unique=False
    )
    op.create_index("ix_speaking_requests_slot_id", "speaking_requests", ["slot_id"], unique=False)
    op.create_index(
        "uq_speaking_requests_on_the_floor",
        "speaking_requests",
        ["session_id"],
        unique=True,
        sqlite_where=sa.text("state = 'speaking'"),
        postgresql_where=sa.text("state = 'speaking'"),
    )
    op.create_table(
        "action_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_action_points_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_action_points_meeting_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_action_points_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_points")),
        sa.UniqueConstraint("task_id", name=op.f("uq_action_points_task_id")),
    )
    op.create_index("ix_action_points_item_id", "action_points", ["item_id"], unique=False)
    op.create_index("ix_action_points_meeting_id", "action_points", ["meeting_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_action_points_meeting_id", table_name="action_points")
    op.drop_index("ix_action_points_item_id", table_name="action_points")
    op.drop_table("action_points")
    op.drop_index(
        "uq_speaking_requests_on_the_floor",
        table_name="speaking_requests",
        sqlite_where=sa.text("state = 'speaking'"),
        postgresql_where=sa.text("state = 'speaking'"),
    )
    op.drop_index("ix_speaking_requests_slot_id", table_name="speaking_requests")
    op.drop_index("ix_speaking_requests_session_id", table_name="speaking_requests")
    op.drop_table("speaking_requests")
    op.drop_index(op.f("ix_room_states_slot_id"), table_name="room_states")
    op.drop_table("room_states")
    op.drop_index("ix_statements_received_meeting_id", table_name="statements_received")
    op.drop_index("ix_statements_received_item_id", table_name="statements_received")
    op.drop_table("statements_received")
    op.drop_index("ix_meeting_decisions_item_id", table_name="meeting_decisions")
    op.drop_table("meeting_decisions")
    op.drop_table("item_minutes")
