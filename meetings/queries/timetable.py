"""The timetable of a meeting: its sessions in their order, what each takes up, and when clocks show what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Slot, SlotKind, Speaker
from meetings.queries.agenda import Agenda, Line, agenda_of
from meetings.rules.timetable import Frame, Piece, clock_at, first_free, in_order, instant_at, offset_of, over_the_end


@dataclass(frozen=True)
class Entry:
    """A slot with what it takes up. starts, ends: what clocks show in the room; line: its item of the agenda."""

    slot: Slot
    piece: Piece
    starts: time
    ends: time
    begins_at: datetime
    ends_at: datetime
    line: Line | None
    speakers: Sequence[Speaker]

    @property
    def is_break(self) -> bool:
        return self.slot.kind is SlotKind.BREAK


@dataclass(frozen=True)
class Sitting:
    """A session with its entries in their order. speakers: of the session as a whole."""

    session: Session
    frame: Frame
    entries: Sequence[Entry]
    speakers: Sequence[Speaker]

    @property
    def pieces(self) -> list[Piece]:
        return [entry.piece for entry in self.entries]

    @property
    def over(self) -> int:
        """Minutes by which the last piece passes its end."""
        return over_the_end(self.frame, self.pieces)

    @property
    def free(self) -> int:
        """Minutes after the last piece."""
        return max(0, self.frame.minutes - first_free(self.pieces))

    @property
    def held(self) -> bool:
        return self.session.state is not SessionState.CANCELLED


@dataclass(frozen=True)
class Timetable:
    agenda: Agenda
    sittings: Sequence[Sitting]

    @property
    def days(self) -> list[tuple[date, list[Sitting]]]:
        return [(day, list(group)) for day, group in groupby(self.sittings, lambda sitting: sitting.session.day)]

    @property
    def entries(self) -> list[Entry]:
        return [entry for sitting in self.sittings for entry in sitting.entries]

    @property
    def unplaced(self) -> list[Line]:
        """Published items at the end of their branch that stand in no session, nor does an item above them."""
        placed = {entry.slot.item_id for entry in self.entries if entry.slot.item_id}

        def covered(line: Line | None) -> bool:
            while line is not None:
                if line.item.id in placed:
                    return True
                line = self.agenda.by_id.get(line.item.parent_id or 0)
            return False

        return [line for line in self.agenda.published if self.agenda.is_leaf(line.item.id) and not covered(line)]

    def sitting_of(self, session_id: int) -> Sitting:
        """NotFound for a session of another meeting."""
        for sitting in self.sittings:
            if sitting.session.id == session_id:
                return sitting
        raise NotFound(f"This meeting has no session {session_id}.")

    def entry_of(self, slot_id: int) -> Entry:
        for entry in self.entries:
            if entry.slot.id == slot_id:
                return entry
        raise NotFound(f"The timetable of this meeting has no piece {slot_id}.")


def timetable_of(meeting_id: int) -> Timetable:
    """As it stands in the database now, whatever was read before. Four queries, however much there is."""
    agenda = agenda_of(meeting_id)
    sessions = db.session.scalars(
        select(Session)
        .where(Session.meeting_id == meeting_id)
        .order_by(Session.day, Session.starts, Session.second_time, Session.id)
        .execution_options(populate_existing=True)
    ).all()
    ids = [session.id for session in sessions]
    slots = slots_of(ids)
    speakers = db.session.scalars(
        select(Speaker)
        .where(Speaker.session_id.in_(ids))
        .order_by(Speaker.position, Speaker.id)
        .execution_options(populate_existing=True)
    ).all()
    return Timetable(agenda, [_sitting(session, slots, speakers, agenda) for session in sessions])


def slots_of(session_ids: Sequence[int]) -> Sequence[Slot]:
    """As they stand in the database now."""
    return db.session.scalars(
        select(Slot).where(Slot.session_id.in_(session_ids)).execution_options(populate_existing=True)
    ).all()


def pieces_by_session(meeting_id: int) -> Mapping[int, list[Piece]]:
    return {sitting.session.id: sitting.pieces for sitting in timetable_of(meeting_id).sittings}


def frame_of(session: Session) -> Frame:
    return Frame(
        session.id, session.title, session.day, session.starts, session.ends, session.zone, session.second_time
    )


def name_of(slot: Slot, line: Line | None) -> str:
    """What it is called: by its own title, else as its item."""
    return slot.title or (line.label if line else "")


def _sitting(session: Session, slots: Sequence[Slot], speakers: Sequence[Speaker], agenda: Agenda) -> Sitting:
    frame = frame_of(session)
    own = [each for each in speakers if each.session_id == session.id]
    entries = {
        slot.id: _entry(slot, frame, agenda, [each for each in own if each.slot_id == slot.id])
        for slot in slots
        if slot.session_id == session.id
    }
    ordered = [entries[piece.id] for piece in in_order(entry.piece for entry in entries.values())]
    return Sitting(session, frame, ordered, [each for each in own if each.slot_id is None])


def _entry(slot: Slot, frame: Frame, agenda: Agenda, speakers: Sequence[Speaker]) -> Entry:
    line = agenda.by_id.get(slot.item_id) if slot.item_id else None
    starts = offset_of(frame, slot.starts, second_time=slot.second_time)
    piece = Piece(slot.id, frame.id, starts, slot.minutes, name_of(slot, line))
    begins_at, ends_at = instant_at(frame, piece.starts), instant_at(frame, piece.ends)
    return Entry(slot, piece, slot.starts, clock_at(frame, piece.ends)[0], begins_at, ends_at, line, speakers)
