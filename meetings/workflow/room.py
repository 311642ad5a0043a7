"""Acts in the room: what is taken up, who gets the floor, the list. Whoever acts holds the meeting meanwhile."""

from collections.abc import Sequence
from datetime import date

from conventions.models import Meeting
from conventions.workflow import hold_standing_meeting, ref_to_meeting
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.wording import counted
from meetings.models.room import RoomState, SpeakingRequest
from meetings.queries.room import Delegation, Room, asked, delegation_named, room_of
from meetings.queries.timetable import name_of, timetable_of
from meetings.rules.speakers_list import (
    GROUP_SECONDS,
    NATIONAL_SECONDS,
    SOURCE,
    Standing,
    Turn,
    limit_for,
    moved_by,
    with_request,
)

SHORTEST, LONGEST = 30, 3600  # seconds of one statement
LONGEST_NAME = 160


def take_up(meeting: Meeting, session_id: int, slot_id: int | None, *, by: Actor) -> Room:
    """That piece is on from now; whoever speaks has ended. Requests under other pieces wait there.

    None: the session without any of its pieces.
    """
    room = held_room(meeting, session_id)
    entry = next((each for each in room.sitting.entries if each.slot.id == slot_id), None)
    if slot_id is not None and entry is None:
        raise RuleViolation("This piece is no longer in the session. Look at the timetable.")
    if room.speaking:
        _end(room.speaking, by=by)
    state = _opened(room, by=by)
    if state.slot_id != slot_id or room.state is None:
        state.slot_id, state.since = slot_id, by.at
    db.session.flush()
    name = name_of(entry.slot, entry.line) if entry else room.sitting.session.title
    record("room:taken-up", ref_to_meeting(meeting), meeting.full_name, by=by, what=name)
    return room_of(timetable_of(meeting.id), session_id)


def ask_for_floor(
    meeting: Meeting, session_id: int, who: str, *, standing: Standing | None = None, on: date, by: Actor
) -> SpeakingRequest:
    """They stand on the list where the order puts them. standing: None for what the registers say.

    An organisation nobody knows is taken as it is written where it is said to be one.
    """
    room = held_room(meeting, session_id)
    if not room.list_open and standing is not Standing.REPLY:
        raise RuleViolation("The list of speakers is closed. Open it again, or note a right of reply.", field="who")
    delegation = _delegation(meeting, who, standing, on=on)
    there = next((each for each in room.listed if each.name == delegation.name and _is_on(each, standing)), None)
    if there is not None:
        raise RuleViolation(f"{delegation.name} is on the list already: {there.state.value}.", field="who")
    state = _opened(room, by=by)
    request = SpeakingRequest(
        session_id=session_id,
        slot_id=state.slot_id,
        name=delegation.name,
        iso3=delegation.iso3,
        standing=delegation.standing,
        place=len(room.listed) + 1,
        limit_seconds=limit_for(
            delegation.standing, national_seconds=state.national_seconds, group_seconds=state.group_seconds
        ),
        requested_at=by.at,
    )
    db.session.add(request)
    db.session.flush()
    of_a_committee = bool(room.sitting.session.body)
    order = with_request([asked(each) for each in room.listed], asked(request), of_a_committee=of_a_committee)
    _arrange([*room.listed, request], order)
    record("room:floor-asked", ref_to_meeting(meeting), meeting.full_name, by=by, who=request.name)
    return request


def move_request(meeting: Meeting, session_id: int, request_id: int, steps: int, *, by: Actor) -> SpeakingRequest:
    """It passes so many who wait, and is marked as put there by hand."""
    room = held_room(meeting, session_id)
    request = _on_list(room, request_id)
    _arrange(room.listed, moved_by([asked(each) for each in room.listed], request.id, steps))
    request.moved = True
    record("room:moved", ref_to_meeting(meeting), meeting.full_name, by=by, who=request.name)
    return request


def withdraw_request(meeting: Meeting, session_id: int, request_id: int, *, by: Actor) -> SpeakingRequest:
    request = _on_list(held_room(meeting, session_id), request_id)
    if request.state is not Turn.WAITING:
        raise RuleViolation(f"{request.name} cannot be taken off the list: {request.state.value}.")
    request.state = Turn.WITHDRAWN
    db.session.flush()
    record("room:withdrawn", ref_to_meeting(meeting), meeting.full_name, by=by, who=request.name)
    return request


def give_floor(
    meeting: Meeting, session_id: int, request_id: int | None = None, *, seen: int | None = None, by: Actor
) -> SpeakingRequest:
    """That one speaks from now, or the next who waits; whoever spoke has ended. RuleViolation where nobody waits.

    seen: the request of whoever was seen to speak, 0 for nobody; refused where that is another now.
    """
    room = held_room(meeting, session_id)
    _check_seen(room, seen)
    if request_id is None and not room.waiting:
        raise RuleViolation("Nobody waits for the floor.")
    request = room.waiting[0] if request_id is None else _on_list(room, request_id)
    if request.state is not Turn.WAITING:
        raise RuleViolation(f"{request.name} does not wait for the floor: {request.state.value}.")
    if room.speaking:
        _end(room.speaking, by=by)
    request.state, request.started_at = Turn.SPEAKING, by.at
    db.session.flush()
    record("room:floor-given", ref_to_meeting(meeting), meeting.full_name, by=by, who=request.name)
    return request


