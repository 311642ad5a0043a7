"""How long a request asks for: a day, a number of months from the deadline, or both where they agree."""

from datetime import date

from conventions.definitions import Obligation
from conventions.rules import check_extension
from core.errors import RuleViolation
from core.periods import add_months
from core.wording import counted, day_in_words

MOST_MONTHS = 240


def asked_until(obligation: Obligation, deadline: date, *, until: date | None, months: int | None) -> date:
    """The day asked for. RuleViolation where neither is told, both differ, no time is gained, or it is too long.

    months: counted from the deadline, the day of the month clipped to its end.
    Source: APMBC art. 5 (3) ten years; CCM art. 3 (3) four years, art. 4 (5) five years.
    """
    if until is None and months is None:
        raise RuleViolation("Say how long an extension is asked for: a day, or a number of months.", field="months")
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise RuleViolation(f"Give a number of months from 1 to {MOST_MONTHS}.", field="months")
    counted_until = add_months(deadline, months) if months is not None else None
    if until is not None and counted_until is not None and until != counted_until:
        raise RuleViolation(
            f"{counted(months or 0, 'month', 'months')} after {day_in_words(deadline, 'EN')} is "
            f"{day_in_words(counted_until, 'EN')}, not {day_in_words(until, 'EN')}. Enter what the request names.",
            source=obligation.source,
            field="until",
        )
    day = until or counted_until or deadline
    try:
        check_extension(obligation, deadline, day)
    except RuleViolation as refusal:
        field = "months" if until is None else "until"
        raise RuleViolation(refusal.message, source=refusal.source, field=field) from refusal
    return day
