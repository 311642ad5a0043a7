"""A reform scenario: the machinery as it is on the day and as it would be, side by side."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.reforms import ScenarioForm
from committees.models.reforms import ProposalKind, ProposalState
from committees.queries.offices import Offices
from committees.queries.reforms import change_of, get_scenario, machinery, proposals, state_on
from committees.queries.rosters import roster
from committees.routes.counter import blueprint, body_address
from committees.routes.outcome_words import covered_in_words, sentences
from committees.routes.reforms import MEANINGS
from committees.rules.machinery import totals
from committees.rules.outcomes import Comparison, Outcome, outcome
from committees.workflow.reforms import change_scenario, ref_to_scenario
from core.audit.queries import history_of
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link


@blueprint.get("/<convention:convention>/reforms/<scenario>")
@requires(Right.READ_COMMITTEE_WORK)
def scenario(convention: str, scenario: str) -> str | Response:
    """The machinery with the proposals that the address names (`?with=1&with=3`), else with all not decided."""
    on, story, offices = as_of(), get_scenario(convention, scenario), Offices(convention)
    listed = proposals(convention, scenario)
    included = _included(listed, on)
    found = outcome(machinery(offices, on=on), [change_of(each) for each in listed if each.number in included])
    table = _machinery_table(offices, found, story, on)
    return export_response(table, story.title) or render_template(
        "committees/scenario.html",
        scenario=story,
        on=on,
        proposals=[(each, state_on(each, on)) for each in listed],
        meanings=MEANINGS,
        kinds=list(ProposalKind),
        included=included,
        outcome=found,
        sentences=sentences(found),
        covered_in_words=covered_in_words,
        figures=_figures(found),
        page=table_page(table),
        history=history_of(ref_to_scenario(story)),
    )


@blueprint.route("/<convention:convention>/reforms/<scenario>/change", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def edit_scenario(convention: str, scenario: str) -> ResponseReturnValue:
    story = get_scenario(convention, scenario)
    form = ScenarioForm(
        data={
            "title": story.title,
            "description": story.description,
            "source": story.source,
            "confidence": story.confidence.value,
            "notes": story.notes,
        }
    )
    return act_page(
        form,
        lambda: change_scenario(
            convention,
            scenario,
            title=form.title.data,
            description=form.description.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Change the scenario"),
        lead=story.title,
        words=_("Change the scenario"),
        done=_("The scenario is changed."),
        back=link("committees.scenario", convention=convention, scenario=scenario),
    )


def _included(listed: Sequence[Any], on: date) -> set[int]:
    """Numbers from the address; without any, those not decided on the day. `chosen`: the boxes were on the page."""
    if "with" in request.args or "chosen" in request.args:
        asked = {whole_number(text) for text in request.args.getlist("with")}
        return {each.number for each in listed} & {number for number in asked if number is not None}
    return {each.number for each in listed if state_on(each, on) is ProposalState.PROPOSED}


def _figures(found: Outcome) -> list[tuple[str, Any, Any]]:
    """Label, now, then."""
    now, then = totals(found.before), totals(found.after)
    roles = sorted({*now.seats, *then.seats})
    rows: list[tuple[str, Any, Any]] = [(_("Bodies"), now.bodies, then.bodies)]
    if now.themes:
        rows.append((_("Themes (working groups and coordinators)"), now.themes, then.themes))
    if now.committees:
        rows.append((_("Committees"), now.committees, then.committees))
    labels = {"coordinator": _("Coordinators"), "member": _("Members of committees")}
    rows += [(labels.get(role, role), now.seats.get(role, 0), then.seats.get(role, 0)) for role in roles]
    return [
        *rows,
        (_("Elected seats, all"), now.all_seats, then.all_seats),
        (_("Points of mandates"), now.points, then.points),
        (_("Points per elected seat"), now.points_per_seat, then.points_per_seat),
        (_("Open tasks"), now.open_tasks, then.open_tasks),
        (_("Hours estimated for open tasks"), now.effort_hours, then.effort_hours),
        (_("Hours per elected seat"), now.hours_per_seat, then.hours_per_seat),
    ]


def _outcome_word(each: Comparison) -> str:
    if each.after is None:
        return _("merged") if each.into else _("discontinued")
    return _("changed") if each.differs else _("unchanged")


def _machinery_table(offices: Offices, found: Outcome, story: Any, on: date) -> Table:
    convention = offices.convention
    meanings = {_("merged"): "late", _("discontinued"): "late", _("changed"): "soon", _("unchanged"): "neutral"}

    def holders(each: Comparison) -> str:
        if not each.before.seats:
            return ""
        names = [holder.name for holder in roster(offices, each.before.slug, on=on).states if holder.seat]
        return ", ".join(names) or _("not documented")

    def then(name: str) -> Any:
        return lambda each: getattr(each.after, name) if each.after else None

    return Table(
        name=f"machinery-{convention.lower()}-{story.slug}",
        columns=(
            Column(
                "body",
                _("Body"),
                lambda each: each.before.name,
                href=lambda each: body_address(convention, each.before.slug),
            ),
            Column(
                "outcome",
                _("Outcome"),
                _outcome_word,
                filter=True,
                meaning=lambda each: meanings[_outcome_word(each)],
            ),
            Column("into", _("Covered by"), lambda each: each.into.short if each.into else ""),
            Column("holders", _("Holders on this day"), holders),
            Column("seats_now", _("Seats now"), lambda each: each.before.seats, kind="number"),
            Column("seats_then", _("Seats then"), then("seats"), kind="number"),
            Column("points_now", _("Points now"), lambda each: len(each.before.points), kind="number"),
            Column(
                "points_then",
                _("Points then"),
                lambda each: len(each.after.points) if each.after else None,
                kind="number",
            ),
            Column("tasks_now", _("Open tasks now"), lambda each: each.before.open_tasks, kind="number"),
            Column("tasks_then", _("Open tasks then"), then("open_tasks"), kind="number"),
            Column("hours_now", _("Hours per seat now"), lambda each: each.before.hours_per_seat, kind="number"),
            Column("hours_then", _("Hours per seat then"), then("hours_per_seat"), kind="number"),
            Column("kind", _("Kind"), lambda each: each.before.kind, aside=True),
            Column("all_hours_now", _("Hours now"), lambda each: each.before.effort_hours, kind="number", aside=True),
            Column("all_hours_then", _("Hours then"), then("effort_hours"), kind="number", aside=True),
        ),
        rows=found.comparisons,
        noun=(_("body"), _("bodies")),
        empty=(_("No body is in force on this day."), _("Choose another day.")),
    )
