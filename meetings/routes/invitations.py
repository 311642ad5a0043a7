"""Invitations to a session: who is invited, what they answered, who is still to hear of a change."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.models import Meeting
from core.clock import day_of
from core.db import transaction
from core.errors import RuleViolation
from core.forms import Form
from core.look.acts import act_page
from core.outbox.models import MessageState
from core.outbox.rules import parse_addresses
from core.outbox.words import MESSAGE_NAMES
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from meetings.forms.invitations import AnswerForm, CountForm, PeopleForm
from meetings.invitation_mail import in_words
from meetings.models.calendar import FormerAnswer, InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session, SessionState
from meetings.queries.invitations import (
    SESSION_INVITATION,
    former_answers_of,
    get_invitation,
    invitations_of,
    mails_of,
    never_invited,
    owed,
    sessions_owed,
    speakers_to_invite,
)
from meetings.queries.sessions import get_session
from meetings.routes.counter import blueprint, may_plan, meeting_address, meeting_of_page, refuse_other_bodies
from meetings.words import ANSWER_NAMES
from meetings.workflow.answers import record_invited
from meetings.workflow.invitations import invite_to_session, tell_all, tell_of_change, withdraw_invitation

OF_A_SESSION = "/<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/invitations"


@dataclass(frozen=True)
class Invited:
    """One line of the list."""

    invitation: SessionInvitation
    mail: MessageState | None
    formers: Sequence[FormerAnswer] = ()


@blueprint.get(OF_A_SESSION)
@requires(Right.PLAN_SESSIONS)
def session_invitations(convention: str, meeting: str, session_id: int) -> str | Response:
    held, session = _session(convention, meeting, session_id)
    invitations = invitations_of(session.id)
    table = _table(session, held, invitations)
    return export_response(table, _("Invitations")) or render_template(
        "meetings/invitations.html",
        session=session,
        meeting=held,
        when=in_words(session),
        owed=len(owed(session, invitations)),
        cancelled=session.state is SessionState.CANCELLED,
        page=table_page(table),
        at=_values(held, session),
    )


@blueprint.route(f"{OF_A_SESSION}/new", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def invite_people(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """Those who speak are proposed; what leaves is shown with its number before it does."""
    held, session = _session(convention, meeting, session_id)
    proposed = speakers_to_invite(session.id, invitations_of(session.id))
    form = PeopleForm(data={"addresses": "\n".join(f"{name} <{address}>" for address, name in proposed)})
    people: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            people = parse_addresses(form.addresses.data)
            if form.confirmed.data == str(len(people)):
                with transaction():
                    invite_to_session(session, held, people, by=acting())
                return _done(held, session, len(people), _("They are invited."))
        except RuleViolation as refusal:
            form.refuse(refusal)
    shown = people and not form.errors
    page = render_template(
        "meetings/invite.html",
        form=form,
        session=session,
        meeting=held,
        when=in_words(session),
        people=people if shown else [],
        at=_values(held, session),
    )
    return (page, 422) if form.errors else page


@blueprint.route(f"{OF_A_SESSION}/tell", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def tell_invited(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    held, session = _session(convention, meeting, session_id)
    if Form().validate_on_submit():
        with transaction():
            told = tell_of_change(session, held, by=acting())
        return _done(held, session, told, _("They are told."))
    concerned = owed(session, invitations_of(session.id))
    return render_template(
        "meetings/tell_invited.html",
        session=session,
        when=in_words(session),
        owed=concerned,
        missed=never_invited(concerned),
        cancelled=session.state is SessionState.CANCELLED,
        at=_values(held, session),
    )


@blueprint.route(
    "/<convention:convention>/meetings/<meeting>/invitations/<int:invitation_id>/withdraw", methods=["GET", "POST"]
)
@requires(Right.PLAN_SESSIONS)
def withdraw_invited(convention: str, meeting: str, invitation_id: int) -> ResponseReturnValue:
    invitation = get_invitation(invitation_id)
    held, session = _session(convention, meeting, invitation.session_id)
    if Form().validate_on_submit():
        with transaction():
            withdraw_invitation(invitation, session, held, by=acting())
        return _done(held, session, 1, _("The invitation is withdrawn."))
    return render_template(
        "meetings/withdraw_invitation.html",
        session=session,
        meeting=held,
        invitation=invitation,
        at=_values(held, session),
    )


@blueprint.route(
    "/<convention:convention>/meetings/<meeting>/invitations/<int:invitation_id>/answer", methods=["GET", "POST"]
)
@requires(Right.PLAN_SESSIONS)
def answer_invited(convention: str, meeting: str, invitation_id: int) -> ResponseReturnValue:
    """An answer that came in another way, or from another address, recorded by hand."""
    invitation = get_invitation(invitation_id)
    held, session = _session(convention, meeting, invitation.session_id)
    name = invitation.name or invitation.address
    form = AnswerForm()
    return act_page(
        form,
        lambda: record_invited(
            held, invitation, InvitationAnswer(form.answer.data), note=(form.note.data or "").strip(), by=acting()
        ),
        title=_("Record the answer of %(name)s", name=name),
        lead=_(
            "%(title)s, %(when)s. On record now: %(answer)s.",
            title=session.title,
            when=in_words(session),
            answer=ANSWER_NAMES[invitation.answer],
        ),
        words=_("Record the answer"),
        done=_("The answer is on record."),
        back=link("meetings.session_invitations", **_values(held, session)),
    )


@blueprint.route("/<convention:convention>/meetings/<meeting>/invitations/tell", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def tell_all_invited(convention: str, meeting: str) -> ResponseReturnValue:
    """Everybody who is invited to a session of the meeting and was last told of it otherwise."""
    row = meeting_of_page(convention, meeting)
    found = [each for each in sessions_owed(row.id) if may_plan(convention, each[0].body)]
    count = sum(len(those) for _session, those in found)
    form = CountForm()
    told = form.shown_before(count)
    if form.validate_on_submit():
        try:
            with transaction():
                tell_all(row, [session for session, _those in found], mails=told, by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)d mail leaves.", "%(num)d mails leave.", count), "success")
            return redirect(meeting_address(row))
    page = render_template(
        "meetings/tell_all_invited.html",
        form=form,
        meeting=row,
        count=count,
        sessions=[(session, in_words(session), those) for session, those in found],
        missed=never_invited([each for _session, those in found for each in those]),
        back=meeting_address(row),
    )
    return (page, 422) if form.errors else page


def _session(convention: str, short: str, session_id: int) -> tuple[Meeting, Session]:
    """The session, for whoever may plan those of its body."""
    meeting = meeting_of_page(convention, short)
    session = get_session(meeting.id, session_id)
    refuse_other_bodies(convention, session.body)
    return meeting, session


def _values(meeting: Meeting, session: Session) -> dict[str, object]:
    return {"convention": meeting.convention, "meeting": meeting.short, "session_id": session.id}


def _done(meeting: Meeting, session: Session, count: int, told: str) -> ResponseReturnValue:
    mails = ngettext("%(num)d mail leaves.", "%(num)d mails leave.", count)
    flash(f"{told} {mails}", "success")
    return redirect(link("meetings.session_invitations", **_values(meeting, session)))


def _table(session: Session, meeting: Meeting, invitations: Sequence[SessionInvitation]) -> Table:
    mails = mails_of(invitations, SESSION_INVITATION)
    formers: dict[int, list[FormerAnswer]] = defaultdict(list)
    for former in former_answers_of(session.id):
        if former.invitation_id is not None:
            formers[former.invitation_id].append(former)

    def answered_on(row: Invited) -> date | None:
        return day_of(row.invitation.answered_at) if row.invitation.answered_at else None

    def act(endpoint: str, row: Invited) -> str | None:
        if row.invitation.withdrawn_at is not None:
            return None
        return url_for(endpoint, convention=meeting.convention, meeting=meeting.short, invitation_id=row.invitation.id)

    def withdrawing(row: Invited) -> str | None:
        return act("meetings.withdraw_invited", row)

    def answering(row: Invited) -> str | None:
        return act("meetings.answer_invited", row) if session.state is not SessionState.CANCELLED else None

    return Table(
        f"invitations-{meeting.short.lower()}-{session.id}",
        [
            Column("name", _("Name"), lambda row: row.invitation.name or row.invitation.address),
            Column("answer", _("Answer"), _answer, filter=True, meaning=_meaning),
            Column("answered", _("Answered"), answered_on, kind="day"),
            Column("comment", _("What they wrote"), lambda row: row.invitation.comment),
            Column("address", _("Address"), lambda row: row.invitation.address),
            Column("knows", _("Knows of the last change"), lambda row: _knows(row, session), filter=True),
            Column("mail", _("Last mail"), lambda row: str(MESSAGE_NAMES[row.mail]) if row.mail else None, filter=True),
            Column("before", _("Answered before"), _before),
            Column("hand", _("By hand"), lambda row: _("Answer…") if answering(row) else None, href=answering),
            Column("act", _("Act"), lambda row: _("Withdraw…") if withdrawing(row) else None, href=withdrawing),
        ],
        [Invited(each, mails.get(each.id), formers.get(each.id, ())) for each in invitations],
        noun=(_("person"), _("people")),
        empty=(
            _("Nobody is invited by mail yet."),
            _("An invitation comes with a calendar file; whoever accepts or declines it is shown here."),
        ),
    )


def _answer(row: Invited) -> str:
    return _("withdrawn") if row.invitation.withdrawn_at else str(ANSWER_NAMES[row.invitation.answer])


def _before(row: Invited) -> str | None:
    """What they answered for another day or hour, or before they changed their mind."""
    return "; ".join(f"{ANSWER_NAMES[each.answer]}: {each.given_for}" for each in row.formers) or None


def _meaning(row: Invited) -> str:
    if row.invitation.withdrawn_at:
        return "neutral"
    meanings = {InvitationAnswer.ACCEPTED: "done", InvitationAnswer.DECLINED: "late"}
    return meanings.get(row.invitation.answer, "soon")


def _knows(row: Invited, session: Session) -> str | None:
    if row.invitation.withdrawn_at:
        return None
    return _("yes") if row.invitation.told_sequence >= session.sequence else _("not yet")
