"""The end of an approved letter: nothing more of it leaves; approval and reference are void, with the reason."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_, select, update

from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.workflow.messages import withdraw_message
from correspondence.models.approval import ApprovedLetter, Reference
from correspondence.models.campaigns import Campaign, Dispatch, Letter, LetterState
from correspondence.queries.approved import LEFT_OR_MAY_HAVE, approval_stands, has_left, have_left
from correspondence.workflow.campaigns import hold_letter, ref_of
from states_parties.models import State

LONGEST_FOR_A_MESSAGE = 500
NO_APPROVAL = "The approval of the letter does not stand any more."
STOPPED_ON_ITS_WAY = "The sending was stopped while the letter was on its way; it did not leave."
NOT_HANDED_OVER = (MessageState.DUE, MessageState.CLAIMED)


def end_unsent(letters: Sequence[Letter], reason: str, *, by: Actor) -> None:
    """Of these letters of a campaign whose mailing was just stopped, those that have not left never will."""
    left = have_left([letter.id for letter in letters])
    end_letters([letter for letter in letters if letter.id not in left], LetterState.WITHDRAWN, reason, by=by)


def take_back_void_messages(*, by: Actor) -> int:
    """Messages that wait again although the approval of what they carry does not stand: of void letters, for instance,
    that were on their way when they were voided."""
    waiting = db.session.execute(
        select(OutboxMessage, Dispatch.void_reason, ApprovedLetter.void_reason, Letter.reason)
        .join(Dispatch, Dispatch.message_id == OutboxMessage.id)
        .join(ApprovedLetter, ApprovedLetter.id == Dispatch.approved_letter_id)
        .join(Letter, Letter.id == Dispatch.letter_id)
        .where(OutboxMessage.state == MessageState.DUE, ~approval_stands())
        .order_by(OutboxMessage.id)
    ).all()
    for message, *reasons in waiting:
        withdraw_message(message, in_short(next(filter(None, reasons), NO_APPROVAL)), by)
    return len(waiting)


def end_what_was_stopped(*, by: Actor) -> int:
    """Letters that were being handed over when their campaign was stopped, and did not leave, never will."""
    found = db.session.execute(
        select(Letter, Campaign)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .join(Mailing, Mailing.id == Campaign.mailing_id)
        .join(Dispatch, Dispatch.letter_id == Letter.id)
        .join(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(
            Mailing.state == MailingState.STOPPED,
            Letter.state == LetterState.APPROVED,
            Dispatch.role == "to",
            Dispatch.void_reason == "",
            OutboxMessage.state == MessageState.WITHDRAWN,
        )
        .order_by(Letter.id)
    ).all()
    return sum(_ended_with_its_campaign(letter, campaign, by=by) for letter, campaign in found)


def _ended_with_its_campaign(letter: Letter, campaign: Campaign, *, by: Actor) -> bool:
    hold_letter(letter, campaign)
    if letter.state is not LetterState.APPROVED or has_left(letter.id):
        return False
    end_letter(letter, LetterState.WITHDRAWN, STOPPED_ON_ITS_WAY, by=by)
    details = {"state": name_of(letter), "reason": STOPPED_ON_ITS_WAY}
    record("letter:withdrawn", ref_of(campaign), campaign.title, by=by, **details)
    return True


def taken_back(letter: Letter, reason: str, *, by: Actor, in_hand: Collection[int] = ()) -> bool:
    """No copy of the letter can leave any more. False where that to the mission has left, or has begun to."""
    if has_left(letter.id):
        return False
    rows = db.session.execute(
        select(Dispatch.role, OutboxMessage)
        .join(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(Dispatch.letter_id == letter.id, OutboxMessage.state.in_(NOT_HANDED_OVER))
        .order_by(Dispatch.role.desc(), Dispatch.id)  # `to` before `copy`
    ).all()
    for role, message in rows:
        if message.id in in_hand:
            continue
        try:
            withdraw_message(message, reason, by)
        except RuleViolation:
            if role == "to":
                return False
    return not has_left(letter.id)  # asked again: what began to be handed over before the rows were read


def end_letter(letter: Letter, state: LetterState, reason: str, *, by: Actor) -> None:
    """The approval of the letter, its reference and what has not left of it end with the reason."""
    end_letters([letter], state, reason, by=by)


def end_letters(letters: Sequence[Letter], state: LetterState, reason: str, *, by: Actor) -> None:
    """The same of several, with as many statements as for one."""
    for letter in letters:
        letter.state, letter.reason = state, reason
    ids = [letter.id for letter in letters]
    approved = db.session.scalars(
        select(ApprovedLetter).where(ApprovedLetter.letter_id.in_(ids), ApprovedLetter.voided_at.is_(None))
    ).all()
    ended = {"voided_at": by.at, "void_reason": reason}
    references = [each.reference_id for each in approved]
    db.session.execute(update(Reference).where(Reference.id.in_(references)).values(**ended))
    for each in approved:
        each.voided_at, each.void_reason = by.at, reason
    dispatches = db.session.scalars(
        select(Dispatch)
        .outerjoin(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(
            Dispatch.approved_letter_id.in_([each.id for each in approved]),
            Dispatch.posted_on.is_(None),
            or_(
                OutboxMessage.id.is_(None),
                OutboxMessage.state.not_in(LEFT_OR_MAY_HAVE),
                and_(
                    Dispatch.role == "to",
                    OutboxMessage.state == MessageState.ACCEPTED,
                    OutboxMessage.bounced_at.is_not(None),
                ),
            ),
        )
    ).all()
    for dispatch in dispatches:
        dispatch.void_reason = in_short(reason)
    db.session.flush()


def stand_again(letter: Letter) -> None:
    """A letter that was withdrawn has left all the same: its last approval and its reference hold, as it says them."""
    approved = db.session.scalars(
        select(ApprovedLetter).where(ApprovedLetter.letter_id == letter.id).order_by(ApprovedLetter.id.desc()).limit(1)
    ).one()
    db.session.execute(
        update(Reference).where(Reference.id == approved.reference_id).values(voided_at=None, void_reason="")
    )
    approved.voided_at, approved.void_reason = None, ""
    letter.state, letter.reason = LetterState.APPROVED, ""
    db.session.flush()


def in_short(reason: str) -> str:
    """As long as a dispatch and a message keep."""
    return reason if len(reason) <= LONGEST_FOR_A_MESSAGE else f"{reason[: LONGEST_FOR_A_MESSAGE - 1]}…"


def name_of(letter: Letter) -> str:
    return db.session.scalars(select(State.list_en).where(State.iso3 == letter.iso3)).one()
