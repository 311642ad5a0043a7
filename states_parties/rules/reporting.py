"""Article 7 reporting: what is due, what is missing, and the rates the office gives.

Years are years covered by a report unless a sentence says otherwise; the report on 2020 falls due on 30 April 2021. A report
whose day is not known precisely carries the last day it may have come. Reports received after the day asked about are
left out, so that a figure can be given again years later. Source of the definitions, where none is named: office
practice, after the review document of the CCM's Second Review Conference, paras 94 to 97.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction

from conventions.definitions import Convention
from conventions.rules import annual_report_due_on, initial_report_due_on

ACTION_49_OBLIGATIONS = frozenset({"retained", "stockpile", "clearance"})


@dataclass(frozen=True)
class Report:
    """kind: "initial" or "annual". received_on: the last day it may have come. precise: it came on that very day."""

    year_covered: int | None
    kind: str
    received_on: date | None
    precise: bool

    def surely_received_by(self, day: date) -> bool:
        return self.received_on is not None and self.received_on <= day


@dataclass(frozen=True)
class Rate:
    """So many out of so many. Of nothing there is no per cent: neither 0 nor 100."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> int | None:
        """Whole per cent, halves rounded up; None without denominator."""
        return _half_up(Fraction(100 * self.numerator, self.denominator)) if self.denominator else None

    def __str__(self) -> str:
        return f"{self.percent} % ({self.numerator} of {self.denominator})" if self.denominator else "n/a"


@dataclass(frozen=True)
class Situation:
    """What a State has to do on a day; each field is the key of an obligation."""

    compliance: bool = False
    retained: bool = False
    stockpile: bool = False
    clearance: bool = False
    victim_assistance: bool = False
    national_measures: bool = False


# Initial reports. `parties` maps each State bound on the day, by deposit, to its entry into force.


def required_initial[S: Hashable](convention: Convention, parties: Mapping[S, date], on: date) -> set[S]:
    ...
