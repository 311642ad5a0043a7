"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import (  # each brings its addresses along
    agenda,
    agenda_acts,
    calendar_acts,
    meeting,
    next_year,
    planning,
    programme,
    programmes,
    releases,
    sessions,
    timetable,
    timetable_acts,
    year,
)
from meetings.routes.counter import blueprint

__all__ = [
    "agenda",
    "agenda_acts",
    "blueprint",
    "calendar_acts",
    "meeting",
    "next_year",
    "planning",
    "programme",
    "programmes",
    "releases",
    "sessions",
    "timetable",
    "timetable_acts",
    "year",
]
