"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import (  # each brings its addresses along
    agenda,
    agenda_acts,
    planning,
    programme,
    releases,
    timetable,
    timetable_acts,
)
from meetings.routes.counter import blueprint

__all__ = ["agenda", "agenda_acts", "blueprint", "planning", "programme", "releases", "timetable", "timetable_acts"]
