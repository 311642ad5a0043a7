"""Reform scenarios: the machinery as it is on the day and as it would be, side by side."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from committees.forms.reforms import ScenarioForm
from committees.models.reforms import ProposalKind, ProposalState
from committees.queries.offices import Offices
from committees.queries.reforms import change_of, get_scenario, machinery, proposals, scenarios, state_on
from committees.queries.rosters import roster
from committees.routes.counter import blueprint, body_address
from committees.rules.machinery import Comparison, Covered, Outcome, Part, outcome, totals
from committees.workflow.reforms import change_scenario, make_scenario, ref_to_scenario
from conventions.registry import get_convention
from core.audit.queries import history_of
from core.look.acts import act_page
from core.numbers import whole_number
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


def sentences(found: Outcome) -> list[str]:
    """What would be different, in words: who takes over, who is discontinued, what is left uncovered."""
    told = []
    for each in found.comparisons:
        if each.took_over and each.after:
            fields = list_in_words([part.short for part in each.took_over], "EN")
            told.append(
                _(
                    "The %(body)s also covers %(field)s, with %(holders)s.",
                    body=each.before.name,
                    field=fields,
                    holders=_seats_in_words(each.after),
                )
            )
        if each.after and each.after.seats != each.before.seats:
            told.append(
                _(
                    "The %(body)s has %(after)s instead of %(before)s.",
                    body=each.before.name,
                    after=_seats_in_words(each.after),
                    before=_seats_in_words(each.before),
                )
            )
    told += [_discontinued(each) for each in found.comparisons if each.after is None]
    told += [
        _("Nobody covers %(field)s any more.", field=covered.topic.short)
        for covered in found.covered
        if covered.by is None
    ]
    for each in found.comparisons:
        if each.after and (invited := [name for name in each.after.invited if name not in each.before.invited]):
            names = list_in_words(invited, "EN")
            told.append(_("The %(body)s invites to every meeting: %(names)s.", body=each.before.name, names=names))
    if found.orphaned_tasks:
        told.append(
            ngettext(
                "%(num)d open task has no body any more.",
                "%(num)d open tasks have no body any more.",
                found.orphaned_tasks,
            )
        )
    return told


def covered_in_words(covered: Covered) -> str:
    if covered.by is None:
        return _("nobody")
    return _("%(body)s, %(holders)s", body=covered.by.name, holders=_seats_in_words(covered.by))


def _discontinued(each: Comparison) -> str:
    office = each.before.name
    if each.into is None:
        return _("The %(office)s is discontinued (%(seats)s).", office=office, seats=_seats_in_words(each.before))
    return _(
        "The %(office)s is discontinued (%(seats)s); its mandate goes to the %(into)s.",
        office=office,
        seats=_seats_in_words(each.before),
        into=each.into.name,
    )


def _seats_in_words(part: Part) -> str:
    return f"{part.seats} {part.role}{'' if part.seats == 1 else 's'}"


def _included(listed: Sequence[Any], on: date) -> set[int]:
    """Numbers from the address; without any, those not decided on the day. `chosen`: the boxes were on the page."""
    if "with" in request.args or "chosen" in request.args:
        asked = {whole_number(text) for text in request.args.getlist("with")}
        return {each.number for each in listed} & {number for number in asked if number is not None}
    return {each.number for each in listed if state_on(each, on) is ProposalState.PROPOSED}


def _told_states(story: Any, listed: Sequence[Any], on: date) -> str:
    """15 proposed, 1 not adopted"""
    states = [state_on(each, on) for each in listed if each.scenario == story.slug]
    told = [f"{states.count(state)} {state.value}" for state in ProposalState if state in states]
    return list_in_words(told, "EN") or _("no proposals yet")


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
