"""The documents of a dossier: put on file, taken away as a file, one version held against the one before."""

from collections.abc import Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.clock import today
from core.differences import Piece
from core.errors import RuleViolation
from core.files import read_file
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting, link, saved_as
from correspondence.rules.attachments import TYPES
from extension_requests.forms.documents import DocumentForm, ReadersForm, TakeOffForm, uploaded
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.documents import get_document, version_before, versions_of
from extension_requests.routes.counter import (
    DOSSIER,
    acting_as,
    address_of,
    blueprint,
    dossier_address,
    dossier_of_page,
)
from extension_requests.routes.sight import sight_of
from extension_requests.rules.documents import DocumentKind, Visibility
from extension_requests.rules.machine import Who
from extension_requests.workflow.documents import add_document, show_to, take_off_file
from extension_requests.workflow.transitions import hold_dossier
from meetings.forms.papers import LANGUAGE_NAMES
from meetings.rules.passages import changed_passages
from states_parties.queries.states import get_state

DOCUMENT = f"{DOSSIER}/documents/<int:document_id>"


@blueprint.route(f"{DOSSIER}/documents/new", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def add_dossier_document(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    form = DocumentForm()
    if not form.is_submitted():
        form.dated_on.data, form.kind.data = today(), DocumentKind.OTHER.value
    return act_page(
        form,
        lambda: _add(found, form),
        title=_("Put a document on file"),
        lead=_(
            "Questions and expert inputs stay with the group. Requests, annexes, answers, circulars and decisions are "
            "open to everybody."
        ),
        words=_("Put on file"),
        done=_("The document is on file."),
        back=dossier_address(found, slug),
    )


@blueprint.get(f"{DOCUMENT}/file")
@requires(Right.READ_REGISTERS)
def dossier_document(convention: str, article: str, slug: str, number: int, document_id: int) -> Response:
    """What is the group's alone is not there for others."""
    found = dossier_of_page(convention, article, slug, number)
    document = get_document(found, document_id, inside=sight_of(found).inside)
    return saved_as(document.file_name, read_file(document.sha256), kind=document.media_type)


@blueprint.get(f"{DOCUMENT}/changes")
@requires(Right.READ_REGISTERS)
def dossier_document_changes(convention: str, article: str, slug: str, number: int, document_id: int) -> str:
    """Beside each other: what the version before said, and what this one says."""
    found = dossier_of_page(convention, article, slug, number)
    inside = sight_of(found).inside
    newer = get_document(found, document_id, inside=inside)
    older = version_before(newer)
    if older is None:
        raise RuleViolation(_("It is the first version: there is nothing to hold it against."))
    get_document(found, older.id, inside=inside)
    readable = bool(older.words and newer.words)
    passages = changed_passages(older.words.splitlines(), newer.words.splitlines()) if readable else []
    return render_template(
        "extension_requests/changes.html",
        dossier=found,
        state=get_state(slug),
        title=title_of(newer),
        older=older,
        newer=newer,
        readable=readable,
        sides=[(_side(each, "added"), _side(each, "removed")) for each in passages],
        language=LANGUAGE_NAMES[newer.language],
        back=dossier_address(found, slug),
        here_below=address_of(found, slug),
    )


@blueprint.route(f"{DOCUMENT}/readers", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def dossier_document_readers(
    convention: str, article: str, slug: str, number: int, document_id: int
) -> ResponseReturnValue:
    """What is the group's alone is opened to everybody, or the other way round."""
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    document = get_document(found, document_id, inside=True)
    open_it = document.visibility is Visibility.GROUP
    readers = Visibility.PUBLIC if open_it else Visibility.GROUP
    return act_page(
        ReadersForm(),
        lambda: show_to(hold_dossier(found.id), document, readers, by=acting()),
        title=_("Open it to everybody") if open_it else _("Keep it with the group"),
        lead=_lead(document, open_it=open_it),
        words=_("Open it to everybody") if open_it else _("Keep it with the group"),
        done=_("It is open to everybody.") if open_it else _("The group and the ISU read it, nobody else."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOCUMENT}/take-off", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def take_document_off(convention: str, article: str, slug: str, number: int, document_id: int) -> ResponseReturnValue:
    """What was filed by mistake."""
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    document, form = get_document(found, document_id, inside=True), TakeOffForm()
    return act_page(
        form,
        lambda: take_off_file(hold_dossier(found.id), document, reason=form.reason.data, by=acting()),
        title=_("Take it off the file"),
        lead=_(
            "“%(title)s”, version %(version)s in %(language)s: nobody reads it here any more. The audit keeps what it "
            "was and why it went. Put the right file on file afterwards.",
            title=title_of(document),
            version=document.version,
            language=LANGUAGE_NAMES[document.language],
        ),
        words=_("Take it off the file"),
        done=_("It is off the file."),
        back=dossier_address(found, slug),
    )


def _lead(document: DossierDocument, *, open_it: bool) -> str:
    """What is opened or taken back, and how many versions."""
    shown = {"title": title_of(document), "language": LANGUAGE_NAMES[document.language]}
    if open_it:
        return _(
            "“%(title)s”, version %(version)s in %(language)s. Earlier versions and other languages stay as they are.",
            version=document.version,
            **shown,
        )
    return ngettext(
        "“%(title)s”, %(num)s version in %(language)s.",
        "“%(title)s”, all %(num)s versions in %(language)s.",
        len(versions_of(document)),
        **shown,
    )


def title_of(document: DossierDocument) -> str:
    """As its card names it: "Annex: Annex B"."""
    kind = document.kind.value[:1].upper() + document.kind.value[1:]
    return f"{kind}: {document.name}" if document.name else kind


def type_of(media_type: str) -> str:
    return TYPES[media_type][1:].upper()


def document_file(dossier: Dossier, slug: str, document_id: int) -> str:
    """The address of one version as a file."""
    return link("extension_requests.dossier_document", **address_of(dossier, slug), document_id=document_id)


def _add(dossier: Dossier, form: DocumentForm) -> None:
    upload = uploaded(form.file)
    assert upload is not None  # the form has asked for it
    add_document(
        hold_dossier(dossier.id),
        DocumentKind(form.kind.data),
        upload,
        language=form.language.data,
        dated_on=form.dated_on.data,
        name=form.name.data or "",
        visibility=form.readers,
        note=form.note.data or "",
        by=acting(),
    )


def _side(pieces: Sequence[Piece], without: str) -> list[Piece]:
    return [each for each in pieces if each[0] != without]
