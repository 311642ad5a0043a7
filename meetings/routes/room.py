"""The chair's screen: what is on, who speaks and for how long, who waits; and what the projector shows of it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.models import Meeting
from core.clock import now, today
from core.db import transaction
from core.errors import NotFound, RuleViolation
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.web import acting, link
from meetings.forms.room import STANDING_NAMES, FloorForm, LimitsForm
from meetings.queries.room import Room, present_sitting, room_of
from meetings.queries.timetable import Timetable, timetable_of
from meetings.routes.counter import MEETING, blueprint, may_see, meeting_of_page, meeting_of_session_to_lead
from meetings.routes.planning import done_there
from meetings.rules.delegations import organisation_names
from meetings.rules.speakers_list import Standing, seconds_left
from meetings.workflow.room import (
    ask_for_floor,
    end_statement,
    give_floor,
    move_request,
    open_list,
    set_limits,
    take_up,
    withdraw_request,
)
from states_parties.queries.states import names_by_slug

ROOM = f"{MEETING}/room"
ONE_SESSION = f"{ROOM}/<int:session_id>"
SHOWN_NEXT = 3


@blueprint.get(ROOM)
@requires(Right.LEAD_MEETINGS)
def room(convention: str, meeting: str) -> str:
    """Of the sessions that the person leads `?session=` chooses one; else the one that is on, or comes next."""
    found = meeting_of_page(convention, meeting)
    return _page(found, FloorForm())


@blueprint.get(f"{ROOM}/screen")
@requires(Right.READ_REGISTERS)
def room_screen(convention: str, meeting: str) -> str:
    """For the projector, and for everybody who learns of the session: what is on, who speaks, the list as announced.

    It looks again by itself.
    """
    found = meeting_of_page(convention, meeting)
    timetable = timetable_of(found.id)
    seen = replace(timetable, sittings=[each for each in timetable.sittings if may_see(convention, each.session)])
    present = _chosen(seen)
    return render_template("meetings/screen.html", meeting=found, **_told(present), shown_next=SHOWN_NEXT)


@blueprint.post(f"{ONE_SESSION}/item")
@requires(Right.LEAD_MEETINGS)
def take_up_item(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    found = meeting_of_session_to_lead(convention, meeting, session_id)
    slot_id = whole_number(request.form.get("slot", ""))
    return done_there(
        lambda: take_up(found, session_id, slot_id, by=acting()),
        lambda present: _("Now: %(what)s.", what=_name(present)),
        room_address(found, session_id),
    )


@blueprint.post(f"{ONE_SESSION}/requests")
@requires(Right.LEAD_MEETINGS)
def ask_floor(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """Who is not known is refused in the form, with what was typed still in it."""
    found = meeting_of_session_to_lead(convention, meeting, session_id)
    form = FloorForm()
    if form.validate_on_submit():
        standing = Standing(form.as_what.data) if form.as_what.data else None
        try:
            with transaction():
                asked = ask_for_floor(found, session_id, form.who.data, standing=standing, on=today(), by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(
                _("%(who)s is on the list, as %(what)s.", who=asked.name, what=STANDING_NAMES[asked.standing]),
                "success",
            )
            return redirect(room_address(found, session_id, asked=1), 303)
    return _page(found, form, session_id=session_id), 422


@blueprint.post(f"{ONE_SESSION}/requests/<int:request_id>")
@requires(Right.LEAD_MEETINGS)
def change_request(convention: str, meeting: str, session_id: int, request_id: int) -> ResponseReturnValue:
    """do: floor, withdraw, up or down."""
    found = meeting_of_session_to_lead(convention, meeting, session_id)
    by = acting()
    acts = {
        "floor": (lambda: give_floor(found, session_id, request_id, seen=_seen(), by=by), _("%(who)s has the floor.")),
        "withdraw": (lambda: withdraw_request(found, session_id, request_id, by=by), _("%(who)s is off the list.")),
        "up": (lambda: move_request(found, session_id, request_id, -1, by=by), _("%(who)s speaks earlier now.")),
        "down": (lambda: move_request(found, session_id, request_id, 1, by=by), _("%(who)s speaks later now.")),
    }
    if request.form.get("do", "") not in acts:
        raise NotFound("There is no such act on the list of speakers.")
    act, told = acts[request.form["do"]]
    return done_there(act, lambda each: told % {"who": each.name}, room_address(found, session_id))


@blueprint.post(f"{ONE_SESSION}/next")
@requires(Right.LEAD_MEETINGS)
def next_speaker(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """Whoever speaks has ended, and the next one has the floor."""
    found = meeting_of_session_to_lead(convention, meeting, session_id)
    return done_there(
        lambda: give_floor(found, session_id, seen=_seen(), by=acting()),
        lambda each: _("%(who)s has the floor.", who=each.name),
        room_address(found, session_id),
    )


@blueprint.post(f"{ONE_SESSION}/end")
@requires(Right.LEAD_MEETINGS)
def end_speaking(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    found = meeting_of_session_to_lead(convention, meeting, session_id)
    return done_there(
        lambda: end_statement(found, session_id, seen=_seen(), by=acting()),
        lambda each: _("%(who)s has ended.", who=each.name),
        room_address(found, session_id),
    )


@blueprint.post(f"{ONE_SESSION}/list")
@requires(Right.LEAD_MEETINGS)
def open_or_close_list(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    found = meeting_of_session_to_lead(convention, meeting, session_id)
    is_open = request.form.get("open") == "yes"
    told = _("The list of speakers is open.") if is_open else _("The list of speakers is closed.")
    return done_there(
        lambda: open_list(found, session_id, is_open=is_open, by=acting()),
        lambda _done: told,
        room_address(found, session_id),
    )


@blueprint.route(f"{ONE_SESSION}/limits", methods=["GET", "POST"])
@requires(Right.LEAD_MEETINGS)
def limits_of_room(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    found = meeting_of_session_to_lead(convention, meeting, session_id)
    present = room_of(timetable_of(found.id), session_id)
    national, group = present.limits
    form = LimitsForm(data={"national": national, "group": group})
    waiting = len(present.waiting)
    return act_page(
        form,
        lambda: set_limits(
            found, session_id, national_seconds=form.national.data, group_seconds=form.group.data, by=acting()
        ),
        title=_("Limits of statements"),
        lead=ngettext(
            "For whoever asks from now on, and for %(num)d who waits.",
            "For whoever asks from now on, and for %(num)d who wait.",
            waiting,
        ),
        words=_("Set the limits"),
        done=_("The limits are set."),
        back=room_address(found, session_id),
    )


def room_address(meeting: Meeting, session_id: int | None = None, **values: int) -> str:
    named = {"session": session_id, **values} if session_id else {}
    return link("meetings.room", convention=meeting.convention, meeting=meeting.short, **named)


def _seen() -> int | None:
    """Who had the floor on the page on which the button was pressed."""
    return whole_number(request.form.get("seen", ""))


def _page(meeting: Meeting, form: FloorForm, *, session_id: int | None = None) -> str:
    timetable = _to_lead(meeting)
    present = room_of(timetable, session_id) if session_id else _chosen(timetable)
    return render_template(
        "meetings/room.html",
        meeting=meeting,
        timetable=timetable,
        form=form,
        names=[*(name for _slug, name in names_by_slug()), *organisation_names()],
        asking=bool(request.args.get("asked")) or form.is_submitted(),
        **_told(present),
    )


def _to_lead(meeting: Meeting) -> Timetable:
    """With the sessions that the person leads."""
    timetable = timetable_of(meeting.id)
    led = [
        each
        for each in timetable.sittings
        if may(Right.LEAD_MEETINGS, convention=meeting.convention, body=each.session.body)
    ]
    return replace(timetable, sittings=led)


def _chosen(timetable: Timetable) -> Room | None:
    if session_id := whole_number(request.args.get("session", "")):
        return room_of(timetable, session_id)
    sitting = present_sitting(timetable, now())
    return room_of(timetable, sitting.session.id) if sitting else None


def _told(present: Room | None) -> dict[str, object]:
    at = now()
    if present is None:
        return {"room": None, "at": at}
    return {
        "room": present,
        "at": at,
        "standing_names": STANDING_NAMES,
        "name": _name(present),
        "left": _left(present, at),
        "zone": ZoneInfo(present.sitting.session.zone),
        "budget": present.budget(at) if _is_its_day(present, at) else None,
    }


def _is_its_day(present: Room, at: datetime) -> bool:
    """Whether the session is of the day, where it is held: on others nothing can be told of its end."""
    session = present.sitting.session
    return at.astimezone(ZoneInfo(session.zone)).date() == session.day


def _left(present: Room, at: datetime) -> int | None:
    """Seconds of whoever speaks."""
    speaking = present.speaking
    if speaking is None or speaking.started_at is None:
        return None
    return seconds_left(speaking.limit_seconds, speaking.started_at, at)


def _name(present: Room) -> str:
    return present.entry.piece.name if present.entry else present.sitting.session.title
