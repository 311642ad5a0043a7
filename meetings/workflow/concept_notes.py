"""The concept note of a thematic session: begun, written in versions, with the members, approved by the chair."""

from collections.abc import Sequence
from dataclasses import replace

from conventions.models import Meeting
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.seen.guard import WrittenMeanwhile
from meetings.models.concept_notes import ConceptNote, ConceptNoteVersion, NoteComment, NoteState
from meetings.models.sessions import Session, SessionKind, SessionState
from meetings.queries.concept_notes import (
    APPROVED,
    find_note,
    get_note,
    newest_content,
    ref_to_note,
    waiting_in_words,
)
from meetings.queries.sessions import plan_of
from meetings.rules.concept_notes import WHOLE_NOTE, Content, Part, check_content
from meetings.rules.hours import when_in_words
from meetings.rules.note_findings import TWO_PAGES
from meetings.rules.sessions import SessionPlan
from meetings.workflow.sessions import change_session, hold_session, plan_session

LONGEST_COMMENT = 5000


def plan_thematic_session(
    meeting: Meeting, plan: SessionPlan, theme: str, *, by: Actor, read: Sequence[str] | None = None
) -> Session:
    """The meeting has a thematic session of that theme, and the session a concept note to be written.

    read: as for `plan_session`.
    """
    content = Content(theme=" ".join(theme.split()))
    check_content(content)
    session = plan_session(meeting.convention, meeting.short, plan, by=by, read=read)
    _begin(session, content, by=by)
    return session


def begin_note(meeting: Meeting, session: Session, *, by: Actor) -> ConceptNote:
    """A session that was planned before has a concept note to be written."""
    session = hold_session(meeting.convention, meeting.short, session.id)
    if session.kind is not SessionKind.THEMATIC:
        raise RuleViolation(f"“{session.title}” is no thematic session; only those have a concept note.")
    if session.state is SessionState.CANCELLED:
        raise RuleViolation(f"“{session.title}” is cancelled.")
    if find_note(session.id) is not None:
        raise RuleViolation("The session has a concept note already.")
    theme = session.title.removeprefix("Thematic session").lstrip(" :–-") or session.title
    return _begin(session, Content(theme=theme), by=by)


def save_version(
    meeting: Meeting, session: Session, content: Content, *, based_on: int, remark: str, by: Actor
) -> ConceptNoteVersion:
    """The next version of the text. WrittenMeanwhile where another came after the one that was read.

    A text that was with the members stays with them. A session that bears the title of its note follows it.
    """
    session, note = _hold(meeting, session)
    _check_open(note)
    newest = note.versions[0]
    if newest.number != based_on:
        raise WrittenMeanwhile(
            f"{newest.written_by} saved version {newest.number} while you were writing on version {based_on}."
            " Nothing of yours is lost: your text is below, with what was saved in between. Look at it and save again."
        )
    check_content(content)
    if len(remark) > 200:
        raise RuleViolation("Say in up to 200 characters what changed.", field="remark")
    before = newest_content(note)
    if before == content:
        raise RuleViolation(f"Nothing differs from version {newest.number}.")
    version = _add_version(note, content, remark=remark.strip(), by=by)
    if before.title != content.title and session.title == before.title and session.state is not SessionState.CANCELLED:
        plan = replace(plan_of(session), title=content.title)
        change_session(meeting.convention, meeting.short, session.id, plan, by=by)
    told = {"version": version.number, "remark": remark.strip() or None}
    record("concept-note:saved", ref_to_note(note), content.title, by=by, **told)
    return version


def show_to_members(meeting: Meeting, session: Session, *, by: Actor) -> ConceptNote:
    """The members of the committee may comment, until the note is approved."""
    _, note = _hold(meeting, session)
    _check_open(note)
    if note.state is NoteState.WITH_MEMBERS:
        raise RuleViolation("The note is with the members already.")
    note.state = NoteState.WITH_MEMBERS
    db.session.flush()
    record("concept-note:shown", ref_to_note(note), _title(note), by=by, version=note.versions[0].number)
    return note


