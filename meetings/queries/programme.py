"""What the page of a meeting tells: its parts, its sessions by day, what is to be weighed about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from conventions.models import Meeting, MeetingMove
from conventions.queries import moves_of
from meetings.models.sessions import Session
from meetings.queries.meetings import parts_of
from meetings.queries.sessions import held, occasion_of, plan_of, sessions_of
from meetings.rules.clocks import Shown, by_day, shown
from meetings.rules.sessions import warnings_of


@dataclass(frozen=True)
class Programme:
    """sessions: rows by id, cancelled ones among them. warnings: what is to be weighed, by session."""

    meeting: Meeting
    parts: Sequence[Meeting]
    moves: Sequence[MeetingMove]
    sessions: Mapping[int, Session]
    days: Sequence[tuple[date, Sequence[Shown]]]
    warnings: Mapping[int, Sequence[str]]

    @property
    def held(self) -> list[Session]:
        return held(list(self.sessions.values()))

    @property
    def running(self) -> list[Session]:
        return [self.sessions[each.plan.session_id] for _day, those in self.days for each in those if each.running]  # type: ignore[index]


def programme_of(
    meeting: Meeting,
    *,
    at: datetime | None = None,
    in_utc: bool = False,
    breaks: Mapping[int, Sequence[Any]] | None = None,
) -> Programme:
    """at: the instant of which `running` tells. breaks: start and minutes of each, by session; None: none are known."""
    parts = parts_of(meeting)
    rows = sessions_of([part.id for part in parts])
    plans = {row.id: plan_of(row) for row in rows}
    standing = [plans[row.id] for row in held(rows)]
    occasions = {part.id: occasion_of(part) for part in parts}
    return Programme(
        meeting=meeting,
        parts=parts,
        moves=moves_of([part.id for part in parts]),
        sessions={row.id: row for row in rows},
        days=by_day([shown(plan, in_utc=in_utc, at=at) for plan in plans.values()]),
        warnings={
            row.id: warnings_of(
                plans[row.id], standing, occasions[row.meeting_id], breaks=(breaks or {}).get(row.id, ())
            )
            for row in held(rows)
        },
    )
