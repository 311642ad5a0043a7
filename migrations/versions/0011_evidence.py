"""That a message came back is kept also while it is being handed over; mail that is the same is found by an index."""

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = ("ck_outbox_messages_bounced_was_accepted", "bounced_at IS NULL OR state = 'accepted'")
NOW = ("ck_outbox_messages_bounced_had_begun", "bounced_at IS NULL OR began_at IS NOT NULL OR state = 'accepted'")


def upgrade() -> None:
    replace(BEFORE, NOW)
    op.create_index("ix_incoming_mail_raw_sha256", "incoming_mail", ["raw_sha256"])


def downgrade() -> None:
    op.drop_index("ix_incoming_mail_raw_sha256", "incoming_mail")
    op.execute("UPDATE outbox_messages SET bounced_at = NULL WHERE state <> 'accepted'")
    replace(NOW, BEFORE)


def replace(old: tuple[str, str], new: tuple[str, str]) -> None:
    """SQLite cannot change a CHECK, and a table that others point to cannot be made anew while they do.

    So its text is changed, as section 7 of sqlite.org/lang_altertable.html has it.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(old[0]), "outbox_messages", type_="check")
        op.create_check_constraint(op.f(new[0]), "outbox_messages", new[1])
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(replace(sql, :old_name, :new_name), :old_check, :new_check)"
            " WHERE type = 'table' AND name = 'outbox_messages'"
        ),
        {"old_name": old[0], "new_name": new[0], "old_check": f"({old[1]})", "new_check": f"({new[1]})"},
    )
    assert changed.rowcount == 1
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
