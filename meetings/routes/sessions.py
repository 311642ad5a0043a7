"""One session: its page, and the acts of planning, changing, confirming and cancelling it."""

from datetime import time
from functools import partial

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from committees.queries.offices import Offices
from conventions.models import Meeting
from core.audit.queries import history_of
from core.clock import now, today
from core.db import transaction
from core.errors import NotFound
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.seen.forms import EditedText
from core.web import acting, link
from meetings.forms.sessions import KIND_NAMES, MODE_NAMES, CancelForm, SessionForm, written
from meetings.models.sessions import Session
from meetings.queries.called_off import cancellations, session_called_off
from meetings.queries.invitations import invitations_of, owed
from meetings.queries.programme import programme_of
from meetings.queries.sessions import get_session
from meetings.queries.speakers import names_of
from meetings.queries.timetable import timetable_of
from meetings.routes.counter import (
    MEETING,
    blueprint,
    languages_in_words,
    may_plan,
    may_see,
    meeting_address,
    meeting_of_page,
    refuse_other_bodies,
)
from meetings.rules.clocks import by_day
from meetings.rules.clocks import shown as shown_session
from meetings.rules.hours import clocks_in_words
from meetings.rules.standing import standing_of_session
from meetings.workflow.calling_off import call_off_session
from meetings.workflow.session_standing import confirm_session
from meetings.workflow.sessions import change_session, plan_session, ref_to_session
from meetings.workflow.usual_sessions import plan_usual_sessions, usual_sessions_of

SESSION = f"{MEETING}/sessions/<int:session_id>"


@blueprint.get(SESSION)
@requires(Right.READ_REGISTERS)
def session(convention: str, meeting: str, session_id: int) -> str:
    row = meeting_of_page(convention, meeting)
    found = get_session(row.id, session_id)
    if not may_see(convention, found):
        raise NotFound(_("The meeting has no such session."))
    programme = programme_of(row, partial(may_see, convention), at=now())
    [shown] = [each for _day, those in programme.days for each in those if each.plan.session_id == session_id]
    plans = may_plan(convention, found.body)
    return render_template(
        "meetings/session.html",
        meeting=row,
        session=found,
        shown=shown,
        standing=standing_of_session(found.state.value, found.day, on=today()),
        warnings=programme.warnings.get(session_id, []),
        facts=_facts(found, programme.bodies.get(found.body, found.body)),
        plans=plans,
        sitting=timetable_of(row.id).sitting_of(session_id) if plans else None,
        owed=len(owed(found, invitations_of(found.id))) if plans else 0,
        history=history_of(ref_to_session(found)) if plans else None,
        names=names_of(session_id) if plans else {},
    )


