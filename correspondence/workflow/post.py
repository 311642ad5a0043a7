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
from correspondence.approving.changes import why_not_sent
from correspondence.catalogues import Catalogues
from correspondence.models.campaigns import Campaign, Channel, Dispatch
from correspondence.queries.approved import live_dispatches
from correspondence.workflow.campaigns import hold, ref_of
from correspondence.workflow.committee_log import tell_the_committee
from correspondence.workflow.ending import in_short
from correspondence.workflow.sending import mailing_of


class Batched(NamedTuple):
    """number: of the batch; None where no letter was left for one. ended: letters sent for nothing any more."""

    number: int | None
    ended: int


def make_batch(campaign: Campaign, catalogues: Catalogues, *, by: Actor) -> Batched:
    """The letters for the post that are in no batch yet make the next one.

    Those for which the condition of the campaign holds no more end with the reason, as they do by mail.
    """
    hold(campaign)
    if mailing_of(campaign).state is MailingState.STOPPED:
        raise RuleViolation(f"“{campaign.title}” was stopped: nothing of it is posted any more.")
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
    if posted_on > day_of(by.at):
        raise RuleViolation("A day to come: say on which day they were posted.", field="posted_on")
    mailing = mailing_of(campaign)
    if mailing.state is MailingState.STOPPED:
        raise RuleViolation(f"“{campaign.title}” was stopped: nothing of it is posted any more.")
    released_at = mailing.released_at
    if released_at is not None and posted_on < day_of(released_at):
        raise RuleViolation(f"They were released on {day_of(released_at)}, not before.", field="posted_on")
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


def _to_post(campaign: Campaign) -> list[Any]:
    """Not posted yet, and not void."""
    return [
        row
        for row in live_dispatches(campaign.id)
        if row.Dispatch.channel is Channel.POST and row.Dispatch.posted_on is None
    ]
