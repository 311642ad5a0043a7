"""Terms of States in seats, who chairs, and the persons who represent them."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from committees.models.bodies import body_key
from core.db import Model, constraint_sentences, one_of, word
from states_parties.models import Sourced


class TermBasis(enum.StrEnum):
    """documented: a source names the holder for a span only; neither the election nor the end of the term is known."""

    ELECTED = "elected"
    DOCUMENTED = "documented"


class RepresentativeKind(enum.StrEnum):
    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"
    GENDER_FOCAL_POINT = "gender focal point"


class Term(Sourced, Model):
    """A State in one seat of a body.

    It begins on the day after the close of `elected_at`, or on `starts_on` where a day is given (in mid-term).
    It ends with the close of `ends_at`, or of the `lasts_meetings`-th formal meeting after `counted_from`, whatever
    that meeting turns out to be; with neither it runs until it is ended. `ended_before` cuts it short.
    """

    __tablename__ = "terms"
    __table_args__ = (
        body_key(),
        Index("ix_terms_body", "convention", "body", "seat"),
        Index("ix_terms_iso3", "iso3"),
        Index(
            "uq_terms_election",
            "convention",
            "body",
            "seat",
            "elected_at",
            unique=True,
            sqlite_where=text("starts_on IS NULL"),
            postgresql_where=text("starts_on IS NULL"),
        ),
        one_of("basis", TermBasis),
        CheckConstraint("seat >= 1", name="seat_positive"),
        CheckConstraint("elected_at <> '' OR starts_on IS NOT NULL", name="has_a_beginning"),
        CheckConstraint("ends_at = '' OR lasts_meetings IS NULL", name="one_end"),
        CheckConstraint("(counted_from <> '') = (lasts_meetings IS NOT NULL)", name="counted_from_a_meeting"),
        CheckConstraint("lasts_meetings >= 1", name="lasts_positive"),
        CheckConstraint("(ended_before IS NOT NULL) = (end_reason <> '')", name="ended_for_a_reason"),
        CheckConstraint("ended_before > starts_on", name="ended_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    seat: Mapped[int]
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    basis: Mapped[TermBasis] = mapped_column(word(TermBasis), default=TermBasis.ELECTED)
    elected_at: Mapped[str] = mapped_column(String(20), default="")
    starts_on: Mapped[date | None]
    counted_from: Mapped[str] = mapped_column(String(20), default="")
    lasts_meetings: Mapped[int | None]
    ends_at: Mapped[str] = mapped_column(String(20), default="")
    ended_before: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(String(200), default="")


class Chairing(Sourced, Model):
    """A member chairs the body in the year that leads to the close of the meeting `until_at`, while it is one.

    starts_on and ended_before: only where the chair changed within the year.
    """

    __tablename__ = "chairings"
    __table_args__ = (
        body_key(),
        UniqueConstraint("convention", "body", "iso3", "until_at"),
        Index(
            "uq_chairings_year",
            "convention",
            "body",
            "until_at",
            unique=True,
            sqlite_where=text("ended_before IS NULL"),
            postgresql_where=text("ended_before IS NULL"),
        ),
        CheckConstraint("ended_before > starts_on", name="ended_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    until_at: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date | None]
    ended_before: Mapped[date | None]


class Representative(Sourced, Model):
    """A person who acts for the State in a body, while the State holds an office in it.

    account_id: the person's account, if they have one; with it come the rights of the office, on its days only.
    """

    __tablename__ = "representatives"
    __table_args__ = (
        body_key(),
        Index("ix_representatives_body", "convention", "body", "iso3"),
        Index("ix_representatives_account_id", "account_id"),
        one_of("kind", RepresentativeKind),
        CheckConstraint("person_name <> ''", name="person_named"),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    kind: Mapped[RepresentativeKind] = mapped_column(word(RepresentativeKind))
    person_name: Mapped[str] = mapped_column(String(160))
    honorific: Mapped[str] = mapped_column(String(40), default="")
    function: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]


constraint_sentences.update(
    {
        "uq_terms_election": "Somebody was elected to this seat at this meeting already.",
        "uq_chairings_year": "The body has a chair for that year already.",
        "uq_chairings_convention_body_iso3_until_at": "This State chairs the body in that year already.",
    }
)
