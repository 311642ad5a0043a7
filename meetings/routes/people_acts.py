"""Acts on participants: delegations and persons added, changed, taken off; consent withdrawn; presence."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.models import Meeting
from core.clock import today
from core.db import db, transaction
from core.forms import Form
from core.look.acts import act_page
from core.permissions import Right, requires
from core.seen.forms import EditedText
from core.web import acting, link
from meetings.forms.people import (
    DelegationForm,
    NewDelegationForm,
    PersonForm,
    PresenceForm,
    RegistrationForm,
    written_delegation,
    written_person,
)
from meetings.models.people import Credentials, Invitation, MeetingDelegation, OrganisationKind, Registration
from meetings.queries.attendance import present_in
from meetings.queries.meetings import get_meeting
from meetings.queries.people import get_delegation, get_person, people_of
from meetings.queries.sessions import get_session
from meetings.routes.counter import blueprint
from meetings.routes.people import DELEGATION, PEOPLE, delegation_address
from meetings.workflow.delegates import add_person, change_person, remove_person, withdraw_consent
from meetings.workflow.delegations import (
    add_delegation,
    change_delegation,
    record_attendance,
    ref_to_delegation,
    remove_delegation,
    set_registration,
)
from states_parties.queries.as_of import states_by_name

PERSON = f"{PEOPLE}/persons/<int:person_id>"


@blueprint.route(f"{PEOPLE}/registration", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def registration(convention: str, meeting: str) -> ResponseReturnValue:
    of_meeting = get_meeting(convention, meeting)
    present = db.session.get(Registration, of_meeting.id)
    form = RegistrationForm(obj=present)
    return act_page(
        form,
        lambda: set_registration(of_meeting, notify_by=form.notify_by.data, source=form.source.data, by=acting()),
        title=_("Until when delegations are notified"),
        lead=_("%(meeting)s. A later note is taken all the same, and marked as late.", meeting=of_meeting.full_name),
        words=_("Set the day"),
        done=_("The day is set."),
        back=_list(of_meeting),
    )


@blueprint.route(f"{PEOPLE}/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_delegation(convention: str, meeting: str) -> ResponseReturnValue:
    of_meeting = get_meeting(convention, meeting)
    form = NewDelegationForm(data={"invitation": Invitation.INVITED.value, "credentials": Credentials.NONE.value})
    states = states_by_name()
    form.state.choices = [("", _("none: an organisation")), *((each.iso3, each.list_en) for each in states)]
    return act_page(
        form,
        lambda: add_delegation(
            of_meeting,
            form.plan,
            iso3=form.state.data or None,
            organisation=form.organisation.data,
            kind=OrganisationKind(form.kind.data) if form.kind.data else None,
            by=acting(),
        ),
        title=_("Add a delegation"),
        lead=of_meeting.full_name,
        words=_("Add the delegation"),
        done=_("The delegation is on the list. Add the persons in it on its page."),
        back=_list(of_meeting),
    )


@blueprint.route(f"{DELEGATION}/change", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def change_one_delegation(convention: str, meeting: str, delegation_id: int) -> ResponseReturnValue:
    of_meeting, row = _delegation(convention, meeting, delegation_id)
    form = DelegationForm(data=written_delegation(row))
    return _about(
        of_meeting,
        row,
        form,
        lambda: change_delegation(row, form.plan, by=acting(), seen=form.seen_before),
        title=_("Invitation, note and credentials"),
        words=_("Change the delegation"),
        done=_("The delegation is changed."),
        text=EditedText(ref_to_delegation(row), lambda: written_delegation(get_delegation(of_meeting, delegation_id))),
    )


@blueprint.route(f"{DELEGATION}/remove", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def remove_one_delegation(convention: str, meeting: str, delegation_id: int) -> ResponseReturnValue:
    of_meeting, row = _delegation(convention, meeting, delegation_id)
    return act_page(
        Form(),
        lambda: remove_delegation(row, by=acting()),
        title=_("Take the delegation off the list"),
        lead=ngettext(
            "%(name)s: the %(num)s person in it is erased, and its presence in sessions. This cannot be undone.",
            "%(name)s: the %(num)s persons in it are erased, and its presence in sessions. This cannot be undone.",
            len(row.delegates),
            name=_name(of_meeting, row),
        ),
        words=_("Take it off the list"),
        done=_("The delegation is off the list."),
        back=_list(of_meeting),
    )


@blueprint.route(f"{DELEGATION}/persons/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_person(convention: str, meeting: str, delegation_id: int) -> ResponseReturnValue:
    of_meeting, row = _delegation(convention, meeting, delegation_id)
    form = PersonForm(data={"head": not row.delegates})
    return _about(
        of_meeting,
        row,
        form,
        lambda: add_person(row, form.person, by=acting()),
        title=_("Add a person"),
        words=_("Add the person"),
        done=_("The person is in the delegation."),
    )


@blueprint.route(f"{PERSON}/change", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def change_one_person(convention: str, meeting: str, person_id: int) -> ResponseReturnValue:
    of_meeting = get_meeting(convention, meeting)
    row, person = get_person(of_meeting, person_id)
    form = PersonForm(data=written_person(person))
    return _about(
        of_meeting,
        row,
        form,
        lambda: change_person(row, person, form.person, consent_seen=form.consent_read, by=acting()),
        title=_("Change what is known of a person"),
        words=_("Change it"),
        done=_("What is known of the person is changed."),
    )


@blueprint.route(f"{PERSON}/consent", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def consent_withdrawn(convention: str, meeting: str, person_id: int) -> ResponseReturnValue:
    of_meeting = get_meeting(convention, meeting)
    row, person = get_person(of_meeting, person_id)
    return _about(
        of_meeting,
        row,
        Form(),
        lambda: withdraw_consent(row, person, by=acting()),
        title=_("The person withdraws consent"),
        lead=_(
            "%(name)s: gender and whether a survivor are erased, and figures follow. This cannot be undone.",
            name=person.name,
        ),
        words=_("Erase it"),
        done=_("It is erased."),
    )


@blueprint.route(f"{PERSON}/remove", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def remove_one_person(convention: str, meeting: str, person_id: int) -> ResponseReturnValue:
    of_meeting = get_meeting(convention, meeting)
    row, person = get_person(of_meeting, person_id)
    return _about(
        of_meeting,
        row,
        Form(),
        lambda: remove_person(row, person, by=acting()),
        title=_("Take a person off the delegation"),
        lead=_("%(name)s, %(delegation)s.", name=person.name, delegation=_name(of_meeting, row)),
        words=_("Take off"),
        done=_("The person is off the delegation."),
    )


@blueprint.route(f"{PEOPLE}/sessions/<int:session_id>", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def attendance(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """Who is present in a session, ticked on one list."""
    of_meeting = get_meeting(convention, meeting)
    session = get_session(of_meeting.id, session_id)
    found = people_of(of_meeting, on=today())
    form = PresenceForm(data={"present": sorted(present_in(session_id))})
    form.offer([(each.row.id, each.name) for each in found.delegations])
    if form.validate_on_submit():
        with transaction():
            record_attendance(session, form.present.data, by=acting())
        flash(_("Who was present is on record."), "success")
        return redirect(_list(of_meeting))
    page = render_template("meetings/attendance.html", meeting=of_meeting, session=session, people=found, form=form)
    return (page, 422) if form.is_submitted() else page


def _about(
    meeting: Meeting,
    row: MeetingDelegation,
    form: Form,
    act: Callable[[], object],
    *,
    title: str,
    words: str,
    done: str,
    lead: str = "",
    text: EditedText | None = None,
) -> ResponseReturnValue:
    """A form about one delegation or somebody in it. lead: the name of the delegation, if not said."""
    lead, back = lead or _name(meeting, row), delegation_address(meeting, row.id)
    return act_page(form, act, title=title, lead=lead, words=words, done=done, back=back, text=text)


def _delegation(convention: str, meeting: str, delegation_id: int) -> tuple[Meeting, MeetingDelegation]:
    of_meeting = get_meeting(convention, meeting)
    return of_meeting, get_delegation(of_meeting, delegation_id)


def _name(meeting: Meeting, row: MeetingDelegation) -> str:
    [state] = states_by_name([row.iso3]) if row.iso3 else [None]
    return f"{state.list_en if state else row.organisation}, {meeting.short}"


def _list(meeting: Meeting) -> str:
    return link("meetings.people", convention=meeting.convention, meeting=meeting.short)
