"""Who takes part in a meeting: the list with its figures, one delegation, the persons, the Word file."""

from typing import NamedTuple

from flask import Response, render_template
from flask_babel import gettext as _

from conventions.models import Meeting
from conventions.registry import get_convention
from core.audit.queries import history_of
from core.clock import today
from core.docx.papers import write_paper
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import link, saved_as
from correspondence.queries.campaigns import house_style_file
from meetings.forms.people import CREDENTIALS_NAMES, INVITATION_NAMES
from meetings.models.people import Credentials, Delegate
from meetings.papers.participants import TITLE, participants_paper
from meetings.queries.attendance import present_by_session
from meetings.queries.meetings import get_meeting
from meetings.queries.papers import symbol_titled
from meetings.queries.people import DelegationOfMeeting, People, get_delegation, people_of
from meetings.queries.sessions import held, sessions_of
from meetings.routes.counter import blueprint, may_see
from meetings.rules.people import HEADINGS, day_of_list
from meetings.rules.small_groups import OFFICE_PRACTICE, SMALLEST
from meetings.workflow.delegations import ref_to_delegation

PEOPLE = "/<convention:convention>/meetings/<meeting>/people"
DELEGATION = f"{PEOPLE}/<int:delegation_id>"
YES = "yes"
CREDENTIALS_MEANINGS = {
    Credentials.NONE: "neutral",
    Credentials.COPY: "soon",
    Credentials.ORIGINAL: "soon",
    Credentials.IN_ORDER: "done",
}


class ListedPerson(NamedTuple):
    delegation: DelegationOfMeeting
    person: Delegate


@blueprint.get(PEOPLE)
@requires(Right.READ_PARTICIPANTS)
def people(convention: str, meeting: str) -> str | Response:
    found = _people(get_meeting(convention, meeting))
    table = _delegations(found)
    sessions = [each for each in held(sessions_of([found.meeting.id])) if may_see(convention, each)]
    return export_response(table, _("Delegations, %(meeting)s", meeting=found.meeting.short)) or render_template(
        "meetings/people.html",
        meeting=found.meeting,
        people=found,
        on=found.on,
        page=table_page(table),
        sessions=sessions,
        present=present_by_session([each.id for each in sessions]),
        headings=HEADINGS,
        SMALLEST=SMALLEST,
        source=OFFICE_PRACTICE,
        keeps=may(Right.KEEP_MEETINGS, convention=convention),
    )


@blueprint.get(f"{PEOPLE}/persons")
@requires(Right.READ_PARTICIPANTS)
def persons(convention: str, meeting: str) -> str | Response:
    """The list of participants as a table; gender and survivors are not in it."""
    found = _people(get_meeting(convention, meeting))
    table = _persons(found)
    return export_response(table, _("Participants, %(meeting)s", meeting=found.meeting.short)) or render_template(
        "meetings/persons.html", meeting=found.meeting, page=table_page(table)
    )


@blueprint.get(f"{PEOPLE}/participants.docx")
@requires(Right.READ_PARTICIPANTS)
def participants_file(convention: str, meeting: str) -> Response:
    found = _people(get_meeting(convention, meeting))
    paper = participants_paper(
        found, get_convention(convention).title["EN"], on=today(), symbol=symbol_titled(found.meeting, TITLE)
    )
    return saved_as(f"participants-{found.meeting.short.lower()}.docx", write_paper(house_style_file(), paper))


@blueprint.get(DELEGATION)
@requires(Right.READ_PARTICIPANTS)
def delegation(convention: str, meeting: str, delegation_id: int) -> str:
    of_meeting = get_meeting(convention, meeting)
    row = get_delegation(of_meeting, delegation_id)
    found = _people(of_meeting)
    keeps = may(Right.KEEP_MEETINGS, convention=convention)
    return render_template(
        "meetings/delegation.html",
        meeting=of_meeting,
        delegation=next(each for each in found.delegations if each.row.id == row.id),
        registration=found.registration,
        invitation=INVITATION_NAMES[row.invitation],
        credentials=CREDENTIALS_NAMES[row.credentials],
        credentials_meaning=CREDENTIALS_MEANINGS[row.credentials],
        keeps=keeps,
        history=history_of(ref_to_delegation(row)) if keeps else None,
        names={each.id: each.name for each in row.delegates},
    )


def delegation_address(meeting: Meeting, delegation_id: int) -> str:
    return link(
        "meetings.delegation", convention=meeting.convention, meeting=meeting.short, delegation_id=delegation_id
    )


def _people(meeting: Meeting) -> People:
    return people_of(meeting, on=day_of_list(meeting.starts_on, today()))


def _delegations(found: People) -> Table:
    meeting = found.meeting
    return Table(
        f"delegations-{meeting.short.lower()}",
        [
            Column(
                "name",
                _("Delegation"),
                lambda each: each.name,
                href=lambda each: delegation_address(meeting, each.row.id),
            ),
            Column("capacity", _("Capacity"), lambda each: each.capacity.value, filter=True),
            Column("region", _("Regional group"), lambda each: each.region, filter=True),
            Column("head", _("Head"), lambda each: each.head.name if each.head else ""),
            Column("persons", _("Persons"), lambda each: len(each.row.delegates), kind="number"),
            Column("notified", _("Notified on"), lambda each: each.row.notified_on, kind="day"),
            Column(
                "late",
                _("Notified late"),
                lambda each: YES if each.late else "",
                filter=True,
                meaning=lambda each: "late",
            ),
            Column(
                "credentials",
                _("Credentials"),
                lambda each: str(CREDENTIALS_NAMES[each.row.credentials]),
                filter=True,
                meaning=lambda each: CREDENTIALS_MEANINGS[each.row.credentials],
            ),
            Column(
                "invitation",
                _("Invitation"),
                lambda each: str(INVITATION_NAMES[each.row.invitation]),
                filter=True,
                aside=True,
            ),
            Column("affected", _("Affected State"), lambda each: YES if each.affected else "", filter=True),
            Column("first", _("First time"), lambda each: YES if each.first_time else "", filter=True, aside=True),
            Column("sessions", _("Sessions present"), lambda each: each.sessions_present or None, kind="number"),
            Column("notified_by", _("Notified by"), lambda each: each.row.notified_by, aside=True),
        ],
        found.delegations,
        noun=(_("delegation"), _("delegations")),
        empty=(_("No delegation is on the list yet."), _("Import the notes received, or add a delegation.")),
    )


def _persons(found: People) -> Table:
    meeting = found.meeting
    return Table(
        f"participants-{meeting.short.lower()}",
        [
            Column(
                "delegation",
                _("Delegation"),
                lambda each: each.delegation.name,
                href=lambda each: delegation_address(meeting, each.delegation.row.id),
            ),
            Column("capacity", _("Capacity"), lambda each: each.delegation.capacity.value, filter=True),
            Column("title", _("Title"), lambda each: each.person.title),
            Column("person", _("Name"), lambda each: each.person.name),
            Column("function", _("Function"), lambda each: each.person.function),
            Column("head", _("Head"), lambda each: YES if each.person.head else "", filter=True),
            Column("first_day", _("From"), lambda each: each.person.first_day, kind="day", aside=True),
            Column("last_day", _("Until"), lambda each: each.person.last_day, kind="day", aside=True),
        ],
        [ListedPerson(each, person) for each in found.delegations for person in each.persons],
        noun=(_("person"), _("persons")),
        empty=(_("Nobody is on the list yet."), _("Import the notes received, or add a delegation.")),
    )
