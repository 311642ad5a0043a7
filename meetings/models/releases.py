"""Versions of an agenda and of a timetable that were issued, and the acts between them that can be undone."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import ID_GIVEN_ONCE, Model, constraint_sentences, one_of, word


class Plan(enum.StrEnum):
    AGENDA = "agenda"
    TIMETABLE = "timetable"


class Release(Model):
    """A version as it was issued: its entries, what differs from the version before, the warnings that were seen.

    symbol: of the document, empty where it has none yet. told: how many persons a notice went to.
    """

    __tablename__ = "meeting_releases"
    __table_args__ = (
        UniqueConstraint("meeting_id", "plan", "number"),
        one_of("plan", Plan),
        CheckConstraint("number >= 1", name="number_counted"),
        CheckConstraint("name <> ''", name="has_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    plan: Mapped[Plan] = mapped_column(word(Plan))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    symbol: Mapped[str] = mapped_column(String(60), default="")
    entries: Mapped[list[Any]] = mapped_column(JSON)
    difference: Mapped[list[Any]] = mapped_column(JSON, default=list)
    warnings_seen: Mapped[list[str]] = mapped_column(JSON, default=list)
    told: Mapped[int] = mapped_column(default=0)
    released_at: Mapped[datetime]
    released_by: Mapped[str] = mapped_column(String(200))


class PlanChange(Model):
    """One act on the agenda or the timetable of a meeting. what: in words.

    rows: table -> id -> the row before and after, None where there was none; from them it is undone.
    """

    __tablename__ = "plan_changes"
    __table_args__ = (
        Index("ix_plan_changes_meeting_id", "meeting_id", "id"),
        CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name="undone_has_name"),
        ID_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    what: Mapped[str] = mapped_column(String(400))
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(String(200), default="")


constraint_sentences["uq_meeting_releases_meeting_id_plan_number"] = (
    "Somebody released a version in the meantime. Look at it before you release another."
)
