"""Missions and focal points: added, changed from a day, ended, confirmed."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.periods import Period, in_force
from core.wording import day_in_words
from states_parties.models import Confidence, Mission, Office
from states_parties.rules.contacts import Contact, contact_shortcomings, tidied
from states_parties.workflow.subjects import ref_to, state_of


def add_mission(
    iso3: str,
    office: Office,
    contact: Contact,
    *,
    starts_on: date,
    ends_before: date | None = None,
    confirmed_on: date | None = None,
    by: Actor,
) -> Mission:
    """The State has this contact from `starts_on`; refused where it has one of the same office on one of these days."""
    state = state_of(iso3)
    contact = _checked(contact, state.list_en)
    period = _period(starts_on, ends_before)
    _check_alone(iso3, state.list_en, office, period)
    mission = _mission(iso3, office, contact, period)
    mission.confirmed_on = confirmed_on
    db.session.add(mission)
    db.session.flush()
    record("contact:added", ref_to(state), state.list_en, by=by, **_told(mission))
    return mission


def change_mission(mission: Mission, contact: Contact, *, starts_on: date, by: Actor) -> Mission:
    """The contact in force from `starts_on`: the one before ends there and stays on record, with its own days.

    On the first day of the present contact it is a correction. Returns the row in force.
    """
    if starts_on == mission.starts_on:
        correct_mission(mission, contact, ends_before=mission.ends_before, confirmed_on=mission.confirmed_on, by=by)
        return mission
    state = state_of(mission.iso3)
    contact = _checked(contact, state.list_en)
    changed = changed_fields(mission, contact)
    if not changed:
        return mission
    _check_within(mission, starts_on, state.list_en)
    ends_before, mission.ends_before = mission.ends_before, starts_on
    db.session.flush()
    successor = _mission(mission.iso3, mission.office, contact, Period(starts_on, ends_before))
    db.session.add(successor)
    db.session.flush()
    record("contact:changed", ref_to(state), state.list_en, by=by, changed=changed, **_told(successor))
    return successor


def check_not_ended(mission: Mission, *, on: date) -> None:
    """RuleViolation where the contact is past on that day: it stays on record as it was."""
    if mission.ends_before is not None and mission.ends_before <= on:
        last = day_in_words(mission.ends_before - timedelta(days=1), "EN")
        raise RuleViolation(
            f"{state_of(mission.iso3).list_en}: this contact ended on {last}, and stays on record as it was."
            " Put a new one on record."
        )


def correct_mission(
    mission: Mission, contact: Contact, *, ends_before: date | None, confirmed_on: date | None, by: Actor
) -> None:
    """The row says what it should have said from its first day on."""
    state = state_of(mission.iso3)
    contact = _checked(contact, state.list_en)
    period = _period(mission.starts_on, ends_before)
    _check_alone(mission.iso3, state.list_en, mission.office, period, besides=mission)
    before = (mission.ends_before, mission.confirmed_on)
    changed = changed_fields(mission, contact)
    if not changed and before == (ends_before, confirmed_on):
        return
    for name, value in asdict(contact).items():
        setattr(mission, name, value)
    mission.ends_before, mission.confirmed_on = ends_before, confirmed_on
    if changed:
        mission.source, mission.confidence, mission.notes = "office", Confidence.HIGH, ""
    db.session.flush()
    record("contact:corrected", ref_to(state), state.list_en, by=by, changed=changed, **_told(mission))


def end_mission(mission: Mission, *, ends_before: date, by: Actor) -> None:
    """From that day the State has no such contact; the row stays on record."""
    state = state_of(mission.iso3)
    _check_within(mission, ends_before, state.list_en)
    mission.ends_before = ends_before
    db.session.flush()
    record("contact:ended", ref_to(state), state.list_en, by=by, **_told(mission))


def confirm_mission(mission: Mission, *, confirmed_on: date, by: Actor) -> None:
    """The State confirmed on that day that the contact is right."""
    state = state_of(mission.iso3)
    if not Period(mission.starts_on, mission.ends_before).contains(confirmed_on):
        raise RuleViolation(
            f"{state.list_en}: on {confirmed_on} this contact was not in force, so nothing to confirm.",
            field="confirmed_on",
        )
    mission.confirmed_on = confirmed_on
    db.session.flush()
    record("contact:confirmed", ref_to(state), state.list_en, by=by, **_told(mission))


def note_success(iso3: str, email: str, *, at: datetime, on: date) -> None:
    """A letter reached the mail server of the contact with this address; kept without an entry in the log."""
    db.session.execute(
        update(Mission)
        .where(_has_address(iso3, email, on), or_(Mission.last_success_at.is_(None), Mission.last_success_at < at))
        .values(last_success_at=at)
        .execution_options(synchronize_session=False)
    )


def doubt_missions(iso3: str, email: str, *, why: str, on: date, by: Actor) -> None:
    """The contacts of the State with this address in force on that day count as unconfirmed, and tell why."""
    state = state_of(iso3)
    for mission in _with_address(iso3, email, on):
        mission.confirmed_on, mission.confidence = None, Confidence.LOW
        if why not in mission.notes:
            mission.notes = f"{mission.notes} {why}".strip()
        db.session.flush()
        record("contact:doubted", ref_to(state), state.list_en, by=by, **_told(mission))


def contact_of(mission: Mission) -> Contact:
    return Contact(**{field.name: getattr(mission, field.name) for field in fields(Contact)})


def changed_fields(mission: Mission, contact: Contact) -> list[str]:
    """The names of the fields in which the contact differs from the mission."""
    return [field.name for field in fields(Contact) if getattr(mission, field.name) != getattr(contact, field.name)]


def _checked(contact: Contact, state: str) -> Contact:
    tidy = tidied(contact)
    for field, sentence in contact_shortcomings(tidy):
        raise RuleViolation(f"{state}, {field.replace('_', ' ')}: {sentence}", field=field)
    return tidy


def _period(starts_on: date, ends_before: date | None) -> Period:
    if ends_before is not None and ends_before <= starts_on:
        raise RuleViolation(
            f"The last day, {ends_before - timedelta(days=1)}, lies before the first day, {starts_on}.",
            field="last_day",
        )
    return Period(starts_on, ends_before)


def _check_alone(iso3: str, state: str, office: Office, period: Period, *, besides: Mission | None = None) -> None:
    """One contact of an office at a time: otherwise nobody could say which of two a letter goes to."""
    others = db.session.scalars(select(Mission).where(Mission.iso3 == iso3, Mission.office == office))
    for other in others:
        if other is not besides and Period(other.starts_on, other.ends_before).overlaps(period):
            until = f" to {other.ends_before - timedelta(days=1)}" if other.ends_before else ""
            raise RuleViolation(
                f"{state} has a contact of the office “{office.value}” from {other.starts_on}{until} already.",
                field="starts_on",
                source="Office practice",
            )


def _check_within(mission: Mission, day: date, state: str) -> None:
    if day <= mission.starts_on:
        raise RuleViolation(
            f"{state}: this contact begins on {mission.starts_on}; it cannot end before {day}.", field="starts_on"
        )
    if mission.ends_before is not None and day >= mission.ends_before:
        raise RuleViolation(
            f"{state}: this contact ended before {mission.ends_before} already. Add a new one.", field="starts_on"
        )


def _mission(iso3: str, office: Office, contact: Contact, period: Period) -> Mission:
    return Mission(
        iso3=iso3,
        office=office,
        **asdict(contact),
        starts_on=period.starts_on,
        ends_before=period.ends_before,
        source="office",
        confidence=Confidence.HIGH,
        notes="",
    )


def _with_address(iso3: str, email: str, on: date) -> Sequence[Mission]:
    return db.session.scalars(select(Mission).where(_has_address(iso3, email, on)).order_by(Mission.id)).all()


def _has_address(iso3: str, email: str, on: date) -> ColumnElement[bool]:
    return and_(Mission.iso3 == iso3, func.lower(Mission.email) == email.lower(), in_force(Mission, on))


def _told(mission: Mission) -> dict[str, str | None]:
    """What the audit keeps of a contact: which one and when, without personal data, which would stay there forever."""
    return {
        "office": mission.office.value,
        "first_day": mission.starts_on.isoformat(),
        "last_day": (mission.ends_before - timedelta(days=1)).isoformat() if mission.ends_before else None,
    }
