"""What moving a meeting means for those who speak, are invited or registered, and for what was approved for a day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from conventions.moving import NO_DAY, Consequence, Move
from core.db import db
from core.wording import counted, day_in_words, list_in_words
from meetings.models.people import Registration
from meetings.models.releases import Plan, Release
from meetings.models.sessions import Session
from meetings.queries.concerned import Concerned, concerned_by, registered
from meetings.queries.meetings import get_meeting
from meetings.queries.sessions import held, plan_of, sessions_of
from meetings.rules.hours import when_in_words

SOURCE = "Office practice"


def people_moved(move: Move) -> list[Consequence]:
    """Concept notes, speakers and invitations of the sessions that move along; registration and issued programme."""
    meeting = get_meeting(move.convention, move.short)
    told: list[Consequence] = []
    if move.with_sessions and move.days_later:
        sessions = held(sessions_of([meeting.id]))
        told += _of_sessions(concerned_by(sessions), move.days_later)
    return [*told, *_registration(meeting.id, move), *_issued(meeting.id)]


def _of_sessions(concerned: Concerned, later: int) -> Iterator[Consequence]:
    for session, approved in concerned.notes:
        yield Consequence(
            f"The concept note of “{session.title}”",
            f"approved for {approved or when_in_words(plan_of(session))}",
            f"approved for that day; not for {_new_day(session, later)}",
            "Whoever approves a note approves its day and hours: it is reopened and approved again.",
            SOURCE,
        )
    for session, names in concerned.confirmed:
        yield Consequence(
            f"Speakers of “{session.title}”: {list_in_words(names, 'EN')}",
            "confirmed",
            "each is to confirm again; the earlier answer is kept",
            "Whoever said yes to one day has not said yes to another.",
            SOURCE,
        )
    for session, names in concerned.asked:
        yield Consequence(
            f"Speakers of “{session.title}”: {list_in_words(names, 'EN')}",
            f"asked for {day_in_words(session.day, 'EN')}",
            f"asked again, for {_new_day(session, later)}",
            "Whoever has not answered yet was asked for the old day.",
            SOURCE,
        )
    yield from _invitations(concerned)


def _invitations(concerned: Concerned) -> Iterator[Consequence]:
    if concerned.reached:
        people = counted(concerned.reached, "address", "addresses")
        yield Consequence(
            f"Invitations mailed to {people}",
            "with the old days",
            f"{counted(concerned.pairs, 'update', 'updates')} by mail, which you send after the move",
            "Moving a meeting mails nothing by itself: the page after it says whom to tell, and sends it.",
            SOURCE,
        )
    if concerned.waiting:
        yield Consequence(
            counted(concerned.waiting, "invitation that has not left", "invitations that have not left"),
            "with the old days",
            "replaced by the invitation for the new day, which you send after the move; look into the outbox first",
            "A later message about the same session replaces one that waits.",
            SOURCE,
        )


def _registration(meeting_id: int, move: Move) -> Iterator[Consequence]:
    row = db.session.get(Registration, meeting_id)
    if row is not None and row.notify_by is not None:
        yield Consequence(
            "Day until which delegations are notified",
            _before_opening(row.notify_by, move.before.starts_on),
            f"stays: {_before_opening(row.notify_by, move.after.starts_on)}",
            "The day was set by hand and was told to States: set it anew, and tell them.",
            SOURCE,
        )
    delegations, persons = registered(meeting_id)
    if delegations:
        yield Consequence(
            f"{counted(delegations, 'delegation', 'delegations')} on the list, "
            f"with {counted(persons, 'person', 'persons')}",
            "registered for the old days",
            "stay registered; nobody has asked them whether they come on the new days",
            "A list of participants is not changed by the calendar.",
            SOURCE,
        )


def _issued(meeting_id: int) -> Iterator[Consequence]:
    newest: dict[Plan, Release] = {}
    for row in db.session.scalars(select(Release).where(Release.meeting_id == meeting_id).order_by(Release.number)):
        newest[row.plan] = row
    for row in newest.values():
        yield Consequence(
            f"{row.name}, version {row.number}, as issued",
            "with the old days",
            "stays as it was issued until a new version is",
            "What was issued is not changed; delegations read it until the next version.",
            SOURCE,
        )


def _new_day(session: Session, later: int) -> str:
    return day_in_words(session.day + timedelta(days=later), "EN")


def _before_opening(day: date, opening: date | None) -> str:
    words = day_in_words(day, "EN")
    if opening is None:
        return f"{words}; the meeting has {NO_DAY}"
    days = (opening - day).days
    if days < 0:
        return f"{words}, {counted(-days, 'day', 'days')} after it opens"
    return f"{words}, {counted(days, 'day', 'days')} before it opens"


def shortened(titles: Sequence[str], most: int = 5) -> str:
    """The first of them, and how many more there are."""
    shown = "; ".join(titles[:most])
    return f"{shown} and {len(titles) - most} more" if len(titles) > most else shown
