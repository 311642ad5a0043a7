"""The counter of offices: bodies and their rosters, terms, mandates, rotation, work, papers, access."""

from committees.routes import (
    access,
    bodies,
    briefing,
    decisions,
    files,
    machinery,
    mandates,
    proposals,
    reforms,
    tasks,
    terms,
    terms_import,
    work,
    workload,
)
from committees.routes.counter import blueprint

__all__ = [
    "access",
    "blueprint",
    "bodies",
    "briefing",
    "decisions",
    "files",
    "machinery",
    "mandates",
    "proposals",
    "reforms",
    "tasks",
    "terms",
    "terms_import",
    "work",
    "workload",
]
