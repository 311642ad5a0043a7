"""The sessions of a meeting: when people sit together, where, and in which languages."""

import enum
from datetime import date, datetime, time
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word


class SessionKind(enum.StrEnum):
    PLENARY = "plenary"
    THEMATIC = "thematic session"
    INFORMAL = "informal consultation"
    CLOSED = "closed"
    CEREMONY = "ceremony"
    SIDE_EVENT = "side event"


class SessionState(enum.StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Mode(enum.StrEnum):
    IN_PERSON = "in-person"
    VIRTUAL = "virtual"
    HYBRID = "hybrid"


class Session(Model):
    """A session on one civil day, from `starts` to `ends` on the clocks of `zone`.

    second_time: it starts in an hour that clocks show twice, the later time. body: the slug of the committee that
    leads it, or empty. uid: its name in calendars, the same for ever; sequence: rises with every change that calendars
    must hear of, `changed_at` is when it last did..
    """

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("uid"),
        Index("ix_sessions_meeting_id", "meeting_id", "day"),
        one_of("kind", SessionKind),
        one_of("state", SessionState),
        one_of("mode", Mode),
        CheckConstraint("ends > starts", name="ends_after_start"),
        CheckConstraint("sequence >= 0", name="sequence_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[SessionKind] = mapped_column(word(SessionKind), default=SessionKind.PLENARY)
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    zone: Mapped[str] = mapped_column(String(40))
    second_time: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[Mode] = mapped_column(word(Mode), default=Mode.IN_PERSON)
    room: Mapped[str] = mapped_column(String(120), default="")
    interpretation: Mapped[list[str]] = mapped_column(JSON, default=list)
    body: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[SessionState] = mapped_column(word(SessionState), default=SessionState.PLANNED)
    uid: Mapped[str] = mapped_column(String(80), default=lambda: f"session-{uuid4()}@chancery")
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


constraint_sentences["ck_sessions_ends_after_start"] = "A session ends after it starts, on the same day."
