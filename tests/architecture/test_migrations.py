"""The migrations build exactly the schema of the models, from nothing, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from application import create_app
from core.db import db
from tests.conftest import config_for_tests, fresh_database


@pytest.fixture
def bare_office(database: str, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """The application on a database without any table."""
    with fresh_database(database, tmp_path, f"bare_{worker_id}") as url:
        office = create_app(config_for_tests(url, tmp_path))
        with office.app_context():
            yield office
            db.session.remove()
            db.engine.dispose()


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
