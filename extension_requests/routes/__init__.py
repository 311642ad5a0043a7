"""The counter of extension requests: all of them, and the dossier of each."""

from extension_requests.routes import (
    board,
    completeness,
    documents,
    dossier,
    dossier_acts,
    figures,
    letters,
    request_acts,
    tables,
)
from extension_requests.routes.counter import blueprint

__all__ = [
    "blueprint",
    "board",
    "completeness",
    "documents",
    "dossier",
    "dossier_acts",
    "figures",
    "letters",
    "request_acts",
    "tables",
]
