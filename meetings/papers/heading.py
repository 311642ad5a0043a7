"""What stands over every document of a meeting: whose meeting it is, where and when."""

from conventions.models import Meeting
from core.wording import day_in_words


def place_and_days(meeting: Meeting) -> str:
    """ "The Hague, 15-19 November 2021"; without days where none are fixed."""
    return ", ".join(filter(None, (meeting.city, _days(meeting))))


def _days(meeting: Meeting) -> str:
    first, last = meeting.starts_on, meeting.ends_on
    if first is None:
        return ""
    if last is None or last == first:
        return day_in_words(first, "EN")
    end = day_in_words(last, "EN")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{end}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {end}"
    return f"{day_in_words(first, 'EN')} to {end}"
