"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import calendars, invitations, series
from meetings.routes.counter import blueprint

__all__ = ["blueprint", "calendars", "invitations", "series"]
