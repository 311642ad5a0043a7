"""Before an election: candidacies received, and slates of nominations to choose from."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from committees.models.bodies import body_key
from core.db import Model, constraint_sentences, one_of, word


class SlateState(enum.StrEnum):
    DRAFT = "draft"
    PUT_FORWARD = "put forward"
    ELECTED = "elected"
    NOT_TAKEN = "not taken"


OPEN = (SlateState.DRAFT, SlateState.PUT_FORWARD)


class Candidacy(Model):
    """A State that offers to serve in a body from the close of a meeting; made anew after a withdrawal, another row."""

    __tablename__ = "candidacies"
    __table_args__ = (
        body_key(),
        Index("ix_candidacies_meeting", "convention", "meeting"),
        Index(
            "uq_candidacies_standing",
            "convention",
            "meeting",
            "body",
            "iso3",
            unique=True,
            sqlite_where=text("withdrawn_on IS NULL"),
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
        CheckConstraint("withdrawn_on >= received_on", name="withdrawn_after_receipt"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    meeting: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(String(60))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    received_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(Text, default="")
    withdrawn_on: Mapped[date | None]


class Slate(Model):
    """One proposal of who fills the seats that fall free at a meeting; several stand side by side.

    decided_after_term: the newest term on record when it was elected or not taken, 0 where there was none. It is
    weighed against the terms up to that one, so that what the checks said of it then is what they say of it later.
    """

    __tablename__ = "slates"
    __table_args__ = (
        UniqueConstraint("convention", "meeting", "title"),
        Index("ix_slates_meeting", "convention", "meeting"),
        Index(
            "uq_slates_put_forward",
            "convention",
            "meeting",
            unique=True,
            sqlite_where=text("state = 'put forward'"),
            postgresql_where=text("state = 'put forward'"),
        ),
        one_of("state", SlateState),
        CheckConstraint("(state = 'elected') = (elected_on IS NOT NULL)", name="elected_on_a_day"),
        CheckConstraint(
            "(state IN ('elected', 'not taken')) = (decided_after_term IS NOT NULL)", name="decided_after_a_term"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    meeting: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(160))
    state: Mapped[SlateState] = mapped_column(word(SlateState), default=SlateState.DRAFT)
    notes: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    elected_on: Mapped[date | None]
    decided_after_term: Mapped[int | None]


class Nomination(Model):
    """One seat of a slate and the State proposed for it. reasons: why, as told when it was suggested."""

    __tablename__ = "nominations"
    __table_args__ = (
        body_key(),
        UniqueConstraint("slate_id", "body", "seat"),
        CheckConstraint("seat >= 1", name="seat_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slate_id: Mapped[int] = mapped_column(ForeignKey("slates.id", ondelete="CASCADE"))
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    seat: Mapped[int]
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)


class ChairNomination(Model):
    """Who is to chair a body in the year after the meeting, on a slate."""

    __tablename__ = "chair_nominations"
    __table_args__ = (body_key(), UniqueConstraint("slate_id", "body"))

    id: Mapped[int] = mapped_column(primary_key=True)
    slate_id: Mapped[int] = mapped_column(ForeignKey("slates.id", ondelete="CASCADE"))
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)


constraint_sentences.update(
    {
        "uq_candidacies_standing": "This State is a candidate for this body already.",
        "uq_slates_put_forward": "Another proposal is put forward for this meeting already.",
        "uq_slates_convention_meeting_title": "Another proposal for this meeting has this title already.",
        "uq_nominations_slate_id_body_seat": "This seat is filled on the proposal already.",
    }
)
