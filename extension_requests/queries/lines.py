"""Dossiers as lines of a list: each with its meeting, the act that follows, its day, and what marks it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from conventions.meeting_order import FormalMeeting, MeetingOrder
from conventions.queries import meeting_order
from conventions.registry import get_convention
from extension_requests.queries.days import marked
from extension_requests.queries.dossiers import dossiers_of
from extension_requests.rules.ahead import WHO, Phase, main_act, next_step, phase_of
from extension_requests.rules.consideration import requests_due_on
from extension_requests.rules.flags import TO_BE_CHECKED, Flag, flags
from extension_requests.rules.machine import OPEN, Transition
from extension_requests.rules.timetable import Days, Step, timetable


@dataclass(frozen=True)
class Line:
    """row: of `dossiers_of`. main: the act that follows, step: its day, steps: every day. due_on: of the request."""

    row: Any
    meeting: FormalMeeting | None
    main: Transition | None
    step: Step | None
    steps: Sequence[Step]
    flags: Sequence[Flag]
    due_on: date | None

    @property
    def marks(self) -> Sequence[Flag]:
        """What marks it in a list: its flags, and what is uncertain of it, as its page tells it."""
        doubtful = self.row.conflict and not any(each.word == TO_BE_CHECKED for each in self.flags)
        return [*self.flags, *([Flag(TO_BE_CHECKED, "soon", self.row.conflict)] if doubtful else [])]

    @property
    def phase(self) -> Phase:
        return phase_of(self.row.state)

    @property
    def is_open(self) -> bool:
        return self.row.state in OPEN

    @property
    def next_words(self) -> str:
        return self.main.words if self.main else ""

    @property
    def next_who(self) -> str:
        return WHO[self.main.who] if self.main else ""

    @property
    def next_on(self) -> date | None:
        return self.step.due_on if self.step else None


def lines(
    convention: str, *, on: date, iso3: str | None = None, meeting: str | None = None, order: MeetingOrder | None = None
) -> Sequence[Line]:
    """Of a State, of a meeting, or all; one query, and one for the meetings where their order is not given."""
    rows = dossiers_of(convention, iso3=iso3, meeting=meeting)
    return lines_of(convention, rows, order or meeting_order(convention), on=on) if rows else []


def lines_of(convention: str, rows: Iterable[Any], order: MeetingOrder, *, on: date) -> Sequence[Line]:
    """Of rows that have been read; days are reckoned once for each meeting and day of receipt."""
    definition = get_convention(convention)
    reckoned: dict[tuple[str, date | None], Sequence[Step]] = {}
    found = []
    for row in rows:
        meeting = order.find(row.meeting) if row.meeting else None
        key = (row.meeting, row.received_on)
        if key not in reckoned:
            days = Days(meeting.opens_on if meeting else None, meeting.closes_on if meeting else None, row.received_on)
            reckoned[key] = timetable(definition, days)
        steps = reckoned[key]
        found.append(
            Line(
                row,
                meeting,
                main_act(row.state, row.round),
                next_step(steps, row.state, row.round),
                steps,
                flags(marked(row, meeting), on=on),
                requests_due_on(definition, meeting.opens_on) if meeting else None,
            )
        )
    return found
