"""The house: accounts, audit, registers, letters."""

import sqlalchemy as sa
from alembic import op
import core.db
from core.audit.triggers import audit_triggers, drop_audit_triggers


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("subject_name", sa.String(length=300), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_entries_subject", ["subject_kind", "subject_id", "id"], unique=False)

    op.create_table(
        "house_styles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("added_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("retired_at", core.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_styles")),
    )
    op.create_table(
        "job_runs",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("started_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.CheckConstraint("error = '' OR ended_at IS NOT NULL", name=op.f("ck_job_runs_error_has_end")),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_job_runs_ends_after_start")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_runs")),
    )
    op.create_table(
        "letter_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_templates")),
        sa.UniqueConstraint("convention", "slug", "form", name=op.f("uq_letter_templates_convention_slug_form")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("short", sa.String(length=20), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("host_state", sa.String(length=3), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("presidency_state", sa.String(length=3), nullable=False),
        sa.Column("president", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_meetings_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("convention", "short", name=op.f("uq_meetings_convention_short")),
    )
    op.create_table(
        "register_closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "initial_reports", "annual_reports", "article_9", name="closuresubject", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("year_covered", sa.Integer(), nullable=True),
        sa.Column("complete_as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(subject = 'annual_reports') = (year_covered IS NOT NULL)",
            name=op.f("ck_register_closures_year_for_annual_reports"),
        ),
        sa.CheckConstraint(
            "subject IN ('initial_reports', 'annual_reports', 'article_9')",
            name=op.f("ck_register_closures_subject_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_closures")),
        sa.UniqueConstraint(
            "convention", "subject", "year_covered", name=op.f("uq_register_closures_convention_subject_year_covered")
        ),
    )
    op.create_table(
        "shipped_files",
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("loaded_at", core.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("register", name=op.f("pk_shipped_files")),
    )
    op.create_table(
        "shipped_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipped_rows")),
        sa.UniqueConstraint("register", "key", name=op.f("uq_shipped_rows_register_key")),
    )
    op.create_table(
        "states",
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("iso2", sa.String(length=2), nullable=False),
        sa.Column("m49", sa.String(length=3), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("name_es", sa.String(length=120), nullable=False),
        sa.Column("list_en", sa.String(length=120), nullable=False),
        sa.Column("list_fr", sa.String(length=120), nullable=False),
        sa.Column("list_es", sa.String(length=120), nullable=False),
        sa.Column("official_en", sa.String(length=160), nullable=False),
        sa.Column("official_fr", sa.String(length=160), nullable=False),
        sa.Column("official_es", sa.String(length=160), nullable=False),
        sa.Column("article_en", sa.String(length=5), nullable=False),
        sa.Column("article_fr", sa.String(length=5), nullable=False),
        sa.Column("article_es", sa.String(length=5), nullable=False),
        sa.Column("in_fr", sa.String(length=10), nullable=False),
        sa.Column("official_article_fr", sa.String(length=5), nullable=False),
        sa.Column("official_article_es", sa.String(length=5), nullable=False),
        sa.Column("un_status", sa.String(length=20), nullable=False),
        sa.Column("un_regional_group", sa.String(length=30), nullable=False),
        sa.Column("m49_region", sa.String(length=40), nullable=False),
        sa.Column("m49_subregion", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("language_basis", sa.String(length=200), nullable=False),
        sa.Column(
            "language_confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('EN', 'FR', 'ES')", name=op.f("ck_states_language_known")),
        sa.CheckConstraint("length(iso3) = 3", name=op.f("ck_states_iso3_whole")),
        sa.PrimaryKeyConstraint("iso3", name=op.f("pk_states")),
        sa.UniqueConstraint("slug", name=op.f("uq_states_slug")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("created_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("deactivated_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("last_signed_in_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_primary_method", sa.String(length=40), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("tf_phone_number", sa.String(length=40), nullable=True),
        sa.Column("tf_last_counter", sa.BigInteger(), nullable=True),
        sa.Column("mf_recovery_codes", sa.UnicodeText(), nullable=True),
        sa.CheckConstraint("email = lower(email) AND email <> ''", name=op.f("ck_users_email_in_small_letters")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_users_name_given")),
        sa.CheckConstraint(
            "(tf_primary_method IS NULL) = (tf_totp_secret IS NULL)", name=op.f("ck_users_second_factor_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_users_fs_uniquifier")),
    )
    op.create_table(
        "article7_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column(
            "kind", sa.Enum("initial", "annual", name="reportkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("year_covered", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "received_precision",
            sa.Enum("day", "month", "year", "not-later-than", name="precision", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "form_kind", sa.Enum("full", "guide", "short", name="formkind", native_enum=False, length=40), nullable=True
        ),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("public_link", sa.String(length=400), nullable=False),
        sa.Column("forwarded_by", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'annual') OR (year_covered IS NULL)", name=op.f("ck_article7_reports_initial_covers_no_year")
        ),
        sa.CheckConstraint("kind IN ('initial', 'annual')", name=op.f("ck_article7_reports_kind_known")),
        sa.CheckConstraint(
            "received_precision IN ('day', 'month', 'year', 'not-later-than')",
            name=op.f("ck_article7_reports_received_precision_known"),
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_article7_reports_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article7_reports")),
        sa.UniqueConstraint(
            "convention", "iso3", "kind", "received_on", "year_covered", name="uq_article7_reports_once"
        ),
    )
    with op.batch_alter_table("article7_reports", schema=None) as batch_op:
        batch_op.create_index("ix_article7_reports_state", ["convention", "iso3"], unique=False)

    op.create_table(
        "deadline_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("article", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("extended_to", sa.Date(), nullable=False),
        sa.Column("granted_at", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_deadline_extensions_number_positive")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_deadline_extensions_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extensions")),
        sa.UniqueConstraint(
            "convention",
            "iso3",
            "article",
            "number",
            name=op.f("uq_deadline_extensions_convention_iso3_article_number"),
        ),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "isu-officer",
                "president",
                "chair",
                "member",
                "analyst",
                "observer",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("convention", sa.String(length=10), nullable=True),
        sa.Column("body", sa.String(length=80), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_at", core.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role <> 'administrator' OR convention IS NULL", name=op.f("ck_grants_administrator_of_the_whole_house")
        ),
        sa.CheckConstraint(
            "role IN ('administrator', 'isu-officer', 'president', 'chair', 'member', 'analyst', 'observer')",
            name=op.f("ck_grants_role_known"),
        ),
        sa.CheckConstraint("body IS NULL OR convention IS NOT NULL", name=op.f("ck_grants_body_within_a_convention")),
        sa.CheckConstraint(
            "convention IS NULL OR convention = upper(convention)", name=op.f("ck_grants_convention_by_code")
        ),
        sa.CheckConstraint(
            "ends_before IS NULL OR ends_before > starts_on", name=op.f("ck_grants_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(["granted_by"], ["users.id"], name=op.f("fk_grants_granted_by")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_grants_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index("ix_grants_user_id", ["user_id"], unique=False)

    op.create_table(
        "information_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("article", sa.String(length=10), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(length=60), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_information_events_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_events")),
    )
    with op.batch_alter_table("information_events", schema=None) as batch_op:
        batch_op.create_index("ix_information_events_state", ["convention", "iso3"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("signature_on", sa.Date(), nullable=True),
        sa.Column("instrument", sa.String(length=20), nullable=False),
        sa.Column("deposited_on", sa.Date(), nullable=True),
        sa.Column("deposit_year", sa.Integer(), nullable=True),
        sa.Column("entry_into_force_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_notified_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_effective_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "entry_into_force_on >= deposited_on OR instrument = 'succession'",
            name=op.f("ck_memberships_force_after_deposit"),
        ),
        sa.CheckConstraint(
            "(withdrawal_notified_on IS NULL) = (withdrawal_effective_on IS NULL)",
            name=op.f("ck_memberships_withdrawal_complete"),
        ),
        sa.CheckConstraint("deposited_on >= signature_on", name=op.f("ck_memberships_deposit_after_signature")),
        sa.CheckConstraint(
            "entry_into_force_on IS NULL OR deposited_on IS NOT NULL", name=op.f("ck_memberships_force_needs_deposit")
        ),
        sa.CheckConstraint(
            "withdrawal_effective_on > withdrawal_notified_on", name=op.f("ck_memberships_effect_after_notice")
        ),
        sa.CheckConstraint(
            "withdrawal_notified_on IS NULL OR entry_into_force_on IS NOT NULL",
            name=op.f("ck_memberships_withdrawal_needs_party"),
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_memberships_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("convention", "iso3", "deposited_on", name="uq_memberships_bond"),
    )
    op.create_table(
        "missions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column(
            "office",
            sa.Enum("geneva", "new_york", "embassy", "capital", name="office", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("post_name", sa.String(length=250), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("address_lines", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_name", sa.String(length=160), nullable=False),
        sa.Column("person_function", sa.String(length=160), nullable=False),
        sa.Column("head_kind", sa.String(length=20), nullable=False),
        sa.Column("honorific", sa.String(length=40), nullable=False),
        sa.Column("gender", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("last_success_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("gender IN ('', 'female', 'male')", name=op.f("ck_missions_gender_known")),
        sa.CheckConstraint("head_kind IN ('', 'ambassador', 'charge')", name=op.f("ck_missions_head_kind_known")),
        sa.CheckConstraint("language IN ('EN', 'FR', 'ES')", name=op.f("ck_missions_language_known")),
        sa.CheckConstraint(
            "office IN ('geneva', 'new_york', 'embassy', 'capital')", name=op.f("ck_missions_office_known")
        ),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_missions_ends_after_start")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_missions_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missions")),
        sa.UniqueConstraint("iso3", "office", "starts_on", name="uq_missions_start"),
    )
    op.create_table(
        "obligations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("article", sa.String(length=10), nullable=False),
        sa.Column("initial_deadline", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("undecided_requests_at", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_obligations_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
        sa.UniqueConstraint("convention", "iso3", "article", name=op.f("uq_obligations_convention_iso3_article")),
    )
    op.create_table(
        "past_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("article", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("request_no", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("previous_deadline", sa.Date(), nullable=True),
        sa.Column("requested_until", sa.Date(), nullable=True),
        sa.Column("considered_at", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(decision = 'granted') = (granted_until IS NOT NULL)", name=op.f("ck_past_requests_granted_has_day")
        ),
        sa.CheckConstraint(
            "decision IN ('granted', 'unknown', 'deferred')", name=op.f("ck_past_requests_decision_known")
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_past_requests_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_requests")),
        sa.UniqueConstraint(
            "convention",
            "article",
            "iso3",
            "request_no",
            name=op.f("uq_past_requests_convention_article_iso3_request_no"),
        ),
    )
    op.create_table(
        "retained_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("as_of_year", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_retained_items_quantity_not_negative")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_retained_items_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retained_items")),
        sa.UniqueConstraint(
            "convention", "iso3", "as_of_year", name=op.f("uq_retained_items_convention_iso3_as_of_year")
        ),
    )
    op.create_table(
        "single_use_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("first-administrator", "new-account", "new-password", name="purpose", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "isu-officer",
                "president",
                "chair",
                "member",
                "analyst",
                "observer",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("convention", sa.String(length=10), nullable=True),
        sa.Column("body", sa.String(length=80), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("created_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("used_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("revoked_at", core.db.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(purpose = 'first-administrator') = (email IS NULL)", name=op.f("ck_single_use_links_addressed")
        ),
        sa.CheckConstraint(
            "(purpose = 'new-password') = (role IS NULL)", name=op.f("ck_single_use_links_role_for_a_new_account")
        ),
        sa.CheckConstraint(
            "(purpose = 'new-password') = (user_id IS NOT NULL)",
            name=op.f("ck_single_use_links_password_of_an_account"),
        ),
        sa.CheckConstraint(
            "purpose IN ('first-administrator', 'new-account', 'new-password')",
            name=op.f("ck_single_use_links_purpose_known"),
        ),
        sa.CheckConstraint(
            "role IN ('administrator', 'isu-officer', 'president', 'chair', 'member', 'analyst', 'observer')",
            name=op.f("ck_single_use_links_role_known"),
        ),
        sa.CheckConstraint("(role IS NULL) = (starts_on IS NULL)", name=op.f("ck_single_use_links_role_from_a_day")),
        sa.CheckConstraint(
            "ends_before IS NULL OR ends_before > starts_on", name=op.f("ck_single_use_links_ends_after_it_starts")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_single_use_links_expires_after_it_was_made")),
        sa.CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name=op.f("ck_single_use_links_used_or_revoked")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_single_use_links_created_by")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_single_use_links_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_use_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_single_use_links_token_hash")),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_before > starts_on", name=op.f("ck_statements_ends_after_start")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_statements_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint(
            "convention",
            "iso3",
            "subject",
            "status",
            "starts_on",
            name=op.f("uq_statements_convention_iso3_subject_status_starts_on"),
        ),
    )
    op.create_table(
        "template_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("shipped_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_template_versions_number_positive")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["letter_templates.id"], name=op.f("fk_template_versions_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_versions")),
        sa.UniqueConstraint("template_id", "number", name=op.f("uq_template_versions_template_id_number")),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "state", sa.Enum("draft", "cancelled", name="campaignstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column("template_version_id", sa.Integer(), nullable=False),
        sa.Column("house_style_id", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("audience", sa.String(length=500), nullable=False),
        sa.Column("signatory_name", sa.String(length=200), nullable=False),
        sa.Column("drafted_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("cancelled_at", core.db.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f("ck_campaigns_cancelled_has_instant")
        ),
        sa.CheckConstraint("state IN ('draft', 'cancelled')", name=op.f("ck_campaigns_state_known")),
        sa.ForeignKeyConstraint(["house_style_id"], ["house_styles.id"], name=op.f("fk_campaigns_house_style_id")),
        sa.ForeignKeyConstraint(
            ["template_version_id"], ["template_versions.id"], name=op.f("fk_campaigns_template_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.create_index("ix_campaigns_convention", ["convention", "id"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("addressee", sa.String(length=600), nullable=False),
        sa.Column("variant", sa.String(length=1000), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('EN', 'FR', 'ES')", name=op.f("ck_letters_language_known")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_letters_sha256_whole")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_letters_campaign_id")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_letters_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("campaign_id", "iso3", name="uq_letters_campaign_id_iso3"),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index("ix_letters_iso3", ["iso3"], unique=False)

    op.create_index(
        "uq_single_use_links_open",
        "single_use_links",
        ["purpose", sa.text("coalesce(email, '')")],
        unique=True,
        sqlite_where=sa.text("used_at IS NULL AND revoked_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND revoked_at IS NULL"),
    )
    for statement in audit_triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in drop_audit_triggers(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_index("uq_single_use_links_open", "single_use_links")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index("ix_letters_iso3")

    op.drop_table("letters")
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index("ix_campaigns_convention")

    op.drop_table("campaigns")
    op.drop_table("template_versions")
    op.drop_table("statements")
    op.drop_table("single_use_links")
    op.drop_table("retained_items")
    op.drop_table("past_requests")
    op.drop_table("obligations")
    op.drop_table("missions")
    op.drop_table("memberships")
    with op.batch_alter_table("information_events", schema=None) as batch_op:
        batch_op.drop_index("ix_information_events_state")

    op.drop_table("information_events")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index("ix_grants_user_id")

    op.drop_table("grants")
    op.drop_table("deadline_extensions")
    with op.batch_alter_table("article7_reports", schema=None) as batch_op:
        batch_op.drop_index("ix_article7_reports_state")

    op.drop_table("article7_reports")
    op.drop_table("users")
    op.drop_table("states")
    op.drop_table("shipped_rows")
    op.drop_table("shipped_files")
    op.drop_table("register_closures")
    op.drop_table("meetings")
    op.drop_table("letter_templates")
    op.drop_table("job_runs")
    op.drop_table("house_styles")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")
        batch_op.drop_index("ix_audit_entries_at")

    op.drop_table("audit_entries")
