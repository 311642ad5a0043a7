"""Agendas and timetables for tests, in the open session."""

from datetime import date, time
from typing import Any

from conventions.models import Meeting
from core.db import db
from meetings.models.agenda import AgendaItem
from meetings.models.releases import PlanChange
from meetings.models.sessions import Session
from meetings.models.timetable import Slot, Speaker, SpeakerRole
from meetings.queries.agenda import agenda_of
from meetings.queries.timetable import timetable_of
from meetings.rules.agenda_list import items_in
from meetings.workflow.agenda import add_items
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.factories.states import OFFICER, added

FIRST_DAY = date(2021, 11, 15)
ITEMS = "Opening\nStatus\n  Victims\n  Clearance\nReport\nClosing"


def make_planned_meeting(short: str = "19MSP", items: str = ITEMS, convention: str = "APMBC") -> Meeting:
    meeting = make_meeting_of_days(short, FIRST_DAY, date(2021, 11, 19), convention=convention)
    add_items(meeting, items_in(items), under=None, by=OFFICER)
    return meeting


def make_slot(session: Session, name: str, starts: time, minutes: int, **columns: Any) -> Slot:
    """A piece with that title; of an item where the agenda has one of the name."""
    lines = agenda_of(session.meeting_id).lines
    item = next((line.item for line in lines if line.item.title == name), None)
    usual = {"title": "" if item else name, "item_id": item.id if item else None}
    return added(Slot(**{"session_id": session.id, "starts": starts, "minutes": minutes, **usual, **columns}))


def make_speaker(session: Session, name: str, slot: Slot | None = None, **columns: Any) -> Speaker:
    usual = {"role": SpeakerRole.PANELLIST, "position": 1, "name": name}
    return added(Speaker(**{"session_id": session.id, "slot_id": slot.id if slot else None, **usual, **columns}))


def item(meeting: Meeting, title: str) -> AgendaItem:
    return next(line.item for line in agenda_of(meeting.id).lines if line.item.title == title)


def agenda(meeting: Meeting) -> list[str]:
    """ "2 (a) Victims", from top to bottom."""
    return [line.label for line in agenda_of(meeting.id).lines]


def timetable(meeting: Meeting) -> dict[str, list[str]]:
    """Session -> "10:00-10:30 1 Opening", in the order of time."""
    return {
        sitting.session.title: [f"{each.starts:%H:%M}-{each.ends:%H:%M} {each.piece.name}" for each in sitting.entries]
        for sitting in timetable_of(meeting.id).sittings
    }


def changes(meeting: Meeting) -> list[PlanChange]:
    """The newest first."""
    found = db.session.query(PlanChange).filter_by(meeting_id=meeting.id)
    return found.order_by(PlanChange.id.desc()).all()


def two_sessions(meeting: Meeting) -> tuple[Session, Session]:
    """The morning and the afternoon of the first day: 10:00-13:00 and 15:00-18:00."""
    languages = {"interpretation": ["EN", "FR"]}
    morning = make_session(meeting, FIRST_DAY, title="Morning", **languages)
    return morning, make_session(meeting, FIRST_DAY, time(15), time(18), title="Afternoon", **languages)
