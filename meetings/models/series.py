"""Committees that meet again and again: the rule of their days, and the days on which it is otherwise."""

from datetime import date, datetime, time
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from core.ical.entries import Unit


class MeetingSeries(Model):
    """Every so many weeks, or months on a weekday of its place in the month, from first_on to last_on.

    place: 1 to 4, or -1 for the last; 0 of weeks. uid, sequence, changed_at: as of a session, for the whole series.
    """

    __tablename__ = "meeting_series"
    __table_args__ = (
        UniqueConstraint("uid"),
        Index("ix_meeting_series_body", "convention", "body"),
        one_of("unit", Unit),
        CheckConstraint("title <> ''", name="has_title"),
        CheckConstraint("ends > starts", name="ends_after_start"),
        CheckConstraint("last_on >= first_on", name="last_after_first"),
        CheckConstraint("every BETWEEN 1 AND 12", name="every_counted"),
        CheckConstraint("(unit = 'week') = (place = 0) AND place BETWEEN -1 AND 4", name="place_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    first_on: Mapped[date]
    last_on: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    zone: Mapped[str] = mapped_column(String(40))
    unit: Mapped[Unit] = mapped_column(word(Unit))
    every: Mapped[int]
    place: Mapped[int] = mapped_column(default=0)
    room: Mapped[str] = mapped_column(String(120), default="")
    uid: Mapped[str] = mapped_column(String(80), default=lambda: f"series-{uuid4()}@chancery")
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


class SeriesDay(Model):
    """A day of the series on which it is otherwise: moved to another day or hour, or left out (no new day)."""

    __tablename__ = "series_days"
    __table_args__ = (
        UniqueConstraint("series_id", "day"),
        CheckConstraint("(to_day IS NULL) = (starts IS NULL)", name="moved_has_start"),
        CheckConstraint("(to_day IS NULL) = (ends IS NULL)", name="moved_has_end"),
        CheckConstraint("ends > starts", name="ends_after_start"),
        CheckConstraint("reason <> ''", name="has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey(MeetingSeries.id))
    day: Mapped[date]
    to_day: Mapped[date | None]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    reason: Mapped[str] = mapped_column(String(300))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


constraint_sentences["ck_meeting_series_ends_after_start"] = "A meeting ends after it starts, on the same day."
constraint_sentences["uq_series_days_series_id_day"] = "Somebody changed this day at the same moment. Look at it again."
