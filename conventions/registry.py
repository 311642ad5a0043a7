"""The Conventions this installation serves."""

from difflib import get_close_matches

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from conventions.definitions import Convention
from core.errors import RuleViolation

CONVENTIONS: dict[str, Convention] = {convention.code: convention for convention in (APMBC, CCM)}


def get_convention(code: str) -> Convention:
    """The Convention of a code, in capitals; RuleViolation names an unknown code and the nearest known one."""
    if convention := CONVENTIONS.get(code):
        return convention
    nearest = get_close_matches(code.upper(), CONVENTIONS, n=1, cutoff=0.5)
    advice = f"Did you mean {nearest[0]}?" if nearest else f"Known are {' and '.join(CONVENTIONS)}."
    raise RuleViolation(f"“{code[:40]}” is not the code of a Convention. {advice}", field="convention")
