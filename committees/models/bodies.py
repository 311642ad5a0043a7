"""Bodies, how they are composed, and the seats in them."""

import enum
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from states_parties.models import Sourced


class BodyKind(enum.StrEnum):
    COMMITTEE = "committee"
    WORKING_GROUP = "working group"
    COORDINATOR = "coordinator"
    COORDINATION = "coordination committee"
    ANALYSIS_GROUP = "analysis group"
    TASK_FORCE = "task force"
    FOCAL_POINTS = "focal points"
    PRESIDENCY = "presidency"
    SPONSORSHIP = "sponsorship"


class ChairRule(enum.StrEnum):
    """Who chairs. second year: one of the members in the last year of their term, chosen each year."""

    NONE = "none"
    PRESIDENT = "the President"
    SECOND_YEAR = "a member in its second year"
    MEMBER = "any member"


class PlaceOf(enum.StrEnum):
    """Whose place at the table it is: an office of the presidency, the seats of bodies, persons, an institution."""

    PRESIDENT = "President"
    DESIGNATE = "President-designate"
    PAST_PRESIDENT = "past President"
    BODY = "seats of a body"
    KIND = "seats of a kind of body"
    GENDER_FOCAL_POINTS = "gender focal points"
    INSTITUTION = "institution"


class PlaceKind(enum.StrEnum):
    CHAIR = "chair"
    MEMBER = "member"
    ASSISTS = "assists"
    STANDING_INVITATION = "standing invitation"
    AD_HOC_INVITATION = "ad hoc invitation"


class Body(Sourced, Model):
    """A body from the day its decision took effect. Names in the languages of letters; short: as people say it."""

    __tablename__ = "bodies"
    __table_args__ = (
        UniqueConstraint("convention", "slug"),
        one_of("kind", BodyKind),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    slug: Mapped[str] = mapped_column(String(60))
    kind: Mapped[BodyKind] = mapped_column(word(BodyKind))
    name_en: Mapped[str] = mapped_column(String(160))
    name_fr: Mapped[str] = mapped_column(String(160))
    name_es: Mapped[str] = mapped_column(String(160))
    short: Mapped[str] = mapped_column(String(40))
    established_at: Mapped[str] = mapped_column(String(20), default="")
    discontinued_at: Mapped[str] = mapped_column(String(20), default="")
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]


def body_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["convention", "body"], ["bodies.convention", "bodies.slug"])


class Composition(Sourced, Model):
    """How a body is made up, in force for a period.

    seats: elected seats, ex officio places not counted. term_meetings: how many formal meetings after the election a
    term lasts. renewed_each_time: seats filled anew at each formal meeting, None where no rule says so.
    holder_stays: whoever holds a seat stays until replaced. mixes: keys of committees.rules.composition.MIXES.
    """

    __tablename__ = "compositions"
    __table_args__ = (
        UniqueConstraint("convention", "body", "starts_on"),
        body_key(),
        one_of("chair_rule", ChairRule),
        CheckConstraint("seats >= 0", name="seats_not_negative"),
        CheckConstraint("term_meetings >= 1", name="term_positive"),
        CheckConstraint("renewed_each_time BETWEEN 0 AND seats", name="renewed_within_seats"),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    seats: Mapped[int]
    seat_role: Mapped[str] = mapped_column(String(40))  # member, coordinator
    term_meetings: Mapped[int]
    renewed_each_time: Mapped[int | None]
    chair_rule: Mapped[ChairRule] = mapped_column(word(ChairRule))
    holder_stays: Mapped[bool] = mapped_column(default=False)
    mixes: Mapped[list[str]] = mapped_column(JSON, default=list)
    decided_at: Mapped[str] = mapped_column(String(20), default="")
    document: Mapped[str] = mapped_column(String(80), default="")
    paragraph: Mapped[str] = mapped_column(String(40), default="")
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]


class Place(Sourced, Model):
    """A place at the table that no election fills: it follows an office, or is an institution's by invitation.

    name: the slug of the body, the kind of bodies, or the institution; empty for the offices of the presidency.
    """

    __tablename__ = "places"
    __table_args__ = (
        UniqueConstraint("convention", "body", "of", "name", "starts_on"),
        body_key(),
        one_of("kind", PlaceKind),
        one_of("of", PlaceOf),
        CheckConstraint(
            "(name <> '') = (of IN ('seats of a body', 'seats of a kind of body', 'institution'))", name="named"
        ),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    kind: Mapped[PlaceKind] = mapped_column(word(PlaceKind))
    of: Mapped[PlaceOf] = mapped_column(word(PlaceOf))
    name: Mapped[str] = mapped_column(String(80), default="")
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]


class Mandate(Sourced, Model):
    """What a body is charged to do: one version in force for a period. points: one sentence each, in our words."""

    __tablename__ = "mandates"
    __table_args__ = (
        UniqueConstraint("convention", "body", "version"),
        body_key(),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    points: Mapped[list[Any]] = mapped_column(JSON)
    decided_at: Mapped[str] = mapped_column(String(20), default="")
    document: Mapped[str] = mapped_column(String(80), default="")
    paragraph: Mapped[str] = mapped_column(String(40), default="")
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]


constraint_sentences.update(
    {
        "uq_bodies_convention_slug": "A body of this Convention has this name in addresses already.",
        "renewed_within_seats": "No more seats can be renewed than the body has.",
        "uq_mandates_convention_body_version": "Somebody wrote this version of the mandate at the same moment.",
    }
)
