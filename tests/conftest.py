"""Real databases for every test: SQLite always, PostgreSQL wherever one is reachable.

`app` has the schema and no rows; `registers` has the shipped registers loaded. Whatever a test writes is rolled back.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import URL, Engine, create_engine
from werkzeug.test import TestResponse

from application import create_app, load_shipped
from config import Config
from core.clock import StoppedClock
from core.db import db

POSTGRESQL_URL = os.environ.get("CHANCERY_TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
gc.set_threshold(20_000, 20, 50)  # a run of thousands of tests spends a quarter of its time collecting otherwise


class Browser(FlaskClient):
    """A client whose every request has an application context of its own, as on a server.

    Without it, requests would find what the one before left behind: the person signed in, the open session. What a
    page does once it has been answered happens after that context, as on a server.
    """

    def open(self, *args: Any, buffered: bool = False, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if buffered:
            response.get_data()
            response.close()
        return response


def postgresql_answers() -> bool:
    try:
        psycopg.connect(POSTGRESQL_URL, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql" and not postgresql_answers():
        reason = f"NO POSTGRESQL at {POSTGRESQL_URL}: this half of the suite did not run"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return str(request.param)


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Callable[[str, str], Flask]]:
    """offices(database, "empty" or "filled"): each is built once in a run, when it is first wanted.

    pytest keeps a session's fixture for one parameter at a time: offices that depended on the database by themselves
    would be built anew in every file.
    """
    with ExitStack() as open_offices:

        @cache
        def office(database: str, kind: str) -> Flask:
            folder = tmp_path_factory.mktemp(f"{kind}-{database}")
            built = open_offices.enter_context(_office(database, folder, f"{kind}_{worker_id}"))
            if kind == "filled":
                with built.app_context():
                    load_shipped()
            return built

        yield office


@pytest.fixture
def empty_office(database: str, offices: Callable[[str, str], Flask]) -> Flask:
    return offices(database, "empty")


@pytest.fixture
def filled_office(database: str, offices: Callable[[str, str], Flask]) -> Flask:
    return offices(database, "filled")


@pytest.fixture
def app(empty_office: Flask) -> Iterator[Flask]:
    """The application on a database with the schema and no rows, inside an application context."""
    yield from _rolled_back(empty_office)


@pytest.fixture
def registers(filled_office: Flask) -> Iterator[Flask]:
    """The application with all shipped registers loaded, inside an application context."""
    yield from _rolled_back(filled_office)


@pytest.fixture
def bare_office(database: str, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """The application on a database of its own without any table, with real commits, in an application context."""
    with fresh_database(database, tmp_path, f"bare_{worker_id}") as url:
        office = create_app(config_for_tests(url, tmp_path), clock=StoppedClock(NOW))
        with office.app_context():
            yield office
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def config_for_tests(database_url: str, folder: Path) -> Config:
    return Config(
        database_url=database_url,
        files_dir=folder / "files",
        secret_key="a secret for tests only, 32 characters",
        password_salt="a salt for tests",
        totp_secret="another secret for tests, 32 chars",
    )


@contextmanager
def fresh_database(database: str, folder: Path, name: str) -> Iterator[str]:
    """The address of a new database without tables, gone afterwards; no other test run uses the same one."""
    if database == "sqlite":
        yield f"sqlite:///{folder / 'chancery.sqlite3'}"
        return
    name = f"chancery_test_{os.getpid()}_{name}"
    with psycopg.connect(POSTGRESQL_URL, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    yield POSTGRESQL_URL.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(POSTGRESQL_URL, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _office(database: str, folder: Path, name: str) -> Iterator[Flask]:
    with fresh_database(database, folder, name) as url:
        office = create_app(config_for_tests(url, folder), clock=StoppedClock(NOW))
        office.testing = True
        office.test_client_class = Browser
        hashing = office.extensions["security"].pwd_context  # the same algorithm, without its deliberate slowness
        hashing.update(argon2__time_cost=1, argon2__memory_cost=64, argon2__parallelism=1)
        with office.app_context():
            upgrade()
        gc.freeze()  # what stays for the whole run need not be looked through again and again
        yield office
        with office.app_context():
            db.session.remove()
            _engine(db.engine.url).dispose()
            db.engine.dispose()


@cache
def _engine(url: URL) -> Engine:
    """One for all tests on a database: it remembers compiled statements, most of which the next test asks again."""
    return create_engine(url, query_cache_size=1500)


def _rolled_back(office: Flask) -> Iterator[Flask]:
    """One outer transaction per test: `transaction()` inside it makes savepoints, and all of it is undone."""
    with office.app_context():
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        with _engine(db.engine.url).connect() as connection:
            outer = connection.begin()
            kept = db.engines[None]
            db.engines[None] = connection  # type: ignore[assignment]
            try:
                yield office
            finally:
                db.session.remove()
                db.engines[None] = kept
                outer.rollback()
