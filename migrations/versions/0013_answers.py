"""Speakers are invited as everybody else; answers for another day are kept; meetings have a sequence in calendars."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SPEAKERS = (
    "speakers",
    "ck_speakers_answer_known",
    "answer IN ('not invited', 'awaited', 'confirmed', 'declined')",
    "answer IN ('not invited', 'awaited', 'confirmed', 'declined', 'to confirm again')",
)
INVITED = (
    "session_invitations",
    "ck_session_invitations_answer_known",
    "answer IN ('awaited', 'accepted', 'tentative', 'declined')",
    "answer IN ('awaited', 'accepted', 'tentative', 'declined', 'to confirm again')",
)
ANSWERED = (
    "session_invitations",
    "ck_session_invitations_answered_has_instant",
    "(answer = 'awaited') = (answered_at IS NULL)",
    "(answer IN ('awaited', 'to confirm again')) = (answered_at IS NULL)",
)
WIDENED = (SPEAKERS, INVITED, ANSWERED)


def upgrade() -> None:
    for table, name, narrow, wide in WIDENED:
        rewrite(table, name, narrow, wide)
    add_columns()
    op.create_table(
        "former_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("given_for", sa.String(length=120), nullable=False),
        sa.Column("answered_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("told_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("ended_at", core.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(INVITED[3], name=op.f("ck_former_answers_answer_known")),
        sa.CheckConstraint(
            "answer NOT IN ('awaited', 'to confirm again')", name=op.f("ck_former_answers_is_an_answer")
        ),
        sa.CheckConstraint(
            "speaker_id IS NOT NULL OR invitation_id IS NOT NULL", name=op.f("ck_former_answers_of_somebody")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_former_answers_session_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["speakers.id"], name=op.f("fk_former_answers_speaker_id")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["session_invitations.id"], name=op.f("fk_former_answers_invitation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_answers")),
    )
    op.create_index("ix_former_answers_session_id", "former_answers", ["session_id"])


def add_columns() -> None:
    """Each with its constraint in one piece: SQLite cannot add one to a table it has.

    What was answered before to an earlier message stays as little believed as it was. Speakers were known by address.
    """
    op.execute(
        "ALTER TABLE session_invitations ADD COLUMN speaker_id INTEGER"
        " CONSTRAINT fk_session_invitations_speaker_id REFERENCES speakers (id)"
    )
    op.add_column("session_invitations", sa.Column("hours_since", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_session_invitations_speaker_id", "session_invitations", ["speaker_id"])
    op.execute("UPDATE session_invitations SET hours_since = sent_sequence")
    op.execute(
        "UPDATE session_invitations SET speaker_id = (SELECT min(speakers.id) FROM speakers"
        " WHERE speakers.session_id = session_invitations.session_id"
        " AND lower(speakers.email) = lower(session_invitations.address))"
    )
    op.execute(
        "ALTER TABLE meetings ADD COLUMN sequence INTEGER DEFAULT '0' NOT NULL"
        " CONSTRAINT ck_meetings_sequence_counted CHECK (sequence >= 0)"
    )
    op.add_column("meetings", sa.Column("changed_at", core.db.Instant(timezone=True), nullable=True))
    moved = "FROM meeting_moves WHERE meeting_moves.meeting_id = meetings.id"
    op.execute(f"UPDATE meetings SET sequence = (SELECT count(*) {moved}), changed_at = (SELECT max(moved_at) {moved})")


def downgrade() -> None:
    op.drop_table("former_answers")
    op.drop_column("meetings", "changed_at")
    op.drop_column("meetings", "sequence")
    op.execute("UPDATE session_invitations SET answer = 'awaited' WHERE answer = 'to confirm again'")
    op.execute("UPDATE speakers SET answer = 'awaited' WHERE answer = 'to confirm again'")
    for table, name, narrow, wide in reversed(WIDENED):
        rewrite(table, name, wide, narrow)
    op.drop_index("ix_session_invitations_speaker_id", "session_invitations")
    op.drop_index("uq_session_invitations_once", "session_invitations")
    with op.batch_alter_table("session_invitations") as batch_op:
        batch_op.drop_column("speaker_id")
        batch_op.drop_column("hours_since")
    op.create_index(
        "uq_session_invitations_once", "session_invitations", ["session_id", sa.text("lower(address)")], unique=True
    )


def rewrite(table: str, name: str, old: str, new: str) -> None:
    """A CHECK says something else. SQLite cannot change one, and a table that others point to is not made anew.

    So its text is changed, as section 7 of sqlite.org/lang_altertable.html has it.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, new)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :old, :new)"
            " WHERE type = 'table' AND name = :table AND instr(sql, :old) > 0"
        ),
        {"old": f"{name} CHECK ({old})", "new": f"{name} CHECK ({new})", "table": table},
    )
    assert changed.rowcount == 1
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
