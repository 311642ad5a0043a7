"""flask jobs: the process that does what is due."""

import signal
import sys
from threading import Event

from flask import Flask, current_app
from flask.cli import AppGroup

from core.jobs.process import LeadLost, run_jobs

group = AppGroup("jobs", help="What the house does by itself.")


@group.command("run")
def run() -> None:
    """Run all jobs at their intervals until told to stop (SIGTERM, Ctrl-C)."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        run_jobs(app, app.extensions["jobs"], stop=stop)
    except LeadLost:
        sys.exit("The connection to the database was lost, and the lead with it. Start the jobs process again.")
