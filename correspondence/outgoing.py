"""Letters as messages of the outbox: what is handed over, what stops a letter, what follows from its outcome."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy import select

from config import Config
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import NotFound
from core.files import DamagedFile, read_file, read_files
from core.outbox.kinds import Enclosure, NotSent, OutboxKind, Outgoing
from core.outbox.models import Mailing, MessageState, OutboxMessage
from core.web import KINDS_OF_FILES, link
from core.wording import day_in_words
from correspondence.approving.changes import why_not_sent
from correspondence.catalogues import catalogues
from correspondence.models.approval import ApprovedLetter
from correspondence.models.campaigns import Campaign, Dispatch, Letter, LetterState
from correspondence.queries.approved import (
    RegistersAt,
    addressed_by,
    approval_stands,
    carried_by,
    earlier_in_thread,
    registers_at,
)
from correspondence.rules.reply_address import reply_address
from correspondence.shipped import wording
from correspondence.workflow.campaigns import ref_of
from correspondence.workflow.ending import in_short
from correspondence.workflow.voiding import void_if_changed
from states_parties.workflow.missions import doubt_missions, note_success

LETTER, TRIAL = "letter", "trial letter"
HOUSE = "Chancery"

Clock = Callable[[], datetime]


def letter_kind(clock: Clock) -> OutboxKind:
    """Approved letters; subject_id is the id of the dispatch."""
    return OutboxKind(
        LETTER,
        prepare=partial(_prepare, clock),
        may_go=approval_stands,
        version=partial(_version, clock),
        ended=partial(_ended, clock),
        managed_at=_managed_at,
    )


def trial_letter_kind() -> OutboxKind:
    """An approved letter to one of our own people, marked as a test. content: which, to which State, for whom."""
    return OutboxKind(TRIAL, prepare=_prepare_trials)


def _managed_at(mailing: Mailing) -> str:
    """The page of the campaign: stopped there, what goes by post is stopped as well."""
    campaign_id = db.session.scalar(select(Campaign.id).where(Campaign.mailing_id == mailing.id))
    if campaign_id is None:
        return ""
    return link("correspondence.campaign", convention=mailing.convention, campaign_id=campaign_id)


def _version(clock: Clock) -> RegistersAt:
    return registers_at(day_of(clock()))


def _prepare(clock: Clock, messages: Sequence[OutboxMessage]) -> Mapping[int, Outgoing | NotSent]:
    rows = carried_by([message.id for message in messages])
    found: dict[int, Outgoing | NotSent] = {
        message.id: NotSent("It carries no letter of the house.") for message in messages
    }
    for campaign_id in dict.fromkeys(row.Dispatch.campaign_id for row in rows):
        mine = [row for row in rows if row.Dispatch.campaign_id == campaign_id]
        found |= _prepared(_campaign(campaign_id), mine, at=clock())
    return found


def _prepared(campaign: Campaign, rows: Sequence[Any], *, at: datetime) -> dict[int, Outgoing | NotSent]:
    config: Config = current_app.config["CHANCERY"]
    on, by = day_of(at), Actor(HOUSE, at)
    in_hand = [row.Dispatch.message_id for row in rows]
    void_if_changed(campaign, [row.Letter.id for row in rows], catalogues(), config, in_hand=in_hand, on=on, by=by)
    against = why_not_sent(campaign, [row.Letter.iso3 for row in rows], catalogues(), on=on)
    earlier = earlier_in_thread(campaign, [row.Letter.iso3 for row in rows])
    files = read_files([each for row in rows for each in (row.ApprovedLetter.sha256, row.ApprovedLetter.cover_sha256)])
    return {
        row.Dispatch.message_id: _stopped(row, against)
        or _outgoing(row.Dispatch, row.ApprovedLetter, row.Letter, earlier[row.Letter.iso3], config, files)
        for row in rows
    }


def _stopped(row: Any, against: Mapping[str, str]) -> NotSent | None:
    letter, approved = row.Letter, row.ApprovedLetter
    if letter.state is not LetterState.APPROVED or approved.voided_at is not None:
        return NotSent(in_short(f"The letter is {letter.state}. {approved.void_reason or letter.reason}".strip()))
    if row.Dispatch.void_reason:
        return NotSent(row.Dispatch.void_reason)
    reason = against.get(letter.iso3)
    return NotSent(in_short(reason)) if reason else None


def _outgoing(
    dispatch: Dispatch,
    approved: ApprovedLetter,
    letter: Letter,
    earlier: tuple[str, ...],
    config: Config,
    files: Mapping[str, bytes],
) -> Outgoing | NotSent:
    kept = _kept(approved, files)
    if isinstance(kept, NotSent):
        return kept
    cover = kept.cover.get("copy", kept.cover) if dispatch.role == "copy" else kept.cover
    return Outgoing(
        subject=cover["subject"],
        text=cover["text"],
        html=cover.get("html", ""),
        sender_name=sender_of(letter),
        reply_to=reply_address(dispatch.id, config.house_address, config.secret_key),
        references=earlier,
        enclosures=(Enclosure(approved.file_name, KINDS_OF_FILES["docx"], kept.file),),
    )


@dataclass(frozen=True)
class _Kept:
    """What was approved. cover: subject, text and html of the mail; `copy`: the same of the mail to the capital."""

    file: bytes
    cover: Mapping[str, Any]


def _kept(approved: ApprovedLetter, files: Mapping[str, bytes]) -> _Kept | NotSent:
    """files: those read already."""
    try:
        file, cover = (files.get(each) or read_file(each) for each in (approved.sha256, approved.cover_sha256))
        return _Kept(file, json.loads(cover))
    except (DamagedFile, NotFound) as error:
        return NotSent(f"What was approved cannot be read. {error}")


def sender_of(letter: Letter) -> str:
    """The office that signs, in the language of the letter; the Unit where nobody does."""
    lines = letter.values.get("signature", "").splitlines()
    return lines[-1] if lines else str(wording()["unit"][letter.language])


def _ended(clock: Clock, message: OutboxMessage) -> None:
    row = addressed_by(message.id)
    if row is None:
        return
    by = Actor(HOUSE, clock())
    if message.state is MessageState.ACCEPTED:
        note_success(row.iso3, row.address, at=message.accepted_at or by.at, on=day_of(by.at))
        return
    if message.state is MessageState.REFUSED:
        told = f"{message.code or ''} {message.answer}".strip()
        why = f"Its mail server refused a letter on {day_in_words(day_of(by.at), 'EN')}: {told}."
        doubt_missions(row.iso3, row.address, why=why, on=day_of(by.at), by=by)
    if message.state in _TOLD and row.state is LetterState.APPROVED:
        campaign = _campaign(row.campaign_id)
        act, reason = f"letter:{message.state.value}", message.reason or message.answer
        record(act, ref_of(campaign), campaign.title, by=by, state=row.list_en, reason=reason)


_TOLD = (MessageState.REFUSED, MessageState.STOPPED, MessageState.EXPIRED, MessageState.UNKNOWN)


def _prepare_trials(messages: Sequence[OutboxMessage]) -> Mapping[int, Outgoing | NotSent]:
    return {message.id: _on_trial(message.content or {}) for message in messages}


def _on_trial(content: Mapping[str, Any]) -> Outgoing | NotSent:
    approved = db.session.get(ApprovedLetter, content.get("approved_letter"))
    letter = db.session.get(Letter, approved.letter_id) if approved else None
    if approved is None or letter is None:
        return NotSent("The letter it was to show is not there.")
    kept = _kept(approved, {})
    if isinstance(kept, NotSent):
        return kept
    notice = f"TEST. This letter to {content['state']} went to nobody but {content['for']}, who asked for it."
    return Outgoing(
        subject=f"[Test] {kept.cover['subject']}",
        text=f"{notice}\n\n{kept.cover['text']}",
        sender_name=sender_of(letter),
        enclosures=(Enclosure(f"TEST-{approved.file_name}", KINDS_OF_FILES["docx"], kept.file),),
        automatic=True,
    )


def _campaign(campaign_id: int) -> Campaign:
    return db.session.scalars(select(Campaign).where(Campaign.id == campaign_id)).one()
