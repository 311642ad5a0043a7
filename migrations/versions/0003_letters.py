"""Letters: campaigns from the audience to the last reply; the outbox and its attempts; files kept."""

import sqlalchemy as sa
from alembic import op
import core.db


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailbox_marks",
        sa.Column("mailbox", sa.String(length=120), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("read_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_mailbox_marks")),
    )
    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=True),
        sa.Column(
            "state",
            sa.Enum("held", "open", "paused", "stopped", name="mailingstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("pause_reason", sa.String(length=300), nullable=False),
        sa.Column("not_before", core.db.Instant(timezone=True), nullable=False),
        sa.Column("not_after", core.db.Instant(timezone=True), nullable=True),
        sa.Column("failures_in_row", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("released_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(state = 'held') = (released_at IS NULL) OR state = 'stopped'",
            name=op.f("ck_mailings_released_has_instant"),
        ),
        sa.CheckConstraint("(state = 'paused') = (pause_reason <> '')", name=op.f("ck_mailings_pause_has_reason")),
        sa.CheckConstraint("state IN ('held', 'open', 'paused', 'stopped')", name=op.f("ck_mailings_state_known")),
        sa.CheckConstraint("failures_in_row >= 0", name=op.f("ck_mailings_failures_counted")),
        sa.CheckConstraint("not_after > not_before", name=op.f("ck_mailings_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    op.create_table(
        "reference_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("next_number >= 1", name=op.f("ck_reference_series_number_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_series")),
        sa.UniqueConstraint("prefix", "year", name=op.f("uq_reference_series_prefix_year")),
    )
    op.create_table(
        "saved_audiences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("condition", sa.String(length=500), nullable=False),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("besides", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("saved_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=200), nullable=False),
        sa.Column("retired_at", core.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_audiences")),
        sa.UniqueConstraint("convention", "name", name=op.f("uq_saved_audiences_convention_name")),
    )
    op.create_table(
        "sending_lanes",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lease_token", sa.String(length=40), nullable=True),
        sa.Column("lease_until", core.db.Instant(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "(lease_token IS NULL) = (lease_until IS NULL)", name=op.f("ck_sending_lanes_lease_has_end")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sending_lanes")),
    )
    op.create_table(
        "stored_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", core.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_stored_files_sha256_whole")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_files")),
    )
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("recipient", sa.String(length=300), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "due",
                "claimed",
                "handing over",
                "accepted",
                "refused",
                "unknown",
                "withdrawn",
                "stopped",
                "expired",
                name="messagestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.String(length=40), nullable=True),
        sa.Column("lease_until", core.db.Instant(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.Column("began_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("accepted_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("settled_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.Column("delivered_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("bounced_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("bounce_reason", sa.String(length=500), nullable=False),
        sa.Column("replied_at", core.db.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_at IS NOT NULL)", name=op.f("ck_outbox_messages_accepted_has_instant")
        ),
        sa.CheckConstraint(
            "(state IN ('claimed', 'handing over')) = (lease_token IS NOT NULL)",
            name=op.f("ck_outbox_messages_in_hand_has_lease"),
        ),
        sa.CheckConstraint(
            "bounced_at IS NULL OR state = 'accepted'", name=op.f("ck_outbox_messages_bounced_was_accepted")
        ),
        sa.CheckConstraint(
            "state <> 'handing over' OR began_at IS NOT NULL", name=op.f("ck_outbox_messages_handing_over_has_began")
        ),
        sa.CheckConstraint(
            "state IN ('due', 'claimed', 'handing over', 'accepted', 'refused', 'unknown', 'withdrawn', 'stopped', 'expired')",
            name=op.f("ck_outbox_messages_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('withdrawn', 'stopped', 'expired', 'refused') OR reason <> ''",
            name=op.f("ck_outbox_messages_end_has_reason"),
        ),
        sa.CheckConstraint(
            "(lease_token IS NULL) = (lease_until IS NULL)", name=op.f("ck_outbox_messages_lease_has_end")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_messages_attempts_counted")),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_outbox_messages_sequence_positive")),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailings.id"], name=op.f("fk_outbox_messages_mailing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("kind", "subject_id", "address", "sequence", name="uq_outbox_messages_once"),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_messages_message_id")),
    )
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_messages_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_outbox_messages_mailing_id", ["mailing_id", "state", "due_at"], unique=False)
        batch_op.create_index("ix_outbox_messages_accepted", ["mailing_id", "accepted_at"], unique=False)
        batch_op.create_index("ix_outbox_messages_address", [sa.text("lower(address)")], unique=False)

    op.create_table(
        "delivery_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.Column("began_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_delivery_attempts_number_positive")),
        sa.ForeignKeyConstraint(["message_id"], ["outbox_messages.id"], name=op.f("fk_delivery_attempts_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempts")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_delivery_attempts_message_id_number")),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("approved_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("office", sa.String(length=300), nullable=False),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(manifest_sha256) = 64", name=op.f("ck_approvals_sha256_whole")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_approvals_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_approvals_campaign_id_number")),
    )
    op.create_table(
        "audience_states",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("by_name", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_audience_states_campaign_id")),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_audience_states_iso3")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_states")),
        sa.UniqueConstraint("campaign_id", "iso3", name=op.f("uq_audience_states_campaign_id_iso3")),
    )
    op.create_table(
        "circulations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("closes_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("ended_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("accepted in silence", "withdrawn", name="circulationend", native_enum=False, length=40),
            nullable=True,
        ),
        sa.CheckConstraint(
            "outcome IN ('accepted in silence', 'withdrawn')", name=op.f("ck_circulations_outcome_known")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ck_circulations_end_has_outcome")),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_circulations_closes_after_opening")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_circulations_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulations")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_circulations_campaign_id_number")),
    )
    with op.batch_alter_table("circulations", schema=None) as batch_op:
        batch_op.create_index(
            "uq_circulations_open",
            ["campaign_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "reminder_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("condition", sa.String(length=500), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.Column("dropped_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_reminder_steps_number_positive")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_reminder_steps_campaign_id")),
        sa.ForeignKeyConstraint(["reminder_id"], ["campaigns.id"], name=op.f("fk_reminder_steps_reminder_id")),
        sa.ForeignKeyConstraint(["template_id"], ["letter_templates.id"], name=op.f("fk_reminder_steps_template_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_steps")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_reminder_steps_campaign_id_number")),
        sa.UniqueConstraint("reminder_id", name=op.f("uq_reminder_steps_reminder_id")),
    )
    op.create_table(
        "circulation_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.Enum("comment", "objection", name="remarkkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settlement = '')", name=op.f("ck_circulation_remarks_settled_has_words")
        ),
        sa.CheckConstraint("kind IN ('comment', 'objection')", name=op.f("ck_circulation_remarks_kind_known")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_circulation_remarks_says_something")),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulations.id"], name=op.f("fk_circulation_remarks_circulation_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_circulation_remarks_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation_remarks")),
    )
    with op.batch_alter_table("circulation_remarks", schema=None) as batch_op:
        batch_op.create_index("ix_circulation_remarks_circulation_id", ["circulation_id"], unique=False)

    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=120), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("header_id", sa.String(length=250), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("sender_address", sa.String(length=254), nullable=False),
        sa.Column("sender_name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("received_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reply",
                "bounce",
                "delivery report",
                "automatic reply",
                "other",
                "unreadable",
                name="incomingkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "confidence",
            sa.Enum("certain", "likely", "possible", "none", name="matchconfidence", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("matched_by", sa.String(length=1000), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("iso3", sa.String(length=3), nullable=True),
        sa.Column(
            "handling",
            sa.Enum(
                "matched", "to settle", "settled by hand", "set aside", name="handling", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("settled_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "confidence IN ('certain', 'likely', 'possible', 'none')", name=op.f("ck_incoming_mail_confidence_known")
        ),
        sa.CheckConstraint(
            "handling IN ('matched', 'to settle', 'settled by hand', 'set aside')",
            name=op.f("ck_incoming_mail_handling_known"),
        ),
        sa.CheckConstraint(
            "handling NOT IN ('settled by hand', 'set aside') OR settled_at IS NOT NULL",
            name=op.f("ck_incoming_mail_settled_has_instant"),
        ),
        sa.CheckConstraint(
            "kind IN ('reply', 'bounce', 'delivery report', 'automatic reply', 'other', 'unreadable')",
            name=op.f("ck_incoming_mail_kind_known"),
        ),
        sa.ForeignKeyConstraint(["iso3"], ["states.iso3"], name=op.f("fk_incoming_mail_iso3")),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_incoming_mail_letter_id")),
        sa.ForeignKeyConstraint(["message_id"], ["outbox_messages.id"], name=op.f("fk_incoming_mail_message_id")),
        sa.ForeignKeyConstraint(["raw_sha256"], ["stored_files.sha256"], name=op.f("fk_incoming_mail_raw_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sa.UniqueConstraint("mailbox", "uid_validity", "uid", name="uq_incoming_mail_once"),
    )
    with op.batch_alter_table("incoming_mail", schema=None) as batch_op:
        batch_op.create_index("ix_incoming_mail_handling", ["handling", "received_at"], unique=False)
        batch_op.create_index("ix_incoming_mail_header_id", ["header_id"], unique=False)
        batch_op.create_index("ix_incoming_mail_letter_id", ["letter_id"], unique=False)

    op.create_table(
        "letter_references",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=40), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("allocated_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("voided_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason = '')", name=op.f("ck_letter_references_void_has_reason")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_letter_references_letter_id")),
        sa.ForeignKeyConstraint(["series_id"], ["reference_series.id"], name=op.f("fk_letter_references_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_references")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_letter_references_series_id_number")),
        sa.UniqueConstraint("text", name=op.f("uq_letter_references_text")),
    )
    with op.batch_alter_table("letter_references", schema=None) as batch_op:
        batch_op.create_index("ix_letter_references_letter_id", ["letter_id"], unique=False)

    op.create_table(
        "approved_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("reference_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("cover_sha256", sa.String(length=64), nullable=False),
        sa.Column("voided_at", core.db.Instant(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason = '')", name=op.f("ck_approved_letters_void_has_reason")
        ),
        sa.ForeignKeyConstraint(["approval_id"], ["approvals.id"], name=op.f("fk_approved_letters_approval_id")),
        sa.ForeignKeyConstraint(
            ["cover_sha256"], ["stored_files.sha256"], name=op.f("fk_approved_letters_cover_sha256")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_approved_letters_letter_id")),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["letter_references.id"], name=op.f("fk_approved_letters_reference_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_files.sha256"], name=op.f("fk_approved_letters_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_letters")),
        sa.UniqueConstraint("approval_id", "letter_id", name=op.f("uq_approved_letters_approval_id_letter_id")),
    )
    with op.batch_alter_table("approved_letters", schema=None) as batch_op:
        batch_op.create_index("ix_approved_letters_letter_id", ["letter_id"], unique=False)

    op.create_table(
        "incoming_attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("said_type", sa.String(length=120), nullable=False),
        sa.Column("found_type", sa.String(length=120), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("refused", sa.String(length=300), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["incoming_mail.id"], name=op.f("fk_incoming_attachments_mail_id")),
        sa.ForeignKeyConstraint(["report_id"], ["article7_reports.id"], name=op.f("fk_incoming_attachments_report_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_files.sha256"], name=op.f("fk_incoming_attachments_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_attachments")),
        sa.UniqueConstraint("mail_id", "number", name=op.f("uq_incoming_attachments_mail_id_number")),
    )
    op.create_table(
        "dispatches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("approved_letter_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Enum("e-mail", "post", name="channel", native_enum=False, length=40), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=600), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_by", sa.String(length=200), nullable=False),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.Column("doubt", sa.String(length=500), nullable=False),
        sa.CheckConstraint("channel IN ('e-mail', 'post')", name=op.f("ck_dispatches_channel_known")),
        sa.CheckConstraint("message_id IS NULL OR channel = 'e-mail'", name=op.f("ck_dispatches_message_by_email")),
        sa.CheckConstraint("posted_on IS NULL OR channel = 'post'", name=op.f("ck_dispatches_posted_by_post")),
        sa.CheckConstraint("role IN ('to', 'copy')", name=op.f("ck_dispatches_role_known")),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_dispatches_sequence_positive")),
        sa.ForeignKeyConstraint(
            ["approved_letter_id"], ["approved_letters.id"], name=op.f("fk_dispatches_approved_letter_id")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_dispatches_campaign_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_dispatches_letter_id")),
        sa.ForeignKeyConstraint(["message_id"], ["outbox_messages.id"], name=op.f("fk_dispatches_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatches")),
        sa.UniqueConstraint("letter_id", "channel", "address", "sequence", name="uq_dispatches_once"),
        sa.UniqueConstraint("message_id", name=op.f("uq_dispatches_message_id")),
    )
    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.create_index("ix_dispatches_approved_letter_id", ["approved_letter_id"], unique=False)
        batch_op.create_index("ix_dispatches_campaign_id", ["campaign_id"], unique=False)

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("also", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("besides", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column(
                "signatory",
                sa.Enum("chair", "president", "unit", name="signatory", native_enum=False, length=40),
                nullable=False,
                server_default="unit",
            )
        )
        batch_op.add_column(sa.Column("body", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("copy_to_capital", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("send_condition", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("send_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("send_at", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("not_after", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("mailing_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("checked_entry", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("checked_of_late", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("checked_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("drafted_by_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_campaigns_parent_id", ["parent_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_campaigns_mailing_id"), ["mailing_id"])
        batch_op.create_foreign_key(batch_op.f("fk_campaigns_parent_id"), "campaigns", ["parent_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_campaigns_mailing_id"), "mailings", ["mailing_id"], ["id"])
        batch_op.drop_constraint(batch_op.f("ck_campaigns_state_known"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_campaigns_state_known"),
            "state IN ('draft', 'circulated', 'approved', 'released', 'cancelled')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_campaigns_signatory_known"), "signatory IN ('chair', 'president', 'unit')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_campaigns_chair_has_body"), "(signatory = 'chair') = (body <> '')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_campaigns_released_has_mailing"), "state <> 'released' OR mailing_id IS NOT NULL"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_campaigns_send_day_has_time"), "(send_on IS NULL) = (send_at IS NULL)"
        )
        batch_op.create_check_constraint(batch_op.f("ck_campaigns_ends_after_start"), "not_after >= send_on")
        for name in (
            "kind",
            "also",
            "besides",
            "signatory",
            "body",
            "copy_to_capital",
            "send_condition",
            "checked_entry",
            "checked_of_late",
        ):
            batch_op.alter_column(name, server_default=None)

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum("draft", "approved", "void", "withdrawn", name="letterstate", native_enum=False, length=40),
                nullable=False,
                server_default="draft",
            )
        )
        batch_op.add_column(sa.Column("reason", sa.String(length=1000), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reference", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_letters_corrects_id"), "letters", ["corrects_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_letters_state_known"), "state IN ('draft', 'approved', 'void', 'withdrawn')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_letters_end_has_reason"), "state NOT IN ('void', 'withdrawn') OR reason <> ''"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_letters_approved_has_reference"), "state <> 'approved' OR reference <> ''"
        )
        for name in ("state", "reason", "reference"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        for name in ("state_known", "end_has_reason", "approved_has_reference"):
            batch_op.drop_constraint(batch_op.f(f"ck_letters_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_letters_corrects_id"), type_="foreignkey")
        batch_op.drop_column("corrects_id")
        batch_op.drop_column("reference")
        batch_op.drop_column("reason")
        batch_op.drop_column("state")

    op.execute("UPDATE campaigns SET state = 'draft' WHERE state IN ('circulated', 'approved', 'released')")
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        for name in (
            "signatory_known",
            "chair_has_body",
            "released_has_mailing",
            "send_day_has_time",
            "ends_after_start",
        ):
            batch_op.drop_constraint(batch_op.f(f"ck_campaigns_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_campaigns_state_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_campaigns_state_known"), "state IN ('draft', 'cancelled')")
        batch_op.drop_constraint(batch_op.f("fk_campaigns_mailing_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_campaigns_parent_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_campaigns_mailing_id"), type_="unique")
        batch_op.drop_index("ix_campaigns_parent_id")
        batch_op.drop_column("drafted_by_id")
        batch_op.drop_column("checked_on")
        batch_op.drop_column("checked_of_late")
        batch_op.drop_column("checked_entry")
        batch_op.drop_column("mailing_id")
        batch_op.drop_column("not_after")
        batch_op.drop_column("send_at")
        batch_op.drop_column("send_on")
        batch_op.drop_column("send_condition")
        batch_op.drop_column("parent_id")
        batch_op.drop_column("copy_to_capital")
        batch_op.drop_column("body")
        batch_op.drop_column("signatory")
        batch_op.drop_column("besides")
        batch_op.drop_column("also")
        batch_op.drop_column("kind")

    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.drop_index("ix_dispatches_campaign_id")
        batch_op.drop_index("ix_dispatches_approved_letter_id")

    op.drop_table("dispatches")
    op.drop_table("incoming_attachments")
    with op.batch_alter_table("approved_letters", schema=None) as batch_op:
        batch_op.drop_index("ix_approved_letters_letter_id")

    op.drop_table("approved_letters")
    with op.batch_alter_table("letter_references", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_references_letter_id")

    op.drop_table("letter_references")
    with op.batch_alter_table("incoming_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_incoming_mail_letter_id")
        batch_op.drop_index("ix_incoming_mail_header_id")
        batch_op.drop_index("ix_incoming_mail_handling")

    op.drop_table("incoming_mail")
    with op.batch_alter_table("circulation_remarks", schema=None) as batch_op:
        batch_op.drop_index("ix_circulation_remarks_circulation_id")

    op.drop_table("circulation_remarks")
    op.drop_table("reminder_steps")
    with op.batch_alter_table("circulations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_circulations_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("circulations")
    op.drop_table("audience_states")
    op.drop_table("approvals")
    op.drop_table("delivery_attempts")
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_messages_accepted")
        batch_op.drop_index("ix_outbox_messages_address")
        batch_op.drop_index("ix_outbox_messages_mailing_id")
        batch_op.drop_index("ix_outbox_messages_due")

    op.drop_table("outbox_messages")
    op.drop_table("stored_files")
    op.drop_table("sending_lanes")
    op.drop_table("saved_audiences")
    op.drop_table("reference_series")
    op.drop_table("mailings")
    op.drop_table("mailbox_marks")
