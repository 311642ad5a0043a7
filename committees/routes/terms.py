"""The terms of a body through time, and the acts on them: elections, appointments, ends, chairs, representatives."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.terms import (
    AppointmentForm,
    ChairForm,
    ElectionForm,
    EndForm,
    EndMeetingForm,
    LastDayForm,
    RepresentativeForm,
)
from committees.models.terms import Representative, RepresentativeKind
from committees.queries.bodies import get_body
from committees.queries.offices import Offices
from committees.queries.representatives import get_representative
from committees.routes.counter import blueprint, body_address
from committees.rules.term_words import end_in_words
from committees.rules.terms import Holding, chair_periods
from committees.workflow.chairs import choose_chair
from committees.workflow.representatives import end_representative, name_representative
from committees.workflow.terms import appoint_state, correct_end, elect_state, end_term, get_holding
from core.clock import today
from core.look.acts import act_page
from core.look.words import day
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link
from core.wording import sources_in_words, span_in_words
from states_parties.queries.states import get_state, names_by_slug


@blueprint.get("/<convention:convention>/committees/<body>/terms")
@requires(Right.READ_REGISTERS)
def terms(convention: str, body: str) -> str | Response:
    """Every term on record, past and coming ones among them."""
    row = get_body(convention, body)
    offices = Offices(convention)
    keeps = may(Right.KEEP_OFFICES, convention=convention)
    table = _table(convention, body, offices, keeps=keeps)
    title = _("Terms in the %(body)s", body=row.name_en)
    return export_response(table, title) or render_template(
        "committees/terms.html", body=row, on=as_of(), page=table_page(table)
    )


@blueprint.route("/<convention:convention>/committees/<body>/terms/elect", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def elect(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    form = ElectionForm(choices=names_by_slug())
    return act_page(
        form,
        lambda: elect_state(
            convention,
            body,
            seat=form.seat.data,
            iso3=get_state(form.state.data).iso3,
            meeting=form.meeting.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Record an election"),
        lead=_("%(body)s: the term begins on the day after the close of the meeting.", body=row.name_en),
        words=_("Record the election"),
        done=_("The election is on record."),
        back=link("committees.terms", convention=convention, body=body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/terms/appoint", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def appoint(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    form = AppointmentForm(choices=names_by_slug())
    return act_page(
        form,
        lambda: appoint_state(
            convention,
            body,
            seat=form.seat.data,
            iso3=get_state(form.state.data).iso3,
            starts_on=form.starts_on.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Fill a seat in mid-term"),
        lead=_(
            "%(body)s: for what is left of the term. Whoever holds the seat on that day ends there.", body=row.name_en
        ),
        words=_("Record the appointment"),
        done=_("The appointment is on record."),
        back=link("committees.terms", convention=convention, body=body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/terms/<int:term_id>/end", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def end_term_early(convention: str, body: str, term_id: int) -> ResponseReturnValue:
    row = get_body(convention, body)
    offices = Offices(convention)
    holding = get_holding(offices, body, term_id)
    form = EndForm(data={"ends_before": today()})
    return act_page(
        form,
        lambda: end_term(
            convention, body, term_id, ends_before=form.ends_before.data, reason=form.reason.data, by=acting()
        ),
        title=_("End a term before its time"),
        lead=_term_told(row, holding, offices),
        words=_("End the term"),
        done=_("The term has ended; it stays on record, and the seat is vacant."),
        back=link("committees.terms", convention=convention, body=body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/terms/<int:term_id>/correct", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def correct_term(convention: str, body: str, term_id: int) -> ResponseReturnValue:
    row = get_body(convention, body)
    offices = Offices(convention)
    holding = get_holding(offices, body, term_id)
    form = EndMeetingForm(data={"meeting": holding.ends_with})
    return act_page(
        form,
        lambda: correct_end(convention, body, term_id, ends_at=form.meeting.data, sourcing=form.sourcing, by=acting()),
        title=_("Correct with which meeting a term ends"),
        lead=_term_told(row, holding, offices),
        words=_("Correct the end"),
        done=_("The end of the term is corrected."),
        back=link("committees.terms", convention=convention, body=body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/chair", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def chair(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    form = ChairForm(choices=names_by_slug())
    return act_page(
        form,
        lambda: choose_chair(
            convention,
            body,
            iso3=get_state(form.state.data).iso3,
            until_at=form.meeting.data,
            starts_on=form.starts_on.data,
            decided_so=form.decided_so.data or "",
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Record who chairs"),
        lead=_("%(body)s: for the year that ends with the close of a meeting.", body=row.name_en),
        words=_("Record the chair"),
        done=_("The chair is on record."),
        back=body_address(convention, body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/representatives/new", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def new_representative(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    form = RepresentativeForm(choices=names_by_slug(), data={"starts_on": today()})
    return act_page(
        form,
        lambda: name_representative(
            convention,
            body,
            iso3=get_state(form.state.data).iso3,
            kind=RepresentativeKind(form.kind.data),
            person_name=form.person_name.data,
            honorific=form.honorific.data,
            function=form.function.data,
            email=form.email.data,
            starts_on=form.starts_on.data,
            ends_before=_day_after(form.last_day.data),
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Name a representative"),
        lead=_("%(body)s: a person acts for a State as long as the State holds an office.", body=row.name_en),
        words=_("Name the representative"),
        done=_("The representative is on record."),
        back=body_address(convention, body),
    )


@blueprint.route(
    "/<convention:convention>/committees/<body>/representatives/<int:person_id>/end", methods=["GET", "POST"]
)
@requires(Right.KEEP_OFFICES)
def end_of_representative(convention: str, body: str, person_id: int) -> ResponseReturnValue:
    person: Representative = get_representative(convention, body, person_id)
    form = LastDayForm(data={"last_day": today()})
    return act_page(
        form,
        lambda: end_representative(person, ends_before=form.last_day.data + timedelta(days=1), by=acting()),
        title=_("End a representative’s time"),
        lead=_(
            "%(name)s, named from %(day)s. The entry stays on record.",
            name=person.person_name,
            day=day(person.starts_on),
        ),
        words=_("End it"),
        done=_("The last day is on record."),
        back=body_address(convention, body),
    )


def _day_after(last: date | None) -> date | None:
    return last + timedelta(days=1) if last else None


def _term_told(row: Any, holding: Holding, offices: Offices) -> str:
    period = holding.period
    days = span_in_words(period.starts_on, period.last_day) if period else _("not begun: the meeting has no day yet")
    return _(
        "%(body)s, seat %(seat)s: %(state)s, %(days)s.",
        body=row.name_en,
        seat=holding.seat,
        state=offices.states[holding.iso3].name,
        days=days,
    )


def _table(convention: str, body: str, offices: Offices, *, keeps: bool) -> Table:
    rows: Sequence[Holding] = offices.holdings(body)

    def chairs(holding: Holding) -> str:
        return ", ".join(
            f"{period.starts_on.year if period.ends_before is None else period.ends_before.year}"
            for period in chair_periods(holding, offices.order)
        )

    def ended(holding: Holding) -> str:
        return str(_("election not documented")) if holding.term.documented else holding.ended_by

    def href(holding: Holding) -> str | None:
        state = offices.states[holding.iso3]
        return link("desk.state", convention=convention, slug=state.slug)

    def act(holding: Holding) -> str | None:
        over = holding.period is None or bool(holding.ended_by)
        endpoint = "committees.correct_term" if over else "committees.end_term_early"
        return link(endpoint, convention=convention, body=body, term_id=holding.term.id)

    columns = [
        Column("state", _("State"), lambda each: offices.states[each.iso3].name, href=href),
        Column("seat", _("Seat"), lambda each: each.seat, kind="number"),
        Column("elected", _("Elected at"), lambda each: each.term.elected_at, filter=True),
        Column("first", _("First day"), lambda each: each.period.starts_on if each.period else None, kind="day"),
        Column("with", _("Ends with"), end_in_words),
        Column("last", _("Last day"), lambda each: each.period.last_day if each.period else None, kind="day"),
        Column("chair", _("Chair in"), chairs),
        Column("ended", _("Remark"), ended),
        Column("source", _("Source"), lambda each: sources_in_words(offices.term(each.term.id).source)),
        Column("confidence", _("Confidence"), lambda each: offices.term(each.term.id).confidence.value, aside=True),
    ]
    if keeps:
        columns.append(Column("act", _("Act"), lambda each: _("End or correct"), href=act))
    return Table(
        name=f"terms-{convention.lower()}-{body}",
        columns=columns,
        rows=rows,
        noun=(_("term"), _("terms")),
        sort="-first",
        empty=(_("No term is on record."), _("Record an election, or import terms from a table.")),
    )
