"""Who sits in a body on a day, and why: seats held by States, places that follow an office, institutions invited."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from committees.models.bodies import BodyKind, PlaceKind
from committees.queries.holders import Holder, seat_holders
from committees.queries.offices import Offices
from committees.queries.places import place_holders, presidency_holders
from core.wording import counted
from states_parties.rules.names import sort_key


@dataclass(frozen=True)
class Roster:
    """body, composition: rows. holders: States by name, then seats without holder, then institutions."""

    body: Any
    composition: Any | None
    on: date
    holders: Sequence[Holder]

    @property
    def states(self) -> list[Holder]:
        return [holder for holder in self.holders if holder.state is not None]

    @property
    def institutions(self) -> list[Holder]:
        return [holder for holder in self.holders if holder.state is None and holder.seat_state is None]

    @property
    def vacancies(self) -> list[Holder]:
        return [holder for holder in self.holders if holder.is_vacant]

    @property
    def chair(self) -> Holder | None:
        return next((holder for holder in self.holders if holder.chairs), None)


def roster(offices: Offices, body: str, *, on: date) -> Roster:
    """The roster of a body on a day. A State with several reasons to be there stands once for each."""
    row = offices.bodies[body]
    found = [*seat_holders(offices, body, on=on), *place_holders(offices, body, on=on)]
    if row.kind is BodyKind.PRESIDENCY:
        found += presidency_holders(offices, on=on)
    return Roster(row, offices.composition(body, on=on), on, sorted(found, key=_rank))


def totals_in_words(offices: Offices, *, on: date) -> str:
    """What is led by coordinators and what by committees: "8 themes, 14 coordinators = 6x2 + 2x1"."""
    found = []
    for kinds, bodies, holders in (
        ((BodyKind.WORKING_GROUP, BodyKind.COORDINATOR), ("theme", "themes"), ("coordinator", "coordinators")),
        ((BodyKind.COMMITTEE,), ("committee", "committees"), ("elected member", "elected members")),
    ):
        seats = [offices.seats(row.slug, on=on) for row in offices.bodies_on(on) if row.kind in kinds]
        if seats:
            sizes = Counter(seats)
            sum_of_it = " + ".join(f"{sizes[size]}x{size}" for size in sorted(sizes, reverse=True))
            found.append(f"{counted(len(seats), *bodies)}, {counted(sum(seats), *holders)} = {sum_of_it}")
    return "; ".join(found)


def _rank(holder: Holder) -> tuple[int, str, int]:
    """States by name, then seats without a holder, then institutions in the order of their invitation."""
    if holder.state is not None:
        return 0, sort_key(holder.name), 0
    if holder.seat_state is not None:
        return 1, sort_key(holder.office), holder.seat or 0
    return 2, "", list(PlaceKind).index(holder.kind)
