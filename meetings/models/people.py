"""Who takes part in a meeting: delegations, the persons in them, their credentials, their presence in sessions."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import ID_GIVEN_ONCE, Model, constraint_sentences, one_of, word
from meetings.models.sessions import Session
from meetings.models.timetable import Gender


class OrganisationKind(StrEnum):
    """named: one that the rules of procedure invite by name; other ones ask, and the meeting approves them."""

    UNITED_NATIONS = "United Nations"
    INTERNATIONAL = "international organisation"
    NAMED = "organisation named in the rules of procedure"
    OTHER = "other organisation"


class Invitation(StrEnum):
    NONE = "not invited"
    PROVISIONAL = "invited provisionally"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    APPROVED = "approved by the meeting"


class Credentials(StrEnum):
    NONE = "none"
    COPY = "copy"
    ORIGINAL = "original"
    IN_ORDER = "found in order"


class Registration(Model):
    """Until when delegations are to be notified to a meeting, and where that stands."""

    __tablename__ = "registrations"
    __table_args__ = (CheckConstraint("source <> ''", name="has_source"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    notify_by: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))


class MeetingDelegation(Model):
    """A State or an organisation that takes part. In which capacity a State does follows from its standing on the day.

    notified_on: the day the note verbale, or what stands in its place, reached the secretariat; notified_by names it.
    """

    __tablename__ = "meeting_delegations"
    __table_args__ = (
        UniqueConstraint("meeting_id", "iso3"),
        UniqueConstraint("meeting_id", "organisation"),
        one_of("organisation_kind", OrganisationKind),
        one_of("invitation", Invitation),
        one_of("credentials", Credentials),
        CheckConstraint("(iso3 IS NULL) = (organisation IS NOT NULL)", name="state_or_organisation"),
        CheckConstraint("(organisation IS NULL) = (organisation_kind IS NULL)", name="organisation_has_kind"),
        CheckConstraint("(credentials = 'none') = (credentials_on IS NULL)", name="credentials_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    iso3: Mapped[str | None] = mapped_column(ForeignKey("states.iso3"))
    organisation: Mapped[str | None] = mapped_column(String(200))
    organisation_kind: Mapped[OrganisationKind | None] = mapped_column(word(OrganisationKind, length=60))
    invitation: Mapped[Invitation] = mapped_column(word(Invitation), default=Invitation.INVITED)
    notified_on: Mapped[date | None]
    notified_by: Mapped[str] = mapped_column(String(200), default="")
    credentials: Mapped[Credentials] = mapped_column(word(Credentials), default=Credentials.NONE)
    credentials_on: Mapped[date | None]

    delegates: Mapped[list["Delegate"]] = relationship(lazy="raise", order_by="Delegate.position")


class Delegate(Model):
    """A person in a delegation, in the order of its note. gender, survivor: only with the person's consent, on a day.

    first_day and last_day: from when until when the person is there; None: throughout.
    """

    __tablename__ = "delegates"
    __table_args__ = (
        UniqueConstraint("delegation_id", "name"),
        Index(
            "ix_delegates_one_head",
            "delegation_id",
            unique=True,
            sqlite_where=text("head"),
            postgresql_where=text("head"),
        ),
        one_of("gender", Gender),
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("consent_on IS NOT NULL OR (gender IS NULL AND survivor IS NULL)", name="only_with_consent"),
        CheckConstraint("last_day >= first_day", name="leaves_after_arriving"),
        ID_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("meeting_delegations.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(120))
    function: Mapped[str] = mapped_column(String(300), default="")
    head: Mapped[bool] = mapped_column(default=False)
    gender: Mapped[Gender | None] = mapped_column(word(Gender))
    survivor: Mapped[bool | None]
    consent_on: Mapped[date | None]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]


class Attendance(Model):
    """A delegation was present in a session."""

    __tablename__ = "attendances"
    __table_args__ = (Index("ix_attendances_delegation_id", "delegation_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"), primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("meeting_delegations.id"), primary_key=True)


constraint_sentences.update(
    {
        "uq_meeting_delegations_meeting_id_iso3": "The State has a delegation to this meeting already.",
        "uq_meeting_delegations_meeting_id_organisation": "The organisation takes part in this meeting already.",
        "uq_delegates_delegation_id_name": "The delegation has a person of this name already.",
        "ix_delegates_one_head": "The delegation has a head already.",
    }
)
