"""Concept notes of sessions, and who the members of the committee are on the day of the session."""

from collections.abc import Sequence

from sqlalchemy import String, and_, cast, select
from sqlalchemy.orm import selectinload

from core.audit.models import AuditEntry
from core.db import Ref, db
from core.errors import NotFound
from meetings.models.concept_notes import ConceptNote, ConceptNoteVersion, NoteComment, NoteState
from meetings.rules.concept_notes import NAMES, WHOLE_NOTE, Content, Part

KIND = "concept note"  # what it is called as a subject
APPROVED = "concept-note:approved"  # the act


def find_note(session_id: int) -> ConceptNote | None:
    """The concept note of a session with its versions, the newest first."""
    return db.session.scalars(
        select(ConceptNote)
        .where(ConceptNote.session_id == session_id)
        .options(selectinload(ConceptNote.versions))
        .execution_options(populate_existing=True)
    ).one_or_none()


def get_note(session_id: int) -> ConceptNote:
    """NotFound where the session has none."""
    note = find_note(session_id)
    if note is None:
        raise NotFound("This session has no concept note yet.")
    return note


def note_states(session_ids: Sequence[int]) -> dict[int, tuple[NoteState, str]]:
    """How far the concept note of each session is, and what `approved_for` says; sessions without one are not there."""
    if not session_ids:
        return {}
    rows = db.session.execute(
        select(ConceptNote.session_id, ConceptNote.state, AuditEntry.details)
        .outerjoin(
            AuditEntry,
            and_(
                AuditEntry.subject_kind == KIND,
                AuditEntry.subject_id == cast(ConceptNote.id, String),
                AuditEntry.act == APPROVED,
            ),
        )
        .where(ConceptNote.session_id.in_(session_ids))
        .order_by(AuditEntry.id)
    )
    return {
        session_id: (state, str((details or {}).get("when", "")) if state is NoteState.APPROVED else "")
        for session_id, state, details in rows
    }


def approved_for(note: ConceptNote) -> str:
    """When the session was to be as the note was approved, in words; "" where it is no approved note, or not on record.

    The log of the house keeps it: the text of a note stores no day.
    """
    if note.state is not NoteState.APPROVED:
        return ""
    ref = ref_to_note(note)
    details = db.session.scalar(
        select(AuditEntry.details)
        .where(AuditEntry.subject_kind == ref.kind, AuditEntry.subject_id == ref.id, AuditEntry.act == APPROVED)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return str((details or {}).get("when", ""))


def ref_to_note(note: ConceptNote) -> Ref:
    return Ref(KIND, str(note.id))


def version_of(note: ConceptNote, number: int) -> ConceptNoteVersion:
    for version in note.versions:
        if version.number == number:
            return version
    raise NotFound(f"The concept note has no version {number}.")


def newest_content(note: ConceptNote) -> Content:
    return Content.from_json(note.versions[0].content)


def comments_of(note_id: int) -> Sequence[NoteComment]:
    """In the order in which they were made."""
    return db.session.scalars(select(NoteComment).where(NoteComment.note_id == note_id).order_by(NoteComment.id)).all()


def get_comment(note_id: int, comment_id: int) -> NoteComment:
    comment = db.session.get(NoteComment, comment_id)
    if comment is None or comment.note_id != note_id:
        raise NotFound(f"The concept note has no comment {comment_id}.")
    return comment


def waiting_in_words(note_id: int) -> str:
    """2 wait (Ada Person on the objectives, Bo Person on the whole note): comments not settled; "" for none."""
    waiting = [said for said in comments_of(note_id) if said.settled_at is None]
    if not waiting:
        return ""
    who = dict.fromkeys(f"{said.author_name} on {place_in_words(said.part)}" for said in waiting)
    return f"{len(waiting)} {'waits' if len(waiting) == 1 else 'wait'} ({', '.join(who)})"


def place_in_words(part: str) -> str:
    """the objectives, as a comment names its place."""
    return "the whole note" if part == WHOLE_NOTE else f"the {NAMES[Part(part)].lower()}"
