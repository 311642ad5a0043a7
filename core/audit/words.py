"""Acts in words: tag -> what the person did. Filled by the packages, each with its own acts."""

from datetime import date, datetime
from typing import Any

from core.clock import at_the_office
from core.wording import day_in_words

act_words: dict[str, object] = {}


def in_words(act: str) -> str:
    """The act as the office says it; the bare tag where no package has named it."""
    return str(act_words.get(act, act.replace(":", ": ").replace("-", " ")))


def details_in_words(details: dict[str, Any]) -> str:
    """The details of an entry on one line; a change of a value as “old → new”."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {_value(value)}" for name, value in details.items() if value is not None
    )


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
