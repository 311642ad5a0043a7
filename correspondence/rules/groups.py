"""Conditions as people choose them: criteria that all hold, of which one holds, of which none holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from correspondence.rules.conditions import ALWAYS, All, Any, Condition, Criterion, Not, parse_condition


@dataclass(frozen=True)
class AtMost:
    """The greatest count with which a criterion holds."""

    number: int


Bound = int | AtMost


@dataclass(frozen=True)
class Groups:
    """Names of criteria, each with the least count from which it holds (1: it holds at all), or the greatest."""

    all_of: Mapping[str, Bound] = field(default_factory=dict)
    any_of: Mapping[str, Bound] = field(default_factory=dict)
    none_of: Mapping[str, Bound] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.all_of or self.any_of or self.none_of)


def condition_of(groups: Groups) -> str:
    """The condition in the words of the grammar; nothing chosen is `always`."""
    parts = [_asked(*each) for each in groups.all_of.items()]
    if groups.any_of:
        either = " or ".join(_asked(*each) for each in groups.any_of.items())
        parts.append(f"({either})" if len(groups.any_of) > 1 else either)
    parts += [f"not {_asked(*each)}" for each in groups.none_of.items()]
    return " and ".join(parts) or ALWAYS


def groups_of(text: str) -> Groups | None:
    """The groups that a condition amounts to; None where it says more than groups can. RuleViolation as for parsing."""
    all_of: dict[str, Bound] = {}
    any_of: dict[str, Bound] = {}
    none_of: dict[str, Bound] = {}
    for part in _conjuncts(parse_condition(text)):
        if isinstance(part, Any):
            if any_of or not _taken(part.parts, any_of):
                return None
        elif isinstance(part, Not):
            inner = part.inner.parts if isinstance(part.inner, Any) else (part.inner,)
            if not _taken(inner, none_of):
                return None
        elif not _taken((part,), all_of):
            return None
    return Groups(all_of, any_of, none_of)


def in_words(text: str, labels: Mapping[str, str]) -> str:
    """The condition in the labels of its criteria; as it is written where it says more than groups can."""
    groups = groups_of(text)
    if groups is None:
        return text
    told = [
        _told(groups.all_of, labels, one="", many="all hold: "),
        _told(groups.any_of, labels, one="", many="one holds: "),
    ]
    wanted = "; ".join(part for part in told if part) or "every State Party"
    return ", except: ".join(part for part in (wanted, _told(groups.none_of, labels, one="", many="")) if part)


def _told(group: Mapping[str, Bound], labels: Mapping[str, str], *, one: str, many: str) -> str:
    words = [labels.get(name, name) + _bound_in_words(bound) for name, bound in group.items()]
    return f"{one if len(words) == 1 else many}{', '.join(words)}" if words else ""


def _bound_in_words(bound: Bound) -> str:
    if isinstance(bound, AtMost):
        return f" (at most {bound.number})"
    return f" (at least {bound})" if bound > 1 else ""


def _asked(name: str, bound: Bound) -> str:
    if isinstance(bound, AtMost):
        return f"{name} <= {bound.number}"
    return name if bound == 1 else f"{name} >= {bound}"


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _conjuncts(part)
    else:
        yield condition


def _taken(parts: tuple[Condition, ...], group: dict[str, Bound]) -> bool:
    """Whether all of them are criteria with a least or greatest count, none twice; then they stand in the group."""
    for part in parts:
        if not isinstance(part, Criterion) or part.name in group:
            return False
        if part.comparison == "<=":
            group[part.name] = AtMost(part.number)
        elif part.comparison == ">=" and part.number >= 1:
            group[part.name] = part.number
        else:
            return False
    return True
