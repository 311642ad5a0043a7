"""Acts in words: tag -> what the person did. Filled by the packages, each with its own acts."""

from typing import Any

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
    return " → ".join(map(str, value)) if isinstance(value, list) and len(value) == 2 else str(value)
