"""Whether a request contains what its article asks for, as its readers found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extension_requests.rules.findings import Finding

READERS = 2  # Source: Office practice


@dataclass(frozen=True)
class Item:
    """code: A1. asked: by the article itself, not only by guidance. renewal: only of a second or later request."""

    code: str
    title: str
    asked: bool
    renewal: bool


@dataclass(frozen=True)
class Checklist:
    items: tuple[Item, ...]
    source: str
    guidance: str

    def item(self, code: str) -> Item | None:
        return next((each for each in self.items if each.code == code), None)


@dataclass(frozen=True)
class ItemRead:
    """An item with what each reader found, by name, and what the group settled on.

    states: for which State each reads; the ISU and its analysts for none.
    """

    item: Item
    found: Mapping[str, Finding]
    settled: Finding | None
    states: Mapping[str, str] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        return self.settled is None and len(set(self.found.values())) > 1

    @property
    def stands(self) -> Finding | None:
        """What is held of it: as settled, else what all readers found; None where they differ or nobody has read it."""
        if self.settled is not None:
            return self.settled
        return next(iter(self.found.values())) if len(set(self.found.values())) == 1 else None

    @property
    def unread(self) -> bool:
        """Read by fewer than two, and not settled. Several persons of one State read once."""
        return self.settled is None and len({self.states.get(name, name) for name in self.found}) < READERS


def gaps(read: Sequence[ItemRead]) -> list[str]:
    """Codes of what the article asks for and the request lacks."""
    return [each.item.code for each in read if each.item.asked and each.stands is Finding.MISSING]


def unread(read: Sequence[ItemRead]) -> list[str]:
    return [each.item.code for each in read if each.unread]


def differing(read: Sequence[ItemRead]) -> list[str]:
    return [each.item.code for each in read if each.differs]
