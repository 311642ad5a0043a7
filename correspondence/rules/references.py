"""References of letters: one running number for each office and year, such as CC/2026/0123."""

import re
from collections.abc import Collection, Mapping, Sequence

LONGEST_PREFIX = 20


def prefix_of(convention: str, signatory: str, body: str, prefixes: Mapping[str, str]) -> str:
    """The beginning of the references of an office; of a body without one in the list, its initials."""
    office = body if signatory == "chair" else signatory
    if office in prefixes:
        return prefixes[office]
    initials = "".join(word[0] for word in re.findall(r"[a-z0-9]+", office)).upper()
    return f"{convention}-{initials}"[:LONGEST_PREFIX]


def reference(prefix: str, year: int, number: int) -> str:
    """CC/2026/0123; beyond 9999 the number has as many digits as it needs."""
    return f"{prefix}/{year}/{number:04d}"


def references(prefix: str, year: int, first: int, count: int) -> list[str]:
    return [reference(prefix, year, number) for number in range(first, first + count)]


def gaps(numbers: Collection[int], next_number: int) -> list[int]:
    """The numbers of a series that were passed over: none ever should be."""
    return sorted(set(range(1, next_number)) - set(numbers))


def in_spans(numbers: Sequence[int]) -> str:
    """1-164, 170: sorted numbers, those in a row as one span."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
