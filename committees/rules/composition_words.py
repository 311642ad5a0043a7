"""How a body is made up, in sentences: what a mandate sheet and the page of a body say."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from committees.rules.composition import MIXES
from core.wording import count_in_words, list_in_words

CHAIRS = {
    "the President": "the President chairs",
    "a member in its second year": "one of the members in its second year chairs, chosen each year",
    "any member": "one of the members chairs",
}
HEADINGS = {
    "chair": "Chair",
    "member": "Members by office",
    "assists": "Assisted by",
    "standing invitation": "Standing invitations",
    "ad hoc invitation": "Ad hoc invitations",
}


class Composed(Protocol):
    """What is asked of a composition: a row of the table, or a value of the same shape."""

    @property
    def seats(self) -> int: ...
    @property
    def seat_role(self) -> str: ...
    @property
    def term_meetings(self) -> int: ...
    @property
    def renewed_each_time(self) -> int | None: ...
    @property
    def chair_rule(self) -> str: ...
    @property
    def holder_stays(self) -> bool: ...
    @property
    def mixes(self) -> Sequence[str]: ...


class Placed(Protocol):
    """A place that no election fills."""

    @property
    def kind(self) -> str: ...
    @property
    def of(self) -> str: ...
    @property
    def name(self) -> str: ...


def composition_in_words(composition: Composed) -> str:
    """ "Four members for two formal meetings; two of them are replaced at each; the President chairs." """
    told = [_seats(composition)]
    if composition.seats:
        told += [_renewal(composition)] if composition.renewed_each_time is not None else []
        told += ["whoever holds a seat stays until replaced"] if composition.holder_stays else []
        told += [_mix(MIXES[mix]) for mix in composition.mixes]
    if chair := CHAIRS.get(composition.chair_rule):
        told.append(chair)
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}."


def places_in_words(places: Sequence[Placed], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Heading and who is meant, in the order chair, members, help, invitations. names: of bodies by their slug."""
    return [
        (heading, list_in_words([place_in_words(place, names) for place in places if place.kind == kind], "EN"))
        for kind, heading in HEADINGS.items()
        if any(place.kind == kind for place in places)
    ]


def place_in_words(place: Placed, names: Mapping[str, str]) -> str:
    if place.of == "institution":
        return place.name
    if place.of == "seats of a body":
        return f"the holders of the {names.get(place.name, place.name)}"
    if place.of == "seats of a kind of body":
        return {
            "sponsorship": "the coordinator of the sponsorship programme",
            "coordinator": "the coordinators of single themes",
        }.get(place.name, f"the holders of all {place.name}s")
    return "the gender focal points" if place.of == "gender focal points" else f"the {place.of}"


def of_role(number: int, role: str) -> str:
    """two coordinators, one coordinator"""
    return f"{count_in_words(number)} {role}{'' if number == 1 else 's'}"


def _seats(composition: Composed) -> str:
    if not composition.seats:
        return "no elected seats: its places follow other offices"
    meetings = composition.term_meetings
    return (
        f"{of_role(composition.seats, composition.seat_role)} for "
        f"{count_in_words(meetings)} formal meeting{'' if meetings == 1 else 's'}"
    )


def _mix(kinds: Sequence[str]) -> str:
    return f"at least {list_in_words([f'one {kind}' for kind in kinds], 'EN')} are among them"


def _renewal(composition: Composed) -> str:
    renewed = composition.renewed_each_time
    if composition.seats == 1:
        return "the seat is filled anew at each" if renewed else "the seat is not filled anew by rule"
    if renewed == composition.seats:
        return "all of them are replaced at each"
    if not renewed:
        return "none of them is replaced by rule"
    return f"{count_in_words(renewed)} of them {'is' if renewed == 1 else 'are'} replaced at each"
