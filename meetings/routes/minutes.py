"""After the session: minutes item by item, compiled; the final document; a summary to participants."""

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.models import Meeting, MeetingState
from conventions.queries import meetings_of
from conventions.registry import get_convention
from core.clock import today
from core.db import Ref, transaction
from core.differences import words
from core.docx.papers import PaperDocument, write_paper
from core.errors import NotFound, RuleViolation
from core.forms import CountConfirmation
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, requires
from core.seen.guard import WrittenMeanwhile
from core.seen.shared import shared
from core.seen.workflow import leave
from core.web import acting, link, saved_as
from correspondence.queries.campaigns import house_style_file
from meetings.forms.room import MinutesForm
from meetings.papers.final_document import elections_in_words, final_document_paper
from meetings.papers.minutes import minutes_paper
from meetings.queries.agenda import agenda_of, get_item
from meetings.queries.decisions import decisions_of
from meetings.queries.elected import elected_at
from meetings.queries.minutes import minutes_of, newest_minutes, people_to_tell, versions_of
from meetings.queries.papers import papers_in_short, symbol_of_report
from meetings.queries.people import people_of
from meetings.queries.timetable import timetable_of
from meetings.routes.counter import MEETING, blueprint, meeting_of_page, meeting_to_lead
from meetings.rules.people import day_of_list
from meetings.workflow.minutes import send_summary, write_minutes


@blueprint.get(f"{MEETING}/minutes")
@requires(Right.LEAD_MEETINGS)
def minutes(convention: str, meeting: str) -> str:
    found = meeting_to_lead(convention, meeting)
    items = minutes_of(timetable_of(found.id), found.id)
    written = sum(each.minutes is not None for each in items)
    return render_template(
        "meetings/minutes.html",
        meeting=found,
        items=items,
        written=written,
        on_record=any(each.anything for each in items),
    )


@blueprint.route(f"{MEETING}/minutes/<int:item_id>", methods=["GET", "POST"])
@requires(Right.LEAD_MEETINGS)
def write_minutes_of(convention: str, meeting: str, item_id: int) -> ResponseReturnValue:
    """Where somebody else saved meanwhile, both texts stand on the page and nothing is lost."""
    found = meeting_to_lead(convention, meeting)
    item = get_item(found.id, item_id)
    newest = newest_minutes(item.id)
    number = newest.number if newest else 0
    text = Ref("minutes", str(item_id))
    form = MinutesForm(data={"text": newest.text if newest else "", "seen": number})
    theirs = None
    if form.validate_on_submit():
        try:
            with transaction():
                leave(text, by=acting())
                write_minutes(found, item, form.text.data or "", seen=whole_number(form.seen.data) or 0, by=acting())
        except WrittenMeanwhile as refusal:
            theirs = newest_minutes(item_id)
            form.seen.raw_data = None
            form.seen.data = str(theirs.number if theirs else 0)
            form.refuse(refusal)
        else:
            flash(_("The minutes are saved."), "success")
            return redirect(minutes_address(found, item_id))
    page = render_template(
        "meetings/write_minutes.html",
        meeting=found,
        line=agenda_of(found.id).by_id[item_id],
        form=form,
        theirs=theirs,
        pieces=words(form.text.data or "", theirs.text) if theirs else (),
        versions=versions_of(item_id),
        shared=shared(text, by=acting()),
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.get(f"{MEETING}/minutes.docx")
@requires(Right.LEAD_MEETINGS)
def minutes_docx(convention: str, meeting: str) -> Response:
    found = meeting_to_lead(convention, meeting)
    items = minutes_of(timetable_of(found.id), found.id)
    if not any(each.anything for each in items):
        raise NotFound(_("Nothing is on record of the %(meeting)s yet.", meeting=found.short))
    return _saved(found, "minutes", minutes_paper(found, items, convention_title=_convention_title(found)))


@blueprint.get(f"{MEETING}/final-document.docx")
@requires(Right.LEAD_MEETINGS)
def final_document_docx(convention: str, meeting: str) -> Response:
    """A skeleton: what is on record stands in it, what is missing is asked for in its place."""
    found = meeting_to_lead(convention, meeting)
    if found.state is MeetingState.CANCELLED:
        raise RuleViolation(_("The %(meeting)s is cancelled; it has no final document.", meeting=found.short))
    items = minutes_of(timetable_of(found.id), found.id)
    if not items:
        raise NotFound(_("The %(meeting)s has no agenda yet.", meeting=found.short))
    following = _following(found)
    paper = final_document_paper(
        found,
        items,
        convention_title=_convention_title(found),
        elections=elections_in_words(elected_at(found, following)),
        following=following,
        documents=[(each.symbol, each.title) for each in papers_in_short(found)],
        people=people_of(found, on=day_of_list(found.starts_on, today())),
        symbol=symbol_of_report(found),
    )
    return _saved(found, "final-document", paper)


@blueprint.route(f"{MEETING}/minutes/summary", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def summary(convention: str, meeting: str) -> ResponseReturnValue:
    """How many it reaches is told first, and typed."""
    found = meeting_of_page(convention, meeting)
    people = people_to_tell(timetable_of(found.id))
    form = CountConfirmation(len(people))
    taken = ngettext("%(num)d decision", "%(num)d decisions", len(decisions_of(found.id)))
    return act_page(
        form,
        lambda: send_summary(found, people, counted_before=form.typed.data, by=acting()),
        title=_("Send a summary of decisions"),
        lead=ngettext(
            "%(what)s, by mail to %(num)d person who had a part in the sessions. It leaves through the outbox.",
            "%(what)s, by mail to %(num)d persons who had a part in the sessions. It leaves through the outbox.",
            len(people),
            what=taken,
        ),
        words=_("Send the summary"),
        done=_("The summary is in the outbox."),
        back=link("meetings.minutes", convention=convention, meeting=found.short),
    )


def minutes_address(meeting: Meeting, item_id: int) -> str:
    return link("meetings.minutes", convention=meeting.convention, meeting=meeting.short, _anchor=f"item-{item_id}")


def _following(meeting: Meeting) -> Meeting | None:
    """The formal meeting of the calendar that comes after it."""
    if meeting.ends_on is None:
        return None
    later = [
        each
        for each in meetings_of(meeting.convention)
        if each.kind in ("MSP", "RC") and each.starts_on is not None and each.starts_on > meeting.ends_on
    ]
    return min(later, key=lambda each: (each.starts_on, each.id), default=None)


def _convention_title(meeting: Meeting) -> str:
    return get_convention(meeting.convention).title["EN"]


def _saved(meeting: Meeting, kind: str, paper: PaperDocument) -> Response:
    name = f"{meeting.convention}-{meeting.short}".lower()
    return saved_as(f"{name}-{kind}.docx", write_paper(house_style_file(), paper))
