"""Who leaves a body with the close of a meeting, who goes on, and which seats are to be filled then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committees.rules.terms import BoundedTerm, Holding, first_day, last_meeting
from conventions.meeting_order import FormalMeeting, MeetingOrder
from core.periods import add_months
from core.wording import day_in_words

NOMINATIONS_DUE_MONTHS = 3  # before the meeting opens. Office practice
OFFICE_PRACTICE = "Office practice"


class Situation(StrEnum):
    """What becomes of a seat when a meeting closes. doubt: a source names its holder, not the end of the term."""

    LEAVES = "leaves"
    CONTINUES = "continues"
    VACANT = "vacant"
    DOUBT = "end of the term not documented"
    NOT_DOCUMENTED = "holder not documented"


@dataclass(frozen=True)
class SeatThen:
    """One seat at the close of a meeting. holding: who holds it then, or held it last. elected: who follows."""

    seat: int
    situation: Situation
    holding: Holding | None
    elected: Holding | None = None

    @property
    def to_fill(self) -> bool:
        """Whether it falls free for certain, by the terms on record, and nobody is elected to it."""
        return self.situation in (Situation.LEAVES, Situation.VACANT) and self.elected is None

    @property
    def unknown(self) -> bool:
        """Whether nobody can tell from what is on record that it is to be filled or not."""
        return self.situation in (Situation.DOUBT, Situation.NOT_DOCUMENTED) and self.elected is None

    @property
    def takes_nominations(self) -> bool:
        return self.situation is not Situation.CONTINUES and self.elected is None


def nominations_due_on(meeting: FormalMeeting) -> date | None:
    """Three months before the meeting opens; None while that is not fixed. Source: office practice."""
    return add_months(meeting.opens_on, -NOMINATIONS_DUE_MONTHS) if meeting.opens_on else None


def seats_at(
    held: Iterable[Holding], order: MeetingOrder, meeting: FormalMeeting, seats: int, *, on: date
) -> list[SeatThen]:
    """The seats of a body at the close of the meeting. on: from when a meeting without days is looked at."""
    by_seat: dict[int, list[Holding]] = {number: [] for number in range(1, seats + 1)}
    for each in held:
        by_seat.setdefault(each.seat, []).append(each)
    look = _at_fixed_close if meeting.closes_on else _at_open_close
    return [look(number, by_seat[number], order, meeting, on) for number in range(1, seats + 1)]


def _at_fixed_close(
    number: int, held: Sequence[Holding], order: MeetingOrder, meeting: FormalMeeting, on: date
) -> SeatThen:
    """The outgoing holder serves through the closing day; whoever was elected begins on the day after."""
    assert meeting.closes_on is not None
    assert meeting.changes_on is not None
    holder = next((each for each in held if each.holds(meeting.closes_on)), None)
    after = next((each for each in held if each.holds(meeting.changes_on)), None)
    if holder is None:
        return SeatThen(number, _why_empty(held, meeting.closes_on), _last(held, meeting.closes_on), after)
    if after is holder and not (holder.stays_from and holder.stays_from <= meeting.changes_on):
        return SeatThen(number, Situation.CONTINUES, holder)
    return SeatThen(number, _why_free(holder), holder, after if after is not holder else None)


def _at_open_close(
    number: int, held: Sequence[Holding], order: MeetingOrder, meeting: FormalMeeting, on: date
) -> SeatThen:
    """A meeting without days: told from the meetings that bound the terms, and from who holds the seat before it."""
    day = _last_known_day(order, meeting, on)
    elected = next((each for each in held if _elected_at(each.term, order) == meeting.short), None)
    here = [each for each in held if each is not elected and _has_begun_by(each, order, meeting, day)]
    holder = next((each for each in reversed(here) if _lasts_to(each, order, meeting)), None)
    if holder is None:
        return SeatThen(number, Situation.VACANT if here else _why_empty(held, day), _last(held, day), elected)
    if holder.ends_with == meeting.short or holder.stays_from:
        return SeatThen(number, _why_free(holder), holder, elected)
    return SeatThen(number, Situation.CONTINUES, holder)


def _last_known_day(order: MeetingOrder, meeting: FormalMeeting, on: date) -> date:
    before = order.preceding(meeting.short)
    while before is not None and before.changes_on is None:
        before = order.preceding(before.short)
    return max(on, before.changes_on) if before and before.changes_on else on


def _elected_at(term: BoundedTerm, order: MeetingOrder) -> str:
    """The meeting, while it has no day and the term has none either."""
    return term.elected_at if first_day(term, order) is None else ""


def _has_begun_by(holding: Holding, order: MeetingOrder, meeting: FormalMeeting, day: date) -> bool:
    if holding.holds(day):
        return True
    elected_at = _elected_at(holding.term, order)
    return bool(elected_at and order.find(elected_at) and order.is_before_or_at(elected_at, meeting.short))


def _lasts_to(holding: Holding, order: MeetingOrder, meeting: FormalMeeting) -> bool:
    """A term that ends with an earlier meeting is over by then, unless the holder stays until replaced."""
    return (
        not holding.ends_with or bool(holding.stays_from) or (order.is_before_or_at(meeting.short, holding.ends_with))
    )


def _why_free(holding: Holding) -> Situation:
    return Situation.DOUBT if holding.term.documented and not holding.ended_by else Situation.LEAVES


def _last(held: Sequence[Holding], day: date) -> Holding | None:
    gone = [each for each in held if each.period and each.period.ends_before and each.period.ends_before <= day]
    return gone[-1] if gone else None


def _why_empty(held: Sequence[Holding], day: date) -> Situation:
    last = _last(held, day)
    if last is None:
        return Situation.NOT_DOCUMENTED
    return Situation.DOUBT if last.term.documented and not last.ended_by else Situation.VACANT


def in_last_year_after(holding: Holding, order: MeetingOrder, meeting: FormalMeeting) -> bool:
    """Whether the year that begins with the close of the meeting is the last of the term.

    Asked of the count where the calendar does not show the meeting with which the term ends.
    """
    term = holding.term
    if term.lasts_meetings is not None:
        before = order.following(term.counted_from, term.lasts_meetings - 1)
    else:
        last = last_meeting(term, order)
        before = order.preceding(last.short) if last else None
    return before is not None and before.short == meeting.short


def seat_in_words(then: SeatThen, meeting: FormalMeeting, name: str) -> str:
    """Why the seat is to be filled or not. name: of the State of `holding`."""
    if then.situation is Situation.NOT_DOCUMENTED:
        return "No holder is documented here, so whether the seat falls free cannot be told."
    if then.situation is Situation.CONTINUES:
        assert then.holding is not None
        until = f" until the close of the {then.holding.ends_with}" if then.holding.ends_with else ""
        return f"{name} goes on{until}."
    assert then.holding is not None
    if then.situation is Situation.DOUBT:
        return f"{name} is the last on record; neither its election nor the end of its term is documented here."
    if then.situation is Situation.VACANT:
        ended = then.holding.period.ends_before if then.holding.period else None
        since = f" since {day_in_words(ended, 'EN')}" if ended else ""
        why = f": {then.holding.ended_by}" if then.holding.ended_by else ""
        return f"Vacant{since}, last held by {name}{why}."
    if then.holding.stays_from:
        ends_with = then.holding.ends_with or meeting.short
        return f"The term of {name} runs out with the {ends_with}; it stays until it is replaced."
    return f"{name} leaves with the close of the {meeting.short}."
