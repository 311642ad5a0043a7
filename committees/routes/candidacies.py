"""Candidacies for the election at a meeting: received and withdrawn."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.rotation import CandidacyEndForm, CandidacyForm
from committees.queries.offices import Offices
from committees.queries.rotation import formal_meeting, meeting_then, parties_by_name
from committees.queries.slates import get_candidacy
from committees.routes.counter import blueprint
from committees.routes.rotation import IN_MEETING, meeting_address
from committees.workflow.candidacies import receive_candidacy, withdraw_candidacy
from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting


@blueprint.route(f"{IN_MEETING}/candidacies/new", methods=["GET", "POST"])
@requires(Right.PLAN_ROTATION)
def new_candidacy(convention: str, meeting: str) -> ResponseReturnValue:
    plan = meeting_then(Offices(convention), meeting, on=today())
    bodies = [(body.slug, body.name) for body in plan.bodies]
    form = CandidacyForm(parties_by_name(plan), bodies, data={"received_on": today()})
    return act_page(
        form,
        lambda: receive_candidacy(
            convention,
            plan.meeting.short,
            form.body.data,
            iso3=form.state.data,
            received_on=form.received_on.data,
            source=form.source.data,
            notes=form.notes.data,
            by=acting(),
        ),
        title=_("Record a candidacy"),
        lead=_("For the election at the %(meeting)s.", meeting=plan.meeting.short),
        words=_("Record the candidacy"),
        done=_("The candidacy is on record."),
        back=meeting_address(convention, plan.meeting.short),
    )


@blueprint.route(f"{IN_MEETING}/candidacies/<int:candidacy_id>/withdraw", methods=["GET", "POST"])
@requires(Right.PLAN_ROTATION)
def candidacy_withdrawal(convention: str, meeting: str, candidacy_id: int) -> ResponseReturnValue:
    offices = Offices(convention)
    short = formal_meeting(offices, meeting).short
    candidacy = get_candidacy(convention, short, candidacy_id)
    form = CandidacyEndForm(data={"withdrawn_on": today()})
    return act_page(
        form,
        lambda: withdraw_candidacy(candidacy, withdrawn_on=form.withdrawn_on.data, by=acting()),
        title=_("Withdraw a candidacy"),
        lead=_(
            "%(state)s, %(body)s, at the %(meeting)s. It stays on record as withdrawn; proposals stay as they are.",
            state=offices.states[candidacy.iso3].name,
            body=offices.bodies[candidacy.body].name_en,
            meeting=short,
        ),
        words=_("Record the withdrawal"),
        done=_("The withdrawal of the candidacy is on record."),
        back=meeting_address(convention, short),
    )
