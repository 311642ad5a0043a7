"""What must hold of a body's name and composition."""

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

from core.errors import RuleViolation

MOST_SEATS, MOST_MEETINGS = 40, 10
NAMED = ("seats of a body", "seats of a kind of body", "institution")


def slug_of(name: str) -> str:
    """The name in addresses: "Coordinator on Risk Education" becomes coordinator-on-risk-education."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-")


def check_composition(seats: int, term_meetings: int, renewed_each_time: int | None) -> None:
    """Whoever composes a body, by an act of the office or a reform. Source: Office practice."""
    if not 0 <= seats <= MOST_SEATS:
        raise RuleViolation(f"A body has from 0 to {MOST_SEATS} elected seats, not {seats}.", field="seats")
    if not 1 <= term_meetings <= MOST_MEETINGS:
        raise RuleViolation(f"A term cannot last {term_meetings} formal meetings.", field="term_meetings")
    if renewed_each_time is not None and not 0 <= renewed_each_time <= seats:
        raise RuleViolation(f"Of {seats} seats, {renewed_each_time} cannot be renewed.", field="renewed_each_time")


def check_place_name(of: str, name: str, bodies: Collection[str]) -> None:
    """An institution and a body are named; the offices of the presidency are not."""
    if (of in NAMED) != bool(name):
        need = "needs a name" if of in NAMED else "takes no name"
        raise RuleViolation(f"A place of “{of}” {need}.", field="name")
    if of == "seats of a body" and name not in bodies:
        near = get_close_matches(name, bodies, n=1, cutoff=0.5)
        advice = f" Did you mean {near[0]}?" if near else ""
        raise RuleViolation(f"“{name[:60]}” is the name of no other body in addresses.{advice}", field="name")
