"""The counter of offices: bodies and their rosters, terms, mandates, rotation, work, papers, access."""

from committees.routes import (
    access,
    bodies,
    briefing,
    machinery,
    mandates,
    proposals,
    reforms,
    terms,
    terms_import,
)
from committees.routes.counter import blueprint

__all__ = [
    "access",
    "blueprint",
    "bodies",
    "briefing",
    "machinery",
    "mandates",
    "proposals",
    "reforms",
    "terms",
    "terms_import",
]
