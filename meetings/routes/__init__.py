"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import concept_notes, note_acts, speakers
from meetings.routes.counter import blueprint

__all__ = ["blueprint", "concept_notes", "note_acts", "speakers"]
