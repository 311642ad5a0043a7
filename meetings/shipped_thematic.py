"""A thematic session of the past, with its concept note and its panel. Facts of the session, sentences of our own."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

from sqlalchemy import select

from conventions.models import Meeting
from core.db import Model, db
from core.registers import cells
from core.registers.cells import Row
from core.registers.loading import Register, Values
from meetings.models.concept_notes import ConceptNote, ConceptNoteVersion, NoteState
from meetings.models.sessions import Mode, Session, SessionKind, SessionState
from meetings.models.timetable import Answer, Speaker, SpeakerRole
from meetings.rules.concept_notes import Content, documents_of

FOLDER = Path(__file__).parent / "registers"
BETWEEN = " | "


def _session(row: Row) -> Values:
    meeting = db.session.scalar(
        select(Meeting.id).where(Meeting.convention == row["convention"], Meeting.short == row["meeting"])
    )
    if meeting is None:
        raise ValueError(f"column meeting: {row['meeting']} is not in the calendar")
    return {
        "meeting_id": meeting,
        "uid": row["uid"],
        "title": row["title"],
        "kind": cells.word(row, "kind", SessionKind),
        "day": cells.needed_day(row, "day"),
        "starts": time.fromisoformat(row["starts"]),
        "ends": time.fromisoformat(row["ends"]),
        "zone": row["zone"],
        "second_time": False,
        "mode": cells.word(row, "mode", Mode),
        "room": row["room"],
        "interpretation": row["interpretation"].split(),
        "body": row["body"],
        "state": cells.word(row, "state", SessionState),
        "sequence": 0,
        "changed_at": _instant(row, "changed_at"),
    }


def _speaker(row: Row) -> Values:
    answer = cells.word(row, "answer", Answer)
    return {
        **{name: row[name] for name in ("title", "name", "function", "organisation")},
        "session_id": _of_session(row),
        "slot_id": None,
        "role": cells.word(row, "role", SpeakerRole),
        "position": cells.needed_number(row, "position"),
        "iso3": row["iso3"] or None,
        "email": "",
        "gender": None,
        "gender_basis": "",
        "answer": answer,
        "invited_at": _instant(row, "invited_at"),
        "answered_at": _instant(row, "answered_at"),
        "answered_by": "",
        "answer_note": row["answer_note"],
        "in_place_of": "",
    }


def _note(row: Row) -> Values:
    state = cells.word(row, "state", NoteState)
    approved = state is NoteState.APPROVED
    return {
        "session_id": _of_session(row),
        "state": state,
        "approved_at": _instant(row, "written_at") if approved else None,
        "approved_by": row["written_by"] if approved else "",
    }


def _note_version(row: Row) -> Values:
    note = db.session.scalar(select(ConceptNote.id).where(ConceptNote.session_id == _of_session(row)))
    content = Content(
        theme=row["theme"],
        background=row["background"].replace(BETWEEN, "\n\n"),
        purpose=row["purpose"],
        objectives=tuple(row["objectives"].split(BETWEEN)),
        format=row["format"].replace(BETWEEN, "\n\n"),
        discussion=row["discussion"],
        documents=documents_of(row["documents"].replace(BETWEEN, "\n")),
        panel_minutes=cells.needed_number(row, "panel_minutes"),
    )
    return {
        "note_id": note,
        "number": 1,
        "content": _as_kept(content.to_json()),
        "remark": row["remark"],
        "written_at": _instant(row, "written_at"),
        "written_by": row["written_by"],
    }


def _of_session(row: Row) -> int:
    found = db.session.scalar(select(Session.id).where(Session.uid == row["session"]))
    if found is None:
        raise ValueError(f"column session: no session is called {row['session']}")
    return found


def _instant(row: Row, column: str) -> datetime | None:
    return datetime.fromisoformat(row[column]).astimezone(UTC) if row[column] else None


def _as_kept(plain: Values) -> Values:
    """Lists in place of tuples, as JSON gives them back."""
    return {**plain, "objectives": list(plain["objectives"]), "documents": [list(each) for each in plain["documents"]]}


def _register(
    what: str, file: str, model: type[Model], key: tuple[str, ...], read: Callable[[Row], Values]
) -> Register:
    return Register(f"demonstration {what}", FOLDER / file, model, key, read)


DEMONSTRATION_THEMATIC = (
    _register("thematic sessions", "demo_thematic_sessions.csv", Session, ("uid",), _session),
    _register("panels", "demo_panels.csv", Speaker, ("session_id", "role", "name"), _speaker),
    _register("concept notes", "demo_concept_notes.csv", ConceptNote, ("session_id",), _note),
    _register(
        "texts of concept notes", "demo_concept_notes.csv", ConceptNoteVersion, ("note_id", "number"), _note_version
    ),
)
