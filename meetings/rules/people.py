"""In which capacity delegations take part, and what makes a list of participants whole."""

from datetime import date
from enum import StrEnum

from states_parties.rules.standing import Standing


class Capacity(StrEnum):
    """In the order of the list of participants."""

    STATE_PARTY = "State Party"
    NOT_YET_IN_FORCE = "State Party not yet in force"
    SIGNATORY = "signatory"
    NOT_PARTY = "State not party"
    UNITED_NATIONS = "United Nations"
    INTERNATIONAL = "international organisation"
    NAMED = "organisation named in the rules of procedure"
    OTHER = "other organisation"


HEADINGS = {
    Capacity.STATE_PARTY: "States Parties",
    Capacity.NOT_YET_IN_FORCE: "States for which the Convention is not yet in force",
    Capacity.SIGNATORY: "Signatories",
    Capacity.NOT_PARTY: "States not party",
    Capacity.UNITED_NATIONS: "United Nations",
    Capacity.INTERNATIONAL: "International organisations",
    Capacity.NAMED: "Organisations named in the rules of procedure",
    Capacity.OTHER: "Other organisations",
}
ORDER = {capacity: place for place, capacity in enumerate(Capacity)}


def capacity_of_state(standing: Standing) -> Capacity:
    """A State that has withdrawn takes part as one that is not party."""
    return Capacity.NOT_PARTY if standing is Standing.WITHDRAWN else Capacity(standing.value)


def day_of_list(opens_on: date | None, on: date) -> date:
    """The day whose standings a list of participants shows: the first of the meeting, or the present day before it."""
    return min(opens_on, on) if opens_on else on


def notified_late(notified_on: date | None, notify_by: date | None) -> bool:
    """Whether the note came after the day until which delegations are to be notified."""
    return notified_on is not None and notify_by is not None and notified_on > notify_by
