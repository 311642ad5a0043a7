"""An approval covers what was approved: a letter that would be written otherwise today is void before it leaves.

Only the letters concerned are; each can be written anew and approved under a new reference, or be withdrawn.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select, update

from config import Config
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.models import MessageState, OutboxMessage
from core.outbox.workflow import withdraw_message
from correspondence.catalogues import Catalogues
from correspondence.comparing import context_of, what_changed
from correspondence.letters import compose
from correspondence.models.approval import ApprovedLetter, Reference
from correspondence.models.campaigns import Campaign, Dispatch, Letter, LetterState
from correspondence.papers import press_of
from correspondence.queries import get_campaign
from correspondence.queries.approved import LEFT_OR_MAY_HAVE, has_left, newest_register_entry, waiting_letters
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.changes import Change, in_words
from correspondence.workflow.campaigns import letter_values, press_letter, ref_of
from states_parties.models import State
from states_parties.queries.facts import state_facts

LONGEST_REASON, LONGEST_FOR_A_MESSAGE = 1000, 500


def void_what_changed(
    campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date, by: Actor, again: bool = False
) -> list[Letter]:
    """The approved letters that would be written otherwise on that day, and have not left, are void; returns them.

    Nothing is compared where no register has changed since the last time on the same day, unless it is asked `again`.
    """
    newest = newest_register_entry()
    if not again and (campaign.checked_entry, campaign.checked_on) == (newest, on):
        return []
    voided = _void(campaign, waiting_letters(campaign.id), catalogues, config, on=on, by=by)
    campaign.checked_entry, campaign.checked_on = newest, on
    db.session.flush()
    return voided


def void_if_changed(
    campaign: Campaign, letter_ids: Collection[int], catalogues: Catalogues, config: Config, *, on: date, by: Actor
) -> dict[int, str]:
    """The same for these letters, at the moment they would leave: id of each that is void now, and the reason."""
    if (campaign.checked_entry, campaign.checked_on) == (newest_register_entry(), on):
        return {}
    letters = waiting_letters(campaign.id, letter_ids=letter_ids)
    return {letter.id: letter.reason for letter in _void(campaign, letters, catalogues, config, on=on, by=by)}


def redraft(letter: Letter, campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date, by: Actor) -> None:
    """A letter that is void, or ended without leaving, is written anew as of that day; it needs an approval of its own.

    RuleViolation where it may still leave or has left, or cannot be written.
    """
    name = _name_of(letter)
    if letter.state not in (LetterState.VOID, LetterState.APPROVED):
        raise RuleViolation(f"The letter to {name} is {letter.state}: there is nothing to write anew.")
    if letter.state is LetterState.APPROVED:
        if has_left(letter.id) or waiting_letters(campaign.id, letter_ids=[letter.id]):
            raise RuleViolation(f"The letter to {name} has left or will: it is not written anew.")
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


def withdraw_letter(letter: Letter, campaign: Campaign, *, reason: str, by: Actor) -> None:
    """The State gets no letter of this campaign; what was approved of it is void. RuleViolation once it has left."""
    if not reason.strip():
        raise RuleViolation("Say why the letter is withdrawn.", field="reason")
    if len(reason.strip()) > LONGEST_FOR_A_MESSAGE:
        raise RuleViolation(f"The reason is longer than {LONGEST_FOR_A_MESSAGE} characters.", field="reason")
    name = _name_of(letter)
    if letter.state is LetterState.WITHDRAWN:
        raise RuleViolation(f"The letter to {name} is withdrawn already.")
    if letter.state is LetterState.APPROVED:
        if has_left(letter.id):
            raise RuleViolation(f"The letter to {name} has left, or may have: it cannot be withdrawn.")
        _end(letter, LetterState.WITHDRAWN, reason.strip(), by=by)
    letter.state, letter.reason = LetterState.WITHDRAWN, reason.strip()
    db.session.flush()
    record("letter:withdrawn", ref_of(campaign), campaign.title, by=by, state=name, reason=letter.reason)


def take_back_void_messages(*, by: Actor) -> int:
    """Messages of void letters that wait again, because they were on their way when the letter was voided."""
    waiting = db.session.execute(
        select(OutboxMessage, Dispatch.void_reason)
        .join(Dispatch, Dispatch.message_id == OutboxMessage.id)
        .where(Dispatch.void_reason != "", OutboxMessage.state == MessageState.DUE)
    ).all()
    for message, reason in waiting:
        withdraw_message(message, reason=reason, by=by)
    return len(waiting)


def _void(
    campaign: Campaign, letters: Sequence[Letter], catalogues: Catalogues, config: Config, *, on: date, by: Actor
) -> list[Letter]:
    with_texts = get_campaign(campaign.convention, campaign.id)
    found = what_changed(with_texts, letters, catalogues, config, on=on)
    if not found:
        return []
    held = db.session.scalars(
        select(Letter)
        .where(Letter.id.in_(found), Letter.state == LetterState.APPROVED)
        .order_by(Letter.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for letter in held:
        _void_one(campaign, letter, found[letter.id], by=by)
    return list(held)


def _void_one(campaign: Campaign, letter: Letter, found: Sequence[Change], *, by: Actor) -> None:
    _end(letter, LetterState.VOID, in_words(found, most=LONGEST_REASON), by=by)
    details = {"state": _name_of(letter), "reference": letter.reference}
    what = ", ".join(dict.fromkeys(change.what.replace("_", " ") for change in found))
    record("letter:voided", ref_of(campaign), campaign.title, by=by, **details, changed=what)


def _end(letter: Letter, state: LetterState, reason: str, *, by: Actor) -> None:
    """The approval of the letter, its reference and everything that has not left of it end with the reason."""
    letter.state, letter.reason = state, reason
    approved = db.session.scalars(
        select(ApprovedLetter).where(ApprovedLetter.letter_id == letter.id, ApprovedLetter.voided_at.is_(None))
    ).all()
    ended = {"voided_at": by.at, "void_reason": reason}
    references = [each.reference_id for each in approved]
    db.session.execute(update(Reference).where(Reference.id.in_(references)).values(**ended))
    for each in approved:
        each.voided_at, each.void_reason = by.at, reason
    db.session.flush()
    _take_back([each.id for each in approved], in_short(reason), by=by)


def _take_back(approved_ids: Sequence[int], reason: str, *, by: Actor) -> None:
    """A message that a worker has in hand stops at the next step: its approval does not stand any more."""
    for dispatch, message in db.session.execute(
        select(Dispatch, OutboxMessage)
        .outerjoin(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(Dispatch.approved_letter_id.in_(approved_ids), Dispatch.posted_on.is_(None))
    ):
        if message is not None and message.state in LEFT_OR_MAY_HAVE:
            continue
        dispatch.void_reason = reason
        if message is not None and message.state is MessageState.DUE:
            withdraw_message(message, reason=reason, by=by)
    db.session.flush()


def in_short(reason: str) -> str:
    """As long as a dispatch and a message keep."""
    return reason if len(reason) <= LONGEST_FOR_A_MESSAGE else f"{reason[: LONGEST_FOR_A_MESSAGE - 1]}…"


def _name_of(letter: Letter) -> str:
    return db.session.scalars(select(State.list_en).where(State.iso3 == letter.iso3)).one()
