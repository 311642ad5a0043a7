"""What the group does with a request: readings, questions, inputs, comments, the text of the analysis."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from extension_requests.rules.findings import Finding


class QuestionState(StrEnum):
    """draft: not sent yet. overdue noted: no answer came, and the group goes on without."""

    DRAFT = "draft"
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    OVERDUE = "overdue noted"


class Part(StrEnum):
    """As what a member works on a dossier."""

    LEAD = "lead"
    READER = "reader"


class Reading(Model):
    """What one reader found of one item of the checklist in one version of the request. item: A1, B4, C10."""

    __tablename__ = "dossier_readings"
    __table_args__ = (
        UniqueConstraint("dossier_id", "version", "item", "reader_id", name="uq_dossier_readings"),
        one_of("finding", Finding),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    version: Mapped[int]
    item: Mapped[str] = mapped_column(String(6))
    reader_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reader: Mapped[str] = mapped_column(String(200))
    finding: Mapped[Finding] = mapped_column(word(Finding))
    page: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    read_at: Mapped[datetime]


class Settlement(Model):
    """What the group holds of an item whose readers differ."""

    __tablename__ = "dossier_settlements"

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(6), primary_key=True)
    finding: Mapped[Finding] = mapped_column(word(Finding))
    note: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime]
    settled_by: Mapped[str] = mapped_column(String(200))


class Question(Model):
    """A question of the group to the State. number: runs through all rounds of the dossier."""

    __tablename__ = "dossier_questions"
    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        one_of("state", QuestionState),
        CheckConstraint("text <> ''", name="has_text"),
        CheckConstraint("(state = 'draft') = (asked_on IS NULL)", name="asked_on_a_day"),
        CheckConstraint("answer_due_on > asked_on", name="time_to_answer"),
        CheckConstraint("state <> 'answered' OR answered_on IS NOT NULL", name="answered_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    number: Mapped[int]
    round: Mapped[int]
    item: Mapped[str] = mapped_column(String(6), default="")
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[QuestionState] = mapped_column(word(QuestionState), default=QuestionState.DRAFT)
    asked_on: Mapped[date | None]
    answer_due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    drafted_by: Mapped[str] = mapped_column(String(200))


class Assignment(Model):
    """A State of the group that leads or reads for the others."""

    __tablename__ = "dossier_assignments"
    __table_args__ = (one_of("part", Part),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"), primary_key=True)
    part: Mapped[Part] = mapped_column(word(Part))


class Comment(Model):
    """What somebody of the group says to the others. section: of the analysis, "" for the whole dossier."""

    __tablename__ = "dossier_comments"
    __table_args__ = (
        Index("ix_dossier_comments_dossier_id", "dossier_id"),
        CheckConstraint("text <> ''", name="has_text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    section: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
    said_by: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ExpertInput(Model):
    """An organisation asked for its view. The text it gives is a document of the dossier, group only."""

    __tablename__ = "dossier_inputs"
    __table_args__ = (
        UniqueConstraint("dossier_id", "organisation"),
        CheckConstraint("received_on >= invited_on", name="received_after_invitation"),
        CheckConstraint("due_on > invited_on", name="time_to_answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    organisation: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    invited_on: Mapped[date]
    due_on: Mapped[date]
    received_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("dossier_documents.id"))
    declined: Mapped[bool] = mapped_column(default=False)


class AnalysisSection(Model):
    """One section of the analysis as it stands. changed: by hand, so that it no longer follows the facts."""

    __tablename__ = "analysis_sections"
    __table_args__ = (CheckConstraint("place >= 1", name="place_positive"),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    changed: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(200))


class AnalysisVersion(Model):
    """The whole analysis as it was put before the group, the State or the meeting: sections by key, in their order.

    number: runs through all that were made about the dossier. request_version: of the request that it is about.
    """

    __tablename__ = "analysis_versions"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    number: Mapped[int]
    request_version: Mapped[int]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("dossier_documents.id"))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))


class Agreement(Model):
    """A member State agreed to a version of the analysis, or did not; the last word of a State for a version counts."""

    __tablename__ = "analysis_agreements"
    __table_args__ = (CheckConstraint("agrees OR reason <> ''", name="objection_has_reason"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("analysis_versions.id"), primary_key=True)
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"), primary_key=True)
    agrees: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime]
    said_by: Mapped[str] = mapped_column(String(200))


constraint_sentences.update(
    {
        "uq_dossier_questions_dossier_id_number": "Somebody added a question at the same moment. Try again.",
        "uq_dossier_inputs_dossier_id_organisation": "This organisation has been invited already.",
        "ck_dossier_questions_time_to_answer": "The State needs at least a day to answer.",
        "ck_dossier_inputs_time_to_answer": "The organisation needs at least a day to answer.",
        "uq_analysis_versions_dossier_id_number": "Somebody made a version at the same moment. Try again.",
    }
)
