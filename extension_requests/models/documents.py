"""What is on file in a dossier: requests, answers, letters, inputs, analyses, decisions; every version stays."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from extension_requests.rules.documents import NEVER_PUBLIC, DocumentKind, Visibility


class DossierDocument(Model):
    """One version of one document; the bytes are in core.files. name: which one of several of its kind ("Annex B").

    words: the text as far as it can be read out of the file, for differences; empty where it cannot.
    taken_off: why it is on file no longer, for what was filed by mistake; empty while it is.
    """

    __tablename__ = "dossier_documents"
    __table_args__ = (
        Index(
            "uq_dossier_documents_on_file",
            *("dossier_id", "kind", "name", "language", "version"),
            unique=True,
            sqlite_where=text("taken_off = ''"),
            postgresql_where=text("taken_off = ''"),
        ),
        one_of("kind", DocumentKind),
        one_of("visibility", Visibility),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint(
            f"kind NOT IN ({', '.join(repr(each.value) for each in NEVER_PUBLIC)}) OR visibility = 'group only'",
            name="stays_with_the_group",
        ),
        CheckConstraint("length(language) = 2", name="language_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    kind: Mapped[DocumentKind] = mapped_column(word(DocumentKind))
    name: Mapped[str] = mapped_column(String(160), default="")
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    visibility: Mapped[Visibility] = mapped_column(word(Visibility))
    dated_on: Mapped[date]
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    words: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))
    taken_off: Mapped[str] = mapped_column(String(300), default="")


ON_FILE = DossierDocument.taken_off == ""

constraint_sentences["uq_dossier_documents_on_file"] = "Somebody put this version on file at the same moment."
constraint_sentences["ck_dossier_documents_stays_with_the_group"] = "Questions and expert inputs stay with the group."
