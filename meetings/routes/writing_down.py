"""What the chair's screen writes down: decisions as taken, action points, statements received."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.models.work import Owner
from committees.queries.bodies import bodies_by_slug
from conventions.models import Meeting
from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, may, requires
from core.web import acting
from meetings.forms.room import ActionPointForm, DecisionForm, StatementForm
from meetings.models.decisions import How
from meetings.queries.room import room_of
from meetings.queries.timetable import Timetable, timetable_of
from meetings.routes.counter import blueprint, meeting_of_session_to_lead
from meetings.routes.room import ONE_SESSION, room_address
from meetings.rules.votes import Vote
from meetings.workflow.decisions import Taken, record_decision
from meetings.workflow.decisions import note_action_point as note_point
from meetings.workflow.decisions import receive_statement as keep_statement


@blueprint.route(f"{ONE_SESSION}/decide", methods=["GET", "POST"])
@requires(Right.LEAD_MEETINGS)
def decide(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    found, timetable = _opened(convention, meeting, session_id)
    form = DecisionForm(data={"item": _item_on(timetable, session_id), "how": How.CONSENSUS.value})
    form.item.choices = _items(timetable)
    del form.taken_on
    by = acting()
    return act_page(
        form,
        lambda: record_decision(found, decision_in(form), taken_at=by.at, by=by),
        title=_("Record a decision"),
        lead=_("As it was taken in the room. It has the next number and is not changed afterwards."),
        words=_("Record the decision"),
        done=_("The decision is recorded."),
        back=room_address(found, session_id),
    )


@blueprint.route(f"{ONE_SESSION}/action-point", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def note_action_point(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """A task of a body whose work the person keeps, noted by whoever leads the session."""
    found, timetable = _opened(convention, meeting, session_id)
    body = timetable.sitting_of(session_id).session.body
    form = ActionPointForm(data={"item": _item_on(timetable, session_id), "body": body, "owner": Owner.CHAIR.value})
    form.item.choices = _items(timetable)
    form.body.choices = [
        (slug, row.name_en)
        for slug, row in bodies_by_slug(found.convention).items()
        if may(Right.KEEP_COMMITTEE_WORK, convention=convention, body=slug)
    ]
    form.owner.choices = [
        (Owner.CHAIR.value, _("its chair")),
        (Owner.BODY.value, _("all its members")),
        (Owner.ISU.value, _("the Implementation Support Unit")),
    ]
    return act_page(
        form,
        lambda: note_point(
            found,
            form.body.data,
            form.title.data,
            owner=Owner(form.owner.data),
            due_on=form.due_on.data,
            item_id=form.item.data or None,
            on=today(),
            by=acting(),
        ),
        title=_("Note an action point"),
        lead=_("It stands among the tasks of the body from then on."),
        words=_("Make it a task"),
        done=_("The action point is a task now."),
        back=room_address(found, session_id),
    )


@blueprint.route(f"{ONE_SESSION}/statement", methods=["GET", "POST"])
@requires(Right.LEAD_MEETINGS)
def receive_statement(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    found, timetable = _opened(convention, meeting, session_id)
    form = StatementForm(data={"item": _item_on(timetable, session_id)})
    form.item.choices = _items(timetable)

    def act() -> object:
        file = form.file.data
        item_id = form.item.data or None
        return keep_statement(
            found, form.who.data, file.read(), file.filename, item_id=item_id, on=today(), by=acting()
        )

    return act_page(
        form,
        act,
        title=_("Keep a statement that was handed in"),
        lead=_("Only the office reads it until it is published, after it was delivered."),
        words=_("Keep the statement"),
        done=_("The statement is kept."),
        back=room_address(found, session_id),
    )


def decision_in(form: Any) -> Taken:
    """What the form says of a decision."""
    figures = (form.votes_for.data, form.votes_against.data, form.abstentions.data, form.took_part.data)
    return Taken(
        text=form.text.data,
        how=How(form.how.data),
        vote=Vote(*figures) if any(each is not None for each in figures) else None,
        item_id=form.item.data or None,
        follow_up=form.follow_up.data or "",
        responsible=form.responsible.data or "",
        due_on=form.due_on.data,
    )


def _opened(convention: str, meeting: str, session_id: int) -> tuple[Meeting, Timetable]:
    """For whoever leads the session; 403 for others."""
    found = meeting_of_session_to_lead(convention, meeting, session_id)
    return found, timetable_of(found.id)


def _items(timetable: Timetable) -> list[tuple[int, str]]:
    return [(0, _("none")), *((line.item.id, line.label) for line in timetable.agenda.published)]


def _item_on(timetable: Timetable, session_id: int) -> int:
    """The item that is on in the session, 0 for none."""
    entry = room_of(timetable, session_id).entry
    return entry.line.item.id if entry and entry.line else 0
