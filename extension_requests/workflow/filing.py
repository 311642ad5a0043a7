"""Documents are put on file: whatever a State, the group, the house or the meeting wrote about a request."""

from datetime import date

from sqlalchemy import select

from core.audit.workflow import Actor
from core.db import db
from core.files import store_file
from extension_requests.models.documents import ON_FILE, DocumentKind, DossierDocument, Visibility
from extension_requests.models.dossiers import Dossier
from extension_requests.workflow.transitions import tell


def put_on_file(
    dossier: Dossier,
    kind: DocumentKind,
    content: bytes,
    *,
    file_name: str,
    media_type: str,
    visibility: Visibility,
    dated_on: date,
    by: Actor,
    name: str = "",
    language: str = "EN",
    words: str = "",
    note: str = "",
    version: int | None = None,
) -> DossierDocument:
    """The next version of that document, earlier ones stay. The dossier is held, the content has been looked over.

    words: the text as far as it can be read out of it. version: of the request it belongs to; None for the next one.
    """
    last = newest_on_file(dossier, kind, name, language)
    document = DossierDocument(
        dossier_id=dossier.id,
        kind=kind,
        name=name,
        version=version or (last.version if last else 0) + 1,
        language=language,
        visibility=visibility,
        dated_on=dated_on,
        file_name=file_name[:200],
        media_type=media_type,
        sha256=store_file(content, at=by.at),
        words=words,
        note=note.strip(),
        added_at=by.at,
        added_by=by.name,
    )
    db.session.add(document)
    db.session.flush()
    tell("request:filed", dossier, by=by, document=kind.value, name=name or None, version=document.version)
    return document


def newest_on_file(dossier: Dossier, kind: DocumentKind, name: str, language: str) -> DossierDocument | None:
    """The newest version of that document in that language that is on file."""
    return db.session.scalar(
        select(DossierDocument)
        .filter_by(dossier_id=dossier.id, kind=kind, name=name, language=language)
        .where(ON_FILE)
        .order_by(DossierDocument.version.desc())
        .limit(1)
    )
