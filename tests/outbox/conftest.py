"""An office before a mail server: in this process, undone after each test; and one with real worker processes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from core.clock import StoppedClock
from core.db import db
from core.outbox.kinds import OutboxKinds
from tests.conftest import NOW, fresh_database
from tests.outbox.mail_server import MailServer, mail_server
from tests.outbox.workers import LETTER, Nursery, Office


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def office(app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """With the kind "letter", and the server as its mail server."""
    monkeypatch.setitem(app.config, "CHANCERY", replace(app.config["CHANCERY"], mail_sink=server.url))
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(NOW))
    monkeypatch.setitem(app.extensions, "outbox kinds", OutboxKinds.of(LETTER))
    return app


@pytest.fixture(scope="module")
def post(database: str) -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def branch(
    database: str, post: MailServer, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("branch")
    with fresh_database(database, folder, f"branch_{worker_id}") as url:
        yield Office(url, folder, post.url)


@pytest.fixture(scope="module")
def desk(branch: Office) -> Iterator[Flask]:
    app = branch.open()
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def workers(desk: Flask, branch: Office) -> Iterator[Nursery]:
    nursery = Nursery(branch)
    yield nursery
    nursery.close()
