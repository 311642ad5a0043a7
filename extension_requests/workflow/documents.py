"""Documents are put on file in a dossier, opened to everybody or kept with the group, and taken off after a mistake."""

from datetime import date

from sqlalchemy import select, update

from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.wording import day_in_words
from extension_requests.document_files import Upload, check_document_file, text_of
from extension_requests.models.analysis import ExpertInput
from extension_requests.models.decisions import Promise
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.models.letters import DossierLetter
from extension_requests.queries.documents import versions_of, was_issued
from extension_requests.rules.documents import (
    DocumentKind,
    Visibility,
    check_comes_off,
    check_visibility,
    check_way_back,
    next_visibility,
)
from extension_requests.workflow.filing import newest_on_file, put_on_file
from extension_requests.workflow.transitions import tell

LANGUAGES = ("EN", "FR", "ES", "AR", "RU", "ZH")


def file_upload(
    dossier: Dossier,
    kind: DocumentKind,
    upload: Upload,
    *,
    language: str,
    dated_on: date,
    name: str = "",
    visibility: Visibility | None = None,
    version: int | None = None,
    note: str = "",
    by: Actor,
) -> DossierDocument:
    """The file that came is on file in the dossier, which is held, with its text as far as it can be read.

    visibility: None for that of the version before, else what is usual.
    version: of the request; None for the next one of that kind, name and language.
    RuleViolation for a file that is hostile or of another kind, for one dated on a day to come, and where the kind is
    not for those readers.
    """
    name = " ".join(name.split())[:160]
    before = newest_on_file(dossier, kind, name, language)
    readers = visibility or next_visibility(kind, before.visibility if before else None)
    check_visibility(kind, readers, issued=dossier.issued_on is not None)
    if language not in LANGUAGES:
        raise RuleViolation("Choose one of the six official languages.", field="language")
    if dated_on > day_of(by.at):
        raise RuleViolation(f"{day_in_words(dated_on, 'EN')} has not come yet.", field="dated_on")
    found = check_document_file(upload, kind)
    return put_on_file(
        dossier,
        kind,
        upload.content,
        file_name=found.file_name,
        media_type=found.found_type,
        visibility=readers,
        dated_on=dated_on,
        by=by,
        name=name,
        language=language,
        words=text_of(upload, found.found_type),
        note=note,
        version=version,
    )


def add_document(
    dossier: Dossier,
    kind: DocumentKind,
    upload: Upload,
    *,
    language: str,
    dated_on: date,
    name: str,
    visibility: Visibility | None,
    note: str,
    by: Actor,
) -> DossierDocument:
    """What is put on file by hand. A request comes by its own act: here only in a further language, same version."""
    version = None
    if kind is DocumentKind.OTHER and not name.strip():
        raise RuleViolation("Say what it is: without a name it would be a version of another paper.", field="name")
    if kind is DocumentKind.REQUEST:
        version = dossier.version
        if not version:
            raise RuleViolation("No request is registered yet. Register it; it is put on file by that.", field="kind")
        if find_version(dossier, kind, name, language, version) is not None:
            raise RuleViolation(
                f"Version {version} of the request is on file in this language. Register a revised request instead.",
                field="kind",
            )
    return file_upload(
        dossier,
        kind,
        upload,
        language=language,
        dated_on=dated_on,
        name=name,
        visibility=visibility,
        version=version,
        note=note,
        by=by,
    )


def show_to(dossier: Dossier, document: DossierDocument, visibility: Visibility, *, by: Actor) -> None:
    """This version is open to everybody; or all its versions in its language are kept with the group.

    RuleViolation for opening a version after which there is another: everybody would take it for the newest.
    """
    check_visibility(document.kind, visibility, issued=dossier.issued_on is not None)
    if document.visibility is visibility:
        raise RuleViolation(f"It is {visibility.value} already.", field="visibility")
    if visibility is Visibility.PUBLIC:
        _open(dossier, document)
    else:
        check_way_back(document.kind)
        for each in versions_of(document):
            each.visibility = Visibility.GROUP
    db.session.flush()
    tell("request:shown-to", dossier, by=by, document=document.kind.value, name=document.name, readers=visibility.value)


def take_off_file(dossier: Dossier, document: DossierDocument, *, reason: str, by: Actor) -> None:
    """What was filed by mistake is on file no longer, for nobody; the audit keeps what it was, and why.

    The next one of its kind, name and language takes its number if it was the newest. What pointed to it no longer
    does: a letter can be put on file again. RuleViolation without a reason, for a decision, and for an analysis that
    was issued. The dossier is held.
    """
    db.session.refresh(document)
    reason = reason.strip()
    if not reason:
        raise RuleViolation("Say why it is taken off the file.", field="reason")
    if document.taken_off:
        raise RuleViolation("It is on file no longer.", field="reason")
    check_comes_off(document.kind, issued=was_issued(document))
    document.taken_off = reason
    for points_to_it in (DossierLetter, ExpertInput, Promise):
        db.session.execute(update(points_to_it).where(points_to_it.document_id == document.id).values(document_id=None))
    db.session.flush()
    told = {"document": document.kind.value, "name": document.name or None, "version": document.version}
    tell("request:taken-off-file", dossier, by=by, **told, file=document.file_name, reason=reason)


def _open(dossier: Dossier, document: DossierDocument) -> None:
    newest = newest_on_file(dossier, document.kind, document.name, document.language)
    if newest is not None and newest.version > document.version:
        raise RuleViolation(
            f"Version {newest.version} is on file too. Open the newest version: everybody would take this one for it.",
            field="visibility",
        )
    document.visibility = Visibility.PUBLIC


def find_version(
    dossier: Dossier, kind: DocumentKind, name: str, language: str, version: int
) -> DossierDocument | None:
    return db.session.scalars(
        select(DossierDocument).filter_by(
            dossier_id=dossier.id, kind=kind, name=name, language=language, version=version, taken_off=""
        )
    ).one_or_none()
