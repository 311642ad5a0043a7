"""The acts on the calendar of a Convention: a meeting is added, described, confirmed, moved, cancelled."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from sqlalchemy import select

from conventions.days import Days, check_days
from conventions.kinds import UN_LANGUAGES, kind_of
from conventions.meeting_order import FORMAL_KINDS
from conventions.models import GENEVA, Meeting, MeetingMove, MeetingState
from conventions.registry import get_convention
from core.audit.workflow import Actor, record
from core.civil import check_zone
from core.db import Ref, db
from core.errors import NotFound, RuleViolation
from core.seen.guard import digest_of

FORMATS = ("in-person", "virtual", "hybrid")
OFFICE_PRACTICE = "Office practice"
HEARD_BY_CALENDARS = ("full_name", "city", "venue")


@dataclass(frozen=True)
class MeetingDescription:
    """All of a meeting but its names' pattern and its days. presidency_state, host_state: ISO codes or empty."""

    full_name: str
    kind: str
    city: str = "Geneva"
    host_state: str = "CHE"
    format: str = "in-person"
    presidency_state: str = ""
    president: str = ""
    zone: str = GENEVA
    venue: str = ""
    languages: Sequence[str] = field(default_factory=list)
    body: str = ""
    source: str = OFFICE_PRACTICE
    confidence: str = "high"
    notes: str = ""


def add_meeting(code: str, short: str, description: MeetingDescription, days: Days, *, by: Actor) -> Meeting:
    """The calendar has the meeting as planned, with its days or without; the Convention has no other of the name."""
    get_convention(code)
    short = short.strip().upper()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9.-]{1,18}", short):
        raise RuleViolation(
            f"“{short[:40]}” is no short name. Write 2 to 19 capital letters, digits, dots and hyphens, such as 19MSP.",
            field="short",
        )
    checked = _checked(description)
    _check_name(code, checked.full_name, of=short)
    meeting = Meeting(
        convention=code,
        short=short,
        state=MeetingState.PLANNED,
        starts_on=days.starts_on,
        ends_on=check_days(days).ends_on,
        **{**asdict(checked), "languages": list(checked.languages)},
    )
    db.session.add(meeting)
    db.session.flush()
    record("meeting:added", ref_to_meeting(meeting), meeting.full_name, by=by, days=days.in_words)
    return meeting


def seen_of(meeting: Meeting) -> str:
    """The meeting as a form saw it: another once anything of its description is."""
    return digest_of({each.name: getattr(meeting, each.name) for each in fields(MeetingDescription)})


