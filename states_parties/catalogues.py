"""What the packages contribute to letters: criteria to choose paragraphs by, fields and tables to fill them with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conventions.definitions import Convention
from states_parties.facts import StateFacts


@dataclass(frozen=True)
class LetterContext:
    """What a letter says besides the State's facts. words: the worded constants of the language files.

    about: what all letters of the campaign are about, as a room names its own ("request:12"); empty for the State
    alone. known: what fields have looked up about it, once for all letters.
    """

    convention: Convention
    language: str
    on: date
    dated_on: date
    words: Mapping[str, Any]
    signatory_name: str = ""
    signatory_title: str = ""
    reports_address: str = ""
    support_address: str = ""
    about: str = ""
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Finding:
    """What a criterion says of one State. value: 0 does not hold; None: there is no number to compare with any other.

    doubt: why the fact behind it is uncertain.
    unknown: the register that would have to be complete to say whether it holds; empty where it can be said.
    """

    value: int | None
    reason: str
    doubt: str = ""
    unknown: str = ""


@dataclass(frozen=True)
class Criterion:
    """A named question about a State. `look` answers it with the reason.

    counted: its value may be more than one. usual_most: what such a number is usually asked to be at most; None: at
    least one.
    """

    name: str
    label: str
    look: Callable[[StateFacts], Finding]
    counted: bool = False
    usual_most: int | None = None


@dataclass(frozen=True)
class MergeField:
    """A name that stands in braces. `value` is worded in the letter's language; empty: the State has no such fact."""

    name: str
    description: str
    example: str
    value: Callable[[StateFacts, LetterContext], str]


@dataclass(frozen=True)
class LetterTable:
    """Rows for a table in a letter, each with exactly the keys of `columns`."""

    name: str
    description: str
    columns: tuple[str, ...]
    rows: Callable[[StateFacts, LetterContext], list[dict[str, str]]]
