"""Days on which an office in Geneva expects no letters: weekends, its holidays, those of the United Nations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

import holidays

from core.periods import A_DAY
from core.wording import day_in_words

_WEEKEND = {5: "Saturday", 6: "Sunday"}
OFFICE_OPENS, OFFICE_CLOSES = time(8), time(18)  # office practice
_LAST_COMPUTED_YEAR = 2099

# Besides Geneva's own, the United Nations Office keeps the two Eids; its circular announces them each year by
# calculation. From knowledge, where they fall on working days: compare with the circular of the year.
# Source: General Assembly decision 52/468 (1998), information circulars ST/IC on official holidays.
UNITED_NATIONS_HOLIDAYS: Mapping[date, str] = {
    date(2021, 5, 13): "Eid al-Fitr",
    date(2021, 7, 20): "Eid al-Adha",
    date(2022, 5, 2): "Eid al-Fitr",
    date(2022, 7, 11): "Eid al-Adha",
    date(2023, 4, 21): "Eid al-Fitr",
    date(2023, 6, 28): "Eid al-Adha",
    date(2024, 4, 10): "Eid al-Fitr",
    date(2024, 6, 17): "Eid al-Adha",
    date(2025, 3, 31): "Eid al-Fitr",
    date(2025, 6, 6): "Eid al-Adha",
    date(2026, 3, 20): "Eid al-Fitr",
    date(2026, 5, 27): "Eid al-Adha",
    date(2027, 3, 10): "Eid al-Fitr",
    date(2027, 5, 17): "Eid al-Adha",
}


@dataclass(frozen=True)
class Holiday:
    """name: Genevan Fast. whose: in Geneva, or of the United Nations."""

    name: str
    whose: str

    @property
    def in_words(self) -> str:
        return f"a holiday {self.whose}: {self.name}"


def why_not_a_working_day(day: date) -> str:
    """ "28 March 2021 is a Sunday." or the holiday's name; empty on a working day."""
    told = day_in_words(day, "EN")
    if weekend := _WEEKEND.get(day.weekday()):
        return f"{told} is a {weekend}."
    if holiday := holidays_of(day.year).get(day):
        return f"{told} is {holiday.in_words}."
    return ""


def what_kind_of_free_day(day: date, *, holidays_kept: bool) -> str:
    """ "a Saturday and a holiday in Geneva: Noël"; empty on a working day. holidays_kept: as in Geneva."""
    weekend = f"a {_WEEKEND[day.weekday()]}" if day.weekday() in _WEEKEND else ""
    holiday = holidays_of(day.year).get(day) if holidays_kept else None
    return " and ".join(filter(None, (weekend, holiday.in_words if holiday else "")))


def working_day_from(day: date) -> date:
    """The day itself, or the next on which the office works."""
    while why_not_a_working_day(day):
        day += A_DAY
    return day


@lru_cache(maxsize=64)
def holidays_of(year: int) -> Mapping[date, Holiday]:
    """The holidays of Geneva and of the United Nations Office there, by day."""
    of_geneva = holidays.country_holidays("CH", subdiv="GE", years=min(year, _LAST_COMPUTED_YEAR))
    found = {day: Holiday(name, "of the United Nations") for day, name in UNITED_NATIONS_HOLIDAYS.items()}
    found |= {day: Holiday(name, "in Geneva") for day, name in of_geneva.items()}
    return {day: holiday for day, holiday in sorted(found.items()) if day.year == year}
