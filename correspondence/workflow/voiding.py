"""An approval covers what was approved: a letter that would be written otherwise today is void before it leaves.

Only the letters concerned are; each can be written anew and approved under a new reference, or be withdrawn.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select, update

from config import Config
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.models import MessageState, OutboxMessage
from core.outbox.workflow.messages import withdraw_message
from correspondence.approving.changes import context_of, what_changed
from correspondence.catalogues import Catalogues
from correspondence.letters import compose
from correspondence.models.approval import ApprovedLetter, Reference
from correspondence.models.campaigns import Campaign, CampaignState, Dispatch, Letter, LetterState
from correspondence.papers.files import press_of
from correspondence.queries.approved import (
    LEFT_OR_MAY_HAVE,
    compared_with,
    has_left,
    printed_of,
    registers_at,
    waiting_letters,
)
from correspondence.queries.campaigns import get_campaign
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.changes import Change, in_words
from correspondence.workflow.campaigns import hold, hold_letter, letter_values, note_compared, press_letter, ref_of
from states_parties.models import State
from states_parties.queries.facts import state_facts

LONGEST_REASON, LONGEST_FOR_A_MESSAGE = 1000, 500
BEFORE_APPROVAL = (CampaignState.DRAFT, CampaignState.CIRCULATED)
NOT_HANDED_OVER = (MessageState.DUE, MessageState.CLAIMED)


def void_what_changed(
    campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date, by: Actor, again: bool = False
) -> list[Letter]:
    """The approved letters that would be written otherwise on that day, and have not left, are void; returns them.

    One in a printed batch is only doubted. Nothing is compared where no register has changed since the last time on the
    same day, unless it is asked `again`.
    """
    registers = registers_at(on)
    if not again and compared_with(campaign) == registers:
        return []
    hold(campaign)
    voided = _void(campaign, waiting_letters(campaign.id), catalogues, config, on=on, by=by)
    note_compared(campaign, registers)
    return voided


def void_if_changed(
    campaign: Campaign,
    letter_ids: Collection[int],
    catalogues: Catalogues,
    config: Config,
    *,
    in_hand: Collection[int],
    on: date,
    by: Actor,
) -> dict[int, str]:
    """The same for these letters, at the moment they would leave: id of each that is void now, and the reason.

    in_hand: messages that whoever asks has in hand, so that nobody else can hand them over meanwhile.
    """
    if compared_with(campaign) == registers_at(on):
        return {}
    hold(campaign)
    letters = waiting_letters(campaign.id, letter_ids=letter_ids)
    voided = _void(campaign, letters, catalogues, config, on=on, by=by, in_hand=in_hand)
    return {letter.id: letter.reason for letter in voided}


def redraft(letter: Letter, campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date, by: Actor) -> None:
    """A letter that is void, or ended without leaving, is written anew as of that day; it needs an approval of its own.

    RuleViolation where it may still leave or has left, or cannot be written.
    """
    hold_letter(letter, campaign)
    name = _name_of(letter)
    if letter.state not in (LetterState.VOID, LetterState.APPROVED):
        raise RuleViolation(f"The letter to {name} is {letter.state}: there is nothing to write anew.")
    if has_left(letter.id) or waiting_letters(campaign.id, letter_ids=[letter.id]):
        raise RuleViolation(f"The letter to {name} has left or will: it is not written anew.")
    if letter.state is LetterState.APPROVED:
        _end(letter, LetterState.VOID, "Written anew, as it did not leave.", by=by)
    content, press = TemplateContent.from_json(campaign.template_version.content), press_of(campaign)
    [facts] = state_facts(campaign.convention, on=on, iso3s=[letter.iso3])
    composed = compose(content, press, facts, context_of(campaign, config), catalogues)
    if letter.corrects_id and "subject" in letter.values:
        composed.values["subject"] = letter.values["subject"]
    written = press_letter(press, composed)
    for name, value in letter_values(written).items():
        setattr(letter, name, value)
    letter.state, letter.reason, letter.reference = LetterState.DRAFT, "", ""
    db.session.flush()
    record("letter:redrafted", ref_of(campaign), campaign.title, by=by, state=name)


def withdraw_letter(
    letter: Letter, campaign: Campaign, *, reason: str, by: Actor, out_of_the_draft: bool = False
) -> None:
    """The State gets no letter of this campaign; what was approved of it is void. RuleViolation once it has left.

    out_of_the_draft: the draft of the campaign may be changed, as whoever asks has checked.
    """
    if not reason.strip():
        raise RuleViolation("Say why the letter is withdrawn.", field="reason")
    if len(reason.strip()) > LONGEST_FOR_A_MESSAGE:
        raise RuleViolation(f"The reason is longer than {LONGEST_FOR_A_MESSAGE} characters.", field="reason")
    hold_letter(letter, campaign)
    name = _name_of(letter)
    if letter.state is LetterState.WITHDRAWN:
        raise RuleViolation(f"The letter to {name} is withdrawn already.")
    if letter.state is LetterState.DRAFT and campaign.state in BEFORE_APPROVAL and not out_of_the_draft:
        raise RuleViolation(f"The letter to {name} is a draft: take it out of the draft instead.")
    if not _taken_back(letter, reason.strip(), by=by):
        raise RuleViolation(f"The letter to {name} has left, or may have: it cannot be withdrawn.")
    if letter.state is LetterState.APPROVED:
        _end(letter, LetterState.WITHDRAWN, reason.strip(), by=by)
    letter.state, letter.reason = LetterState.WITHDRAWN, reason.strip()
    db.session.flush()
    record("letter:withdrawn", ref_of(campaign), campaign.title, by=by, state=name, reason=letter.reason)


def end_unsent(letters: Sequence[Letter], reason: str, *, by: Actor) -> None:
    """Of these letters of a campaign that is held, those that have not left never will."""
    for letter in letters:
        if _taken_back(letter, in_short(reason), by=by):
            _end(letter, LetterState.WITHDRAWN, reason, by=by)


def take_back_void_messages(*, by: Actor) -> int:
    """Messages of void letters that wait again, because they were on their way when the letter was voided."""
    waiting = db.session.execute(
        select(OutboxMessage, Dispatch.void_reason)
        .join(Dispatch, Dispatch.message_id == OutboxMessage.id)
        .where(Dispatch.void_reason != "", OutboxMessage.state == MessageState.DUE)
    ).all()
    for message, reason in waiting:
        withdraw_message(message, reason, by)
    return len(waiting)


def _void(
    campaign: Campaign,
    letters: Sequence[Letter],
    catalogues: Catalogues,
    config: Config,
    *,
    on: date,
    by: Actor,
    in_hand: Collection[int] = (),
) -> list[Letter]:
    with_texts = get_campaign(campaign.convention, campaign.id)
    found = what_changed(with_texts, letters, catalogues, config, on=on)
    for printed in printed_of([letter.id for letter in letters]):
        _doubt(campaign, printed, found.pop(printed.letter_id, []), by=by)
    if not found:
        return []
    held = db.session.scalars(
        select(Letter)
        .where(Letter.id.in_(found), Letter.state == LetterState.APPROVED)
        .order_by(Letter.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return [letter for letter in held if _void_one(campaign, letter, found[letter.id], in_hand=in_hand, by=by)]


def _doubt(campaign: Campaign, printed: Dispatch, found: Sequence[Change], *, by: Actor) -> None:
    """A printed letter may be in a postbox by now: it is not void by itself, a person is told."""
    doubt = in_short(in_words(found, most=LONGEST_REASON)) if found else ""
    if doubt == printed.doubt:
        return
    printed.doubt = doubt
    letter = db.session.get_one(Letter, printed.letter_id)
    if doubt:
        record("letter:doubted", ref_of(campaign), campaign.title, by=by, state=_name_of(letter), reason=doubt)


def _void_one(
    campaign: Campaign, letter: Letter, found: Sequence[Change], *, in_hand: Collection[int], by: Actor
) -> bool:
    """Whether it is void now: not where it has begun to be handed over at this very moment."""
    reason = in_words(found, most=LONGEST_REASON)
    if not _taken_back(letter, in_short(reason), in_hand=in_hand, by=by):
        return False
    _end(letter, LetterState.VOID, reason, by=by)
    details = {"state": _name_of(letter), "reference": letter.reference}
    what = ", ".join(dict.fromkeys(change.what.replace("_", " ") for change in found))
    record("letter:voided", ref_of(campaign), campaign.title, by=by, **details, changed=what)
    return True


def _taken_back(letter: Letter, reason: str, *, by: Actor, in_hand: Collection[int] = ()) -> bool:
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


def _end(letter: Letter, state: LetterState, reason: str, *, by: Actor) -> None:
    """The approval of the letter, its reference and what has not left of it end with the reason."""
    letter.state, letter.reason = state, reason
    approved = db.session.scalars(
        select(ApprovedLetter).where(ApprovedLetter.letter_id == letter.id, ApprovedLetter.voided_at.is_(None))
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
            or_(OutboxMessage.id.is_(None), OutboxMessage.state.not_in(LEFT_OR_MAY_HAVE)),
        )
    ).all()
    for dispatch in dispatches:
        dispatch.void_reason = in_short(reason)
    db.session.flush()


def in_short(reason: str) -> str:
    """As long as a dispatch and a message keep."""
    return reason if len(reason) <= LONGEST_FOR_A_MESSAGE else f"{reason[: LONGEST_FOR_A_MESSAGE - 1]}…"


def _name_of(letter: Letter) -> str:
    return db.session.scalars(select(State.list_en).where(State.iso3 == letter.iso3)).one()
