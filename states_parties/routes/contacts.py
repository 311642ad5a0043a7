"""Missions and focal points: the list as of a day, and the acts on one of them."""

from dataclasses import asdict
from datetime import date, timedelta

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import today
from core.errors import RuleViolation
from core.look.acts import act_page
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link
from states_parties.forms import ContactConfirmationForm, ContactEndForm, ContactForm, NewContactForm
from states_parties.models import Mission, Office
from states_parties.queries.registers import ContactRow, contact_rows, get_mission
from states_parties.queries.states import find_state, get_state, names_by_slug
from states_parties.routes.counter import blueprint, doubt, doubt_meaning
from states_parties.workflow.missions import (
    add_mission,
    change_mission,
    check_not_ended,
    confirm_mission,
    contact_of,
    end_mission,
)

FRESH_DAYS = 365
OFFICE_WORDS = {
    Office.GENEVA: "Geneva",
    Office.NEW_YORK: "New York",
    Office.EMBASSY: "embassy",
    Office.CAPITAL: "capital",
}
WITHIN_A_YEAR, LONGER_AGO, NEVER = "within a year", "longer ago", "never"


@blueprint.get("/states/contacts")
@requires(Right.READ_CONTACTS, anywhere=True)
def contacts() -> str | Response:
    on = as_of()
    table = _table(contact_rows(on=on), on)
    return export_response(table, _("Contacts")) or render_template(
        "states_parties/contacts.html", on=on, page=table_page(table)
    )


@blueprint.route("/states/contacts/new", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def new_contact() -> ResponseReturnValue:
    """`?state=` the State."""
    asked = find_state(request.args.get("state", ""))
    form = NewContactForm(data={"state": asked.slug, "language": asked.language} if asked else None)
    form.state.choices = [("", _("Choose a State")), *names_by_slug()]
    return act_page(
        form,
        lambda: add_mission(
            get_state(form.state.data).iso3,
            Office(form.office.data),
            form.contact,
            starts_on=form.starts_on.data,
            by=acting(),
        ),
        title=_("Add a contact"),
        words=_("Add the contact"),
        done=_("The contact is on record."),
        back=_list_address(),
    )


@blueprint.route("/states/contacts/<int:mission_id>", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def change_contact(mission_id: int) -> ResponseReturnValue:
    """From a later day than its first the change is a new contact; on the first day a correction.

    One that has ended is refused, with the way to a new one.
    """
    mission = get_mission(mission_id)
    try:
        check_not_ended(mission, on=today())
    except RuleViolation as refusal:
        flash(refusal.message, "warning")
        return redirect(link("states_parties.new_contact", state=get_state(mission.iso3).slug))
    form = ContactForm(data={**asdict(contact_of(mission)), "starts_on": today()})
    return act_page(
        form,
        lambda: change_mission(mission, form.contact, starts_on=form.starts_on.data, by=acting()),
        title=_("Change a contact"),
        lead=_told(mission),
        words=_("Change the contact"),
        done=_("The contact is changed."),
        back=_list_address(),
    )


@blueprint.route("/states/contacts/<int:mission_id>/end", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def end_contact(mission_id: int) -> ResponseReturnValue:
    mission = get_mission(mission_id)
    form = ContactEndForm(data={"last_day": today()})
    return act_page(
        form,
        lambda: end_mission(mission, ends_before=form.last_day.data + timedelta(days=1), by=acting()),
        title=_("End a contact"),
        lead=_told(mission),
        words=_("End the contact"),
        done=_("The contact has ended; it stays on record."),
        back=_list_address(),
    )


@blueprint.route("/states/contacts/<int:mission_id>/confirm", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def confirm_contact(mission_id: int) -> ResponseReturnValue:
    mission = get_mission(mission_id)
    form = ContactConfirmationForm(data={"confirmed_on": today()})
    return act_page(
        form,
        lambda: confirm_mission(mission, confirmed_on=form.confirmed_on.data, by=acting()),
        title=_("Confirm a contact"),
        lead=_told(mission),
        words=_("Confirm the contact"),
        done=_("The contact is confirmed."),
        back=_list_address(),
    )


def _table(rows: list[ContactRow], on: date) -> Table:
    return Table(
        name="contacts",
        columns=(
            Column("state", _("State"), lambda row: row.name, href=_contact_address),
            Column("office", _("Office"), lambda row: OFFICE_WORDS[row.office], filter=True),
            Column("person", _("Person"), lambda row: row.person_name),
            Column("post", _("Post"), lambda row: row.post_name, aside=True),
            Column("email", _("E-mail"), lambda row: row.email),
            Column("language", _("Language"), lambda row: row.language, filter=True),
            Column("since", _("In force from"), lambda row: row.starts_on, kind="day"),
            Column("confirmed", _("Confirmed on"), lambda row: row.confirmed_on, kind="day"),
            Column("freshness", _("Confirmed"), lambda row: freshness(row.confirmed_on, on), filter=True),
            Column("confidence", _("Confidence"), lambda row: doubt(row.sourcing), filter=True, meaning=doubt_meaning),
        ),
        rows=rows,
        noun=(_("contact"), _("contacts")),
        sort="state",
        empty=(
            _("No mission or focal point is on record for this day."),
            _("Add one, or import a list: a dry run shows what would change before anything does."),
        ),
    )


def freshness(confirmed_on: date | None, on: date) -> str:
    """How long ago the State confirmed a contact, seen from the day; a later confirmation does not count yet."""
    if confirmed_on is None or confirmed_on > on:
        return NEVER
    return WITHIN_A_YEAR if (on - confirmed_on).days <= FRESH_DAYS else LONGER_AGO


def _contact_address(row: ContactRow) -> str:
    return link("states_parties.change_contact", mission_id=row.mission_id)


def _list_address() -> str:
    return link("states_parties.contacts")


def _told(mission: Mission) -> str:
    return f"{get_state(mission.iso3).list_en}, {OFFICE_WORDS[mission.office]}: {mission.post_name}"
