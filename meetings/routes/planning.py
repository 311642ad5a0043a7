"""What the pages on which a meeting is planned have in common: the meeting, the last act and how it is undone."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.models import Meeting
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, may, requires
from core.web import acting, link
from meetings.queries.meetings import get_meeting
from meetings.queries.releases import changes_of, get_change
from meetings.routes.counter import MEETING, blueprint
from meetings.workflow.changes import undo

MOST_CHANGES = 100


@blueprint.get(f"{MEETING}/changes")
@requires(Right.KEEP_MEETINGS)
def plan_changes(convention: str, meeting: str) -> str:
    """The acts on agenda and timetable, each with a way to undo it."""
    found = get_meeting(convention, meeting)
    return render_template("meetings/changes.html", meeting=found, changes=changes_of(found.id, newest=MOST_CHANGES))


@blueprint.post(f"{MEETING}/changes/<int:change_id>/undo")
@requires(Right.KEEP_MEETINGS)
def undo_change(convention: str, meeting: str, change_id: int) -> ResponseReturnValue:
    found = get_meeting(convention, meeting)
    change = get_change(found.id, change_id)
    done = _("Undone: %(what)s.", what=change.what)
    page = request.form.get("back", "")
    back = plan_address(found, page if page in ("agenda", "timetable") else "changes")
    return done_there(lambda: undo(change, found, by=acting()), lambda _result: done, back)


def done_there(act: Callable[[], Any], told: Callable[[Any], str], back: str) -> ResponseReturnValue:
    """The act is done and told, or refused, on the page that it was asked for on."""
    try:
        with transaction():
            result = act()
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(told(result), "success")
    return redirect(back, 303)


def plan_address(meeting: Meeting, page: str, **values: Any) -> str:
    """The page agenda, timetable, programme or changes of the meeting."""
    endpoint = {"changes": "plan_changes"}.get(page, page)
    return link(f"meetings.{endpoint}", convention=meeting.convention, meeting=meeting.short, **values)


def keeps_meetings(meeting: Meeting) -> bool:
    return may(Right.KEEP_MEETINGS, convention=meeting.convention)
