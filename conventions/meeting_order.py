"""The formal meetings of one Convention in their order: what terms of office and presidencies are counted by.

A formal meeting (a Meeting of the States Parties or a Review Conference) held in parts is one meeting: it opens with
its first part and closes with its last. Whatever changes hands at a meeting does so at its close: the outgoing
holder serves through the closing day, the incoming one from the day after. Source: CCM review 2015-2020, para 122
(presidency from meeting to meeting); that the change falls on the day after the closing day is office practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property

from core.errors import RuleViolation

FORMAL_KINDS = ("MSP", "RC")


@dataclass(frozen=True)
class FormalMeeting:
    """short: 18MSP, 2RC (never a part of it). Days are None while they are not fixed. cancelled: in all its parts."""

    short: str
    name: str
    kind: str
    opens_on: date | None
    closes_on: date | None
    presidency_state: str = ""
    president: str = ""
    city: str = ""
    cancelled: bool = False

    @property
    def changes_on(self) -> date | None:
        """The first day of whoever was elected at the meeting: the day after its close."""
        return self.closes_on + timedelta(days=1) if self.closes_on else None

    def is_over(self, on: date) -> bool:
        return self.closes_on is not None and self.closes_on < on

    def is_ahead(self, on: date) -> bool:
        """Whether it sits, or will: neither over nor cancelled."""
        return not self.cancelled and not self.is_over(on)


class MeetingOrder:
    """meetings: in any order; those without days come last, in the order given."""

    def __init__(self, convention: str, meetings: Sequence[FormalMeeting]) -> None:
        self.convention = convention
        self.meetings = tuple(sorted(meetings, key=lambda meeting: meeting.closes_on or date.max))

    def find(self, short: str) -> FormalMeeting | None:
        return self._by_short.get(short.strip().upper())

    def get(self, short: str, *, field: str = "meeting") -> FormalMeeting:
        """RuleViolation names an unknown meeting and the nearest known ones."""
        if meeting := self.find(short):
            return meeting
        near = get_close_matches(short.strip().upper(), self._by_short, n=2, cutoff=0.6)
        advice = f" Did you mean {' or '.join(near)}?" if near else ""
        raise RuleViolation(
            f"“{short[:40]}” is not a formal meeting in the calendar of the {self.convention}.{advice}", field=field
        )

    def following(self, short: str, number: int = 1) -> FormalMeeting | None:
        """The number-th formal meeting after that one; None while the calendar does not reach so far."""
        place = self._place.get(short.strip().upper())
        if place is None or not 0 <= place + number < len(self.meetings):
            return None
        return self.meetings[place + number]

    def preceding(self, short: str) -> FormalMeeting | None:
        return self.following(short, -1)

    def place(self, short: str) -> int:
        """How many formal meetings came before a known one."""
        return self._place[short]

    def is_before_or_at(self, one: str, other: str) -> bool:
        """Whether a known meeting is another one or comes before it."""
        return self._place[one] <= self._place[other]

    def changes_on(self, short: str) -> date | None:
        """The day after the close of the meeting; None for one that is unknown or has no day yet."""
        meeting = self.find(short)
        return meeting.changes_on if meeting else None

    def leading_to(self, on: date) -> FormalMeeting | None:
        """The meeting towards which the day belongs: the first that has not closed before it."""
        return next((meeting for meeting in self.meetings if (meeting.closes_on or date.max) >= on), None)

    def of_year(self, year: int) -> Sequence[FormalMeeting]:
        """The meetings that close in a calendar year."""
        return [meeting for meeting in self.meetings if meeting.closes_on and meeting.closes_on.year == year]

    @cached_property
    def _by_short(self) -> dict[str, FormalMeeting]:
        return {meeting.short: meeting for meeting in self.meetings}

    @cached_property
    def _place(self) -> dict[str, int]:
        return {meeting.short: place for place, meeting in enumerate(self.meetings)}
