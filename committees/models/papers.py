"""The yearly paper of a body: priorities, versions of the text, comments of members."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from committees.models.bodies import body_key
from core.db import ID_GIVEN_ONCE, Model, constraint_sentences, one_of, word
from core.versions import Said, WrittenVersion, of_versions, of_what_is_said
from states_parties.models import Sourced


class PaperState(enum.StrEnum):
    DRAFT = "draft"
    CIRCULATED = "circulated"
    FINAL = "final"


class Priority(Sourced, Model):
    """What a body sets out to do in the period that follows: one sentence, in the paper of that year.

    id: the paragraph that tells of it is known by it, also once the priority is dropped.
    """

    __tablename__ = "priorities"
    __table_args__ = (body_key(), UniqueConstraint("convention", "body", "year", "number"), ID_GIVEN_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class Paper(Model):
    """Activities and Priorities for Implementation of one body for one year; its text stands in its versions.

    year: the calendar year of the activities. label: as the title says it ("2021-2022").
    """

    __tablename__ = "activity_papers"
    __table_args__ = (
        body_key(),
        UniqueConstraint("convention", "body", "year"),
        one_of("state", PaperState),
        CheckConstraint("comments_until IS NULL OR state <> 'draft'", name="comments_once_circulated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    label: Mapped[str] = mapped_column(String(20))
    state: Mapped[PaperState] = mapped_column(word(PaperState), default=PaperState.DRAFT)
    comments_until: Mapped[date | None]

    versions: Mapped[list["PaperVersion"]] = relationship(lazy="raise", order_by="PaperVersion.number.desc()")


class PaperVersion(WrittenVersion, Model):
    """One state of the text. content: committees.rules.paper.Content as JSON."""

    __tablename__ = "activity_paper_versions"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        *of_versions(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("activity_papers.id"))
    note: Mapped[str] = mapped_column(String(200), default="")


class PaperComment(Said, Model):
    """What somebody says of one paragraph; it stays when it is settled."""

    __tablename__ = "activity_paper_comments"
    __table_args__ = (
        Index("ix_activity_paper_comments_paper_id", "paper_id"),
        *of_what_is_said(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("activity_papers.id"))
    paragraph: Mapped[str] = mapped_column(String(40))


constraint_sentences.update(
    {
        "uq_activity_papers_convention_body_year": "The body has a paper for this year already.",
        "uq_activity_paper_versions_paper_id_number": "Somebody saved this text at the same moment.",
    }
)
