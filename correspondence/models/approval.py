"""What the committee said in silence, what was approved for whom, and the register of references."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word


class CirculationEnd(enum.StrEnum):
    ACCEPTED = "accepted in silence"
    WITHDRAWN = "withdrawn"


class Circulation(Model):
    """The draft before the committee until an instant; silence is consent. manifest_sha256: of what was circulated."""

    __tablename__ = "circulations"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        Index(
            "uq_circulations_open",
            "campaign_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("closes_at > opened_at", name="closes_after_opening"),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="end_has_outcome"),
        CheckConstraint("outcome IN ('accepted in silence', 'withdrawn')", name="outcome_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(200))
    closes_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[CirculationEnd | None] = mapped_column(word(CirculationEnd))


class RemarkKind(enum.StrEnum):
    COMMENT = "comment"
    OBJECTION = "objection"


class Remark(Model):
    """What a member says of a circulated draft, of the whole or of one letter. An objection stands until settled."""

    __tablename__ = "circulation_remarks"
    __table_args__ = (
        one_of("kind", RemarkKind),
        Index("ix_circulation_remarks_circulation_id", "circulation_id"),
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("(settled_at IS NULL) = (settlement = '')", name="settled_has_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulations.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"))
    kind: Mapped[RemarkKind] = mapped_column(word(RemarkKind))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    made_by_id: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(200), default="")
    settlement: Mapped[str] = mapped_column(Text, default="")


class Approval(Model):
    """A named person approved a manifest: these letters, byte for byte. office: in which capacity, in words."""

    __tablename__ = "approvals"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("length(manifest_sha256) = 64", name="sha256_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    approved_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(String(200))
    approved_by_id: Mapped[int | None]
    office: Mapped[str] = mapped_column(String(300))
    manifest_sha256: Mapped[str] = mapped_column(String(64))


class ReferenceSeries(Model):
    """The running numbers of one office in one year, such as CC/2026/…; next_number: the one that comes next."""

    __tablename__ = "reference_series"
    __table_args__ = (
        UniqueConstraint("prefix", "year"),
        CheckConstraint("next_number >= 1", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    prefix: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    next_number: Mapped[int] = mapped_column(default=1)


class Reference(Model):
    """One number of the register, given in the transaction of an approval; a void one is kept, with its reason."""

    __tablename__ = "letter_references"
    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        UniqueConstraint("text"),
        Index("ix_letter_references_letter_id", "letter_id"),
        CheckConstraint("(voided_at IS NULL) = (void_reason = '')", name="void_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("reference_series.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(40))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    allocated_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(String(1000), default="")


class ApprovedLetter(Model):
    """One line of an approved manifest. sha256: of the Word file, kept; cover_sha256: of subject and text of the mail.

    cover: subject, plain and HTML text of the mail that carries it, by role of the recipient.
    """

    __tablename__ = "approved_letters"
    __table_args__ = (
        UniqueConstraint("approval_id", "letter_id"),
        Index("ix_approved_letters_letter_id", "letter_id"),
        CheckConstraint("(voided_at IS NULL) = (void_reason = '')", name="void_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    approval_id: Mapped[int] = mapped_column(ForeignKey("approvals.id"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    reference_id: Mapped[int] = mapped_column(ForeignKey("letter_references.id"))
    file_name: Mapped[str] = mapped_column(String(160))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    cover_sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(String(1000), default="")


constraint_sentences["uq_circulations_open"] = "The draft is before the committee already."
