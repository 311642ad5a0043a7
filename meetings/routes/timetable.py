"""The timetable of a meeting: the page on which it is planned, and the acts of one step on it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.errors import RuleViolation
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import acting
from core.wording import list_in_words
from meetings.models.releases import Plan
from meetings.queries.clashes import warnings_of
from meetings.queries.meetings import get_meeting
from meetings.queries.releases import differences_to, last_change, newest_release, timetable_entries
from meetings.queries.timetable import timetable_of
from meetings.routes.counter import MEETING, blueprint, most_a_day
from meetings.routes.planning import done_there, plan_address
from meetings.rules.hours import clocks_in_words
from meetings.workflow.timetable import Told, Wanted, exchange, lengthen, move_before, neighbour, place, take_out

STEP = 5  # minutes by which one press makes a piece longer or shorter


@blueprint.get(f"{MEETING}/timetable")
@requires(Right.KEEP_MEETINGS)
def timetable(convention: str, meeting: str) -> str:
    found = get_meeting(convention, meeting)
    plan = timetable_of(found.id)
    release = newest_release(found.id, Plan.TIMETABLE)
    return render_template(
        "meetings/timetable.html",
        meeting=found,
        timetable=plan,
        release=release,
        differences=len(differences_to(release, Plan.TIMETABLE, timetable_entries(plan))) if release else 0,
        warnings=warnings_of(found, plan, most_a_day=most_a_day()),
        last=last_change(found.id),
        shift=request.args.get("shift") != "no",
        step=STEP,
        clocks=clocks_in_words,
    )


@blueprint.post(f"{MEETING}/timetable/pieces/<int:slot_id>/step")
@requires(Right.KEEP_MEETINGS)
def step_piece(convention: str, meeting: str, slot_id: int) -> ResponseReturnValue:
    """What one press does: earlier, later, longer, shorter, out, to another session, or before another piece."""
    found = get_meeting(convention, meeting)
    form = request.form
    shift, do = "shift" in form, form.get("do", "")

    def act() -> Told:
        if do in ("earlier", "later"):
            other = neighbour(timetable_of(found.id), slot_id, -1 if do == "earlier" else 1)
            return exchange(found, slot_id, other, by=acting())
        if do in ("longer", "shorter"):
            minutes = STEP if do == "longer" else -STEP
            return lengthen(found, slot_id, by_minutes=minutes, shift=shift, by=acting())
        if do == "out":
            return take_out(found, slot_id, by=acting())
        if do in ("to", "before"):
            session = whole_number(form.get(f"to-{slot_id}" if do == "to" else "session", "")) or 0
            before = whole_number(form.get("before", "")) if do == "before" else None
            return move_before(found, slot_id, session_id=session, before=before, by=acting())
        raise RuleViolation(f"“{do[:20]}” is no step a piece of the timetable can take.")

    back = plan_address(found, "timetable", shift=None if shift else "no", _anchor=f"piece-{slot_id}")
    return done_there(act, lambda told: in_words(do, told), back)


@blueprint.post(f"{MEETING}/timetable/place-before")
@requires(Right.KEEP_MEETINGS)
def place_before(convention: str, meeting: str) -> ResponseReturnValue:
    """An item of the agenda takes the time of a piece, which is shifted; or stands last in the session."""
    found = get_meeting(convention, meeting)
    form = request.form
    wanted = Wanted(
        session_id=whole_number(form.get("session", "")) or 0,
        item_id=whole_number(form.get("item", "")) or 0,
        before=whole_number(form.get("before", "")),
    )
    back = plan_address(found, "timetable")
    return done_there(lambda: place(found, wanted, shift=True, by=acting()), lambda told: in_words("place", told), back)


def in_words(do: str, told: Told) -> str:
    """What was done, who begins later because of it, and whether the session is over its time."""
    names = {"name": told.name, "session": told.session}
    sentences = [
        {
            "out": _("“%(name)s” is in the timetable no more.", **names),
            "longer": _("“%(name)s” is longer.", **names),
            "shorter": _("“%(name)s” is shorter.", **names),
            "part": _("“%(name)s” is two pieces now.", **names),
        }.get(do, _("“%(name)s” stands in “%(session)s”.", **names))
    ]
    if told.elsewhere:
        places = list_in_words(list(told.elsewhere), "EN")
        sentences.append(_("Look at this: the item stands in the timetable already, at %(places)s.", places=places))
    if told.shifted:
        shifted = list_in_words([f"“{name}”" for name in told.shifted], "EN")
        sentences.append(_("At another time now: %(names)s.", names=shifted))
    if told.over:
        sentences.append(
            ngettext(
                "The session is %(num)d minute over its end.", "The session is %(num)d minutes over its end.", told.over
            )
        )
    return " ".join(sentences)
