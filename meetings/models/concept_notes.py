"""The concept note of a thematic session: its versions, and what members of the committee say of it."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, constraint_sentences, one_of, word
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


class ConceptNoteVersion(Model):
    """One state of the text. content: meetings.rules.concept_notes.Content as JSON."""

    __tablename__ = "concept_note_versions"
    __table_args__ = (
        UniqueConstraint("note_id", "number"),
        CheckConstraint("number >= 1", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("concept_notes.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    remark: Mapped[str] = mapped_column(String(200), default="")
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))


class NoteComment(Model):
    """What somebody says of one part of the note, or of all of it; it stays when it is settled."""

    __tablename__ = "concept_note_comments"
    __table_args__ = (
        Index("ix_concept_note_comments_note_id", "note_id"),
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("(settled_at IS NULL) = (settled_by = '')", name="settled_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("concept_notes.id"))
    part: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(200), default="")


constraint_sentences.update(
    {
        "uq_concept_notes_session_id": "The session has a concept note already.",
        "uq_concept_note_versions_note_id_number": "Somebody saved this text at the same moment.",
    }
)
