"""Figures about persons, published so that nobody can be found in them, not even by subtraction.

A figure is kept back where fewer than five persons stand behind it or behind its complement; further ones are kept back
until what is missing from a total is itself of five persons or more on either side, in two groups at least. Where that
cannot be had, the total is kept back. The number five is office practice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5
OFFICE_PRACTICE = "Office practice"


@dataclass(frozen=True)
class Group:
    """Of the persons in a group who agreed to say: how many are counted, and how many are not."""

    label: str
    counted: int
    others: int

    @property
    def said(self) -> int:
        return self.counted + self.others


@dataclass(frozen=True)
class Figure:
    """counted: None where it is kept back. said: how many persons agreed to say."""

    label: str
    counted: int | None
    said: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.counted / self.said) if self.counted is not None and self.said else None


@dataclass(frozen=True)
class Figures:
    """breakdowns: by name, each a way in which the same persons are divided into groups."""

    total: Figure
    breakdowns: Mapping[str, Sequence[Figure]]

    @property
    def keeps_back(self) -> bool:
        return self.total.counted is None or any(
            each.counted is None for figures in self.breakdowns.values() for each in figures
        )


def protected(breakdowns: Mapping[str, Sequence[Group]]) -> Figures:
    """Each breakdown divides the same persons. The total is kept back if any breakdown would let it be used."""
    first = next(iter(breakdowns.values()), ())
    whole = Group("", sum(each.counted for each in first), sum(each.others for each in first))
    hidden = {name: _hidden(groups) for name, groups in breakdowns.items()}
    total_hidden = any(
        places and not _safe([breakdowns[name][place] for place in places]) for name, places in hidden.items()
    )  # a total that is small itself is made of groups that are
    for name, groups in breakdowns.items():
        if total_hidden and not hidden[name]:  # its sum would be the total
            hidden[name] = set(range(len(groups)))
    return Figures(
        total=Figure("", None if total_hidden else whole.counted, whole.said),
        breakdowns={
            name: [
                Figure(each.label, None if place in hidden[name] else each.counted, each.said)
                for place, each in enumerate(groups)
            ]
            for name, groups in breakdowns.items()
        },
    )


def is_small(group: Group) -> bool:
    """Whether fewer than five persons stand behind a figure or its complement; then also where they do behind both."""
    return any(0 < number < SMALLEST for number in (group.counted, group.others))


def _hidden(groups: Sequence[Group]) -> set[int]:
    """The places of the groups kept back: the small ones, and the smallest others until those together are safe."""
    hidden = {place for place, each in enumerate(groups) if is_small(each)}
    rest = sorted(
        (place for place, each in enumerate(groups) if place not in hidden and each.said),
        key=lambda place: groups[place].said,
    )
    while hidden and rest and not _safe([groups[place] for place in hidden]):
        hidden.add(rest.pop(0))
    return hidden


def _safe(hidden: Sequence[Group]) -> bool:
    """Together they are five or more on either side; none that is small is so alone, so these are two at least."""
    counted, others = sum(each.counted for each in hidden), sum(each.others for each in hidden)
    return counted >= SMALLEST and others >= SMALLEST
