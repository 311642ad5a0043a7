"""An approval covers what was approved: a letter that would be written otherwise today is void before it leaves.

Only the letters concerned are; each can be written anew and approved under a new reference, or be withdrawn.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from config import Config
from core.audit.workflow import Actor, record
from core.db import db
from correspondence.approving.changes import what_changed
from correspondence.catalogues import Catalogues
from correspondence.models.campaigns import Campaign, Dispatch, Letter, LetterState
from correspondence.queries.approved import compared_with, printed_of, registers_at, waiting_letters
from correspondence.queries.campaigns import get_campaign
from correspondence.rules.changes import Change, in_words
from correspondence.workflow.campaigns import hold, note_compared, ref_of
from correspondence.workflow.copies import void_changed_copies
from correspondence.workflow.ending import end_letter, in_short, name_of, taken_back

LONGEST_REASON = 1000


def void_what_changed(
    campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date, by: Actor, again: bool = False
) -> list[Letter]:
    """The approved letters that would be written otherwise on that day, and have not left, are void; returns them.

    One in a printed batch is only doubted; of one whose copy would go to somebody else that copy alone is void. Nothing
    is compared where no register has changed since the last time on the same day, unless it is asked `again`.
    """
    registers = registers_at(on)
    if not again and compared_with(campaign) == registers:
        return []
    hold(campaign)
    voided = _void(campaign, waiting_letters(campaign.id), catalogues, config, on=on, by=by)
    void_changed_copies(campaign, on=on, by=by)
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
    void_changed_copies(campaign, on=on, by=by, letter_ids=letter_ids, in_hand=in_hand)
    return {letter.id: letter.reason for letter in voided}


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
        record("letter:doubted", ref_of(campaign), campaign.title, by=by, state=name_of(letter), reason=doubt)


def _void_one(
    campaign: Campaign, letter: Letter, found: Sequence[Change], *, in_hand: Collection[int], by: Actor
) -> bool:
    """Whether it is void now: not where it has begun to be handed over at this very moment."""
    reason = in_words(found, most=LONGEST_REASON)
    if not taken_back(letter, in_short(reason), in_hand=in_hand, by=by):
        return False
    end_letter(letter, LetterState.VOID, reason, by=by)
    details = {"state": name_of(letter), "reference": letter.reference}
    what = ", ".join(dict.fromkeys(change.what.replace("_", " ") for change in found))
    record("letter:voided", ref_of(campaign), campaign.title, by=by, **details, changed=what)
    return True
