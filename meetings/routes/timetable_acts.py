"""Acts on the timetable that need a form: place, change, part, exchange, paste a list."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.models import Meeting
from core.db import transaction
from core.errors import RuleViolation
from core.forms import Form
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import acting
from meetings.forms.timetable import (
    ExchangeForm,
    NewPieceForm,
    PartForm,
    PieceForm,
    TimetableListForm,
)
from meetings.models.timetable import SlotKind
from meetings.queries.meetings import get_meeting
from meetings.queries.timetable import Timetable, timetable_of
from meetings.routes.counter import MEETING, blueprint
from meetings.routes.planning import plan_address
from meetings.routes.timetable import in_words
from meetings.rules.hours import hours_between
from meetings.rules.timetable_list import pieces_in
from meetings.workflow.timetable import Told, Wanted, exchange, move, part, paste, place


@blueprint.route(f"{MEETING}/timetable/place", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def place_piece(convention: str, meeting: str) -> ResponseReturnValue:
    """An item, a panel, a break or anything else, into a session."""
    found, plan = _plan(convention, meeting)
    asked = {name: whole_number(request.args.get(name, "")) or 0 for name in ("item", "session")}
    form = NewPieceForm(data={**asked, "shift": True, "kind": SlotKind.ITEM.value})
    form.session.choices = _sessions(plan)
    form.item.choices = items_offered(plan)

    return told_page(
        form,
        lambda: place(found, wanted(form, form.session.data), shift=form.shift.data, by=acting()),
        found,
        title=_("Place something in the timetable"),
        words=_("Place it"),
        do="place",
    )


@blueprint.route(f"{MEETING}/timetable/pieces/<int:slot_id>", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def change_piece(convention: str, meeting: str, slot_id: int) -> ResponseReturnValue:
    """To another time or session, with another length or title."""
    found, plan = _plan(convention, meeting)
    entry = plan.entry_of(slot_id)
    slot = entry.slot
    form = PieceForm(
        data={
            "session": slot.session_id,
            "starts": slot.starts,
            "minutes": slot.minutes,
            "title": slot.title,
            "shift": True,
        }
    )
    form.session.choices = _sessions(plan)

    def act() -> Told:
        return move(
            found,
            slot_id,
            session_id=form.session.data,
            starts=form.starts.data,
            minutes=form.minutes.data or slot.minutes,
            title=form.title.data or "",
            shift=form.shift.data,
            by=acting(),
        )

    title = _("Change “%(name)s”", name=entry.piece.name)
    return told_page(form, act, found, title=title, words=_("Change it"), do="change")


@blueprint.route(f"{MEETING}/timetable/pieces/<int:slot_id>/part", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def part_piece(convention: str, meeting: str, slot_id: int) -> ResponseReturnValue:
    """Two pieces of the same item, which can then stand in two sessions."""
    found, plan = _plan(convention, meeting)
    entry, form = plan.entry_of(slot_id), PartForm()
    return told_page(
        form,
        lambda: part(found, slot_id, minutes=form.minutes.data, by=acting()),
        found,
        title=_("Part “%(name)s”", name=entry.piece.name),
        words=_("Part it"),
        do="part",
    )


@blueprint.route(f"{MEETING}/timetable/pieces/<int:slot_id>/exchange", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def exchange_piece(convention: str, meeting: str, slot_id: int) -> ResponseReturnValue:
    found, plan = _plan(convention, meeting)
    entry, form = plan.entry_of(slot_id), ExchangeForm()
    form.other.choices = [
        (each.slot.id, f"{each.starts:%H:%M} {each.piece.name} ({sitting.session.title})")
        for sitting in plan.sittings
        for each in sitting.entries
        if each.slot.id != slot_id
    ]
    return told_page(
        form,
        lambda: exchange(found, slot_id, form.other.data, by=acting()),
        found,
        title=_("Exchange “%(name)s” with another piece", name=entry.piece.name),
        words=_("Exchange them"),
        do="exchange",
    )


@blueprint.route(f"{MEETING}/timetable/paste", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def paste_timetable(convention: str, meeting: str) -> ResponseReturnValue:
    found, plan = _plan(convention, meeting)
    form = TimetableListForm()
    form.session.choices = _sessions(plan)
    if not form.is_submitted():
        form.session.data = whole_number(request.args.get("session", "")) or None
    return act_page(
        form,
        lambda: paste(found, form.session.data, pieces_in(form.text.data), by=acting()),
        title=_("Paste a list into the timetable"),
        lead=_("One undo takes all of it back."),
        words=_("Place the pieces"),
        done=_("The pieces are in the timetable."),
        back=plan_address(found, "timetable"),
    )


def told_page(
    form: Form,
    act: Callable[[], Told],
    meeting: Meeting,
    *,
    title: str,
    words: str,
    do: str,
    lead: str = "",
    back: str = "",
) -> ResponseReturnValue:
    """As an act page, but telling what else moved because of the act. back: the page of the timetable, if not said."""
    back = back or plan_address(meeting, "timetable")
    if form.validate_on_submit():
        try:
            with transaction():
                told = act()
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(in_words(do, told), "success")
            return redirect(back)
    page = render_template(
        "layout/act.html", form=form, title=title, lead=lead or meeting.full_name, words=words, back=back
    )
    return (page, 422) if form.is_submitted() else page


def wanted(form: NewPieceForm, session_id: int) -> Wanted:
    return Wanted(
        session_id=session_id,
        item_id=form.item.data or None,
        title=form.title.data or "",
        kind=SlotKind(form.kind.data),
        starts=form.starts.data,
        minutes=form.minutes.data or 0,
    )


def _plan(convention: str, meeting: str) -> tuple[Meeting, Timetable]:
    found = get_meeting(convention, meeting)
    return found, timetable_of(found.id)


def _sessions(plan: Timetable) -> list[tuple[int, Any]]:
    return [
        (
            each.session.id,
            f"{each.session.day:%a} {each.session.day.day} {each.session.day:%B}, "
            f"{hours_between(each.session.starts, each.session.ends)}: {each.session.title}",
        )
        for each in plan.sittings
        if each.held
    ]


def items_offered(plan: Timetable) -> list[tuple[int, str]]:
    """Nothing of the agenda, then what is in no session yet, then the rest."""
    unplaced = {line.item.id for line in plan.unplaced}
    ordered = sorted(plan.agenda.lines, key=lambda line: line.item.id not in unplaced)
    return [
        (0, _("none: it has a title of its own")),
        *(
            (line.item.id, line.label if line.item.id in unplaced else _("%(item)s (placed)", item=line.label))
            for line in ordered
        ),
    ]
