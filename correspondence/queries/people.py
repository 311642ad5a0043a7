"""Whom the office writes to about its drafts: persons of the roster with an address of their own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from committees.queries.holders import Holder
from committees.queries.offices import Offices
from committees.queries.offices_held import leading_days
from committees.queries.rosters import roster
from committees.queries.sight import states_kept_to
from core.accounts.models import HeldRole, User
from core.db import db
from core.periods import in_force
from core.permissions import Role
from correspondence.queries.sight import Admitted


@dataclass(frozen=True)
class Person:
    """iso3: of the State they act for in the body, empty where a role was given to their account. account_id: None for
    whoever has no account.
    """

    address: str
    name: str
    iso3: str = ""
    account_id: int | None = None


def members_with_address(offices: Offices, body: str, *, on: date, admitted: Admitted | None = None) -> list[Person]:
    """Who acts for a State in the body that day, or was given a role in it; each address once, by name.

    admitted: where only some of its States read the letter, see `hearing`.
    """
    found = {person.address.lower(): person for person in _given_a_role(offices.convention, body, on=on)}
    found |= {person.address.lower(): person for person in _people(roster(offices, body, on=on).states)}
    return hearing(sorted(found.values(), key=lambda each: each.name), offices, body, admitted, on=on)


def hearing(
    people: Collection[Person], offices: Offices, body: str, admitted: Admitted | None, *, on: date
) -> list[Person]:
    """Of these persons of the body those who may hear of a letter: all, where it is kept from nobody (None).

    Whoever acts anywhere for a State that the letter is kept from does not, whatever else they do, nor whoever is in
    the body for a State that is not admitted.
    """
    if admitted is None:
        return list(people)
    kept = {each.address.lower() for each in people_of_states(offices, body, admitted.kept_from, on=on)}
    return [
        each
        for each in people
        if each.address.lower() not in kept
        and (not each.iso3 or each.iso3 in admitted.states)
        and not states_kept_to(each.account_id, on=on) & admitted.kept_from
    ]


def people_of_states(offices: Offices, body: str, iso3s: Collection[str], *, on: date) -> list[Person]:
    """Who acts for one of these States in the body that day."""
    return _people(each for each in roster(offices, body, on=on).states if each.state and each.state.iso3 in iso3s)


def whoever_said(offices: Offices, body: str, account: User, *, on: date) -> list[Person]:
    """The person of that account, and whoever else acts for the same State in the body that day."""
    own = {account.email.lower(): Person(account.email, account.name, account_id=account.id)} if account.active else {}
    of_its_state = [
        each
        for each in roster(offices, body, on=on).states
        if any(getattr(person, "account_id", None) == account.id for person in each.people)
    ]
    found = {person.address.lower(): person for person in _people(of_its_state)} | own
    return sorted(found.values(), key=lambda each: each.name)


def members_without_address(offices: Offices, body: str, *, on: date, admitted: Admitted | None = None) -> list[str]:
    """The States in the body of whom nobody can be told, each with whom the office knows of it.

    admitted: where only some of its States read the letter, the others need not be told.
    """
    return [
        f"{each.name} ({', '.join(person.person_name for person in each.people) or 'nobody on record'})"
        for each in roster(offices, body, on=on).states
        if each.state and (admitted is None or each.state.iso3 in admitted.states) and not _people([each])
    ]


def heads_with_address(offices: Offices, bodies: Iterable[str], *, on: date) -> dict[str, list[Person]]:
    """By body, who acts for the States at its head that day; the same queries however many bodies."""
    heads = {body: _heads(offices, body, on=on) for body in bodies}
    own = _own_addresses([holder for those in heads.values() for holder in those])
    return {body: _by_name(those, own) for body, those in heads.items()}


def _heads(offices: Offices, body: str, *, on: date) -> list[Holder]:
    leading = {iso3 for iso3, period in leading_days(offices, body) if period.contains(on)}
    return [each for each in roster(offices, body, on=on).states if each.state and each.state.iso3 in leading]


def _given_a_role(convention: str, body: str, *, on: date) -> list[Person]:
    rows = db.session.execute(
        select(User.email, User.name, User.id)
        .join(HeldRole, HeldRole.user_id == User.id)
        .where(
            HeldRole.role.in_((Role.CHAIR, Role.MEMBER)),
            HeldRole.body == body,
            or_(HeldRole.convention.is_(None), HeldRole.convention == convention),
            in_force(HeldRole, on),
            User.deactivated_at.is_(None),
        )
    )
    return [Person(email, name, account_id=id) for email, name, id in rows]


def _people(holders: Iterable[Holder]) -> list[Person]:
    found = list(holders)
    return _by_name(found, _own_addresses(found))


def _own_addresses(holders: Iterable[Holder]) -> dict[int, str]:
    """By account; one query."""
    people = [person for holder in holders for person in holder.people]
    accounts = [person.account_id for person in people if getattr(person, "account_id", None)]
    return {row.id: row.email for row in db.session.execute(select(User.id, User.email).where(User.id.in_(accounts)))}


def _by_name(holders: Iterable[Holder], own: Mapping[int, str]) -> list[Person]:
    found = {
        address.lower(): Person(
            address,
            person.person_name,
            holder.state.iso3 if holder.state else "",
            getattr(person, "account_id", None),
        )
        for holder in holders
        for person in holder.people
        if (address := getattr(person, "email", "") or own.get(getattr(person, "account_id", None) or 0, ""))
    }
    return sorted(found.values(), key=lambda each: each.name)
