"""Days, instants and numbers in the words of the language of the page."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from core.clock import at_the_office
from core.periods import whole_months
from core.wording import day_in_words, number_in_words

COUNTED_IN_DAYS = 90
COUNTED_IN_MONTHS = 24  # from then on a distance is told in whole years


@lru_cache(maxsize=2048)
def remembered_month(year: int, number: int, language: str) -> str:
    return format_date(date(year, number, 1), "MMMM y", locale=language)


@lru_cache(maxsize=32)
def remembered_weekday(number: int, language: str) -> str:
    return format_date(date(2024, 1, 1 + number), "EEEE", locale=language)  # 1 January 2024 was a Monday


def day(value: date) -> str:
    """3 March 2021"""
    return day_in_words(value, language_of_page().upper())


def month(value: date) -> str:
    """March 2021"""
    return remembered_month(value.year, value.month, language_of_page())


def weekday(value: date) -> str:
    """Thursday"""
    return remembered_weekday(value.weekday(), language_of_page())


def instant(value: datetime) -> str:
    """3 March 2021, 14:05 CET: where the office is."""
    there = at_the_office(value)
    return f"{day(there.date())}, {there:%H:%M %Z}"


def clock(value: datetime) -> str:
    """14:05, where the office is: of an instant of today."""
    return f"{at_the_office(value):%H:%M}"


def number(value: int) -> str:
    """12,345 in English."""
    return number_in_words(value, language_of_page().upper())


def date_distance(value: date, on: date) -> str:
    """How far a day lies from `on`: in 12 days, 5 months ago, today."""
    days = abs((value - on).days)
    if days == 0:
        return _("today")
    months = whole_months(min(value, on), max(value, on))
    if days <= COUNTED_IN_DAYS:
        told = ngettext("%(num)d day", "%(num)d days", days)
    elif months < COUNTED_IN_MONTHS:
        told = ngettext("%(num)d month", "%(num)d months", months)
    else:
        told = ngettext("%(num)d year", "%(num)d years", months // 12)
    return _("in %(time)s", time=told) if value > on else _("%(time)s ago", time=told)


def language_of_page() -> str:
    """en or fr"""
    return get_locale().language
