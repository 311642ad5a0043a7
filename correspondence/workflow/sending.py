"""Approved letters on their way: scheduled, moved, paused, stopped, sent on trial, and settled where nobody knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.rules import checked_reason
from core.outbox.workflow.mailings import make_mailing, move_mailing, pause_mailing, resume_mailing, stop_mailing
from core.outbox.workflow.messages import Wanted, put_out, put_out_all, settle_unknown
from core.wording import counted
from correspondence.models.approval import ApprovedLetter
from correspondence.models.campaigns import Campaign, CampaignState, Channel, Dispatch, Letter
from correspondence.outgoing import LETTER, TRIAL
from correspondence.queries.approved import live_dispatches, waiting_letters
from correspondence.rules.plans import Plan, check_plan
from correspondence.workflow.campaigns import hold, ref_of
from correspondence.workflow.committee_log import tell_the_committee
from correspondence.workflow.ending import end_unsent
from correspondence.workflow.reminders import drop_open_steps
from states_parties.models import State

LONGEST_REASON = 300


def schedule(campaign: Campaign, plan: Plan, *, letters: int, by: Actor) -> Mailing:
    """The approved letters leave at that time, each once; those for the post wait for their batch.

    letters: how many the person was told would leave. RuleViolation where it is another number by now.
    """
    hold(campaign)
    check_approved(campaign)
    check_plan(plan, at=by.at)
    rows = live_dispatches(campaign.id)
    _check_count(len({row.Letter.id for row in rows}), letters)
    mailing = make_mailing(
        LETTER,
        title=campaign.title,
        convention=campaign.convention,
        not_before=plan.leaves_at,
        not_after=plan.until,
        held=False,
        by=by,
    )
    _take_plan(campaign, plan)
    campaign.mailing_id, campaign.state = mailing.id, CampaignState.RELEASED
    by_mail = _put_out(mailing, rows)
    record(
        "campaign:scheduled", ref_of(campaign), campaign.title, by=by, **_told(plan), letters=letters, by_mail=by_mail
    )
    return mailing


def check_approved(campaign: Campaign) -> None:
    """RuleViolation where the campaign is not to be scheduled: not approved yet, or on its way already."""
    if campaign.state is not CampaignState.APPROVED:
        raise RuleViolation(f"“{campaign.title}” is {campaign.state}: only an approved campaign is scheduled.")


def send_newly_approved(campaign: Campaign, *, letters: int, by: Actor) -> int:
    """Letters approved after the release leave like the others: now, or at the time that is still to come."""
    hold(campaign)
    mailing = mailing_of(campaign)
    if mailing.state is MailingState.STOPPED:
        raise RuleViolation(f"“{campaign.title}” was stopped: nothing of it leaves any more.")
    check_last_day(mailing, at=by.at)
    rows = [row for row in live_dispatches(campaign.id) if _newly_approved(row.Dispatch)]
    _check_count(len({row.Letter.id for row in rows}), letters)
    by_mail = _put_out(mailing, rows)
    record("campaign:newly-approved-sent", ref_of(campaign), campaign.title, by=by, letters=letters, by_mail=by_mail)
    return by_mail


def move(campaign: Campaign, plan: Plan, *, by: Actor) -> None:
    """What has not left leaves at the new time, with the new last day.

    What was approved since, or goes by post and is in no batch, can be sent by then.
    """
    hold(campaign)
    mailing = mailing_of(campaign)
    check_plan(plan, at=by.at)
    before = {"send_on": campaign.send_on, "send_at": campaign.send_at, "not_after": campaign.not_after}
    more = any(dispatch.batch is None for dispatch in _not_out(campaign))
    move_mailing(mailing, not_before=plan.leaves_at, not_after=plan.until, by=by, more_to_come=more)
    _take_plan(campaign, plan)
    changed = {name: [_plain(value), _told(plan)[name]] for name, value in before.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    record("campaign:moved", ref_of(campaign), campaign.title, by=by, **changed)


def pause(campaign: Campaign, *, reason: str, by: Actor) -> None:
    """Nothing more leaves until it is resumed; what a mail server is being given goes to its end."""
    pause_mailing(
        mailing_of(campaign), reason=checked_reason(reason, why="Say why it is paused.", longest=LONGEST_REASON), by=by
    )
    record("campaign:paused", ref_of(campaign), campaign.title, by=by, reason=reason.strip())


def resume(campaign: Campaign, *, by: Actor) -> None:
    resume_mailing(mailing_of(campaign), by=by)
    record("campaign:resumed", ref_of(campaign), campaign.title, by=by)


def stop(campaign: Campaign, *, reason: str, by: Actor) -> None:
    """Nothing more leaves, by mail or by post, for good; the references of letters that have not left are void.

    Reminders that are not drafted are dropped.
    """
    reason = checked_reason(reason, why="Say why it is stopped.", longest=LONGEST_REASON)
    hold(campaign)
    mailing = mailing_of(campaign)
    if mailing.state is MailingState.STOPPED:
        raise RuleViolation(f"“{campaign.title}” is stopped already.")
    waiting = waiting_letters(campaign.id)
    stop_mailing(mailing, reason=reason, by=by)
    end_unsent(waiting, f"The sending was stopped: {reason}", by=by)
    for dispatch in _not_out(campaign):
        dispatch.void_reason = reason
    db.session.flush()
    drop_open_steps(campaign, reason=f"The sending was stopped: {reason}"[:LONGEST_REASON], by=by)
    record("campaign:stopped", ref_of(campaign), campaign.title, by=by, reason=reason)


def send_on_trial(campaign: Campaign, letter: Letter, *, address: str, state: str, by: Actor) -> OutboxMessage:
    """The approved letter to the person's own address, marked as a test; it counts nowhere."""
    approved = db.session.scalars(
        select(ApprovedLetter).where(ApprovedLetter.letter_id == letter.id, ApprovedLetter.voided_at.is_(None))
    ).one_or_none()
    if approved is None:
        raise RuleViolation(f"No letter to {state} is approved: there is nothing to send on trial.", field="state")
    title = f"Test of “{campaign.title}”"[:200]
    mailing = make_mailing(
        TRIAL, title=title, convention=campaign.convention, not_before=by.at, not_after=None, held=False, by=by
    )
    content = {"approved_letter": approved.id, "state": state, "for": by.name}
    message = put_out(mailing, f"{approved.id}/{mailing.id}", address, by.name, content=content)
    record("letter:sent-on-trial", ref_of(campaign), campaign.title, by=by, state=state)
    return message


