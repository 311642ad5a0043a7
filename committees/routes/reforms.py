"""Proposals to change the machinery of a Convention, and the scenarios in which they are looked at together."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.reforms import ScenarioForm
from committees.models.reforms import ProposalState
from committees.queries.offices import Offices
from committees.queries.reforms import proposals, scenarios, state_on
from committees.routes.counter import blueprint, body_address
from committees.workflow.reforms import make_scenario
from conventions.registry import get_convention
from core.look.acts import act_page
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link
from core.wording import list_in_words

MEANINGS = {ProposalState.PROPOSED: "soon", ProposalState.ADOPTED: "done", ProposalState.NOT_ADOPTED: "neutral"}


@blueprint.get("/<convention:convention>/reforms")
@requires(Right.READ_COMMITTEE_WORK)
def reforms(convention: str) -> str | Response:
    on, stories = as_of(), scenarios(convention)
    listed = proposals(convention)
    table = _proposals_table(convention, listed, {each.slug: each.title for each in stories}, on)
    title = _("Proposals to change the machinery of the %(convention)s", convention=convention)
    return export_response(table, title) or render_template(
        "committees/reforms.html",
        definition=get_convention(convention),
        on=on,
        scenarios=[(story, _told_states(story, listed, on)) for story in stories],
        page=table_page(table),
    )


@blueprint.route("/<convention:convention>/reforms/new", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def new_scenario(convention: str) -> ResponseReturnValue:
    form = ScenarioForm()
    return act_page(
        form,
        lambda: make_scenario(
            convention,
            title=form.title.data,
            description=form.description.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Make a scenario"),
        lead=_("Proposals to change the machinery of the %(convention)s, looked at together.", convention=convention),
        words=_("Make the scenario"),
        done=_("The scenario is made. Open it and add its proposals."),
        back=link("committees.reforms", convention=convention),
    )


def _told_states(story: Any, listed: Sequence[Any], on: date) -> str:
    """15 proposed, 1 not adopted"""
    states = [state_on(each, on) for each in listed if each.scenario == story.slug]
    told = [f"{states.count(state)} {state.value}" for state in ProposalState if state in states]
    return list_in_words(told, "EN") or _("no proposals yet")


def _proposals_table(convention: str, listed: Sequence[Any], titles: dict[str, str], on: date) -> Table:
    names = Offices(convention).names if listed else {}
    return Table(
        name=f"proposals-{convention.lower()}",
        columns=(
            Column(
                "title",
                _("Proposal"),
                lambda each: f"{each.number}. {each.title}",
                href=lambda each: link(
                    "committees.proposal", convention=convention, scenario=each.scenario, number=each.number
                ),
            ),
            Column("kind", _("Kind"), lambda each: each.kind.value, filter=True),
            Column(
                "body", _("Body"), lambda each: names[each.body], href=lambda each: body_address(convention, each.body)
            ),
            Column("into", _("Into"), lambda each: names.get(each.into_body, "")),
            Column("scenario", _("Scenario"), lambda each: titles[each.scenario], filter=True, aside=True),
            Column("document", _("Document"), lambda each: each.document),
            Column("paragraph", _("Paragraph"), lambda each: each.paragraph),
            Column(
                "state",
                _("State of play"),
                lambda each: state_on(each, on).value,
                filter=True,
                meaning=lambda each: MEANINGS[state_on(each, on)],
            ),
            Column(
                "decided_at", _("Decided at"), lambda each: each.decided_at if state_on(each, on) == each.state else ""
            ),
        ),
        rows=listed,
        noun=(_("proposal"), _("proposals")),
        empty=(
            _("Nothing has been proposed yet."),
            _("Make a scenario, then add what is proposed: a mandate amended, bodies merged, seats changed."),
        ),
    )
