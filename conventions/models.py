"""The calendar of a Convention: the meetings that decide, elect and grant."""

import enum
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word

GENEVA = "Europe/Zurich"


class MeetingState(enum.StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Meeting(Model):
    """A meeting by its short name (18MSP, 4RC); a conference in two parts has one row for each (2RC-1, 2RC-2).

    format: in-person, virtual or hybrid. zone: where its clocks are. languages: of interpretation, as EN, FR.
    body: the slug of the body that meets, empty for a meeting of all. Its days change by `MeetingMove` only.
    sequence: rises with every change that calendars must hear of; changed_at: when it last did.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("convention", "short"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        one_of("state", MeetingState),
        CheckConstraint("sequence >= 0", name="sequence_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    short: Mapped[str] = mapped_column(String(20))
    full_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    city: Mapped[str] = mapped_column(String(80), default="")
    host_state: Mapped[str] = mapped_column(String(3), default="")
    format: Mapped[str] = mapped_column(String(20), default="")
    presidency_state: Mapped[str] = mapped_column(String(3), default="")
    president: Mapped[str] = mapped_column(String(120), default="")
    zone: Mapped[str] = mapped_column(String(40), default=GENEVA, server_default=GENEVA)
    venue: Mapped[str] = mapped_column(String(160), default="", server_default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    body: Mapped[str] = mapped_column(String(60), default="", server_default="")
    state: Mapped[MeetingState] = mapped_column(
        word(MeetingState), default=MeetingState.CONFIRMED, server_default=MeetingState.CONFIRMED.value
    )
    source: Mapped[str] = mapped_column(String(200))
    confidence: Mapped[str] = mapped_column(String(10))
    notes: Mapped[str] = mapped_column(Text, default="")
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_at: Mapped[datetime | None]


class MeetingMove(Model):
    """Days a meeting had, and why it has others: None before it had any, or while it has none."""

    __tablename__ = "meeting_moves"
    __table_args__ = (
        Index("ix_meeting_moves_meeting_id", "meeting_id"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("to_ends_on >= to_starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    from_starts_on: Mapped[date | None]
    from_ends_on: Mapped[date | None]
    to_starts_on: Mapped[date | None]
    to_ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300))
    moved_at: Mapped[datetime]
    moved_by: Mapped[str] = mapped_column(String(200))


constraint_sentences["uq_meetings_convention_short"] = (
    "The calendar of the Convention has a meeting of this short name."
)
