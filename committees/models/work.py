"""The work of a body: its files, tasks, decisions, and the log of what it did."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from committees.models.bodies import body_key
from core.db import Model, constraint_sentences, one_of, word
from states_parties.models import Sourced


class Owner(enum.StrEnum):
    """Who answers for a task: an office, never a person. seat: the State in one seat."""

    CHAIR = "chair"
    BODY = "all members"
    SEAT = "seat"
    ISU = "ISU"


class Anchor(enum.StrEnum):
    """What a due day is counted from."""

    DAY = "day"
    OPENS = "opening of a meeting"
    CLOSES = "close of a meeting"


class TaskState(enum.StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ActivityKind(enum.StrEnum):
    MEETING = "meeting"
    LETTERS = "letters"
    WORKSHOP = "workshop"
    PANEL = "panel"
    COOPERATION = "cooperation"
    PAPER = "paper"
    OTHER = "other"


class BodyFile(Model):
    """A matter the body deals with, perhaps about one State: that State's representatives take no part in it.

    subject_kind, subject_id: what it is in a higher room (an extension request), empty for a file of the body's own.
    """

    __tablename__ = "body_files"
    __table_args__ = (
        body_key(),
        Index("ix_body_files_body", "convention", "body"),
        UniqueConstraint("convention", "body", "title"),
        CheckConstraint("closed_on >= opened_on", name="closed_after_opening"),
        CheckConstraint("(subject_kind = '') = (subject_id = '')", name="subject_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    iso3: Mapped[str | None] = mapped_column(ForeignKey("states.iso3"))
    notes: Mapped[str] = mapped_column(Text, default="")
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    subject_kind: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[str] = mapped_column(String(80), default="")


class BodyDecision(Model):
    """What the body decided, and where."""

    __tablename__ = "body_decisions"
    __table_args__ = (
        body_key(),
        Index("ix_body_decisions_body", "convention", "body"),
        Index("ix_body_decisions_file_id", "file_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("body_files.id"))
    decided_on: Mapped[date]
    occasion: Mapped[str] = mapped_column(String(160), default="")
    text: Mapped[str] = mapped_column(Text)


class Task(Model):
    """Something a body has to do. Its due day is a day, or counted from a meeting and moves with it.

    offset_months then offset_days are counted from the anchor, negative before it. effort_hours: an estimate.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        body_key(),
        Index("ix_tasks_body", "convention", "body", "state"),
        Index("ix_tasks_file_id", "file_id"),
        one_of("owner", Owner),
        one_of("anchor", Anchor),
        one_of("state", TaskState),
        CheckConstraint("(owner = 'seat') = (owner_seat IS NOT NULL)", name="seat_named"),
        CheckConstraint("(anchor = 'day') = (due_on IS NOT NULL)", name="due_day"),
        CheckConstraint("(anchor = 'day') = (meeting = '')", name="due_meeting"),
        CheckConstraint("(state = 'open') = (settled_on IS NULL)", name="settled_on_a_day"),
        CheckConstraint("effort_hours >= 0", name="effort_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("body_files.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("body_decisions.id"))
    title: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[Owner] = mapped_column(word(Owner))
    owner_seat: Mapped[int | None]
    anchor: Mapped[Anchor] = mapped_column(word(Anchor))
    meeting: Mapped[str] = mapped_column(String(20), default="")
    offset_months: Mapped[int] = mapped_column(default=0)
    offset_days: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]
    rule_source: Mapped[str] = mapped_column(String(200), default="")
    effort_hours: Mapped[int | None]
    state: Mapped[TaskState] = mapped_column(word(TaskState), default=TaskState.OPEN)
    settled_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))


class Activity(Sourced, Model):
    """Something the body did; the yearly paper is drafted from these.

    number: its place in the log of the body, given once. starts_on to ends_on: the days, both included; for what went
    on for a while or is known by its lead-up only, `when_told` says so in words. what, count, to_whom, with_whom,
    purpose: the pieces of the sentence; details: further sentences. iso3s: the States concerned. subject_kind,
    subject_id: what recorded it by itself, at most once. private: left out of the paper. withdrawn: why it no longer
    counts, empty while it does.
    """

    __tablename__ = "activities"
    __table_args__ = (
        body_key(),
        UniqueConstraint("convention", "body", "number"),
        Index("ix_activities_file_id", "file_id"),
        Index(
            "uq_activities_subject",
            "convention",
            "body",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=text("subject_kind <> ''"),
            postgresql_where=text("subject_kind <> ''"),
        ),
        one_of("kind", ActivityKind),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("count >= 1", name="count_positive"),
        CheckConstraint("(subject_kind = '') = (subject_id = '')", name="subject_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    kind: Mapped[ActivityKind] = mapped_column(word(ActivityKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    when_told: Mapped[str] = mapped_column(String(120), default="")
    what: Mapped[str] = mapped_column(String(300))
    count: Mapped[int | None]
    to_whom: Mapped[str] = mapped_column(String(400), default="")
    with_whom: Mapped[str] = mapped_column(String(300), default="")
    purpose: Mapped[str] = mapped_column(String(600), default="")
    details: Mapped[str] = mapped_column(Text, default="")
    iso3s: Mapped[list[Any]] = mapped_column(JSON, default=list)
    private: Mapped[bool] = mapped_column(default=False)
    withdrawn: Mapped[str] = mapped_column(String(200), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("body_files.id"))
    subject_kind: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[str] = mapped_column(String(80), default="")


constraint_sentences.update(
    {
        "uq_body_files_convention_body_title": "The body has a file with this title already.",
        "uq_activities_subject": "This is in the log of activities already.",
        "uq_activities_convention_body_number": "Somebody wrote into the log at the same moment. Try again.",
        "settled_on_a_day": "A task that is settled needs the day on which it was.",
    }
)
