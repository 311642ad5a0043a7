"""The election at a meeting: shown as it would be recorded, then recorded."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from committees.forms.rotation import RecordedElectionForm
from committees.queries.offices import Offices
from committees.queries.rotation import meeting_then
from committees.queries.slates import get_slate
from committees.routes.counter import blueprint
from committees.routes.next_acts import terms_in_words
from committees.routes.rotation import IN_SLATE, meeting_address, slate_address
from committees.rules.findings import Severity, findings
from committees.rules.slates import BodyThen, MeetingThen
from committees.workflow.elections import record_election
from committees.workflow.slates import check_open, other_open_slates
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.web import acting
from core.wording import count_in_words


@blueprint.route(f"{IN_SLATE}/election", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def slate_election(convention: str, meeting: str, slate_id: int) -> ResponseReturnValue:
    """What is recorded, how many terms and until which meeting, before it is."""
    offices = Offices(convention)
    plan = meeting_then(offices, meeting, on=today())
    found = get_slate(convention, plan.meeting.short, slate_id)
    check_open(found.slate)
    form = RecordedElectionForm(data={"elected_on": min(today(), plan.meeting.closes_on or today())})
    if form.validate_on_submit():
        try:
            with transaction():
                count = record_election(
                    convention,
                    plan.meeting.short,
                    slate_id,
                    elected_on=form.elected_on.data,
                    decided_so=form.decided_so.data or "",
                    sourcing=form.sourcing,
                    by=acting(),
                )
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            told = ngettext("%(num)d term is on record.", "%(num)d terms are on record.", count)
            run = terms_in_words(plan, on=today())
            flash(_("The election is recorded: %(told)s %(run)s", told=told, run=run), "success")
            return redirect(meeting_address(convention, plan.meeting.short))
    told = findings(plan, found.proposal)
    page = render_template(
        "committees/rotation_election.html",
        form=form,
        plan=plan,
        meeting=plan.meeting,
        found=found,
        breaches=[each for each in told if each.severity is Severity.BREACH],
        others=len(other_open_slates(found.slate)),
        until=lambda body: _until(offices, plan, body),
        back=slate_address(found),
        address=url_for("committees.slate_election", convention=convention, meeting=meeting, slate_id=slate_id),
    )
    return (page, 422) if form.is_submitted() else page


def _until(offices: Offices, plan: MeetingThen, body: BodyThen) -> str:
    """Until the close of the 24MSP, or for two formal meetings while the calendar does not reach so far."""
    last = offices.order.following(plan.meeting.short, body.term_meetings)
    if last is not None:
        return _("until the close of the %(meeting)s", meeting=last.short)
    if body.term_meetings == 1:
        return _("until the close of the next formal meeting")
    return _("for %(number)s formal meetings after this one", number=count_in_words(body.term_meetings))
