"""What stands over every document of a meeting: whose meeting it is, where and when."""

from conventions.models import Meeting
from conventions.workflow import Days


def place_and_days(meeting: Meeting) -> str:
    """ "The Hague, 15 to 19 November 2021"; without days where none are fixed."""
    days = Days(meeting.starts_on, meeting.ends_on).in_words if meeting.starts_on else ""
    return ", ".join(filter(None, (meeting.city, days)))
