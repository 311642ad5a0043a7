"""The jobs: one lead, a row per job, errors that do not stop the others, a clean end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from core.clock import now
from core.db import db
from core.jobs import working
from core.jobs.lead import lead
from core.jobs.models import JobRun
from core.jobs.process import run_jobs
from core.jobs.queries import failing_jobs
from core.jobs.workflow import Job, run_job
from core.jobs.working import work_until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def office(bare_office: Flask) -> Flask:
    upgrade()
    return bare_office


def runs() -> list[tuple[str, bool, str]]:
    """Name, whether it ended, error: of each job's last run."""
    rows = db.session.scalars(select(JobRun).order_by(JobRun.name).execution_options(populate_existing=True))
    return [(row.name, row.ended_at is not None, row.error) for row in rows]


def refuse() -> None:
    raise LookupError("no such State")


def test_a_job_that_ran_leaves_its_row_and_the_next_run_replaces_it(office: Flask) -> None:
    run_job(office, Job("count letters", 60, lambda: None))
    run_job(office, Job("count letters", 60, lambda: None))
    assert runs() == [("count letters", True, "")]


def test_a_job_that_fails_says_so_in_its_row_until_it_succeeds_again(office: Flask) -> None:
    with pytest.raises(LookupError):
        run_job(office, Job("count letters", 60, refuse))
    assert runs() == [("count letters", True, "LookupError")]
    assert failing_jobs() == ["count letters"]
    run_job(office, Job("count letters", 60, lambda: None))
    db.session.rollback()
    assert failing_jobs() == []


def test_only_one_process_leads_and_the_lead_can_be_taken_over(office: Flask) -> None:
    with lead(db.engine) as first:
        assert first is not None
        assert first()
        with lead(db.engine) as second:
            assert second is None
    with lead(db.engine) as third:
        assert third is not None


def test_the_process_runs_every_job_beside_a_failing_one_until_it_is_stopped(office: Flask) -> None:
    counted: list[str] = []
    run_job(office, Job("given up last year", 60, lambda: None))
    jobs = [Job("count", 1, lambda: counted.append(str(now()))), Job("refuse", 1, refuse)]
    stop = Event()

    def run() -> None:
        with office.app_context():
            run_jobs(office, jobs, stop=stop)

    process = Thread(target=run)
    process.start()
    deadline = time.monotonic() + 20
    while (len(counted) < 2 or failing_jobs() != ["refuse"]) and time.monotonic() < deadline:
        db.session.rollback()
        time.sleep(0.1)
    stop.set()
    process.join(timeout=20)
    assert not process.is_alive()
    db.session.rollback()
    assert runs() == [("count", True, ""), ("refuse", True, "LookupError")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_ends_cleanly_when_told_to(office: Flask, number: signal.Signals) -> None:
    environment = {**os.environ, "CHANCERY_DATABASE_URL": office.config["CHANCERY"].database_url}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 30
        while not runs() and time.monotonic() < deadline:
            db.session.rollback()
            time.sleep(0.2)
        process.send_signal(number)
        _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "jobs stopped" in log
    assert "Traceback" not in log


def test_a_worker_looks_by_itself_where_the_queue_is_silent_or_away(
    office: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "LOOKS_AFTER_SECONDS", 0)
    monkeypatch.setattr(working, "PAUSE_WHILE_AWAY_SECONDS", 0.01)
    for address in ("", "redis://127.0.0.1:1/0"):
        stop, looked = Event(), []

        def look(stopping: Callable[[], bool], stop: Event = stop, looked: list[bool] = looked) -> None:
            looked.append(stopping())
            stop.set()

        office.extensions.pop("queue", None)
        office.extensions["queue address"] = (address, office.extensions["queue address"][1])
        office.extensions["works"] = {"look": look}
        work_until(stop, office)
        assert looked == [False]
