"""Day and hours of a session in words, with the zone as it is called on that day."""

from collections.abc import Iterable
from datetime import time

from core.wording import day_in_words, list_in_words
from meetings.rules.clocks import shown
from meetings.rules.sessions import SessionPlan

GENEVA = "Europe/Zurich"  # the zone is named after another city than that of the office


def hours_between(starts: time, ends: time) -> str:
    """10:00-13:00"""
    return f"{starts:%H:%M}-{ends:%H:%M}"


def clocks_in_words(zones: Iterable[str]) -> str:
    """Whose clocks they are, by the cities after which zones are named: Geneva, New York."""
    cities = dict.fromkeys("Geneva" if each == GENEVA else _city(each) for each in zones)
    return list_in_words(list(cities), "EN")


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def when_in_words(plan: SessionPlan) -> str:
    """Thursday, 24 June 2021, 13:00-15:00 CEST"""
    there = shown(plan)
    return f"{there.day:%A}, {day_in_words(there.day, 'EN')}, {there.hours} {there.zone}"


def hours_in_utc(plan: SessionPlan) -> str:
    """11:00-13:00 UTC; where it begins on another day, with that day."""
    there = shown(plan, in_utc=True)
    begins = "" if there.day == plan.day else f", beginning on {day_in_words(there.day, 'EN')}"
    return f"{there.hours} UTC{begins}"
