"""The counter of offices: bodies and their rosters, terms, mandates, rotation, work, papers, access."""

from committees.routes import (
    bodies,
    machinery,
    mandates,
    proposals,
    reforms,
    terms,
    terms_import,
)
from committees.routes.counter import blueprint

__all__ = [
    "blueprint",
    "bodies",
    "machinery",
    "mandates",
    "proposals",
    "reforms",
    "terms",
    "terms_import",
]
