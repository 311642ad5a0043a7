"""The register of decisions of a meeting with what became of each, and statements that were handed in."""

from collections.abc import Mapping

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.models import Meeting
from core.clock import today
from core.errors import NotFound
from core.files import read_file
from core.look.acts import act_page
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link, saved_as
from meetings.forms.room import HOW_NAMES, DecisionForm, FollowUpForm
from meetings.models.decisions import How, MeetingDecision
from meetings.queries.agenda import agenda_of
from meetings.queries.decisions import action_points_of, decisions_of, get_decision
from meetings.queries.releases import items_issued
from meetings.queries.room import get_statement, statements_of
from meetings.routes.counter import MEETING, blueprint, may_lead, meeting_of_page, meeting_to_lead
from meetings.routes.planning import done_there, keeps_meetings
from meetings.routes.writing_down import decision_in
from meetings.rules.follow_up import FollowUp, follow_up
from meetings.workflow.decisions import publish_statement, record_late_decision, settle_follow_up


@blueprint.get(f"{MEETING}/decisions")
@requires(Right.READ_REGISTERS)
def decisions(convention: str, meeting: str) -> ResponseReturnValue:
    """`?format=csv` or `xlsx` saves the register."""
    found = meeting_of_page(convention, meeting)
    table = decisions_table(found, _items_told(found))
    if saved := export_response(table, _("Decisions of the %(meeting)s", meeting=found.full_name)):
        return saved
    return render_template(
        "meetings/decisions.html",
        meeting=found,
        page=table_page(table),
        points=[
            (point, task)
            for point, task in action_points_of(found.id)
            if may(Right.READ_COMMITTEE_WORK, convention=convention, body=task.body)
        ],
        statements=[each for each in statements_of(found.id) if each.published_at or may_lead(found)],
        leads=may_lead(found),
    )


@blueprint.get(f"{MEETING}/decisions/<int:number>")
@requires(Right.READ_REGISTERS)
def decision(convention: str, meeting: str, number: int) -> str:
    found = meeting_of_page(convention, meeting)
    row = get_decision(found.id, number)
    return render_template(
        "meetings/decision.html",
        meeting=found,
        decision=row,
        item=_items_told(found).get(row.item_id or 0, ""),
        how=how_in_words(row),
        stands=_stands(row),
        leads=may_lead(found),
    )


@blueprint.route(f"{MEETING}/decisions/new", methods=["GET", "POST"])
@requires(Right.LEAD_MEETINGS)
def record_decision_late(convention: str, meeting: str) -> ResponseReturnValue:
    """One that was not recorded in the room."""
    found = meeting_to_lead(convention, meeting)
    last_day = min(found.ends_on, today()) if found.ends_on else today()
    form = DecisionForm(data={"item": 0, "how": How.CONSENSUS.value, "taken_on": last_day})
    form.item.choices = [(0, _("none")), *((line.item.id, line.label) for line in agenda_of(found.id).published)]
    return act_page(
        form,
        lambda: record_late_decision(found, decision_in(form), taken_on=form.taken_on.data, on=today(), by=acting()),
        title=_("Record a decision"),
        lead=_("It has the next number of the %(meeting)s and is not changed afterwards.", meeting=found.full_name),
        words=_("Record the decision"),
        done=_("The decision is recorded."),
        back=decisions_address(found),
    )


@blueprint.route(f"{MEETING}/decisions/<int:number>/done", methods=["GET", "POST"])
@requires(Right.LEAD_MEETINGS)
def follow_up_done(convention: str, meeting: str, number: int) -> ResponseReturnValue:
    found = meeting_to_lead(convention, meeting)
    row = get_decision(found.id, number)
    form = FollowUpForm()
    return act_page(
        form,
        lambda: settle_follow_up(
            found, row, done_on=form.done_on.data, evidence=form.evidence.data, on=today(), by=acting()
        ),
        title=_("What followed from decision %(number)s", number=number),
        lead=row.follow_up,
        words=_("Record that it was done"),
        done=_("It is recorded."),
        back=link("meetings.decision", convention=convention, meeting=found.short, number=number),
    )


