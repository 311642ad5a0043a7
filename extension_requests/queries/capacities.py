"""In which capacities the person signed in may act on a request, as long as no recusal keeps them from it."""

from collections.abc import Collection
from typing import Any

from core.permissions import Right, may
from extension_requests.rules.machine import Who


def capacities(dossier: Any, states: Collection[str]) -> frozenset[Who]:
    """states: those the person acts for. dossier: the row, or any row with its columns.

    Whoever agrees for the State that leads the analysis by choice leads it like the chair.
    """
    found = set()
    if may(Right.KEEP_REQUESTS, convention=dossier.convention):
        found.add(Who.ISU)
    agrees = may_in_group(Right.AGREE_TO_ANALYSIS, dossier, states)
    leads_by_choice = dossier.lead_iso3 is not None and dossier.lead_iso3 in states
    if may_in_group(Right.LEAD_ANALYSIS, dossier, states) or (agrees and leads_by_choice):
        found.add(Who.CHAIR)
    if agrees:
        found.add(Who.GROUP)
    return frozenset(found)


def may_in_group(right: Right, dossier: Any, states: Collection[str]) -> bool:
    """Whether the person holds the right in the group that analyses the request; False while none is named."""
    body = dossier.body
    return bool(body) and may(right, convention=dossier.convention, body=body, by_office=bool(states))