@blueprint.route(f"{MEETING}/sessions/new", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def new_session(convention: str, meeting: str) -> ResponseReturnValue:
    row = meeting_of_page(convention, meeting)
    usual = {"day": row.starts_on, "starts": time(10), "ends": time(13), "zone": row.zone, "mode": row.format}
    form = SessionForm(data={**usual, "interpretation": row.languages})
    offer_bodies(form, convention)
    return act_page(
        form,
        lambda: _planned(convention, row, form),
        title=_("Plan a session"),
        lead=row.full_name,
        words=_("Plan the session"),
        done=_("The session is planned."),
        back=meeting_address(row),
    )


@blueprint.route(f"{SESSION}/change", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def change_one_session(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    row, found = _session_to_plan(convention, meeting, session_id)
    form = SessionForm(data=written(found))
    offer_bodies(form, convention)
    if found.body not in dict(form.body.choices):
        form.body.choices.append((found.body, found.body))

    def change() -> None:
        refuse_other_bodies(convention, form.plan.body)
        change_session(convention, row.short, session_id, form.plan, by=acting(), seen=form.seen_before, read=form.read)

    return act_page(
        form,
        change,
        title=_("Change the session"),
        lead=f"{found.title}, {row.full_name}",
        words=_("Change the session"),
        done=_("The session is changed."),
        back=session_address(row, session_id),
        text=EditedText(ref_to_session(found), lambda: written(get_session(row.id, session_id))),
    )


@blueprint.post(f"{SESSION}/confirm")
@requires(Right.PLAN_SESSIONS)
def confirm_one_session(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    row, _found = _session_to_plan(convention, meeting, session_id)
    with transaction():
        confirm_session(convention, row.short, session_id, by=acting())
    flash(_("The session is confirmed."), "success")
    return redirect(session_address(row, session_id))


@blueprint.route(f"{SESSION}/cancel", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def cancel_one_session(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    row, found = _session_to_plan(convention, meeting, session_id)
    form, now_told = CancelForm(), cancellations([found])
    told = form.shown_before(now_told)
    return act_page(
        form,
        lambda: call_off_session(convention, row.short, session_id, reason=form.reason.data, by=acting(), mails=told),
        title=_("Cancel the session"),
        lead=_("“%(title)s” stays on record as cancelled, and calendars show it so.", title=found.title),
        words=_cancel_words(now_told) or _("Cancel the session"),
        done=_("The session is cancelled."),
        back=session_address(row, session_id),
        template="meetings/cancel.html",
        consequences=session_called_off(found),
    )


@blueprint.route(f"{MEETING}/sessions/usual", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def usual_sessions(convention: str, meeting: str) -> ResponseReturnValue:
    """Mornings and afternoons of all its working days, as far as they are free; shown before they are planned."""
    row = meeting_of_page(convention, meeting)
    plans = usual_sessions_of(row)
    if request.method == "POST":
        with transaction():
            planned = plan_usual_sessions(convention, row.short, count=_count(request.form), by=acting())
        flash(ngettext("%(num)d session is planned.", "%(num)d sessions are planned.", len(planned)), "success")
        return redirect(meeting_address(row))
    return render_template(
        "meetings/usual_sessions.html", meeting=row, days=by_day([shown_session(plan) for plan in plans]), plans=plans
    )


def _cancel_words(mails: int) -> str:
    if not mails:
        return ""
    return ngettext("Cancel the session and send %(num)d mail", "Cancel the session and send %(num)d mails", mails)


def session_address(row: Meeting, session_id: int) -> str:
    return link("meetings.session", convention=row.convention, meeting=row.short, session_id=session_id)


def _count(form: MultiDict[str, str]) -> int:
    return whole_number(form.get("count", "")) or 0


def _session_to_plan(convention: str, meeting: str, session_id: int) -> tuple[Meeting, Session]:
    """The session, for whoever plans those of its body; 403 for others."""
    row = meeting_of_page(convention, meeting)
    found = get_session(row.id, session_id)
    refuse_other_bodies(convention, found.body)
    return row, found


def _planned(convention: str, row: Meeting, form: SessionForm) -> Session:
    refuse_other_bodies(convention, form.plan.body)
    return plan_session(convention, row.short, form.plan, by=acting(), read=form.read)


def offer_bodies(form: SessionForm, convention: str) -> None:
    """The bodies whose sessions the person plans."""
    bodies = [(row.slug, row.name_en) for row in Offices(convention).bodies_on(today())]
    form.offer(
        [each for each in bodies if may_plan(convention, each[0])],
        unled=may(Right.KEEP_MEETINGS, convention=convention),
    )


def _facts(found: Session, body: str) -> list[tuple[str, str]]:
    languages = languages_in_words(found.interpretation)
    told = [
        (_("Kind"), str(KIND_NAMES[found.kind])),
        (_("Led by"), body),
        (_("Held"), str(MODE_NAMES[found.mode])),
        (_("Room"), found.room),
        (_("Interpretation"), languages or _("none foreseen")),
        (_("Clocks"), clocks_in_words([found.zone])),
    ]
    return [(term, value) for term, value in told if value]
