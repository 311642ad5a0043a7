"""In which capacities the person signed in may act on a request, as long as no recusal keeps them from it."""

from collections.abc import Collection
from typing import Any

from core.permissions import Right, may
from extension_requests.rules.machine import Who


def capacities(dossier: Any, states: Collection[str]) -> frozenset[Who]:
    """states: those the person acts for. dossier: the row, or any row with its columns.

    Whoever agrees for the State that leads the analysis by choice leads it like the chair.
    """
    code, body = dossier.convention, dossier.body
    found = set()
    if may(Right.KEEP_REQUESTS, convention=code):
        found.add(Who.ISU)
    agrees = bool(body) and may(Right.AGREE_TO_ANALYSIS, convention=code, body=body)
    leads_by_choice = dossier.lead_iso3 is not None and dossier.lead_iso3 in states
    if body and (may(Right.LEAD_ANALYSIS, convention=code, body=body) or (agrees and leads_by_choice)):
        found.add(Who.CHAIR)
    if agrees:
        found.add(Who.GROUP)
    return frozenset(found)
