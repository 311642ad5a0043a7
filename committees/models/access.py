"""Who may do what in a body besides its holders: delegations, recusals, what is opened to observers."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from committees.models.bodies import body_key
from core.db import ID_GIVEN_ONCE, Model, constraint_sentences, one_of, word


class Opened(enum.StrEnum):
    """What can be opened to observers: a file, a paper, or all of the work plan or of the log."""

    FILE = "file"
    PAPER = "paper"
    WORK_PLAN = "work plan"
    ACTIVITIES = "activities"


class Delegation(Model):
    """A person acts "for the Chair" of a body for a period, never longer than there is a chair."""

    __tablename__ = "delegations"
    __table_args__ = (
        body_key(),
        Index("ix_delegations_account_id", "account_id"),
        Index("ix_delegations_body", "convention", "body"),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
        ID_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    chair_iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    reason: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_before: Mapped[date]
    given_at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(String(200))


class Recusal(Model):
    """A State takes no part in a file of a body, whoever represents it."""

    __tablename__ = "recusals"
    __table_args__ = (
        UniqueConstraint("file_id", "iso3", "starts_on"),
        Index("ix_recusals_iso3", "iso3"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
        ID_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("body_files.id"))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    reason: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]


class Opening(Model):
    """Something of a body that its observers may read, from the day it is opened until it is closed again.

    subject_id: of a file or a paper; 0 for the whole work plan or log.
    """

    __tablename__ = "openings"
    __table_args__ = (
        body_key(),
        Index("ix_openings_body", "convention", "body"),
        one_of("opened", Opened),
        CheckConstraint("(subject_id <> 0) = (opened IN ('file', 'paper'))", name="subject_named"),
        CheckConstraint("ends_before > starts_on", name="ends_after_start"),
        ID_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    opened: Mapped[Opened] = mapped_column(word(Opened))
    subject_id: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]
    opened_by: Mapped[str] = mapped_column(String(200))


constraint_sentences.update({"uq_recusals_file_id_iso3_starts_on": "This State takes no part in this file already."})
