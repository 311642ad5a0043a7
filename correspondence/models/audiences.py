"""Audiences that are used again, and the reminders planned for a campaign."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences


class SavedAudience(Model):
    """A condition with exceptions by name, under a name. also, besides: iso3 and reason of each exception."""

    __tablename__ = "saved_audiences"
    __table_args__ = (UniqueConstraint("convention", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    condition: Mapped[str] = mapped_column(String(500))
    also: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    besides: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    notes: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(200))
    retired_at: Mapped[datetime | None]


class ReminderStep(Model):
    """One reminder in the sequence of a campaign: when it falls, by which rule, and the campaign it became.

    rule: in words, such as "30 days before 30 April 2027". dropped_reason: why it will not be drafted.
    """

    __tablename__ = "reminder_steps"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        UniqueConstraint("reminder_id"),
        CheckConstraint("number >= 1", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    rule: Mapped[str] = mapped_column(String(200))
    falls_on: Mapped[date]
    condition: Mapped[str] = mapped_column(String(500))
    template_id: Mapped[int] = mapped_column(ForeignKey("letter_templates.id"))
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    dropped_reason: Mapped[str] = mapped_column(String(300), default="")


constraint_sentences["uq_saved_audiences_convention_name"] = "Another audience has this name already."
