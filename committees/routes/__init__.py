"""The counter of offices: bodies and their rosters, terms, mandates, rotation, work, papers, access."""

from committees.routes import bodies, rotation, rotation_acts
from committees.routes.counter import blueprint

__all__ = ["blueprint", "bodies", "rotation", "rotation_acts"]
