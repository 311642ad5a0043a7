"""The sponsorship programme of a Convention: rounds, averages, contributions, sponsored delegates."""

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.queries import meetings_of
from core.audit.queries import history_of
from core.clock import today
from core.forms import Form
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from meetings.forms.sponsorship import ContributionForm, RoundForm, SponsoredForm, written_round
from meetings.queries.sponsorship import Round, contribution_of, cost_of, get_round, rounds_of, sponsored_of
from meetings.routes.counter import blueprint
from meetings.rules.sponsorship import averages
from meetings.workflow.sponsorship import (
    add_contribution,
    change_round,
    make_round,
    ref_to_round,
    remove_contribution,
    remove_sponsored,
    sponsor_delegate,
)
from states_parties.queries.as_of import states_by_name

SPONSORSHIP = "/<convention:convention>/sponsorship"
ROUND = f"{SPONSORSHIP}/<int:round_id>"


@blueprint.get(SPONSORSHIP)
@requires(Right.READ_PARTICIPANTS)
def sponsorship(convention: str) -> str | Response:
    """`?from=` and `?until=` say over which years the averages are taken; otherwise over all."""
    rounds = rounds_of(convention)
    table = _table(convention, rounds)
    first = whole_number(request.args.get("from", "")) or min((each.row.first_year for each in rounds), default=None)
    last = whole_number(request.args.get("until", "")) or max((each.row.last_year for each in rounds), default=None)
    return export_response(table, _("Sponsorship, %(convention)s", convention=convention)) or render_template(
        "meetings/sponsorship.html",
        page=table_page(table),
        first=first,
        last=last,
        averages=averages([each.figures for each in rounds], first, last) if first and last else {},
        currency=rounds[0].row.currency if rounds else "",
        keeps=may(Right.KEEP_MEETINGS, convention=convention),
    )


@blueprint.get(ROUND)
@requires(Right.READ_PARTICIPANTS)
def sponsorship_round(convention: str, round_id: int) -> str | Response:
    found = get_round(convention, round_id)
    keeps = may(Right.KEEP_MEETINGS, convention=convention)
    table = _delegates(convention, found, with_acts=keeps and "format" not in request.args)
    return export_response(table, found.row.title) or render_template(
        "meetings/sponsorship_round.html",
        round=found,
        row=found.row,
        meeting=next((each for each in meetings_of(convention) if each.id == found.row.meeting_id), None),
        page=table_page(table),
        keeps=keeps,
        history=history_of(ref_to_round(found.row)) if keeps else None,
        names={each.id: each.name for each in found.delegates},
    )