def end_statement(meeting: Meeting, session_id: int, *, seen: int | None = None, by: Actor) -> SpeakingRequest:
    """seen: as for `give_floor`."""
    room = held_room(meeting, session_id)
    if room.speaking is None:
        raise RuleViolation("Nobody has the floor.")
    _check_seen(room, seen)
    request = room.speaking
    _end(request, by=by)
    lasted = int((by.at - request.started_at).total_seconds())  # type: ignore[operator]
    record("room:ended", ref_to_meeting(meeting), meeting.full_name, by=by, who=request.name, seconds=lasted)
    return request


def open_list(meeting: Meeting, session_id: int, *, is_open: bool, by: Actor) -> None:
    room = held_room(meeting, session_id)
    if room.list_open is is_open:
        raise RuleViolation(f"The list of speakers is {'open' if is_open else 'closed'} already.")
    _opened(room, by=by).list_open = is_open
    db.session.flush()
    record(f"room:list-{'opened' if is_open else 'closed'}", ref_to_meeting(meeting), meeting.full_name, by=by)


def set_limits(meeting: Meeting, session_id: int, *, national_seconds: int, group_seconds: int, by: Actor) -> int:
    """Of all who wait in the session and of all who will ask; how many wait."""
    for field, seconds in (("national", national_seconds), ("group", group_seconds)):
        if not SHORTEST <= seconds <= LONGEST:
            raise RuleViolation("A limit is from half a minute to 60 minutes.", field=field, source=SOURCE)
    room = held_room(meeting, session_id)
    state = _opened(room, by=by)
    state.national_seconds, state.group_seconds = national_seconds, group_seconds
    for each in room.waiting:
        each.limit_seconds = limit_for(each.standing, national_seconds=national_seconds, group_seconds=group_seconds)
    db.session.flush()
    told = {"national": national_seconds, "group": group_seconds}
    record("room:limits-set", ref_to_meeting(meeting), meeting.full_name, by=by, **told)
    return len(room.waiting)


def held_room(meeting: Meeting, session_id: int) -> Room:
    """Nobody else acts in the meeting until this transaction ends. RuleViolation for a session that is cancelled."""
    hold_standing_meeting(meeting.convention, meeting.short)
    room = room_of(timetable_of(meeting.id), session_id)
    if not room.sitting.held:
        raise RuleViolation(f"“{room.sitting.session.title}” is cancelled.")
    return room


def _check_seen(room: Room, seen: int | None) -> None:
    if seen is None or seen == (room.speaking.id if room.speaking else 0):
        return
    present = f"{room.speaking.name} has the floor" if room.speaking else "Nobody has the floor"
    raise RuleViolation(f"{present} since you looked; nothing is changed. Look at the list again.")


def _delegation(meeting: Meeting, who: str, standing: Standing | None, *, on: date) -> Delegation:
    text = " ".join(who.split())
    if not text or len(text) > LONGEST_NAME:
        raise RuleViolation(
            f"Write who asks for the floor, in up to {counted(LONGEST_NAME, 'character', 'characters')}.", field="who"
        )
    if standing in (Standing.OTHER, Standing.GROUP, Standing.GUEST):
        try:
            known = delegation_named(meeting.convention, text, on=on)
        except RuleViolation:
            known = Delegation(text, standing)
    else:
        known = delegation_named(meeting.convention, text, on=on)
    return Delegation(known.name, standing or known.standing, known.iso3)


def _is_on(request: SpeakingRequest, standing: Standing | None) -> bool:
    """Whether it stands against another of the same delegation; who has spoken may reply, or ask again."""
    reply = standing is Standing.REPLY
    return request.state in (Turn.WAITING, Turn.SPEAKING) and (request.standing is Standing.REPLY) is reply


def _opened(room: Room, *, by: Actor) -> RoomState:
    if room.state is not None:
        return room.state
    state = RoomState(
        session_id=room.sitting.session.id,
        slot_id=None,
        since=by.at,
        list_open=True,
        national_seconds=NATIONAL_SECONDS,
        group_seconds=GROUP_SECONDS,
    )
    db.session.add(state)
    db.session.flush()
    return state


def _on_list(room: Room, request_id: int) -> SpeakingRequest:
    for each in room.listed:
        if each.id == request_id:
            return each
    raise RuleViolation("They are not on the list of what is on now. Look at the list again.")


def _arrange(requests: Sequence[SpeakingRequest], order: list[int]) -> None:
    places = {id: place for place, id in enumerate(order, start=1)}
    for each in requests:
        each.place = places[each.id]
    db.session.flush()


def _end(request: SpeakingRequest, *, by: Actor) -> None:
    request.state, request.ended_at = Turn.SPOKEN, max(by.at, request.started_at or by.at)
    db.session.flush()
