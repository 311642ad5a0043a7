"""What the registers say of one State under one Convention on one day: the snapshot a letter is written from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from types import NoneType
from typing import Any, Self, get_args, get_origin, get_type_hints

from states_parties.rules.deadlines import DeadlineStatus, ObligationSituation
from states_parties.rules.names import StateNames
from states_parties.rules.standing import Standing


@dataclass(frozen=True)
class Sourcing:
    """Where a fact comes from and how far it can be trusted."""

    source: str
    confidence: str
    notes: str = ""

    @property
    def uncertain(self) -> bool:
        return self.confidence != "high"


@dataclass(frozen=True)
class DatedObligation:
    """An obligation with a deadline, as it stands on the day. granted_at: the meeting that gave the deadline."""

    key: str
    article: str
    title: str
    deadline: date | None
    initial_deadline: date | None
    granted_at: str
    open: bool
    passed: bool
    completed_on: str
    status: str
    undecided_at: str  # a meeting that may have decided on the deadline, undocumented here
    sourcing: Sourcing

    @property
    def situation(self) -> ObligationSituation:
        if not self.open:
            none_held = self.status == DeadlineStatus.NONE_HELD
            return ObligationSituation.NONE_HELD if none_held else ObligationSituation.COMPLETED
        if self.undecided_at:
            return ObligationSituation.UNDECIDED
        return ObligationSituation.PASSED if self.passed else ObligationSituation.OPEN

    @property
    def dated(self) -> bool:
        """Whether the deadline may be quoted to the State: open, on record, and no undocumented decision about it."""
        return self.open and self.deadline is not None and not self.undecided_at


@dataclass(frozen=True)
class Retained:
    quantity: int
    as_of_year: int | None
    sourcing: Sourcing


@dataclass(frozen=True)
class StatementOnRecord:
    subject: str
    status: str
    since: date
    sourcing: Sourcing


@dataclass(frozen=True)
class ReportOfTheYear:
    """The annual report that falls due in the calendar year of the day. possible: it may have come, on a day not known.

    received_on: the day it came, or the last day it can have come.
    """

    year_covered: int
    due_on: date
    received_on: date | None
    possible: bool


@dataclass(frozen=True)
class Silence:
    """What nothing was heard about in two calendar years, both over. articles: of live obligations.

    known: the registers of reports of both years are complete, so that a missing row means a missing report.
    """

    years: tuple[int, ...]
    articles: tuple[str, ...]
    known: bool


@dataclass(frozen=True)
class Reporting:
    """Reports on record, and what is missing as far as the register is known to be complete.

    All years are calendar years covered by annual reports. complete_years: those on record for which the register is
    known to be complete; only they may be listed to the State, since a list with gaps would tell it of gaps.
    """

    initial_due_on: date | None
    initial_upcoming: bool
    initial_received: bool
    initial_missing: str  # why it is known to be missing; empty: not known to be missing
    years_on_record: tuple[int, ...]
    complete_years: tuple[int, ...]
    missing_years: tuple[int, ...]
    undocumented_years: tuple[int, ...]
    last_received_on: date | None
    of_the_year: ReportOfTheYear | None = None  # None: the State owes none that year


@dataclass(frozen=True)
class MissionOnRecord:
    office: str
    post_name: str
    city: str
    address_lines: str
    email: str
    person_name: str
    head_kind: str
    honorific: str
    gender: str
    language: str
    confirmed_on: date | None


@dataclass(frozen=True)
class StateFacts:
    iso3: str
    slug: str
    names: StateNames
    list_name: str
    language: str
    region: str
    standing: Standing
    since: date | None
    entry_into_force_on: date | None
    withdrawal_effective_on: date | None  # where the notice has been given by the day
    bond: Sourcing | None
    obligations: tuple[DatedObligation, ...]
    retained: Retained | None
    statements: tuple[StatementOnRecord, ...]
    reporting: Reporting
    mission: MissionOnRecord | None
    article_9_closed: date | None = field(default=None)  # the Article 9 register is complete as of that day
    on: date | None = None  # the day of the registers
    silence: Silence | None = None

    def obligation(self, key: str) -> DatedObligation | None:
        """The obligation of that key ("stockpile", "clearance") if the State reported to have it."""
        return next((each for each in self.obligations if each.key == key), None)

    def statements_about(self, subject: str) -> list[StatementOnRecord]:
        return [each for each in self.statements if each.subject == subject]

    def to_json(self) -> dict[str, object]:
        """Plain values, days as text."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The facts that `to_json` wrote, also after a way through a file."""
        rebuilt: Self = _rebuilt(cls, plain)
        return rebuilt


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _rebuilt(kind: Any, plain: Any) -> Any:
    """The value of that type behind a plain one: the types of our dataclasses, nothing more."""
    if plain is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_rebuilt(get_args(kind)[0], each) for each in plain)
    if NoneType in get_args(kind):
        return _rebuilt(next(each for each in get_args(kind) if each is not NoneType), plain)
    if is_dataclass(kind):
        kinds = get_type_hints(kind)
        return kind(**{name: _rebuilt(kinds[name], inner) for name, inner in plain.items()})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(plain)
    return Standing(plain) if kind is Standing else plain
