"""The bodies of a Convention, the roster of one, and all offices in one list, as of a day."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from committees.models.bodies import BodyKind, PlaceKind
from committees.queries.bodies import get_body
from committees.queries.holders import Holder, SeatState
from committees.queries.offices import Offices
from committees.queries.rosters import Roster, roster, totals_in_words
from committees.routes.counter import blueprint, body_address, history_of_body
from committees.routes.sight import sight
from committees.rules.composition_words import composition_in_words
from conventions.meeting_order import MeetingOrder
from conventions.registry import get_convention
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of, link
from core.wording import sources_in_words
from states_parties.queries.as_of import sourcing

SEAT_MEANINGS = {
    SeatState.HELD: "done",
    SeatState.STAYS: "soon",
    SeatState.VACANT: "late",
    SeatState.NOT_DOCUMENTED: "neutral",
}


@blueprint.get("/<convention:convention>/committees")
@requires(Right.READ_REGISTERS)
def bodies(convention: str) -> str | Response:
    on = as_of()
    offices = Offices(convention)
    rosters = [roster(offices, row.slug, on=on) for row in offices.bodies_on(on)]
    table = _bodies_table(convention, rosters, offices.order)
    title = _("Committees and offices under the %(convention)s", convention=convention)
    return export_response(table, title) or render_template(
        "committees/bodies.html",
        definition=get_convention(convention),
        on=on,
        page=table_page(table),
        totals=totals_in_words(offices, on=on),
        presiding=next((each for each in rosters if each.body.kind is BodyKind.PRESIDENCY), None),
    )


@blueprint.get("/<convention:convention>/offices")
@requires(Right.READ_REGISTERS)
def offices(convention: str) -> str | Response:
    """Every office of the day in one list: which State holds what, and until when."""
    on = as_of()
    found = Offices(convention)
    rows = [
        (each.body, holder)
        for each in (roster(found, row.slug, on=on) for row in found.bodies_on(on))
        for holder in each.holders
        if holder.seat_state is not None and not holder.body
    ]
    table = _offices_table(convention, rows)
    title = _("Holders of offices under the %(convention)s", convention=convention)
    return export_response(table, title) or render_template(
        "committees/offices.html", definition=get_convention(convention), on=on, page=table_page(table)
    )


@blueprint.get("/<convention:convention>/committees/<body>")
@requires(Right.READ_REGISTERS)
def body(convention: str, body: str) -> str | Response:
    on = as_of()
    row = get_body(convention, body)
    offices = Offices(convention)
    found = roster(offices, body, on=on)
    table = _roster_table(convention, found)
    title = _("%(body)s, as of %(day)s", body=row.name_en, day=on)
    return export_response(table, title) or render_template(
        "committees/body.html",
        body=row,
        on=on,
        roster=found,
        page=table_page(table),
        leaving=_leaving(found, offices.order),
        composition=found.composition,
        composition_words=composition_in_words(found.composition) if found.composition else "",
        sourcing_of=sourcing,
        places=offices.places(body, on=on),
        people=[person for holder in found.states for person in holder.people],
        states=offices.states,
        history=history_of_body(row, sight(convention, body, on=on)),
    )


def state_href(convention: str) -> Callable[[Holder], str | None]:
    return lambda holder: link("desk.state", convention=convention, slug=holder.state.slug) if holder.state else None


def last_day_of(holder: Holder) -> date | None:
    """Of the office, as far as the calendar shows it."""
    return holder.period.last_day if holder.period else None


def _leaving(found: Roster, order: MeetingOrder) -> tuple[str, date | None, list[Holder]] | None:
    """The next meeting with whose close somebody leaves, its closing day, and who."""
    ends = {holder.ends_with for holder in found.states if holder.term_id and holder.ends_with}
    if not ends:
        return None
    nearest = min(ends, key=order.place)
    leaving = [holder for holder in found.states if holder.term_id and holder.ends_with == nearest]
    return nearest, order.get(nearest).closes_on, leaving


def _bodies_table(convention: str, rosters: Sequence[Roster], order: MeetingOrder) -> Table:
    def names(found: Roster) -> str:
        held = [f"{each.name} ({_('Chair')})" if each.chairs else each.name for each in found.states if not each.body]
        if elsewhere := sum(1 for each in found.holders if each.body):
            held.append(ngettext("%(num)s office elsewhere", "%(num)s offices elsewhere", elsewhere))
        return ", ".join(held)

    def next_end(found: Roster) -> date | None:
        leaving = _leaving(found, order)
        return leaving[1] if leaving else None

    return Table(
        name=f"bodies-{convention.lower()}",
        columns=(
            Column(
                "body",
                _("Body"),
                lambda each: each.body.name_en,
                href=lambda each: body_address(convention, each.body.slug),
            ),
            Column("kind", _("Kind"), lambda each: each.body.kind.value, filter=True),
            Column("holders", _("Held by"), names),
            Column("seats", _("Elected seats"), _seats, kind="number"),
            Column("open", _("Without a holder on record"), _unheld, kind="number"),
            Column("ends", _("Next terms end"), next_end, kind="day"),
            Column("source", _("Source"), lambda each: sources_in_words(each.body.source), aside=True),
            Column("confidence", _("Confidence"), lambda each: each.body.confidence.value, aside=True),
        ),
        rows=rosters,
        noun=(_("body"), _("bodies")),
        empty=(_("No body existed on this day."), _("Choose a later day.")),
    )


def _seats(found: Roster) -> int | None:
    return found.composition.seats or None if found.composition else None


def _unheld(found: Roster) -> int | None:
    return sum(1 for each in found.vacancies if not each.body) or None


def _offices_table(convention: str, rows: Sequence[tuple[Any, Holder]]) -> Table:
    href = state_href(convention)
    return Table(
        name=f"offices-{convention.lower()}",
        columns=(
            Column(
                "state",
                _("State"),
                lambda row: row[1].name if row[1].state else row[1].seat_state.value,
                href=lambda row: href(row[1]),
            ),
            Column("office", _("Office"), lambda row: _("Chair") if row[1].chairs else row[1].office, filter=True),
            Column(
                "body", _("Body"), lambda row: row[0].name_en, href=lambda row: body_address(convention, row[0].slug)
            ),
            Column("region", _("Region"), lambda row: row[1].state.region if row[1].state else None, filter=True),
            Column("since", _("Since"), lambda row: row[1].since, kind="day"),
            Column("with", _("Ends with"), lambda row: row[1].ends),
            Column("until", _("Last day"), lambda row: last_day_of(row[1]), kind="day"),
            Column(
                "held",
                _("Seat"),
                lambda row: row[1].seat_state.value,
                filter=True,
                meaning=lambda row: SEAT_MEANINGS[row[1].seat_state],
            ),
            Column("source", _("Source"), lambda row: sources_in_words(row[1].source), aside=True),
        ),
        rows=rows,
        noun=(_("office"), _("offices")),
        empty=(_("No office was held on this day."), _("Choose a later day.")),
    )


def _roster_table(convention: str, found: Roster) -> Table:
    return Table(
        name=f"roster-{convention.lower()}-{found.body.slug}",
        columns=(
            Column("name", _("Name"), lambda each: each.name, href=state_href(convention)),
            Column("office", _("Office"), _office),
            Column(
                "part",
                _("Takes part as"),
                lambda each: each.kind.value,
                filter=True,
                meaning=lambda each: "done" if each.kind is PlaceKind.CHAIR else "neutral",
            ),
            Column("since", _("Since"), lambda each: each.since, kind="day"),
            Column("with", _("Ends with"), lambda each: each.ends),
            Column("until", _("Last day"), last_day_of, kind="day"),
            Column("reason", _("Why"), lambda each: each.reason),
            Column("source", _("Source"), lambda each: sources_in_words(each.source)),
            Column("confidence", _("Confidence"), lambda each: each.confidence, aside=True),
            Column("seat", _("Seat"), lambda each: each.seat, kind="number", aside=True),
            Column("region", _("Region"), lambda each: each.state.region if each.state else None, aside=True),
        ),
        rows=found.holders,
        noun=(_("name"), _("names")),
        empty=(_("Nobody takes part yet."), _("Record an election, or choose another day.")),
    )


def _office(holder: Holder) -> str:
    return f"{holder.office} ({_('Chair')})" if holder.chairs and holder.office != "chair" else holder.office
