"""The counter of extension requests: all of them, and the dossier of each."""

from extension_requests.routes import (
    board,
    decision_text,
    decisions,
    documents,
    dossier,
    dossier_acts,
    letters,
    promises,
    request_acts,
    silence,
)
from extension_requests.routes.counter import blueprint

__all__ = [
    "blueprint",
    "board",
    "decision_text",
    "decisions",
    "documents",
    "dossier",
    "dossier_acts",
    "letters",
    "promises",
    "request_acts",
    "silence",
]
