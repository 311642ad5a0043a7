"""Day and hours of a session in words, with the zone as it is called on that day."""

from core.wording import day_in_words
from meetings.rules.clocks import shown
from meetings.rules.sessions import SessionPlan


def when_in_words(plan: SessionPlan) -> str:
    """Thursday, 24 June 2021, 13:00-15:00 CEST"""
    there = shown(plan)
    return f"{there.day:%A}, {day_in_words(there.day, 'EN')}, {there.hours} {there.zone}"


def hours_in_utc(plan: SessionPlan) -> str:
    """11:00-13:00 UTC; where it begins on another day, with that day."""
    there = shown(plan, in_utc=True)
    begins = "" if there.day == plan.day else f", beginning on {day_in_words(there.day, 'EN')}"
    return f"{there.hours} UTC{begins}"
