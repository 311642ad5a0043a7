"""The next year prepared: the cycle of a year stands again as planned, each meeting with days proposed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from committees.queries.bodies import bodies_by_slug
from conventions.days import Days
from conventions.kinds import MEETING_KINDS, Naming, kind_of
from conventions.models import Meeting, MeetingState
from conventions.naming import next_name, part_number
from conventions.queries import meetings_of
from conventions.registry import get_convention
from conventions.workflow import MeetingDescription, add_meeting, move_meeting
from core.audit.workflow import Actor
from core.errors import RuleViolation
from meetings.queries.agenda import agenda_of, recurring_items
from meetings.queries.meetings import get_meeting
from meetings.queries.sessions import held, plan_of, sessions_of
from meetings.rules.next_year import FOLLOWED_BY, OF_EVERY_YEAR, a_year_later
from meetings.workflow.agenda import take_over
from meetings.workflow.sessions import plan_session


@dataclass(frozen=True)
class NextMeeting:
    """like: the meeting it is made from. sessions, items: how many of it are repeated.

    waiting: it is in the calendar already, without days, and gets these. own: how many sessions it has already; then
    none is repeated.

    there: short name of the one that the next year has in its place already; empty where it has none.
    """

    like: Meeting
    short: str
    full_name: str
    kind: str
    days: Days
    sessions: int
    items: int
    waiting: bool = False
    own: int = 0
    there: str = ""

    @property
    def of_every_year(self) -> bool:
        return self.like.kind in OF_EVERY_YEAR


def next_year_of(convention: str, year: int) -> list[NextMeeting]:
    """What the calendar of the year would bring to the next one; a conference in parts is not repeated in parts."""
    known = meetings_of(convention)
    meetings = [each for each in known if each.state is not MeetingState.CANCELLED]
    of_year = [each for each in meetings if _year(each) == year and part_number(each.short) < 2]
    counts: dict[int, int] = defaultdict(int)
    undated = [each for each in meetings if each.starts_on is None]
    for session in held(sessions_of([each.id for each in [*of_year, *undated]])):
        counts[session.meeting_id] += 1
    bodies = bodies_by_slug(convention) if any(each.body for each in of_year) else {}
    taken, names = [each.short for each in known], [each.full_name for each in known]
    items = recurring_items([each.id for each in of_year])
    there = [each for each in meetings if _year(each) == year + 1]
    found = []
    for like in of_year:
        kind = FOLLOWED_BY.get(like.kind, like.kind)
        days = a_year_later(Days(like.starts_on, like.ends_on))
        brought = (days, counts[like.id], items.get(like.id, 0))
        if same := taken_from(there, kind, like.body):
            found.append(NextMeeting(like, same.short, same.full_name, kind, *brought, there=same.short))
        elif waiting := taken_from(undated, kind, like.body):
            own = counts[waiting.id]
            brought = (days, 0 if own else counts[like.id], items.get(like.id, 0))
            found.append(NextMeeting(like, waiting.short, waiting.full_name, kind, *brought, waiting=True, own=own))
        elif (of_kind := MEETING_KINDS.get(kind)) and of_kind.naming is not Naming.OF_A_CONFERENCE:
            number = sum(
                each.body == like.body and each.kind == kind for each in [*there, *(one.like for one in found)]
            )
            name = next_name(
                get_convention(convention),
                of_kind,
                taken,
                year=year + 1,
                body_name=bodies[like.body].name_en if like.body in bodies else "",
                body_meetings=number,
                names=names,
            )
            taken.append(name.short)
            names.append(name.full)
            found.append(NextMeeting(like, name.short, name.full, kind, *brought))
    return found


def prepare_year(convention: str, year: int, chosen: Collection[str], *, by: Actor) -> list[Meeting]:
    """The chosen meetings of the next year, by short name, stand as planned: days, sessions, items that recur.

    RuleViolation where nothing is chosen, or something that the next year has already.
    """
    offered = {each.short: each for each in next_year_of(convention, year) if not each.there}
    if unknown := set(chosen) - set(offered):
        raise RuleViolation(
            f"{', '.join(sorted(unknown))} cannot be prepared from {year}: the calendar has changed. Look again."
        )
    if not chosen:
        raise RuleViolation("Choose at least one meeting.")
    return [_prepared(convention, each, by=by) for each in offered.values() if each.short in chosen]


def _prepared(convention: str, wanted: NextMeeting, *, by: Actor) -> Meeting:
    reason = f"Prepared from the {wanted.like.short}, on the same weekdays."
    if wanted.waiting:
        move_meeting(convention, wanted.short, wanted.days, reason=reason, by=by)
    else:
        add_meeting(convention, wanted.short, _description(wanted), wanted.days, by=by)
    if not wanted.own:
        _repeat_sessions(convention, wanted, by=by)
    meeting = get_meeting(convention, wanted.short)
    if wanted.items and not agenda_of(meeting.id).lines:
        take_over(meeting, wanted.like, by=by)
    return meeting


def _repeat_sessions(convention: str, wanted: NextMeeting, *, by: Actor) -> None:
    assert wanted.days.starts_on is not None
    assert wanted.like.starts_on is not None
    later = wanted.days.starts_on - wanted.like.starts_on
    for session in held(sessions_of([wanted.like.id])):
        plan = replace(plan_of(session), day=session.day + timedelta(days=later.days), session_id=None)
        plan_session(convention, wanted.short, plan, by=by)


def _description(wanted: NextMeeting) -> MeetingDescription:
    like, kind = wanted.like, kind_of(wanted.kind)
    return MeetingDescription(
        full_name=wanted.full_name,
        kind=wanted.kind,
        format="in-person",
        zone=like.zone,
        languages=list(like.languages or kind.languages),
        body=like.body,
        notes=f"Prepared from the {like.short}.",
    )


def taken_from(meetings: list[Meeting], kind: str, body: str) -> Meeting | None:
    """The first of the kind and body, which is then no more there for another."""
    found = next((each for each in meetings if (each.kind, each.body) == (kind, body)), None)
    if found is not None:
        meetings.remove(found)
    return found


def _year(meeting: Any) -> int | None:
    return meeting.starts_on.year if meeting.starts_on else None
