"""Meetings: more about each of them, their moves, sessions, agenda, timetable, speakers."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Where the clocks of meetings held elsewhere are: as the shipped register says it from this version on.
ZONES = {
    "AUT": "Europe/Vienna",
    "CHL": "America/Santiago",
    "COL": "America/Bogota",
    "CRI": "America/Costa_Rica",
    "HRV": "Europe/Zagreb",
    "JOR": "Asia/Amman",
    "KEN": "Africa/Nairobi",
    "KHM": "Asia/Phnom_Penh",
    "LAO": "Asia/Vientiane",
    "LBN": "Asia/Beirut",
    "MOZ": "Africa/Maputo",
    "NIC": "America/Managua",
    "NOR": "Europe/Oslo",
    "THA": "Asia/Bangkok",
    "ZMB": "Africa/Lusaka",
}


def upgrade() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("item", "internal", name="itemkind", native_enum=False, length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("annotation", sa.Text(), nullable=False),
        sa.Column("lead", sa.String(length=160), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("decision_expected", sa.Boolean(), nullable=False),
        sa.Column("recurring", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('item', 'internal')", name=op.f("ck_agenda_items_kind_known")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_agenda_items_has_title")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_agenda_items_minutes_counted")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_agenda_items_not_its_own_parent")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["agenda_items.id"], name=op.f("fk_agenda_items_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )

    op.create_table(
        "meeting_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("from_starts_on", sa.Date(), nullable=True),
        sa.Column("from_ends_on", sa.Date(), nullable=True),
        sa.Column("to_starts_on", sa.Date(), nullable=True),
        sa.Column("to_ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("moved_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("moved_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_meeting_moves_has_reason")),
        sa.CheckConstraint("to_ends_on >= to_starts_on", name=op.f("ck_meeting_moves_ends_after_start")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_moves_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_moves")),
    )

    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plenary",
                "thematic session",
                "informal consultation",
                "closed",
                "ceremony",
                "side event",
                name="sessionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("second_time", sa.Boolean(), nullable=False),
        sa.Column(
            "mode", sa.Enum("in-person", "virtual", "hybrid", name="mode", native_enum=False, length=40), nullable=False
        ),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("interpretation", sa.JSON(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "confirmed", "cancelled", name="sessionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", core.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('plenary', 'thematic session', 'informal consultation', 'closed', 'ceremony', 'side event')",
            name=op.f("ck_sessions_kind_known"),
        ),
        sa.CheckConstraint("mode IN ('in-person', 'virtual', 'hybrid')", name=op.f("ck_sessions_mode_known")),
        sa.CheckConstraint("state IN ('planned', 'confirmed', 'cancelled')", name=op.f("ck_sessions_state_known")),
        sa.CheckConstraint("ends > starts", name=op.f("ck_sessions_ends_after_start")),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_sessions_sequence_counted")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_sessions_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("uid", name=op.f("uq_sessions_uid")),
    )

    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("item", "panel", "break", "other", name="slotkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("item_id IS NOT NULL OR title <> ''", name=op.f("ck_slots_says_what")),
        sa.CheckConstraint("kind IN ('item', 'panel', 'break', 'other')", name=op.f("ck_slots_kind_known")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 720", name=op.f("ck_slots_minutes_within_a_day")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_slots_item_id")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_slots_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
    )

    op.create_table(
        "speakers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum("chair", "moderator", "panellist", "speaker", name="speakerrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=300), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "gender", sa.Enum("woman", "man", "other", name="gender", native_enum=False, length=40), nullable=True
        ),
        sa.Column(
            "answer",
            sa.Enum("not invited", "awaited", "confirmed", "declined", name="answer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("invited_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("answered_at", core.db.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer = 'not invited') = (invited_at IS NULL)", name=op.f("ck_speakers_invited_has_instant")
        ),
        sa.CheckConstraint(
            "answer IN ('not invited', 'awaited', 'confirmed', 'declined')", name=op.f("ck_speakers_answer_known")
        ),
        sa.CheckConstraint("gender IN ('woman', 'man', 'other')", name=op.f("ck_speakers_gender_known")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_speakers_has_name")),
        sa.CheckConstraint(
            "role IN ('chair', 'moderator', 'panellist', 'speaker')", name=op.f("ck_speakers_role_known")
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_speakers_iso3")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_speakers_session_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_speakers_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
    )

    op.create_index("ix_agenda_items_meeting_id", "agenda_items", ["meeting_id", "parent_id", "position"])
    op.create_index("ix_agenda_items_parent_id", "agenda_items", ["parent_id"])
    op.create_index("ix_meeting_moves_meeting_id", "meeting_moves", ["meeting_id"])
    op.create_index("ix_sessions_meeting_id", "sessions", ["meeting_id", "day"])
    op.create_index("ix_slots_item_id", "slots", ["item_id"])
    op.create_index("ix_slots_session_id", "slots", ["session_id", "starts"])
    op.create_index("ix_speakers_session_id", "speakers", ["session_id", "position"])
    op.create_index("ix_speakers_slot_id", "speakers", ["slot_id"])
    op.add_column("meetings", sa.Column("zone", sa.String(length=40), server_default="Europe/Zurich", nullable=False))
    for host, zone in ZONES.items():
        op.execute(f"UPDATE meetings SET zone = '{zone}' WHERE host_state = '{host}' AND format <> 'virtual'")
    op.add_column("meetings", sa.Column("venue", sa.String(length=160), server_default="", nullable=False))
    op.add_column("meetings", sa.Column("languages", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("meetings", sa.Column("body", sa.String(length=60), server_default="", nullable=False))
    # In one piece: SQLite cannot add a CHECK to a table it has, and a table that others refer to is not made anew.
    op.execute(
        "ALTER TABLE meetings ADD COLUMN state VARCHAR(40) DEFAULT 'confirmed' NOT NULL"
        " CONSTRAINT ck_meetings_state_known CHECK (state IN ('planned', 'confirmed', 'cancelled'))"
    )


def downgrade() -> None:
    for table in ("speakers", "slots", "sessions", "meeting_moves", "agenda_items"):
        op.drop_table(table)
    for column in ("state", "body", "languages", "venue", "zone"):
        op.drop_column("meetings", column)
