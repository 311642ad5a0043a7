"""Persons who act "for the Chair" for a time."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from committees.models.access import Delegation
from committees.models.terms import Representative
from committees.queries.access import leading_days
from committees.queries.offices import Offices
from committees.workflow.subjects import check_reason, hold_body, hold_body_of, ref_to_body
from core.accounts.models import User
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.periods import Period, in_force
from core.wording import day_in_words, span_in_words

PRACTICE = "Office practice"


def delegate(
    convention: str,
    body: str,
    *,
    iso3: str,
    account: User,
    starts_on: date,
    ends_before: date,
    reason: str,
    by: Actor,
) -> Delegation:
    """The person acts for the Chair, which that State holds, from one day until another; never longer than it does."""
    row, offices = hold_body(convention, body), Offices(convention)
    if iso3 not in offices.states:
        raise RuleViolation(f"“{iso3[:10]}” is no code of a State.", field="leader")
    check_reason(reason)
    if ends_before <= starts_on:
        raise RuleViolation("The last day lies before the first day.", field="last_day")
    _check_within_office(offices, row, iso3, starts_on, ends_before)
    if not account.active:
        raise RuleViolation(f"{account.name} may no longer sign in.", field="email")
    _check_who_delegates(offices, row, iso3, by)
    for other in db.session.scalars(select(Delegation).filter_by(convention=convention, body=body)):
        if other.account_id == account.id and _period(other).overlaps(Period(starts_on, ends_before)):
            raise RuleViolation(
                f"{account.name} acts for the Chair {_days(other)} already: end that first.", field="starts_on"
            )
    delegation = Delegation(
        convention=convention,
        body=body,
        account_id=account.id,
        chair_iso3=iso3,
        reason=reason.strip(),
        starts_on=starts_on,
        ends_before=ends_before,
        given_at=by.at,
        given_by=by.name,
    )
    db.session.add(delegation)
    db.session.flush()
    record("delegation:given", ref_to_body(row), row.name_en, by=by, **_told(delegation, account.name))
    return delegation


def end_delegation(delegation: Delegation, *, ends_before: date, by: Actor) -> None:
    """From that day the person acts for the Chair no more; one that had not begun is taken back whole."""
    row = hold_body_of(delegation)
    if ends_before >= delegation.ends_before:
        raise RuleViolation(
            f"It ends on {_last_day(delegation.ends_before)} already: it can only be made shorter.",
            field="ends_before",
        )
    account = db.session.get_one(User, delegation.account_id)
    if ends_before <= delegation.starts_on:
        record("delegation:taken-back", ref_to_body(row), row.name_en, by=by, **_told(delegation, account.name))
        db.session.delete(delegation)
        db.session.flush()
        return
    delegation.ends_before = ends_before
    db.session.flush()
    record("delegation:ended", ref_to_body(row), row.name_en, by=by, **_told(delegation, account.name))


def _check_within_office(offices: Offices, row: Any, iso3: str, starts_on: date, ends_before: date) -> None:
    led = unbroken(period for leader, period in leading_days(offices, row.slug) if leader == iso3)
    within = next((period for period in led if period.contains(starts_on)), None)
    state = offices.states[iso3].with_article
    if within is None:
        raise RuleViolation(
            f"On {day_in_words(starts_on, 'EN')} {state} does not lead the {row.name_en}.",
            field="starts_on",
            source=PRACTICE,
        )
    if within.ends_before is not None and ends_before > within.ends_before:
        raise RuleViolation(
            f"The time of {state} at the head of the {row.name_en} ends on {_last_day(within.ends_before)}: "
            "nobody acts for it longer than that.",
            field="last_day",
            source=PRACTICE,
        )


def _check_who_delegates(offices: Offices, row: Any, iso3: str, by: Actor) -> None:
    """A State at the head of a body delegates for itself; whoever acts for the Chair hands nothing on."""
    if by.id is None:
        return
    on = day_of(by.at)
    own = _represented_by(by.id, row, on=on)
    leading = {leader for leader, period in leading_days(offices, row.slug) if period.contains(on)}
    if own & leading and iso3 not in own:
        raise RuleViolation(
            f"You cannot delegate what belongs to {offices.states[iso3].with_article}.", field="leader", source=PRACTICE
        )
    deputies = select(Delegation.account_id).filter_by(convention=row.convention, body=row.slug)
    if by.id in db.session.scalars(deputies.where(in_force(Delegation, on))).all() and not own & leading:
        raise RuleViolation(
            "You act for the Chair yourself: who else does is for the Chair or the ISU to say.", source=PRACTICE
        )


def _represented_by(account_id: int, row: Any, *, on: date) -> set[str]:
    """In any body of the Convention: whoever represents the President leads what the President chairs."""
    return set(
        db.session.scalars(
            select(Representative.iso3).where(
                Representative.account_id == account_id,
                Representative.convention == row.convention,
                in_force(Representative, on),
            )
        )
    )


def unbroken(periods: Iterable[Period]) -> list[Period]:
    """The same days in as few periods as possible: a year as chair and the next are one time."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda period: period.starts_on):
        last = found[-1] if found else None
        if last is None or (last.ends_before is not None and last.ends_before < period.starts_on):
            found.append(period)
        elif last.ends_before is not None and (period.ends_before is None or period.ends_before > last.ends_before):
            found[-1] = Period(last.starts_on, period.ends_before)
    return found


def _period(delegation: Delegation) -> Period:
    return Period(delegation.starts_on, delegation.ends_before)


def _last_day(ends_before: date) -> str:
    return day_in_words(ends_before - timedelta(days=1), "EN")


def _days(delegation: Delegation) -> str:
    return span_in_words(delegation.starts_on, _period(delegation).last_day)


def _told(delegation: Delegation, name: str) -> dict[str, str]:
    return {
        "person": name,
        "state": delegation.chair_iso3,
        "from": delegation.starts_on.isoformat(),
        "ends_before": delegation.ends_before.isoformat(),
        "reason": delegation.reason,
    }
