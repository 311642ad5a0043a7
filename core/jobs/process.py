"""The jobs process: waits for the lead, ticks, and stops cleanly. The database alone says what is due."""

from collections.abc import Sequence
from datetime import UTC
from threading import Event

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from core.clock import now
from core.db import db
from core.jobs.lead import StillLeading, lead
from core.jobs.workflow import Job, forget_runs_except, run_job

log = structlog.get_logger("chancery")

SECONDS_BETWEEN_LOOKS = 5


class LeadLost(Exception):
    """The database connection that held the lead is gone; the process must end and be started again."""


def run_jobs(app: Flask, jobs: Sequence[Job], *, stop: Event) -> None:
    """Runs every job at its interval until `stop` is set; a running job is let finish."""
    waiting = False
    while not stop.is_set():
        with lead(db.engine) as still_leading:
            if still_leading:
                _run_while(app, jobs, stop, still_leading)
                return
        if not waiting:
            log.info("jobs wait", reason="another jobs process leads")
            waiting = True
        stop.wait(SECONDS_BETWEEN_LOOKS)


def _run_while(app: Flask, jobs: Sequence[Job], stop: Event, still_leading: StillLeading) -> None:
    forget_runs_except([job.name for job in jobs])
    scheduler = _scheduler(app, jobs)
    scheduler.start()
    log.info("jobs started", jobs=[job.name for job in jobs])
    try:
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            if not still_leading():
                raise LeadLost
    finally:
        scheduler.shutdown(wait=True)
        log.info("jobs stopped")


def _scheduler(app: Flask, jobs: Sequence[Job]) -> BackgroundScheduler:
    """Late or missed ticks fall together into one; no job runs beside itself."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in jobs:
        scheduler.add_job(
            run_job, "interval", seconds=job.every_seconds, args=(app, job), name=job.name, next_run_time=now()
        )
    return scheduler
