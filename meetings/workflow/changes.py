"""Acts on the agenda and the timetable that can be undone: what each of them changed, row by row."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import time
from typing import Any

from sqlalchemy import delete, insert, select, update

from conventions.models import Meeting
from conventions.workflow import hold_standing_meeting, ref_to_meeting
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from meetings.models.agenda import AgendaItem
from meetings.models.releases import PlanChange
from meetings.models.room import SpeakingRequest
from meetings.models.sessions import Session
from meetings.models.timetable import Slot, Speaker
from meetings.queries.agenda import nodes_of
from meetings.queries.hanging import hanging_on, in_words
from meetings.queries.timetable import pieces_by_session
from meetings.rules.agenda import check_depth, check_whole, tree_of
from meetings.rules.timetable import check_apart

Rows = dict[str, dict[str, dict[str, Any]]]  # table -> id -> column -> value as it is kept in JSON
_ITEMS, _SLOTS, _SPEAKERS = AgendaItem.__tablename__, Slot.__tablename__, Speaker.__tablename__
_MODELS: dict[str, Any] = {_ITEMS: AgendaItem, _SLOTS: Slot}


@contextmanager
def undoable(meeting: Meeting, act: str, what: str, *, by: Actor) -> Iterator[None]:
    """Nobody else plans this meeting until the transaction ends; afterwards the act is on record and can be undone.

    act: the tag for the audit. what: the act in words. An act that changes nothing leaves no trace.
    """
    hold_standing_meeting(meeting.convention, meeting.short)
    before = _rows_of(meeting.id)
    yield
    db.session.flush()
    changed = _changed(before, _rows_of(meeting.id))
    if not changed:
        return
    db.session.add(
        PlanChange(meeting_id=meeting.id, what=what[:400], rows=changed, made_at=by.at, made_by=by.name, undone_by="")
    )
    db.session.flush()
    record(act, ref_to_meeting(meeting), meeting.full_name, by=by, what=what)


def undo(change: PlanChange, meeting: Meeting, *, by: Actor) -> None:
    """What the act changed is as it was before. RuleViolation where some of it was changed again since."""
    hold_standing_meeting(meeting.convention, meeting.short)
    db.session.refresh(change)
    if change.undone_at is not None:
        raise RuleViolation(f"{change.undone_by} undid this already.")
    present = _rows_of(meeting.id)
    for table, rows in change.rows.items():
        for id, (_before, after) in rows.items():
            if present[table].get(id) != after:
                back = ", or move the session back to its old hours" if table == _SLOTS else ""
                raise RuleViolation(
                    f"“{_name(_before or after)}” was changed again since: undo the later act first{back}."
                )
    _check_nothing_hangs(change)
    _check_nothing_is_missing(change, present)
    _restore(change.rows)
    db.session.expire_all()
    _check_sound(meeting)
    change.undone_at, change.undone_by = by.at, by.name
    db.session.flush()
    record("plan:undone", ref_to_meeting(meeting), meeting.full_name, by=by, what=change.what)


def bring_along(slot_id: int, session_id: int) -> None:
    """Who speaks or asked for the floor in the piece does so in that session."""
    for brought in (Speaker, SpeakingRequest):
        db.session.execute(update(brought).where(brought.slot_id == slot_id).values(session_id=session_id))


def _rows_of(meeting_id: int) -> Rows:
    in_meeting = select(Session.id).where(Session.meeting_id == meeting_id)
    items = select(AgendaItem.__table__).where(AgendaItem.meeting_id == meeting_id)
    slots = select(Slot.__table__).where(Slot.session_id.in_(in_meeting))
    speakers = select(Speaker.id, Speaker.slot_id).where(Speaker.session_id.in_(in_meeting))
    return {
        table: {str(row["id"]): {name: _kept(value) for name, value in row.items()} for row in found.mappings()}
        for table, found in (
            (_ITEMS, db.session.execute(items)),
            (_SLOTS, db.session.execute(slots)),
            (_SPEAKERS, db.session.execute(speakers)),
        )
    }


def _changed(before: Rows, after: Rows) -> dict[str, dict[str, list[Any]]]:
    changed = {
        table: {
            id: [before[table].get(id), after[table].get(id)]
            for id in {**before[table], **after[table]}
            if before[table].get(id) != after[table].get(id)
        }
        for table in before
    }
    return {table: rows for table, rows in changed.items() if rows}


def _restore(rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Items come before what refers to them and go after it; an item finds its parent once all are there."""
    for table in (_ITEMS, _SLOTS):
        for before, after in rows.get(table, {}).values():
            if after is None:
                _insert(table, before)
    for table in (_ITEMS, _SLOTS):
        for id, (before, _after) in rows.get(table, {}).items():
            if before is not None:
                _update(table, int(id), before)
    for id, (before, _after) in rows.get(_SPEAKERS, {}).items():
        if before is not None:
            db.session.execute(update(Speaker).where(Speaker.id == int(id)).values(slot_id=before["slot_id"]))
    for id, (before, _after) in rows.get(_SLOTS, {}).items():
        if before is not None:
            bring_along(int(id), before["session_id"])
    added = {table: [int(id) for id, (before, _) in rows.get(table, {}).items() if before is None] for table in _MODELS}
    db.session.execute(delete(Slot).where(Slot.id.in_(added[_SLOTS])))
    db.session.execute(update(AgendaItem).where(AgendaItem.id.in_(added[_ITEMS])).values(parent_id=None))
    db.session.execute(delete(AgendaItem).where(AgendaItem.id.in_(added[_ITEMS])))


def _insert(table: str, row: Mapping[str, Any]) -> None:
    values = {**_as_values(row), "parent_id": None} if table == _ITEMS else _as_values(row)
    db.session.execute(insert(_MODELS[table]).values(**values))


def _update(table: str, id: int, row: Mapping[str, Any]) -> None:
    model = _MODELS[table]
    db.session.execute(update(model).where(model.id == id).values(**_as_values(row)))


def _check_nothing_hangs(change: PlanChange) -> None:
    """What the act added goes again, unless something was tied to it since."""
    touched = {table: set(map(int, rows)) for table, rows in change.rows.items()}
    for model in (AgendaItem, Slot):
        rows = change.rows.get(model.__tablename__, {})
        added = [int(id) for id, (before, _after) in rows.items() if before is None]
        if hanging := hanging_on(model, added, but=touched):
            raise RuleViolation(f"What would go is tied to {in_words(hanging)}: undo or remove that first.")


def _check_nothing_is_missing(change: PlanChange, present: Rows) -> None:
    """What comes back belongs to items that are there still, or come back as well."""
    items = {int(id) for id in present[_ITEMS]} | {int(id) for id in change.rows.get(_ITEMS, {})}
    for table, belongs_to in ((_ITEMS, "parent_id"), (_SLOTS, "item_id")):
        for before, _after in change.rows.get(table, {}).values():
            if before is not None and before[belongs_to] not in {None, *items}:
                raise RuleViolation(
                    f"“{_name(before)}” belongs to an item that was removed since: undo the later act first."
                )


def _check_sound(meeting: Meeting) -> None:
    nodes = nodes_of(meeting.id)
    tree = tree_of(nodes)
    check_whole(tree, nodes)
    check_depth(tree, {node.id: node.title for node in nodes})
    for pieces in pieces_by_session(meeting.id).values():
        check_apart(pieces)


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("title") or "A piece of the timetable")


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, time) else value


def _as_values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: time.fromisoformat(value) if name == "starts" else value for name, value in row.items()}
