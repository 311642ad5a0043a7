"""The migrations build exactly the schema of the models, from nothing, and can be taken back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from core.db import db

A_MAILING = """
    INSERT INTO mailings (id, kind, title, state, pause_reason, not_before, failures_in_row, made_at, made_by,
        released_at, released_by)
    VALUES (1, 'letter', 'Letters', 'open', '', '2026-11-20 09:00:00', 0, '2026-11-20 09:00:00', 'Ana Lima',
        '2026-11-20 09:00:00', 'Ana Lima')"""
A_MESSAGE = """
    INSERT INTO outbox_messages (id, mailing_id, kind, subject_id, address, recipient, sequence, message_id, state,
        due_at, attempts, worker, began_at, answer, reason, settled_by, bounce_reason)
    VALUES (1, 1, 'letter', '1', 'mission@chad.example', '', 1, '<c1@isu.example>', 'unknown', '2026-11-20 09:00:00',
        1, 'w', '2026-11-20 09:00:00', '', '', '', '')"""
AN_ATTEMPT = """
    INSERT INTO delivery_attempts (message_id, number, worker, ended_at, outcome, answer)
    VALUES (1, 1, 'w', '2026-11-20 09:00:00', 'unknown', '')"""


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_the_migrations_build_what_the_models_describe(bare_office: Flask) -> None:
    upgrade()
    assert tables() == set(db.metadata.tables)
    assert differences() == []


def test_the_migrations_can_be_taken_back_and_repeated(bare_office: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert differences() == []


def test_what_came_back_stays_known_when_its_rule_is_widened(bare_office: Flask) -> None:
    """A table with rows that others point to."""
    upgrade(revision="0010")
    with db.engine.begin() as connection:
        connection.exec_driver_sql(A_MAILING)
        connection.exec_driver_sql(A_MESSAGE)
        connection.exec_driver_sql(AN_ATTEMPT)
    came_back = "UPDATE outbox_messages SET bounced_at = '2026-11-20 09:00:00', state = 'unknown'"
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql(came_back)
    upgrade()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(came_back)
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox_messages SET began_at = NULL")
    downgrade(revision="0010")
    with db.engine.begin() as connection:
        found = connection.exec_driver_sql("SELECT bounced_at, state FROM outbox_messages").all()
    assert [tuple(row) for row in found] == [(None, "unknown")]
