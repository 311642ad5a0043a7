"""One proposal: what it says, how it is drafted, and what became of it at a meeting."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from committees.forms.reforms import FORMS, AdoptionForm, MeetingDecisionForm, ProposalForm, meeting_choices
from committees.models.reforms import ProposalKind, ProposalState
from committees.queries.effects import Effects, effects_of
from committees.queries.offices import Offices
from committees.queries.reforms import get_proposal, get_scenario, state_on
from committees.routes.counter import blueprint
from committees.routes.reforms import MEANINGS
from committees.rules.composition_words import composition_in_words
from committees.rules.mandates import compare_points
from committees.workflow.proposals import adopt_proposal, reject_proposal
from committees.workflow.reforms import add_proposal, change_proposal, remove_proposal
from core.clock import today
from core.db import transaction
from core.errors import NotFound, RuleViolation
from core.look.acts import act_page
from core.look.words import day
from core.permissions import Right, requires
from core.web import acting, as_of, link


@blueprint.get("/<convention:convention>/reforms/<scenario>/proposals/<int:number>")
@requires(Right.READ_COMMITTEE_WORK)
def proposal(convention: str, scenario: str, number: int) -> str:
    on, story, row = as_of(), get_scenario(convention, scenario), get_proposal(convention, scenario, number)
    offices = Offices(convention)
    composition = offices.composition(row.body, on=on)
    return render_template(
        "committees/proposal.html",
        scenario=story,
        proposal=row,
        on=on,
        state=state_on(row, on),
        meanings=MEANINGS,
        bodies=offices.bodies,
        composition_words=composition_in_words(composition) if composition else "",
    )


@blueprint.route("/<convention:convention>/reforms/<scenario>/proposals/new", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def new_proposal(convention: str, scenario: str) -> ResponseReturnValue:
    """First the kind and the body (`?kind=discontinue&body=reporting`), then what belongs to that kind."""
    story, offices = get_scenario(convention, scenario), Offices(convention)
    there = [row for row in offices.bodies.values() if row.ends_before is None]
    body, word = request.args.get("body", ""), request.args.get("kind", "")
    if body not in {row.slug for row in there} or word not in list(ProposalKind):
        return render_template(
            "committees/choose_proposal.html", scenario=story, kinds=list(ProposalKind), bodies=there
        )
    kind = ProposalKind(word)
    form = FORMS[kind]()
    _offer(form, offices, body)
    return act_page(
        form,
        lambda: add_proposal(convention, scenario, form.draft(kind, body), sourcing=form.sourcing, by=acting()),
        title=_("Add a proposal"),
        lead=f"{offices.bodies[body].name_en}: {kind.value}",
        words=_("Add the proposal"),
        done=_("The proposal is added."),
        back=link("committees.scenario", convention=convention, scenario=scenario),
    )


@blueprint.route("/<convention:convention>/reforms/<scenario>/proposals/<int:number>/change", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def edit_proposal(convention: str, scenario: str, number: int) -> ResponseReturnValue:
    row, offices = _open(convention, scenario, number), Offices(convention)
    values = {name: getattr(row, name) for name in ("title", "document", "paragraph", "into_body", "dropped", "seats")}
    values |= {name: getattr(row, name) for name in ("renewed_each_time", "institution", "source", "notes")}
    form = FORMS[row.kind](data={**values, "added": "\n".join(row.added), "confidence": row.confidence.value})
    _offer(form, offices, row.body)
    return act_page(
        form,
        lambda: change_proposal(
            convention, scenario, number, form.draft(row.kind, row.body), sourcing=form.sourcing, by=acting()
        ),
        title=_("Change proposal %(number)s", number=number),
        lead=f"{offices.bodies[row.body].name_en}: {row.kind.value}",
        words=_("Change the proposal"),
        done=_("The proposal is changed."),
        back=_address(convention, scenario, number),
    )


@blueprint.route("/<convention:convention>/reforms/<scenario>/proposals/<int:number>/remove", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def drop_proposal(convention: str, scenario: str, number: int) -> ResponseReturnValue:
    row, story = _open(convention, scenario, number), get_scenario(convention, scenario)
    back = link("committees.scenario", convention=convention, scenario=scenario)
    if request.method == "POST":
        with transaction():
            remove_proposal(convention, scenario, number, by=acting())
        flash(_("The proposal is removed; the history keeps what it said."), "success")
        return redirect(back)
    return render_template("committees/remove_proposal.html", scenario=story, proposal=row, back=back)


@blueprint.route("/<convention:convention>/reforms/<scenario>/proposals/<int:number>/adopt", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def adopt(convention: str, scenario: str, number: int) -> ResponseReturnValue:
    """First the meeting; then, with it in the address, everything that will happen, to be confirmed."""
    row, story, offices = _open(convention, scenario, number), get_scenario(convention, scenario), Offices(convention)
    form = AdoptionForm(request.args) if request.method == "GET" else AdoptionForm()
    form.meeting.choices = meeting_choices(_opened(offices))
    effects: Effects | None = None
    refused = False
    if request.method == "POST" or "meeting" in request.args:
        try:
            if form.validate_on_submit():
                with transaction():
                    done = adopt_proposal(
                        convention,
                        scenario,
                        number,
                        decision=form.decision,
                        expected=form.expected.data or "",
                        on=today(),
                        by=acting(),
                    )
                flash(_("Adopted: in force from %(day)s.", day=day(done.from_day)), "success")
                return redirect(_address(convention, scenario, number))
            effects = effects_of(offices, row, form.meeting.data or "", on=today())
            form.expected.data = effects.fingerprint
        except RuleViolation as refusal:
            form.refuse(refusal)
            refused, effects = True, None
    page = render_template(
        "committees/adopt.html",
        scenario=story,
        proposal=row,
        form=form,
        effects=effects,
        told=_effects_in_words(offices, row, effects) if effects else (),
        points=compare_points(effects.points_before, effects.points) if effects else (),
        back=_address(convention, scenario, number),
    )
    return (page, 422) if refused else page


@blueprint.route("/<convention:convention>/reforms/<scenario>/proposals/<int:number>/reject", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def reject(convention: str, scenario: str, number: int) -> ResponseReturnValue:
    row = _open(convention, scenario, number)
    form = MeetingDecisionForm()
    form.meeting.choices = meeting_choices(_opened(Offices(convention)))
    return act_page(
        form,
        lambda: reject_proposal(convention, scenario, number, decision=form.decision, on=today(), by=acting()),
        title=_("Record that a proposal was not adopted"),
        lead=_("%(number)s. %(title)s. Nothing in the registers changes.", number=number, title=row.title),
        words=_("Record: not adopted"),
        done=_("It is on record that the proposal was not adopted."),
        back=_address(convention, scenario, number),
    )


def _open(convention: str, scenario: str, number: int) -> Any:
    """The row of a proposal not decided yet; NotFound for a decided one, of which nothing can be changed."""
    row = get_proposal(convention, scenario, number)
    if row.state is not ProposalState.PROPOSED:
        raise NotFound(f"Proposal {number} was decided already ({row.state.value}); it stays on record as it is.")
    return row


def _offer(form: ProposalForm, offices: Offices, body: str) -> None:
    """What can be chosen: the points of the present mandate, the bodies to merge into."""
    fields: Any = form
    if "dropped" in form:
        mandate = offices.newest_mandate(body)
        fields.dropped.choices = [(point, point) for point in (mandate.points if mandate else ())]
    if "into_body" in form:
        there = [row for row in offices.bodies.values() if row.ends_before is None and row.slug != body]
        fields.into_body.choices = [(row.slug, row.name_en) for row in there]


def _opened(offices: Offices) -> list[Any]:
    return [each for each in offices.order.meetings if each.opens_on and each.opens_on <= today()]


def _address(convention: str, scenario: str, number: int) -> str:
    return link("committees.proposal", convention=convention, scenario=scenario, number=number)


def _effects_in_words(offices: Offices, row: Any, effects: Effects) -> list[str]:
    """Everything that will happen, one sentence each."""
    first, told = day(effects.from_day), []
    if effects.mandate_of:
        name = offices.bodies[effects.mandate_of].name_en
        told.append(_("The %(body)s gets version %(number)s of its mandate.", body=name, number=effects.version))
    if effects.discontinued:
        name = offices.bodies[effects.discontinued].name_en
        told.append(_("The %(body)s is discontinued: it is no body from %(day)s.", body=name, day=first))
        told.append(_terms_in_words(offices, effects, _("the body was discontinued")))
        if effects.places_ended:
            number = len(effects.places_ended)
            told.append(
                ngettext(
                    "%(num)d place at its table, or that followed it at others, ends.",
                    "%(num)d places at its table, or that followed it at others, end.",
                    number,
                )
            )
        if effects.open_tasks:
            told.append(
                ngettext(
                    "%(num)d open task stays in its work plan and needs a new home.",
                    "%(num)d open tasks stay in its work plan and need a new home.",
                    effects.open_tasks,
                )
            )
    elif row.kind is ProposalKind.COMPOSITION:
        name = offices.bodies[row.body].name_en
        before = composition_in_words(effects.composition)
        told.append(_("The %(body)s has %(after)s elected seats.", body=name, after=row.seats))
        told.append(_("Its composition until then: %(before)s", before=before))
        told.append(_terms_in_words(offices, effects, _("the seat was discontinued")))
    elif row.kind is ProposalKind.INVITE:
        name = offices.bodies[row.body].name_en
        told.append(_("%(who)s is invited to every meeting of the %(body)s.", who=row.institution, body=name))
        if effects.places_ended:
            told.append(_("Its ad hoc invitation ends."))
    return told


def _terms_in_words(offices: Offices, effects: Effects, reason: str) -> str:
    if not effects.cut:
        return _("No term is cut short: none on record runs on.")
    names = ", ".join(offices.states[each.iso3].name for each in effects.cut)
    return ngettext(
        "%(num)d term ends with the meeting (%(names)s). Reason: %(reason)s.",
        "%(num)d terms end with the meeting (%(names)s). Reason: %(reason)s.",
        len(effects.cut),
        names=names,
        reason=reason,
    )
