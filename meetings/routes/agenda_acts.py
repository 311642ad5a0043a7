"""Acts on the agenda that need a form: add, change, place, remove, begin, paste a list."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.models import Meeting
from conventions.queries import meetings_of
from core.db import Ref, transaction
from core.errors import RuleViolation
from core.forms import Form
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, requires
from core.seen.forms import Theirs, theirs_of
from core.seen.guard import WrittenMeanwhile
from core.seen.shared import shared
from core.seen.workflow import leave
from core.web import acting
from meetings.forms.agenda import AgendaListForm, BeginForm, ItemForm, NewItemForm, PlaceForm
from meetings.models.agenda import AgendaItem, ItemKind
from meetings.queries.agenda import Agenda, get_item, recurring_items
from meetings.queries.hanging import in_words
from meetings.queries.meetings import get_meeting
from meetings.queries.timetable import timetable_of
from meetings.routes.agenda import agenda_for_page, minutes_placed, places_under
from meetings.routes.counter import MEETING, blueprint
from meetings.routes.planning import plan_address
from meetings.rules.agenda import Place
from meetings.rules.agenda_list import items_in
from meetings.usual_agendas import usual_agenda
from meetings.workflow.agenda import (
    add_item,
    add_items,
    begin_with,
    change_item,
    place_item,
    remove_item,
    take_over,
    what_rests_on,
)

USUAL = "usual"


@blueprint.route(f"{MEETING}/agenda/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_agenda_item(convention: str, meeting: str) -> ResponseReturnValue:
    found, present = agenda_for_page(convention, meeting)
    form = NewItemForm(data={"under": whole_number(request.args.get("under", "")) or 0, "recurring": True})
    form.under.choices = places_under(present)
    return act_page(
        form,
        lambda: add_item(found, form.written(), under=form.under.data or None, by=acting()),
        title=_("Add an item"),
        lead=_("Agenda of the %(meeting)s", meeting=found.full_name),
        words=_("Add the item"),
        done=_("The item is on the agenda."),
        back=plan_address(found, "agenda"),
    )


@blueprint.route(f"{MEETING}/agenda/items/<int:item_id>", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def change_agenda_item(convention: str, meeting: str, item_id: int) -> ResponseReturnValue:
    """Where somebody else changed it meanwhile, both texts stand on the page and nothing is lost."""
    found, present = agenda_for_page(convention, meeting)
    item = get_item(found.id, item_id)
    text = Ref("agenda-item", str(item_id))
    form = ItemForm(data=_as_form(item))
    theirs: Sequence[Theirs] = ()
    if form.validate_on_submit():
        try:
            with transaction():
                leave(text, by=acting())
                change_item(
                    found, item, form.written(), revision=whole_number(form.revision.data or "") or 0, by=acting()
                )
        except WrittenMeanwhile as refusal:
            item = get_item(found.id, item_id)
            theirs = theirs_of(form, _as_form(item))
            form.revision.data = form.revision.raw_data = None
            form.revision.data = str(item.revision)
            form.refuse(refusal)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The item is changed."), "success")
            return redirect(plan_address(found, "agenda", _anchor=f"item-{item_id}"))
    line = present.by_id[item_id]
    page = render_template(
        "meetings/item.html", meeting=found, line=line, form=form, theirs=theirs, shared=shared(text, by=acting())
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route(f"{MEETING}/agenda/items/<int:item_id>/place", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def place_agenda_item(convention: str, meeting: str, item_id: int) -> ResponseReturnValue:
    found, present = agenda_for_page(convention, meeting)
    item = get_item(found.id, item_id)
    form = PlaceForm(data={"parent": item.parent_id or 0, "position": item.position})
    form.parent.choices = places_under(present, but=item_id)
    return act_page(
        form,
        lambda: place_item(found, item, Place(form.parent.data or None, form.position.data), by=acting()),
        title=_("Move “%(title)s”", title=item.title),
        lead=_("What stands under it goes along."),
        words=_("Move it"),
        done=_("“%(title)s” is moved.", title=item.title),
        back=plan_address(found, "agenda", _anchor=f"item-{item_id}"),
    )


@blueprint.route(f"{MEETING}/agenda/items/<int:item_id>/remove", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def remove_agenda_item(convention: str, meeting: str, item_id: int) -> ResponseReturnValue:
    """What hangs on it is told first."""
    found, present = agenda_for_page(convention, meeting)
    item = get_item(found.id, item_id)
    return act_page(
        Form(),
        lambda: remove_item(found, item, by=acting()),
        title=_("Remove “%(title)s”", title=item.title),
        lead=_told_before_removal(found, present, item_id),
        words=_("Remove it"),
        done=_("“%(title)s” is on the agenda no more.", title=item.title),
        back=plan_address(found, "agenda"),
    )


@blueprint.route(f"{MEETING}/agenda/begin", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def begin_agenda(convention: str, meeting: str) -> ResponseReturnValue:
    """From the usual agenda, or from what recurs of a meeting before."""
    found = get_meeting(convention, meeting)
    usual = usual_agenda(found.convention)
    before = _meetings_before(found)
    recurring = recurring_items([each.id for each in before])
    before = [each for each in before if recurring.get(each.id)]
    form = BeginForm()
    items = ngettext("the usual agenda, %(num)d item", "the usual agenda, %(num)d items", len(usual))
    form.source.choices = [
        *((each.short, _that_recur(each, recurring[each.id])) for each in before),
        *([(USUAL, items)] if usual else []),
    ]
    chosen = {each.short: each for each in before}

    def act() -> int:
        if form.source.data == USUAL:
            return begin_with(found, usual, by=acting())
        return take_over(found, chosen[form.source.data], by=acting())

    return act_page(
        form,
        act,
        title=_("Begin the agenda"),
        lead=_("Of a meeting before, the items that recur are taken over, with their annotations."),
        words=_("Take the items over"),
        done=_("The agenda has its first items."),
        back=plan_address(found, "agenda"),
    )


@blueprint.route(f"{MEETING}/agenda/paste", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def paste_agenda(convention: str, meeting: str) -> ResponseReturnValue:
    found, present = agenda_for_page(convention, meeting)
    form = AgendaListForm()
    form.under.choices = places_under(present)
    return act_page(
        form,
        lambda: add_items(found, items_in(form.text.data), under=form.under.data or None, by=acting()),
        title=_("Paste a list of items"),
        lead=_("They are added after what is there. One undo takes all of them back."),
        words=_("Add the items"),
        done=_("The items are on the agenda."),
        back=plan_address(found, "agenda"),
    )


def _as_form(item: AgendaItem) -> dict[str, Any]:
    names = ("title", "lead", "minutes", "annotation", "decision_expected", "recurring", "revision")
    return {**{name: getattr(item, name) for name in names}, "internal": item.kind is ItemKind.INTERNAL}


def _told_before_removal(meeting: Meeting, agenda: Agenda, item_id: int) -> str:
    below = agenda.below(item_id)
    placed = minutes_placed(timetable_of(meeting.id))
    minutes = sum(placed.get(id, 0) for id in (item_id, *(line.item.id for line in below)))
    told = [
        ngettext(
            "%(num)d item that stands under it goes with it.",
            "%(num)d items that stand under it go with it.",
            len(below),
        )
        if below
        else _("Nothing stands under it."),
        ngettext(
            "It has %(num)d minute in the timetable, which falls free.",
            "It has %(num)d minutes in the timetable, which fall free.",
            minutes,
        )
        if minutes
        else _("It has no time in the timetable."),
    ]
    if resting := what_rests_on(agenda, item_id):
        told.append(_("It cannot go while it is tied to %(what)s.", what=in_words(resting)))
    return " ".join([*told, _("It can be undone.")])


def _that_recur(meeting: Meeting, count: int) -> str:
    items = ngettext("%(num)d item that recurs", "%(num)d items that recur", count)
    return f"{meeting.full_name}, {items}"


def _meetings_before(meeting: Meeting) -> list[Meeting]:
    """Those of the same kind that came before, the last first."""
    found = [
        each
        for each in meetings_of(meeting.convention)
        if each.kind == meeting.kind
        and each.id != meeting.id
        and each.starts_on is not None
        and (meeting.starts_on is None or each.starts_on < meeting.starts_on)
    ]
    return found[::-1]
