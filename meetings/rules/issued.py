"""The pieces of a programme of work as it was issued, told beside the sessions as they stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from meetings.rules.hours import hours_between
from meetings.rules.sessions import SessionPlan

Entry = Mapping[str, Any]  # a piece as a version keeps it


@dataclass(frozen=True)
class IssuedPiece:
    """hours: on the clock asked for. running: it is on at the instant asked.

    decision: what is known of one on its item, "expected", "taken" or "".
    """

    hours: str
    number: str
    name: str
    kind: str
    speakers: Sequence[str]
    decision: str
    running: bool


def pieces_shown(
    entries: Sequence[Entry], plan: SessionPlan, decisions: Mapping[int, str], *, in_utc: bool, at: datetime | None
) -> list[IssuedPiece]:
    """Of one session. decisions: by item, "expected" or "taken". What moved since then is never running."""
    as_issued = not entries or is_as_issued(entries[0], plan)
    return [_shown(each, decisions, in_utc=in_utc, at=at if as_issued else None) for each in entries]


def is_as_issued(entry: Entry, plan: SessionPlan) -> bool:
    """Whether the session is still on the day and at the hours that the version says."""
    hours = hours_between(plan.starts, plan.ends)
    return bool((entry["day"], entry["session_hours"]) == (plan.day.isoformat(), hours))


def breaks_of(entries: Sequence[Entry]) -> list[tuple[time, int]]:
    """When each begins, and its minutes."""
    return [
        (time.fromisoformat(each["hours"].partition("-")[0]), int((ends - begins).total_seconds() // 60))
        for each in entries
        if each["kind"] == "break"
        for begins, ends in [_span(each)]
    ]


def _shown(entry: Entry, decisions: Mapping[int, str], *, in_utc: bool, at: datetime | None) -> IssuedPiece:
    begins, ends = _span(entry)
    hours = f"{begins.astimezone(UTC):%H:%M}-{ends.astimezone(UTC):%H:%M}" if in_utc else entry["hours"]
    return IssuedPiece(
        hours=hours,
        number=entry["number"],
        name=entry["name"],
        kind=entry["kind"],
        speakers=entry["speakers"],
        decision=decisions.get(entry["item"], ""),
        running=at is not None and begins <= at < ends,
    )


def _span(entry: Entry) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(entry["begins_at"]), datetime.fromisoformat(entry["ends_at"])
