"""One run of one job, and the row that tells of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import Flask
from sqlalchemy import delete

from core.clock import now
from core.db import db, transaction
from core.jobs.models import JobRun

log = structlog.get_logger("chancery")


@dataclass(frozen=True)
class Job:
    """Something done every so many seconds. `run` asks the database what is due and opens its own transactions."""

    name: str
    every_seconds: int
    run: Callable[[], None]


def run_job(app: Flask, job: Job) -> None:
    """Runs the job in a context of its own; its row says when, and with which error. The error is passed on."""
    with app.app_context():
        started_at = now()
        _note(job, started_at)
    try:
        with app.app_context():
            job.run()
    except Exception as error:
        _note_end(app, job, started_at, type(error).__name__)
        raise
    _note_end(app, job, started_at, "")


def note_trouble(name: str, error: str) -> None:
    """Something that jobs need, besides the jobs: what is wrong with it, or empty once it is well again."""
    known = db.session.get(JobRun, name)
    if error or (known and known.error):
        log.warning("trouble", name=name, error=error or "over")
        with transaction():
            db.session.merge(JobRun(name=name, started_at=now(), ended_at=now(), error=error[:200]))


def forget_runs_except(names: Collection[str]) -> None:
    """Jobs that are no longer listed leave no row behind that could be taken for a failure."""
    with transaction():
        db.session.execute(delete(JobRun).where(JobRun.name.not_in(names)))


def _note_end(app: Flask, job: Job, started_at: datetime, error: str) -> None:
    with app.app_context():
        _note(job, started_at, ended_at=now(), error=error)


def _note(job: Job, started_at: datetime, *, ended_at: datetime | None = None, error: str = "") -> None:
    with transaction():
        db.session.merge(JobRun(name=job.name, started_at=started_at, ended_at=ended_at, error=error))
