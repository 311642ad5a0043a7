"""From terms bounded by meetings to days: who holds a seat when, told anew whenever the calendar changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conventions.meeting_order import FormalMeeting, MeetingOrder
from core.periods import Period

NO_LONGER_A_PARTY = "no longer a State Party"


@dataclass(frozen=True)
class BoundedTerm:
    """A term as it was decided; see committees.models.terms.Term. documented: its bounds are not on record.

    chairs: the years in which the State chairs the body, each by the meeting that closes it.
    """

    seat: int
    iso3: str
    elected_at: str = ""
    starts_on: date | None = None
    counted_from: str = ""
    lasts_meetings: int | None = None
    ends_at: str = ""
    ended_before: date | None = None
    end_reason: str = ""
    documented: bool = False
    chairs: tuple["ChairYear", ...] = ()
    id: int = 0


@dataclass(frozen=True)
class ChairYear:
    """The year that leads to the close of a meeting. Days are given only where the chair changed within it."""

    until_at: str
    starts_on: date | None = None
    ended_before: date | None = None


@dataclass(frozen=True)
class Holding:
    """A term in days. period None: not begun, because the meeting that elected has no day yet, or void.

    ends_with: the meeting with whose close it ends by rule, "" where the calendar does not say yet.
    stays_from: the day from which the State only stays until it is replaced. ended_by: why it ended before its time.
    """

    term: BoundedTerm
    period: Period | None
    ends_with: str
    stays_from: date | None = None
    ended_by: str = ""

    @property
    def iso3(self) -> str:
        return self.term.iso3

    @property
    def seat(self) -> int:
        return self.term.seat

    def holds(self, on: date) -> bool:
        return self.period is not None and self.period.contains(on)


def first_day(term: BoundedTerm, order: MeetingOrder) -> date | None:
    """The day given, else the day after the close of the meeting that elected; None while that has no day."""
    return term.starts_on or order.changes_on(term.elected_at)


def last_meeting(term: BoundedTerm, order: MeetingOrder) -> FormalMeeting | None:
    """The meeting with whose close the term ends; None where there is none, or the calendar does not reach so far.

    Counted terms end with whatever formal meeting turns out to be the n-th: a Review Conference counts like an MSP.
    """
    if term.lasts_meetings is not None:
        return order.following(term.counted_from, term.lasts_meetings)
    return order.find(term.ends_at) if term.ends_at else None


def holdings(
    terms: Iterable[BoundedTerm], order: MeetingOrder, *, holder_stays: bool, bound: Mapping[str, Sequence[Period]]
) -> list[Holding]:
    """The terms of all seats of one body in days, by seat and first day; in one seat none overlaps another.

    bound: when the States that left the Convention were bound by it; a State that left holds nothing from then on.
    """
    by_seat: dict[int, list[BoundedTerm]] = {}
    for term in terms:
        by_seat.setdefault(term.seat, []).append(term)
    return [
        holding
        for seat in sorted(by_seat)
        for holding in _of_one_seat(by_seat[seat], order, holder_stays=holder_stays, bound=bound)
    ]


def _of_one_seat(
    terms: Sequence[BoundedTerm], order: MeetingOrder, *, holder_stays: bool, bound: Mapping[str, Sequence[Period]]
) -> list[Holding]:
    begun = sorted(terms, key=lambda term: (first_day(term, order) or date.max, term.id))
    starts = [first_day(term, order) for term in begun]
    return [
        _in_days(term, starts_on, successor, order, holder_stays=holder_stays, bound=bound.get(term.iso3))
        for term, starts_on, successor in zip(begun, starts, [*starts[1:], None], strict=True)
    ]


def _in_days(
    term: BoundedTerm,
    starts_on: date | None,
    successor: date | None,
    order: MeetingOrder,
    *,
    holder_stays: bool,
    bound: Sequence[Period] | None,
) -> Holding:
    meeting = last_meeting(term, order)
    ends_with = meeting.short if meeting else ""
    if starts_on is None:
        return Holding(term, None, ends_with)
    scheduled = meeting.changes_on if meeting else None
    stays = holder_stays and scheduled is not None and (successor is None or successor > scheduled)
    ends = [
        ("", successor if stays else scheduled),
        ("another holder", successor),
        (term.end_reason, term.ended_before),
        (NO_LONGER_A_PARTY, _leaves(bound, starts_on)),
    ]
    ends_before = earliest(*(day for _, day in ends))
    why = next((word for word, day in ends if day is not None and day == ends_before), "")
    if ends_before is not None and ends_before <= starts_on:
        return Holding(term, None, ends_with, ended_by=why)
    only_stays = stays and scheduled is not None and (ends_before is None or ends_before > scheduled)
    return Holding(
        term, Period(starts_on, ends_before), ends_with, stays_from=scheduled if only_stays else None, ended_by=why
    )


def _leaves(bound: Sequence[Period] | None, starts_on: date) -> date | None:
    """The day from which the State is no longer a State Party; its first day, where it is none even then."""
    if bound is None:
        return None
    return next((period.ends_before for period in bound if period.contains(starts_on)), starts_on)


def chair_periods(holding: Holding, order: MeetingOrder) -> list[Period]:
    """When the State chairs: from the close of one meeting to the close of the next, within its own days."""
    return [period for year in holding.term.chairs if (period := _chair_period(year, holding, order)) is not None]


def _chair_period(year: ChairYear, holding: Holding, order: MeetingOrder) -> Period | None:
    if holding.period is None:
        return None
    before = order.preceding(year.until_at)
    first = year.starts_on or (before.changes_on if before else holding.period.starts_on)
    if first is None:
        return None
    return overlap(holding.period, first, earliest(year.ended_before, order.changes_on(year.until_at)))


def overlap(period: Period, starts_on: date, ends_before: date | None) -> Period | None:
    """The days that both have; None for no day."""
    first = max(period.starts_on, starts_on)
    last = earliest(period.ends_before, ends_before)
    return Period(first, last) if last is None or last > first else None


def earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def since(held: Sequence[Holding], holding: Holding) -> date | None:
    """Since when the State has been in the body without a break; None before it begins.

    held: all holdings of the body, of every seat.
    """
    if holding.period is None:
        return None
    first = holding.period.starts_on
    own = sorted(
        (each.period for each in held if each.iso3 == holding.iso3 and each.period is not None),
        key=lambda period: period.starts_on,
        reverse=True,
    )
    for period in own:
        if period.starts_on < first and (period.ends_before is None or period.ends_before >= first):
            first = period.starts_on
    return first
