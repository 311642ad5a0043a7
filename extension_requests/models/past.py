"""Requests that meetings have considered, as documented before this house kept dossiers."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class PastRequest(Model):
    """A request that a meeting has considered, as documented: what was asked, what was decided."""

    __tablename__ = "past_requests"
    __table_args__ = (
        UniqueConstraint("convention", "article", "iso3", "request_no"),
        CheckConstraint("decision IN ('granted', 'unknown', 'deferred')", name="decision_known"),
        CheckConstraint("(decision = 'granted') = (granted_until IS NOT NULL)", name="granted_has_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    article: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    request_no: Mapped[int]
    submitted_on: Mapped[date | None]
    previous_deadline: Mapped[date | None]
    requested_until: Mapped[date | None]
    considered_at: Mapped[str] = mapped_column(String(20))
    decision: Mapped[str] = mapped_column(String(20))
    granted_until: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
    confidence: Mapped[str] = mapped_column(String(10))
    notes: Mapped[str] = mapped_column(Text, default="")
