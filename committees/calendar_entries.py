"""What the offices put into a calendar: terms that end, and nominations that are due."""

from datetime import date
from itertools import groupby

from flask import url_for

from committees.queries.elections import MeetingLine, TermEnding, meeting_lines, terms_ending
from committees.queries.offices import Offices
from committees.rules.rotation import NOMINATIONS_DUE_MONTHS, OFFICE_PRACTICE
from core.ical.entries import CalendarEntry
from core.wording import day_in_words, list_in_words


def office_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """Of the past and of what is to come, as far as the calendar of meetings shows days.

    on: the day from which a meeting without days is looked at.
    """
    offices = Offices(convention)
    endings = terms_ending(offices, first=date.min, last=date.max)
    by_body = groupby(
        sorted(endings, key=lambda each: (each.ends_on, each.body)), lambda each: (each.meeting, each.body)
    )
    ends = [_terms_end(convention, list(group)) for _, group in by_body]
    due = [_nominations_due(convention, line) for line in meeting_lines(offices, on=on) if line.due_on]
    return sorted([*ends, *due], key=lambda each: (each.day, each.uid))


def what_has_no_day(convention: str) -> str:
    """What the calendar is about, and what does not stand in it yet, in words."""
    told = "Terms of office that end and nominations that are due, each once the calendar of meetings shows its day."
    undated = [meeting.short for meeting in Offices(convention).order.meetings if meeting.closes_on is None]
    if not undated:
        return told
    theirs = "Its entries follow" if len(undated) == 1 else "Their entries follow"
    return f"{told} No days yet: {list_in_words(undated, 'EN')}. {theirs} once the days are fixed."


def _terms_end(convention: str, endings: list[TermEnding]) -> CalendarEntry:
    """All terms of one body that end with the close of one meeting."""
    first = endings[0]
    names = list_in_words([each.state for each in endings], "EN")
    return CalendarEntry(
        uid=f"terms-end-{convention}-{first.body}-{first.meeting}@chancery".lower(),
        day=first.ends_on,
        title=f"{convention}: {'term ends' if len(endings) == 1 else 'terms end'}, {first.body_name}",
        description=f"With the close of the {first.meeting}: {names}. The new members begin on the day after.",
        address=url_for("committees.body", convention=convention, body=first.body, _external=True),
        body=first.body,
    )


def _nominations_due(convention: str, line: MeetingLine) -> CalendarEntry:
    assert line.due_on is not None
    assert line.meeting.opens_on is not None
    return CalendarEntry(
        uid=f"nominations-due-{convention}-{line.meeting.short}@chancery".lower(),
        day=line.due_on,
        title=f"{convention}: nominations due for the {line.meeting.short}",
        description=(
            f"{NOMINATIONS_DUE_MONTHS} months before the {line.meeting.name} opens on "
            f"{day_in_words(line.meeting.opens_on, 'EN')} ({OFFICE_PRACTICE.lower()})."
        ),
        address=url_for("committees.rotation_at", convention=convention, meeting=line.meeting.short, _external=True),
    )
