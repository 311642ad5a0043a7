"""A decision put to silence, and the objection that breaks it."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting
from extension_requests.forms.decisions import ObjectionForm, SilenceForm
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import clauses_of
from extension_requests.routes.counter import DOSSIER, acting_as, blueprint, dossier_address, dossier_of_page
from extension_requests.rules.machine import Who
from extension_requests.workflow.silence import note_objection, open_silence
from extension_requests.workflow.transitions import hold_dossier
from states_parties.queries.facts import parties


@blueprint.route(f"{DOSSIER}/silence/new", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def put_to_silence(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), SilenceForm(data={"opened_on": today(), "text": _text_of(found)})
    return act_page(
        form,
        lambda: open_silence(
            hold_dossier(found.id),
            form.silence,
            text=form.text.data,
            zone=form.zone.data,
            who=seen.who,
            by=acting(),
        ),
        title=_("Put the decision to silence"),
        lead=_(
            "Where the meeting cannot sit: one objection until it closes breaks it; unbroken, the decision is taken "
            "when it closes, and recorded then. Nothing is sent by this."
        ),
        words=_("Record that it is open"),
        done=_("The silence procedure is on record."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/silence/objection", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def break_silence(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    form = ObjectionForm(data={"said_on": today()})
    form.state.choices = [(each.list_name, each.list_name) for each in parties(convention, on=today())]
    return act_page(
        form,
        lambda: note_objection(
            hold_dossier(found.id),
            objector=form.state.data,
            said_at=form.moment,
            text=form.objection.data or "",
            by=acting(),
        ),
        title=_("A State objected"),
        lead=_("One objection is enough: nothing is decided by this procedure any more."),
        words=_("Record the objection"),
        done=_("Silence is broken."),
        back=dossier_address(found, slug),
    )


def _text_of(dossier: Dossier) -> str:
    return "\n".join(each.text for each in clauses_of(dossier))
