"""flask jobs: the processes that do what is due."""

import signal
import sys
from collections.abc import Callable
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from core.jobs.process import LeadLost, run_jobs
from core.jobs.supervisor import supervise
from core.jobs.working import work_until

group = AppGroup("jobs", help="What the house does by itself.")


@group.command("run")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(0, 64), help="Processes that do the work.")
def run(workers: int) -> None:
    """Look at intervals for what is due, and do it, until told to stop (SIGTERM, Ctrl-C)."""
    app, stop = _app_and_stop()
    supervise({"jobs": lambda: _lead(app, stop), **_workers(app, stop, workers)}, stop=stop)


@group.command("work")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many processes.")
def work(workers: int) -> None:
    """More workers, here or on other machines; `jobs run` somewhere must look for what is due."""
    app, stop = _app_and_stop()
    supervise(_workers(app, stop, workers), stop=stop)


def _app_and_stop() -> tuple[Flask, Event]:
    """The children inherit both."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    stop: Event = app.extensions["stop working"]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return app, stop


def _workers(app: Flask, stop: Event, count: int) -> dict[str, Callable[[], None]]:
    return {f"worker {number}": lambda: work_until(stop, app) for number in range(1, count + 1)}


def _lead(app: Flask, stop: Event) -> None:
    try:
        run_jobs(app, app.extensions["jobs"], stop=stop)
    except LeadLost:
        sys.exit("The connection to the database was lost, and the lead with it: another process takes over.")
