"""Delegations of a meeting, for tests."""

from datetime import date
from typing import Any

from conventions.models import Meeting
from core.db import transaction
from meetings.models.people import MeetingDelegation, OrganisationKind
from meetings.models.timetable import Gender
from meetings.workflow.delegates import Person, add_person
from meetings.workflow.delegations import DelegationPlan, add_delegation
from states_parties.models import State
from tests.factories.states import make_party, make_state
from tests.meetings.papers import BY

AGREED = date(2026, 11, 2)


def party(name: str, **columns: Any) -> State:
    state = make_state(name, **columns)
    make_party(state)
    return state


def delegation(meeting: Meeting, of: State | str, *persons: Person, **plan: Any) -> MeetingDelegation:
    """of: a State, or the name of an organisation named in the rules of procedure."""
    with transaction():
        who = {"organisation": of, "kind": OrganisationKind.NAMED} if isinstance(of, str) else {"iso3": of.iso3}
        row = add_delegation(meeting, DelegationPlan(**plan), **who, by=BY)
        for each in persons:
            add_person(row, each, by=BY)
    return row


def person(name: str, gender: Gender | None = None, **more: Any) -> Person:
    return Person(name, gender=gender, consent_on=AGREED if gender or "survivor" in more else None, **more)


def women_and_men(women: int, men: int, mark: str = "") -> list[Person]:
    return [person(f"Woman {mark}{number}", Gender.WOMAN) for number in range(women)] + [
        person(f"Man {mark}{number}", Gender.MAN) for number in range(men)
    ]
