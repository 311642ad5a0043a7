"""Exceptions by name as people type them: one State a line, a colon, the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import RuleViolation
from correspondence.rules.audience import NamedState
from states_parties.facts import StateFacts
from states_parties.rules.names import sort_key

MOST, LONGEST_REASON = 200, 200


@dataclass(frozen=True)
class Line:
    number: int
    state: str
    reason: str


def lines_of(text: str, *, field: str) -> list[Line]:
    """The lines that say something. RuleViolation for one without a State or without a reason."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        state, _colon, reason = (part.strip() for part in line.partition(":"))
        if not state or not reason:
            raise RuleViolation(
                f"Line {number}, “{line.strip()[:60]}”: write the State, a colon, the reason.", field=field
            )
        if len(reason) > LONGEST_REASON:
            raise RuleViolation(f"Line {number}: the reason is longer than {LONGEST_REASON} characters.", field=field)
        found.append(Line(number, state, reason))
    if len(found) > MOST:
        raise RuleViolation(f"More than {MOST} exceptions: say it with criteria instead.", field=field)
    return found


def names_of(states: Iterable[StateFacts]) -> dict[str, str]:
    """Every way to write a State -> its code."""
    known: dict[str, str] = {}
    for facts in states:
        written = [
            getattr(facts.names, f"{form}_{code}") for form in ("name", "official") for code in ("en", "fr", "es")
        ]
        for name in (facts.iso3, facts.slug, facts.list_name, *written):
            known.setdefault(sort_key(name), facts.iso3)
    return known


def text_of(named: Iterable[NamedState], names: Mapping[str, str]) -> str:
    """The lines that say the same again. names: iso3 -> list name."""
    return "\n".join(f"{names.get(each.iso3, each.iso3)}: {each.reason}" for each in named)
