"""What would follow for the sessions of a meeting if it had other days."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from conventions.days import Days
from conventions.moving import Consequence, Move
from core.errors import RuleViolation
from core.wording import counted, day_in_words, list_in_words
from correspondence.rules.working_days import what_kind_of_free_day
from meetings.models.sessions import Session
from meetings.queries.meetings import get_meeting
from meetings.queries.sessions import held, plan_of, sessions_of
from meetings.rules.sessions import shifted_by

SOURCE = "Office practice"


def sessions_moved(move: Move) -> list[Consequence]:
    """Each session with its day before and after, how many calendars must hear, and which would be left outside."""
    meeting = get_meeting(move.convention, move.short)
    sessions = held(sessions_of([meeting.id]))
    later = move.days_later if move.with_sessions else None
    if not later:
        return [*_outside(sessions, move.after, later=0)]
    return [
        *(_moved(each, later) for each in sessions),
        *_outside(sessions, move.after, later=later),
        *_on_free_days(sessions, later=later, holidays_kept=meeting.city in ("", "Geneva")),
        *_told_to_calendars(sessions),
    ]


def _moved(session: Session, later: int) -> Consequence:
    hours = f"{session.starts:%H:%M} to {session.ends:%H:%M}"
    after = f"{day_in_words(session.day + timedelta(days=later), 'EN')}, {hours}"
    try:
        shifted_by(plan_of(session), later)
    except RuleViolation as refusal:
        after = refusal.message
    return Consequence(
        f"Session “{session.title}”",
        f"{day_in_words(session.day, 'EN')}, {hours}",
        after,
        "Its sessions keep their hours and move by as many days as the meeting.",
        SOURCE,
    )


def _told_to_calendars(sessions: Sequence[Session]) -> Iterator[Consequence]:
    if not sessions:
        return
    yield Consequence(
        "Calendars of those who follow the meeting",
        "the old days",
        f"{counted(len(sessions), 'entry is', 'entries are')} brought up to date",
        "An entry keeps its name in calendars, and its sequence rises.",
        "RFC 5545",
    )


def _on_free_days(sessions: Sequence[Session], *, later: int, holidays_kept: bool) -> Iterator[Consequence]:
    """One for each weekend day or holiday on which sessions would be held."""
    by_day: dict[date, list[Session]] = {}
    for each in sessions:
        by_day.setdefault(each.day + timedelta(days=later), []).append(each)
    for day, those in sorted(by_day.items()):
        if kind := what_kind_of_free_day(day, holidays_kept=holidays_kept):
            yield Consequence(
                f"{counted(len(those), 'session', 'sessions')} on {day_in_words(day, 'EN')}",
                f"on {list_in_words(sorted({day_in_words(each.day, 'EN') for each in those}), 'EN')}",
                f"on {kind}: {', '.join(f'“{each.title}”' for each in those)}",
                "On weekends and holidays there is no conference service unless it is asked for.",
                SOURCE,
            )


def _outside(sessions: Sequence[Session], days: Days, *, later: int) -> Iterator[Consequence]:
    """later: by how many days the sessions move along."""
    first, last = days.starts_on, days.ends_on
    shift = timedelta(days=later)
    outside = [each for each in sessions if first is None or last is None or not first <= each.day + shift <= last]
    if not outside:
        return
    named = ", ".join(f"“{each.title}”, {day_in_words(each.day + shift, 'EN')}" for each in outside)
    yield Consequence(
        counted(len(outside), "session", "sessions"),
        "on days of the meeting",
        f"on days that are not the meeting’s any more: {named}",
        "A session outside the days of its meeting is moved or cancelled by hand, one by one.",
        SOURCE,
    )
