"""An office with real worker processes, on a database and before a mail server of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from core.db import db
from tests.conftest import fresh_database
from tests.outbox.mail_server import MailServer, mail_server
from tests.outbox.workers import Nursery, Office


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
