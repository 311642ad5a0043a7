"""The counter of offices: bodies and their rosters, terms, mandates, rotation, work, papers, access."""

from committees.routes import bodies, mandates, proposals, reforms
from committees.routes.counter import blueprint

__all__ = ["blueprint", "bodies", "mandates", "proposals", "reforms"]
