"""Papers and people of meetings: papers with their texts, delegations, sponsorship."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "sponsorship_contributions",
    "sponsored_delegates",
    "meeting_paper_texts",
    "meeting_paper_languages",
    "meeting_paper_items",
    "delegates",
    "attendances",
    "sponsorship_rounds",
    "registrations",
    "meeting_papers",
    "meeting_delegations",
)


def upgrade() -> None:
    op.create_table(
        "meeting_delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column(
            "organisation_kind",
            sa.Enum(
                "United Nations",
                "international organisation",
                "organisation named in the rules of procedure",
                "other organisation",
                name="organisationkind",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "invitation",
            sa.Enum(
                "not invited",
                "invited provisionally",
                "invited",
                "accepted",
                "declined",
                "approved by the meeting",
                name="invitation",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("notified_by", sa.String(length=200), nullable=False),
        sa.Column(
            "credentials",
            sa.Enum("none", "copy", "original", "found in order", name="credentials", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("credentials_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(credentials = 'none') = (credentials_on IS NULL)",
            name=op.f("ck_meeting_delegations_credentials_on_a_day"),
        ),
        sa.CheckConstraint(
            "credentials IN ('none', 'copy', 'original', 'found in order')",
            name=op.f("ck_meeting_delegations_credentials_known"),
        ),
        sa.CheckConstraint(
            "invitation IN ('not invited', 'invited provisionally', 'invited', 'accepted', 'declined', 'approved by the meeting')",
            name=op.f("ck_meeting_delegations_invitation_known"),
        ),
        sa.CheckConstraint(
            "organisation_kind IN ('United Nations', 'international organisation', 'organisation named in the rules of procedure', 'other organisation')",
            name=op.f("ck_meeting_delegations_organisation_kind_known"),
        ),
        sa.CheckConstraint(
            "(iso3 IS NULL) = (organisation IS NOT NULL)", name=op.f("ck_meeting_delegations_state_or_organisation")
        ),
        sa.CheckConstraint(
            "(organisation IS NULL) = (organisation_kind IS NULL)",
            name=op.f("ck_meeting_delegations_organisation_has_kind"),
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_meeting_delegations_iso3")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_delegations_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_delegations")),
        sa.UniqueConstraint("meeting_id", "iso3", name=op.f("uq_meeting_delegations_meeting_id_iso3")),
        sa.UniqueConstraint("meeting_id", "organisation", name=op.f("uq_meeting_delegations_meeting_id_organisation")),
    )
    op.create_table(
        "meeting_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("main", "WP", "L", "INF", "CRP", "MISC", "NGO", name="symbolkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "timing",
            sa.Enum("pre-session", "in-session", "final report", name="timing", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("secretariat", "State", "body", "organisation", name="origin", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("submitter", sa.String(length=200), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "forecast",
                "received",
                "in processing",
                "issued",
                "withdrawn",
                name="paperstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Integer(), nullable=True),
        sa.Column("late_because", sa.String(length=300), nullable=False),
        sa.Column("withdrawn_because", sa.String(length=300), nullable=False),
        sa.Column("public_link", sa.String(length=400), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(origin = 'State') = (iso3 IS NOT NULL)", name=op.f("ck_meeting_papers_state_named")),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_because <> '')", name=op.f("ck_meeting_papers_withdrawn_with_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('main', 'WP', 'L', 'INF', 'CRP', 'MISC', 'NGO')", name=op.f("ck_meeting_papers_kind_known")
        ),
        sa.CheckConstraint(
            "origin IN ('secretariat', 'State', 'body', 'organisation')", name=op.f("ck_meeting_papers_origin_known")
        ),
        sa.CheckConstraint(
            "state <> 'issued' OR issued_on IS NOT NULL", name=op.f("ck_meeting_papers_issued_on_a_day")
        ),
        sa.CheckConstraint(
            "state IN ('reserved', 'forecast', 'received', 'in processing', 'issued', 'withdrawn')",
            name=op.f("ck_meeting_papers_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('received', 'in processing', 'issued') OR received_on IS NOT NULL",
            name=op.f("ck_meeting_papers_received_on_a_day"),
        ),
        sa.CheckConstraint("submitter <> ''", name=op.f("ck_meeting_papers_has_submitter")),
        sa.CheckConstraint(
            "timing IN ('pre-session', 'in-session', 'final report')", name=op.f("ck_meeting_papers_timing_known")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_meeting_papers_has_title")),
        sa.CheckConstraint("issued_on >= received_on", name=op.f("ck_meeting_papers_issued_after_received")),
        sa.CheckConstraint("words > 0", name=op.f("ck_meeting_papers_words_counted")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_meeting_papers_iso3")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_papers_meeting_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["meeting_papers.id"], name=op.f("fk_meeting_papers_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_papers")),
        sa.UniqueConstraint("meeting_id", "slug", name=op.f("uq_meeting_papers_meeting_id_slug")),
        sa.UniqueConstraint("symbol", name=op.f("uq_meeting_papers_symbol")),
    )
    op.create_index("ix_meeting_papers_parent_id", "meeting_papers", ["parent_id"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("notify_by", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_registrations_has_source")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_registrations_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_registrations")),
    )
    op.create_table(
        "sponsorship_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("meetings", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("told_amount", sa.Integer(), nullable=True),
        sa.Column("told_delegates", sa.Integer(), nullable=True),
        sa.Column("told_states", sa.Integer(), nullable=True),
        sa.Column("told_donors", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("high", "medium", "low", name="confidence", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("last_year >= first_year", name=op.f("ck_sponsorship_rounds_years_in_order")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_sponsorship_rounds_currency_whole")),
        sa.CheckConstraint("meetings >= 1", name=op.f("ck_sponsorship_rounds_meetings_counted")),
        sa.CheckConstraint("told_states <= told_delegates", name=op.f("ck_sponsorship_rounds_states_within_delegates")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_sponsorship_rounds_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsorship_rounds")),
        sa.UniqueConstraint("convention", "title", name=op.f("uq_sponsorship_rounds_convention_title")),
    )
    op.create_table(
        "attendances",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["meeting_delegations.id"], name=op.f("fk_attendances_delegation_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_attendances_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "delegation_id", name=op.f("pk_attendances")),
    )
    op.create_index("ix_attendances_delegation_id", "attendances", ["delegation_id"], unique=False)
    op.create_table(
        "delegates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=300), nullable=False),
        sa.Column("head", sa.Boolean(), nullable=False),
        sa.Column(
            "gender", sa.Enum("woman", "man", "other", name="gender", native_enum=False, length=40), nullable=True
        ),
        sa.Column("survivor", sa.Boolean(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.CheckConstraint("gender IN ('woman', 'man', 'other')", name=op.f("ck_delegates_gender_known")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_delegates_has_name")),
        sa.CheckConstraint(
            "consent_on IS NOT NULL OR (gender IS NULL AND survivor IS NULL)",
            name=op.f("ck_delegates_only_with_consent"),
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_delegates_leaves_after_arriving")),
        sa.ForeignKeyConstraint(["delegation_id"], ["meeting_delegations.id"], name=op.f("fk_delegates_delegation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegates")),
        sa.UniqueConstraint("delegation_id", "name", name=op.f("uq_delegates_delegation_id_name")),
    )
    op.create_index(
        "ix_delegates_one_head",
        "delegates",
        ["delegation_id"],
        unique=True,
        sqlite_where=sa.text("head"),
        postgresql_where=sa.text("head"),
    )
    op.create_table(
        "meeting_paper_items",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_meeting_paper_items_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["meeting_papers.id"], name=op.f("fk_meeting_paper_items_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", "item_id", name=op.f("pk_meeting_paper_items")),
    )
    op.create_index("ix_meeting_paper_items_item_id", "meeting_paper_items", ["item_id"], unique=False)
    op.create_table(
        "meeting_paper_languages",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaited",
                "received",
                "in translation",
                "advance copy",
                "issued",
                name="languagestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "language IN ('AR', 'ZH', 'EN', 'FR', 'RU', 'ES')", name=op.f("ck_meeting_paper_languages_language_known")
        ),
        sa.CheckConstraint(
            "state IN ('awaited', 'received', 'in translation', 'advance copy', 'issued')",
            name=op.f("ck_meeting_paper_languages_state_known"),
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["meeting_papers.id"], name=op.f("fk_meeting_paper_languages_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", "language", name=op.f("pk_meeting_paper_languages")),
    )
    op.create_table(
        "meeting_paper_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "language IN ('AR', 'ZH', 'EN', 'FR', 'RU', 'ES')", name=op.f("ck_meeting_paper_texts_language_known")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_meeting_paper_texts_number_positive")),
        sa.ForeignKeyConstraint(["paper_id"], ["meeting_papers.id"], name=op.f("fk_meeting_paper_texts_paper_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_files.sha256"], name=op.f("fk_meeting_paper_texts_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_paper_texts")),
        sa.UniqueConstraint(
            "paper_id", "language", "number", name=op.f("uq_meeting_paper_texts_paper_id_language_number")
        ),
    )
    op.create_table(
        "sponsored_delegates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("travel", sa.Integer(), nullable=False),
        sa.Column("lodging", sa.Integer(), nullable=False),
        sa.Column("allowance", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_sponsored_delegates_has_name")),
        sa.CheckConstraint(
            "travel >= 0 AND lodging >= 0 AND allowance >= 0", name=op.f("ck_sponsored_delegates_costs_counted")
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_sponsored_delegates_iso3")),
        sa.ForeignKeyConstraint(["round_id"], ["sponsorship_rounds.id"], name=op.f("fk_sponsored_delegates_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsored_delegates")),
        sa.UniqueConstraint("round_id", "iso3", "name", name=op.f("uq_sponsored_delegates_round_id_iso3_name")),
    )
    op.create_table(
        "sponsorship_contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("donor", sa.String(length=160), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.CheckConstraint("donor <> ''", name=op.f("ck_sponsorship_contributions_has_donor")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_sponsorship_contributions_amount_positive")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["sponsorship_rounds.id"], name=op.f("fk_sponsorship_contributions_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsorship_contributions")),
    )
    op.create_index("ix_sponsorship_contributions_round_id", "sponsorship_contributions", ["round_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
