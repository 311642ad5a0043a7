"""Letter templates and their versions, and the house style."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model


class LetterTemplate(Model):
    """What stays the same over all versions of a template."""

    __tablename__ = "letter_templates"
    __table_args__ = (UniqueConstraint("convention", "slug", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    slug: Mapped[str] = mapped_column(String(60))
    form: Mapped[str] = mapped_column(String(20))

    versions: Mapped[list["TemplateVersion"]] = relationship(
        back_populates="template", lazy="raise", order_by="TemplateVersion.number.desc()"
    )


class TemplateVersion(Model):
    """One complete wording in all languages. Never changed: an edit makes the next version."""

    __tablename__ = "template_versions"
    __table_args__ = (
        UniqueConstraint("template_id", "number"),
        CheckConstraint("number >= 1", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("letter_templates.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    shipped_sha256: Mapped[str | None] = mapped_column(String(64))  # of the shipped file it was taken from
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(300), default="")

    template: Mapped[LetterTemplate] = relationship(back_populates="versions", lazy="raise")


class HouseStyle(Model):
    """A Word file that gives letters their look. The newest accepted one is used for new campaigns."""

    __tablename__ = "house_styles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))
    retired_at: Mapped[datetime | None]
