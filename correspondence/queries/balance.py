"""The States of a campaign with everything that decides what became of them; and the same over many campaigns."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from core.clock import day_of
from core.db import db
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.queries import counts_by_state
from correspondence.models.approval import ApprovedLetter
from correspondence.models.campaigns import AudienceState, Campaign, CampaignState, Dispatch, Letter
from correspondence.queries.approved import NO_OPEN_ENDS, open_ends
from correspondence.rules.balance import Balance, Copy, Fate, StateInCampaign, balance_of, fate_of
from correspondence.rules.standing import MailingFacts, Standing, where_it_stands
from states_parties.models import State


@dataclass(frozen=True)
class Line:
    """One State on the sheet. has_letter: one was written, whatever became of it. closed: nothing more leaves."""

    iso3: str
    state: str
    slug: str
    has_letter: bool
    reference: str
    fate: Fate
    sent: Sequence["Sent"]
    closed: bool


@dataclass(frozen=True)
class Sent:
    """One dispatch as a reader sees it. dispatch_id: to settle it by, or to say that it was posted.

    next_try_at: of one that the mail server put off.
    approved_id: of the approved letter it is a copy of. message_id: None by post, or while nothing is put out.
    """

    dispatch_id: int
    approved_id: int
    message_id: int | None
    role: str
    channel: str
    address: str
    message: str
    code: int | None
    answer: str
    reason: str
    left_at: datetime | None
    posted_on: date | None
    posted_by: str
    bounced_at: datetime | None
    bounce_reason: str
    delivered_at: datetime | None
    replied_at: datetime | None
    batch: int | None
    void_reason: str
    next_try_at: datetime | None

    @property
    def told(self) -> str:
        """Why it ended as it did."""
        return self.void_reason or self.reason or f"{self.code or ''} {self.answer}".strip()

    @property
    def left_on(self) -> date | None:
        """The day, where the office is, on which it left."""
        return self.posted_on or (day_of(self.left_at) if self.left_at else None)

    def as_copy(self) -> Copy:
        return Copy(
            role=self.role,
            channel=self.channel,
            message=self.message,
            posted=self.posted_on is not None,
            bounced=self.bounced_at is not None,
            delivered=self.delivered_at is not None,
            replied=self.replied_at is not None,
            void=bool(self.void_reason),
            reason=self.told,
        )


class Outlook(NamedTuple):
    """unknown: letters of which nobody knows whether they left. bounced: letters that came back.

    failed: letters that did not leave and will not. to_post: letters for the post that nobody has said were posted.
    unsettled: as in OpenEnds. Of a campaign that is stopped, only what is unknown is told.
    """

    standing: Standing
    unknown: int
    bounced: int
    failed: int
    to_post: int
    unsettled: int


def lines_of(campaign: Campaign) -> list[Line]:
    """Every State of the snapshot, and whoever has a letter besides, in the order of names."""
    sent = _sent(Dispatch.campaign_id == campaign.id)
    closed = why_closed([campaign])[campaign.id]
    found = [
        Line(
            iso3=row.iso3,
            state=row.list_en,
            slug=row.slug,
            has_letter=row.letter_id is not None,
            reference=row.reference or "",
            fate=fate_of(_state_in(row, sent[row.letter_id]), closed=closed),
            sent=sent[row.letter_id],
            closed=bool(closed),
        )
        for row in _rows(campaign.id)
    ]
    return sorted(found, key=lambda line: line.state)


def balance(campaign: Campaign, lines: Sequence[Line]) -> Balance:
    return balance_of((line.fate for line in lines), total=states_in_the_snapshot(campaign))


def states_in_the_snapshot(campaign: Campaign) -> int:
    """Letters where there is no audience on record, as in campaigns from before audiences were kept."""
    states = db.session.scalar(select(func.count()).where(AudienceState.campaign_id == campaign.id))
    return states or db.session.scalar(select(func.count()).where(Letter.campaign_id == campaign.id)) or 0


def fates_of(letters: Sequence[tuple[Letter, Campaign]], sent: Mapping[int, Sequence[Sent]]) -> dict[int, Fate]:
    """What became of letters of whichever campaigns. sent: the dispatches of each."""
    closed = why_closed([campaign for _letter, campaign in letters])
    return {
        letter.id: fate_of(
            StateInCampaign(
                letter.iso3, True, letter.state.value, letter.reason, [each.as_copy() for each in sent[letter.id]]
            ),
            closed=closed[campaign.id],
        )
        for letter, campaign in letters
    }


def sent_of_letters(letter_ids: Collection[int]) -> Mapping[int, Sequence[Sent]]:
    """The dispatches of each letter."""
    return _sent(Dispatch.letter_id.in_(letter_ids))


def outlooks(campaigns: Sequence[Campaign], *, at: datetime) -> dict[int, Outlook]:
    """How each campaign stands at that instant; three questions, however many campaigns there are."""
    mailing_ids = [each.mailing_id for each in campaigns if each.mailing_id is not None]
    mailings = {
        row.id: MailingFacts(row.state.value, row.not_before)
        for row in db.session.execute(
            select(Mailing.id, Mailing.state, Mailing.not_before).where(Mailing.id.in_(mailing_ids))
        )
    }
    counts = counts_by_state(mailing_ids)
    ends = open_ends([each.id for each in campaigns if each.mailing_id is not None])
    found = {}
    for each in campaigns:
        of_messages = {state.value: count for state, count in counts.get(each.mailing_id or 0, {}).items()}
        mailing = mailings.get(each.mailing_id or 0)
        stopped = mailing is not None and mailing.state == MailingState.STOPPED
        waits = NO_OPEN_ENDS if stopped else ends.get(each.id, NO_OPEN_ENDS)
        standing = where_it_stands(each.state.value, mailing, of_messages, **waits._asdict(), at=at)
        found[each.id] = Outlook(standing, of_messages.get("unknown", 0), **waits._asdict())
    return found


def standings(campaigns: Sequence[Campaign], *, at: datetime) -> dict[int, Standing]:
    return {id: outlook.standing for id, outlook in outlooks(campaigns, at=at).items()}


def standing_of(campaign: Campaign, *, at: datetime) -> Standing:
    return standings([campaign], at=at)[campaign.id]


def why_closed(campaigns: Sequence[Campaign]) -> dict[int, str]:
    """Why nothing of each campaign leaves any more; empty while something may."""
    mailings = {each.mailing_id for each in campaigns if each.mailing_id is not None}
    stopped = set(
        db.session.scalars(select(Mailing.id).where(Mailing.id.in_(mailings), Mailing.state == MailingState.STOPPED))
    )
    return {each.id: _why_this_closed(each, stopped) for each in campaigns}


def _rows(campaign_id: int) -> Sequence[Any]:
    """One row per State: of the snapshot with its letter, and letters of States outside it."""
    letter = (
        Letter.id.label("letter_id"),
        Letter.state.label("letter_state"),
        Letter.reason.label("letter_reason"),
        Letter.reference,
    )
    of_campaign = (Letter.campaign_id == campaign_id, Letter.iso3 == State.iso3)
    snapshot = db.session.execute(
        select(State.iso3, State.list_en, State.slug, AudienceState.included, AudienceState.reason, *letter)
        .select_from(AudienceState)
        .join(State, State.iso3 == AudienceState.iso3)
        .outerjoin(Letter, (of_campaign[0]) & (of_campaign[1]))
        .where(AudienceState.campaign_id == campaign_id)
    ).all()
    seen = [row.iso3 for row in snapshot]
    besides = db.session.execute(
        select(State.iso3, State.list_en, State.slug, Letter.reason, *letter)
        .join(Letter, of_campaign[1])
        .where(of_campaign[0], Letter.iso3.not_in(seen))
    ).all()
    return [*snapshot, *besides]


def _state_in(row: Any, sent: Sequence[Sent]) -> StateInCampaign:
    return StateInCampaign(
        iso3=row.iso3,
        included=getattr(row, "included", True),
        letter=row.letter_state.value if row.letter_state else "",
        reason=(row.letter_reason if row.letter_state else row.reason) or "",
        copies=[each.as_copy() for each in sent],
    )


def _sent(condition: ColumnElement[bool]) -> dict[int, list[Sent]]:
    """The dispatches by letter, those of an approval that was voided with its reason."""
    rows = db.session.execute(
        select(
            Dispatch.id,
            Dispatch.letter_id,
            Dispatch.approved_letter_id,
            Dispatch.message_id,
            Dispatch.role,
            Dispatch.channel,
            Dispatch.address,
            Dispatch.posted_on,
            Dispatch.posted_by,
            Dispatch.batch,
            Dispatch.void_reason,
            OutboxMessage.state,
            OutboxMessage.code,
            OutboxMessage.answer,
            OutboxMessage.reason,
            OutboxMessage.accepted_at,
            OutboxMessage.bounced_at,
            OutboxMessage.bounce_reason,
            OutboxMessage.delivered_at,
            OutboxMessage.replied_at,
            OutboxMessage.due_at,
            OutboxMessage.attempts,
            ApprovedLetter.void_reason.label("approval_void"),
        )
        .join(ApprovedLetter, ApprovedLetter.id == Dispatch.approved_letter_id)
        .outerjoin(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(condition)
        .order_by(Dispatch.id)
    )
    found: dict[int, list[Sent]] = defaultdict(list)
    for row in rows:
        sent = Sent(
            dispatch_id=row.id,
            approved_id=row.approved_letter_id,
            message_id=row.message_id,
            role=row.role,
            channel=row.channel.value,
            address=row.address,
            message=row.state.value if row.state else "",
            code=row.code,
            answer=row.answer or "",
            reason=row.reason or "",
            left_at=row.accepted_at,
            posted_on=row.posted_on,
            posted_by=row.posted_by,
            bounced_at=row.bounced_at,
            bounce_reason=row.bounce_reason or "",
            delivered_at=row.delivered_at,
            replied_at=row.replied_at,
            batch=row.batch,
            void_reason=row.void_reason,
            next_try_at=row.due_at if row.state is MessageState.DUE and row.attempts else None,
        )
        found[row.letter_id].append(sent if sent.void_reason else replace(sent, void_reason=row.approval_void))
    return found


def _why_this_closed(campaign: Campaign, stopped: Collection[int]) -> str:
    if campaign.state is CampaignState.CANCELLED:
        return "The campaign was cancelled."
    return "The sending was stopped." if campaign.mailing_id in stopped else ""
