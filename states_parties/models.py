"""States, their bonds to each Convention, their obligations, their reports, and where letters reach them.

Every registered fact carries its source, the confidence in it (high, medium, low) and notes.
"""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word


class Confidence(enum.StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Office(enum.StrEnum):
    GENEVA = "geneva"
    NEW_YORK = "new_york"
    EMBASSY = "embassy"
    CAPITAL = "capital"


class Precision(enum.StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NOT_LATER_THAN = "not-later-than"


class ReportKind(enum.StrEnum):
    INITIAL = "initial"
    ANNUAL = "annual"


class FormKind(enum.StrEnum):
    FULL = "full"
    GUIDE = "guide"
    SHORT = "short"


class ClosureSubject(enum.StrEnum):
    INITIAL_REPORTS = "initial_reports"
    ANNUAL_REPORTS = "annual_reports"
    ARTICLE_9 = "article_9"


class Sourced:
    """Columns that say where a fact comes from and how far it can be trusted."""

    source: Mapped[str] = mapped_column(String(200))
    confidence: Mapped[Confidence] = mapped_column(word(Confidence, length=10))
    notes: Mapped[str] = mapped_column(Text, default="")


class State(Sourced, Model):
    __tablename__ = "states"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("length(iso3) = 3", name="iso3_whole"),
        CheckConstraint("language IN ('EN', 'FR', 'ES')", name="language_known"),
    )

    iso3: Mapped[str] = mapped_column(String(3), primary_key=True)
    iso2: Mapped[str] = mapped_column(String(2))
    m49: Mapped[str] = mapped_column(String(3))
    slug: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))
    name_es: Mapped[str] = mapped_column(String(120))
    list_en: Mapped[str] = mapped_column(String(120))
    list_fr: Mapped[str] = mapped_column(String(120))
    list_es: Mapped[str] = mapped_column(String(120))
    official_en: Mapped[str] = mapped_column(String(160))
    official_fr: Mapped[str] = mapped_column(String(160))
    official_es: Mapped[str] = mapped_column(String(160))
    article_en: Mapped[str] = mapped_column(String(5))
    article_fr: Mapped[str] = mapped_column(String(5))
    article_es: Mapped[str] = mapped_column(String(5))
    in_fr: Mapped[str] = mapped_column(String(10))
    official_article_fr: Mapped[str] = mapped_column(String(5))
    official_article_es: Mapped[str] = mapped_column(String(5))
    un_status: Mapped[str] = mapped_column(String(20))
    un_regional_group: Mapped[str] = mapped_column(String(30))
    m49_region: Mapped[str] = mapped_column(String(40))
    m49_subregion: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    language_basis: Mapped[str] = mapped_column(String(200))
    language_confidence: Mapped[Confidence] = mapped_column(word(Confidence, length=10))