@blueprint.get(f"{MEETING}/statements/<int:statement_id>")
@requires(Right.READ_REGISTERS)
def statement_file(convention: str, meeting: str, statement_id: int) -> Response:
    """Before it is published only for who leads meetings."""
    found = meeting_of_page(convention, meeting)
    row = get_statement(found.id, statement_id)
    if row.published_at is None and not may_lead(found):
        raise NotFound(_("This statement is not published yet."))
    return saved_as(row.file_name, read_file(row.sha256), kind=row.media_type)


@blueprint.post(f"{MEETING}/statements/<int:statement_id>/publish")
@requires(Right.LEAD_MEETINGS)
def publish_statement_received(convention: str, meeting: str, statement_id: int) -> ResponseReturnValue:
    found = meeting_to_lead(convention, meeting)
    row = get_statement(found.id, statement_id)
    told = _("The statement of %(who)s can be read by all now.", who=row.name)
    return done_there(lambda: publish_statement(found, row, by=acting()), lambda _done: told, decisions_address(found))


def decisions_address(meeting: Meeting) -> str:
    return link("meetings.decisions", convention=meeting.convention, meeting=meeting.short)


def how_in_words(row: MeetingDecision) -> str:
    """ "by a vote: 80 in favour, 2 against, 5 abstentions"."""
    words = str(HOW_NAMES[row.how])
    if row.how is not How.VOTE:
        return words
    return _(
        "%(how)s: %(votes_for)s in favour, %(against)s against, %(abstentions)s abstentions",
        how=words,
        votes_for=row.votes_for,
        against=row.votes_against,
        abstentions=row.abstentions,
    )


def decisions_table(meeting: Meeting, items: Mapping[int, str]) -> Table:
    """items: of the agenda, in words."""

    def address(row: MeetingDecision) -> str:
        return link("meetings.decision", convention=meeting.convention, meeting=meeting.short, number=row.number)

    return Table(
        f"decisions-{meeting.short.lower()}",
        [
            Column("number", _("Number"), lambda row: row.number, kind="number", href=address),
            Column("text", _("Decision"), lambda row: row.text),
            Column("item", _("Item"), lambda row: items.get(row.item_id or 0, ""), filter=True),
            Column("how", _("Taken"), lambda row: str(HOW_NAMES[row.how]), filter=True),
            Column("follow_up", _("To be done"), lambda row: row.follow_up),
            Column("responsible", _("By whom"), lambda row: row.responsible, filter=True),
            Column("due", _("Until"), lambda row: row.due_on, kind="day"),
            Column(
                "stands",
                _("Follow-up"),
                lambda row: _stands(row).value,
                filter=True,
                meaning=lambda row: _stands(row).meaning,
            ),
            Column("done", _("Done on"), lambda row: row.done_on, kind="day", aside=True),
            Column("evidence", _("What shows it"), lambda row: row.evidence, aside=True),
        ],
        decisions_of(meeting.id),
        (_("decision"), _("decisions")),
        sort="number",
        empty=(
            _("No decision is on record."),
            _("Decisions are recorded in the room as they are taken, or written down here afterwards."),
        ),
    )


def _stands(row: MeetingDecision) -> FollowUp:
    return follow_up(row.follow_up, row.due_on, row.done_on, on=as_of())


def _items_told(meeting: Meeting) -> dict[int, str]:
    """The items of the agenda by id: the draft for whoever keeps or leads the meeting, for others what was issued."""
    if keeps_meetings(meeting) or may_lead(meeting):
        return {line.item.id: line.label for line in agenda_of(meeting.id).lines}
    return {id: f"{entry['number']} {entry['name']}" for id, entry in items_issued(meeting.id).items()}
