"""Acts in words: tag -> what the person did. Filled by the packages, each with its own acts."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

from core.clock import at_the_office
from core.wording import day_in_words

act_words: dict[str, object] = {}
PERSONS = ("person", "in_their_place")  # details that hold the numbers of persons
NOBODY: Mapping[int, str] = MappingProxyType({})


def in_words(act: str) -> str:
    """The act as the office says it; the bare tag where no package has named it."""
    return str(act_words.get(act, act.replace(":", ": ").replace("-", " ")))


def details_in_words(details: dict[str, Any], persons: Mapping[int, str] = NOBODY) -> str:
    """The details of an entry on one line; a change of a value as “old → new”.

    persons: names by number. Entries hold the number alone, so that the name goes where the person is erased.
    """
    told = {
        name: _person(value, persons) if name in PERSONS and not isinstance(value, str) else _value(value)
        for name, value in details.items()
        if value not in (None, "", [])
    }
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in told.items())


def _person(value: Any, persons: Mapping[int, str]) -> str:
    numbers = value if isinstance(value, list) else [value]
    return ", ".join(persons.get(each) or _("number %(number)s", number=each) for each in numbers)


def _value(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return " → ".join(map(_plain, value))
    return ", ".join(map(_plain, value)) if isinstance(value, list) else _plain(value)


def _plain(value: Any) -> str:
    """Days and instants as the office says them: details hold them as ISO text, being JSON."""
    text = str(value)
    try:
        if len(text) == len("2021-03-03"):
            return day_in_words(date.fromisoformat(text), "EN")
        if text[10:11] == "T":
            there = at_the_office(datetime.fromisoformat(text))
            return f"{day_in_words(there.date(), 'EN')}, {there:%H:%M %Z}"
    except ValueError:
        return text
    return text
