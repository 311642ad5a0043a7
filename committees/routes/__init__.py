"""The counter of offices: bodies and their rosters, terms, mandates, rotation, work, papers, access."""

from committees.routes import activities, bodies, paper_acts, papers, priorities
from committees.routes.counter import blueprint

__all__ = ["activities", "blueprint", "bodies", "paper_acts", "papers", "priorities"]
