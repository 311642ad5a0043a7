"""Extension requests: the dossier with its documents and figures, what the group works on it, decision and promises."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("article", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "anticipated",
                "announced",
                "not submitted",
                "lapsed",
                "submitted",
                "acknowledged",
                "in completeness check",
                "being clarified",
                "revised",
                "analysis being drafted",
                "adopted by the group",
                "issued",
                "presented",
                "granted",
                "granted for less",
                "not granted",
                "deferred",
                "followed up",
                "completed",
                "superseded",
                "withdrawn",
                name="requeststate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("meeting", sa.String(length=20), nullable=False),
        sa.Column("aimed_by_hand", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("announced_source", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=True),
        sa.Column("asked_months", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("interim", sa.Boolean(), nullable=False),
        sa.Column("after_discovery", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("lead_iso3", sa.String(length=3), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("inputs_closed_on", sa.Date(), nullable=True),
        sa.Column("state_saw_draft_on", sa.Date(), nullable=True),
        sa.Column("state_saw_version", sa.Integer(), nullable=True),
        sa.Column("committee_saw_draft_on", sa.Date(), nullable=True),
        sa.Column("committee_saw_version", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("presented_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("conflict", sa.Text(), nullable=False),
        sa.Column("created_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(announced_on IS NULL) = (announced_source = '')", name=op.f("ck_dossiers_announcement_whole")
        ),
        sa.CheckConstraint(
            "state IN ('anticipated', 'announced', 'not submitted', 'lapsed', 'submitted', 'acknowledged', 'in completeness check', 'being clarified', 'revised', 'analysis being drafted', 'adopted by the group', 'issued', 'presented', 'granted', 'granted for less', 'not granted', 'deferred', 'followed up', 'completed', 'superseded', 'withdrawn')",
            name=op.f("ck_dossiers_state_known"),
        ),
        sa.CheckConstraint("(received_on IS NULL) = (version = 0)", name=op.f("ck_dossiers_version_received")),
        sa.CheckConstraint("asked_until > deadline", name=op.f("ck_dossiers_asks_for_time")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_dossiers_number_positive")),
        sa.ForeignKeyConstraint(["file_id"], ["body_files.id"], name=op.f("fk_dossiers_file_id")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_dossiers_iso3")),
        sa.ForeignKeyConstraint(["lead_iso3"], ["states.iso3"], name=op.f("fk_dossiers_lead_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
        sa.UniqueConstraint("convention", "article", "iso3", "number", name="uq_dossiers_number"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.create_index("ix_dossiers_meeting", ["convention", "meeting"], unique=False)
        batch_op.create_index(
            "uq_dossiers_one_followed",
            ["convention", "article", "iso3"],
            unique=True,
            sqlite_where=sa.text("state = 'followed up'"),
            postgresql_where=sa.text("state = 'followed up'"),
        )
        batch_op.create_index(
            "uq_dossiers_one_open",
            ["convention", "article", "iso3"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('anticipated', 'announced', 'not submitted', 'lapsed', 'submitted', 'acknowledged', 'in completeness check', 'being clarified', 'revised', 'analysis being drafted', 'adopted by the group', 'issued', 'presented', 'deferred')"
            ),
            postgresql_where=sa.text(
                "state IN ('anticipated', 'announced', 'not submitted', 'lapsed', 'submitted', 'acknowledged', 'in completeness check', 'being clarified', 'revised', 'analysis being drafted', 'adopted by the group', 'issued', 'presented', 'deferred')"
            ),
        )

    op.create_table(
        "analysis_sections",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("saved_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_analysis_sections_place_positive")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_analysis_sections_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "key", name=op.f("pk_analysis_sections")),
    )
    op.create_table(
        "decision_clauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "terms",
                "yearly report",
                "updated work plan",
                "update at meetings",
                "full request",
                "benchmark",
                name="clausekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_month", sa.Integer(), nullable=True),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'terms') = (first_year IS NULL)", name=op.f("ck_decision_clauses_followed_has_years")
        ),
        sa.CheckConstraint(
            "kind IN ('terms', 'yearly report', 'updated work plan', 'update at meetings', 'full request', 'benchmark')",
            name=op.f("ck_decision_clauses_kind_known"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_decision_clauses_has_text")),
        sa.CheckConstraint(
            "(first_year IS NULL) = (last_year IS NULL) AND (first_year IS NULL) = (due_month IS NULL) AND (first_year IS NULL) = (due_day IS NULL)",
            name=op.f("ck_decision_clauses_due_whole"),
        ),
        sa.CheckConstraint(
            "due_month BETWEEN 1 AND 12 AND due_day BETWEEN 1 AND 31", name=op.f("ck_decision_clauses_day_possible")
        ),
        sa.CheckConstraint("last_year >= first_year", name=op.f("ck_decision_clauses_years_in_order")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_decision_clauses_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_clauses")),
        sa.UniqueConstraint("dossier_id", "place", name=op.f("uq_decision_clauses_dossier_id_place")),
    )
    op.create_table(
        "dossier_assignments",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("part", sa.Enum("lead", "reader", name="part", native_enum=False, length=40), nullable=False),
        sa.CheckConstraint("part IN ('lead', 'reader')", name=op.f("ck_dossier_assignments_part_known")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_assignments_dossier_id")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_dossier_assignments_iso3")),
        sa.PrimaryKeyConstraint("dossier_id", "iso3", name=op.f("pk_dossier_assignments")),
    )
    op.create_table(
        "dossier_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_dossier_comments_has_text")),
        sa.ForeignKeyConstraint(["account_id"], ["users.id"], name=op.f("fk_dossier_comments_account_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_comments_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_comments")),
    )
    with op.batch_alter_table("dossier_comments", schema=None) as batch_op:
        batch_op.create_index("ix_dossier_comments_dossier_id", ["dossier_id"], unique=False)

    op.create_table(
        "dossier_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "request",
                "executive summary",
                "annex",
                "note verbale",
                "acknowledgement",
                "circular to all States Parties",
                "questions to the State",
                "answers of the State",
                "expert input",
                "analysis",
                "decision",
                "letter on the decision",
                "follow-up",
                "declaration of completion",
                "other",
                name="documentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("public", "group only", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("taken_off", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "kind IN ('request', 'executive summary', 'annex', 'note verbale', 'acknowledgement', 'circular to all States Parties', 'questions to the State', 'answers of the State', 'expert input', 'analysis', 'decision', 'letter on the decision', 'follow-up', 'declaration of completion', 'other')",
            name=op.f("ck_dossier_documents_kind_known"),
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'group only')", name=op.f("ck_dossier_documents_visibility_known")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('questions to the State', 'expert input') OR visibility = 'group only'",
            name=op.f("ck_dossier_documents_stays_with_the_group"),
        ),
        sa.CheckConstraint("length(language) = 2", name=op.f("ck_dossier_documents_language_whole")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_dossier_documents_version_positive")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_documents_dossier_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_files.sha256"], name=op.f("fk_dossier_documents_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_documents")),
    )
    op.create_index(
        "uq_dossier_documents_on_file",
        "dossier_documents",
        ["dossier_id", "kind", "name", "language", "version"],
        unique=True,
        sqlite_where=sa.text("taken_off = ''"),
        postgresql_where=sa.text("taken_off = ''"),
    )
    op.create_table(
        "dossier_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "sheet",
            sa.Enum(
                "baseline", "progress", "remaining", "targets", "budget", name="sheet", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "m2",
                "areas",
                "items",
                "munitions",
                "submunitions",
                "USD",
                "EUR",
                "CHF",
                name="unit",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "sheet IN ('baseline', 'progress', 'remaining', 'targets', 'budget')",
            name=op.f("ck_dossier_figures_sheet_known"),
        ),
        sa.CheckConstraint(
            "unit IN ('m2', 'areas', 'items', 'munitions', 'submunitions', 'USD', 'EUR', 'CHF')",
            name=op.f("ck_dossier_figures_unit_known"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_dossier_figures_amount_not_negative")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_dossier_figures_year_possible")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_figures_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_figures")),
        sa.UniqueConstraint(
            "dossier_id", "version", "sheet", "year", "kind", "method", "unit", name="uq_dossier_figures"
        ),
    )
    with op.batch_alter_table("dossier_figures", schema=None) as batch_op:
        batch_op.create_index("ix_dossier_figures_dossier_id", ["dossier_id", "version"], unique=False)
        batch_op.create_index(
            "uq_dossier_figures_without_year",
            ["dossier_id", "version", "sheet", "kind", "method", "unit"],
            unique=True,
            sqlite_where=sa.text("year IS NULL"),
            postgresql_where=sa.text("year IS NULL"),
        )

    op.create_table(
        "dossier_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=6), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "asked",
                "answered",
                "declined",
                "overdue noted",
                name="questionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (asked_on IS NULL)", name=op.f("ck_dossier_questions_asked_on_a_day")),
        sa.CheckConstraint(
            "state <> 'answered' OR answered_on IS NOT NULL", name=op.f("ck_dossier_questions_answered_on_a_day")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'asked', 'answered', 'declined', 'overdue noted')",
            name=op.f("ck_dossier_questions_state_known"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_dossier_questions_has_text")),
        sa.CheckConstraint("answer_due_on > asked_on", name=op.f("ck_dossier_questions_time_to_answer")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_questions_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_questions")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_dossier_questions_dossier_id_number")),
    )
    op.create_table(
        "dossier_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=6), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=200), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=True),
        sa.Column(
            "finding",
            sa.Enum("met", "partly met", "missing", "not applicable", name="finding", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("page", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("read_at", core.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "finding IN ('met', 'partly met', 'missing', 'not applicable')",
            name=op.f("ck_dossier_readings_finding_known"),
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_readings_dossier_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["users.id"], name=op.f("fk_dossier_readings_reader_id")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_dossier_readings_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_readings")),
        sa.UniqueConstraint("dossier_id", "version", "item", "reader_id", name="uq_dossier_readings"),
    )
    op.create_table(
        "dossier_settlements",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=6), nullable=False),
        sa.Column(
            "finding",
            sa.Enum("met", "partly met", "missing", "not applicable", name="finding", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_settlements_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "version", "item", name=op.f("pk_dossier_settlements")),
    )
    op.create_table(
        "silence_procedures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opened_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("closes_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("broken_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("broken_by", sa.String(length=200), nullable=False),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(broken_at IS NULL) = (broken_by = '')", name=op.f("ck_silence_procedures_broken_by_somebody")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_silence_procedures_has_text")),
        sa.CheckConstraint(
            "broken_at IS NULL OR broken_at <= closes_at", name=op.f("ck_silence_procedures_broken_in_time")
        ),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_silence_procedures_closes_after_opening")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_silence_procedures_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_procedures")),
    )
    with op.batch_alter_table("silence_procedures", schema=None) as batch_op:
        batch_op.create_index("ix_silence_procedures_dossier_id", ["dossier_id"], unique=False)

    op.create_table(
        "analysis_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("request_version", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["dossier_documents.id"], name=op.f("fk_analysis_versions_document_id")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_analysis_versions_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis_versions")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_analysis_versions_dossier_id_number")),
    )
    op.create_table(
        "decision_promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "due", "kept", "kept late", "missed", "no longer due", name="promisestate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(state IN ('kept', 'kept late')) = (kept_on IS NOT NULL)", name=op.f("ck_decision_promises_kept_on_a_day")
        ),
        sa.CheckConstraint(
            "state IN ('due', 'kept', 'kept late', 'missed', 'no longer due')",
            name=op.f("ck_decision_promises_state_known"),
        ),
        sa.CheckConstraint(
            "state IN ('due', 'missed') OR evidence <> ''", name=op.f("ck_decision_promises_has_evidence")
        ),
        sa.ForeignKeyConstraint(["clause_id"], ["decision_clauses.id"], name=op.f("fk_decision_promises_clause_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["dossier_documents.id"], name=op.f("fk_decision_promises_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_promises")),
        sa.UniqueConstraint("clause_id", "due_on", name=op.f("uq_decision_promises_clause_id_due_on")),
    )
    op.create_table(
        "dossier_inputs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.CheckConstraint("due_on > invited_on", name=op.f("ck_dossier_inputs_time_to_answer")),
        sa.CheckConstraint("received_on >= invited_on", name=op.f("ck_dossier_inputs_received_after_invitation")),
        sa.ForeignKeyConstraint(["document_id"], ["dossier_documents.id"], name=op.f("fk_dossier_inputs_document_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_inputs_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_inputs")),
        sa.UniqueConstraint("dossier_id", "organisation", name=op.f("uq_dossier_inputs_dossier_id_organisation")),
    )
    op.create_table(
        "request_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.String(length=20), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "granted", "granted for less", "not granted", "deferred", name="outcome", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum("consensus", "vote", "silence procedure", name="mode", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("yes", sa.Integer(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("silence_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(mode = 'silence procedure') = (silence_id IS NOT NULL)", name=op.f("ck_request_decisions_silence_named")
        ),
        sa.CheckConstraint(
            "(mode = 'vote') = (yes IS NOT NULL AND no IS NOT NULL)", name=op.f("ck_request_decisions_votes_counted")
        ),
        sa.CheckConstraint(
            "(outcome IN ('granted', 'granted for less')) = (granted_until IS NOT NULL)",
            name=op.f("ck_request_decisions_has_day"),
        ),
        sa.CheckConstraint(
            "mode IN ('consensus', 'vote', 'silence procedure')", name=op.f("ck_request_decisions_mode_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('granted', 'granted for less') OR reason <> ''", name=op.f("ck_request_decisions_has_reason")
        ),
        sa.CheckConstraint(
            "outcome IN ('granted', 'granted for less', 'not granted', 'deferred')",
            name=op.f("ck_request_decisions_outcome_known"),
        ),
        sa.CheckConstraint(
            "yes >= 0 AND no >= 0 AND abstained >= 0", name=op.f("ck_request_decisions_votes_not_negative")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_request_decisions_dossier_id")),
        sa.ForeignKeyConstraint(
            ["register_id"], ["meeting_decisions.id"], name=op.f("fk_request_decisions_register_id")
        ),
        sa.ForeignKeyConstraint(
            ["silence_id"], ["silence_procedures.id"], name=op.f("fk_request_decisions_silence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_decisions")),
        sa.UniqueConstraint("dossier_id", "meeting", name=op.f("uq_request_decisions_dossier_id_meeting")),
    )
    op.create_table(
        "analysis_agreements",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("agrees OR reason <> ''", name=op.f("ck_analysis_agreements_objection_has_reason")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_analysis_agreements_iso3")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["analysis_versions.id"], name=op.f("fk_analysis_agreements_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "iso3", name=op.f("pk_analysis_agreements")),
    )

    op.create_table(
        "dossier_letters",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "heads-up",
                "acknowledgement",
                "circular to all States Parties",
                "questions to the State",
                "letter on the decision",
                "what was not received",
                name="occasion",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("told_until", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "occasion IN ('heads-up', 'acknowledgement', 'circular to all States Parties', 'questions to the State', 'letter on the decision', 'what was not received')",
            name=op.f("ck_dossier_letters_occasion_known"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_dossier_letters_campaign_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_letters_dossier_id")),
        sa.ForeignKeyConstraint(["document_id"], ["dossier_documents.id"], name=op.f("fk_dossier_letters_document_id")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_dossier_letters")),
    )
    with op.batch_alter_table("dossier_letters", schema=None) as batch_op:
        batch_op.create_index("ix_dossier_letters_dossier_id", ["dossier_id"], unique=False)
    op.add_column("campaigns", sa.Column("about", sa.String(length=60), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("campaigns", "about")
    with op.batch_alter_table("dossier_letters", schema=None) as batch_op:
        batch_op.drop_index("ix_dossier_letters_dossier_id")

    op.drop_table("dossier_letters")
    op.drop_table("analysis_agreements")
    op.drop_table("request_decisions")
    op.drop_table("dossier_inputs")
    op.drop_table("decision_promises")
    op.drop_table("analysis_versions")
    with op.batch_alter_table("silence_procedures", schema=None) as batch_op:
        batch_op.drop_index("ix_silence_procedures_dossier_id")

    op.drop_table("silence_procedures")
    op.drop_table("dossier_settlements")
    op.drop_table("dossier_readings")
    op.drop_table("dossier_questions")
    with op.batch_alter_table("dossier_figures", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_dossier_figures_without_year",
            sqlite_where=sa.text("year IS NULL"),
            postgresql_where=sa.text("year IS NULL"),
        )
        batch_op.drop_index("ix_dossier_figures_dossier_id")

    op.drop_table("dossier_figures")
    op.drop_index("uq_dossier_documents_on_file", "dossier_documents")
    op.drop_table("dossier_documents")
    with op.batch_alter_table("dossier_comments", schema=None) as batch_op:
        batch_op.drop_index("ix_dossier_comments_dossier_id")

    op.drop_table("dossier_comments")
    op.drop_table("dossier_assignments")
    op.drop_table("decision_clauses")
    op.drop_table("analysis_sections")
    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_dossiers_one_open",
            sqlite_where=sa.text(
                "state IN ('anticipated', 'announced', 'not submitted', 'lapsed', 'submitted', 'acknowledged', 'in completeness check', 'being clarified', 'revised', 'analysis being drafted', 'adopted by the group', 'issued', 'presented', 'deferred')"
            ),
            postgresql_where=sa.text(
                "state IN ('anticipated', 'announced', 'not submitted', 'lapsed', 'submitted', 'acknowledged', 'in completeness check', 'being clarified', 'revised', 'analysis being drafted', 'adopted by the group', 'issued', 'presented', 'deferred')"
            ),
        )
        batch_op.drop_index(
            "uq_dossiers_one_followed",
            sqlite_where=sa.text("state = 'followed up'"),
            postgresql_where=sa.text("state = 'followed up'"),
        )
        batch_op.drop_index("ix_dossiers_meeting")

    op.drop_table("dossiers")
