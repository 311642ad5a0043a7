"""The counter of offices: bodies and their rosters, terms, mandates, rotation, work, papers, access."""

from committees.routes import bodies, decisions, files, tasks, work, workload
from committees.routes.counter import blueprint

__all__ = ["blueprint", "bodies", "decisions", "files", "tasks", "work", "workload"]
