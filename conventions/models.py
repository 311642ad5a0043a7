"""The calendar of a Convention: the meetings that decide, elect and grant."""

from datetime import date

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class Meeting(Model):
    """A meeting by its short name (18MSP, 4RC); a conference in two parts has one row for each (2RC-1, 2RC-2)."""

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("convention", "short"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
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
    source: Mapped[str] = mapped_column(String(200))
    confidence: Mapped[str] = mapped_column(String(10))
    notes: Mapped[str] = mapped_column(Text, default="")
