"""What a timetable asks of people that they cannot do: a person in two places, a delegation everywhere at once."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from core.wording import counted, day_in_words, list_in_words

SOURCE = "Office practice"


@dataclass(frozen=True)
class Appearance:
    """A person speaks or leads from `begins_at` to `ends_at`.

    person: who it is, told apart from others of the same name where there is an address. where: the piece or session,
    with its meeting where that is another. session: its id. here: in the meeting that is looked at.
    """

    person: str
    name: str
    role: str
    where: str
    session: int
    day: date
    begins_at: datetime
    ends_at: datetime
    here: bool
    state: str = ""

    @property
    def place(self) -> str:
        return f"“{self.where}”"


@dataclass(frozen=True)
class Session:
    """A session as far as it binds who leads it. body: the name of the committee, "" for none.

    Two of one meeting are compared where its sessions are (rules/sessions).
    """

    id: int
    name: str
    body: str
    begins_at: datetime
    ends_at: datetime
    here: bool


def clashes(appearances: Sequence[Appearance], sessions: Sequence[Session], *, most_a_day: int) -> list[str]:
    """One sentence each. Whatever is wholly elsewhere is passed over. most_a_day: how often one State may speak."""
    return [
        *_in_two_places(appearances),
        *_led_at_once(sessions),
        *_delegations_at_once(appearances),
        *_too_often(appearances, most_a_day),
    ]


def _in_two_places(appearances: Sequence[Appearance]) -> Iterator[str]:
    for same in _grouped(appearances, lambda each: each.person):
        for one, other in _at_once(same):
            yield (
                f"{one.name} is {one.role} in {one.place} and {other.role} in {other.place} at the same time, "
                f"on {day_in_words(one.day, 'EN')}."
            )


def _led_at_once(sessions: Sequence[Session]) -> Iterator[str]:
    for one, other in combinations([each for each in sessions if each.body], 2):
        if one.body == other.body and one.here != other.here and _meet(one, other):
            yield f"The {one.body} leads “{one.name}” and “{other.name}” at the same time."


def _delegations_at_once(appearances: Sequence[Appearance]) -> Iterator[str]:
    told = set()
    for same in _grouped(appearances, lambda each: each.state):
        for one, other in _at_once(same):
            pair = (one.state, *sorted((one.where, other.where)))
            if one.person != other.person and pair not in told:
                told.add(pair)
                yield (
                    f"{one.state} speaks in {one.place} and in {other.place} at the same time, "
                    f"on {day_in_words(one.day, 'EN')}."
                )


def _too_often(appearances: Sequence[Appearance], most_a_day: int) -> Iterator[str]:
    for same in _grouped(appearances, lambda each: each.state):
        days = defaultdict(list)
        for each in same:
            days[each.day].append(each)
        for day, of_day in sorted(days.items()):
            if len(of_day) > most_a_day and any(each.here for each in of_day):
                where = list_in_words(list(dict.fromkeys(each.place for each in of_day)), "EN")
                yield (
                    f"{of_day[0].state} speaks {counted(len(of_day), 'time', 'times')} on {day_in_words(day, 'EN')}, "
                    f"more than {most_a_day}: in {where}."
                )


def _grouped(appearances: Sequence[Appearance], key: Callable[[Appearance], str]) -> Iterator[list[Appearance]]:
    found = defaultdict(list)
    for each in appearances:
        if key(each):
            found[key(each)].append(each)
    yield from (found[name] for name in sorted(found))


def _at_once(appearances: Sequence[Appearance]) -> Iterator[tuple[Appearance, Appearance]]:
    """Pairs in different sessions at the same time, at least one of them here."""
    for one, other in combinations(appearances, 2):
        if one.session != other.session and (one.here or other.here) and _meet(one, other):
            yield one, other


def _meet(one: Appearance | Session, other: Appearance | Session) -> bool:
    return one.begins_at < other.ends_at and other.begins_at < one.ends_at
