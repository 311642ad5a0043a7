"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import owed_papers, paper_acts, papers, people, people_acts, people_import, sponsorship
from meetings.routes.counter import blueprint

__all__ = ["blueprint", "owed_papers", "paper_acts", "papers", "people", "people_acts", "people_import", "sponsorship"]
