"""Issued versions of agendas and timetables, the acts that can be undone, and who is concerned by a new version."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.queries.offices import Offices
from conventions.models import Meeting
from core.db import db
from core.errors import NotFound
from core.wording import day_in_words
from correspondence.queries.people import Person, heads_with_address
from meetings.models.releases import Plan, PlanChange, Release
from meetings.models.timetable import Answer
from meetings.queries.agenda import Agenda, Line, agenda_of
from meetings.queries.timetable import Entry, Sitting, Timetable
from meetings.rules.hours import hours_between
from meetings.rules.versions import Difference, agenda_differences, timetable_differences

DIFFERENCES = {Plan.AGENDA: agenda_differences, Plan.TIMETABLE: timetable_differences}


def releases_of(meeting_id: int, plan: Plan) -> Sequence[Release]:
    """The newest first."""
    return db.session.scalars(
        select(Release).where(Release.meeting_id == meeting_id, Release.plan == plan).order_by(Release.number.desc())
    ).all()


def newest_release(meeting_id: int, plan: Plan) -> Release | None:
    return next(iter(releases_of(meeting_id, plan)), None)


def items_issued(meeting_id: int) -> dict[int, Mapping[str, Any]]:
    """The items of the agenda as it was issued last, by id; none where none was issued."""
    release = newest_release(meeting_id, Plan.AGENDA)
    return {entry["id"]: entry for entry in release.entries} if release else {}


def annotated_items(meeting_id: int) -> dict[int, Mapping[str, Any]]:
    """The same; before any was issued those of the draft."""
    return items_issued(meeting_id) or {entry["id"]: entry for entry in agenda_entries(agenda_of(meeting_id))}


def get_release(meeting_id: int, plan: Plan, number: int) -> Release:
    for release in releases_of(meeting_id, plan):
        if release.number == number:
            return release
    raise NotFound(f"No version {number} of the {plan.value} was issued.")


def agenda_entries(agenda: Agenda) -> list[dict[str, Any]]:
    """What an agenda says, as it is kept with a version: the published items from top to bottom."""
    return [_item(line) for line in agenda.published]


def timetable_entries(timetable: Timetable) -> list[dict[str, Any]]:
    """The same of a timetable: every piece of the sessions that are held, in the order of time."""
    return [_piece(entry, sitting) for sitting in timetable.sittings if sitting.held for entry in sitting.entries]


def differences_to(release: Release | None, plan: Plan, entries: Sequence[Mapping[str, Any]]) -> list[Difference]:
    return DIFFERENCES[plan](release.entries if release else [], entries)


def changes_of(meeting_id: int, *, newest: int) -> Sequence[PlanChange]:
    """The last acts on agenda and timetable, undone ones among them, newest first."""
    return db.session.scalars(
        select(PlanChange).where(PlanChange.meeting_id == meeting_id).order_by(PlanChange.id.desc()).limit(newest)
    ).all()


def last_change(meeting_id: int) -> PlanChange | None:
    """The last act that was not undone."""
    return db.session.scalars(
        select(PlanChange)
        .where(PlanChange.meeting_id == meeting_id, PlanChange.undone_at.is_(None))
        .order_by(PlanChange.id.desc())
        .limit(1)
    ).one_or_none()


def get_change(meeting_id: int, change_id: int) -> PlanChange:
    found = db.session.get(PlanChange, change_id)
    if found is None or found.meeting_id != meeting_id:
        raise NotFound(f"No act {change_id} on this meeting is on record.")
    return found


def concerned_by(
    meeting: Meeting, timetable: Timetable, differences: Sequence[Difference], *, on: date
) -> dict[Person, list[Difference]]:
    """Who is told of which differences: speakers with an address, of the piece or of its session, and its chairs.

    Whoever declined is told nothing.
    """
    found: dict[str, tuple[Person, list[Difference]]] = {}
    touched_in = {each.session for each in differences}
    chairs = _chairs(meeting, [each for each in timetable.sittings if each.session.id in touched_in], on=on)
    for sitting in timetable.sittings:
        touched = [each for each in differences if each.session == sitting.session.id]
        of_session = [*_reached(sitting.speakers), *chairs.get(sitting.session.body, ())] if touched else []
        people = [(person, touched) for person in of_session]
        for entry in sitting.entries:
            own = [each for each in touched if each.id == entry.slot.id]
            people += [(person, own) for person in _reached(entry.speakers) if own]
        for person, concerned in people:
            _person, told = found.setdefault(person.address.lower(), (person, []))
            told += [each for each in concerned if each not in told]
    return dict(found.values())


def _chairs(meeting: Meeting, sittings: Sequence[Sitting], *, on: date) -> dict[str, list[Person]]:
    """By body, who is at the head of those that lead one of the sessions; the offices are read once."""
    led = {each.session.body for each in sittings if each.session.body}
    if not led:
        return {}
    offices = Offices(meeting.convention)
    return heads_with_address(offices, [body for body in offices.bodies if body in led], on=on)


def _reached(speakers: Sequence[Any]) -> list[Person]:
    return [Person(each.email, each.name) for each in speakers if each.email and each.answer is not Answer.DECLINED]


def _item(line: Line) -> dict[str, Any]:
    item = line.item
    return {
        "id": item.id,
        "parent": item.parent_id,
        "number": line.number,
        "level": line.level,
        "name": item.title,
        "lead": item.lead,
        "decision": item.decision_expected,
        "note": item.annotation,
        "late": item.late,
        "minutes": item.minutes,
    }


def _piece(entry: Entry, sitting: Sitting) -> dict[str, Any]:
    session = sitting.session
    day = f"{session.day:%A} {day_in_words(session.day, 'EN')}"
    return {
        "id": entry.slot.id,
        "item": entry.slot.item_id,
        "number": entry.line.number if entry.line else "",
        "name": entry.slot.title or (entry.line.item.title if entry.line else ""),
        "kind": entry.slot.kind.value,
        "session": session.title,
        "session_id": session.id,
        "session_hours": hours_between(session.starts, session.ends),
        "room": session.room,
        "zone": session.zone,
        "interpretation": list(session.interpretation),
        "day": session.day.isoformat(),
        "hours": hours_between(entry.starts, entry.ends),
        "begins_at": entry.begins_at.isoformat(),
        "ends_at": entry.ends_at.isoformat(),
        "when": ", ".join(filter(None, (day, hours_between(entry.starts, entry.ends), session.room))),
        "lead": entry.line.item.lead if entry.line else "",
        "speakers": [_speaker(each) for each in entry.speakers],
        "session_speakers": [_speaker(each) for each in sitting.speakers],
    }


def _speaker(speaker: Any) -> str:
    name = " ".join(filter(None, (speaker.title, speaker.name)))
    role = "" if speaker.role.value == "speaker" else f" ({speaker.role.value})"
    organisation = f", {speaker.organisation}" if speaker.organisation else ""
    return f"{name}{organisation}{role}"