@blueprint.route(f"{SPONSORSHIP}/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_round(convention: str) -> ResponseReturnValue:
    year = today().year
    form = RoundForm(data={"first_year": year, "last_year": year, "meetings": 1, "currency": "CHF"})
    _offer_meetings(form, convention)
    return act_page(
        form,
        lambda: make_round(convention, form.plan, form.sourcing, by=acting()),
        title=_("Open a round of sponsorship"),
        lead=_("Figures told by a report count until contributions and delegates themselves are on record."),
        words=_("Open the round"),
        done=_("The round is on record."),
        back=link("meetings.sponsorship", convention=convention),
    )


@blueprint.route(f"{ROUND}/change", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def change_one_round(convention: str, round_id: int) -> ResponseReturnValue:
    row = get_round(convention, round_id).row
    form = RoundForm(data=written_round(row))
    _offer_meetings(form, convention)
    return act_page(
        form,
        lambda: change_round(row, form.plan, form.sourcing, by=acting()),
        title=_("Change the round"),
        lead=row.title,
        words=_("Change the round"),
        done=_("The round is changed."),
        back=round_address(convention, round_id),
    )


@blueprint.route(f"{ROUND}/contributions/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_contribution(convention: str, round_id: int) -> ResponseReturnValue:
    row = get_round(convention, round_id).row
    form = ContributionForm()
    return act_page(
        form,
        lambda: add_contribution(
            row, donor=form.donor.data, amount=form.amount.data, received_on=form.received_on.data, by=acting()
        ),
        title=_("Record a contribution"),
        lead=_("%(round)s, in %(currency)s.", round=row.title, currency=row.currency),
        words=_("Record the contribution"),
        done=_("The contribution is on record."),
        back=round_address(convention, round_id),
    )


@blueprint.route(f"{ROUND}/contributions/<int:given_id>/remove", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def remove_one_contribution(convention: str, round_id: int, given_id: int) -> ResponseReturnValue:
    found = get_round(convention, round_id)
    given = contribution_of(found, given_id)
    return act_page(
        Form(),
        lambda: remove_contribution(found, given, by=acting()),
        title=_("Take a contribution off the record"),
        lead=_("%(donor)s, %(round)s: it was recorded by mistake.", donor=given.donor, round=found.row.title),
        words=_("Take it off the record"),
        done=_("The contribution is off the record."),
        back=round_address(convention, round_id),
    )


@blueprint.route(f"{ROUND}/delegates/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_sponsored(convention: str, round_id: int) -> ResponseReturnValue:
    found = get_round(convention, round_id)
    form = SponsoredForm(data={"travel": 0, "lodging": 0, "allowance": 0})
    form.state.choices = [("", _("choose")), *((state.iso3, state.list_en) for state in states_by_name())]
    return act_page(
        form,
        lambda: sponsor_delegate(
            found,
            iso3=form.state.data,
            name=form.name.data,
            travel=form.travel.data,
            lodging=form.lodging.data,
            allowance=form.allowance.data,
            by=acting(),
        ),
        title=_("Record a sponsored delegate"),
        lead=_("%(round)s. Costs in %(currency)s, in whole units.", round=found.row.title, currency=found.row.currency),
        words=_("Record the delegate"),
        done=_("The delegate is on record."),
        back=round_address(convention, round_id),
    )


@blueprint.route(f"{ROUND}/delegates/<int:delegate_id>/remove", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def remove_one_sponsored(convention: str, round_id: int, delegate_id: int) -> ResponseReturnValue:
    found = get_round(convention, round_id)
    delegate = sponsored_of(found, delegate_id)
    return act_page(
        Form(),
        lambda: remove_sponsored(found, delegate, by=acting()),
        title=_("Take a sponsored delegate off the record"),
        lead=_("%(name)s, %(round)s: name and costs are erased.", name=delegate.name, round=found.row.title),
        words=_("Take off the record"),
        done=_("The delegate is off the record."),
        back=round_address(convention, round_id),
    )


def round_address(convention: str, round_id: int) -> str:
    return link("meetings.sponsorship_round", convention=convention, round_id=round_id)


def _offer_meetings(form: Any, convention: str) -> None:
    meetings = reversed(meetings_of(convention))
    form.meeting.choices = [("", _("none, or several")), *((str(each.id), each.full_name) for each in meetings)]


def _table(convention: str, rounds: Sequence[Round]) -> Table:
    return Table(
        f"sponsorship-{convention.lower()}",
        [
            Column(
                "title",
                _("Round"),
                lambda each: each.row.title,
                href=lambda each: round_address(convention, each.row.id),
            ),
            Column("year", _("Year"), lambda each: str(each.row.last_year)),
            Column("amount", _("Contributions"), lambda each: each.figures.amount, kind="number"),
            Column("currency", _("Currency"), lambda each: each.row.currency, filter=True),
            Column("donors", _("Donors"), lambda each: each.figures.donors, kind="number"),
            Column("delegates", _("Delegates"), lambda each: each.figures.delegates, kind="number"),
            Column("states", _("States"), lambda each: each.figures.states, kind="number"),
            Column("meetings", _("Average of meetings"), lambda each: each.row.meetings, kind="number"),
            Column(
                "detail",
                _("Figures from"),
                lambda each: _("the record") if each.is_detailed else _("a report"),
                filter=True,
            ),
            Column("source", _("Source"), lambda each: each.row.source),
        ],
        rounds,
        noun=(_("round"), _("rounds")),
        empty=(_("No round of sponsorship is on record."), _("Open one: for a meeting, or from a report.")),
    )


def _delegates(convention: str, found: Round, *, with_acts: bool) -> Table:
    names = {state.iso3: state.list_en for state in states_by_name({each.iso3 for each in found.delegates})}
    take_off = Column(
        "act",
        _("Act"),
        lambda each: _("Take off…"),
        href=lambda each: link(
            "meetings.remove_one_sponsored", convention=convention, round_id=found.row.id, delegate_id=each.id
        ),
    )
    return Table(
        f"sponsored-{found.row.id}",
        [
            Column("name", _("Name"), lambda each: each.name),
            Column("state", _("State"), lambda each: names[each.iso3], filter=True),
            Column("travel", _("Travel"), lambda each: each.travel, kind="number"),
            Column("lodging", _("Lodging"), lambda each: each.lodging, kind="number"),
            Column("allowance", _("Allowance"), lambda each: each.allowance, kind="number"),
            Column("cost", _("Together"), cost_of, kind="number"),
            *([take_off] if with_acts else []),
        ],
        found.delegates,
        noun=(_("delegate"), _("delegates")),
        empty=(_("No delegate is on record one by one."), _("The figures above are those of the report.")),
    )
