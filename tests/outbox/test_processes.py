"""The commands as an operator starts them: workers that share a mailing, die, are replaced and end cleanly."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import redis
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from application import OUTBOX_KINDS
from core.audit.workflow import Actor
from core.clock import now
from core.db import db, transaction
from core.jobs.queue import prepare_queue, queue, wake
from core.outbox.jobs import SEND, look_after_outbox
from core.outbox.models import IN_HAND, Mailing, MessageState, OutboxMessage
from core.outbox.notices import put_out_notice
from core.outbox.workflow.mailings import make_mailing
from tests.conftest import fresh_database
from tests.outbox.mail_server import MailServer
from tests.outbox.workers import Office

ROOT = Path(__file__).resolve().parents[2]
REDIS_URL = os.environ.get("CHANCERY_TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


@pytest.fixture
def desk(database: str, post: MailServer, tmp_path: Path, worker_id: str) -> Iterator[tuple[Flask, dict[str, str]]]:
    """An office with the shipped kinds on an empty database, and the settings with which its processes start."""
    with fresh_database(database, tmp_path, f"processes_{worker_id}") as url:
        app = Office(url, tmp_path, post.url).open()
        app.extensions["outbox kinds"] = OUTBOX_KINDS
        settings = {
            "CHANCERY_DATABASE_URL": url,
            "CHANCERY_FILES_DIR": str(tmp_path / "files"),
            "CHANCERY_MAIL_SINK": post.url,
            "CHANCERY_QUEUE_URL": "" if database == "sqlite" else url,
        }
        app.extensions["queue address"] = (settings["CHANCERY_QUEUE_URL"], tmp_path / "files")
        with app.app_context():
            upgrade()
            prepare_queue()
            yield app, settings
            db.session.remove()
            db.engine.dispose()
            queue().storage.close()


def put_out(count: int) -> Mailing:
    with transaction():
        mailing = make_mailing("notice", "Notices", None, now(), None, False, Actor("Ms Officer", now()))
        for number in range(count):
            address = f"m{number}@state.example"
            put_out_notice(mailing, str(number), address, subject="Notice", text="Text")
    return mailing


def messages() -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to this"
        time.sleep(0.05)


def start(settings: dict[str, str], *command: str) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", *command]
    return subprocess.Popen(words, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True)


def test_workers_share_a_mailing_and_one_that_is_killed_is_replaced(
    desk: tuple[Flask, dict[str, str]], post: MailServer
) -> None:
    _, settings = desk
    post.received.clear()
    post.delay_seconds = 0.05
    put_out(40)
    with ExitStack() as running:
        commands = [start(settings, "run", "--workers", "1"), start(settings, "work", "--workers", "1")]
        for each in commands:
            running.callback(each.kill)
        until(lambda: len(post.received) > 5)
        until(lambda: len({message.worker for message in messages() if message.worker}) == 2)
        victim = next(message.worker for message in messages() if message.state in IN_HAND)
        os.kill(int(victim.rpartition("/")[2]), signal.SIGKILL)
        until(lambda: not [each for each in messages() if each.state in (MessageState.DUE, *IN_HAND)])
        for each in commands:
            each.send_signal(signal.SIGTERM)
        logs = [each.communicate(timeout=40)[1] for each in commands]
    assert [each.returncode for each in commands] == [0, 0]
    assert ["Traceback" in log for log in logs] == [False, False]
    assert sum("a process has ended by itself" in log for log in logs) == 1
    unknown = [each.address for each in messages() if each.state is MessageState.UNKNOWN]
    assert len(unknown) <= 1
    counts = post.counts()
    assert {counts[each.address] for each in messages() if each.state is MessageState.ACCEPTED} == {1}
    assert {counts[address] for address in unknown} <= {0, 1}
    assert len({each.worker for each in messages()}) >= 2


def test_told_to_stop_a_worker_finishes_its_message_and_gives_back_the_rest(
    desk: tuple[Flask, dict[str, str]], post: MailServer
) -> None:
    _, settings = desk
    post.received.clear()
    post.delay_seconds = 0.1
    put_out(40)
    command = start(settings, "run")
    try:
        until(lambda: len(post.received) > 2)
        command.send_signal(signal.SIGTERM)
        _, log = command.communicate(timeout=40)
    finally:
        command.kill()
    assert command.returncode == 0
    assert "Traceback" not in log
    states = [message.state for message in messages()]
    assert set(states) == {MessageState.ACCEPTED, MessageState.DUE}
    assert states.count(MessageState.ACCEPTED) == len(post.received)


@pytest.mark.parametrize("kind", ["embedded", "postgresql", "redis"])
def test_a_queue_that_lost_everything_is_filled_again_at_the_next_tick(
    desk: tuple[Flask, dict[str, str]], post: MailServer, kind: str
) -> None:
    app, settings = desk
    if kind == "redis" and not redis_answers():
        pytest.skip(f"NO REDIS at {REDIS_URL}")
    if kind == "postgresql" and not settings["CHANCERY_QUEUE_URL"]:
        pytest.skip("is about PostgreSQL")
    urls = {"embedded": "", "redis": REDIS_URL, "postgresql": settings["CHANCERY_QUEUE_URL"]}
    app.extensions["queue address"] = (urls[kind], Path(settings["CHANCERY_FILES_DIR"]))
    queue().flush()
    post.received.clear()
    post.delay_seconds = 0
    put_out(15)
    look_after_outbox()
    assert queue().pending_count() == 2
    look_after_outbox()
    assert queue().pending_count() == 2, "what is woken already is not woken twice"
    queue().flush()
    assert queue().pending_count() == 0
    look_after_outbox()
    while task := queue().dequeue():
        queue().execute(task)
    assert {message.state for message in messages()} == {MessageState.ACCEPTED}
    assert set(post.counts().values()) == {1}


def test_a_queue_that_does_not_answer_is_no_error_to_whoever_wakes(desk: tuple[Flask, dict[str, str]]) -> None:
    app, _ = desk
    app.extensions["queue address"] = ("redis://127.0.0.1:1/0", Path())
    wake(SEND)
    put_out(1)
    look_after_outbox()
    assert [message.state for message in messages()] == [MessageState.DUE]


def redis_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS_URL).ping())
    except redis.RedisError:
        return False
