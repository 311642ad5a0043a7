"""What became of a candidacy."""

from datetime import date
from enum import StrEnum

from committees.rules.slates import BodyThen


class CandidacyState(StrEnum):
    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    ELECTED = "elected"
    NOT_ELECTED = "not elected"
    NOT_KNOWN = "election not documented"


def candidacy_state(body: BodyThen | None, iso3: str, withdrawn_on: date | None, *, over: bool) -> CandidacyState:
    """body: as the terms on record now leave it; None where it has no seats. over: whether the meeting is."""
    if withdrawn_on is not None:
        return CandidacyState.WITHDRAWN
    if body is not None and iso3 in body.elected:
        return CandidacyState.ELECTED
    if body is not None and body.elected and not body.to_fill and not body.unknown:
        return CandidacyState.NOT_ELECTED
    return CandidacyState.NOT_KNOWN if over else CandidacyState.STANDS
