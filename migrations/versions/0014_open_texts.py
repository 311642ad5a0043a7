"""Who has a text open; and the log keeps what was done to persons in delegations and on panels, without their names."""

import sqlalchemy as sa
from alembic import op
import core.db
from core.audit.triggers import audit_triggers, drop_audit_triggers


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ABOUT_PERSONS = "act LIKE 'delegate:%' OR act LIKE 'speaker:%' OR act LIKE 'sponsorship:delegate%'"
WITHOUT_NAMES = {
    "sqlite": "json_remove(details, '$.person', '$.name', '$.in_their_place')",
    "postgresql": "(details::jsonb - 'person' - 'name' - 'in_their_place')::json",
}

REMEMBERED = ("delegates", "speakers", "sponsored_delegates")  # by their number, in the log: nobody else gets it


def upgrade() -> None:
    op.create_table(
        "open_texts",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text_id", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("opened_at", core.db.Instant(timezone=True), nullable=False),
        sa.Column("seen_at", core.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("seen_at >= opened_at", name=op.f("ck_open_texts_seen_since_opened")),
        sa.PrimaryKeyConstraint("kind", "text_id", "account_id", name=op.f("pk_open_texts")),
    )
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for table in REMEMBERED:
            give_numbers_once(table)
    for statement in drop_audit_triggers(dialect):
        op.execute(statement)
    op.execute(f"UPDATE audit_entries SET details = {WITHOUT_NAMES[dialect]} WHERE {ABOUT_PERSONS}")
    for statement in audit_triggers(dialect):
        op.execute(statement)


def give_numbers_once(table: str) -> None:
    """SQLite gives the number of the last row again once that is taken away, unless the table says otherwise.

    No other table points to these, so each is made anew, as section 7 of sqlite.org/lang_altertable.html has it.
    """
    connection = op.get_bind()
    parts = "SELECT sql FROM sqlite_schema WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL"
    (as_it_was,) = connection.exec_driver_sql(parts, ("table", table)).scalars().all()
    if "AUTOINCREMENT" in as_it_was:
        return
    indexes = connection.exec_driver_sql(parts, ("index", table)).scalars().all()
    _name, told = as_it_was.split("(", 1)
    told = told.replace("id INTEGER NOT NULL", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", 1)
    without_key = told.replace(f"CONSTRAINT pk_{table} PRIMARY KEY (id), ", "", 1)
    assert without_key != told
    connection.exec_driver_sql(f"CREATE TABLE {table}_anew ({without_key}")
    op.execute(f"INSERT INTO {table}_anew SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for index in indexes:
        op.execute(index)


def downgrade() -> None:
    op.drop_table("open_texts")
