"""Two write at the same time: whoever has read before can still write, and nothing of either is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask_migrate import upgrade

from core.clock import now
from core.db import db, transaction
from core.jobs.models import JobRun


@pytest.fixture
def office(bare_office: Flask) -> Flask:
    upgrade()
    return bare_office


def names() -> list[str]:
    return sorted(db.session.scalars(db.select(JobRun.name)))


def write_on_another_connection(office: Flask, name: str) -> None:
    with office.app_context(), db.engine.begin() as connection:
        connection.execute(db.insert(JobRun), {"name": name, "started_at": now(), "error": ""})


def test_a_command_that_has_read_writes_after_another_has_written(office: Flask) -> None:
    assert names() == []
    write_on_another_connection(office, "first")
    with transaction():
        db.session.add(JobRun(name="second", started_at=now()))
    assert names() == ["first", "second"]


def test_a_page_that_only_reads_keeps_nobody_from_writing(office: Flask) -> None:
    with office.test_request_context(method="GET"):
        assert names() == []
        write_on_another_connection(office, "first")


def test_a_form_sent_reads_and_writes_while_another_waits(office: Flask) -> None:
    with ThreadPoolExecutor(1) as other, office.test_request_context(method="POST"):
        assert names() == []
        waiting = other.submit(write_on_another_connection, office, "second")
        if db.engine.dialect.name == "sqlite":
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        else:
            waiting.result()
        db.session.add(JobRun(name="first", started_at=now()))
        with transaction():
            db.session.flush()
        waiting.result()
        assert names() == ["first", "second"]
