"""What an approved letter would say otherwise today, in words: field by field, paragraph by paragraph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OF_THE_APPROVAL = frozenset({"reference"})  # given by it, so never a reason against it
_LONGEST = 120
LANGUAGES = {"EN": "English", "FR": "French", "ES": "Spanish"}


@dataclass(frozen=True)
class Said:
    """All that decides the bytes of a letter in its template version and house style, and where it goes.

    address: of the e-mail to the mission; empty where it goes by post.
    """

    language: str
    paragraphs: Sequence[str]
    values: Mapping[str, str]
    tables: Mapping[str, Any]
    address: str = ""


@dataclass(frozen=True)
class Change:
    """what: the field, without its content, which may be personal. words: the sentence with the content."""

    what: str
    words: str


def changes(approved: Said, today: Said) -> list[Change]:
    """Empty where the same bytes would be written today and go to the same address."""
    if approved.language != today.language:
        told = f"It would be written in {LANGUAGES[today.language]}, not in {LANGUAGES[approved.language]}."
        return [Change("language", told), *_address(approved, today)]
    return [
        *_paragraphs(approved, today),
        *_values(approved, today),
        *_tables(approved, today),
        *_address(approved, today),
    ]


def change_of_copy(approved: str, today: str) -> str:
    """Why a copy does not go to the address it was approved for; empty where it does. today: empty without one."""
    if approved.lower() == today.lower():
        return ""
    if not today:
        return f"{approved} is no address of a focal point of the State any more."
    return f"The focal point of the State is written to at {today}, not at {approved}."


def in_words(found: Sequence[Change], *, most: int) -> str:
    """The sentences one after the other, cut at a sentence where they are too long for the place."""
    told = ""
    for number, change in enumerate(found):
        rest = f" And {len(found) - number} more." if number else ""
        if len(told) + len(change.words) + 1 + len(rest) > most:
            return f"{told}{rest}" if told else f"{change.words[: most - 1]}…"
        told = f"{told} {change.words}".strip()
    return told


def _paragraphs(approved: Said, today: Said) -> list[Change]:
    gone = [id for id in approved.paragraphs if id not in today.paragraphs]
    new = [id for id in today.paragraphs if id not in approved.paragraphs]
    return [Change(f"paragraph {id}", f"The paragraph “{_plain(id)}” is called for no more.") for id in gone] + [
        Change(f"paragraph {id}", f"The paragraph “{_plain(id)}” is called for now.") for id in new
    ]


def _values(approved: Said, today: Said) -> list[Change]:
    """Of the fields both letters have: one that only one has comes with its paragraph."""
    both = [name for name in approved.values if name in today.values and name not in OF_THE_APPROVAL]
    return [
        Change(name, f"{_plain(name).capitalize()}: {_instead(approved.values[name], today.values[name])}.")
        for name in both
        if approved.values[name] != today.values[name]
    ]


def _instead(old: str, new: str) -> str:
    """What it says now and what it said; of several lines, those that differ."""
    before, now = old.splitlines(), new.splitlines()
    gone, come = [line for line in before if line not in now], [line for line in now if line not in before]
    if not gone and not come:
        return "its lines stand in another order"
    if not gone:
        return f"“{_short(come)}” is new"
    return f"“{_short(come)}”, not “{_short(gone)}”" if come else f"without “{_short(gone)}”"


def _tables(approved: Said, today: Said) -> list[Change]:
    both = [name for name in approved.tables if name in today.tables]
    return [
        Change(name, f"The table of {_plain(name)} has other rows.")
        for name in both
        if approved.tables[name] != today.tables[name]
    ]


def _address(approved: Said, today: Said) -> list[Change]:
    if not approved.address or approved.address.lower() == today.address.lower():
        return []
    if not today.address:
        return [Change("address", f"{approved.address} is no address of the State any more.")]
    return [Change("address", f"The State is written to at {today.address}, not at {approved.address}.")]


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _short(lines: Sequence[str]) -> str:
    one_line = ", ".join(lines)
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}…"
