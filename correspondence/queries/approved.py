"""Approved letters on their way: what each dispatch carries, what has not left, and what came before in the thread."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Exists, Row, and_, bindparam, case, exists, func, literal, or_, select, union_all

from core.audit.models import AuditEntry
from core.clock import beginning_of
from core.db import db
from core.errors import NotFound
from core.outbox.models import MessageState, OutboxMessage
from correspondence.models.approval import ApprovedLetter
from correspondence.models.campaigns import (
    AudienceState,
    Campaign,
    CampaignState,
    Channel,
    Dispatch,
    Letter,
    LetterState,
)
from correspondence.models.incoming import MAIL
from states_parties.models import State

# Entries about these change no register that a letter is written from. A kind not listed counts as a register.
NO_REGISTERS = (
    *("account", "activities paper", "audience", "campaign", "decision", "file", "house-style", MAIL),
    *("letter", "link", "mailing", "message", "scenario", "slate", "task", "template"),
)
LEFT_OR_MAY_HAVE = (MessageState.HANDING_OVER, MessageState.ACCEPTED, MessageState.UNKNOWN)
MOST_PREDECESSORS = 10

# Asked for every letter that leaves, so put together once.
_NEWEST = (
    select(AuditEntry.id).where(AuditEntry.subject_kind.not_in(NO_REGISTERS)).order_by(AuditEntry.id.desc()).limit(1)
)
_OF_LATE = select(func.count()).where(AuditEntry.subject_kind.not_in(NO_REGISTERS), AuditEntry.at >= bindparam("since"))
_VERSION = select(
    func.coalesce(_NEWEST.scalar_subquery(), 0).label("newest"), _OF_LATE.scalar_subquery().label("of_late")
)
_ADDRESSED_BY = (
    select(Dispatch.campaign_id, Dispatch.address, Letter.iso3, Letter.state, State.list_en)
    .join(Letter, Letter.id == Dispatch.letter_id)
    .join(State, State.iso3 == Letter.iso3)
    .where(Dispatch.message_id == bindparam("carried_by"))
)


class OpenEnds(NamedTuple):
    """to_post: letters for the post that nobody has said were posted. bounced: letters that came back.

    failed: letters that were refused, or did not leave by the last day. unsettled: letters that are void, written anew,
    or approved after the release and not put out.
    """

    to_post: int
    bounced: int
    failed: int
    unsettled: int


NO_OPEN_ENDS = OpenEnds(0, 0, 0, 0)


class RegistersAt(NamedTuple):
    """Which state of the registers was read. newest: the last entry in the audit log that may have changed one.

    of_late: how many entries there are since the day before, because one may be committed after those numbered later.
    """

    newest: int
    of_late: int
    on: date | None


def registers_at(on: date) -> RegistersAt:
    """To be asked before the registers are read: what is entered meanwhile makes another one."""
    row = db.session.execute(_VERSION, {"since": beginning_of(on - timedelta(days=1))}).one()
    return RegistersAt(row.newest, row.of_late, on)


def compared_with(campaign: Campaign) -> RegistersAt:
    """The registers that the approved letters of the campaign were compared with last."""
    return RegistersAt(campaign.checked_entry, campaign.checked_of_late, campaign.checked_on)


@cache
def approval_stands() -> ColumnElement[bool]:
    """Of an OutboxMessage: the very bytes it carries are approved, and their campaign is released."""
    return (
        exists()
        .where(
            Dispatch.message_id == OutboxMessage.id,
            Dispatch.void_reason == "",
            ApprovedLetter.id == Dispatch.approved_letter_id,
            ApprovedLetter.voided_at.is_(None),
            Letter.id == ApprovedLetter.letter_id,
            Letter.state == LetterState.APPROVED,
            Letter.sha256 == ApprovedLetter.sha256,
            Campaign.id == Letter.campaign_id,
            Campaign.state == CampaignState.RELEASED,
        )
        .correlate(OutboxMessage)
    )


def stands(message: OutboxMessage) -> bool:
    """Whether the approval of what it carries stands."""
    return (
        db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.id == message.id, approval_stands())) is not None
    )


def carried_by(message_ids: Collection[int]) -> Sequence[Row[Dispatch, ApprovedLetter, Letter, str]]:
    """For each message of a letter: its dispatch, the approved bytes, the letter and the State's name."""
    return db.session.execute(
        select(Dispatch, ApprovedLetter, Letter, State.list_en)
        .join(ApprovedLetter, ApprovedLetter.id == Dispatch.approved_letter_id)
        .join(Letter, Letter.id == Dispatch.letter_id)
        .join(State, State.iso3 == Letter.iso3)
        .where(Dispatch.message_id.in_(message_ids))
        .order_by(Dispatch.id)
    ).all()


