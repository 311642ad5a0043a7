"""Acts on the persons in delegations: added, changed, taken off; consent given and withdrawn.

The log knows them by their number: it cannot be changed, and the name of whoever is erased must not stay in it.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select

from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.tables import plain
from meetings.models.people import Delegate, MeetingDelegation
from meetings.models.timetable import Gender
from meetings.workflow.delegations import record_act


@dataclass(frozen=True)
class Person:
    """A delegate as the note names them. gender, survivor: only together with the day of consent."""

    name: str
    title: str = ""
    function: str = ""
    head: bool = False
    gender: Gender | None = None
    survivor: bool | None = None
    consent_on: date | None = None
    first_day: date | None = None
    last_day: date | None = None


def add_person(delegation: MeetingDelegation, person: Person, *, by: Actor) -> Delegate:
    """The person is in the delegation, after those named before."""
    check_person(person, on=day_of(by.at))
    _check_place(delegation, person, besides=None)
    last = db.session.scalar(select(func.max(Delegate.position)).where(Delegate.delegation_id == delegation.id))
    row = Delegate(delegation_id=delegation.id, position=(last or 0) + 1, **_columns(person))
    db.session.add(row)
    db.session.flush()
    record_act("delegate:added", delegation, by, person=row.id)
    return row


def change_person(
    delegation: MeetingDelegation, row: Delegate, person: Person, *, consent_seen: date | None, by: Actor
) -> None:
    """What is known of the person is as said. The log does not say what was said about gender or survivors.

    consent_seen: the day of consent that was read before; refused where it was withdrawn or given since.
    """
    db.session.refresh(row, with_for_update=True)
    if row.consent_on != consent_seen:
        what = "withdrew" if row.consent_on is None else "gave"
        raise RuleViolation(
            f"{row.name} {what} consent after you opened this page, and nothing is saved. Open the page again and "
            "change what is on record now.",
            field="consent_on",
            source="Data protection: consent",
        )
    check_person(person, on=day_of(by.at))
    _check_place(delegation, person, besides=row.id)
    for name, value in _columns(person).items():
        setattr(row, name, value)
    record_act("delegate:changed", delegation, by, person=row.id)


def withdraw_consent(delegation: MeetingDelegation, row: Delegate, *, by: Actor) -> None:
    """What the person had agreed to say of themselves is erased; figures follow at once."""
    db.session.refresh(row, with_for_update=True)
    if row.consent_on is None:
        raise RuleViolation(f"{row.name} has not agreed to anything that could be withdrawn.")
    row.gender = row.survivor = row.consent_on = None
    record_act("delegate:consent-withdrawn", delegation, by, person=row.id)


def remove_person(delegation: MeetingDelegation, row: Delegate, *, by: Actor) -> None:
    """The person is not in the delegation, and erased."""
    person = row.id
    db.session.execute(delete(Delegate).where(Delegate.id == person))
    db.session.expunge(row)
    record_act("delegate:removed", delegation, by, person=person)


def check_person(person: Person, *, on: date) -> None:
    """RuleViolation names the field that is wrong."""
    if not person.name.strip():
        raise RuleViolation("The name is missing.", field="name")
    if person.consent_on is None and (person.gender is not None or person.survivor is not None):
        raise RuleViolation(
            "Gender, and whether somebody is a survivor, are kept only with the day on which the person agreed.",
            field="consent_on",
            source="Data protection: consent",
        )
    if person.consent_on and person.consent_on > on:
        raise RuleViolation("Consent is not given on a day to come.", field="consent_on")
    if person.first_day and person.last_day and person.last_day < person.first_day:
        raise RuleViolation("The last day lies before the first.", field="last_day")


def _check_place(delegation: MeetingDelegation, person: Person, *, besides: int | None) -> None:
    """No second person of the same name, accents and capitals apart, and no second head."""
    others = db.session.execute(
        select(Delegate.id, Delegate.name, Delegate.head).where(Delegate.delegation_id == delegation.id)
    )
    for each in others:
        if each.id == besides:
            continue
        if plain(each.name) == plain(person.name.strip()):
            raise RuleViolation(f"{each.name} is in the delegation already.", field="name")
        if each.head and person.head:
            raise RuleViolation(f"{each.name} heads the delegation. It has one head.", field="head")


def _columns(person: Person) -> dict[str, Any]:
    texts = {name: getattr(person, name).strip() for name in ("name", "title", "function")}
    return {**asdict(person), **texts}
