"""Missions and focal points as one table: planned first, taken over whole or not at all, exported in the same shape.

A row is one contact in its period, known by State, office and first day. `valid_until` is its last day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import select

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation, Shortcomings
from core.periods import Period
from core.sheets.reading import Row
from core.sheets.writing import Cell
from states_parties.models import Mission, Office, State
from states_parties.queries.states import unknown_state
from states_parties.rules.contacts import Contact, contact_shortcomings, tidied
from states_parties.workflow.missions import add_mission, changed_fields, correct_mission

COLUMNS = (
    "iso3",
    "office",
    "post_name",
    "city",
    "address_lines",
    "email",
    "person_name",
    "person_function",
    "head_kind",
    "honorific",
    "gender",
    "language",
    "valid_from",
    "valid_until",
    "confirmed_on",
)
NEEDED = ("iso3", "office", "post_name", "language", "valid_from")
LINE_BREAK = " | "

Key = tuple[str, str, date]


@dataclass(frozen=True)
class PlannedContact:
    """One row of the file as it would stand on record. changes: the columns that differ; empty for a new one."""

    row: int
    state: str
    iso3: str
    office: Office
    contact: Contact
    starts_on: date
    ends_before: date | None
    confirmed_on: date | None
    changes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.iso3, self.office.value, self.starts_on

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)


@dataclass(frozen=True)
class CellError:
    """What is wrong in one cell of the file, or only worth a look."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.sentence}"


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do. With any error nothing can be imported; warnings do not stand in the way."""

    new: tuple[PlannedContact, ...]
    changed: tuple[PlannedContact, ...]
    unchanged: tuple[PlannedContact, ...]
    errors: tuple[CellError, ...]
    warnings: tuple[CellError, ...]


def plan_import(rows: Iterable[Row], *, on: date) -> ImportPlan:
    """What the rows would do to the contacts on record; nothing is written. `on`: the day of the import."""
    reading = _Reading({state.iso3: state.list_en for state in db.session.scalars(select(State))}, on)
    read = [each for row in rows if (each := reading.planned(row)) is not None]
    on_record = {_key(mission): mission for mission in db.session.scalars(select(Mission))}
    planned = [_compared(contact, on_record.get(contact.key)) for contact in read]
    errors = [*reading.errors, *_repeated(planned), *_overlapping(planned, on_record)]
    return ImportPlan(
        new=tuple(each for each in planned if each.key not in on_record),
        changed=tuple(each for each in planned if each.key in on_record and each.changes),
        unchanged=tuple(each for each in planned if each.key in on_record and not each.changes),
        errors=tuple(sorted(errors, key=lambda error: error.row)),
        warnings=tuple(_shared_addresses(planned, on_record, reading.states, on)),
    )


def apply_import(plan: ImportPlan, *, by: Actor) -> None:
    """Every new and changed row is on record; refused as a whole when the plan has errors."""
    if plan.errors:
        raise Shortcomings([str(error) for error in plan.errors], what="Nothing was imported")
    for each in plan.changed:
        mission = db.session.scalars(
            select(Mission).filter_by(iso3=each.iso3, office=each.office, starts_on=each.starts_on)
        ).one_or_none()
        if mission is None:
            raise RuleViolation(
                f"Row {each.row}: the contact of {each.state} is gone since the file was checked. Check it again."
            )
        correct_mission(mission, each.contact, ends_before=each.ends_before, confirmed_on=each.confirmed_on, by=by)
    for each in plan.new:
        add_mission(
            each.iso3,
            each.office,
            each.contact,
            starts_on=each.starts_on,
            ends_before=each.ends_before,
            confirmed_on=each.confirmed_on,
            by=by,
        )
    counts = {"new": len(plan.new), "changed": len(plan.changed), "unchanged": len(plan.unchanged)}
    record("contacts:imported", Ref("contacts", "all"), "Missions and focal points", by=by, **counts)


def exported_rows() -> list[Sequence[Cell]]:
    """All contacts, past ones among them, in the order of `COLUMNS`: importing them again changes nothing."""
    missions = db.session.scalars(select(Mission).order_by(Mission.iso3, Mission.office, Mission.starts_on))
    return [_exported(mission) for mission in missions]


def _exported(mission: Mission) -> Sequence[Cell]:
    cells: dict[str, Cell] = {column: getattr(mission, column, None) for column in COLUMNS}
    cells["office"] = mission.office.value
    cells["address_lines"] = mission.address_lines.replace("\n", LINE_BREAK)
    cells["valid_from"] = mission.starts_on
    cells["valid_until"] = mission.ends_before - timedelta(days=1) if mission.ends_before else None
    return [cells[column] for column in COLUMNS]


@dataclass
class _Reading:
    """Reads rows, and collects what is wrong with them."""

    states: Mapping[str, str]
    on: date
    errors: list[CellError] = field(default_factory=list)

    def planned(self, row: Row) -> PlannedContact | None:
        """The row as values; None, with its errors noted, when it cannot be read."""
        before = len(self.errors)
        iso3 = row.cells["iso3"].upper()
        if not iso3:
            self._refuse(row, "iso3", "The State is missing.")
        elif iso3 not in self.states:
            self._refuse(row, "iso3", f"{unknown_state(row.cells['iso3'])} Write its code of three letters.")
        office = self._office(row)
        contact = _contact(row.cells)
        for column, sentence in contact_shortcomings(contact):
            self._refuse(row, column, sentence)
        starts_on, ends_before, confirmed_on = self._days(row)
        if len(self.errors) > before or office is None or starts_on is None:
            return None
        return PlannedContact(
            row.number, self.states[iso3], iso3, office, contact, starts_on, ends_before, confirmed_on
        )

    def _office(self, row: Row) -> Office | None:
        text = row.cells["office"].lower()
        if text in list(Office):
            return Office(text)
        self._refuse(row, "office", f"“{text[:40]}” is none of {', '.join(Office)}.")
        return None

    def _days(self, row: Row) -> tuple[date | None, date | None, date | None]:
        """First day, the day after the last, day of confirmation."""
        first, last, confirmed = (self._day(row, name) for name in ("valid_from", "valid_until", "confirmed_on"))
        if not row.cells["valid_from"]:
            self._refuse(row, "valid_from", "The first day is missing.")
        if first and last and last < first:
            self._refuse(row, "valid_until", f"The last day, {last}, lies before the first day, {first}.")
        if confirmed and confirmed > self.on:
            self._refuse(row, "confirmed_on", f"{confirmed} is later than the day of the import, {self.on}.")
        return first, last + timedelta(days=1) if last else None, confirmed

    def _day(self, row: Row, column: str) -> date | None:
        text = row.cells.get(column, "")
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            day = None
        if text and (day is None or len(text) != 10 or not 1900 <= day.year <= 2200):
            self._refuse(row, column, f"“{text[:40]}” is not a day. Write it as year-month-day, such as 2021-03-03.")
            return None
        return day

    def _refuse(self, row: Row, column: str, sentence: str) -> None:
        self.errors.append(CellError(row.number, column, sentence))


def _contact(cells: Mapping[str, str]) -> Contact:
    texts = {column: cells.get(column, "") for column in Contact.__dataclass_fields__}
    texts["language"] = texts["language"].upper()
    return tidied(Contact(**{**texts, "address_lines": texts["address_lines"].replace("|", "\n")}))


def _key(mission: Mission) -> Key:
    return mission.iso3, mission.office.value, mission.starts_on


def _compared(planned: PlannedContact, mission: Mission | None) -> PlannedContact:
    if mission is None:
        return planned
    changes = changed_fields(mission, planned.contact)
    if mission.ends_before != planned.ends_before:
        changes.append("valid_until")
    if mission.confirmed_on != planned.confirmed_on:
        changes.append("confirmed_on")
    return replace(planned, changes=tuple(changes))


def _repeated(planned: Sequence[PlannedContact]) -> list[CellError]:
    first: dict[Key, int] = {}
    return [
        CellError(each.row, "valid_from", f"State, office and first day are those of row {first[each.key]}.")
        for each in planned
        if first.setdefault(each.key, each.row) != each.row
    ]


def _overlapping(planned: Sequence[PlannedContact], on_record: Mapping[Key, Mission]) -> list[CellError]:
    """Contacts of one State and office that would be in force on the same day, the file over what is on record."""
    posts: dict[tuple[str, str], dict[date, tuple[Period, PlannedContact | None]]] = defaultdict(dict)
    touched = {(each.iso3, each.office.value) for each in planned}
    for (iso3, office, starts_on), mission in on_record.items():
        if (iso3, office) in touched:
            posts[iso3, office][starts_on] = Period(starts_on, mission.ends_before), None
    for each in planned:
        posts[each.iso3, each.office.value][each.starts_on] = each.period, each
    errors = []
    for periods in posts.values():
        in_order = [periods[day] for day in sorted(periods)]
        for (earlier, before), (later, after) in pairwise(in_order):
            blamed = after or before
            if blamed is not None and earlier.overlaps(later):
                errors.append(CellError(blamed.row, "valid_from" if after else "valid_until", _overlap(earlier, later)))
    return errors


def _overlap(earlier: Period, later: Period) -> str:
    return (
        f"The State would have two contacts of this office: one from {earlier.starts_on}, one from {later.starts_on}. "
        f"Give the first a last day before {later.starts_on}."
    )


def _shared_addresses(
    planned: Sequence[PlannedContact], on_record: Mapping[Key, Mission], states: Mapping[str, str], on: date
) -> list[CellError]:
    """Two States with one address may be right (one embassy for both), but is worth a look."""
    holders: dict[str, set[str]] = defaultdict(set)
    for key, mission in on_record.items():
        if mission.email and Period(mission.starts_on, mission.ends_before).contains(on):
            holders[mission.email.lower()].add(key[0])
    for each in planned:
        holders[each.contact.email.lower()].add(each.iso3)
    return [
        CellError(each.row, "email", f"{each.contact.email} is also the address of {', '.join(others)}.")
        for each in planned
        if each.contact.email
        and (others := sorted(states[iso3] for iso3 in holders[each.contact.email.lower()] - {each.iso3}))
    ]
