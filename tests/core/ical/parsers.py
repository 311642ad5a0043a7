"""Three programs of other people that read calendars: icalendar, vobject, and ical.js, which web calendars use."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject.icalendar

from dev import node_and_npm

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Read:
    """An event as a program understands it. starts, ends, occurrences: an instant in UTC, or a day, as text."""

    uid: str
    title: str
    description: str
    starts: str
    ends: str
    sequence: int = 0
    status: str = ""
    location: str = ""
    instead_of: str = ""
    occurrences: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadCalendar:
    method: str
    events: tuple[Read, ...]

    def of(self, uid: str) -> Read:
        [found] = [event for event in self.events if event.uid == uid and not event.instead_of]
        return found


def by_icalendar(file: bytes) -> ReadCalendar:
    calendar = icalendar.Calendar.from_ical(file)
    return ReadCalendar(str(calendar["METHOD"]), tuple(_icalendar_event(each) for each in calendar.walk("VEVENT")))


def by_vobject(file: bytes) -> ReadCalendar:
    """It keeps the zones of the files it has read, by name; each file is to be read with its own."""
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in set(known) - {"UTC"}:
        del known[name]
    calendar = vobject.readOne(file.decode("utf-8"))
    return ReadCalendar(calendar.method.value, tuple(_vobject_event(each) for each in calendar.vevent_list))


def by_ical_js(file: bytes) -> ReadCalendar:
    if not (ROOT / "node_modules" / "ical.js").exists():
        pytest.skip("ical.js is not there: python3 dev.py test installs it")
    node, _ = node_and_npm()
    script = str(ROOT / "tests" / "core" / "ical" / "read.mjs")
    done = subprocess.run([node, script], input=file, capture_output=True, timeout=30, check=True)
    told = json.loads(done.stdout)
    events = (Read(**{**each, "occurrences": tuple(each["occurrences"])}) for each in told["events"])
    return ReadCalendar(told["method"], tuple(_without_fractions(each) for each in events))


PARSERS: dict[str, Callable[[bytes], ReadCalendar]] = {
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ical.js": by_ical_js,
}
every_parser = pytest.mark.parametrize("parse", PARSERS.values(), ids=list(PARSERS))


def _icalendar_event(event: Any) -> Read:
    return Read(
        uid=str(event["UID"]),
        title=str(event.get("SUMMARY", "")),
        description=str(event.get("DESCRIPTION", "")),
        starts=_told(event["DTSTART"].dt),
        ends=_told(event["DTEND"].dt),
        sequence=int(event.get("SEQUENCE", 0)),
        status=str(event.get("STATUS", "")),
        location=str(event.get("LOCATION", "")),
        instead_of=_told(event["RECURRENCE-ID"].dt) if "RECURRENCE-ID" in event else "",
    )


def _vobject_event(event: Any) -> Read:
    def text(name: str) -> str:
        return str(getattr(event, name).value) if hasattr(event, name) else ""

    recurring = hasattr(event, "rrule")
    return Read(
        uid=event.uid.value,
        title=text("summary"),
        description=text("description"),
        starts=_told(event.dtstart.value),
        ends=_told(event.dtend.value),
        sequence=int(text("sequence") or 0),
        status=text("status"),
        location=text("location"),
        instead_of=_told(event.recurrence_id.value) if hasattr(event, "recurrence_id") else "",
        occurrences=tuple(map(_told, event.getrruleset())) if recurring else (),
    )


def _told(when: date) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(when, datetime) else when.isoformat()


def _without_fractions(event: Read) -> Read:
    def plain(text: str) -> str:
        return text.replace(".000Z", "Z")

    return Read(
        **{
            **{
                name: getattr(event, name) for name in ("uid", "title", "description", "sequence", "status", "location")
            },
            **{name: plain(getattr(event, name)) for name in ("starts", "ends", "instead_of")},
            "occurrences": tuple(map(plain, event.occurrences)),
        }
    )
