"""Who takes part in a meeting: delegations in their capacities, persons, presence, figures."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from conventions.models import Meeting
from conventions.registry import get_convention
from core.db import db
from core.errors import NotFound
from core.seen.guard import seen_of
from core.tables import plain
from meetings.models.people import Delegate, MeetingDelegation, Registration
from meetings.models.timetable import Gender
from meetings.queries.attendance import sessions_present
from meetings.rules.people import ORDER, Capacity, capacity_of_state, notified_late
from meetings.rules.small_groups import Figures, Group, protected
from states_parties.queries.as_of import Registers, states_by_name
from states_parties.rules.names import sort_key

CLEARANCE = "clearance"


@dataclass(frozen=True)
class DelegationOfMeeting:
    """A delegation as it is listed. affected: its State has an open obligation to clear mined or contaminated areas.

    first_time: no earlier list on record has the State; None where no earlier list is, or it is no State.
    """

    row: MeetingDelegation
    name: str
    capacity: Capacity
    region: str
    affected: bool
    first_time: bool | None
    late: bool
    sessions_present: int

    @property
    def persons(self) -> Sequence[Delegate]:
        """The head first, the others in the order of the note."""
        return sorted(self.row.delegates, key=lambda each: (not each.head, each.position))

    @property
    def head(self) -> Delegate | None:
        return next((each for each in self.row.delegates if each.head), None)


@dataclass(frozen=True)
class People:
    """All that take part in a meeting, in the order of the list of participants. on: the day of their standings."""

    meeting: Meeting
    on: date
    registration: Registration | None
    delegations: Sequence[DelegationOfMeeting]
    earlier_lists: int

    @property
    def persons(self) -> int:
        return sum(len(each.row.delegates) for each in self.delegations)

    @cached_property
    def by_capacity(self) -> Mapping[Capacity, int]:
        counts = Counter(each.capacity for each in self.delegations)
        return {capacity: counts[capacity] for capacity in Capacity if counts[capacity]}

    @cached_property
    def by_region(self) -> Mapping[str, int]:
        """Of States only."""
        counts = Counter(each.region for each in self.delegations if each.region)
        return dict(sorted(counts.items()))

    @property
    def affected(self) -> int:
        return sum(each.affected for each in self.delegations)

    @property
    def first_time(self) -> int:
        return sum(bool(each.first_time) for each in self.delegations)

    @cached_property
    def women(self) -> Figures:
        """In delegations of States Parties, of those persons who agreed to say. Source: Oslo Action Plan, action 3."""
        parties = [each for each in self.delegations if each.capacity is Capacity.STATE_PARTY]
        by_region: dict[str, list[bool]] = defaultdict(list)
        by_burden: dict[str, list[bool]] = defaultdict(list)
        for each in parties:
            said = [person.gender is Gender.WOMAN for person in each.row.delegates if person.gender is not None]
            by_region[each.region] += said
            by_burden["affected" if each.affected else "not affected"] += said
        return protected({"region": _groups(by_region), "affected": _groups(by_burden)})

    @cached_property
    def survivors(self) -> Figures:
        """In all delegations, of those persons who agreed to say. Source: Oslo Action Plan, action 4."""
        said = [
            person.survivor for each in self.delegations for person in each.row.delegates if person.survivor is not None
        ]
        return protected({"all": _groups({"all": said})})


def people_of(meeting: Meeting, *, on: date) -> People:
    """on: the day whose standings and obligations count."""
    rows = db.session.scalars(
        select(MeetingDelegation)
        .where(MeetingDelegation.meeting_id == meeting.id)
        .options(selectinload(MeetingDelegation.delegates))
        .execution_options(populate_existing=True)
    ).all()
    iso3s = [row.iso3 for row in rows if row.iso3]
    states = {state.iso3: state for state in states_by_name(iso3s)} if iso3s else {}
    registers = Registers(get_convention(meeting.convention), on, iso3s)
    seen, lists = _seen_before(meeting)
    present = sessions_present([row.id for row in rows])
    registration = db.session.get(Registration, meeting.id)
    notify_by = registration.notify_by if registration else None

    def listed(row: MeetingDelegation) -> DelegationOfMeeting:
        state = states.get(row.iso3 or "")
        return DelegationOfMeeting(
            row=row,
            name=state.list_en if state is not None else row.organisation or "",
            capacity=capacity_of(row, registers),
            region=state.un_regional_group if state is not None else "",
            affected=state is not None and _is_affected(registers, state.iso3),
            first_time=row.iso3 not in seen if state is not None and lists else None,
            late=notified_late(row.notified_on, notify_by),
            sessions_present=present.get(row.id, 0),
        )

    found = sorted((listed(row) for row in rows), key=lambda each: (ORDER[each.capacity], sort_key(each.name)))
    return People(meeting, on, registration, found, lists)


def capacity_of(row: MeetingDelegation, registers: Registers) -> Capacity:
    """Of a State by its standing on the day of the registers."""
    if row.iso3:
        return capacity_of_state(registers.standing_of(row.iso3).standing)
    assert row.organisation_kind is not None
    return Capacity(row.organisation_kind.value)


def get_delegation(meeting: Meeting, delegation_id: int) -> MeetingDelegation:
    """With its persons. NotFound."""
    row = db.session.scalars(
        select(MeetingDelegation)
        .where(MeetingDelegation.meeting_id == meeting.id, MeetingDelegation.id == delegation_id)
        .options(selectinload(MeetingDelegation.delegates))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(f"The {meeting.short} has no such delegation.")
    return row


def get_person(meeting: Meeting, person_id: int) -> tuple[MeetingDelegation, Delegate]:
    """The person with their delegation. NotFound."""
    person = db.session.get(Delegate, person_id)
    row = db.session.get(MeetingDelegation, person.delegation_id) if person else None
    if person is None or row is None or row.meeting_id != meeting.id:
        raise NotFound(f"The {meeting.short} has no such participant.")
    return row, person


def seen_of_delegation(row: MeetingDelegation) -> str:
    """The delegation as a form saw it: another once its invitation, its note or its credentials are."""
    return seen_of(row, ("invitation", "notified_on", "notified_by", "credentials", "credentials_on"))


def registered_names(meeting: Meeting) -> Mapping[tuple[str, str], bool]:
    """Of every person on the list: the delegation (code or plain name) and the plain name -> whether they head it."""
    rows = db.session.execute(
        select(MeetingDelegation.iso3, MeetingDelegation.organisation, Delegate.name, Delegate.head)
        .join(Delegate, Delegate.delegation_id == MeetingDelegation.id)
        .where(MeetingDelegation.meeting_id == meeting.id)
    )
    return {(row.iso3 or plain(row.organisation), plain(row.name)): row.head for row in rows}


def _seen_before(meeting: Meeting) -> tuple[set[str], int]:
    """The States on earlier lists of the Convention, and how many such lists are on record."""
    if meeting.starts_on is None:
        return set(), 0
    rows = db.session.execute(
        select(MeetingDelegation.meeting_id, MeetingDelegation.iso3)
        .join(Meeting, Meeting.id == MeetingDelegation.meeting_id)
        .where(Meeting.convention == meeting.convention, Meeting.starts_on < meeting.starts_on)
    ).all()
    return {row.iso3 for row in rows if row.iso3}, len({row.meeting_id for row in rows})


def _is_affected(registers: Registers, iso3: str) -> bool:
    return any(each.key == CLEARANCE for each in registers.obligations_of(iso3, only_open=True))


def _groups(said: Mapping[str, Sequence[Any]]) -> list[Group]:
    return [Group(label, sum(of), len(of) - sum(of)) for label, of in sorted(said.items())]
