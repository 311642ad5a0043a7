"""Who may chair, and for which days. Source: the composition of the body; APMBC committees choose a chair each year."""

from collections.abc import Iterable
from datetime import date

from committees.rules.rotation import in_last_year_after
from committees.rules.terms import Holding
from conventions.meeting_order import MeetingOrder
from core.errors import RuleViolation
from core.periods import Period
from core.wording import day_in_words

SECOND_YEAR = "a member in its second year"
CHAIRED_BY_A_MEMBER = (SECOND_YEAR, "any member")


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


def check_may_chair(held: Iterable[Holding], iso3: str, year: Period | None, state: str, body: str) -> list[Holding]:
    """Its terms then; refuses a State that is no member on the first day. An unfixed year takes any membership."""
    own = [each for each in held if each.iso3 == iso3 and (year is None or each.holds(year.starts_on))]
    if not own:
        when = f" on {day_in_words(year.starts_on, 'EN')}, so it cannot chair it" if year else ""
        raise RuleViolation(f"{state} is not a member of the {body}{when}.", field="state")
    return own


def chairs_in_last_year(own: Iterable[Holding], order: MeetingOrder, until_at: str) -> bool:
    """Whether the year that ends with that meeting is the last of one of these terms."""
    before = order.preceding(until_at)
    return before is not None and any(in_last_year_after(each, order, before) for each in own)


def too_early(chair_rule: str, *, in_last_year: bool) -> bool:
    """Whether the body has its members chair in the last year of their term only, and it is not that year.

    Source: practice of the APMBC committees.
    """
    return chair_rule == SECOND_YEAR and not in_last_year


def too_early_in_words(state: str, body: str) -> str:
    return f"{state} is not in the last year of its term: it would chair the {body} too early."
