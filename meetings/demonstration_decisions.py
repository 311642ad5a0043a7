"""Decisions and minutes to look at in a house that is not in production, after the agenda of their meeting is there."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from conventions.models import Meeting
from conventions.queries import find_meeting
from core.audit.workflow import Actor
from core.civil import instant_of
from meetings.queries.agenda import Agenda, agenda_of
from meetings.queries.decisions import decisions_of
from meetings.workflow.decisions import Taken, record_decision
from meetings.workflow.minutes import write_minutes

_TEXT = Path(__file__).parent / "texts" / "demonstration_decisions.toml"


def load_demonstration_decisions(*, by: Actor) -> None:
    """A meeting of the demonstration that has an agenda and no decision yet has some; all others stay as they are."""
    for shipped in tomllib.loads(_TEXT.read_text(encoding="utf-8"))["meetings"]:
        meeting = find_meeting(shipped["convention"], shipped["short"])
        if meeting and meeting.starts_on and not decisions_of(meeting.id):
            agenda = agenda_of(meeting.id)
            if agenda.lines:
                _record(meeting, agenda, shipped, by=by)


def _record(meeting: Meeting, agenda: Agenda, shipped: Mapping[str, Any], *, by: Actor) -> None:
    by_number = {line.number: line.item for line in agenda.published}
    for row in shipped["decisions"]:
        taken = Taken(
            row["text"],
            item_id=by_number[row["item"]].id if row["item"] in by_number else None,
            follow_up=row.get("follow_up", ""),
            responsible=row.get("responsible", ""),
            due_on=row.get("due_on"),
        )
        record_decision(meeting, taken, taken_at=_instant(meeting, row), by=by)
    for row in shipped["minutes"]:
        if row["item"] in by_number:
            write_minutes(meeting, by_number[row["item"]], row["text"], seen=0, by=by)


def _instant(meeting: Meeting, row: Mapping[str, Any]) -> datetime:
    assert meeting.starts_on is not None
    return instant_of(meeting.starts_on + timedelta(days=row["day"]), time.fromisoformat(row["at"]), meeting.zone)
