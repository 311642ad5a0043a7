"""Whom the office writes to about its drafts: persons of the roster with an address of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from committees.queries.holders import Holder
from committees.queries.offices import Offices
from committees.queries.offices_held import leading_days
from committees.queries.rosters import roster
from core.accounts.models import User
from core.db import db


@dataclass(frozen=True)
class Person:
    address: str
    name: str


def members_with_address(offices: Offices, body: str, *, on: date) -> list[Person]:
    """Who acts for a State in the body that day; each address once, by name."""
    return _people(roster(offices, body, on=on).states)


def heads_with_address(offices: Offices, body: str, *, on: date) -> list[Person]:
    """The same of the States at the head of the body."""
    heads = {iso3 for iso3, period in leading_days(offices, body) if period.contains(on)}
    return _people(each for each in roster(offices, body, on=on).states if each.state and each.state.iso3 in heads)


def _people(holders: Iterable[Holder]) -> list[Person]:
    people = [person for holder in holders for person in holder.people]
    accounts = [person.account_id for person in people if getattr(person, "account_id", None)]
    own = {row.id: row.email for row in db.session.execute(select(User.id, User.email).where(User.id.in_(accounts)))}
    found = {
        address.lower(): Person(address, person.person_name)
        for person in people
        if (address := getattr(person, "email", "") or own.get(getattr(person, "account_id", None), ""))
    }
    return sorted(found.values(), key=lambda each: each.name)