def settle(campaign: Campaign, dispatch: Dispatch, *, sent: bool, reason: str, by: Actor) -> None:
    """A named person says what became of a letter that may have left: treated as sent, or sent again."""
    reason = checked_reason(
        reason, why=f"Say why {'you know' if sent else 'it is sent again'}.", longest=LONGEST_REASON
    )
    message = db.session.get(OutboxMessage, dispatch.message_id)
    if message is None or message.state is not MessageState.UNKNOWN:
        raise RuleViolation("What became of this letter is known already.")
    settle_unknown(message, sent=sent, reason=reason, by=by)
    outcome = "treated as sent" if sent else "sent again"
    details = {"state": _state_of(dispatch), "outcome": outcome, "reason": reason}
    record("letter:settled", ref_of(campaign), campaign.title, by=by, **details)
    tell_the_committee(campaign, at=by.at, by=by)


def mailing_of(campaign: Campaign) -> Mailing:
    """RuleViolation where the campaign has not been scheduled."""
    mailing = db.session.get(Mailing, campaign.mailing_id) if campaign.mailing_id else None
    if mailing is None:
        raise RuleViolation(f"“{campaign.title}” has not been scheduled.")
    return mailing


def check_last_day(mailing: Mailing, *, at: datetime) -> None:
    """Nothing leaves after it, by mail or by post, unless the campaign is moved."""
    if mailing.not_after is not None and mailing.not_after <= at:
        raise RuleViolation("The last day has passed. Move the campaign to another time first.")


def _put_out(mailing: Mailing, rows: Sequence[Any]) -> int:
    """One message for each dispatch by e-mail; their number."""
    by_mail = [row for row in rows if row.Dispatch.channel is Channel.EMAIL]
    messages = put_out_all(mailing, [_wanted(row) for row in by_mail])
    for row, message in zip(by_mail, messages, strict=True):
        row.Dispatch.message_id = message.id
    db.session.flush()
    return len(by_mail)


def _wanted(row: Any) -> Wanted:
    recipient = row.Letter.addressee.splitlines()[0] if row.Dispatch.role == "to" else row.State.list_en
    return Wanted(str(row.Dispatch.id), row.Dispatch.address, recipient[:300])


def _newly_approved(dispatch: Dispatch) -> bool:
    return dispatch.channel is Channel.EMAIL and dispatch.message_id is None


def _not_out(campaign: Campaign) -> Sequence[Dispatch]:
    """Dispatches that no message carries and nobody has posted."""
    return [
        row.Dispatch
        for row in live_dispatches(campaign.id)
        if row.Dispatch.message_id is None and row.Dispatch.posted_on is None
    ]


def _take_plan(campaign: Campaign, plan: Plan) -> None:
    campaign.send_on, campaign.send_at, campaign.not_after = plan.send_on, plan.send_at, plan.not_after
    db.session.flush()


def _told(plan: Plan) -> dict[str, str]:
    return {
        "send_on": plan.send_on.isoformat(),
        "send_at": f"{plan.send_at:%H:%M}",
        "not_after": plan.not_after.isoformat(),
    }


def _plain(value: Any) -> str:
    return f"{value:%H:%M}" if hasattr(value, "hour") else value.isoformat()


def _check_count(found: int, told: int) -> None:
    if not found:
        raise RuleViolation("There is no approved letter to send.")
    if found != told:
        raise RuleViolation(
            f"{counted(found, 'letter', 'letters')} would leave by now, not {told} as you were told. Look again."
        )


def _state_of(dispatch: Dispatch) -> str:
    return db.session.scalars(
        select(State.list_en).join(Letter, Letter.iso3 == State.iso3).where(Letter.id == dispatch.letter_id)
    ).one()