def addressed_by(message_id: int) -> Any:
    """Campaign, address, State and state of the letter that a message carries; None where it carries none."""
    return db.session.execute(_ADDRESSED_BY, {"carried_by": message_id}).one_or_none()


def get_dispatch(campaign: Campaign, dispatch_id: int) -> Row[Dispatch, str]:
    """The dispatch with the State's name; NotFound where it is not of this campaign."""
    row = db.session.execute(
        select(Dispatch, State.list_en)
        .join(Letter, Letter.id == Dispatch.letter_id)
        .join(State, State.iso3 == Letter.iso3)
        .where(Dispatch.id == dispatch_id, Dispatch.campaign_id == campaign.id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"“{campaign.title}” has no letter {dispatch_id}.")
    return row


def live_dispatches(campaign_id: int) -> Sequence[Row[Dispatch, Letter, State]]:
    """Of letters whose approval stands, as they are now, in the order of the States' names."""
    return db.session.execute(
        select(Dispatch, Letter, State)
        .join(Letter, Letter.id == Dispatch.letter_id)
        .join(State, State.iso3 == Letter.iso3)
        .where(Dispatch.campaign_id == campaign_id, is_live())
        .order_by(State.list_en, Dispatch.id)
        .execution_options(populate_existing=True)
    ).all()


def is_live() -> ColumnElement[bool]:
    """Of a Dispatch: the approval of its letter stands, and nobody has taken it back."""
    stands = (
        exists()
        .where(
            ApprovedLetter.id == Dispatch.approved_letter_id,
            ApprovedLetter.voided_at.is_(None),
            Letter.id == ApprovedLetter.letter_id,
            Letter.state == LetterState.APPROVED,
        )
        .correlate(Dispatch)
    )
    return and_(Dispatch.void_reason == "", stands)


def waiting_letters(campaign_id: int, *, letter_ids: Collection[int] | None = None) -> Sequence[Letter]:
    """The approved letters of a campaign that may still leave, and of which nothing has left or may have."""
    statement = select(Letter).where(Letter.campaign_id == campaign_id, _waits())
    if letter_ids is not None:
        statement = statement.where(Letter.id.in_(letter_ids))
    return db.session.scalars(statement.order_by(Letter.id)).all()


def printed_of(letter_ids: Collection[int]) -> Sequence[Dispatch]:
    """Of these letters what is in a printed batch and not known to be posted."""
    return db.session.scalars(
        select(Dispatch)
        .where(
            Dispatch.letter_id.in_(letter_ids),
            Dispatch.role == "to",
            Dispatch.batch.is_not(None),
            Dispatch.posted_on.is_(None),
            Dispatch.void_reason == "",
        )
        .order_by(Dispatch.id)
    ).all()


def has_left(letter_id: int) -> bool:
    """Whether the letter has left for the mission, or may have.

    What came back and was given up does not count, unless an answer or a report told since that it arrived.
    """
    return letter_id in have_left([letter_id])


def have_left(letter_ids: Collection[int]) -> set[int]:
    """The same of several letters: those that have."""
    left = _sent_to_mission().where(Dispatch.letter_id == Letter.id).correlate(Letter)
    return set(db.session.scalars(select(Letter.id).where(Letter.id.in_(letter_ids), left)))


def campaigns_to_compare() -> Sequence[int]:
    """The campaigns with approved letters that wait to leave."""
    return db.session.scalars(
        select(Campaign.id)
        .where(
            Campaign.state.in_((CampaignState.APPROVED, CampaignState.RELEASED)),
            exists().where(Letter.campaign_id == Campaign.id, _waits()).correlate(Campaign),
        )
        .order_by(Campaign.id)
    ).all()


def by_name(campaign_id: int, iso3s: Collection[str]) -> set[str]:
    """The States that somebody put into the audience by name, whatever its condition says."""
    return set(
        db.session.scalars(
            select(AudienceState.iso3).where(
                AudienceState.campaign_id == campaign_id,
                AudienceState.included,
                AudienceState.by_name,
                AudienceState.iso3.in_(iso3s),
            )
        )
    )


def addresses_of(letter_ids: Collection[int]) -> dict[int, list[Dispatch]]:
    """The live dispatches by letter."""
    found: dict[int, list[Dispatch]] = {id: [] for id in letter_ids}
    for dispatch in db.session.scalars(
        select(Dispatch).where(Dispatch.letter_id.in_(letter_ids), Dispatch.void_reason == "").order_by(Dispatch.id)
    ):
        found[dispatch.letter_id].append(dispatch)
    return found


def earlier_in_thread(campaign: Campaign, iso3s: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each State the Message-IDs of what it got before in this thread, the oldest first."""
    chain = _predecessors(campaign)
    rows: Sequence[Any] = db.session.execute(
        select(Letter.iso3, Letter.campaign_id, OutboxMessage.message_id)
        .join(Dispatch, Dispatch.letter_id == Letter.id)
        .join(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(
            Letter.campaign_id.in_(chain),
            Letter.iso3.in_(iso3s),
            Dispatch.role == "to",
            OutboxMessage.state == MessageState.ACCEPTED,
        )
        .order_by(OutboxMessage.id)
    ).all()
    return {
        iso3: tuple(
            row.message_id for id in reversed(chain) for row in rows if (row.iso3, row.campaign_id) == (iso3, id)
        )
        for iso3 in iso3s
    }


def _predecessors(campaign: Campaign) -> list[int]:
    chain: list[int] = []
    parent = campaign.parent_id
    while parent is not None and parent not in chain and len(chain) < MOST_PREDECESSORS:
        chain.append(parent)
        parent = db.session.scalar(select(Campaign.parent_id).where(Campaign.id == parent))
    return chain


def open_ends(campaign_ids: Collection[int]) -> dict[int, OpenEnds]:
    """What waits for a person of each campaign that has been released; one read."""
    by_post = and_(Dispatch.channel == Channel.POST, Dispatch.posted_on.is_(None))
    not_out = and_(Dispatch.role == "to", Dispatch.channel == Channel.EMAIL, Dispatch.message_id.is_(None))
    none = literal(0)
    of_copies = (
        select(
            Dispatch.campaign_id.label("campaign_id"),
            case((by_post, 1), else_=0).label("to_post"),
            case((_came_back(), 1), else_=0).label("bounced"),
            case((_failed(), 1), else_=0).label("failed"),
            case((not_out, 1), else_=0).label("unsettled"),
        )
        .outerjoin(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(Dispatch.campaign_id.in_(campaign_ids), or_(by_post, _came_back(), _failed(), not_out), is_live())
    )
    unsettled = (LetterState.DRAFT, LetterState.VOID)
    of_letters = select(Letter.campaign_id, none, none, none, literal(1)).where(
        Letter.campaign_id.in_(campaign_ids), Letter.state.in_(unsettled)
    )
    each = union_all(of_copies, of_letters).subquery()
    rows: Sequence[Any] = db.session.execute(
        select(each.c.campaign_id, *(func.sum(each.c[name]) for name in OpenEnds._fields)).group_by(each.c.campaign_id)
    ).all()
    found = {id: OpenEnds(*map(int, counts)) for id, *counts in rows}
    return {id: found.get(id, NO_OPEN_ENDS) for id in campaign_ids}


def _failed() -> ColumnElement[bool]:
    """Of a Dispatch joined with its message: it was for the mission, and has not left and will not."""
    return and_(Dispatch.role == "to", OutboxMessage.state.in_((MessageState.REFUSED, MessageState.EXPIRED)))


def _came_back() -> ColumnElement[bool]:
    """Of a Dispatch joined with its message: it left for the mission, came back, and nothing says that it arrived."""
    return and_(
        Dispatch.role == "to",
        OutboxMessage.state == MessageState.ACCEPTED,
        _only_bounced(),
    )


def _only_bounced() -> ColumnElement[bool]:
    return and_(
        OutboxMessage.bounced_at.is_not(None),
        OutboxMessage.replied_at.is_(None),
        OutboxMessage.delivered_at.is_(None),
    )


def _waits() -> ColumnElement[bool]:
    """Of a Letter: approved, not left, and with somewhere to go."""
    message = select(OutboxMessage.state).where(OutboxMessage.id == Dispatch.message_id).scalar_subquery()
    somewhere = (
        exists()
        .where(
            Dispatch.letter_id == Letter.id,
            Dispatch.role == "to",
            Dispatch.void_reason == "",
            or_(Dispatch.message_id.is_(None), message.in_((MessageState.DUE, MessageState.CLAIMED))),
        )
        .correlate(Letter)
    )
    left = _sent_to_mission().where(Dispatch.letter_id == Letter.id).correlate(Letter)
    return and_(Letter.state == LetterState.APPROVED, somewhere, ~left)


def _sent_to_mission() -> Exists:
    by_mail = exists().where(
        OutboxMessage.id == Dispatch.message_id,
        OutboxMessage.state.in_(LEFT_OR_MAY_HAVE),
        or_(Dispatch.void_reason == "", ~_only_bounced()),
    )
    return exists().where(Dispatch.role == "to", or_(Dispatch.posted_on.is_not(None), by_mail.correlate(Dispatch)))