def comment(meeting: Meeting, session: Session, part: str, text: str, *, by: Actor) -> NoteComment:
    """part: one of Part, or "note" for the whole."""
    _, note = _hold(meeting, session)
    if note.state is not NoteState.WITH_MEMBERS:
        raise RuleViolation("Comments are taken while the note is with the members; it is not now.", field="text")
    if part != WHOLE_NOTE and part not in list(Part):
        raise RuleViolation("The note has no such part. Comment on the whole note.", field="text")
    if not text.strip() or len(text) > LONGEST_COMMENT:
        raise RuleViolation(f"Write a comment of up to {LONGEST_COMMENT:,} characters.", field="text")
    said = NoteComment(
        note_id=note.id, part=part, text=text.strip(), author_id=by.id, author_name=by.name, made_at=by.at
    )
    db.session.add(said)
    db.session.flush()
    record("concept-note:commented", ref_to_note(note), _title(note), by=by, place=part, comment=said.id)
    return said


def settle_comment(meeting: Meeting, session: Session, said: NoteComment, *, by: Actor) -> None:
    """The comment has been dealt with; it stays on record."""
    _, note = _hold(meeting, session)
    db.session.refresh(said)
    if said.settled_at is not None:
        raise RuleViolation(f"{said.settled_by} settled this comment already.")
    said.settled_at, said.settled_by = by.at, by.name
    db.session.flush()
    record("concept-note:comment-settled", ref_to_note(note), _title(note), by=by, comment=said.id)


def approve(meeting: Meeting, session: Session, *, based_on: int, pages: float, by: Actor) -> ConceptNote:
    """The newest version, the one that was read, is the concept note; everybody may read it.

    pages: how many its Word file fills. Refused while a comment waits, over two pages, or without objectives.
    """
    held, note = _hold(meeting, session)
    _check_open(note)
    newest = note.versions[0]
    if newest.number != based_on:
        raise RuleViolation(
            f"{newest.written_by} saved version {newest.number} after you read version {based_on}. Read it first."
        )
    if waiting := waiting_in_words(note.id):
        raise RuleViolation(f"Not every comment is settled: {waiting}.", source="Office practice")
    if not newest_content(note).objectives:
        raise RuleViolation("The note has no objectives yet.", source="Office practice")
    if pages > TWO_PAGES:
        raise RuleViolation(
            f"The note fills {pages:.0f} pages; it may fill two. Shorten the background first.",
            source="Office practice",
        )
    note.state, note.approved_at, note.approved_by = NoteState.APPROVED, by.at, by.name
    db.session.flush()
    told = {"version": newest.number, "when": when_in_words(plan_of(held))}
    record(APPROVED, ref_to_note(note), _title(note), by=by, **told)
    return note


def reopen(meeting: Meeting, session: Session, *, reason: str, by: Actor) -> ConceptNote:
    """An approved note is a draft again; the text that was approved stays as its version."""
    _, note = _hold(meeting, session)
    if note.state is not NoteState.APPROVED:
        raise RuleViolation("The note is not approved: there is nothing to reopen.", field="reason")
    if not reason.strip() or len(reason.strip()) > 200:
        raise RuleViolation("Say in up to 200 characters why the note is reopened.", field="reason")
    note.state, note.approved_at, note.approved_by = NoteState.DRAFT, None, ""
    db.session.flush()
    told = {"version": note.versions[0].number, "reason": reason.strip()}
    record("concept-note:reopened", ref_to_note(note), _title(note), by=by, **told)
    return note


def _begin(session: Session, content: Content, *, by: Actor) -> ConceptNote:
    note = ConceptNote(session_id=session.id, versions=[])
    db.session.add(note)
    db.session.flush()
    _add_version(note, content, remark="", by=by)
    record("concept-note:begun", ref_to_note(note), content.title, by=by)
    return note


def _hold(meeting: Meeting, session: Session) -> tuple[Session, ConceptNote]:
    """The session, and its note with all versions, as they stand now that nobody else writes."""
    held = hold_session(meeting.convention, meeting.short, session.id)
    return held, get_note(held.id)


def _check_open(note: ConceptNote) -> None:
    if note.state is NoteState.APPROVED:
        raise RuleViolation("The note is approved. Reopen it first, and say why.")


def _add_version(note: ConceptNote, content: Content, *, remark: str, by: Actor) -> ConceptNoteVersion:
    version = ConceptNoteVersion(
        note_id=note.id,
        number=note.versions[0].number + 1 if note.versions else 1,
        content=content.to_json(),
        remark=remark,
        written_at=by.at,
        written_by=by.name,
    )
    note.versions.insert(0, version)
    db.session.flush()
    return version


def _title(note: ConceptNote) -> str:
    return newest_content(note).title
