"""What the house knows of a request when its analysis is drafted: plain values from the dossier and the registers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extension_requests.rules.findings import Finding

SQUARE_METRES = "m2"
UNIT_WORDS = {"m2": "square metres", "areas": "areas", "items": "items"}
METHODS = ("cleared", "reduced", "cancelled", "destroyed")  # in the order of their columns


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
class Amount:
    """A figure of the request: areas in square metres. sheet: baseline, progress, remaining, targets, budget."""

    sheet: str
    year: int | None
    kind: str
    method: str
    unit: str
    amount: int


@dataclass(frozen=True)
class AnalysisFacts:
    """state, the_state: Netherlands, the Netherlands. group: the body; members: States that take part, by name.

    due_on: for requests to the meeting. promised: targets of the request before, where this one renews it.
    versions: the day of each version of the request. clauses: of the draft decision, in their order.
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
    amounts: Sequence[Amount] = ()
    promised: Sequence[Amount] = ()
    clauses: Sequence[str] = ()

    def of_sheet(self, sheet: str) -> list[Amount]:
        return [each for each in self.amounts if each.sheet == sheet]

    def items_of(self, codes: Sequence[str]) -> list[ItemFound]:
        return [each for each in self.items if each.code in codes]

    def questions_of(self, codes: Sequence[str]) -> list[Asked]:
        return [each for each in self.questions if each.item in codes]


def total_by_unit(amounts: Sequence[Amount]) -> Mapping[str, int]:
    """Sums, areas of land first, each unit apart."""
    found: dict[str, int] = {}
    for each in sorted(amounts, key=lambda each: each.unit != SQUARE_METRES):
        found[each.unit] = found.get(each.unit, 0) + each.amount
    return found


def unit_in_words(unit: str) -> str:
    return UNIT_WORDS.get(unit, unit)
