"""A worker: does what the queue wakes it for, and looks by itself when the queue has been silent."""

import time
from threading import Event
from typing import Any

import structlog
from flask import Flask

from core.jobs.queue import QUEUE_AWAY, queue
from core.jobs.workers import worker_name

log = structlog.get_logger("chancery")

LOOKS_AFTER_SECONDS = 15
PAUSE_SECONDS = 0.2
PAUSE_WHILE_AWAY_SECONDS = 2


def work_until(stop: Event, app: Flask) -> None:
    """One piece of work after the other, each in a context of its own; an error ends only the piece."""
    with app.app_context():
        huey = queue()
    log.info("worker started", worker=worker_name())
    looked_at = time.monotonic()
    while not stop.is_set():
        found = _next(huey, stop)
        if found is not None:
            _do_found(huey, found)
        elif time.monotonic() - looked_at > LOOKS_AFTER_SECONDS:
            _look(app, stop)
            looked_at = time.monotonic()
        elif not huey.storage.blocking:
            stop.wait(PAUSE_SECONDS)
    log.info("worker stopped", worker=worker_name())


def _do_found(huey: Any, found: Any) -> None:
    try:
        huey.execute(found)
    except QUEUE_AWAY as error:
        log.warning("the queue does not answer", reason=type(error).__name__)


def _look(app: Flask, stop: Event) -> None:
    """Without the queue, which may be away."""
    for name, work in app.extensions["works"].items():
        try:
            with app.app_context():
                work(stop.is_set)
        except Exception:
            log.exception("work has failed", work=name)


def _next(huey: Any, stop: Event) -> Any:
    try:
        return huey.dequeue()
    except QUEUE_AWAY as error:
        log.warning("the queue does not answer", reason=type(error).__name__)
        stop.wait(PAUSE_WHILE_AWAY_SECONDS)
        return None
