"""The blueprint that the files of this counter share, and what several of them need."""

from collections.abc import Sequence

from flask import Blueprint, abort, current_app

from conventions.models import Meeting
from core.permissions import Right, may
from core.web import link
from meetings.forms.sessions import LANGUAGE_NAMES
from meetings.models.sessions import Session, SessionKind
from meetings.queries.meetings import get_meeting
from meetings.queries.sessions import get_session, sessions_of

blueprint = Blueprint("meetings", __name__)
MEETING = "/<convention:convention>/meetings/<meeting>"


def meeting_of_page(convention: str, meeting: str) -> Meeting:
    """The meeting in the address; NotFound."""
    return get_meeting(convention, meeting)


def meeting_address(meeting: Meeting) -> str:
    """The page of a meeting."""
    return link("meetings.meeting", convention=meeting.convention, meeting=meeting.short)


@blueprint.app_template_global()
def may_plan(convention: str, body: str = "") -> bool:
    """Whether the person plans a session led by the body; one that no body leads is planned by who keeps meetings."""
    return may(Right.KEEP_MEETINGS, convention=convention) or bool(
        body and may(Right.PLAN_SESSIONS, convention=convention, body=body)
    )


@blueprint.app_template_filter("languages")
def languages_in_words(codes: Sequence[str]) -> str:
    return ", ".join(str(LANGUAGE_NAMES[each]) for each in codes)


def refuse_other_bodies(convention: str, body: str) -> None:
    """403 for a chair who would plan what another body leads."""
    if not may_plan(convention, body):
        abort(403)


def may_see(convention: str, session: Session) -> bool:
    """Whether the person learns of the session: of a closed one whoever reads the work of its body.

    Where no body leads it: whoever reads the work of any body of the Convention.
    """
    return session.kind is not SessionKind.CLOSED or may(
        Right.READ_COMMITTEE_WORK, convention=convention, body=session.body or None
    )


def sessions_kept_from(meeting: Meeting) -> frozenset[int]:
    """Those that the person does not learn of."""
    return frozenset(each.id for each in sessions_of([meeting.id]) if not may_see(meeting.convention, each))


def may_lead(meeting: Meeting) -> bool:
    """Whether the person leads the meeting as a whole: a chair only one of their own body."""
    return may(Right.LEAD_MEETINGS, convention=meeting.convention, body=meeting.body)


def meeting_to_lead(convention: str, meeting: str) -> Meeting:
    """The meeting, for whoever leads it as a whole; 403 for others."""
    found = meeting_of_page(convention, meeting)
    if not may_lead(found):
        abort(403)
    return found


def meeting_of_session_to_lead(convention: str, meeting: str, session_id: int) -> Meeting:
    """The meeting, for whoever leads its session: a chair only those of their own body, no plenary. 403 for others."""
    found = meeting_of_page(convention, meeting)
    if not may(Right.LEAD_MEETINGS, convention=convention, body=get_session(found.id, session_id).body):
        abort(403)
    return found


def most_a_day() -> int:
    """How often one State may speak on one day before a timetable warns: a setting."""
    return int(current_app.config["CHANCERY"].delegation_a_day)
