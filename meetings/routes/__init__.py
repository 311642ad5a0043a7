"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import calendar_acts, meeting, next_year, programmes, sessions, year
from meetings.routes.counter import blueprint

__all__ = ["blueprint", "calendar_acts", "meeting", "next_year", "programmes", "sessions", "year"]
