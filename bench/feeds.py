"""How long a calendar of a thousand sessions takes, in process: `python -m bench.feeds`.

Shipped registers and a thousand sessions in a fresh SQLite file. Cold: the whole calendar, sources asked and written.
Unchanged: the answer that there is nothing new. Beside it, what the icalendar library needs to write the same file.
Medians; the processor's time, and the time that passed.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as hour
from pathlib import Path

import icalendar
import structlog
from flask import Flask
from sqlalchemy import func, select

from bench.pages import NOW, office
from conventions.models import Meeting
from core.audit.workflow import Actor
from core.clock import StoppedClock
from core.db import db, transaction
from core.permissions import Role
from meetings.calendars import Wanted
from meetings.models.calendar import Scope
from meetings.models.sessions import Session
from meetings.workflow.calendar_links import make_calendar_link
from tests.factories.accounts import make_account

REPETITIONS = 40
SESSIONS = 1000
COLD_MS, UNCHANGED_MS = 25, 1.5


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        app = office(Path(folder))
        app.extensions["clock"] = StoppedClock(NOW + timedelta(hours=1))
        address = _prepared(app)
        client = app.test_client()
        first = client.get(address)
        tag = {"If-None-Match": first.headers["ETag"]}
        library = icalendar.Calendar.from_ical(first.data)
        print(f"{first.data.count(b'BEGIN:VEVENT')} events, {len(first.data) / 1024:.0f} KB")
        print(f"{'':<34}{'CPU ms':>9}{'passed ms':>11}")
        _tell("cold", lambda: client.get(address), COLD_MS)
        _tell("unchanged (304)", lambda: client.get(address, headers=tag), UNCHANGED_MS)
        _tell("icalendar writes the same", library.to_ical, None)
        assert client.get(address, headers=tag).status_code == 304


def _prepared(app: Flask) -> str:
    """A calendar of the APMBC with a thousand sessions of its last meeting on record."""
    with app.app_context(), transaction():
        meeting = db.session.scalars(select(Meeting).where(Meeting.short == "19MSP")).one()
        for number in range(SESSIONS):
            day = date(2021, 1, 4) + timedelta(days=number % 400)
            db.session.add(
                Session(
                    meeting_id=meeting.id,
                    title=f"Session {number}, on the status and operation of the Convention",
                    day=day,
                    starts=hour(10),
                    ends=hour(13),
                    zone="Europe/Zurich",
                    room="Room XX",
                    interpretation=["EN", "FR", "ES"],
                    changed_at=NOW,
                )
            )
    with app.app_context():
        account = make_account(Role.OBSERVER)
        with transaction():
            by = Actor("Bench", NOW)
            token = make_calendar_link(account, Wanted(Scope.ALL, "APMBC"), name="", by=by)
        assert (db.session.scalar(select(func.count(Session.id))) or 0) >= SESSIONS
    return f"/calendar/{token}.ics"


def _tell(name: str, act: Callable[[], object], limit: float | None) -> None:
    processor, passed = [], []
    for _ in range(REPETITIONS + 3):
        used, before = time.process_time(), time.perf_counter()
        act()
        processor.append((time.process_time() - used) * 1000)
        passed.append((time.perf_counter() - before) * 1000)
    wanted = "" if limit is None else f"  (at most {limit} ms)"
    print(f"{name:<34}{statistics.median(processor[3:]):>9.2f}{statistics.median(passed[3:]):>11.2f}{wanted}")


if __name__ == "__main__":
    main()
