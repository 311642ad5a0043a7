"""Committees that meet again and again: on which days, and what such a rule must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from core.civil import check_zone, instant_of
from core.errors import RuleViolation
from core.ical.entries import Unit
from core.periods import add_months
from core.wording import day_in_words

LONGEST_YEARS = 3  # Office practice: nobody plans further ahead than terms of office last
WEEK = timedelta(days=7)
PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class SeriesPlan:
    """A series as it is asked for; the words are those of the models."""

    title: str
    first_on: date
    last_on: date
    starts: time
    ends: time
    zone: str
    unit: Unit = Unit.WEEK
    every: int = 1
    room: str = ""


def check_series(plan: SeriesPlan) -> None:
    """RuleViolation names what cannot be."""
    if not plan.title.strip():
        raise RuleViolation("Give the meetings a title.", field="title")
    if plan.ends <= plan.starts:
        raise RuleViolation(f"The meeting would end at {plan.ends:%H:%M}, not after its start.", field="ends")
    if plan.last_on < plan.first_on:
        raise RuleViolation("The last day lies before the first.", field="last_on")
    if plan.last_on > add_months(plan.first_on, 12 * LONGEST_YEARS):
        raise RuleViolation(f"A series lasts {LONGEST_YEARS} years at most.", field="last_on")
    check_zone(plan.zone)
    for day in days_of(plan.first_on, plan.last_on, plan.unit, plan.every):
        instant_of(day, plan.starts, plan.zone, field="starts")


def days_of(first: date, last: date, unit: Unit, every: int) -> list[date]:
    """Each day on which it falls, the first one among them, moved and left out ones as well."""
    return list(_weekly(first, last, every) if unit is Unit.WEEK else _monthly(first, last, every))


def place_in_month(day: date) -> int:
    """1 to 4, as the first Tuesday; -1 for one after which the month has none."""
    return -1 if (day + WEEK).month != day.month else (day.day - 1) // 7 + 1


def in_words(first: date, unit: Unit, every: int, *, last: date) -> str:
    """Every second Tuesday of the month, until 30 June 2021."""
    weekday = WEEKDAYS[first.weekday()]
    if unit is Unit.WEEK:
        told = f"every {weekday}" if every == 1 else f"every {every} weeks on {weekday}"
    else:
        day = f"the {PLACES[place_in_month(first)]} {weekday}"
        told = f"{day} of each month" if every == 1 else f"{day} of every {every} months"
    return f"{told}, until {day_in_words(last, 'EN')}"


def _weekly(first: date, last: date, every: int) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += every * WEEK


def _monthly(first: date, last: date, every: int) -> Iterator[date]:
    place, month = place_in_month(first), first.replace(day=1)
    while (day := _in_month(month, first.weekday(), place)) <= last:
        yield day
        month = add_months(month, every)


def _in_month(month: date, weekday: int, place: int) -> date:
    """The place-th weekday of the month that begins on that day; it has at least four of each."""
    if place == -1:
        last = add_months(month, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return month + timedelta(days=(weekday - month.weekday()) % 7) + (place - 1) * WEEK
