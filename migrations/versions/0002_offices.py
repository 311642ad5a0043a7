"""Offices: bodies, their seats and terms, rotation, reforms, work, papers, access."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bodies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "committee",
                "working group",
                "coordinator",
                "coordination committee",
                "analysis group",
                "task force",
                "focal points",
                "presidency",
                "sponsorship",
                name="bodykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("name_fr", sa.String(length=160), nullable=False),
        sa.Column("name_es", sa.String(length=160), nullable=False),
        sa.Column("short", sa.String(length=40), nullable=False),
        sa.Column("established_at", sa.String(length=20), nullable=False),
        sa.Column("discontinued_at", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('committee', 'working group', 'coordinator', 'coordination committee', 'analysis group', 'task force', 'focal points', 'presidency', 'sponsorship')",
            name=op.f("ck_bodies_kind_known"),
        ),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_bodies_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
        sa.UniqueConstraint("convention", "slug", name=op.f("uq_bodies_convention_slug")),
    )
    op.create_table(
        "scenarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("highest_removed", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
        sa.UniqueConstraint("convention", "slug", name=op.f("uq_scenarios_convention_slug")),
    )
    op.create_table(
        "slates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("meeting", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "put forward", "elected", "not taken", name="slatestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("decided_after_term", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('elected', 'not taken')) = (decided_after_term IS NOT NULL)",
            name=op.f("ck_slates_decided_after_a_term"),
        ),
        sa.CheckConstraint("(state = 'elected') = (elected_on IS NOT NULL)", name=op.f("ck_slates_elected_on_a_day")),
        sa.CheckConstraint(
            "state IN ('draft', 'put forward', 'elected', 'not taken')", name=op.f("ck_slates_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slates")),
        sa.UniqueConstraint("convention", "meeting", "title", name=op.f("uq_slates_convention_meeting_title")),
    )
    with op.batch_alter_table("slates", schema=None) as batch_op:
        batch_op.create_index("ix_slates_meeting", ["convention", "meeting"], unique=False)
        batch_op.create_index(
            "uq_slates_put_forward",
            ["convention", "meeting"],
            unique=True,
            sqlite_where=sa.text("state = 'put forward'"),
            postgresql_where=sa.text("state = 'put forward'"),
        )

    op.create_table(
        "activity_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "circulated", "final", name="paperstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("comments_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "comments_until IS NULL OR state <> 'draft'", name=op.f("ck_activity_papers_comments_once_circulated")
        ),
        sa.CheckConstraint("state IN ('draft', 'circulated', 'final')", name=op.f("ck_activity_papers_state_known")),
        sa.ForeignKeyConstraint(
            ["convention", "body"],
            ["bodies.convention", "bodies.slug"],
            name=op.f("fk_activity_papers_convention_body"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_papers")),
        sa.UniqueConstraint("convention", "body", "year", name=op.f("uq_activity_papers_convention_body_year")),
    )
    op.create_table(
        "body_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint("(subject_kind = '') = (subject_id = '')", name=op.f("ck_body_files_subject_whole")),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_body_files_closed_after_opening")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_body_files_convention_body")
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_body_files_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_files")),
        sa.UniqueConstraint("convention", "body", "title", name=op.f("uq_body_files_convention_body_title")),
    )
    with op.batch_alter_table("body_files", schema=None) as batch_op:
        batch_op.create_index("ix_body_files_body", ["convention", "body"], unique=False)

    op.create_table(
        "candidacies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("meeting", sa.String(length=20), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint("withdrawn_on >= received_on", name=op.f("ck_candidacies_withdrawn_after_receipt")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_candidacies_convention_body")
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_candidacies_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacies")),
    )
    with op.batch_alter_table("candidacies", schema=None) as batch_op:
        batch_op.create_index("ix_candidacies_meeting", ["convention", "meeting"], unique=False)
        batch_op.create_index(
            "uq_candidacies_standing",
            ["convention", "meeting", "body", "iso3"],
            unique=True,
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        )

    op.create_table(
        "chair_nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slate_id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["convention", "body"],
            ["bodies.convention", "bodies.slug"],
            name=op.f("fk_chair_nominations_convention_body"),
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_chair_nominations_iso3")),
        sa.ForeignKeyConstraint(
            ["slate_id"], ["slates.id"], name=op.f("fk_chair_nominations_slate_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair_nominations")),
        sa.UniqueConstraint("slate_id", "body", name=op.f("uq_chair_nominations_slate_id_body")),
    )
    op.create_table(
        "chairings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("until_at", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ended_before", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("ended_before > starts_on", name=op.f("ck_chairings_ended_after_start")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_chairings_convention_body")
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_chairings_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chairings")),
        sa.UniqueConstraint(
            "convention", "body", "iso3", "until_at", name=op.f("uq_chairings_convention_body_iso3_until_at")
        ),
    )
    with op.batch_alter_table("chairings", schema=None) as batch_op:
        batch_op.create_index(
            "uq_chairings_year",
            ["convention", "body", "until_at"],
            unique=True,
            sqlite_where=sa.text("ended_before IS NULL"),
            postgresql_where=sa.text("ended_before IS NULL"),
        )

    op.create_table(
        "compositions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seat_role", sa.String(length=40), nullable=False),
        sa.Column("term_meetings", sa.Integer(), nullable=False),
        sa.Column("renewed_each_time", sa.Integer(), nullable=True),
        sa.Column(
            "chair_rule",
            sa.Enum(
                "none",
                "the President",
                "a member in its second year",
                "any member",
                name="chairrule",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holder_stays", sa.Boolean(), nullable=False),
        sa.Column("mixes", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "chair_rule IN ('none', 'the President', 'a member in its second year', 'any member')",
            name=op.f("ck_compositions_chair_rule_known"),
        ),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_compositions_ends_after_start")),
        sa.CheckConstraint("renewed_each_time BETWEEN 0 AND seats", name=op.f("ck_compositions_renewed_within_seats")),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_compositions_seats_not_negative")),
        sa.CheckConstraint("term_meetings >= 1", name=op.f("ck_compositions_term_positive")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_compositions_convention_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compositions")),
        sa.UniqueConstraint("convention", "body", "starts_on", name=op.f("uq_compositions_convention_body_starts_on")),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("chair_iso3", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=False),
        sa.Column("given_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_delegations_ends_after_start")),
        sa.ForeignKeyConstraint(["account_id"], ["users.id"], name=op.f("fk_delegations_account_id")),
        sa.ForeignKeyConstraint(["chair_iso3"], ["states.iso3"], name=op.f("fk_delegations_chair_iso3")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_delegations_convention_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.create_index("ix_delegations_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_delegations_body", ["convention", "body"], unique=False)

    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_mandates_ends_after_start")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_mandates_version_positive")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_mandates_convention_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
        sa.UniqueConstraint("convention", "body", "version", name=op.f("uq_mandates_convention_body_version")),
    )
    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slate_id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.CheckConstraint("seat >= 1", name=op.f("ck_nominations_seat_positive")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_nominations_convention_body")
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_nominations_iso3")),
        sa.ForeignKeyConstraint(["slate_id"], ["slates.id"], name=op.f("fk_nominations_slate_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint("slate_id", "body", "seat", name=op.f("uq_nominations_slate_id_body_seat")),
    )
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column(
            "opened",
            sa.Enum("file", "paper", "work plan", "activities", name="opened", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(subject_id <> 0) = (opened IN ('file', 'paper'))", name=op.f("ck_openings_subject_named")),
        sa.CheckConstraint(
            "opened IN ('file', 'paper', 'work plan', 'activities')", name=op.f("ck_openings_opened_known")
        ),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_openings_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_openings_convention_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("openings", schema=None) as batch_op:
        batch_op.create_index("ix_openings_body", ["convention", "body"], unique=False)

    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "chair",
                "member",
                "assists",
                "standing invitation",
                "ad hoc invitation",
                name="placekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "of",
            sa.Enum(
                "President",
                "President-designate",
                "past President",
                "seats of a body",
                "seats of a kind of body",
                "gender focal points",
                "institution",
                name="placeof",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(name <> '') = (of IN ('seats of a body', 'seats of a kind of body', 'institution'))",
            name=op.f("ck_places_named"),
        ),
        sa.CheckConstraint(
            "kind IN ('chair', 'member', 'assists', 'standing invitation', 'ad hoc invitation')",
            name=op.f("ck_places_kind_known"),
        ),
        sa.CheckConstraint(
            "of IN ('President', 'President-designate', 'past President', 'seats of a body', 'seats of a kind of body', 'gender focal points', 'institution')",
            name=op.f("ck_places_of_known"),
        ),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_places_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_places_convention_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint(
            "convention", "body", "of", "name", "starts_on", name=op.f("uq_places_convention_body_of_name_starts_on")
        ),
    )
    op.create_table(
        "priorities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_priorities_convention_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priorities")),
        sa.UniqueConstraint(
            "convention", "body", "year", "number", name=op.f("uq_priorities_convention_body_year_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("scenario", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "amend the mandate",
                "merge into another body",
                "discontinue",
                "change the composition",
                "add a standing invitation",
                name="proposalkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("into_body", sa.String(length=60), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("renewed_each_time", sa.Integer(), nullable=True),
        sa.Column("institution", sa.String(length=80), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "adopted", "not adopted", name="proposalstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_at", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_document", sa.String(length=80), nullable=False),
        sa.Column("decision_paragraph", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'add a standing invitation') = (institution <> '')", name=op.f("ck_proposals_institution_invited")
        ),
        sa.CheckConstraint(
            "(kind = 'change the composition') = (seats IS NOT NULL)", name=op.f("ck_proposals_composition_with_seats")
        ),
        sa.CheckConstraint(
            "(kind = 'merge into another body') = (into_body <> '')", name=op.f("ck_proposals_merged_into_a_body")
        ),
        sa.CheckConstraint("(state = 'proposed') = (decided_on IS NULL)", name=op.f("ck_proposals_decided_on_a_day")),
        sa.CheckConstraint(
            "kind IN ('amend the mandate', 'merge into another body', 'discontinue', 'change the composition', 'add a standing invitation')",
            name=op.f("ck_proposals_kind_known"),
        ),
        sa.CheckConstraint("state IN ('proposed', 'adopted', 'not adopted')", name=op.f("ck_proposals_state_known")),
        sa.CheckConstraint("into_body <> body", name=op.f("ck_proposals_merged_into_another")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_proposals_number_positive")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_proposals_convention_body")
        ),
        sa.ForeignKeyConstraint(
            ["convention", "scenario"],
            ["scenarios.convention", "scenarios.slug"],
            name=op.f("fk_proposals_convention_scenario"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("convention", "scenario", "number", name=op.f("uq_proposals_convention_scenario_number")),
    )
    op.create_table(
        "representatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "representative",
                "alternate",
                "gender focal point",
                name="representativekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_name", sa.String(length=160), nullable=False),
        sa.Column("honorific", sa.String(length=40), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('representative', 'alternate', 'gender focal point')", name=op.f("ck_representatives_kind_known")
        ),
        sa.CheckConstraint("person_name <> ''", name=op.f("ck_representatives_person_named")),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_representatives_ends_after_start")),
        sa.ForeignKeyConstraint(["account_id"], ["users.id"], name=op.f("fk_representatives_account_id")),
        sa.ForeignKeyConstraint(
            ["convention", "body"],
            ["bodies.convention", "bodies.slug"],
            name=op.f("fk_representatives_convention_body"),
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_representatives_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representatives")),
    )
    with op.batch_alter_table("representatives", schema=None) as batch_op:
        batch_op.create_index("ix_representatives_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_representatives_body", ["convention", "body", "iso3"], unique=False)

    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column(
            "basis", sa.Enum("elected", "documented", name="termbasis", native_enum=False, length=40), nullable=False
        ),
        sa.Column("elected_at", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("counted_from", sa.String(length=20), nullable=False),
        sa.Column("lasts_meetings", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.String(length=20), nullable=False),
        sa.Column("ended_before", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(counted_from <> '') = (lasts_meetings IS NOT NULL)", name=op.f("ck_terms_counted_from_a_meeting")
        ),
        sa.CheckConstraint("(ended_before IS NOT NULL) = (end_reason <> '')", name=op.f("ck_terms_ended_for_a_reason")),
        sa.CheckConstraint("basis IN ('elected', 'documented')", name=op.f("ck_terms_basis_known")),
        sa.CheckConstraint("elected_at <> '' OR starts_on IS NOT NULL", name=op.f("ck_terms_has_a_beginning")),
        sa.CheckConstraint("ends_at = '' OR lasts_meetings IS NULL", name=op.f("ck_terms_one_end")),
        sa.CheckConstraint("ended_before > starts_on", name=op.f("ck_terms_ended_after_start")),
        sa.CheckConstraint("lasts_meetings >= 1", name=op.f("ck_terms_lasts_positive")),
        sa.CheckConstraint("seat >= 1", name=op.f("ck_terms_seat_positive")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_terms_convention_body")
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_terms_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    with op.batch_alter_table("terms", schema=None) as batch_op:
        batch_op.create_index("ix_terms_body", ["convention", "body", "seat"], unique=False)
        batch_op.create_index("ix_terms_iso3", ["iso3"], unique=False)
        batch_op.create_index(
            "uq_terms_election",
            ["convention", "body", "seat", "elected_at"],
            unique=True,
            sqlite_where=sa.text("starts_on IS NULL"),
            postgresql_where=sa.text("starts_on IS NULL"),
        )

    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "meeting",
                "letters",
                "workshop",
                "panel",
                "cooperation",
                "paper",
                "other",
                name="activitykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("when_told", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("to_whom", sa.String(length=400), nullable=False),
        sa.Column("with_whom", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.String(length=600), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("iso3s", sa.JSON(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("(subject_kind = '') = (subject_id = '')", name=op.f("ck_activities_subject_whole")),
        sa.CheckConstraint(
            "kind IN ('meeting', 'letters', 'workshop', 'panel', 'cooperation', 'paper', 'other')",
            name=op.f("ck_activities_kind_known"),
        ),
        sa.CheckConstraint("count >= 1", name=op.f("ck_activities_count_positive")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_activities_ends_after_start")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_activities_number_positive")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_activities_convention_body")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["body_files.id"], name=op.f("fk_activities_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("convention", "body", "number", name=op.f("uq_activities_convention_body_number")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_file_id", ["file_id"], unique=False)
        batch_op.create_index(
            "uq_activities_subject",
            ["convention", "body", "subject_kind", "subject_id"],
            unique=True,
            sqlite_where=sa.text("subject_kind <> ''"),
            postgresql_where=sa.text("subject_kind <> ''"),
        )

    op.create_table(
        "activity_paper_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("settled_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by = '')", name=op.f("ck_activity_paper_comments_settled_by_somebody")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_activity_paper_comments_says_something")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_activity_paper_comments_author_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["activity_papers.id"], name=op.f("fk_activity_paper_comments_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_paper_comments")),
    )
    with op.batch_alter_table("activity_paper_comments", schema=None) as batch_op:
        batch_op.create_index("ix_activity_paper_comments_paper_id", ["paper_id"], unique=False)

    op.create_table(
        "activity_paper_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("written_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_activity_paper_versions_number_positive")),
        sa.ForeignKeyConstraint(["paper_id"], ["activity_papers.id"], name=op.f("fk_activity_paper_versions_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_paper_versions")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_activity_paper_versions_paper_id_number")),
    )
    op.create_table(
        "body_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("occasion", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_body_decisions_convention_body")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["body_files.id"], name=op.f("fk_body_decisions_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_decisions")),
    )
    with op.batch_alter_table("body_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_body_decisions_body", ["convention", "body"], unique=False)
        batch_op.create_index("ix_body_decisions_file_id", ["file_id"], unique=False)

    op.create_table(
        "recusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_recusals_reason_given")),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_recusals_ends_after_start")),
        sa.ForeignKeyConstraint(["file_id"], ["body_files.id"], name=op.f("fk_recusals_file_id")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_recusals_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
        sa.UniqueConstraint("file_id", "iso3", "starts_on", name=op.f("uq_recusals_file_id_iso3_starts_on")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recusals", schema=None) as batch_op:
        batch_op.create_index("ix_recusals_iso3", ["iso3"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column(
            "owner",
            sa.Enum("chair", "all members", "seat", "ISU", name="owner", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("owner_seat", sa.Integer(), nullable=True),
        sa.Column(
            "anchor",
            sa.Enum("day", "opening of a meeting", "close of a meeting", name="anchor", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("meeting", sa.String(length=20), nullable=False),
        sa.Column("offset_months", sa.Integer(), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rule_source", sa.String(length=200), nullable=False),
        sa.Column("effort_hours", sa.Integer(), nullable=True),
        sa.Column(
            "state", sa.Enum("open", "done", "dropped", name="taskstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("created_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(anchor = 'day') = (due_on IS NOT NULL)", name=op.f("ck_tasks_due_day")),
        sa.CheckConstraint("(anchor = 'day') = (meeting = '')", name=op.f("ck_tasks_due_meeting")),
        sa.CheckConstraint("(owner = 'seat') = (owner_seat IS NOT NULL)", name=op.f("ck_tasks_seat_named")),
        sa.CheckConstraint("(state = 'open') = (settled_on IS NULL)", name=op.f("ck_tasks_settled_on_a_day")),
        sa.CheckConstraint(
            "anchor IN ('day', 'opening of a meeting', 'close of a meeting')", name=op.f("ck_tasks_anchor_known")
        ),
        sa.CheckConstraint("owner IN ('chair', 'all members', 'seat', 'ISU')", name=op.f("ck_tasks_owner_known")),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_tasks_state_known")),
        sa.CheckConstraint("effort_hours >= 0", name=op.f("ck_tasks_effort_not_negative")),
        sa.ForeignKeyConstraint(
            ["convention", "body"], ["bodies.convention", "bodies.slug"], name=op.f("fk_tasks_convention_body")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["body_decisions.id"], name=op.f("fk_tasks_decision_id")),
        sa.ForeignKeyConstraint(["file_id"], ["body_files.id"], name=op.f("fk_tasks_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_body", ["convention", "body", "state"], unique=False)
        batch_op.create_index("ix_tasks_file_id", ["file_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index("ix_tasks_file_id")
        batch_op.drop_index("ix_tasks_body")

    op.drop_table("tasks")
    with op.batch_alter_table("recusals", schema=None) as batch_op:
        batch_op.drop_index("ix_recusals_iso3")

    op.drop_table("recusals")
    with op.batch_alter_table("body_decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_body_decisions_file_id")
        batch_op.drop_index("ix_body_decisions_body")

    op.drop_table("body_decisions")
    op.drop_table("activity_paper_versions")
    with op.batch_alter_table("activity_paper_comments", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_paper_comments_paper_id")

    op.drop_table("activity_paper_comments")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_activities_subject",
            sqlite_where=sa.text("subject_kind <> ''"),
            postgresql_where=sa.text("subject_kind <> ''"),
        )
        batch_op.drop_index("ix_activities_file_id")

    op.drop_table("activities")
    with op.batch_alter_table("terms", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_terms_election",
            sqlite_where=sa.text("starts_on IS NULL"),
            postgresql_where=sa.text("starts_on IS NULL"),
        )
        batch_op.drop_index("ix_terms_iso3")
        batch_op.drop_index("ix_terms_body")

    op.drop_table("terms")
    with op.batch_alter_table("representatives", schema=None) as batch_op:
        batch_op.drop_index("ix_representatives_body")
        batch_op.drop_index("ix_representatives_account_id")

    op.drop_table("representatives")
    op.drop_table("proposals")
    op.drop_table("priorities")
    op.drop_table("places")
    with op.batch_alter_table("openings", schema=None) as batch_op:
        batch_op.drop_index("ix_openings_body")

    op.drop_table("openings")
    op.drop_table("nominations")
    op.drop_table("mandates")
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.drop_index("ix_delegations_body")
        batch_op.drop_index("ix_delegations_account_id")

    op.drop_table("delegations")
    op.drop_table("compositions")
    with op.batch_alter_table("chairings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_chairings_year",
            sqlite_where=sa.text("ended_before IS NULL"),
            postgresql_where=sa.text("ended_before IS NULL"),
        )

    op.drop_table("chairings")
    op.drop_table("chair_nominations")
    with op.batch_alter_table("candidacies", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_candidacies_standing",
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        )
        batch_op.drop_index("ix_candidacies_meeting")

    op.drop_table("candidacies")
    with op.batch_alter_table("body_files", schema=None) as batch_op:
        batch_op.drop_index("ix_body_files_body")

    op.drop_table("body_files")
    op.drop_table("activity_papers")
    with op.batch_alter_table("slates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_slates_put_forward",
            sqlite_where=sa.text("state = 'put forward'"),
            postgresql_where=sa.text("state = 'put forward'"),
        )
        batch_op.drop_index("ix_slates_meeting")

    op.drop_table("slates")
    op.drop_table("scenarios")
    op.drop_table("bodies")
