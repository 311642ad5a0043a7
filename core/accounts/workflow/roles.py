"""Roles given, ended, extended, withdrawn."""

from datetime import date

from core.accounts import queries
from core.accounts.models import HeldRole, User
from core.accounts.rules import check_administrator_remains, check_new_end, check_period, check_scope
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.periods import Period
from core.permissions import Role
from core.wording import day_in_words


def give_role(
    account: User,
    role: Role,
    *,
    starts_on: date,
    ends_before: date | None = None,
    convention: str | None = None,
    body: str | None = None,
    by: Actor,
) -> HeldRole:
    """The person holds the role from `starts_on`; refused where they hold the same role on one of these days."""
    check_scope(role, convention=convention, body=body)
    check_period(starts_on, ends_before)
    _check_not_held_already(account, role, Period(starts_on, ends_before), convention=convention, body=body)
    held = HeldRole(
        user_id=account.id,
        role=role,
        convention=convention,
        body=body,
        starts_on=starts_on,
        ends_before=ends_before,
        granted_by=by.id,
        granted_at=by.at,
    )
    db.session.add(held)
    db.session.flush()
    record("account:role-given", Ref("account", str(account.id)), account.name, by=by, **_facts(held))
    return held


def change_end(held: HeldRole, ends_before: date | None, *, on: date, by: Actor) -> None:
    """The role ends before that day, or without end. Ending the last administrator's is refused."""
    if held.role is Role.ADMINISTRATOR:
        queries.hold_administration()
    check_new_end(held.period, ends_before, on=on)
    _check_not_held_already(
        held.user, held.role, Period(held.starts_on, ends_before), held.convention, held.body, besides=held
    )
    earlier, ended_before = held.last_day, held.ends_before
    held.ends_before = ends_before
    db.session.flush()
    if held.role is Role.ADMINISTRATOR:
        check_administrator_remains(queries.administration_from(on), on=on)
    shortened = ends_before is not None and (ended_before is None or ends_before < ended_before)
    record(
        "account:role-ended" if shortened else "account:role-extended",
        Ref("account", str(held.user_id)),
        held.user.name,
        by=by,
        **_facts(held),
        earlier_last_day=earlier.isoformat() if earlier else None,
    )


def withdraw_role(held: HeldRole, *, on: date, by: Actor) -> None:
    """A role that begins today or later is taken back as if it had not been given; the audit keeps it."""
    if held.starts_on < on:
        raise RuleViolation(f"This role began on {day_in_words(held.starts_on, 'EN')}: end it instead.")
    if held.role is Role.ADMINISTRATOR:
        queries.hold_administration()
    db.session.delete(held)
    db.session.flush()
    if held.role is Role.ADMINISTRATOR:
        check_administrator_remains(queries.administration_from(on), on=on)
    record("account:role-withdrawn", Ref("account", str(held.user_id)), held.user.name, by=by, **_facts(held))


def _check_not_held_already(
    account: User,
    role: Role,
    period: Period,
    convention: str | None,
    body: str | None,
    *,
    besides: HeldRole | None = None,
) -> None:
    for other in queries.same_role_of(account, role, convention=convention, body=body):
        if other is not besides and other.period.overlaps(period):
            raise RuleViolation(
                f"{account.name} holds this role from {day_in_words(other.starts_on, 'EN')} already.", field="starts_on"
            )


def _facts(held: HeldRole) -> dict[str, str | None]:
    return {
        "role": held.role,
        "convention": held.convention,
        "body": held.body,
        "first_day": held.starts_on.isoformat(),
        "last_day": held.last_day.isoformat() if held.last_day else None,
    }
