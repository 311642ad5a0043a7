"""The next year prepared from one: the same weekdays, a year of weeks later."""

from datetime import date, timedelta

from conventions.days import Days

WEEKS, DAYS_OF_A_WEEK = 52, 7
# A Review Conference is followed by a Meeting of the States Parties. Source: APMBC art. 11 and 12, CCM art. 11 and 12.
FOLLOWED_BY = {"RC": "MSP"}
# Held each year, so that it is offered again; the rest was for one occasion. Office practice.
OF_EVERY_YEAR = ("MSP", "RC", "intersessional", "committee", "coordination", "retreat", "pledging conference")


def a_year_later(days: Days) -> Days:
    """On the same weekdays 52 weeks later, 53 where that would still be the same calendar year."""
    if days.starts_on is None:
        return days
    weeks = WEEKS if _later(days.starts_on, WEEKS).year > days.starts_on.year else WEEKS + 1
    return days.moved_by(weeks * DAYS_OF_A_WEEK)


def _later(day: date, weeks: int) -> date:
    return day + timedelta(days=weeks * DAYS_OF_A_WEEK)
