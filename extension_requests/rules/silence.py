"""A decision put to silence: who says nothing by the hour that was set agrees; one objection is enough to break it.

Source: silence procedures of both Conventions in 2020 and 2021, when meetings could not sit (CCM 2RC).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import RuleViolation

SOURCE = "Silence procedure of the CCM's Second Review Conference"


class SilenceState(StrEnum):
    RUNNING = "running"
    BROKEN = "broken"
    UNBROKEN = "ended unbroken"


@dataclass(frozen=True)
class Silence:
    opened_at: datetime
    closes_at: datetime
    broken_at: datetime | None = None


def where_it_stands(silence: Silence, *, at: datetime) -> SilenceState:
    if silence.broken_at is not None:
        return SilenceState.BROKEN
    return SilenceState.RUNNING if at < silence.closes_at else SilenceState.UNBROKEN


def check_opening(silence: Silence, *, at: datetime) -> None:
    """It was opened, and there is time to object. at: when it is recorded."""
    if silence.opened_at > at:
        raise RuleViolation("It cannot have been opened on a day to come.", field="opened_on")
    if silence.closes_at <= silence.opened_at:
        raise RuleViolation("A silence procedure closes after it is opened.", field="closes_on")


def check_objection(silence: Silence, *, said_at: datetime, at: datetime) -> None:
    """An objection counts from the opening to the end; what comes later breaks nothing. at: when it is recorded."""
    if silence.broken_at is not None:
        raise RuleViolation("Silence was broken already: one objection is enough.", source=SOURCE)
    if said_at > at:
        raise RuleViolation("It cannot have been said on a day to come.", field="said_on")
    if said_at < silence.opened_at:
        raise RuleViolation("Nobody could object before the procedure was opened.", field="said_on")
    if said_at > silence.closes_at:
        raise RuleViolation(
            "The procedure had ended by then: what is said later does not break silence.",
            field="said_on",
            source=SOURCE,
        )
