"""What a meeting decided, who does what about it, and the minutes of each item."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from meetings.models.agenda import AgendaItem


class How(enum.StrEnum):
    """silence: nobody objected by the hour that had been set."""

    CONSENSUS = "consensus"
    VOTE = "vote"
    SILENCE = "silence"


class MeetingDecision(Model):
    """A decision as it was taken, numbered through its meeting.

    votes_*: of a vote; took_part: how many cast one, abstentions among them. follow_up: what is to be done about it,
    "" for nothing, by `responsible`; due_on, done_on, evidence: when it was to be done, was done, and what shows it.
    """

    __tablename__ = "meeting_decisions"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        Index("ix_meeting_decisions_item_id", "item_id"),
        one_of("how", How),
        CheckConstraint("text <> ''", name="has_text"),
        CheckConstraint("(how = 'vote') = (took_part IS NOT NULL)", name="vote_has_figures"),
        CheckConstraint("took_part = votes_for + votes_against + abstentions", name="figures_add_up"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name="figures_counted"),
        CheckConstraint("done_on IS NULL OR evidence <> ''", name="done_with_evidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey(AgendaItem.id))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    how: Mapped[How] = mapped_column(word(How), default=How.CONSENSUS)
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
    took_part: Mapped[int | None]
    taken_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))
    follow_up: Mapped[str] = mapped_column(String(400), default="")
    responsible: Mapped[str] = mapped_column(String(160), default="")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(String(400), default="")


class ActionPoint(Model):
    """What somebody is to do after the meeting: a task of a body, and the item under which it was agreed."""

    __tablename__ = "action_points"
    __table_args__ = (
        UniqueConstraint("task_id"),
        Index("ix_action_points_meeting_id", "meeting_id"),
        Index("ix_action_points_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey(AgendaItem.id))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))


class ItemMinutes(Model):
    """A version of the minutes of an item; the one with the highest number is what they say now."""

    __tablename__ = "item_minutes"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        CheckConstraint("number >= 1", name="number_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey(AgendaItem.id))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))


constraint_sentences["uq_meeting_decisions_meeting_id_number"] = (
    "Somebody recorded a decision in the same moment. Look at it, then record yours."
)
constraint_sentences["ck_meeting_decisions_figures_add_up"] = (
    "Votes in favour, votes against and abstentions do not add up to those who took part."
)
constraint_sentences["uq_item_minutes_item_id_number"] = (
    "Somebody saved these minutes in the same moment. Their text comes first; look at it and save yours again."
)
