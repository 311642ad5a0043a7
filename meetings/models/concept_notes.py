"""The concept note of a thematic session: its versions, and what members of the committee say of it."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, constraint_sentences, one_of, word
from core.versions import Said, WrittenVersion, of_versions, of_what_is_said
from meetings.models.sessions import Session


class NoteState(enum.StrEnum):
    DRAFT = "draft"
    WITH_MEMBERS = "with the members"
    APPROVED = "approved"


class ConceptNote(Model):
    """The concept note of one session; its text stands in its versions.

    Title, day, hours and members are not kept here: they follow from the session and from the roster of its day.
    """

    __tablename__ = "concept_notes"
    __table_args__ = (
        UniqueConstraint("session_id"),
        one_of("state", NoteState),
        CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_has_instant"),
        CheckConstraint("(approved_at IS NULL) = (approved_by = '')", name="approved_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id))
    state: Mapped[NoteState] = mapped_column(word(NoteState), default=NoteState.DRAFT)
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(String(200), default="")

    versions: Mapped[list["ConceptNoteVersion"]] = relationship(
        lazy="raise", order_by="ConceptNoteVersion.number.desc()"
    )


class ConceptNoteVersion(WrittenVersion, Model):
    """One state of the text. content: meetings.rules.concept_notes.Content as JSON."""

    __tablename__ = "concept_note_versions"
    __table_args__ = (
        UniqueConstraint("note_id", "number"),
        *of_versions(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("concept_notes.id"))
    remark: Mapped[str] = mapped_column(String(200), default="")


class NoteComment(Said, Model):
    """What somebody says of one part of the note, or of all of it; it stays when it is settled."""

    __tablename__ = "concept_note_comments"
    __table_args__ = (
        Index("ix_concept_note_comments_note_id", "note_id"),
        *of_what_is_said(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("concept_notes.id"))
    part: Mapped[str] = mapped_column(String(20))


constraint_sentences.update(
    {
        "uq_concept_notes_session_id": "The session has a concept note already.",
        "uq_concept_note_versions_note_id_number": "Somebody saved this text at the same moment.",
    }
)
