"""Acts in words: tag -> what the person did. Filled by the packages, each with its own acts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

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
        if value is not None
    }
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in told.items())


def _person(value: Any, persons: Mapping[int, str]) -> str:
    numbers = value if isinstance(value, list) else [value]
    return ", ".join(persons.get(each) or _("number %(number)s", number=each) for each in numbers)


def _value(value: Any) -> str:
    return " → ".join(map(str, value)) if isinstance(value, list) and len(value) == 2 else str(value)
