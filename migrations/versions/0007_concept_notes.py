"""Concept notes of thematic sessions; of speakers, who recorded their answer and whose place they take."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concept_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "with the members", "approved", name="notestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("approved_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'with the members', 'approved')", name=op.f("ck_concept_notes_state_known")
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_at IS NOT NULL)", name=op.f("ck_concept_notes_approved_has_instant")
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by = '')", name=op.f("ck_concept_notes_approved_by_somebody")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_concept_notes_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_notes")),
        sa.UniqueConstraint("session_id", name=op.f("uq_concept_notes_session_id")),
    )
    op.create_table(
        "concept_note_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("written_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_concept_note_versions_number_positive")),
        sa.ForeignKeyConstraint(["note_id"], ["concept_notes.id"], name=op.f("fk_concept_note_versions_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_note_versions")),
        sa.UniqueConstraint("note_id", "number", name=op.f("uq_concept_note_versions_note_id_number")),
    )
    op.create_table(
        "concept_note_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("settled_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_concept_note_comments_says_something")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by = '')", name=op.f("ck_concept_note_comments_settled_by_somebody")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_concept_note_comments_author_id")),
        sa.ForeignKeyConstraint(["note_id"], ["concept_notes.id"], name=op.f("fk_concept_note_comments_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_note_comments")),
    )
    op.create_index("ix_concept_note_comments_note_id", "concept_note_comments", ["note_id"])
    for column, length in (("answered_by", 200), ("answer_note", 300), ("in_place_of", 120)):
        op.add_column("speakers", sa.Column(column, sa.String(length=length), server_default="", nullable=False))
    # In one piece: SQLite cannot add a CHECK to a table it has.
    op.execute(
        "ALTER TABLE speakers ADD COLUMN gender_basis VARCHAR(20) DEFAULT '' NOT NULL"
        " CONSTRAINT ck_speakers_gender_has_basis CHECK ((gender IS NULL) = (gender_basis = ''))"
    )


def downgrade() -> None:
    for column in ("gender_basis", "in_place_of", "answer_note", "answered_by"):
        op.drop_column("speakers", column)
    for table in ("concept_note_comments", "concept_note_versions", "concept_notes"):
        op.drop_table(table)
