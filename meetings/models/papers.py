"""Papers of a meeting: their symbols, where each stands, in which languages, and every version of their texts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conventions.kinds import UN_LANGUAGES
from core.db import Model, constraint_sentences, one_of, word
from meetings.models.agenda import AgendaItem
from meetings.rules.slotting import Origin, PaperState, Timing
from meetings.rules.symbols import SymbolKind


class LanguageState(StrEnum):
    """advance copy: out unedited, in one language, because the paper came late."""

    AWAITED = "awaited"
    RECEIVED = "received"
    IN_TRANSLATION = "in translation"
    ADVANCE = "advance copy"
    ISSUED = "issued"


class MeetingPaper(Model):
    """A paper under its symbol. It is never deleted: a withdrawn one keeps its symbol, so that nobody gets it again.

    parent_id: the paper it adds to, revises or corrects. origin, submitter: who submits it; iso3 where it is a State.
    email: where the submitter is reminded. words: of the text as submitted. The days it is due follow from `timing`.
    """

    __tablename__ = "meeting_papers"
    __table_args__ = (
        UniqueConstraint("symbol"),
        UniqueConstraint("meeting_id", "slug"),
        Index("ix_meeting_papers_parent_id", "parent_id"),
        one_of("kind", SymbolKind),
        one_of("timing", Timing),
        one_of("origin", Origin),
        one_of("state", PaperState),
        CheckConstraint("title <> ''", name="has_title"),
        CheckConstraint("submitter <> ''", name="has_submitter"),
        CheckConstraint("(origin = 'State') = (iso3 IS NOT NULL)", name="state_named"),
        CheckConstraint("words > 0", name="words_counted"),
        CheckConstraint("state <> 'issued' OR issued_on IS NOT NULL", name="issued_on_a_day"),
        CheckConstraint(
            "state NOT IN ('received', 'in processing', 'issued') OR received_on IS NOT NULL", name="received_on_a_day"
        ),
        CheckConstraint("issued_on >= received_on", name="issued_after_received"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_because <> '')", name="withdrawn_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_papers.id"))
    symbol: Mapped[str] = mapped_column(String(60))
    slug: Mapped[str] = mapped_column(String(60))
    kind: Mapped[SymbolKind] = mapped_column(word(SymbolKind))
    title: Mapped[str] = mapped_column(String(300))
    timing: Mapped[Timing] = mapped_column(word(Timing), default=Timing.BEFORE)
    origin: Mapped[Origin] = mapped_column(word(Origin))
    submitter: Mapped[str] = mapped_column(String(200))
    iso3: Mapped[str | None] = mapped_column(ForeignKey("states.iso3"))
    email: Mapped[str] = mapped_column(String(254), default="")
    state: Mapped[PaperState] = mapped_column(word(PaperState), default=PaperState.RESERVED)
    forecast_on: Mapped[date | None]
    received_on: Mapped[date | None]
    issued_on: Mapped[date | None]
    words: Mapped[int | None]
    late_because: Mapped[str] = mapped_column(String(300), default="")
    withdrawn_because: Mapped[str] = mapped_column(String(300), default="")
    public_link: Mapped[str] = mapped_column(String(400), default="")
    source: Mapped[str] = mapped_column(String(200), default="")

    languages: Mapped[list["PaperLanguage"]] = relationship(lazy="raise", order_by="PaperLanguage.language")


class PaperOfItem(Model):
    """An agenda item that a paper belongs to. It goes with the item, and with nothing else."""

    __tablename__ = "meeting_paper_items"
    __table_args__ = (Index("ix_meeting_paper_items_item_id", "item_id"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("meeting_papers.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey(AgendaItem.id, ondelete="CASCADE"), primary_key=True)


class PaperLanguage(Model):
    """One language in which the paper is to be out, and how far it is there."""

    __tablename__ = "meeting_paper_languages"
    __table_args__ = (
        CheckConstraint(f"language IN {UN_LANGUAGES}", name="language_known"),
        one_of("state", LanguageState),
    )

    paper_id: Mapped[int] = mapped_column(ForeignKey("meeting_papers.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    state: Mapped[LanguageState] = mapped_column(word(LanguageState), default=LanguageState.AWAITED)
    since: Mapped[date]


class PaperText(Model):
    """One version of the text in one language; the bytes are kept in core.files and never change."""

    __tablename__ = "meeting_paper_texts"
    __table_args__ = (
        UniqueConstraint("paper_id", "language", "number"),
        CheckConstraint(f"language IN {UN_LANGUAGES}", name="language_known"),
        CheckConstraint("number >= 1", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("meeting_papers.id"))
    language: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    size_bytes: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))


constraint_sentences.update(
    {
        "uq_meeting_papers_symbol": "This symbol was given at the same moment. Reserve again to get the next.",
        "uq_meeting_paper_texts_paper_id_language_number": "Somebody added a version of this text at the same moment.",
        "ck_meeting_papers_issued_after_received": "A paper is not issued before it is received.",
    }
)
