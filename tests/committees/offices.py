"""A committee with its meetings, members and their people, for tests of access."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from committees.models.bodies import Body, BodyKind, PlaceKind, PlaceOf
from committees.models.bodies import Place as PlaceRow
from committees.models.terms import Chairing
from core.accounts.models import User
from core.audit.workflow import Actor
from core.clock import StoppedClock
from core.db import transaction
from states_parties.models import State
from tests.factories.accounts import make_account, sign_in
from tests.factories.offices import SOURCED, make_body, make_composition, make_meeting, make_representative, make_term
from tests.factories.states import added, make_party, make_state

A_DAY = timedelta(days=1)
ISU = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))

# Meetings close on 20 November of each year; 24MSP elected whoever serves through 20 November 2028.
CLOSES = {short: date(year, 11, 20) for short, year in (("23MSP", 2025), ("24MSP", 2026), ("25MSP", 2027))}
CLOSES |= {"26MSP": date(2028, 11, 20), "27MSP": date(2029, 11, 20)}
FIRST, LAST = date(2026, 11, 21), date(2028, 11, 20)


@dataclass(frozen=True)
class Committee:
    """Chile holds seat 1 through LAST and chairs its second year; Zambia presides until the close of the 25MSP."""

    body: Body
    presidency: Body
    chile: State
    zambia: State
    peru: State


def make_committee() -> Committee:
    chile, zambia, peru = make_state("Chile"), make_state("Zambia"), make_state("Peru")
    for state in (chile, zambia, peru):
        make_party(state)
    for short, day in CLOSES.items():
        make_meeting(short, day, presidency_state=zambia.iso3 if short == "25MSP" else peru.iso3)
    body = make_body("cooperative-compliance", name_en="Committee on Cooperative Compliance")
    presidency = make_body("presidency", kind=BodyKind.PRESIDENCY)
    make_composition(body)
    make_composition(presidency, seats=0, renewed_each_time=None)
    make_term(body, 1, chile.iso3, "24MSP")
    added(Chairing(convention="APMBC", body=body.slug, iso3=chile.iso3, until_at="26MSP", **SOURCED))
    return Committee(body, presidency, chile, zambia, peru)


def make_place(body: Body, of: PlaceOf, name: str = "", kind: PlaceKind = PlaceKind.MEMBER, **columns: object) -> None:
    usual = {"starts_on": body.starts_on, **SOURCED}
    added(
        PlaceRow(**{"convention": "APMBC", "body": body.slug, "kind": kind, "of": of, "name": name, **usual, **columns})
    )


def represented_by(
    body: Body, state: State, *, starts_on: date = date(2020, 1, 1), account: User | None = None, **columns: object
) -> User:
    """The account, without any role, of somebody who represents the State in the body."""
    account = account or make_account(None)
    with transaction():
        make_representative(body, state.iso3, starts_on, account_id=account.id, person_name=account.name, **columns)
    return account


def browser_of(app: Flask, account: User) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account=account)
    return client


@contextmanager
def on_day(app: Flask, day: date) -> Iterator[None]:
    """The clock of the house stands at noon of that day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.extensions, "clock", StoppedClock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)))
        yield