def change_meeting(
    code: str, short: str, description: MeetingDescription, *, by: Actor, seen: str | None = None
) -> Meeting:
    """It is described otherwise from now on; its days stay: they change by a move, with a reason.

    seen: what `seen_of` said of the meeting that the person saw; refused where its description is another now.
    """
    meeting = hold_meeting(code, short)
    _refuse_cancelled(meeting)
    if seen is not None and seen != seen_of(meeting):
        raise RuleViolation(
            f"Somebody changed the {meeting.short} meanwhile, and nothing of yours is saved. Open the page again "
            "beside this one, and change what stands there now."
        )
    checked = _checked(description)
    _check_name(code, checked.full_name, of=meeting.short)
    wanted: dict[str, Any] = {**asdict(checked), "languages": list(checked.languages)}
    if meeting.kind != checked.kind and {meeting.kind, checked.kind} & set(FORMAL_KINDS):
        raise RuleViolation(
            f"The {meeting.short} stays what it is: terms of office are counted in such meetings.", field="kind"
        )
    changed = {name: value for name, value in wanted.items() if getattr(meeting, name) != value}
    if not changed:
        raise RuleViolation("Nothing is different from before.")
    told = {name: [_told(getattr(meeting, name)), _told(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(meeting, name, value)
    if set(changed) & set(HEARD_BY_CALENDARS):
        _tell_calendars(meeting, by)
    db.session.flush()
    record("meeting:changed", ref_to_meeting(meeting), meeting.full_name, by=by, **told)
    return meeting


def confirm_meeting(code: str, short: str, *, by: Actor) -> Meeting:
    """Its days are certain."""
    meeting = hold_meeting(code, short)
    if meeting.state is not MeetingState.PLANNED:
        raise RuleViolation(f"The {meeting.short} is {meeting.state.value} already.")
    if meeting.starts_on is None:
        raise RuleViolation(f"The {meeting.short} has no days yet. Give it its days, then confirm it.")
    meeting.state = MeetingState.CONFIRMED
    db.session.flush()
    record("meeting:confirmed", ref_to_meeting(meeting), meeting.full_name, by=by)
    return meeting


def move_meeting(code: str, short: str, days: Days, *, reason: str, by: Actor) -> MeetingMove:
    """The meeting has these days; those it had are kept with the reason. What is counted from it follows by itself."""
    meeting = hold_meeting(code, short)
    _refuse_cancelled(meeting)
    before = Days(meeting.starts_on, meeting.ends_on)
    if check_days(days) == before:
        raise RuleViolation(f"The {meeting.short} has these days already: {before.in_words}.", field="starts_on")
    move = MeetingMove(
        meeting_id=meeting.id,
        from_starts_on=before.starts_on,
        from_ends_on=before.ends_on,
        to_starts_on=days.starts_on,
        to_ends_on=days.ends_on,
        reason=check_reason(reason),
        moved_at=by.at,
        moved_by=by.name,
    )
    meeting.starts_on, meeting.ends_on = days.starts_on, days.ends_on
    _tell_calendars(meeting, by)
    db.session.add(move)
    db.session.flush()
    told = [before.in_words, days.in_words]
    record("meeting:moved", ref_to_meeting(meeting), meeting.full_name, by=by, days=told, reason=move.reason)
    return move


def cancel_meeting(code: str, short: str, *, reason: str, by: Actor) -> Meeting:
    """The meeting is not held and stays in the calendar as cancelled. Meetings that terms are counted in stay."""
    meeting = hold_meeting(code, short)
    _refuse_cancelled(meeting)
    if meeting.kind in FORMAL_KINDS:
        raise RuleViolation(
            f"The {meeting.short} is not cancelled: terms of office are counted in such meetings. "
            "Move it to other days, or take its days away until they are known.",
            source=OFFICE_PRACTICE,
        )
    meeting.state = MeetingState.CANCELLED
    _tell_calendars(meeting, by)
    told = check_reason(reason)
    db.session.flush()
    record("meeting:cancelled", ref_to_meeting(meeting), meeting.full_name, by=by, reason=told)
    return meeting


def hold_meeting(code: str, short: str) -> Meeting:
    """The meeting of exactly this short name; nobody else changes it until this transaction ends. NotFound."""
    meeting = db.session.scalars(
        select(Meeting)
        .where(Meeting.convention == code, Meeting.short == short)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if meeting is None:
        raise NotFound(f"“{short[:40]}” is not in the calendar of the {code}.")
    return meeting


def hold_standing_meeting(code: str, short: str) -> Meeting:
    """The same; RuleViolation for one that is cancelled."""
    meeting = hold_meeting(code, short)
    _refuse_cancelled(meeting)
    return meeting


def ref_to_meeting(meeting: Any) -> Ref:
    return Ref("meeting", str(meeting.id))


def check_reason(text: str) -> str:
    """Why the calendar changes, in up to 300 characters."""
    if not text.strip():
        raise RuleViolation("Say why: the reason stays beside the old days.", field="reason")
    if len(text.strip()) > 300:
        raise RuleViolation("Give the reason in no more than 300 characters.", field="reason")
    return text.strip()


def _tell_calendars(meeting: Meeting, by: Actor) -> None:
    meeting.sequence += 1
    meeting.changed_at = by.at


def _refuse_cancelled(meeting: Meeting) -> None:
    if meeting.state is MeetingState.CANCELLED:
        raise RuleViolation(f"The {meeting.short} is cancelled; nothing about it changes any more.")


def _checked(description: MeetingDescription) -> MeetingDescription:
    kind_of(description.kind)
    if not description.full_name.strip():
        raise RuleViolation("Give the meeting its full name.", field="full_name")
    if description.format not in FORMATS:
        raise RuleViolation(f"A meeting is held {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.", field="format")
    if unknown := set(description.languages) - set(UN_LANGUAGES):
        raise RuleViolation(
            f"{', '.join(sorted(unknown))} is no language of interpretation here; those are {', '.join(UN_LANGUAGES)}.",
            field="languages",
        )
    if not description.source.strip():
        raise RuleViolation("Name the source: who decided it, or where it is announced.", field="source")
    check_zone(description.zone)
    stripped = {name: value.strip() for name, value in asdict(description).items() if isinstance(value, str)}
    return replace(description, **stripped)


def _check_name(code: str, full_name: str, *, of: str) -> None:
    """Two meetings that stand bear no same name; one that was cancelled does not keep another from it."""
    others = select(Meeting.short).where(
        Meeting.convention == code, Meeting.short != of, Meeting.state != MeetingState.CANCELLED
    )
    if short := db.session.scalar(others.where(Meeting.full_name == full_name)):
        raise RuleViolation(f"The calendar has the {full_name} already, as {short}.", field="full_name")


def _told(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value) if value else "none"
