"""Days, numbers and lists in the words of a language of correspondence (EN, FR, ES)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALES = {"EN": "en_GB", "FR": "fr", "ES": "es"}
_DAY_PATTERNS = {"EN": "d MMMM y", "FR": "d MMMM y", "ES": "d 'de' MMMM 'de' y"}
_UP_TO_TEN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UP_TO_NINETEENTH = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_AND = {"EN": "and", "FR": "et", "ES": "y"}


@lru_cache(maxsize=8192)  # letters and registers write the same days hundreds of times
def day_in_words(day: date, language: str) -> str:
    """30 April 2021, 30 avril 2021 (1er for the first of a month), 30 de abril de 2021."""
    words = format_date(day, _DAY_PATTERNS[language], locale=LOCALES[language])
    return f"1er{words[1:]}" if language == "FR" and day.day == 1 else words


def number_in_words(number: int, language: str) -> str:
    """Digits grouped as the language groups them."""
    return format_decimal(number, locale=LOCALES[language])


def counted(number: int, one: str, many: str) -> str:
    """ "1 seat", "3 seats"."""
    return f"{number} {one if number == 1 else many}"


def sources_in_words(codes: str) -> str:
    """Sources, kept as "computed;ACA09", as they are read: "computed; ACA09"."""
    return "; ".join(code.strip() for code in codes.split(";"))


def count_in_words(number: int) -> str:
    """How many, in an English text: no, one … ten in words, from eleven on in figures.

    Source: Editorial Manual of the United Nations, "Numbers".
    """
    return _UP_TO_TEN[number] if 0 <= number < len(_UP_TO_TEN) else number_in_words(number, "EN")


def ordinal_in_words(number: int) -> str:
    """first, nineteenth, twenty-first … ninety-ninth, in English; "100th" and so on beyond."""
    if not 1 <= number <= 99:
        return f"{number_in_words(number, 'EN')}th"
    if number < 20:
        return _UP_TO_NINETEENTH[number]
    tens, ones = divmod(number, 10)
    ten = _TENS[tens - 2]
    return f"{ten}-{_UP_TO_NINETEENTH[ones]}" if ones else f"{ten[:-1]}ieth"


def span_in_words(first: date | None, last: date | None, *, day: Callable[[date], str] | None = None) -> str:
    """from 4 May 2021 to 3 May 2022, both included; from 4 May 2021; until 3 May 2022; "" without any bound.

    day: how a day is written, if not in full. English.
    """
    written = day or (lambda each: day_in_words(each, "EN"))
    if first and last:
        return f"from {written(first)} to {written(last)}"
    return f"from {written(first)}" if first else f"until {written(last)}" if last else ""


def list_in_words(items: Sequence[str], language: str) -> str:
    """ "2018, 2019 and 2020" in the language."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_AND[language]} {items[-1]}"
