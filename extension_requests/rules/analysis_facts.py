"""What the house knows of a request when its analysis is drafted: plain values from the dossier and the registers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extension_requests.rules.amounts import Unit
from extension_requests.rules.arithmetic import Checked, Year
from extension_requests.rules.figures import Line, Sheet
from extension_requests.rules.findings import Finding

RENEWAL = "Promised and achieved"


@dataclass(frozen=True)
class FormerRequest:
    """granted_until: None where it was not granted, or is not documented; decision says which."""

    number: int
    submitted_on: date | None
    meeting: str
    decision: str
    granted_until: date | None


@dataclass(frozen=True)
class Asked:
    """A question that was sent. state: asked, answered, declined, overdue noted."""

    number: int
    round: int
    item: str
    text: str
    asked_on: date
    state: str
    answered_on: date | None
    answer: str


@dataclass(frozen=True)
class ItemFound:
    """An item of the checklist as its readers hold it. stands: None where it is unread, or they differ."""

    code: str
    title: str
    asked: bool
    stands: Finding | None
    pages: str
    notes: Sequence[str]


@dataclass(frozen=True)
class AnalysisFacts:
    """state, the_state: Netherlands, the Netherlands. group: the body; members: States that take part, by name.

    due_on: for requests to the meeting. years: what the request before promised, and what was done. checks: whether the
    figures agree. versions: the day of each version of the request. clauses: of the draft decision, in their order.
    """

    convention: str
    article: str
    obligation: str
    state: str
    the_state: str
    number: int
    entry_into_force_on: date | None
    initial_deadline: date | None
    deadline: date
    asked_until: date | None
    asked_months: int | None
    most_months: int
    interim: bool
    after_discovery: bool
    received_on: date | None
    due_on: date | None
    meeting: str
    group: str
    members: Sequence[str]
    former: Sequence[FormerRequest] = ()
    versions: Sequence[date] = ()
    questions: Sequence[Asked] = ()
    items: Sequence[ItemFound] = ()
    lines: Sequence[Line] = ()
    years: Sequence[Year] = ()
    checks: Sequence[Checked] = ()
    clauses: Sequence[str] = ()

    def of_sheet(self, sheet: Sheet) -> list[Line]:
        return [each for each in self.lines if each.sheet is sheet]

    def items_of(self, codes: Sequence[str]) -> list[ItemFound]:
        return [each for each in self.items if each.code in codes]

    def questions_of(self, codes: Sequence[str]) -> list[Asked]:
        return [each for each in self.questions if each.item in codes]


def total_by_unit(lines: Sequence[Line]) -> Mapping[Unit, int]:
    """Sums, each unit apart, in the order of the units."""
    there = {each.unit for each in lines}
    return {unit: sum(each.amount for each in lines if each.unit is unit) for unit in Unit if unit in there}


def unit_in_words(unit: Unit) -> str:
    return "square metres" if unit is Unit.SQUARE_METRES else unit.value
