"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import (
    calendar_acts,
    calendars,
    invitations,
    meeting,
    next_year,
    owed_papers,
    paper_acts,
    papers,
    people,
    people_acts,
    people_import,
    programmes,
    series,
    sessions,
    sponsorship,
    year,
)
from meetings.routes.counter import blueprint

__all__ = [
    "blueprint",
    "calendar_acts",
    "calendars",
    "invitations",
    "meeting",
    "next_year",
    "owed_papers",
    "paper_acts",
    "papers",
    "people",
    "people_acts",
    "people_import",
    "programmes",
    "series",
    "sessions",
    "sponsorship",
    "year",
]
