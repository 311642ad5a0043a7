"""Reading the documents of a dossier: the list, one of them, the pairs of versions that can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from extension_requests.models.analysis import AnalysisVersion
from extension_requests.models.documents import ON_FILE, DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.documents import DocumentKind, Visibility

_COLUMNS = [column for column in DossierDocument.__table__.c if column.name != "words"]
ORDER = list(DocumentKind)


@dataclass(frozen=True)
class OnFile:
    """One document in one language: its newest version, and those before it, the newest of them first."""

    newest: Any
    older: Sequence[Any]


def documents_of(dossier: Dossier, *, inside: bool) -> list[OnFile]:
    """By kind, name and language. inside: with what is the group's alone. One query, without the texts."""
    wanted = select(*_COLUMNS).where(DossierDocument.dossier_id == dossier.id, ON_FILE)
    if not inside:
        wanted = wanted.where(DossierDocument.visibility == Visibility.PUBLIC)
    rows = list(db.session.execute(wanted))
    rows.sort(key=lambda row: (ORDER.index(row.kind), row.name, row.language, -row.version))
    grouped = [list(same) for _, same in groupby(rows, key=lambda row: (row.kind, row.name, row.language))]
    return [OnFile(newest, older) for newest, *older in grouped]


def get_document(dossier: Dossier, document_id: int, *, inside: bool) -> DossierDocument:
    """NotFound, also for a document of another dossier, for one that is on file no longer, and for what is the group's
    alone where one is not inside.
    """
    found = db.session.get(DossierDocument, document_id)
    there = found is not None and found.dossier_id == dossier.id and not found.taken_off
    if found is None or not there or (found.visibility is Visibility.GROUP and not inside):
        raise NotFound("There is no such document in this dossier.")
    return found


def versions_of(document: DossierDocument) -> Sequence[DossierDocument]:
    """All of the same document in the same language."""
    of = {name: getattr(document, name) for name in ("dossier_id", "kind", "name", "language")}
    return db.session.scalars(select(DossierDocument).filter_by(**of).where(ON_FILE)).all()


def was_issued(document: DossierDocument) -> bool:
    """Whether a version of the analysis was issued as this document, whatever became of the request since."""
    found = select(AnalysisVersion.id).where(AnalysisVersion.document_id == document.id)
    return db.session.scalar(found.limit(1)) is not None


def version_before(document: DossierDocument) -> DossierDocument | None:
    """The version before this one of the same document in the same language."""
    return db.session.scalars(
        select(DossierDocument)
        .filter_by(dossier_id=document.dossier_id, kind=document.kind, name=document.name, language=document.language)
        .where(DossierDocument.version < document.version, ON_FILE)
        .order_by(DossierDocument.version.desc())
        .limit(1)
    ).one_or_none()
