"""The two days of a campaign: that of the registers, and the date on the letters."""

from datetime import date

from conventions.definitions import Convention
from conventions.rules import next_annual_report_due_on
from core.errors import RuleViolation


def check_days(convention: Convention, *, as_of: date, dated_on: date) -> None:
    """Refuses letters dated before the day of the registers, or with a reporting day in between.

    What such a letter asks for would not fit what it says is on record. Office practice.
    """
    if dated_on < as_of:
        raise RuleViolation("The letters cannot be dated before the day of the registers.", field="dated_on")
    if next_annual_report_due_on(convention, as_of) != next_annual_report_due_on(convention, dated_on):
        raise RuleViolation(
            "Reports fall due between the day of the registers and the date on the letters; take a later day.",
            field="as_of",
        )


def check_not_in_the_future(as_of: date, *, today: date) -> None:
    """The registers cannot be read as of a day to come: what happens until then is not on record."""
    if as_of > today:
        raise RuleViolation("The registers can be read up to today, not as of a day to come.", field="as_of")
