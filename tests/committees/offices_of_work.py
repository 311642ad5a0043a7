"""A committee with work, for tests: two seats, meetings past and coming, a member with an account."""

from datetime import UTC, date, datetime
from typing import Any

from core.accounts.models import User
from core.audit.workflow import Actor
from core.db import transaction
from tests.factories.accounts import make_account
from tests.factories.offices import make_body, make_composition, make_meeting, make_representative, make_term
from tests.factories.states import make_party, make_state

BY = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
ON = date(2026, 11, 20)
ZETA, ETA, THETA = "ZZA", "ZZB", "ZZC"


def committee() -> Any:
    """The Committee "compliance": Zeta in seat 1 from the 5MSP to the 7MSP, then Eta; nobody known in seat 2.

    The 8MSP was on 30 June 2026; the 9MSP has no day yet.
    """
    for iso3, name in ((ZETA, "Zeta"), (ETA, "Eta"), (THETA, "Theta")):
        make_party(make_state(name, iso3=iso3, iso2=iso3[1:]))
    for number, year in ((5, 2022), (6, 2023), (7, 2024), (8, 2026)):
        make_meeting(f"{number}MSP", date(year, 6, 30))
    make_meeting("9MSP", None)
    body = make_body("compliance", starts_on=date(2010, 1, 1))
    make_composition(body, seats=2, renewed_each_time=1)
    make_term(body, 1, ZETA, "5MSP")
    make_term(body, 1, ETA, "7MSP")
    return body


def member_of(body: Any, iso3: str = ETA) -> User:
    """Somebody without any role of their own who represents the State in the body."""
    account = make_account(None)
    with transaction():
        make_representative(body, iso3, date(2020, 1, 1), account_id=account.id)
    return account
