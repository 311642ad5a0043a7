"""Participants as one table: checked first, taken over as a whole or not at all.

A row is one person. `delegation` is a State, by its code or a name, or the name of an organisation; an organisation
needs its `capacity`. Whoever is on the list already stays as they are.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from conventions.models import Meeting
from conventions.workflow import ref_to_meeting
from core.audit.workflow import Actor, record
from core.errors import RuleViolation, Shortcomings
from core.sheets.reading import Row
from core.tables import plain
from core.wording import counted
from meetings.models.people import MeetingDelegation, OrganisationKind
from meetings.models.timetable import Gender
from meetings.queries.people import People, registered_names
from meetings.workflow.delegates import Person, add_person, check_person
from meetings.workflow.delegations import DelegationPlan, add_delegation
from states_parties.queries.as_of import states_by_name
from states_parties.queries.states import unknown_state
from states_parties.rules.names import sort_key

COLUMNS = (
    *("delegation", "capacity", "title", "name", "function", "head", "gender", "survivor", "consent_on"),
    *("first_day", "last_day", "notified_on", "notified_by"),
)
NEEDED = ("delegation", "name")
YES, NO = ("yes", "x", "1", "true"), ("", "no", "0", "false")
LONGEST = {"delegation": 200, "title": 40, "name": 120, "function": 300, "notified_by": 200}


class Place(NamedTuple):
    """Which delegation a row belongs to: a State by its code, or an organisation."""

    iso3: str | None
    organisation: str
    kind: OrganisationKind | None

    @property
    def key(self) -> str:
        return self.iso3 or plain(self.organisation)


@dataclass(frozen=True)
class PlannedPerson:
    row: int
    place: Place
    person: Person
    plan: DelegationPlan


@dataclass(frozen=True)
class ImportPlan:
    """new: persons to be added. known: rows of persons who are on the list already. With any error nothing is done."""

    new: Sequence[PlannedPerson]
    known: Sequence[int]
    errors: Sequence[str]

    @property
    def in_words(self) -> str:
        delegations = len({each.place.key for each in self.new})
        told = f"{counted(len(self.new), 'person', 'persons')} in {counted(delegations, 'delegation', 'delegations')}"
        known = f"; {counted(len(self.known), 'person is', 'persons are')} on the list already" if self.known else ""
        return (told if self.new else "nobody new") + known


def pasted_as_csv(text: str) -> bytes:
    """What was pasted from a spreadsheet, parted by tabs, as CSV; anything else as it is."""
    text = text.replace("\r\n", "\n").strip("\n")
    if "\t" not in text.partition("\n")[0]:
        return text.encode()
    written = io.StringIO()
    csv.writer(written).writerows(line.split("\t") for line in text.split("\n"))
    return written.getvalue().encode()


def plan_import(rows: Iterable[Row], meeting: Meeting, *, on: date) -> ImportPlan:
    """What the rows would add to the list of the meeting; nothing is written."""
    reading = _Reading(_states(), on)
    planned = [each for row in rows if (each := reading.planned(row))]
    registered = registered_names(meeting)
    heads = {key for (key, _name), head in registered.items() if head}
    new, known = [], []
    first: dict[tuple[str, str], int] = {}
    for each in planned:
        who = (each.place.key, plain(each.person.name))
        if who in first:
            reading.refuse(each.row, "name", f"{each.person.name} stands in row {first[who]} already.")
            continue
        first[who] = each.row
        if who in registered:
            known.append(each.row)
            continue
        if each.person.head and each.place.key in heads:
            reading.refuse(each.row, "head", "The delegation has a head already.")
        if each.person.head:
            heads.add(each.place.key)
        new.append(each)
    return ImportPlan(new, known, [sentence for _row, sentence in sorted(reading.errors)])


def apply_import(plan: ImportPlan, people: People, *, by: Actor) -> None:
    """Every new person is on the list, in a delegation that is made where it is not there yet."""
    if plan.errors:
        raise Shortcomings(plan.errors, what="Nothing was imported")
    delegations: dict[str, MeetingDelegation] = {
        each.row.iso3 or plain(each.row.organisation or ""): each.row for each in people.delegations
    }
    for each in plan.new:
        key = each.place.key
        if key not in delegations:
            delegations[key] = add_delegation(
                people.meeting,
                each.plan,
                iso3=each.place.iso3,
                organisation=each.place.organisation,
                kind=each.place.kind,
                by=by,
            )
        add_person(delegations[key], each.person, by=by)
    meeting = people.meeting
    counts = {"new": len(plan.new), "on_the_list": len(plan.known)}
    record("delegates:imported", ref_to_meeting(meeting), meeting.full_name, by=by, **counts)


def _states() -> Mapping[str, str]:
    """The code of each State by its code and its names, as they are sorted."""
    return {
        key: state.iso3
        for state in states_by_name()
        for key in (
            state.iso3.lower(),
            *(sort_key(name) for name in (state.list_en, state.name_en, state.name_fr, state.name_es)),
        )
    }


@dataclass
class _Reading:
    """Reads rows, and collects what is wrong with them."""

    states: Mapping[str, str]
    on: date
    errors: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, row: int, column: str, sentence: str) -> None:
        self.errors.append((row, f"row {row}, {column}: {sentence}"))

    def planned(self, row: Row) -> PlannedPerson | None:
        """None, with its errors noted, for a row that cannot be read."""
        before = len(self.errors)
        for column, longest in LONGEST.items():
            if len(row.cells.get(column, "")) > longest:
                self.refuse(row.number, column, f"Longer than {longest} characters.")
        place, person = self._place(row), self._person(row)
        notified_on = self._day(row, "notified_on")
        if len(self.errors) > before or place is None:
            return None
        plan = DelegationPlan(notified_on=notified_on, notified_by=row.cells.get("notified_by", "").strip())
        return PlannedPerson(row.number, place, person, plan)

    def _place(self, row: Row) -> Place | None:
        name, word = row.cells["delegation"].strip(), row.cells.get("capacity", "").strip().lower()
        if iso3 := self.states.get(name.lower()) or self.states.get(sort_key(name)):
            return Place(iso3, "", None)
        kinds = {kind.value.lower(): kind for kind in OrganisationKind}
        if not name:
            self.refuse(row.number, "delegation", "The State or organisation is missing.")
        elif word in kinds:
            return Place(None, name, kinds[word])
        elif word:
            known = ", ".join(kind.value for kind in OrganisationKind)
            self.refuse(row.number, "capacity", f"“{word[:40]}” is none of {known}.")
        else:
            self.refuse(row.number, "delegation", f"{unknown_state(name)} An organisation needs its capacity.")
        return None

    def _person(self, row: Row) -> Person:
        gender = row.cells.get("gender", "").strip().lower()
        if gender and gender not in list(Gender):
            self.refuse(row.number, "gender", f"“{gender[:40]}” is none of {', '.join(Gender)}.")
            gender = ""
        person = Person(
            name=row.cells["name"].strip(),
            title=row.cells.get("title", "").strip(),
            function=row.cells.get("function", "").strip(),
            head=bool(self._answer(row, "head")),
            gender=Gender(gender) if gender else None,
            survivor=self._answer(row, "survivor"),
            consent_on=self._day(row, "consent_on"),
            first_day=self._day(row, "first_day"),
            last_day=self._day(row, "last_day"),
        )
        try:
            check_person(person, on=self.on)
        except RuleViolation as refusal:
            self.refuse(row.number, refusal.field, refusal.message)
        return person

    def _answer(self, row: Row, column: str) -> bool | None:
        """None where nothing is said."""
        text = row.cells.get(column, "").strip().lower()
        if text not in (*YES, *NO):
            self.refuse(row.number, column, f"“{text[:40]}” is neither yes nor no.")
        return None if text == "" else text in YES

    def _day(self, row: Row, column: str) -> date | None:
        text = row.cells.get(column, "").strip()
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            day = None
        if text and (day is None or len(text) != 10 or not 1990 <= day.year <= 2200):
            self.refuse(
                row.number, column, f"“{text[:40]}” is not a day. Write it as year-month-day, such as 2021-11-15."
            )
            return None
        return day
