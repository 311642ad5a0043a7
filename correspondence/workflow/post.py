"""Letters that go by post: gathered into batches for the printer, and recorded as posted."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.outbox.models import MailingState
from core.wording import day_in_words
from correspondence.approving.changes import why_not_sent
from correspondence.catalogues import Catalogues
from correspondence.models.campaigns import Campaign, Channel, Dispatch, Letter
from correspondence.queries.approved import live_dispatches
from correspondence.workflow.campaigns import hold, hold_letter, ref_of
from correspondence.workflow.committee_log import tell_the_committee
from correspondence.workflow.ending import in_short, stand_again
from correspondence.workflow.sending import check_last_day, mailing_of
from states_parties.models import State


class Batched(NamedTuple):
    """number: of the batch; None where no letter was left for one. ended: letters sent for nothing any more."""

    number: int | None
    ended: int


def make_batch(campaign: Campaign, catalogues: Catalogues, *, by: Actor) -> Batched:
    """The letters for the post that are in no batch yet make the next one.

    Those for which the condition of the campaign holds no more end with the reason, as they do by mail. None is made
    after the last day; what is in a batch by then can still be recorded as posted.
    """
    hold(campaign)
    mailing = mailing_of(campaign)
    if mailing.state is MailingState.STOPPED:
        raise RuleViolation(f"“{campaign.title}” was stopped: nothing of it is posted any more.")
    check_last_day(mailing, at=by.at)
    waiting = [row for row in _to_post(campaign) if row.Dispatch.batch is None]
    if not waiting:
        raise RuleViolation("No letter waits for a batch.")
    against = why_not_sent(campaign, [row.Letter.iso3 for row in waiting], catalogues, on=day_of(by.at))
    for row in waiting:
        if reason := against.get(row.Letter.iso3):
            row.Dispatch.void_reason = in_short(reason)
            record("letter:stopped", ref_of(campaign), campaign.title, by=by, state=row.State.list_en, reason=reason)
    free = [row.Dispatch for row in waiting if row.Letter.iso3 not in against]
    ended = len(waiting) - len(free)
    if not free:
        db.session.flush()
        return Batched(None, ended)
    last = db.session.scalar(select(func.max(Dispatch.batch)).where(Dispatch.campaign_id == campaign.id))
    number = (last or 0) + 1
    for dispatch in free:
        dispatch.batch = number
    db.session.flush()
    record("campaign:batch-made", ref_of(campaign), campaign.title, by=by, batch=number, letters=len(free))
    return Batched(number, ended)


def record_posted(campaign: Campaign, dispatch_ids: Sequence[int], *, posted_on: date, by: Actor) -> None:
    """These letters were given to the post on that day. RuleViolation for one that is void, posted or in no batch."""
    hold(campaign)
    if mailing_of(campaign).state is MailingState.STOPPED:
        raise RuleViolation(f"“{campaign.title}” was stopped: nothing of it is posted any more.")
    _check_day(campaign, posted_on, by=by)
    waiting = {row.Dispatch.id: row.Dispatch for row in _to_post(campaign) if row.Dispatch.batch is not None}
    if not dispatch_ids:
        raise RuleViolation("Choose at least one letter.", field="dispatches")
    if set(dispatch_ids) - set(waiting):
        raise RuleViolation("One of these letters is void or posted already, or in no batch. Look again.")
    for dispatch_id in dispatch_ids:
        waiting[dispatch_id].posted_on, waiting[dispatch_id].posted_by = posted_on, by.name
        waiting[dispatch_id].doubt = ""
    db.session.flush()
    details = {"letters": len(dispatch_ids), "posted_on": posted_on.isoformat()}
    record("campaign:posted", ref_of(campaign), campaign.title, by=by, **details)
    tell_the_committee(campaign, at=by.at, by=by)


def settle_printed(campaign: Campaign, dispatch: Dispatch, *, posted: bool, posted_on: date | None, by: Actor) -> None:
    """A letter withdrawn after it was printed was posted all the same, on that day; or it was taken out of the pile.

    One that was posted counts as sent, under its reference; the reason of the withdrawal stays in the log.
    """
    letter = db.session.get_one(Letter, dispatch.letter_id)
    hold_letter(letter, campaign)
    db.session.refresh(dispatch)
    if dispatch.batch is None or not dispatch.void_reason or dispatch.posted_on is not None:
        raise RuleViolation("What became of this printed letter is known already. Look again.")
    reason, state = dispatch.void_reason, db.session.get_one(State, letter.iso3).list_en
    if not posted:
        dispatch.batch = None
        db.session.flush()
        record("letter:taken-out", ref_of(campaign), campaign.title, by=by, state=state, reason=reason)
        return
    if posted_on is None:
        raise RuleViolation("Give the day on which it was posted.", field="posted_on")
    _check_day(campaign, posted_on, by=by)
    dispatch.posted_on, dispatch.posted_by, dispatch.void_reason, dispatch.doubt = posted_on, by.name, "", ""
    if dispatch.role == "to":
        stand_again(letter)
    details = {"state": state, "posted_on": posted_on.isoformat(), "withdrawn_because": reason}
    record("letter:posted-although-withdrawn", ref_of(campaign), campaign.title, by=by, **details)
    tell_the_committee(campaign, at=by.at, by=by)


def _check_day(campaign: Campaign, posted_on: date, *, by: Actor) -> None:
    if posted_on > day_of(by.at):
        raise RuleViolation("A day to come: say on which day they were posted.", field="posted_on")
    released_at = mailing_of(campaign).released_at
    if released_at is not None and posted_on < day_of(released_at):
        told = day_in_words(day_of(released_at), "EN")
        raise RuleViolation(f"They were released on {told}, not before.", field="posted_on")


def _to_post(campaign: Campaign) -> list[Any]:
    """Not posted yet, and not void."""
    return [
        row
        for row in live_dispatches(campaign.id)
        if row.Dispatch.channel is Channel.POST and row.Dispatch.posted_on is None
    ]
