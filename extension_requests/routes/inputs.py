"""Expert inputs: who was asked, what came; nothing of it is for anybody but the group."""

from datetime import timedelta

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.permissions import Right, may, requires
from core.web import acting, link
from extension_requests.forms.documents import uploaded
from extension_requests.forms.inputs import REVIEWED, InviteForm, ReceiveForm, invite_form
from extension_requests.forms.questions import CloseForm
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.inputs import get_input, inputs_of, known_addresses
from extension_requests.routes.counter import (
    DOSSIER,
    acting_as,
    address_of,
    blueprint,
    dossier_of_page,
    inside,
)
from extension_requests.rules.machine import Who
from extension_requests.workflow.inputs import (
    INVITED_IN,
    check_invitation,
    close_inputs,
    decline_input,
    invite,
    receive_input,
)
from extension_requests.workflow.transitions import hold_dossier, name_of
from states_parties.queries.states import get_state

INPUTS = f"{DOSSIER}/inputs"
USUAL_TIME = timedelta(weeks=4)  # Office practice


@blueprint.get(INPUTS)
@requires(Right.READ_ANALYSIS)
def inputs(convention: str, article: str, slug: str, number: int) -> str:
    found = dossier_of_page(convention, article, slug, number)
    seen = inside(found)
    going = found.state in INVITED_IN and found.inputs_closed_on is None
    return render_template(
        "extension_requests/inputs.html",
        dossier=found,
        state=get_state(slug),
        rows=inputs_of(found),
        invites=going and bool(seen.who & {Who.ISU, Who.CHAIR}),
        keeps=seen.keeps,
        closes=going and seen.leads,
        here_below=address_of(found, slug),
        on=today(),
    )


@blueprint.route(f"{INPUTS}/invite", methods=["GET", "POST"])
@requires(Right.READ_ANALYSIS)
def invite_experts(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """First addresses and text are written, then shown with their number; only the second step sends."""
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU, Who.CHAIR)
    there = {each.organisation for each in inputs_of(found)}
    known = {name: address for name, address in known_addresses().items() if name not in there}
    form = invite_form(
        known,
        due_on=today() + USUAL_TIME,
        subject=_("Extension request of %(name)s", name=name_of(found)),
        text=_usual_text(found),
    )
    back = link("extension_requests.inputs", **address_of(found, slug))
    held = not may(Right.SEND_LETTERS, convention=convention)
    if form.validate_on_submit():
        try:
            if form.reviewed.data != REVIEWED:
                check_invitation(found, form.chosen(), **form.written, on=today())
                return _reviewed(found, slug, form, held=held, back=back)
            with transaction():
                invite(hold_dossier(found.id), form.chosen(), **form.written, held=held, on=today(), by=acting())
        except RuleViolation as refusal:
            form.reviewed.data = ""
            form.refuse(refusal)
        else:
            flash(
                _("They are invited.") if not held else _("The invitations wait in the outbox for the ISU."), "success"
            )
            return redirect(back)
    page = render_template(
        "extension_requests/invite_experts.html", dossier=found, state=get_state(slug), form=form, back=back
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route(f"{INPUTS}/<int:input_id>/receive", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def receive_expert_input(convention: str, article: str, slug: str, number: int, input_id: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    asked, form = get_input(found, input_id), ReceiveForm()
    if not form.is_submitted():
        form.received_on.data = today()

    def act() -> None:
        upload = uploaded(form.file)
        assert upload is not None  # the form has asked for it
        held = hold_dossier(found.id)
        receive_input(
            held,
            get_input(held, input_id),
            upload,
            received_on=form.received_on.data,
            language=form.language.data,
            on=today(),
            by=acting(),
        )

    return act_page(
        form,
        act,
        title=_("Input of %(name)s", name=asked.organisation),
        lead=_("The group and the ISU read it, nobody else."),
        words=_("Put on file"),
        done=_("The input is on file."),
        back=link("extension_requests.inputs", **address_of(found, slug)),
    )


@blueprint.route(f"{INPUTS}/<int:input_id>/decline", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def decline_expert_input(convention: str, article: str, slug: str, number: int, input_id: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    asked = get_input(found, input_id)

    def act() -> None:
        held = hold_dossier(found.id)
        decline_input(held, get_input(held, input_id), by=acting())

    return act_page(
        CloseForm(),
        act,
        title=_("%(name)s will not give its view", name=asked.organisation),
        words=_("Record it"),
        done=_("It is recorded."),
        back=link("extension_requests.inputs", **address_of(found, slug)),
    )


@blueprint.route(f"{INPUTS}/close", methods=["GET", "POST"])
@requires(Right.AGREE_TO_ANALYSIS)
def close_expert_inputs(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """For the chair alone, or the State that leads."""
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.CHAIR)
    awaited = [each.organisation for each in inputs_of(found) if each.received_on is None and not each.declined]
    lead = _("Nobody is invited any more.")
    if awaited:
        lead += " " + _("The group goes on without: %(names)s.", names=", ".join(awaited))
    return act_page(
        CloseForm(),
        lambda: close_inputs(hold_dossier(found.id), on=today(), by=acting()),
        title=_("Close the inputs"),
        lead=lead,
        words=_("Close the inputs"),
        done=_("The inputs are closed."),
        back=link("extension_requests.inputs", **address_of(found, slug)),
    )


def _reviewed(dossier: Dossier, slug: str, form: InviteForm, *, held: bool, back: str) -> str:
    addresses = form.chosen()
    told = ngettext("%(num)s mail leaves at once.", "%(num)s mails leave at once.", len(addresses))
    if held:
        told = ngettext(
            "%(num)s mail waits in the outbox until the ISU releases it.",
            "%(num)s mails wait in the outbox until the ISU releases them.",
            len(addresses),
        )
    form.reviewed.data = REVIEWED
    return render_template(
        "extension_requests/review_invitations.html",
        dossier=dossier,
        state=get_state(slug),
        form=form,
        addresses=addresses,
        told=told,
        back=back,
    )


def _usual_text(dossier: Dossier) -> str:
    return _(
        "The group that analyses this extension request would be grateful for your view on it: %(name)s.\n\n"
        "What you send is read by the group and the Implementation Support Unit alone, unless you publish it yourself.",
        name=name_of(dossier),
    )
