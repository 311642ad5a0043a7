"""Acts on the timetable: place, move, lengthen, part, exchange, take out, paste. What is shifted besides is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from sqlalchemy import update

from conventions.models import Meeting
from conventions.workflow import hold_standing_meeting
from core.audit.workflow import Actor
from core.db import db
from core.errors import NotFound, RuleViolation, ToBeAsked
from core.wording import counted, day_in_words
from meetings.models.timetable import Slot, SlotKind, Speaker
from meetings.queries.agenda import Line
from meetings.queries.hanging import hanging_on, in_words
from meetings.queries.timetable import Entry, Sitting, Timetable, timetable_of
from meetings.rules import timetable_list
from meetings.rules.timetable import (
    Piece,
    check_length,
    clock_at,
    exchanged,
    first_free,
    moved_besides,
    offset_of,
    over_the_end,
    parted,
    put,
    reordered,
)
from meetings.workflow.changes import bring_along, undoable

USUAL_MINUTES = 30  # of an item for which none are reckoned. Office practice


@dataclass(frozen=True)
class Wanted:
    """What is to be put into a session. starts None: after what is there; minutes 0: as reckoned for the item.

    before: the piece whose time it takes, instead of a time.
    """

    session_id: int
    item_id: int | None = None
    title: str = ""
    kind: SlotKind = SlotKind.ITEM
    starts: time | None = None
    minutes: int = 0
    before: int | None = None


@dataclass(frozen=True)
class Told:
    """What an act did besides. shifted: names of pieces that begin later now; over: minutes past the session's end.

    elsewhere: where the item that was placed stands already.
    """

    name: str
    session: str
    shifted: Sequence[str] = ()
    over: int = 0
    elsewhere: Sequence[str] = ()


def place(meeting: Meeting, wanted: Wanted, *, shift: bool, read: Sequence[str] | None = None, by: Actor) -> Told:
    """A new piece of the session; the item may stand in others as well.

    read: what the person read of the end of the session; ToBeAsked where it would be passed by more. None where nobody
    is to be asked.
    """
    plan = _held(meeting)
    sitting = _sitting(plan, wanted.session_id)
    line = plan.agenda.by_id.get(wanted.item_id) if wanted.item_id is not None else None
    if wanted.item_id is not None and line is None:
        raise RuleViolation("That item is not on the agenda of this meeting.", field="item")
    title = " ".join(wanted.title.split())
    name = title or (line.label if line else "")
    _check_title(title, name)
    minutes = wanted.minutes or (line.item.minutes if line else 0) or USUAL_MINUTES
    ahead = next((each.piece.starts for each in sitting.entries if each.slot.id == wanted.before), None)
    begins = _begins(sitting, wanted.starts) if ahead is None else ahead
    piece = Piece(0, wanted.session_id, begins, minutes, name)
    laid = put(sitting.pieces, piece, shift=shift)
    _ask_past_the_end(sitting, laid, read)
    with undoable(meeting, "timetable:placed", f"placed “{name}” in {sitting.session.title}", by=by):
        starts, second = clock_at(sitting.frame, piece.starts)
        db.session.add(
            Slot(
                session_id=wanted.session_id,
                item_id=wanted.item_id,
                kind=wanted.kind,
                title=title,
                starts=starts,
                second_time=second,
                minutes=minutes,
            )
        )
        _write(plan, sitting, laid)
    return replace(_told(sitting, laid, piece), elsewhere=_places_of(plan, wanted.item_id))


def move(
    meeting: Meeting,
    slot_id: int,
    *,
    session_id: int,
    starts: time | None,
    minutes: int,
    title: str | None = None,
    shift: bool,
    read: Sequence[str] | None = None,
    by: Actor,
) -> Told:
    """The piece stands in that session at that time (None: after what is there), that long.

    title: of its own, "" for that of its item; None leaves it as it is. read: as in `place`.
    """
    plan = _held(meeting)
    entry, sitting = _entry(plan, slot_id), _sitting(plan, session_id)
    title = entry.slot.title if title is None else " ".join(title.split())
    _check_title(title, title or (entry.line.label if entry.line else ""))
    others = [piece for piece in sitting.pieces if piece.id != slot_id]
    begins = first_free(others) if starts is None else _begins(sitting, starts)
    piece = replace(entry.piece, session=session_id, starts=begins, minutes=minutes)
    laid = put(sitting.pieces, piece, shift=shift)
    _ask_past_the_end(sitting, laid, read)
    with undoable(meeting, "timetable:moved", f"changed “{piece.name}” in {sitting.session.title}", by=by):
        entry.slot.title = title
        _write(plan, sitting, laid)
    return _told(sitting, laid, piece)


def move_before(meeting: Meeting, slot_id: int, *, session_id: int, before: int | None, by: Actor) -> Told:
    """Within its session the same time is filled in another order; into another session those after it are shifted."""
    plan = _held(meeting)
    entry, sitting = _entry(plan, slot_id), _sitting(plan, session_id)
    if entry.piece.session == session_id:
        laid = reordered(sitting.pieces, slot_id, before)
        piece = next(each for each in laid if each.id == slot_id)
    else:
        ahead = next((each.piece for each in sitting.entries if each.slot.id == before), None)
        begins = ahead.starts if ahead else first_free(sitting.pieces)
        piece = replace(entry.piece, session=session_id, starts=begins)
        laid = put(sitting.pieces, piece, shift=True)
    return _rearranged(meeting, plan, sitting, laid, piece, f"moved “{piece.name}” in {sitting.session.title}", by=by)


def lengthen(meeting: Meeting, slot_id: int, *, by_minutes: int, shift: bool, by: Actor) -> Told:
    """by_minutes: below 0 makes it shorter."""
    plan = _held(meeting)
    entry = _entry(plan, slot_id)
    sitting = plan.sitting_of(entry.slot.session_id)
    piece = replace(entry.piece, minutes=entry.piece.minutes + by_minutes)
    laid = put(sitting.pieces, piece, shift=shift)
    what = f"gave “{piece.name}” {counted(piece.minutes, 'minute', 'minutes')}"
    return _rearranged(meeting, plan, sitting, laid, piece, what, by=by)


def exchange(meeting: Meeting, slot_id: int, other_id: int, *, by: Actor) -> Told:
    """Two pieces of a session change places; in two sessions each takes the time of the other, where it fits."""
    plan = _held(meeting)
    one, other = _entry(plan, slot_id), _entry(plan, other_id)
    sitting = plan.sitting_of(one.slot.session_id)
    what = f"exchanged “{one.piece.name}” and “{other.piece.name}”"
    if one.piece.session == other.piece.session:
        laid = exchanged(sitting.pieces, slot_id, other_id)
        piece = next(each for each in laid if each.id == slot_id)
        return _rearranged(meeting, plan, sitting, laid, piece, what, by=by)
    there = plan.sitting_of(other.piece.session)
    going = replace(one.piece, session=there.session.id, starts=other.piece.starts)
    coming = replace(other.piece, session=sitting.session.id, starts=one.piece.starts)
    laid_there = put([each for each in there.pieces if each.id != other_id], going, shift=False)
    laid_here = put([each for each in sitting.pieces if each.id != slot_id], coming, shift=False)
    with undoable(meeting, "timetable:moved", what, by=by):
        _write(plan, there, laid_there)
        _write(plan, sitting, laid_here)
    return _told(there, laid_there, going)


def neighbour(plan: Timetable, slot_id: int, by_places: int) -> int:
    """The piece before (-1) or after (1) it in its session. RuleViolation where it is the first or the last."""
    entry = _entry(plan, slot_id)
    ids = [each.slot.id for each in plan.sitting_of(entry.slot.session_id).entries]
    place = ids.index(slot_id) + by_places
    if not 0 <= place < len(ids):
        raise RuleViolation(f"“{entry.piece.name}” is the {'first' if by_places < 0 else 'last'} of its session.")
    return ids[place]


def part(meeting: Meeting, slot_id: int, *, minutes: int, by: Actor) -> Told:
    """The piece is two: one of that length, and the rest behind it; who speaks stays with the first."""
    plan = _held(meeting)
    entry = _entry(plan, slot_id)
    sitting = plan.sitting_of(entry.slot.session_id)
    first, rest = parted(entry.piece, minutes)
    with undoable(meeting, "timetable:parted", f"parted “{first.name}” after {minutes} minutes", by=by):
        starts, second = clock_at(sitting.frame, rest.starts)
        slot = entry.slot
        slot.minutes = first.minutes
        db.session.add(
            Slot(
                session_id=slot.session_id,
                item_id=slot.item_id,
                kind=slot.kind,
                title=slot.title,
                starts=starts,
                second_time=second,
                minutes=rest.minutes,
            )
        )
    return Told(first.name, sitting.session.title)


def take_out(meeting: Meeting, slot_id: int, *, by: Actor) -> Told:
    """The piece is in the timetable no more; its item waits to be placed, who speaks there stays with the session."""
    plan = _held(meeting)
    entry = _entry(plan, slot_id)
    sitting = plan.sitting_of(entry.slot.session_id)
    if hanging := {
        table: number for table, number in hanging_on(Slot, [slot_id]).items() if table != Speaker.__tablename__
    }:
        raise RuleViolation(f"“{entry.piece.name}” cannot go while it is tied to {in_words(hanging)}.")
    with undoable(meeting, "timetable:taken-out", f"took “{entry.piece.name}” out", by=by):
        db.session.execute(update(Speaker).where(Speaker.slot_id == slot_id).values(slot_id=None))
        db.session.delete(entry.slot)
    return Told(entry.piece.name, sitting.session.title)


def paste(meeting: Meeting, session_id: int, lines: Sequence[timetable_list.Line], *, by: Actor) -> int:
    """A whole list; each line finds its item by number or title. Refused as a whole where one piece does not fit."""
    plan = _held(meeting)
    sitting = _sitting(plan, session_id)
    laid = list(sitting.pieces)
    slots: list[Slot] = []
    for number, each in enumerate(lines, start=1):
        line = _item_named(plan, each.title)
        begins = first_free(laid) if each.starts is None else _begins(sitting, each.starts)
        piece = Piece(-number, session_id, begins, each.minutes, line.label if line else each.title)
        laid = put(laid, piece, shift=False)
        starts, second = clock_at(sitting.frame, begins)
        clock_at(sitting.frame, piece.ends)
        kind = SlotKind.BREAK if each.is_break else SlotKind.ITEM if line else SlotKind.OTHER
        slots.append(
            Slot(
                session_id=session_id,
                item_id=line.item.id if line else None,
                kind=kind,
                title="" if line else each.title,
                starts=starts,
                second_time=second,
                minutes=each.minutes,
            )
        )
    what = f"pasted {counted(len(slots), 'piece', 'pieces')} into {sitting.session.title}"
    with undoable(meeting, "timetable:pasted", what, by=by):
        db.session.add_all(slots)
    return len(slots)


def _held(meeting: Meeting) -> Timetable:
    hold_standing_meeting(meeting.convention, meeting.short)
    return timetable_of(meeting.id)


def _entry(plan: Timetable, slot_id: int) -> Entry:
    try:
        return plan.entry_of(slot_id)
    except NotFound:
        raise RuleViolation("Somebody took this piece out of the timetable in the meantime.") from None


def _sitting(plan: Timetable, session_id: int) -> Sitting:
    try:
        sitting = plan.sitting_of(session_id)
    except NotFound:
        raise RuleViolation("That session is none of this meeting.", field="session") from None
    if not sitting.held:
        raise RuleViolation(f"“{sitting.session.title}” is cancelled: nothing is placed there.", field="session")
    return sitting


def _begins(sitting: Sitting, starts: time | None) -> int:
    """Minutes since the session began; a time before that is refused."""
    if starts is None:
        return first_free(sitting.pieces)
    offset = offset_of(sitting.frame, starts)
    if offset < 0 and sitting.frame.second_time:
        offset = offset_of(sitting.frame, starts, second_time=True)
    if offset < 0:
        raise RuleViolation(
            f"“{sitting.session.title}” begins at {sitting.session.starts:%H:%M}; {starts:%H:%M} is before that.",
            field="starts",
        )
    return offset


def _check_title(title: str, name: str) -> None:
    if not name:
        raise RuleViolation("Choose an item of the agenda, or write what it is.", field="title")
    if len(title) > timetable_list.LONGEST_TITLE:
        raise RuleViolation(f"A title has up to {timetable_list.LONGEST_TITLE} characters.", field="title")


def _ask_past_the_end(sitting: Sitting, laid: Sequence[Piece], read: Sequence[str] | None) -> None:
    """Minutes that were past the end before are asked about no more."""
    over = over_the_end(sitting.frame, laid)
    if read is None or over <= sitting.over:
        return
    session = sitting.session
    told = f"“{session.title}” would run {counted(over, 'minute', 'minutes')} past its end at {session.ends:%H:%M}."
    if told not in read:
        raise ToBeAsked([told], question="Is it meant so all the same?", field="all_the_same")


def _rearranged(
    meeting: Meeting, plan: Timetable, sitting: Sitting, laid: Sequence[Piece], piece: Piece, what: str, *, by: Actor
) -> Told:
    with undoable(meeting, "timetable:moved", what, by=by):
        _write(plan, sitting, laid)
    return _told(sitting, laid, piece)


def _write(plan: Timetable, sitting: Sitting, laid: Sequence[Piece]) -> None:
    """The slots of the session stand as laid; what comes from another brings its speakers along."""
    for piece in laid:
        check_length(piece)
        starts, second = clock_at(sitting.frame, piece.starts)
        clock_at(sitting.frame, piece.ends)
        if piece.id <= 0:
            continue
        slot = plan.entry_of(piece.id).slot
        if slot.session_id != sitting.session.id:
            bring_along(slot.id, sitting.session.id)
        slot.session_id, slot.starts, slot.second_time = sitting.session.id, starts, second
        slot.minutes = piece.minutes
    db.session.flush()


def _told(sitting: Sitting, laid: Sequence[Piece], piece: Piece) -> Told:
    shifted = moved_besides(sitting.pieces, laid, but=piece.id)
    return Told(piece.name, sitting.session.title, shifted, over_the_end(sitting.frame, laid))


def _places_of(plan: Timetable, item_id: int | None) -> list[str]:
    """The sessions and times at which the item stands."""
    return [
        f"{entry.starts:%H:%M} in “{sitting.session.title}” on {day_in_words(sitting.session.day, 'EN')}"
        for sitting in plan.sittings
        for entry in sitting.entries
        if item_id is not None and entry.slot.item_id == item_id
    ]


def _item_named(plan: Timetable, title: str) -> Line | None:
    """The item of the agenda that the line means: by number and title, by title, or by number alone."""
    wanted = title.casefold()
    for line in plan.agenda.published:
        if wanted in (line.label.casefold(), line.item.title.casefold(), line.number.casefold()):
            return line
    return None
