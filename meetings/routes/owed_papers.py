"""Who owes which paper, since when; and reminders of it, drafted for the outbox."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.models import Meeting
from core.clock import today
from core.db import transaction
from core.forms import Form
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from meetings.queries.meetings import get_meeting
from meetings.queries.papers import PaperOfMeeting, papers_of
from meetings.routes.counter import blueprint
from meetings.routes.papers import PAPERS, meaning_of, paper_address, state_in_words
from meetings.workflow.paper_reminders import draft_reminders, to_remind


@blueprint.get(f"{PAPERS}/owed")
@requires(Right.KEEP_MEETINGS)
def owed_papers(convention: str, meeting: str) -> str | Response:
    of_meeting = get_meeting(convention, meeting)
    found = [each for each in papers_of(of_meeting, on=today()) if each.owed]
    table = _table(of_meeting, found)
    return export_response(table, _("Owed papers, %(meeting)s", meeting=of_meeting.short)) or render_template(
        "meetings/owed_papers.html",
        meeting=of_meeting,
        page=table_page(table),
        reminded=[address for address in to_remind(found) if address],
    )


@blueprint.route(f"{PAPERS}/owed/remind", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def remind_of_papers(convention: str, meeting: str) -> ResponseReturnValue:
    """Says first to how many addresses; what is drafted is released in the outbox."""
    of_meeting = get_meeting(convention, meeting)
    found = papers_of(of_meeting, on=today())
    form = Form()
    if form.validate_on_submit():
        with transaction():
            mailing = draft_reminders(of_meeting, found, by=acting())
        flash(_("The reminders are drafted. Nothing leaves before they are released in the outbox."), "success")
        if may(Right.SEND_LETTERS):
            return redirect(link("outbox.mailing", mailing_id=mailing.id))
        return redirect(link("meetings.owed_papers", convention=convention, meeting=of_meeting.short))
    by_address = to_remind(found)
    return render_template(
        "meetings/remind_of_papers.html",
        meeting=of_meeting,
        without=by_address.get("", ()),
        by_address={address: theirs for address, theirs in by_address.items() if address},
    )


def _table(meeting: Meeting, found: Sequence[PaperOfMeeting]) -> Table:
    on = today()
    return Table(
        f"owed-{meeting.short.lower()}",
        [
            Column(
                "symbol", _("Symbol"), lambda each: each.row.symbol, href=lambda each: paper_address(meeting, each.row)
            ),
            Column("title", _("Title"), lambda each: each.row.title),
            Column("who", _("Who owes it"), lambda each: each.owed.who, filter=True),
            Column("what", _("What"), lambda each: each.owed.what),
            Column("since", _("Since"), lambda each: each.owed.since, kind="day"),
            Column("late", _("Days late"), lambda each: max(0, (on - each.owed.since).days) or None, kind="number"),
            Column("state", _("Where it stands"), state_in_words, filter=True, meaning=meaning_of),
            Column("email", _("Address for reminders"), lambda each: each.row.email, aside=True),
        ],
        found,
        noun=(_("paper is owed"), _("papers are owed")),
        sort="since",
        empty=(_("Nothing is owed."), _("Every paper is out in all its languages, or the meeting has no days yet.")),
    )
