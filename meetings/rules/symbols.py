"""Symbols of documents: built by the pattern of the Convention, read back, and refused where they belong elsewhere.

APMBC symbols carry the number and the year of the meeting (APLC/MSP.19/2021/WP.3), CCM symbols the year alone
(CCM/MSP/2019/13). The United Nations assign symbols; the office proposes them. A number is never given twice.
Source: symbols of published documents.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from conventions.definitions import Convention
from conventions.registry import CONVENTIONS
from conventions.rules import check_symbol
from core.errors import RuleViolation


class SymbolKind(StrEnum):
    """main: the series without letters, in which agenda, programme, requests and the final report stand."""

    MAIN = "main"
    WORKING_PAPER = "WP"
    LIMITED = "L"
    INFORMATION = "INF"
    CONFERENCE_ROOM = "CRP"
    MISCELLANEOUS = "MISC"
    NON_GOVERNMENTAL = "NGO"


class Added(StrEnum):
    """What follows another document under its symbol."""

    ADDENDUM = "Add"
    REVISION = "Rev"
    CORRIGENDUM = "Corr"
    AMENDMENT = "Amend"


KIND_WORDS = {
    SymbolKind.MAIN: "main document",
    SymbolKind.WORKING_PAPER: "working paper",
    SymbolKind.LIMITED: "limited document",
    SymbolKind.INFORMATION: "information document",
    SymbolKind.CONFERENCE_ROOM: "conference room paper",
    SymbolKind.MISCELLANEOUS: "miscellaneous document",
    SymbolKind.NON_GOVERNMENTAL: "document of a non-governmental organisation",
}
ADDED_WORDS = {
    Added.ADDENDUM: "addendum",
    Added.REVISION: "revision",
    Added.CORRIGENDUM: "corrigendum",
    Added.AMENDMENT: "amendment",
}

_PARTS = re.compile(
    r"(?P<series>.+?)/(?:(?P<kind>WP|L|INF|CRP|MISC|NGO)\.)?(?P<serial>[0-9]+)"
    r"(?P<added>(?:/(?:Add|Rev|Corr|Amend)\.[0-9]+)*)"
)


@dataclass(frozen=True)
class Symbol:
    """series: what all documents of the meeting begin with. added: from the outermost to the innermost."""

    series: str
    kind: SymbolKind
    serial: int
    added: tuple[tuple[Added, int], ...] = ()

    def __str__(self) -> str:
        return f"{self.series}/{self._own('/')}"

    @property
    def slug(self) -> str:
        """Its name in addresses below the meeting: "wp.3-rev.1"."""
        return self._own("-").lower()

    @property
    def parent(self) -> "Symbol | None":
        """The document that this one adds to, revises or corrects."""
        return Symbol(self.series, self.kind, self.serial, self.added[:-1]) if self.added else None

    def with_added(self, added: Added, number: int) -> "Symbol":
        return Symbol(self.series, self.kind, self.serial, (*self.added, (added, number)))

    def _own(self, between: str) -> str:
        letters = "" if self.kind is SymbolKind.MAIN else f"{self.kind.value}."
        return between.join((f"{letters}{self.serial}", *(f"{word.value}.{number}" for word, number in self.added)))


def series_of(convention: Convention, kind: str, short: str, year: int | None) -> str | None:
    """What the symbols of a meeting begin with; None for one whose documents have no symbols, or without a year yet.

    short: its name in the calendar (19MSP, 5RC, 2RC-PM1), which holds its number.
    """
    pattern = convention.symbol_series.get(kind)
    if pattern is None or year is None:
        return None
    found = re.search(r"PM([0-9]+)" if kind == "preparatory" else r"^([0-9]+)", short)
    return pattern.format(number=found[1], year=year) if found else None


def parse_symbol(convention: Convention, text: str) -> Symbol:
    """The parts of a symbol. RuleViolation for what is none of this Convention, naming the other if it is one there."""
    text = text.strip()
    for other in CONVENTIONS.values():
        if other is not convention and re.fullmatch(other.symbol_pattern, text):
            raise RuleViolation(
                f"“{text[:60]}” is a symbol of the {other.code}; this meeting is one of the {convention.code}.",
                field="symbol",
            )
    check_symbol(convention, text)
    parts = _PARTS.fullmatch(text)
    assert parts is not None
    pieces = [piece.partition(".") for piece in parts["added"].split("/") if piece]
    symbol = Symbol(
        parts["series"],
        SymbolKind(parts["kind"] or SymbolKind.MAIN),
        int(parts["serial"]),
        tuple((Added(word), int(number)) for word, _dot, number in pieces),
    )
    numbers = (symbol.serial, *(number for _, number in symbol.added))
    if str(symbol) != text or not all(0 < number < 10_000 for number in numbers):
        raise RuleViolation(
            f"“{text[:60]}”: numbers in symbols go from 1 to 9,999, without a leading 0.", field="symbol"
        )
    return symbol


def check_of_meeting(symbol: Symbol, series: str, meeting: str, meetings_by_series: Mapping[str, str]) -> None:
    """Refuses a symbol of another meeting, by the name of that meeting where it is known."""
    if symbol.series == series:
        return
    other = meetings_by_series.get(symbol.series)
    belongs = f"belongs to the {other}" if other else "belongs to another meeting"
    raise RuleViolation(f"“{symbol}” {belongs}; documents of the {meeting} begin with {series}/.", field="symbol")


def check_unused(symbol: Symbol, used: Iterable[Symbol]) -> None:
    """Refuses a symbol that a document of the meeting has or had, and an addition to a document that is not there."""
    on_record = set(used)
    if symbol in on_record:
        raise RuleViolation(
            f"“{symbol}” is used already. A symbol is never given twice, not even that of a withdrawn document.",
            field="symbol",
        )
    if symbol.parent is not None and symbol.parent not in on_record:
        word = ADDED_WORDS[symbol.added[-1][0]]
        raise RuleViolation(
            f"“{symbol}” would be the {word} of {symbol.parent}, which is not on record.", field="symbol"
        )


def next_symbol(series: str, kind: SymbolKind, used: Iterable[Symbol]) -> Symbol:
    """The first serial number of the kind after all that were ever given; gaps stay."""
    given = [each.serial for each in used if each.series == series and each.kind is kind]
    return Symbol(series, kind, max(given, default=0) + 1)


def next_added(parent: Symbol, added: Added, used: Iterable[Symbol]) -> Symbol:
    """The next addendum, revision or corrigendum of a document, after all that were ever given."""
    given = [each.added[-1][1] for each in used if each.parent == parent and each.added[-1][0] is added]
    return parent.with_added(added, max(given, default=0) + 1)
