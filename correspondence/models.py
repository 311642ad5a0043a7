"""Letter templates and their versions, the house style, campaigns and the letters drafted in them."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, constraint_sentences, one_of, word


class CampaignState(enum.StrEnum):
    DRAFT = "draft"
    CANCELLED = "cancelled"


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


class Campaign(Model):
    """One mailing to many States: one template version, one day of the registers, one letter per State."""

    __tablename__ = "campaigns"
    __table_args__ = (
        one_of("state", CampaignState),
        Index("ix_campaigns_convention", "convention", "id"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_has_instant"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[CampaignState] = mapped_column(word(CampaignState), default=CampaignState.DRAFT)
    template_version_id: Mapped[int] = mapped_column(ForeignKey("template_versions.id"))
    house_style_id: Mapped[int | None] = mapped_column(ForeignKey("house_styles.id"))  # None: the shipped one
    as_of: Mapped[date]
    dated_on: Mapped[date]
    audience: Mapped[str] = mapped_column(String(500))  # a condition over the States Parties in force
    signatory_name: Mapped[str] = mapped_column(String(200), default="")
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str] = mapped_column(String(200))
    cancelled_at: Mapped[datetime | None]

    template_version: Mapped[TemplateVersion] = relationship(lazy="raise")
    house_style: Mapped[HouseStyle | None] = relationship(lazy="raise")
    letters: Mapped[list["Letter"]] = relationship(back_populates="campaign", lazy="raise")


class Letter(Model):
    """The letter of one State: everything needed to write the same bytes again, and why it says what it says."""

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("campaign_id", "iso3", name="uq_letters_campaign_id_iso3"),
        Index("ix_letters_iso3", "iso3"),
        CheckConstraint("language IN ('EN', 'FR', 'ES')", name="language_known"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    language: Mapped[str] = mapped_column(String(2))
    addressee: Mapped[str] = mapped_column(String(600))
    variant: Mapped[str] = mapped_column(String(1000))  # ids of the tailored paragraphs, joined
    paragraphs: Mapped[list[dict[str, str]]] = mapped_column(JSON)  # id and reason, in the order of the letter
    values: Mapped[dict[str, str]] = mapped_column(JSON)
    tables: Mapped[dict[str, list[dict[str, str]]]] = mapped_column(JSON)
    notes: Mapped[list[str]] = mapped_column(JSON)  # uncertain facts behind the letter: confidence and source
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]

    campaign: Mapped[Campaign] = relationship(back_populates="letters", lazy="raise")


constraint_sentences["uq_letters_campaign_id_iso3"] = "A State gets one letter in a campaign; this one has it already."
