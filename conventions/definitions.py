"""What a Convention consists of, as far as the office works with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.errors import RuleViolation


@dataclass(frozen=True)
class Obligation:
    """What one article asks of a State Party.

    years_initial:        years from entry into force for the State to the deadline; None: the article sets no deadline.
    max_extension_months: the longest single extension; None: the article allows none.
    source:               the paragraphs that say so.
    """

    key: str
    article: str
    title: str
    years_initial: int | None
    max_extension_months: int | None
    source: str


@dataclass(frozen=True)
class Reporting:
    """When Article 7 reports fall due: days after entry into force, then a day of each year."""

    initial_days: int
    annual_month: int
    annual_day: int
    source: str


@dataclass(frozen=True)
class RequestsDue:
    """When extension requests are due for a meeting: so many months before it opens, or on a day of its year."""

    months_before: int | None
    day_of_year: tuple[int, int] | None
    source: str


@dataclass(frozen=True, eq=False)
class Convention:
    """title and short are worded per language (EN, FR, ES), without article; symbol_pattern matches whole symbols.

    meeting_titles: what this Convention calls a kind of meeting, where it has a title of its own (see `kinds`).
    symbol_series: how the symbols of a meeting's documents begin, by kind of meeting, with its {number} and {year}.
    grants_less: the source that lets a meeting grant less time than asked for, empty where it may not.
    committee_sees_analyses: the source for showing analyses to the Coordination Committee first, or empty.
    """

    code: str
    title: Mapping[str, str]
    short: Mapping[str, str]
    opened_on: date
    in_force_on: date
    obligations: tuple[Obligation, ...]
    reporting: Reporting
    requests_due: RequestsDue
    grants_less: str
    committee_sees_analyses: str
    withdrawal_months: int
    symbol_pattern: str
    symbol_example: str
    symbol_series: Mapping[str, str]
    depositary: str
    meeting_titles: Mapping[str, str]
    sources: tuple[str, ...]

    def obligation(self, key: str) -> Obligation:
        """RuleViolation when the Convention has no such obligation."""
        for obligation in self.obligations:
            if obligation.key == key:
                return obligation
        known = ", ".join(obligation.key for obligation in self.obligations)
        raise RuleViolation(f"The {self.code} has no obligation “{key}”; it has {known}.")

    def by_article(self, article: str) -> Obligation:
        """The obligation of an article as the registers write it ("5", "3.6"); RuleViolation when there is none."""
        for obligation in self.obligations:
            if obligation.article == article:
                return obligation
        known = ", ".join(obligation.article for obligation in self.obligations)
        raise RuleViolation(f"No obligation is kept for Article {article} of the {self.code}, only for {known}.")
