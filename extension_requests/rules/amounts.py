"""Amounts as States write them, in whole square metres, items or money: exactly, or not at all.

1 ha = 10,000 m²; 1 km² = 1,000,000 m².
"""

import re
from decimal import Decimal
from enum import StrEnum

from core.errors import RuleViolation

MOST = 10**15


class Unit(StrEnum):
    """Areas are kept in square metres, whatever unit the State wrote; money in whole units of its currency."""

    SQUARE_METRES = "m2"
    AREAS = "areas"
    ITEMS = "items"
    MUNITIONS = "munitions"
    SUBMUNITIONS = "submunitions"
    USD = "USD"
    EUR = "EUR"
    CHF = "CHF"


MONEY = (Unit.USD, Unit.EUR, Unit.CHF)
SQUARE_METRES_IN = {"m2": 1, "ha": 10_000, "km2": 1_000_000}
_WRITTEN = {"m²": "m2", "sqm": "m2", "km²": "km2", "sqkm": "km2", "hectares": "ha", "hectare": "ha"}
_GROUPED = re.compile(r"[0-9]{1,3}([ ’'\u00a0\u202f][0-9]{3})+([.,][0-9]+)?|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+([.,][0-9]+)?")
_ONE_COMMA = re.compile(r"[0-9]{1,3},[0-9]{3}")


def unit_written(text: str) -> str:
    """m2, ha, km2, or one of the other units; RuleViolation for anything else."""
    plain = text.strip().lower()
    plain = _WRITTEN.get(plain, plain)
    if plain in SQUARE_METRES_IN:
        return plain
    known = {each.value.lower(): each.value for each in Unit}
    if plain not in known:
        choices = ", ".join(["m2", "ha", "km2", *(each.value for each in Unit if each is not Unit.SQUARE_METRES)])
        raise RuleViolation(f"“{text[:20]}” is no unit here. Known are {choices}.", field="unit")
    return known[plain]


def unit_kept(written: str) -> Unit:
    """Areas are kept in square metres."""
    return Unit.SQUARE_METRES if written in SQUARE_METRES_IN else Unit(written)


def amount_in(text: str, written: str) -> int:
    """The amount in the unit that is kept. RuleViolation for what is no number, negative, not whole, or not clear."""
    number = _number(text.strip(), ambiguous=written in ("ha", "km2"))
    amount = number * SQUARE_METRES_IN.get(written, 1)
    if amount != amount.to_integral_value():
        whole = "square metres" if written in SQUARE_METRES_IN else "units"
        raise RuleViolation(f"“{text[:30]}” is not a whole number of {whole}. Round it.", field="amount")
    if amount > MOST:
        raise RuleViolation(f"“{text[:30]}” is more than can be.", field="amount")
    return int(amount)


def _number(text: str, *, ambiguous: bool) -> Decimal:
    """ambiguous: a comma before three digits may stand for thousands or for a fraction."""
    if text.startswith("-"):
        raise RuleViolation(f"“{text[:30]}” is less than nothing.", field="amount")
    if ambiguous and _ONE_COMMA.fullmatch(text):
        one, other = text.replace(",", ""), text.replace(",", ".")
        raise RuleViolation(f"“{text}” may be {one} or {other}. Write it without the comma.", field="amount")
    if _GROUPED.fullmatch(text):
        plain = re.sub(r"[ ’'\u00a0\u202f]", "", text)
        return Decimal(plain.replace(",", "") if plain == text else plain.replace(",", "."))
    if not _PLAIN.fullmatch(text) or len(text) > 30:
        raise RuleViolation(f"“{text[:30]}” is not a number.", field="amount")
    return Decimal(text.replace(",", "."))
