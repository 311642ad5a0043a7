"""Day and hours of a session in words, with the zone as it is called on that day."""

from datetime import UTC

from core.civil import zone_short
from core.wording import day_in_words
from meetings.rules.sessions import SessionPlan, span_of


def when_in_words(plan: SessionPlan) -> str:
    """Thursday, 24 June 2021, 13:00-15:00 CEST"""
    short = zone_short(plan.day, plan.starts, plan.zone, second_time=plan.second_time)
    return f"{plan.day:%A}, {day_in_words(plan.day, 'EN')}, {plan.starts:%H:%M}-{plan.ends:%H:%M} {short}"


def hours_in_utc(plan: SessionPlan) -> str:
    """11:00-13:00 UTC; where it begins on another day, with that day."""
    first, last = (instant.astimezone(UTC) for instant in span_of(plan))
    hours = f"{first:%H:%M}-{last:%H:%M} UTC"
    return hours if first.date() == plan.day else f"{hours}, beginning on {day_in_words(first.date(), 'EN')}"
