"""What correspondence puts into a calendar: the usual days of the letters of the office's year."""

from datetime import date

from flask import url_for

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.ical.entries import CalendarEntry
from correspondence.queries.kinds import kinds_of
from correspondence.rules.kinds import usual_day


def letter_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """Of the year of the day and of the next one, as far as they have a day."""
    definition, meetings = get_convention(convention), meeting_order(convention)
    return [
        CalendarEntry(
            uid=f"letter-{convention}-{kind.slug}-{year}@chancery".lower(),
            day=usual.day,
            title=f"{convention}: {kind.name}",
            description=usual.rule,
            address=url_for("correspondence.letter_calendar", convention=convention, year=year, _external=True),
            categories=(convention, "letter"),
        )
        for year in (on.year, on.year + 1)
        for kind in kinds_of(convention)
        if (usual := usual_day(kind, year, definition, meetings)).day is not None
    ]
