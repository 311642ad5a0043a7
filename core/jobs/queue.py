"""The queue: it wakes workers, and holds nothing that the database does not know. Losing it loses nothing.

Embedded in SQLite under the files' folder; in PostgreSQL or Redis where CHANCERY_QUEUE_URL says so.
"""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

import psycopg
import redis
import structlog
from flask import Flask, current_app
from huey import PostgresHuey, RedisHuey, SqliteHuey
from huey.api import Huey, TaskWrapper

log = structlog.get_logger("chancery")

Stopping = Callable[[], bool]
Work = Callable[[Stopping], None]  # asks the database what is due, and does it until there is no more or told to stop
QUEUE_AWAY = (redis.RedisError, psycopg.Error, sqlite3.Error, OSError)


def init_queue(app: Flask, works: Mapping[str, Work], *, url: str, folder: Path) -> None:
    """The queue is opened when it is first used: each process has its own connection."""
    app.extensions["works"] = works
    app.extensions["stop working"] = Event()
    app.extensions["queue address"] = (url, folder)


def wake(work: str, times: int = 1) -> None:
    """Somebody looks after this work soon. To be called after the commit: before it there is nothing to find.

    Where the queue does not answer, workers look by themselves a little later.
    """
    try:
        huey = queue()
        for _ in range(times - huey.pending_count()):
            _task()(work)
    except QUEUE_AWAY as error:
        log.warning("the queue does not answer", reason=type(error).__name__)


def queue() -> Huey:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if "queue" not in app.extensions:
        app.extensions["queue"] = _opened(*app.extensions["queue address"])
        app.extensions["queue task"] = app.extensions["queue"].task(name="work")(_do_in(app))
    opened: Huey = app.extensions["queue"]
    return opened


def prepare_queue() -> None:
    """In PostgreSQL its tables are made once, before any process uses them."""
    url, _ = current_app.extensions["queue address"]
    if url.startswith("postgresql"):
        PostgresHuey("chancery", dsn=url, create_tables=True).storage.close()


def _task() -> TaskWrapper:
    """What is put into the queue: the name of a work."""
    task: TaskWrapper = current_app.extensions["queue task"]
    return task


def _opened(url: str, folder: Path) -> Huey:
    if url.startswith("redis"):
        return RedisHuey("chancery", url=url, results=False)
    if url.startswith("postgresql"):
        return PostgresHuey("chancery", dsn=url, results=False, create_tables=False)
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("chancery", filename=str(folder / "queue.sqlite3"), results=False, fsync=False)


def _do_in(app: Flask) -> Callable[[str], None]:
    def do(work: str) -> None:
        with app.app_context():
            app.extensions["works"][work](app.extensions["stop working"].is_set)

    return do
