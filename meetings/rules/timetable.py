"""The timetable: pieces of a session in minutes since it began, so that a night when clocks change loses none.

A piece never runs into another silently: it is refused with both names, or those after it are shifted and told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.civil import instant_of
from core.errors import RuleViolation
from core.wording import counted

LONGEST = 720  # minutes of one piece


@dataclass(frozen=True)
class Frame:
    """A session as its pieces see it: from `starts` to `ends` on the clocks of `zone`."""

    id: int
    name: str
    day: date
    starts: time
    ends: time
    zone: str
    second_time: bool = False

    @property
    def begins_at(self) -> datetime:
        return instant_of(self.day, self.starts, self.zone, second_time=self.second_time)

    @property
    def ends_at(self) -> datetime:
        """Of an hour that clocks show twice, the first that lies after the beginning."""
        first = instant_of(self.day, self.ends, self.zone, field="ends")
        return first if first > self.begins_at else instant_of(self.day, self.ends, self.zone, second_time=True)

    @property
    def minutes(self) -> int:
        return _minutes(self.ends_at - self.begins_at)


@dataclass(frozen=True)
class Piece:
    """starts: minutes since its session began, below 0 where it begins before."""

    id: int
    session: int
    starts: int
    minutes: int
    name: str

    @property
    def ends(self) -> int:
        return self.starts + self.minutes


def offset_of(frame: Frame, at: time, *, second_time: bool = False) -> int:
    """How many minutes after the session began clocks show that time."""
    return _minutes(instant_of(frame.day, at, frame.zone, second_time=second_time) - frame.begins_at)


def clock_at(frame: Frame, offset: int) -> tuple[time, bool]:
    """What clocks show so many minutes after the session began, and whether for the second time that day.

    RuleViolation where that is another day.
    """
    there = instant_at(frame, offset).astimezone(ZoneInfo(frame.zone))
    if there.date() != frame.day:
        raise RuleViolation(f"That is beyond the day of “{frame.name}”.", field="starts")
    return there.time(), bool(there.fold)


def laid_on(frame: Frame, before: Frame, starts: time, minutes: int, *, second_time: bool = False) -> tuple[time, bool]:
    """What clocks show, and whether for the second time, as long after the start of the session as it was before.

    RuleViolation where the piece would begin or end on another day.
    """
    offset = offset_of(before, starts, second_time=second_time)
    clock_at(frame, offset + minutes)
    return clock_at(frame, offset)


def instant_at(frame: Frame, offset: int) -> datetime:
    return frame.begins_at.astimezone(UTC) + timedelta(minutes=offset)


def put(present: Iterable[Piece], piece: Piece, *, shift: bool) -> list[Piece]:
    """The pieces of its session, in order, with that one among them, in the place of the one it was before.

    shift: those after it move as far as they must, gaps being used up first. A piece that began earlier and reaches
    into it is never moved. RuleViolation names both.
    """
    check_length(piece)
    others = sorted(
        (each for each in present if each.session == piece.session and each.id != piece.id),
        key=lambda each: (each.starts, each.id),
    )
    before = [each for each in others if each.starts < piece.starts]
    after = [each for each in others if each.starts >= piece.starts]
    for each in before:
        if each.ends > piece.starts:
            raise RuleViolation(_overlap(each, piece), field="starts")
    laid, free_from = [piece], piece.ends
    for each in after:
        if each.starts < free_from and not shift:
            raise RuleViolation(f"{_overlap(piece, each)} Or shift the later ones.", field="starts")
        laid.append(replace(each, starts=max(each.starts, free_from)))
        free_from = laid[-1].ends
    return [*before, *laid]


def reordered(present: Iterable[Piece], id: int, before: int | None) -> list[Piece]:
    """The pieces of one session with that one before another, or last: the same time is filled in another order."""
    there = in_order(present)
    moved = next(each for each in there if each.id == id)
    rest = [each for each in there if each.id != id]
    place = next((place for place, each in enumerate(rest) if each.id == before), len(rest))
    return _laid(there, [*rest[:place], moved, *rest[place:]])


def exchanged(present: Iterable[Piece], first: int, second: int) -> list[Piece]:
    """Two pieces of one session change places; what stands between them moves by how much longer one is."""
    there = in_order(present)
    by_id = {each.id: each for each in there}
    swap = {first: by_id[second], second: by_id[first]}
    return _laid(there, [swap.get(each.id, each) for each in there])


def parted(piece: Piece, minutes: int) -> tuple[Piece, Piece]:
    """The first part of that length, and the rest, which has the same id as yet."""
    if not 0 < minutes < piece.minutes:
        raise RuleViolation(
            f"“{piece.name}” lasts {counted(piece.minutes, 'minute', 'minutes')}: part it after 1 to "
            f"{piece.minutes - 1}.",
            field="minutes",
        )
    rest = replace(piece, starts=piece.starts + minutes, minutes=piece.minutes - minutes)
    return replace(piece, minutes=minutes), rest


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda each: (each.starts, each.id))


def first_free(pieces: Iterable[Piece]) -> int:
    """The minute after the last piece."""
    return max((each.ends for each in pieces), default=0)


def overlapping(pieces: Iterable[Piece]) -> list[tuple[Piece, Piece]]:
    """Pairs of pieces of one session that take the same minutes."""
    there = in_order(pieces)
    return [
        (one, other)
        for place, one in enumerate(there)
        for other in there[place + 1 :]
        if one.session == other.session and other.starts < one.ends
    ]


def check_apart(pieces: Iterable[Piece]) -> None:
    for one, other in overlapping(pieces):
        raise RuleViolation(_overlap(one, other), field="starts")


def check_length(piece: Piece) -> None:
    if not 1 <= piece.minutes <= LONGEST:
        raise RuleViolation(
            f"“{piece.name}” would last {counted(piece.minutes, 'minute', 'minutes')}; a piece of a session lasts 1 to "
            f"{LONGEST} minutes.",
            field="minutes",
        )


def over_the_end(frame: Frame, pieces: Iterable[Piece]) -> int:
    """Minutes by which the last piece passes the end of the session; 0 where none does."""
    return max(0, first_free(pieces) - frame.minutes)


def moved_besides(before: Sequence[Piece], after: Sequence[Piece], *, but: int) -> list[str]:
    """The names of the other pieces that now begin at another time, in their order."""
    starts = {each.id: each.starts for each in before}
    return [each.name for each in after if each.id != but and starts.get(each.id) not in (None, each.starts)]


def _laid(there: Sequence[Piece], order: Sequence[Piece]) -> list[Piece]:
    """The pieces of `order` over the time that those of `there` take, each pause where it was: as the how-manieth."""
    laid: list[Piece] = []
    at = there[0].starts
    for place, each in enumerate(order):
        laid.append(replace(each, starts=at))
        pause = there[place + 1].starts - there[place].ends if place + 1 < len(there) else 0
        at = laid[-1].ends + pause
    return laid


def _overlap(one: Piece, other: Piece) -> str:
    minutes = min(one.ends, other.ends) - other.starts
    return (
        f"“{one.name}” would take {counted(minutes, 'minute', 'minutes')} of “{other.name}”. "
        "Choose another time, or make one of them shorter."
    )


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60
