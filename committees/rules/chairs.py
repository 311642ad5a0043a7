"""Who may chair, and for which days. Source: the composition of the body; APMBC committees choose a chair each year."""

from collections.abc import Iterable
from datetime import date

from committees.rules.terms import Holding
from conventions.meeting_order import MeetingOrder
from core.errors import RuleViolation
from core.periods import Period
from core.wording import day_in_words


def chair_year(order: MeetingOrder, until_at: str, starts_on: date | None = None) -> Period | None:
    """The days from the close of the meeting before to the close of that one; None while the first is not fixed.

    starts_on: of a chair who begins within the year. RuleViolation for a day outside of it.
    """
    before = order.preceding(until_at)
    first = before.changes_on if before else None
    last = order.changes_on(until_at)
    if starts_on is not None and ((first and starts_on < first) or (last and starts_on >= last)):
        raise RuleViolation(
            f"{day_in_words(starts_on, 'EN')} does not lie in the year that ends with the {until_at}.",
            field="starts_on",
        )
    begins_on = starts_on or first
    return Period(begins_on, last) if begins_on is not None and (last is None or last > begins_on) else None


def check_may_chair(held: Iterable[Holding], iso3: str, year: Period | None, state: str, body: str) -> None:
    """Refuses a chair who is not a member on the first day of the year; an unfixed year needs any membership."""
    own = [each for each in held if each.iso3 == iso3]
    if year is None:
        if not own:
            raise RuleViolation(f"{state} is not a member of the {body}.", field="state")
        return
    if not any(each.holds(year.starts_on) for each in own):
        raise RuleViolation(
            f"{state} is not a member of the {body} on {day_in_words(year.starts_on, 'EN')}, so it cannot chair it.",
            field="state",
        )
