"""Conditions of paragraphs and audiences: a closed grammar over named criteria, never code.

    condition   = "always" | "none of the others" | either
    either      = both ("or" both)*
    both        = negation ("and" negation)*
    negation    = "not" negation | "(" either ")" | criterion [comparison number]
    comparison  = ">=" | "<=" | "=" | ">" | "<"

A criterion without comparison holds when its value is not zero. Where there is no number, no comparison holds.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.errors import RuleViolation
from core.numbers import whole_number

ALWAYS = "always"
NONE_OF_THE_OTHERS = "none of the others"
COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
_TOKEN = re.compile(r"\s*(>=|<=|=|>|<|\(|\)|[a-z][a-z0-9_]*|[0-9]+)")
_WORDS = {"and", "or", "not"}
_DEEPEST = 50


@dataclass(frozen=True)
class Criterion:
    name: str
    comparison: str = ">="
    number: int = 1

    def holds(self, values: Mapping[str, int | None]) -> bool:
        value = values[self.name]
        return value is not None and COMPARISONS[self.comparison](value, self.number)


@dataclass(frozen=True)
class Not:
    inner: "Condition"

    def holds(self, values: Mapping[str, int | None]) -> bool:
        return not self.inner.holds(values)


@dataclass(frozen=True)
class All:
    parts: tuple["Condition", ...]

    def holds(self, values: Mapping[str, int | None]) -> bool:
        return all(part.holds(values) for part in self.parts)


@dataclass(frozen=True)
class Any:
    parts: tuple["Condition", ...]

    def holds(self, values: Mapping[str, int | None]) -> bool:
        return any(part.holds(values) for part in self.parts)


Condition = Criterion | Not | All | Any


@lru_cache(maxsize=500)
def parse_condition(text: str) -> Condition:
    """The tree of a condition; `always` is the empty conjunction. RuleViolation quotes what is not understood."""
    if text.strip() == ALWAYS:
        return All(())
    reader = _Reader(text, list(_tokens(text)))
    condition = reader.either(0)
    if reader.tokens:
        raise _not_understood(text, reader.tokens[0])
    return condition


def criteria_in(condition: Condition) -> list[str]:
    """The names of the criteria a condition asks about, in order, each once."""
    match condition:
        case Criterion(name):
            return [name]
        case Not(inner):
            return criteria_in(inner)
        case All(parts) | Any(parts):
            return list(dict.fromkeys(name for part in parts for name in criteria_in(part)))


def deciding(condition: Condition, values: Mapping[str, int | None]) -> list[Criterion]:
    """The criteria on which it rests that the condition holds or does not, each once."""
    match condition:
        case Not(inner):
            return deciding(inner, values)
        case All(parts) | Any(parts):
            told = isinstance(condition, Any)  # one part that holds decides `any`, one that does not decides `all`
            decided = [part for part in parts if part.holds(values) is told] or parts
            return list(dict.fromkeys(each for part in decided for each in deciding(part, values)))
        case Criterion():
            return [condition]


def _tokens(text: str) -> Iterator[str]:
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None:
            raise _not_understood(text, stripped[position:].split()[0])
        yield match.group(1)
        position = match.end()


class _Reader:
    def __init__(self, text: str, tokens: list[str]) -> None:
        self.text = text
        self.tokens = tokens

    def either(self, depth: int) -> Condition:
        return self._joined("or", Any, self.both, depth)

    def both(self, depth: int) -> Condition:
        return self._joined("and", All, self.negation, depth)

    def _joined(
        self, word: str, kind: type[All] | type[Any], part: Callable[[int], Condition], depth: int
    ) -> Condition:
        parts = [part(depth)]
        while self.tokens and self.tokens[0] == word:
            self.tokens.pop(0)
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def negation(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise RuleViolation(f"The condition “{self.text[:80]}” is nested too deeply.")
        token = self._next()
        if token == "not":
            return Not(self.negation(depth + 1))
        if token == "(":
            inner = self.either(depth + 1)
            if (closing := self._next()) != ")":
                raise _not_understood(self.text, closing)
            return inner
        if not token[0].isalpha() or token in _WORDS:
            raise _not_understood(self.text, token)
        return self._compared(token)

    def _compared(self, name: str) -> Condition:
        if not self.tokens or self.tokens[0] not in COMPARISONS:
            return Criterion(name)
        comparison = self._next()
        token = self._next()
        number = whole_number(token)
        if number is None:
            raise _not_understood(self.text, token[:40])
        return Criterion(name, comparison, number)

    def _next(self) -> str:
        if not self.tokens:
            raise RuleViolation(f"The condition “{self.text}” stops in the middle.")
        return self.tokens.pop(0)


def _not_understood(text: str, token: str) -> RuleViolation:
    return RuleViolation(
        f"The condition “{text}” is not understood at “{token}”."
        " Use names of criteria with and, or, not, parentheses, or a count such as missing_report_years >= 1."
    )
