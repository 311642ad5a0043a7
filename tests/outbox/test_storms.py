"""The database away, locked or full while letters are under way: workers wait, and nothing is lost or doubled."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from core.db import db
from core.outbox.models import MessageState
from tests.outbox.mail_server import MailServer
from tests.outbox.workers import Nursery, Office, Orders, put_out, states_of

LETTERS = 80


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it did not come to this"
        time.sleep(0.01)


def until_nothing_moves(post: MailServer) -> None:
    seen = -1
    while len(post.received) > seen:
        seen = len(post.received)
        time.sleep(0.7)


def all_arrive_once(workers: Nursery, post: MailServer, mailing_states: Callable[[], dict[str, MessageState]]) -> None:
    until(lambda: set(mailing_states().values()) == {MessageState.ACCEPTED})
    assert {post.counts()[address] for address in mailing_states()} == {1}


@pytest.fixture
def slow_post(post: MailServer) -> MailServer:
    """Slow enough to have something happen in between."""
    post.delay_seconds = 0.01
    return post


def only_on(database: str, wanted: str) -> None:
    if database != wanted:
        pytest.skip(f"is about {wanted}")


def test_a_locked_file_is_waited_for(
    database: str, desk: Flask, branch: Office, workers: Nursery, slow_post: MailServer
) -> None:
    only_on(database, "sqlite")
    mailing = put_out(LETTERS)
    slow_post.received.clear()
    worker = workers.start(Orders(until_stopped=True, impatient_for_locks=True))
    until(lambda: len(slow_post.received) > 5)
    with sqlite3.connect(branch.database_url.removeprefix("sqlite:///"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        until_nothing_moves(slow_post)
        assert len(slow_post.received) < LETTERS
        other.execute("COMMIT")
    all_arrive_once(workers, slow_post, lambda: states_of(mailing))
    assert workers.stop(worker) == 0


def test_a_full_disk_is_waited_for(
    database: str, desk: Flask, branch: Office, workers: Nursery, slow_post: MailServer, tmp_path: Path
) -> None:
    only_on(database, "sqlite")
    mailing = put_out(LETTERS)
    slow_post.received.clear()
    full = tmp_path / "full"
    full.write_text(str(3 + (db.session.scalar(text("PRAGMA page_count")) or 0)))
    db.session.rollback()
    worker = workers.start(Orders(until_stopped=True, full_while=full))
    until(lambda: len(slow_post.received) > 0)
    until_nothing_moves(slow_post)
    assert len(slow_post.received) < LETTERS
    full.unlink()
    all_arrive_once(workers, slow_post, lambda: states_of(mailing))
    assert workers.stop(worker) == 0


def test_connections_that_postgresql_ends_are_opened_again(
    database: str, desk: Flask, workers: Nursery, slow_post: MailServer
) -> None:
    only_on(database, "postgresql")
    mailing = put_out(LETTERS)
    slow_post.received.clear()
    numbers = [workers.start(Orders(until_stopped=True)) for _ in range(4)]
    end_all = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    ended = 0
    for share in (0.1, 0.2, 0.3, 0.5):
        until(lambda share=share: len(slow_post.received) >= LETTERS * share)
        ended += db.session.scalar(end_all) or 0
        db.session.rollback()
    assert ended >= 4
    all_arrive_once(workers, slow_post, lambda: states_of(mailing))
    assert [workers.stop(number) for number in numbers] == [0] * 4
