"""The counter of extension requests: all of them, and the dossier of each."""

from extension_requests.routes import board, documents, dossier, dossier_acts, letters, request_acts
from extension_requests.routes.counter import blueprint

__all__ = ["blueprint", "board", "documents", "dossier", "dossier_acts", "letters", "request_acts"]
