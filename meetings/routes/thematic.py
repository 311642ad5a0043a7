"""A thematic session as the person may see it: what its pages share."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from flask import abort

from conventions.models import Meeting
from conventions.registry import get_convention
from core.docx.papers import PaperDocument, write_paper
from core.errors import NotFound
from core.permissions import Right, may
from core.web import link
from correspondence.queries.campaigns import house_style_file
from meetings.models.calendar import FormerAnswer
from meetings.models.concept_notes import ConceptNote, NoteState
from meetings.models.sessions import Session, SessionKind
from meetings.papers.concept_note import concept_note
from meetings.queries.concept_notes import approved_for, find_note, version_of
from meetings.queries.invitations import former_answers_of
from meetings.queries.sessions import get_session, plan_of
from meetings.queries.thematic import Thematic, thematic
from meetings.routes.counter import MEETING, may_plan, meeting_of_page
from meetings.rules.concept_notes import Content
from meetings.rules.hours import when_in_words

SESSION = f"{MEETING}/sessions/<int:session_id>"
NOTE = f"{SESSION}/concept-note"


@dataclass(frozen=True)
class OpenSession:
    """A thematic session. plans: the person plans the sessions of its committee; inside: they see its work.

    approves: they chair it.
    """

    meeting: Meeting
    session: Session
    plans: bool
    inside: bool
    comments: bool
    approves: bool

    @cached_property
    def note(self) -> ConceptNote | None:
        """None where there is none yet, or where it is not for the eyes of the person: drafts are the committee's."""
        note = find_note(self.session.id)
        return note if note and (self.inside or note.state is NoteState.APPROVED) else None

    @cached_property
    def formers(self) -> dict[int, list[FormerAnswer]]:
        """What each speaker answered before, and what stands no more, by speaker."""
        found: dict[int, list[FormerAnswer]] = defaultdict(list)
        for each in former_answers_of(self.session.id):
            if each.speaker_id is not None:
                found[each.speaker_id].append(each)
        return found

    @cached_property
    def facts(self) -> Thematic:
        return thematic(self.meeting, self.session)

    @cached_property
    def moved_from(self) -> str:
        """When the session was to be as its note was approved, in words; "" where it still is then, or no note is."""
        approved = approved_for(self.note) if self.note else ""
        return approved if approved != when_in_words(plan_of(self.session)) else ""

    @property
    def where(self) -> dict[str, object]:
        """The arguments of its addresses."""
        return {"convention": self.meeting.convention, "meeting": self.meeting.short, "session_id": self.session.id}

    @property
    def address(self) -> str:
        """The page of the concept note."""
        return note_address(self.meeting, self.session)

    def written_note(self) -> ConceptNote:
        """NotFound where the person sees none."""
        if self.note is None:
            raise NotFound("This session has no concept note that you may read.")
        return self.note

    def content(self, number: int) -> Content:
        """Of a version; older ones are for those inside."""
        note = self.written_note()
        if not self.inside and number != note.versions[0].number:
            raise NotFound(f"Version {number} of this concept note is not opened to you.")
        return Content.from_json(version_of(note, number).content)

    def document(self, number: int) -> PaperDocument:
        note = self.written_note()
        return concept_note(
            self.facts,
            self.content(number),
            version=number,
            approved=note.state is NoteState.APPROVED and number == note.versions[0].number and not self.moved_from,
            convention_title=get_convention(self.meeting.convention).title["EN"],
        )

    def word_file(self, number: int) -> bytes:
        return write_paper(house_style_file(), self.document(number))


def note_address(meeting: Meeting, session: Session) -> str:
    """The page of the concept note of a session."""
    where = {"convention": meeting.convention, "meeting": meeting.short, "session_id": session.id}
    return link("meetings.concept_note", **where)


def open_session(convention: str, meeting: str, session_id: int) -> OpenSession:
    """NotFound for a session that is no thematic one."""
    row = meeting_of_page(convention, meeting)
    session = get_session(row.id, session_id)
    if session.kind is not SessionKind.THEMATIC:
        raise NotFound("Only thematic sessions have a concept note and a panel.")
    body = session.body or None
    return OpenSession(
        row,
        session,
        plans=may_plan(convention, session.body),
        inside=may(Right.READ_COMMITTEE_WORK, convention=convention, body=body),
        comments=may(Right.COMMENT_COMMITTEE_WORK, convention=convention, body=body),
        approves=may(Right.APPROVE_CONCEPT_NOTES, convention=convention, body=session.body),
    )


def session_to_plan(convention: str, meeting: str, session_id: int) -> OpenSession:
    """The same for whoever plans it; 403 for others."""
    opened = open_session(convention, meeting, session_id)
    if not opened.plans:
        abort(403)
    return opened
