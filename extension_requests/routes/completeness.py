"""The completeness check: the checklist as its readers found it, one's own reading, what the chair settles."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from core.db import transaction
from core.errors import NotFound, RuleViolation
from core.look.acts import act_page
from core.look.panels import Panel
from core.permissions import Right, requires
from core.web import acting, link
from extension_requests.forms.readings import ReadingForm, SettlementForm, reading_form
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.queries.readings import (
    Detailed,
    checklist_for,
    detailed_items,
    items_read,
    own_findings,
    version_read_before,
)
from extension_requests.routes.counter import (
    DOSSIER,
    acting_as,
    address_of,
    blueprint,
    dossier_of_page,
    inside,
    slug_here,
    working,
)
from extension_requests.routes.sight import Sight
from extension_requests.rules.checklists import READERS, differing, gaps, unread
from extension_requests.rules.machine import Who
from extension_requests.rules.readings import fingerprint
from extension_requests.workflow.readings import READ_IN, save_readings, settle, take_over_readings
from extension_requests.workflow.transitions import hold_dossier
from states_parties.queries.states import get_state

COMPLETENESS = f"{DOSSIER}/completeness"


@blueprint.get(COMPLETENESS)
@requires(Right.READ_ANALYSIS)
def completeness(convention: str, article: str, slug: str, number: int) -> str:
    """What others found is shown to a reader once their own finding is saved, or where they ask for it."""
    found = dossier_of_page(convention, article, slug, number)
    seen = inside(found)
    version = _version_asked(found)
    items = detailed_items(found, version=version)
    return render_template(
        "extension_requests/completeness.html",
        dossier=found,
        state=get_state(slug),
        seen=seen,
        checklist=checklist_for(found),
        version=version,
        items=items,
        counts=_counts(items),
        own=current_user.id,
        shows=lambda each: _shows(each, seen),
        hidden=[each for each in items if each.readings and not _shows(each, seen)],
        reading_open=found.state in READ_IN and version == found.version,
        earlier=version_read_before(found, current_user.id) if seen.works and found.state in READ_IN else None,
        here_below=address_of(found, slug),
    )


@blueprint.route(f"{COMPLETENESS}/reading", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def read_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """All items in one form: the person's own reading of the version on file."""
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    checklist = checklist_for(found)
    form = reading_form(checklist)
    back = link("extension_requests.completeness", **address_of(found, slug))
    if not form.is_submitted():
        _fill(form, found)
    elif form.validate():
        try:
            with transaction():
                changed = save_readings(
                    hold_dossier(found.id),
                    form.found(checklist),
                    version=form.version.data,
                    seen=form.seen.data or "",
                    by=acting(),
                )
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)s finding was saved.", "%(num)s findings were saved.", changed), "success")
            return redirect(back)
    page = render_template(
        "extension_requests/reading.html",
        dossier=found,
        state=get_state(slug),
        form=form,
        checklist=checklist,
        back=back,
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.post(f"{COMPLETENESS}/take-over")
@requires(Right.WORK_ON_ANALYSIS)
def take_over_reading(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """The reader holds of the new version what they found in the one before, where they have not read it yet."""
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    try:
        with transaction():
            taken = take_over_readings(hold_dossier(found.id), version=found.version, by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        told = ngettext("%(num)s finding was taken over.", "%(num)s findings were taken over.", taken)
        flash(told, "success")
    return redirect(link("extension_requests.completeness", **address_of(found, slug)))


@blueprint.route(f"{COMPLETENESS}/<item>/settle", methods=["GET", "POST"])
@requires(Right.AGREE_TO_ANALYSIS)
def settle_item(convention: str, article: str, slug: str, number: int, item: str) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.CHAIR)
    detailed = next((each for each in detailed_items(found) if each.read.item.code == item), None)
    if detailed is None:
        raise NotFound(_("The checklist has no such item."))
    form = SettlementForm()
    if not form.is_submitted():
        form.version.data, form.seen.data = found.version, fingerprint(detailed.found)
        if detailed.settlement is not None:
            form.finding.data, form.note.data = detailed.settlement.finding.value, detailed.settlement.note
    return act_page(
        form,
        lambda: settle(
            hold_dossier(found.id),
            item,
            form.finding_chosen,
            note=form.note.data or "",
            version=form.version.data,
            seen=form.seen.data or "",
            by=acting(),
        ),
        title=_("Settle item %(code)s", code=item),
        lead=detailed.read.item.title,
        words=_("Settle it"),
        done=_("The group’s finding is recorded."),
        back=link("extension_requests.completeness", **address_of(found, slug)),
        template="extension_requests/settle.html",
        readings=detailed.readings,
    )


def completeness_panel(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """How far the group has read the request: for those alone who read what is the group's."""
    if not seen.inside or not dossier.version or dossier.file_id is None:
        return None
    read = items_read(dossier)
    shown = {
        "total": len(read),
        "done": len(read) - len(unread(read)),
        "gaps": gaps(read),
        "differing": differing(read),
        "readers": READERS,
        "version": dossier.version,
        "page": link("extension_requests.completeness", **address_of(dossier, slug_here())),
    }
    return Panel("completeness", _("Completeness"), "extension_requests/_completeness.html", shown)


def _fill(form: ReadingForm, dossier: Dossier) -> None:
    own = own_findings(dossier, current_user.id, version=dossier.version)
    form.version.data, form.seen.data = dossier.version, fingerprint(own)
    for code, each in own.items():
        if f"{code}-finding" in form:
            form[f"{code}-finding"].data = each.finding.value
            form[f"{code}-page"].data, form[f"{code}-note"].data = each.page, each.note


def _version_asked(dossier: Dossier) -> int:
    """`?version=1`: how an earlier version was read. NotFound for one that is not there."""
    version = request.args.get("version", dossier.version, type=int)
    if not dossier.version or not 1 <= version <= dossier.version:
        raise NotFound(_("There is no such version of the request."))
    return version


def _shows(item: Detailed, seen: Sight) -> bool:
    """Whether what others found of it is shown to the person."""
    return not seen.works or item.by(current_user.id) is not None or request.args.get("others") == "1"


def _counts(items: Sequence[Detailed]) -> dict[str, Sequence[str]]:
    read = [each.read for each in items]
    return {"gaps": gaps(read), "differing": differing(read), "unread": unread(read)}
