"""Campaigns, who they write to and why, their letters, and where each letter goes."""

import enum
from datetime import date, datetime, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, constraint_sentences, one_of, word
from correspondence.models.templates import HouseStyle, TemplateVersion


class CampaignState(enum.StrEnum):
    """How far the office has brought it. Scheduled, sending, paused and finished follow from its mailing."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    APPROVED = "approved"
    RELEASED = "released"
    CANCELLED = "cancelled"


class LetterState(enum.StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    VOID = "void"  # approved once; what it says is not so any more
    WITHDRAWN = "withdrawn"  # taken out by a person


class Channel(enum.StrEnum):
    EMAIL = "e-mail"
    POST = "post"


class Signatory(enum.StrEnum):
    """Whose letter it is, and so who approves it."""

    CHAIR = "chair"  # of the campaign's body on the day of approval
    PRESIDENT = "president"
    UNIT = "unit"  # the Implementation Support Unit


class Campaign(Model):
    """One mailing to many States: one template version, one day of the registers, one letter per State.

    audience: a condition over the States Parties in force; who was in and out is kept in audience_states.
    also, besides: exceptions by name, iso3 and reason of each.
    send_condition: holds for a State at the moment of sending, or its letter stops (a reminder). Empty: none.
    send_on, send_at: civil, in the office's zone.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        one_of("state", CampaignState),
        one_of("signatory", Signatory),
        Index("ix_campaigns_convention", "convention", "id"),
        Index("ix_campaigns_parent_id", "parent_id"),
        UniqueConstraint("mailing_id"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_has_instant"),
        CheckConstraint("(signatory = 'chair') = (body <> '')", name="chair_has_body"),
        CheckConstraint("state <> 'released' OR mailing_id IS NOT NULL", name="released_has_mailing"),
        CheckConstraint("(send_on IS NULL) = (send_at IS NULL)", name="send_day_has_time"),
        CheckConstraint("not_after >= send_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(60), default="")  # of the calendar of correspondence; empty: by hand
    about: Mapped[str] = mapped_column(String(60), default="")  # as LetterContext has it
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[CampaignState] = mapped_column(word(CampaignState), default=CampaignState.DRAFT)
    template_version_id: Mapped[int] = mapped_column(ForeignKey("template_versions.id"))
    house_style_id: Mapped[int | None] = mapped_column(ForeignKey("house_styles.id"))  # None: the shipped one
    as_of: Mapped[date]
    dated_on: Mapped[date]
    audience: Mapped[str] = mapped_column(String(500))
    also: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    besides: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    signatory: Mapped[Signatory] = mapped_column(word(Signatory), default=Signatory.UNIT)
    body: Mapped[str] = mapped_column(String(60), default="")  # slug of the body whose chair signs
    signatory_name: Mapped[str] = mapped_column(String(200), default="")
    copy_to_capital: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))  # what it reminds of or corrects
    send_condition: Mapped[str] = mapped_column(String(500), default="")
    send_on: Mapped[date | None]
    send_at: Mapped[time | None]
    not_after: Mapped[date | None]
    mailing_id: Mapped[int | None] = mapped_column(ForeignKey("mailings.id"))
    checked_entry: Mapped[int] = mapped_column(default=0)  # last audit entry the approved letters were compared after
    checked_of_late: Mapped[int] = mapped_column(default=0)  # how many entries there were since the day before
    checked_on: Mapped[date | None]
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str] = mapped_column(String(200))
    drafted_by_id: Mapped[int | None]  # account; None: the command line
    cancelled_at: Mapped[datetime | None]

    template_version: Mapped[TemplateVersion] = relationship(lazy="raise")
    house_style: Mapped[HouseStyle | None] = relationship(lazy="raise")
    letters: Mapped[list["Letter"]] = relationship(back_populates="campaign", lazy="raise")


class AudienceState(Model):
    """Why a State Party is in the audience or not, as it was when the campaign was drafted. by_name: an exception."""

    __tablename__ = "audience_states"
    __table_args__ = (UniqueConstraint("campaign_id", "iso3"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    included: Mapped[bool]
    by_name: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(1000))


class Letter(Model):
    """The letter of one State: everything needed to write the same bytes again, and why it says what it says.

    After approval its reference and SHA-256 are those of the approved file. void_reason: what changed since.
    """

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("campaign_id", "iso3", name="uq_letters_campaign_id_iso3"),
        Index("ix_letters_iso3", "iso3"),
        one_of("state", LetterState),
        CheckConstraint("language IN ('EN', 'FR', 'ES')", name="language_known"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint("state NOT IN ('void', 'withdrawn') OR reason <> ''", name="end_has_reason"),
        CheckConstraint("state <> 'approved' OR reference <> ''", name="approved_has_reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    state: Mapped[LetterState] = mapped_column(word(LetterState), default=LetterState.DRAFT)
    reason: Mapped[str] = mapped_column(String(1000), default="")  # why it is void or withdrawn
    reference: Mapped[str] = mapped_column(String(40), default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"))  # a corrigendum of that letter
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


class Dispatch(Model):
    """One copy of an approved letter to one address: by e-mail as a message of the outbox, or by post in a batch.

    role: `to` the mission, `copy` to the focal point in the capital.
    """

    __tablename__ = "dispatches"
    __table_args__ = (
        UniqueConstraint("letter_id", "channel", "address", "sequence", name="uq_dispatches_once"),
        UniqueConstraint("message_id"),
        Index("ix_dispatches_campaign_id", "campaign_id"),
        Index("ix_dispatches_approved_letter_id", "approved_letter_id"),
        one_of("channel", Channel),
        CheckConstraint("role IN ('to', 'copy')", name="role_known"),
        CheckConstraint("posted_on IS NULL OR channel = 'post'", name="posted_by_post"),
        CheckConstraint("message_id IS NULL OR channel = 'e-mail'", name="message_by_email"),
        CheckConstraint("sequence >= 1", name="sequence_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    approved_letter_id: Mapped[int] = mapped_column(ForeignKey("approved_letters.id"))  # the very bytes
    channel: Mapped[Channel] = mapped_column(word(Channel))
    role: Mapped[str] = mapped_column(String(10), default="to")
    address: Mapped[str] = mapped_column(String(600))  # an e-mail address, or the lines of an envelope
    sequence: Mapped[int] = mapped_column(default=1)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_messages.id"))
    batch: Mapped[int | None]  # number of the print batch within the campaign
    posted_on: Mapped[date | None]
    posted_by: Mapped[str] = mapped_column(String(200), default="")
    void_reason: Mapped[str] = mapped_column(String(500), default="")  # its letter was voided before it left
    doubt: Mapped[str] = mapped_column(String(500), default="")  # printed, not known to be posted: what is not so now


constraint_sentences.update(
    {
        "uq_letters_campaign_id_iso3": "A State gets one letter in a campaign; this one has it already.",
        "uq_dispatches_once": "This letter goes to this address already.",
    }
)
