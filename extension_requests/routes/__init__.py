"""The counter of extension requests: all of them, and the dossier of each."""

from extension_requests.routes import (
    analysis,
    analysis_acts,
    board,
    documents,
    dossier,
    dossier_acts,
    group,
    inputs,
    letters,
    overview,
    questions,
    request_acts,
)
from extension_requests.routes.counter import blueprint

__all__ = [
    "analysis",
    "analysis_acts",
    "blueprint",
    "board",
    "documents",
    "dossier",
    "dossier_acts",
    "group",
    "inputs",
    "letters",
    "overview",
    "questions",
    "request_acts",
]
