"""What follows from a Convention for one State: days counted from days, and forms that must hold."""

import re
from datetime import date, timedelta

from conventions.definitions import Convention, Obligation
from core.errors import RuleViolation
from core.periods import add_months
from core.wording import day_in_words


def entry_into_force_on(convention: Convention, deposited_on: date) -> date:
    """The day from which a State is bound: the first of the sixth month after the month of deposit.

    Never before the Convention itself. A succession may count otherwise (South Sudan: from independence).
    Source: APMBC art. 17, CCM art. 17; treaty text from knowledge: compare with the depositary's text.
    Confirmed by published pairs: Italy 21 September 2011, 1 March 2012; Switzerland 17 July 2012, 1 January 2013.
    """
    return max(add_months(deposited_on.replace(day=1), 6), convention.in_force_on)


def withdrawal_effective_on(convention: Convention, notified_on: date) -> date:
    """The first day on which a State is no longer bound: six months after the depositary received its notice.

    A State in armed conflict on that day stays bound until the conflict ends: then the office enters the later day.
    Source: APMBC art. 20 (3), CCM art. 20 (3); treaty text from knowledge: compare with the depositary's text.
    Confirmed by Estonia, Latvia and Lithuania: 27 June 2025, 27 December 2025.
    """
    return add_months(notified_on, convention.withdrawal_months)


def initial_deadline(obligation: Obligation, entry_into_force_on: date) -> date | None:
    """The last day to fulfil the obligation without an extension; None when the article sets no deadline.

    Source: APMBC art. 4 and 5 (1), CCM art. 3 (2) and 4 (1a). CCM art. 4 (1b), areas contaminated after entry into
    force, counts from the end of active hostilities instead: then the office enters the day.
    """
    if obligation.years_initial is None:
        return None
    return add_months(entry_into_force_on, 12 * obligation.years_initial)


def latest_possible_deadline(obligation: Obligation, current: date) -> date | None:
    """The last day one extension may run to, counted from the current deadline; None when none is allowed.

    29 February becomes 28 February (office practice).
    Source: APMBC art. 5 (3) ten years; CCM art. 3 (3) four years, art. 4 (5) five years.
    """
    if obligation.max_extension_months is None:
        return None
    return add_months(current, obligation.max_extension_months)


def check_extension(obligation: Obligation, current: date, until: date) -> None:
    """Refuses an extension the article does not allow, one that gains no time, and one that is too long.

    Source: APMBC art. 4 (no extension), 5 (3); CCM art. 3 (3), 4 (5).
    """
    latest = latest_possible_deadline(obligation, current)
    article = f"Article {obligation.article} ({obligation.title.lower()})"
    if latest is None:
        raise RuleViolation(f"{article} allows no extension of a deadline.", source=obligation.source, field="until")
    if until <= current:
        message = (
            f"{article}: an extension until {_told(until)} gains no time, the deadline is {_told(current)} already."
        )
        raise RuleViolation(message, source=obligation.source, field="until")
    if until > latest:
        message = (
            f"{article}: one extension from {_told(current)} may run until {_told(latest)} at most, not until "
            f"{_told(until)}."
        )
        raise RuleViolation(message, source=obligation.source, field="until")


def initial_report_due_on(convention: Convention, entry_into_force_on: date) -> date:
    """The last day for the initial report: 180 days after entry into force for the State.

    Source: APMBC art. 7 (1), CCM art. 7 (1).
    """
    return entry_into_force_on + timedelta(days=convention.reporting.initial_days)


def annual_report_due_on(convention: Convention, year: int) -> date:
    """The last day, in `year`, for the report that covers the calendar year before.

    Source: APMBC art. 7 (2), CCM art. 7 (2).
    """
    return date(year, convention.reporting.annual_month, convention.reporting.annual_day)


def next_annual_report_due_on(convention: Convention, on: date) -> date:
    """The next day on which annual reports fall due, `on` itself included."""
    this_year = annual_report_due_on(convention, on.year)
    return this_year if on <= this_year else annual_report_due_on(convention, on.year + 1)


def check_symbol(convention: Convention, text: str) -> None:
    """Refuses what cannot be the symbol of a document of this Convention.

    Source: symbols of published documents; the United Nations assign them, the office only proposes.
    """
    if not re.fullmatch(convention.symbol_pattern, text):
        message = f"“{text[:60]}” is not a symbol of the {convention.code}. One reads {convention.symbol_example}."
        raise RuleViolation(message, field="symbol")


def meeting_name(short: str) -> tuple[str, int]:
    """The kind and the number in the short name of a formal meeting: "18MSP" is ("MSP", 18), "2RC-1" is ("RC", 2).

    RuleViolation for meetings without a number of their own (intersessional, preparatory).
    """
    if not (match := re.fullmatch(r"([1-9][0-9]?)(MSP|RC)(?:-[1-9])?", short)):
        raise RuleViolation(f"“{short[:40]}” does not name a numbered meeting, such as 18MSP or 4RC.", field="meeting")
    return match[2], int(match[1])


def _told(day: date) -> str:
    return day_in_words(day, "EN")
