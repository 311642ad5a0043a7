"""Bodies established, composed anew and discontinued; places and invitations given and ended."""

from dataclasses import asdict

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.bodies import BodyForm, CompositionForm, DiscontinuationForm, PlaceForm
from committees.forms.terms import LastDayForm
from committees.models.bodies import BodyKind, PlaceKind, PlaceOf
from committees.queries.bodies import get_body
from committees.queries.offices import Offices
from committees.routes.counter import blueprint, body_address
from committees.workflow.bodies import discontinue_body, establish_body, give_place, take_place
from committees.workflow.compositions import change_composition, rule_of
from core.clock import today
from core.look.acts import act_page
from core.periods import A_DAY
from core.permissions import Right, requires
from core.web import acting, link


@blueprint.route("/<convention:convention>/offices/new-body", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def establish(convention: str) -> ResponseReturnValue:
    form = BodyForm(data={"starts_on": today(), "term_meetings": 2})
    return act_page(
        form,
        lambda: establish_body(
            convention,
            kind=BodyKind(form.kind.data),
            names=(form.name_en.data, form.name_fr.data, form.name_es.data),
            short=form.short.data,
            rule=form.rule,
            starts_on=form.starts_on.data,
            established_at=form.decided_at.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Establish a body"),
        lead=_(
            "A committee, working group, coordinator, analysis group or task force of the %(convention)s.",
            convention=convention,
        ),
        words=_("Establish the body"),
        done=_("The body is on record."),
        back=link("committees.bodies", convention=convention),
    )


@blueprint.route("/<convention:convention>/committees/<body>/compose", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def compose(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    present = Offices(convention).newest_composition(body)
    kept = asdict(rule_of(present)) if present else {}
    form = CompositionForm(data={**kept, "starts_on": today()})
    return act_page(
        form,
        lambda: change_composition(
            convention,
            body,
            form.rule,
            starts_on=form.starts_on.data,
            decided_at=form.decided_at.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Change how a body is composed"),
        lead=_("%(body)s: what holds now ends on that day and stays on record.", body=row.name_en),
        words=_("Change the composition"),
        done=_("The composition is on record."),
        back=body_address(convention, body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/discontinue", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def discontinue(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    held = [each for each in Offices(convention).holdings(body) if each.holds(today())]
    form = DiscontinuationForm()
    return act_page(
        form,
        lambda: discontinue_body(
            convention, body, at=form.meeting.data, on=today(), sourcing=form.sourcing, by=acting()
        ),
        title=_("Discontinue a body"),
        lead=_(
            "%(body)s: it ends with the close of the meeting, and with it the terms that still run (today %(number)s),"
            " its mandate, and the places that follow it at other tables. All stays on record.",
            body=row.name_en,
            number=len(held),
        ),
        words=_("Discontinue the body"),
        done=_("The body is discontinued; it stays on record."),
        back=body_address(convention, body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/places/new", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def new_place(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    form = PlaceForm(data={"starts_on": today(), "of": PlaceOf.INSTITUTION.value, "kind": "standing invitation"})
    return act_page(
        form,
        lambda: give_place(
            convention,
            body,
            kind=PlaceKind(form.kind.data),
            of=PlaceOf(form.of.data),
            name=form.name.data,
            starts_on=form.starts_on.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Give a place or an invitation"),
        lead=_("%(body)s: a place follows an office, or is an institution’s.", body=row.name_en),
        words=_("Give the place"),
        done=_("The place is on record."),
        back=body_address(convention, body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/places/<int:place_id>/end", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def end_of_place(convention: str, body: str, place_id: int) -> ResponseReturnValue:
    row = get_body(convention, body)
    form = LastDayForm(data={"last_day": today()})
    return act_page(
        form,
        lambda: take_place(convention, body, place_id, ends_before=form.last_day.data + A_DAY, by=acting()),
        title=_("End a place"),
        lead=_("%(body)s: the entry stays on record.", body=row.name_en),
        words=_("End the place"),
        done=_("The last day is on record."),
        back=body_address(convention, body),
    )
