"""Acts on the request itself: registered, acknowledged, revised, put before the group."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.registry import get_convention
from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting
from core.wording import day_in_words
from extension_requests.forms.documents import uploaded
from extension_requests.forms.requests import AcknowledgementForm, CheckForm, RevisionForm, SubmissionForm
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.dossiers import followed_dossier
from extension_requests.routes.counter import DOSSIER, acting_as, blueprint, dossier_address, dossier_of_page
from extension_requests.rules.machine import Who
from extension_requests.workflow.checks import open_check
from extension_requests.workflow.requests import acknowledge, revise, submit
from extension_requests.workflow.transitions import hold_dossier


@blueprint.route(f"{DOSSIER}/submit", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def submit_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), SubmissionForm()
    if not form.is_submitted():
        form.received_on.data = today()
    return act_page(
        form,
        lambda: submit(hold_dossier(found.id), form.came, who=seen.who, on=today(), by=acting()),
        title=_("Register the request"),
        lead=_lead(found),
        words=_("Register the request"),
        done=_("The request is registered and open to everybody."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/acknowledge", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def acknowledge_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """The letters are written elsewhere; here it is recorded that they have been sent."""
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), AcknowledgementForm()
    if not form.is_submitted():
        form.acknowledged_on.data = today()
    return act_page(
        form,
        lambda: acknowledge(
            hold_dossier(found.id),
            acknowledged_on=form.acknowledged_on.data,
            language=form.language.data,
            letter=uploaded(form.file),
            circular=uploaded(form.circular),
            who=seen.who,
            on=today(),
            by=acting(),
        ),
        title=_("Record the acknowledgement"),
        lead=_("A letter that is among the documents of the request already need not be chosen again."),
        words=_("Record it"),
        done=_("The acknowledgement is recorded."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/open-check", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def open_check_of_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), CheckForm()
    return act_page(
        form,
        lambda: open_check(hold_dossier(found.id), who=seen.who, on=today(), by=acting()),
        title=_("Open the completeness check"),
        lead=_(
            "The group gets a file about the request and may read its checklist. If the State that asks has a place in "
            "the group, it takes no part, and its representatives are told so by mail."
        ),
        words=_("Open the check"),
        done=_("The group can check the request."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/revise", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def revise_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), RevisionForm()
    if not form.is_submitted():
        form.received_on.data, form.interim.data = today(), found.interim
    return act_page(
        form,
        lambda: revise(hold_dossier(found.id), form.came, who=seen.who, on=today(), by=acting()),
        title=_("Register a revised request"),
        lead=_(
            "It becomes version %(number)s. Earlier versions stay open to everybody; the group checks the new one, and "
            "its tables are entered anew.",
            number=found.version + 1,
        ),
        words=_("Register it"),
        done=_("The new version is registered. The group checks it now."),
        back=dossier_address(found, slug),
    )


def _lead(dossier: Dossier) -> str:
    """What the article allows, and what else would follow."""
    rule = get_convention(dossier.convention).by_article(dossier.article)
    told = _("The deadline is %(day)s.", day=day_in_words(dossier.deadline, "EN"))
    if rule.max_extension_months:
        told += " " + ngettext(
            "One extension may be %(num)s month at most.",
            "One extension may be %(num)s months at most.",
            rule.max_extension_months,
        )
    if before := followed_dossier(dossier.convention, dossier.article, dossier.iso3):
        told += " " + _("Request %(number)s, whose decision is followed up, is superseded by it.", number=before.number)
    return f"{told} {_('Request, summary and annexes are open to everybody from then on; the note verbale is not.')}"
