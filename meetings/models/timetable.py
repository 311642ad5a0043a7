"""The timetable: what is taken up within a session, and who speaks or leads there."""

import enum
from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from core.db import ID_GIVEN_ONCE, Model, one_of, word
from meetings.models.agenda import AgendaItem
from meetings.models.sessions import Session


class SlotKind(enum.StrEnum):
    ITEM = "item"
    PANEL = "panel"
    BREAK = "break"
    OTHER = "other"


class SpeakerRole(enum.StrEnum):
    CHAIR = "chair"
    MODERATOR = "moderator"
    PANELLIST = "panellist"
    SPEAKER = "speaker"


class Answer(enum.StrEnum):
    """Whether a speaker comes: awaited once invited. again: they were to come on another day or at another hour."""

    NOT_INVITED = "not invited"
    AWAITED = "awaited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    AGAIN = "to confirm again"


class Gender(enum.StrEnum):
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Slot(Model):
    """A piece of a session: `minutes` from `starts`, on its clocks. title: where it is not the item's.

    second_time: it starts in an hour that clocks show twice, the later time.
    """

    __tablename__ = "slots"
    __table_args__ = (
        Index("ix_slots_session_id", "session_id", "starts"),
        Index("ix_slots_item_id", "item_id"),
        one_of("kind", SlotKind),
        CheckConstraint("minutes BETWEEN 1 AND 720", name="minutes_within_a_day"),
        CheckConstraint("item_id IS NOT NULL OR title <> ''", name="says_what"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id))
    item_id: Mapped[int | None] = mapped_column(ForeignKey(AgendaItem.id))
    kind: Mapped[SlotKind] = mapped_column(word(SlotKind), default=SlotKind.ITEM)
    title: Mapped[str] = mapped_column(String(300), default="")
    starts: Mapped[time]
    second_time: Mapped[bool] = mapped_column(default=False, server_default=false())
    minutes: Mapped[int]


class Speaker(Model):
    """A person who leads or speaks in a session, or in one slot of it. Persons need no account.

    title: H.E., Dr. function and organisation: as they are printed. iso3: the State they speak for, if any.
    gender: kept only where the person agreed to it, or it is public; gender_basis says which ("consent", "public").
    answered_by: who recorded the answer; answer_note: in what words it came. in_place_of: the name of whoever declined.
    """

    __tablename__ = "speakers"
    __table_args__ = (
        Index("ix_speakers_session_id", "session_id", "position"),
        Index("ix_speakers_slot_id", "slot_id"),
        one_of("role", SpeakerRole),
        one_of("answer", Answer),
        one_of("gender", Gender),
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("(answer = 'not invited') = (invited_at IS NULL)", name="invited_has_instant"),
        CheckConstraint("(gender IS NULL) = (gender_basis = '')", name="gender_has_basis"),
        ID_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slots.id"))
    role: Mapped[SpeakerRole] = mapped_column(word(SpeakerRole))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(120))
    function: Mapped[str] = mapped_column(String(300), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    iso3: Mapped[str | None] = mapped_column(ForeignKey("states.iso3"))
    email: Mapped[str] = mapped_column(String(254), default="")
    gender: Mapped[Gender | None] = mapped_column(word(Gender))
    answer: Mapped[Answer] = mapped_column(word(Answer), default=Answer.NOT_INVITED)
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    answer_note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    in_place_of: Mapped[str] = mapped_column(String(120), default="", server_default="")
    gender_basis: Mapped[str] = mapped_column(String(20), default="", server_default="")
