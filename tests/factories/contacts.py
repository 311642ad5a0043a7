"""Contacts of a few named States for tests, in the open session."""

from datetime import UTC, date, datetime
from typing import Any

from core.audit.workflow import Actor
from states_parties.models import Confidence, Membership, Mission, Office, State
from states_parties.rules.contacts import Contact
from tests.factories.states import added, make_party, make_state

BY = Actor("Ada", datetime(2026, 11, 20, 9, 0, tzinfo=UTC), 7)
NAMES = {"TCD": "Chad", "TGO": "Togo"}


def a_state(iso3: str = "TCD") -> State:
    return make_state(NAMES[iso3], iso3=iso3)


def a_party(iso3: str = "TCD") -> Membership:
    """Bound by the APMBC from 1 November 1999."""
    return make_party(a_state(iso3), in_force_on=date(1999, 11, 1))


def make_mission(iso3: str = "TCD", office: Office = Office.GENEVA, **columns: Any) -> Mission:
    """A mission in Geneva from 1 January 2015 without end, unless told otherwise."""
    usual = {"post_name": "Permanent Mission", "language": "FR", "starts_on": date(2015, 1, 1)}
    sourced = {"source": "test", "confidence": Confidence.HIGH, "notes": ""}
    return added(Mission(**{"iso3": iso3, "office": office, **usual, **sourced, **columns}))


def a_contact(**fields: str) -> Contact:
    return Contact(**{"post_name": "Permanent Mission", "language": "FR", "email": "mission@td.example", **fields})
