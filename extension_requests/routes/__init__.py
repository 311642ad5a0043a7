"""The counter of extension requests: all of them, and the dossier of each."""

from extension_requests.routes import (
    analysis,
    analysis_acts,
    board,
    completeness,
    documents,
    dossier,
    dossier_acts,
    figures,
    group,
    inputs,
    letters,
    questions,
    request_acts,
    tables,
)
from extension_requests.routes.counter import blueprint

__all__ = [
    "analysis",
    "analysis_acts",
    "blueprint",
    "board",
    "completeness",
    "documents",
    "dossier",
    "dossier_acts",
    "figures",
    "group",
    "inputs",
    "letters",
    "questions",
    "request_acts",
    "tables",
]
