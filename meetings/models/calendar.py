"""What leaves the house as a calendar: links to subscribe to, and invitations with the answers to them."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from meetings.models.sessions import Session
from meetings.models.timetable import Speaker


class Scope(enum.StrEnum):
    """What a calendar holds. own: the sessions and offices of the person whose link it is."""

    OWN = "own"
    ALL = "all"
    DEADLINES = "deadlines"
    BODY = "body"


class InvitationAnswer(enum.StrEnum):
    """What the person invited said. again: they answered for another day or hour; what they said then is kept."""

    AWAITED = "awaited"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    AGAIN = "to confirm again"


ANSWERED = (InvitationAnswer.ACCEPTED, InvitationAnswer.TENTATIVE, InvitationAnswer.DECLINED)


class CalendarLink(Model):
    """A link that calendar programs read, until it is revoked. The link itself is never kept: only its token's hash.

    convention: None for both. name: where the person uses it. told_as: the state of the house when the calendar was
    last told, as long as nothing has happened since it is the same; etag: its SHA-256 then, told_at: since when.
    """

    __tablename__ = "calendar_links"
    __table_args__ = (
        Index("ix_calendar_links_account_id", "account_id"),
        one_of("scope", Scope),
        CheckConstraint("(scope = 'body') = (body <> '')", name="body_named"),
        CheckConstraint("body = '' OR convention IS NOT NULL", name="body_within_a_convention"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    scope: Mapped[Scope] = mapped_column(word(Scope))
    convention: Mapped[str | None] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60), default="")
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    told_as: Mapped[str] = mapped_column(String(80), default="")
    etag: Mapped[str] = mapped_column(String(64), default="")
    told_at: Mapped[datetime | None]


class SessionInvitation(Model):
    """A person invited to a session by mail, with or without an account; speaker_id: as one of its speakers.

    told_sequence: the session's, as the person was last told. sent_sequence: the number of the last message about it,
    which rises with each. hours_since: from which number on messages told the day and hours as they are; an answer to
    an earlier one is about others. answer_written_at: when the answer was given, as it says itself.
    """

    __tablename__ = "session_invitations"
    __table_args__ = (
        Index("uq_session_invitations_once", "session_id", text("lower(address)"), unique=True),
        Index("ix_session_invitations_speaker_id", "speaker_id"),
        one_of("answer", InvitationAnswer),
        CheckConstraint(
            "(answer IN ('awaited', 'to confirm again')) = (answered_at IS NULL)", name="answered_has_instant"
        ),
        CheckConstraint("sent_sequence >= 0", name="sequence_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id))
    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(160), default="")
    invited_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey(Speaker.id))
    told_sequence: Mapped[int]
    sent_sequence: Mapped[int]
    hours_since: Mapped[int] = mapped_column(default=0, server_default="0")
    answer: Mapped[InvitationAnswer] = mapped_column(word(InvitationAnswer), default=InvitationAnswer.AWAITED)
    answered_at: Mapped[datetime | None]
    answer_written_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(String(500), default="")


class FormerAnswer(Model):
    """An answer to an invitation to a session that stands no more: replaced, or given for another day or hour.

    given_for: day and hours as they were, in words. answered_at: when it was recorded; ended_at: since when it stands
    no more. told_by: who recorded it, where that is known.
    """

    __tablename__ = "former_answers"
    __table_args__ = (
        Index("ix_former_answers_session_id", "session_id"),
        one_of("answer", InvitationAnswer),
        CheckConstraint("answer NOT IN ('awaited', 'to confirm again')", name="is_an_answer"),
        CheckConstraint("speaker_id IS NOT NULL OR invitation_id IS NOT NULL", name="of_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey(Speaker.id))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey(SessionInvitation.id))
    answer: Mapped[InvitationAnswer] = mapped_column(word(InvitationAnswer))
    given_for: Mapped[str] = mapped_column(String(120))
    answered_at: Mapped[datetime]
    told_by: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    ended_at: Mapped[datetime]


constraint_sentences["uq_session_invitations_once"] = "This address is invited to the session already."
