"""The days of a meeting: the first and the last, or none while they are not fixed."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import RuleViolation
from core.periods import FIRST_DAY, LAST_DAY
from core.wording import day_in_words

LONGEST_DAYS = 31


@dataclass(frozen=True)
class Days:
    """The first and the last day of a meeting; both None while they are not fixed."""

    starts_on: date | None = None
    ends_on: date | None = None

    def moved_by(self, days: int) -> "Days":
        if self.starts_on is None or self.ends_on is None:
            return self
        return Days(self.starts_on + timedelta(days=days), self.ends_on + timedelta(days=days))

    def contains(self, day: date) -> bool:
        return self.starts_on is not None and self.ends_on is not None and self.starts_on <= day <= self.ends_on

    @property
    def in_words(self) -> str:
        """22 to 24 June 2021; 30 November to 4 December 2020; 29 June 2020; no days yet."""
        if self.starts_on is None or self.ends_on is None:
            return "no days yet"
        first, last = self.starts_on, self.ends_on
        if first == last:
            return day_in_words(first, "EN")
        start = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else f"{first.day} {first:%B}"
        start = day_in_words(first, "EN") if first.year != last.year else start
        return f"{start} to {day_in_words(last, 'EN')}"


def check_days(days: Days) -> Days:
    """Refuses one day without the other, an end before the start, and a meeting of more than a month."""
    if (days.starts_on is None) != (days.ends_on is None):
        field = "ends_on" if days.ends_on is None else "starts_on"
        raise RuleViolation("Give the first and the last day, or neither while they are not fixed.", field=field)
    if days.starts_on is None or days.ends_on is None:
        return days
    if days.ends_on < days.starts_on:
        raise RuleViolation(
            f"The meeting would end on {day_in_words(days.ends_on, 'EN')}, before it starts on "
            f"{day_in_words(days.starts_on, 'EN')}.",
            field="ends_on",
        )
    if (days.ends_on - days.starts_on).days >= LONGEST_DAYS:
        raise RuleViolation(f"A meeting lasts no more than {LONGEST_DAYS} days. Enter its parts.", field="ends_on")
    if not FIRST_DAY <= days.starts_on <= days.ends_on <= LAST_DAY:
        raise RuleViolation(f"{days.in_words} is outside the days known here.", field="starts_on")
    return days
