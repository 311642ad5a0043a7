"""A committee before an election, for tests: two of its four members leave at the 23MSP."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from committees.models.bodies import Body
from core.audit.workflow import Actor
from states_parties.models import State
from tests.factories.offices import make_body, make_composition, make_meeting, make_term
from tests.factories.states import OFFICER, make_party, make_state

BY: Actor = OFFICER
CLOSES = date(2026, 11, 20)  # the 23MSP closes on the day of the tests
FIRST_DAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Rotation:
    """members: of seats 1 to 4; 1 and 2 leave. others: States Parties without office."""

    body: Body
    members: list[State]
    others: list[State]


def make_rotation(slug: str = "the-committee", **composition: Any) -> Rotation:
    for short, day in (("21MSP", date(2023, 11, 24)), ("5RC", date(2024, 11, 29)), ("22MSP", date(2025, 12, 5))):
        make_meeting(short, day)
    make_meeting("23MSP", CLOSES, starts_on=date(2026, 11, 16))
    make_meeting("24MSP", None)
    regions = ("Africa", "Asia-Pacific", "GRULAC", "WEOG", "Africa", "Asia-Pacific", "GRULAC", "WEOG")
    states = [make_state(un_regional_group=region) for region in regions]
    for each in states:
        make_party(each)
    body = make_body(slug)
    make_composition(body, **composition)
    for seat, each in enumerate(states[:4], 1):
        make_term(body, seat, each.iso3, "5RC" if seat < 3 else "22MSP")
    return Rotation(body, states[:4], states[4:])
