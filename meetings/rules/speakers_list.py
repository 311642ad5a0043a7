"""The list of speakers: who comes before whom, how long each may speak, and when all of it would be over.

The order: practice of both Conventions' meetings. Limits: Office practice, 3 minutes in a national capacity and 5 for
a group; the chair may set others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import RuleViolation

NATIONAL_SECONDS, GROUP_SECONDS = 180, 300
SOURCE = "Office practice"


class Turn(StrEnum):
    """How far somebody who asked for the floor has come."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    SPOKEN = "spoken"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """As what somebody speaks, in the order of a general exchange of views."""

    GUEST = "guest of the host or the President"
    GROUP = "group of States"
    MINISTER = "minister"
    CONCERNED = "State concerned"
    PARTY = "State Party"
    NOT_PARTY = "State not party"
    UNITED_NATIONS = "United Nations"
    ICRC = "ICRC"
    CAMPAIGN = "ICBL-CMC"
    OTHER = "other organisation"
    REPLY = "right of reply"


@dataclass(frozen=True)
class Asked:
    """A request as the order sees it. moved: put in its place by hand, where it stays."""

    id: int
    standing: Standing
    turn: Turn = Turn.WAITING
    moved: bool = False


@dataclass(frozen=True)
class Budget:
    """When the list, and after it the rest of the session, would be over. over: seconds after the session's end."""

    list_ends_at: datetime
    session_ends_at: datetime
    over: int


def rank(standing: Standing, *, of_a_committee: bool) -> int:
    """In items that a committee leads, the State concerned speaks before all others."""
    if of_a_committee and standing is Standing.CONCERNED:
        return -1
    if not of_a_committee and standing is Standing.CONCERNED:
        return list(Standing).index(Standing.PARTY)
    return list(Standing).index(standing)


def with_request(listed: Sequence[Asked], new: Asked, *, of_a_committee: bool) -> list[int]:
    """The ids in their order with the new request in its place. Those on the list stay in the order they are in.

    It comes behind the last one who waits by rule with the same standing or an earlier one, else before the first with
    a later one; whoever was moved by hand is passed over, and whoever speaks or has spoken keeps the place.
    """
    mine = rank(new.standing, of_a_committee=of_a_committee)
    by_rule = [
        (place, rank(each.standing, of_a_committee=of_a_committee))
        for place, each in enumerate(listed)
        if each.turn is Turn.WAITING and not each.moved
    ]
    before = [place for place, theirs in by_rule if theirs <= mine]
    after = [place for place, theirs in by_rule if theirs > mine]
    place = before[-1] + 1 if before else after[0] if after else len(listed)
    ids = [each.id for each in listed]
    return [*ids[:place], new.id, *ids[place:]]


def moved_by(listed: Sequence[Asked], id: int, steps: int) -> list[int]:
    """The ids in their order after that one passed so many others who wait: upwards where steps is below 0.

    RuleViolation where it does not wait, or nobody is left to pass.
    """
    waiting = [each.id for each in listed if each.turn is Turn.WAITING]
    if id not in waiting:
        raise RuleViolation("Only who waits for the floor can be moved on the list.")
    place = waiting.index(id)
    wanted = place + steps
    if not 0 <= wanted < len(waiting) or not steps:
        raise RuleViolation("Nobody waits before." if steps < 0 else "Nobody waits after.")
    passed = [each for each in waiting if each != id]
    passed.insert(wanted, id)
    order = iter(passed)
    return [next(order) if each.turn is Turn.WAITING else each.id for each in listed]


def limit_for(standing: Standing, *, national_seconds: int, group_seconds: int) -> int:
    return group_seconds if standing is Standing.GROUP else national_seconds


def budget(
    at: datetime,
    waiting: Iterable[int],
    *,
    left_of_speaker: int,
    later_minutes: int,
    session_ends_at: datetime,
) -> Budget:
    """waiting: limits in seconds; left_of_speaker: seconds of whoever speaks; later_minutes: what follows the list."""
    list_ends_at = at + timedelta(seconds=max(0, left_of_speaker) + sum(waiting))
    predicted = list_ends_at + timedelta(minutes=later_minutes)
    return Budget(list_ends_at, predicted, max(0, int((predicted - session_ends_at).total_seconds())))


def seconds_left(limit_seconds: int, started_at: datetime, at: datetime) -> int:
    """Of whoever speaks; below 0 once over the limit."""
    return limit_seconds - int((at - started_at).total_seconds())
