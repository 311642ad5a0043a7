"""Acts on delegations and the persons in them: notified, changed, taken off; consent given and withdrawn; presence."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select

from conventions.models import Meeting
from conventions.workflow import ref_to_meeting
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import Ref, db
from core.errors import RuleViolation
from core.tables import plain
from meetings.models.people import (
    Attendance,
    Credentials,
    Delegate,
    Invitation,
    MeetingDelegation,
    OrganisationKind,
    Registration,
)
from meetings.models.sessions import Session
from meetings.models.timetable import Gender
from states_parties.models import State


@dataclass(frozen=True)
class DelegationPlan:
    """What is known of a delegation, apart from who it is of."""

    invitation: Invitation = Invitation.INVITED
    notified_on: date | None = None
    notified_by: str = ""
    credentials: Credentials = Credentials.NONE
    credentials_on: date | None = None


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


def ref_to_delegation(delegation: MeetingDelegation) -> Ref:
    return Ref("meeting-delegation", str(delegation.id))


def set_registration(meeting: Meeting, *, notify_by: date, source: str, by: Actor) -> None:
    """Delegations are to be notified by that day."""
    if not source.strip():
        raise RuleViolation("Say where the day stands, such as the note verbale that convenes.", field="source")
    if meeting.ends_on and notify_by > meeting.ends_on:
        raise RuleViolation("The day lies after the meeting.", field="notify_by")
    row = db.session.get(Registration, meeting.id) or Registration(meeting_id=meeting.id)
    row.notify_by, row.source = notify_by, source.strip()
    db.session.add(row)
    db.session.flush()
    record(
        "meeting:notify-by",
        ref_to_meeting(meeting),
        meeting.full_name,
        by=by,
        day=notify_by.isoformat(),
        source=row.source,
    )


def add_delegation(
    meeting: Meeting,
    plan: DelegationPlan,
    *,
    iso3: str | None = None,
    organisation: str = "",
    kind: OrganisationKind | None = None,
    by: Actor,
) -> MeetingDelegation:
    """The State or the organisation takes part. One that does already is refused by its name."""
    if (iso3 is None) == (not organisation.strip()):
        raise RuleViolation("Choose a State, or write the name of an organisation.", field="state")
    if iso3 is None and kind is None:
        raise RuleViolation("Say what kind of organisation it is.", field="kind")
    name = _name(iso3, organisation)
    _check_plan(plan, on=day_of(by.at))
    _check_new(meeting, iso3, organisation, name)
    delegation = MeetingDelegation(
        meeting_id=meeting.id,
        iso3=iso3,
        organisation=organisation.strip() or None,
        organisation_kind=kind if iso3 is None else None,
        delegates=[],
        **asdict(plan),
    )
    db.session.add(delegation)
    db.session.flush()
    record("meeting-delegation:added", ref_to_delegation(delegation), name, by=by, meeting=meeting.short)
    return delegation


def change_delegation(delegation: MeetingDelegation, plan: DelegationPlan, *, by: Actor) -> None:
    """Invitation, notification and credentials are as said."""
    _check_plan(plan, on=day_of(by.at))
    changed = {name: value for name, value in asdict(plan).items() if getattr(delegation, name) != value}
    told = {name: [str(getattr(delegation, name) or ""), str(value or "")] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(delegation, name, value)
    _record("meeting-delegation:changed", delegation, by, **told)


def remove_delegation(delegation: MeetingDelegation, *, by: Actor) -> None:
    """It does not take part; the persons in it and its presence in sessions are erased."""
    _record("meeting-delegation:removed", delegation, by, persons=len(delegation.delegates))
    for table, column in ((Attendance, Attendance.delegation_id), (Delegate, Delegate.delegation_id)):
        db.session.execute(delete(table).where(column == delegation.id))
    db.session.execute(delete(MeetingDelegation).where(MeetingDelegation.id == delegation.id))
    db.session.expunge(delegation)


def add_person(delegation: MeetingDelegation, person: Person, *, by: Actor) -> Delegate:
    """The person is in the delegation, after those named before."""
    check_person(person, on=day_of(by.at))
    _check_place(delegation, person, besides=None)
    last = db.session.scalar(select(func.max(Delegate.position)).where(Delegate.delegation_id == delegation.id))
    row = Delegate(delegation_id=delegation.id, position=(last or 0) + 1, **_columns(person))
    db.session.add(row)
    _record("delegate:added", delegation, by, person=row.name)
    return row


def change_person(delegation: MeetingDelegation, row: Delegate, person: Person, *, by: Actor) -> None:
    """What is known of the person is as said. The log does not say what was said about gender or survivors."""
    check_person(person, on=day_of(by.at))
    _check_place(delegation, person, besides=row.id)
    for name, value in _columns(person).items():
        setattr(row, name, value)
    _record("delegate:changed", delegation, by, person=row.name)


def withdraw_consent(delegation: MeetingDelegation, row: Delegate, *, by: Actor) -> None:
    """What the person had agreed to say of themselves is erased; figures follow at once."""
    if row.consent_on is None:
        raise RuleViolation(f"{row.name} has not agreed to anything that could be withdrawn.")
    row.gender = row.survivor = row.consent_on = None
    _record("delegate:consent-withdrawn", delegation, by, person=row.name)


def remove_person(delegation: MeetingDelegation, row: Delegate, *, by: Actor) -> None:
    """The person is not in the delegation, and erased."""
    name = row.name
    db.session.execute(delete(Delegate).where(Delegate.id == row.id))
    db.session.expunge(row)
    _record("delegate:removed", delegation, by, person=name)


def record_attendance(session: Session, delegation_ids: Collection[int], *, by: Actor) -> None:
    """Exactly these delegations were present in the session."""
    own = set(
        db.session.scalars(
            select(MeetingDelegation.id).where(
                MeetingDelegation.meeting_id == session.meeting_id, MeetingDelegation.id.in_(delegation_ids)
            )
        )
    )
    if set(delegation_ids) - own:
        raise RuleViolation("One of these delegations does not take part in the meeting.", field="present")
    db.session.execute(delete(Attendance).where(Attendance.session_id == session.id))
    db.session.add_all([Attendance(session_id=session.id, delegation_id=each) for each in sorted(own)])
    db.session.flush()
    record("session:attendance", Ref("session", str(session.id)), session.title, by=by, present=len(own))


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


def _check_plan(plan: DelegationPlan, *, on: date) -> None:
    if (plan.credentials is Credentials.NONE) != (plan.credentials_on is None):
        raise RuleViolation("Give the day of the credentials, and no day where there are none.", field="credentials_on")
    for name in ("notified_on", "credentials_on"):
        if (day := getattr(plan, name)) and day > on:
            raise RuleViolation("This day is still to come.", field=name)


def _check_new(meeting: Meeting, iso3: str | None, organisation: str, name: str) -> None:
    present = db.session.execute(
        select(MeetingDelegation.iso3, MeetingDelegation.organisation).where(MeetingDelegation.meeting_id == meeting.id)
    ).all()
    taken = any(
        row.iso3 == iso3 if iso3 else plain(row.organisation or "") == plain(organisation.strip()) for row in present
    )
    if taken:
        field = "state" if iso3 else "organisation"
        raise RuleViolation(f"{name} takes part in the {meeting.short} already.", field=field)


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


def _name(iso3: str | None, organisation: str) -> str:
    if iso3 is None:
        return organisation.strip()
    name = db.session.scalar(select(State.list_en).where(State.iso3 == iso3))
    if name is None:
        raise RuleViolation(f"“{iso3[:10]}” is not a State of the register.", field="state")
    return name


def _record(act: str, delegation: MeetingDelegation, by: Actor, **details: object) -> None:
    db.session.flush()
    name = _name(delegation.iso3, delegation.organisation or "")
    record(act, ref_to_delegation(delegation), name, by=by, **details)
