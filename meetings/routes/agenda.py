"""The agenda of a meeting: the page on which it is planned, and the acts that move its items."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.models import Meeting
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import acting
from meetings.models.releases import Plan
from meetings.queries.agenda import Agenda, agenda_of, get_item
from meetings.queries.meetings import get_meeting
from meetings.queries.papers import papers_by_item
from meetings.queries.releases import agenda_entries, differences_to, last_change, newest_release
from meetings.queries.timetable import Timetable, timetable_of
from meetings.routes.counter import MEETING, blueprint
from meetings.routes.planning import done_there, keeps_meetings, plan_address
from meetings.rules.agenda import Place
from meetings.workflow.agenda import move_item, place_item


@blueprint.get(f"{MEETING}/agenda")
@requires(Right.READ_REGISTERS)
def agenda(convention: str, meeting: str) -> str:
    """Whoever keeps meetings plans here; everybody else reads the version issued last."""
    found = get_meeting(convention, meeting)
    release = newest_release(found.id, Plan.AGENDA)
    if not keeps_meetings(found):
        return render_template(
            "meetings/agenda_issued.html", meeting=found, release=release, papers=papers_by_item(found)
        )
    timetable = timetable_of(found.id)
    present = timetable.agenda
    return render_template(
        "meetings/agenda.html",
        meeting=found,
        agenda=present,
        release=release,
        differences=len(differences_to(release, Plan.AGENDA, agenda_entries(present))) if release else 0,
        minutes=minutes_placed(timetable),
        papers=papers_by_item(found),
        last=last_change(found.id),
    )


@blueprint.post(f"{MEETING}/agenda/items/<int:item_id>/move")
@requires(Right.KEEP_MEETINGS)
def move_agenda_item(convention: str, meeting: str, item_id: int) -> ResponseReturnValue:
    """One step up, down, in or out; or to a place: under which item, and as which of its children."""
    found = get_meeting(convention, meeting)
    item = get_item(found.id, item_id)
    title, form = item.title, request.form

    def told(number: str) -> str:
        return _("“%(title)s” is item %(number)s now.", title=title, number=number or _("without number"))

    def act() -> str:
        if "position" in form:
            return place_item(found, item, _place(form), by=acting())
        return move_item(found, item, form.get("how", ""), by=acting())

    return done_there(act, told, plan_address(found, "agenda", _anchor=f"item-{item_id}"))


def minutes_placed(timetable: Timetable) -> dict[int, int]:
    """How many minutes of the timetable each item has, those of all its pieces together."""
    found: dict[int, int] = {}
    for entry in timetable.entries:
        if entry.line:
            found[entry.line.item.id] = found.get(entry.line.item.id, 0) + entry.slot.minutes
    return found


def places_under(agenda: Agenda, *, but: int | None = None) -> list[tuple[int, str]]:
    """What an item may stand under, as choices: the agenda itself, then every item but those that hang on it."""
    below = {line.item.id for line in agenda.below(but)} | {but} if but else set()
    choices = [
        (line.item.id, f"{' ' * 2 * line.level}{line.label}") for line in agenda.lines if line.item.id not in below
    ]
    return [(0, _("the agenda itself")), *choices]


def agenda_for_page(convention: str, meeting: str) -> tuple[Meeting, Agenda]:
    found = get_meeting(convention, meeting)
    return found, agenda_of(found.id)


def _place(form: Any) -> Place:
    return Place(whole_number(form.get("parent", "")) or None, whole_number(form.get("position", "")) or 1)
