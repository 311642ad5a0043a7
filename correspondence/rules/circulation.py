"""The silence procedure: a draft lies before a body until an instant; silence is consent, an objection blocks.

Source: office practice (domain of letters: draft, committee silence of 48 hours, signature).
"""

import enum
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.errors import RuleViolation
from core.wording import day_in_words
from correspondence.rules.working_days import why_not_a_working_day, working_day_from

USUAL_HOURS = 48  # office practice
LONGEST_DAYS = 60
LONGEST_TEXT = 5000


class Stage(enum.StrEnum):
    OPEN = "before the committee"
    OBJECTED = "an objection stands"
    ACCEPTED = "accepted in silence"
    WITHDRAWN = "withdrawn"


def stage(outcome: str | None, closes_at: datetime, objections: int, *, at: datetime) -> Stage:
    """objections: those not settled. What has closed is accepted, also before the house has written that down."""
    if outcome:
        return Stage(outcome)
    if objections:
        return Stage.OBJECTED
    return Stage.ACCEPTED if closes_at <= at else Stage.OPEN


MEANINGS = {Stage.OPEN: "soon", Stage.OBJECTED: "late", Stage.ACCEPTED: "done", Stage.WITHDRAWN: "private"}


def usual_closing(at: datetime, zone: str) -> tuple[date, time]:
    """Day and time 48 hours from now, where the office is, on the next full quarter of an hour.

    Where nobody works on that day, the next on which the office does.
    """
    there = (at + timedelta(hours=USUAL_HOURS)).astimezone(ZoneInfo(zone))
    rounded = there + timedelta(minutes=-there.minute % 15)
    return working_day_from(rounded.date()), rounded.time().replace(second=0, microsecond=0)


def closing_instant(day: date, at_time: time, zone: str) -> datetime:
    """RuleViolation for a time that the night of spring leaves out."""
    there = datetime.combine(day, at_time, ZoneInfo(zone))
    if there.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).time() != at_time:
        told = day_in_words(day, "EN")
        raise RuleViolation(f"On {told} the clocks skip {at_time:%H:%M}. Give another time.", field="closes_time")
    return there.astimezone(ZoneInfo("UTC"))


def check_closing(closes_at: datetime, *, at: datetime) -> None:
    if closes_at <= at:
        raise RuleViolation("The closing time has passed already: nobody could object.", field="closes_on")
    if closes_at > at + timedelta(days=LONGEST_DAYS):
        raise RuleViolation(f"A draft lies before a committee for {LONGEST_DAYS} days at most.", field="closes_on")


def closing_warnings(closes_on: date, closes_at: datetime, *, at: datetime) -> list[str]:
    """What speaks against the closing time, each as a sentence. RuleViolation for a time that cannot be."""
    check_closing(closes_at, at=at)
    found = [why_not_a_working_day(closes_on)]
    if (closes_at - at) < timedelta(hours=USUAL_HOURS - 1):
        hours = int((closes_at - at).total_seconds() // 3600)
        found.append(f"The committee has {hours} hours; the office gives {USUAL_HOURS}.")
    return [sentence for sentence in found if sentence]


def checked_text(text: str, *, field: str, what: str) -> str:
    said = text.strip()
    if not said:
        raise RuleViolation(f"Write {what}.", field=field)
    if len(said) > LONGEST_TEXT:
        raise RuleViolation(f"That is longer than {LONGEST_TEXT:,} characters.", field=field)
    return said
