"""Acts on delegations: until when they are notified; added, changed, taken off; present in sessions."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, select

from conventions.models import Meeting
from conventions.workflow import ref_to_meeting
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import Ref, db
from core.errors import RuleViolation
from core.seen.guard import check_seen
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
from meetings.queries.people import seen_of_delegation
from states_parties.models import State


@dataclass(frozen=True)
class DelegationPlan:
    """What is known of a delegation, apart from who it is of."""

    invitation: Invitation = Invitation.INVITED
    notified_on: date | None = None
    notified_by: str = ""
    credentials: Credentials = Credentials.NONE
    credentials_on: date | None = None


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


def change_delegation(
    delegation: MeetingDelegation, plan: DelegationPlan, *, by: Actor, seen: str | None = None
) -> None:
    """Invitation, notification and credentials are as said.

    seen: what `seen_of_delegation` said of it when it was read. WrittenMeanwhile where it is another now.
    """
    _check_plan(plan, on=day_of(by.at))
    db.session.refresh(delegation, with_for_update=True)
    check_seen(seen, seen_of_delegation(delegation), "this delegation")
    changed = {name: value for name, value in asdict(plan).items() if getattr(delegation, name) != value}
    told = {name: [str(getattr(delegation, name) or ""), str(value or "")] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(delegation, name, value)
    record_act("meeting-delegation:changed", delegation, by, **told)


def remove_delegation(delegation: MeetingDelegation, *, by: Actor) -> None:
    """It does not take part; the persons in it and its presence in sessions are erased."""
    record_act("meeting-delegation:removed", delegation, by, persons=len(delegation.delegates))
    for table, column in ((Attendance, Attendance.delegation_id), (Delegate, Delegate.delegation_id)):
        db.session.execute(delete(table).where(column == delegation.id))
    db.session.execute(delete(MeetingDelegation).where(MeetingDelegation.id == delegation.id))
    db.session.expunge(delegation)


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


def _name(iso3: str | None, organisation: str) -> str:
    if iso3 is None:
        return organisation.strip()
    name = db.session.scalar(select(State.list_en).where(State.iso3 == iso3))
    if name is None:
        raise RuleViolation(f"“{iso3[:10]}” is not a State of the register.", field="state")
    return name


def record_act(act: str, delegation: MeetingDelegation, by: Actor, **details: object) -> None:
    db.session.flush()
    name = _name(delegation.iso3, delegation.organisation or "")
    record(act, ref_to_delegation(delegation), name, by=by, **details)
