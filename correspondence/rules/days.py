"""The two days of a campaign: that of the registers, and the date on the letters."""

from datetime import date

from conventions.definitions import Convention
from conventions.rules import next_annual_report_due_on
from core.errors import RuleViolation
from core.wording import day_in_words


def check_days(convention: Convention, *, as_of: date, dated_on: date) -> None:
    """Refuses letters dated before the day of the registers, or with a reporting day in between.

    What such a letter asks for would not fit what it says is on record. Office practice.
    """
    if as_of < convention.in_force_on:
        since = day_in_words(convention.in_force_on, "EN")
        raise RuleViolation(
            f"The {convention.code} is in force since {since}: take a day of the registers from then on.", field="as_of"
        )
    if dated_on < as_of:
        raise RuleViolation("The letters cannot be dated before the day of the registers.", field="dated_on")
    if (due_on := next_annual_report_due_on(convention, as_of)) < dated_on:
        raise RuleViolation(
            f"Reports fall due on {day_in_words(due_on, 'EN')}, between the day of the registers"
            f" ({day_in_words(as_of, 'EN')}) and the date on the letters ({day_in_words(dated_on, 'EN')})."
            " Date the letters before it, or take a later day of the registers.",
            field="dated_on",
        )


def check_not_in_the_future(as_of: date, *, today: date) -> None:
    """The registers cannot be read as of a day to come: what happens until then is not on record."""
    if as_of > today:
        raise RuleViolation("The registers can be read up to today, not as of a day to come.", field="as_of")