class Membership(Sourced, Model):
    """One bond of a State to a Convention, from signature or accession to a withdrawal."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("convention", "iso3", "deposited_on", name="uq_memberships_bond"),
        CheckConstraint("deposited_on >= signature_on", name="deposit_after_signature"),
        CheckConstraint("entry_into_force_on >= deposited_on OR instrument = 'succession'", name="force_after_deposit"),
        CheckConstraint("entry_into_force_on IS NULL OR deposited_on IS NOT NULL", name="force_needs_deposit"),
        CheckConstraint(
            "withdrawal_notified_on IS NULL OR entry_into_force_on IS NOT NULL", name="withdrawal_needs_party"
        ),
        CheckConstraint("withdrawal_effective_on > withdrawal_notified_on", name="effect_after_notice"),
        CheckConstraint(
            "(withdrawal_notified_on IS NULL) = (withdrawal_effective_on IS NULL)", name="withdrawal_complete"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    signature_on: Mapped[date | None]
    instrument: Mapped[str] = mapped_column(String(20), default="")
    deposited_on: Mapped[date | None]
    deposit_year: Mapped[int | None]
    entry_into_force_on: Mapped[date | None]
    withdrawal_notified_on: Mapped[date | None]
    withdrawal_effective_on: Mapped[date | None]


class Obligation(Sourced, Model):
    """An obligation with a treaty deadline that a State reported to have."""

    __tablename__ = "obligations"
    __table_args__ = (UniqueConstraint("convention", "iso3", "article"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    article: Mapped[str] = mapped_column(String(10))
    initial_deadline: Mapped[date | None]
    completed_on: Mapped[str] = mapped_column(String(10), default="")  # YYYY, YYYY-MM or YYYY-MM-DD
    status: Mapped[str] = mapped_column(String(40))
    undecided_requests_at: Mapped[str] = mapped_column(String(40), default="")


class DeadlineExtension(Sourced, Model):
    """One extension of a deadline, granted by a meeting."""

    __tablename__ = "deadline_extensions"
    __table_args__ = (
        UniqueConstraint("convention", "iso3", "article", "number"),
        CheckConstraint("number >= 1", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    article: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    extended_to: Mapped[date]
    granted_at: Mapped[str] = mapped_column(String(20))


class RetainedItems(Sourced, Model):
    """What a State keeps for training under Article 3, as reported for a year."""

    __tablename__ = "retained_items"
    __table_args__ = (
        UniqueConstraint("convention", "iso3", "as_of_year"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    as_of_year: Mapped[int | None]
    quantity: Mapped[int]


class Article7Report(Sourced, Model):
    """A transparency report received. `received_on` is the last day it can have come, where the day is not known."""

    __tablename__ = "article7_reports"
    __table_args__ = (
        Index("ix_article7_reports_state", "convention", "iso3"),
        one_of("kind", ReportKind),
        one_of("received_precision", Precision),
        UniqueConstraint("convention", "iso3", "kind", "received_on", "year_covered", name="uq_article7_reports_once"),
        CheckConstraint("(kind = 'annual') OR (year_covered IS NULL)", name="initial_covers_no_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    kind: Mapped[ReportKind] = mapped_column(word(ReportKind))
    year_covered: Mapped[int | None]
    received_on: Mapped[date]
    received_precision: Mapped[Precision] = mapped_column(word(Precision))
    form_kind: Mapped[FormKind | None] = mapped_column(word(FormKind))
    language: Mapped[str] = mapped_column(String(2), default="")
    forms: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict
    )  # form letter -> changed | unchanged | not applicable
    public_link: Mapped[str] = mapped_column(String(400), default="")
    forwarded_by: Mapped[str] = mapped_column(String(120), default="")


class RegisterClosure(Sourced, Model):
    """The office's word that a register is complete as of a day: only then does a missing row mean something."""

    __tablename__ = "register_closures"
    __table_args__ = (
        UniqueConstraint("convention", "subject", "year_covered"),
        one_of("subject", ClosureSubject),
        CheckConstraint("(subject = 'annual_reports') = (year_covered IS NOT NULL)", name="year_for_annual_reports"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    subject: Mapped[ClosureSubject] = mapped_column(word(ClosureSubject))
    year_covered: Mapped[int | None]
    complete_as_of: Mapped[date]


class InformationEvent(Sourced, Model):
    """Information on an obligation that came otherwise than in a report: a statement, a letter."""

    __tablename__ = "information_events"
    __table_args__ = (Index("ix_information_events_state", "convention", "iso3"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    article: Mapped[str] = mapped_column(String(10))
    received_on: Mapped[date]
    means: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(String(500), default="")


class Statement(Sourced, Model):
    """A standing without treaty deadline, in force from the day of the statement that tells it."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("convention", "iso3", "subject", "status", "starts_on"),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    subject: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]


class Mission(Sourced, Model):
    """Where letters reach a State: a mission, an accredited embassy or a focal point in the capital, now or once."""

    __tablename__ = "missions"
    __table_args__ = (
        UniqueConstraint("iso3", "office", "starts_on", name="uq_missions_start"),
        one_of("office", Office),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
        CheckConstraint("language IN ('EN', 'FR', 'ES')", name="language_known"),
        CheckConstraint("head_kind IN ('', 'ambassador', 'charge')", name="head_kind_known"),
        CheckConstraint("gender IN ('', 'female', 'male')", name="gender_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    office: Mapped[Office] = mapped_column(word(Office))
    post_name: Mapped[str] = mapped_column(String(250))
    city: Mapped[str] = mapped_column(String(80), default="")
    address_lines: Mapped[str] = mapped_column(Text, default="")  # one line of the envelope per line
    email: Mapped[str] = mapped_column(String(254), default="")
    person_name: Mapped[str] = mapped_column(String(160), default="")
    person_function: Mapped[str] = mapped_column(String(160), default="")
    head_kind: Mapped[str] = mapped_column(String(20), default="")
    honorific: Mapped[str] = mapped_column(String(40), default="")
    gender: Mapped[str] = mapped_column(String(10), default="")
    language: Mapped[str] = mapped_column(String(2))
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    last_success_at: Mapped[datetime | None]


constraint_sentences.update(
    {
        "deposit_after_signature": "The instrument cannot be deposited before the Convention was signed.",
        "force_after_deposit": "The Convention cannot enter into force for a State before its instrument is deposited.",
        "force_needs_deposit": "Without a deposit the Convention does not enter into force for a State.",
        "withdrawal_needs_party": "Only a State Party can withdraw.",
        "effect_after_notice": "A withdrawal takes effect after its notice (Article 20).",
        "withdrawal_complete": "A withdrawal needs both the day of notice and the day of effect.",
        "uq_memberships_bond": "This State already has a membership with that day of deposit.",
        "uq_missions_start": "This State already has a contact of that office from that day.",
        "uq_deadline_extensions_convention_iso3_article_number": "Somebody recorded this extension at the same moment.",
        "uq_register_closures_convention_subject_year_covered": "This register is declared complete already.",
        "uq_obligations_convention_iso3_article": "This obligation of the State is on record already.",
        "uq_retained_items_convention_iso3_as_of_year": "A figure for this year is on record already.",
        "uq_article7_reports_once": "This report is registered already.",
    }
)
