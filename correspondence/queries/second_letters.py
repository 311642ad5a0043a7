"""States that a campaign writes to although another letter, or their own, is fresh: for a warning, never a refusal."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import aliased

from core.clock import day_of
from core.db import db
from core.outbox.models import PENDING, MessageState, OutboxMessage
from correspondence.models.campaigns import Campaign, CampaignState, Dispatch, Letter, LetterState
from correspondence.queries.incoming import PendingReply, pending_replies
from states_parties.models import State

NOT_YET = (*PENDING, MessageState.UNKNOWN)


@dataclass(frozen=True)
class AlsoWrittenTo:
    """Another campaign of late, and the States that both write to. left_on: the last day one left; None: it waits."""

    campaign_id: int
    title: str
    left_on: date | None
    states: Sequence[str]


def also_written_to(
    campaign: Campaign, *, days: int, at: datetime, iso3s: Collection[str] | None = None
) -> list[AlsoWrittenTo]:
    """Other campaigns whose letters to the same States left within these days, or wait to leave; the newest first.

    What a campaign reminds of or corrects does not count, nor what came back. iso3s: only these States; days 0: none.
    Source: office practice.
    """
    if not days:
        return []
    own, other, since = aliased(Letter), aliased(Letter), at - timedelta(days=days)
    by_mail = and_(OutboxMessage.accepted_at >= since, OutboxMessage.bounced_at.is_(None))
    waits = or_(OutboxMessage.state.in_(NOT_YET), and_(Dispatch.message_id.is_(None), Dispatch.posted_on.is_(None)))
    wanted = (
        select(
            Campaign.id,
            Campaign.title,
            State.list_en,
            func.max(OutboxMessage.accepted_at).label("accepted_at"),
            func.max(Dispatch.posted_on).label("posted_on"),
        )
        .select_from(own)
        .join(other, and_(other.iso3 == own.iso3, other.campaign_id != own.campaign_id))
        .join(Campaign, Campaign.id == other.campaign_id)
        .join(State, State.iso3 == own.iso3)
        .join(Dispatch, and_(Dispatch.letter_id == other.id, Dispatch.role == "to", Dispatch.void_reason == ""))
        .outerjoin(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(
            own.campaign_id == campaign.id,
            own.state != LetterState.WITHDRAWN,
            true() if iso3s is None else own.iso3.in_(iso3s),
            other.state == LetterState.APPROVED,
            Campaign.convention == campaign.convention,
            Campaign.state.in_((CampaignState.APPROVED, CampaignState.RELEASED)),
            Campaign.id != (campaign.parent_id or 0),
            or_(by_mail, Dispatch.posted_on >= day_of(since), waits),
        )
        .group_by(Campaign.id, Campaign.title, State.list_en)
        .order_by(Campaign.id.desc(), State.list_en)
    )
    return _by_campaign(db.session.execute(wanted).all())


def pending_from(campaign: Campaign, *, iso3s: Collection[str] | None = None) -> list[tuple[str, PendingReply]]:
    """The States written to whose reply nobody has settled, by name, each with the newest. iso3s: only these States."""
    found = pending_replies(campaign.convention)
    replies = {code: newest for code, (newest, *_) in found.items() if iso3s is None or code in iso3s}
    rows: Sequence[Any] = db.session.execute(
        select(State.iso3, State.list_en)
        .join(Letter, Letter.iso3 == State.iso3)
        .where(Letter.campaign_id == campaign.id, Letter.state != LetterState.WITHDRAWN, State.iso3.in_(replies))
        .order_by(State.list_en)
    ).all()
    return [(row.list_en, replies[row.iso3]) for row in rows]


def _by_campaign(rows: Sequence[Any]) -> list[AlsoWrittenTo]:
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in rows:
        found[row.id, row.title].append(row)
    return [
        AlsoWrittenTo(id, title, max(filter(None, map(_left_on, group)), default=None), [row.list_en for row in group])
        for (id, title), group in found.items()
    ]


def _left_on(row: Any) -> date | None:
    by_mail = day_of(row.accepted_at) if row.accepted_at else None
    return max(filter(None, (by_mail, row.posted_on)), default=None)
