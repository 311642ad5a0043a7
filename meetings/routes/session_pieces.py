"""What is taken up in the session of a body, by whoever plans it: placed, changed, taken out."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.models import Meeting
from core.errors import NotFound
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting, link
from meetings.forms.timetable import OwnPieceForm, ProposedPieceForm, TakeOutForm
from meetings.models.timetable import SlotKind
from meetings.queries.meetings import get_meeting
from meetings.queries.timetable import Entry, Sitting, Timetable, timetable_of
from meetings.routes.counter import MEETING, blueprint, refuse_other_bodies
from meetings.routes.timetable_acts import items_offered, told_page, wanted
from meetings.workflow.timetable import move, place, take_out

OF_A_SESSION = f"{MEETING}/sessions/<int:session_id>"


@blueprint.route(f"{OF_A_SESSION}/place", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def place_in_session(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """Whoever plans the session of a body proposes what is taken up in it; what is issued is the secretariat's."""
    found, plan, sitting = _sitting(convention, meeting, session_id)
    form = ProposedPieceForm(data={"shift": True, "kind": SlotKind.ITEM.value})
    form.item.choices = items_offered(plan)
    return told_page(
        form,
        lambda: place(found, wanted(form, session_id), shift=form.shift.data, read=form.read, by=acting()),
        found,
        title=_("Place something in “%(session)s”", session=sitting.session.title),
        words=_("Place it"),
        do="place",
        lead=_in_the_draft(),
        back=_address(found, session_id),
    )


@blueprint.route(f"{OF_A_SESSION}/pieces/<int:slot_id>", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def change_piece_of_session(convention: str, meeting: str, session_id: int, slot_id: int) -> ResponseReturnValue:
    """To another time within its session, with another length or title."""
    found, _plan, sitting = _sitting(convention, meeting, session_id)
    entry = _entry(sitting, slot_id)
    slot = entry.slot
    form = OwnPieceForm(data={"starts": slot.starts, "minutes": slot.minutes, "title": slot.title, "shift": True})
    return told_page(
        form,
        lambda: move(
            found,
            slot_id,
            session_id=session_id,
            starts=form.starts.data,
            minutes=form.minutes.data or slot.minutes,
            title=form.title.data or "",
            shift=form.shift.data,
            read=form.read,
            by=acting(),
        ),
        found,
        title=_("Change “%(name)s”", name=entry.piece.name),
        words=_("Change it"),
        do="change",
        lead=_in_the_draft(),
        back=_address(found, session_id),
    )


@blueprint.route(f"{OF_A_SESSION}/pieces/<int:slot_id>/out", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def take_piece_out(convention: str, meeting: str, session_id: int, slot_id: int) -> ResponseReturnValue:
    found, _plan, sitting = _sitting(convention, meeting, session_id)
    entry = _entry(sitting, slot_id)
    return act_page(
        TakeOutForm(),
        lambda: take_out(found, slot_id, by=acting()),
        title=_("Take “%(name)s” out", name=entry.piece.name),
        lead=_(
            "One piece goes, of %(minutes)s minutes from %(starts)s. Its item waits to be placed again; what was "
            "issued stays until the secretariat issues another version.",
            minutes=entry.slot.minutes,
            starts=f"{entry.starts:%H:%M}",
        ),
        words=_("Take it out"),
        done=_("“%(name)s” is in the timetable no more.", name=entry.piece.name),
        back=_address(found, session_id),
    )


def _in_the_draft() -> str:
    return _("It stands in the draft of the timetable. Delegations see it once the secretariat issues a version.")


def _sitting(convention: str, meeting: str, session_id: int) -> tuple[Meeting, Timetable, Sitting]:
    """For whoever plans the session; 403 for others."""
    found = get_meeting(convention, meeting)
    plan = timetable_of(found.id)
    sitting = plan.sitting_of(session_id)
    refuse_other_bodies(convention, sitting.session.body)
    return found, plan, sitting


def _entry(sitting: Sitting, slot_id: int) -> Entry:
    """A piece of this session, and of no other."""
    for entry in sitting.entries:
        if entry.slot.id == slot_id:
            return entry
    raise NotFound(_("The session has no such piece."))


def _address(meeting: Meeting, session_id: int) -> str:
    return link("meetings.session", convention=meeting.convention, meeting=meeting.short, session_id=session_id)
