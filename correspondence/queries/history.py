"""Everything written to one State, and what it wrote back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from core.db import db
from correspondence.models.campaigns import Campaign, Letter
from correspondence.models.incoming import Handling, IncomingKind, IncomingMail
from correspondence.queries.balance import Sent, fates_of, sent_of_letters
from correspondence.queries.incoming import may_be_read
from correspondence.rules.balance import Fate


@dataclass(frozen=True)
class Written:
    """One letter to the State. corrects, corrected_by: references. replies: mails that answer it, the oldest first."""

    letter: Letter
    campaign: Campaign
    fate: Fate
    sent: Sequence[Sent]
    corrects: str
    corrected_by: Sequence[str]
    replies: Sequence[IncomingMail]

    @property
    def left_on(self) -> date | None:
        left = [each.left_on for each in self.sent if each.role == "to" and each.left_on]
        return left[-1] if left else None


@dataclass(frozen=True)
class Correspondence:
    """mails: from the State, that answer no letter as far as is known; replies to letters stand with them."""

    letters: Sequence[Written]
    mails: Sequence[IncomingMail]


def correspondence_with(iso3: str, *, convention: str, all_mail: bool) -> Correspondence:
    """All letters to the State under a Convention, the newest first, and what came from it.

    all_mail: as for may_be_read.
    """
    rows = db.session.execute(
        select(Letter, Campaign)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .where(Letter.iso3 == iso3, Campaign.convention == convention)
        .order_by(Campaign.id.desc())
    ).all()
    letters = {letter.id: letter for letter, _campaign in rows}
    sent = sent_of_letters(letters)
    fates = fates_of([(letter, campaign) for letter, campaign in rows], sent)
    mails = _mails(may_be_read(convention, all_mail=all_mail), IncomingMail.iso3 == iso3)
    return Correspondence(
        letters=[
            Written(
                letter=letter,
                campaign=campaign,
                fate=fates[letter.id],
                sent=sent[letter.id],
                corrects=letters[letter.corrects_id].reference if letter.corrects_id in letters else "",
                corrected_by=[each.reference for each in letters.values() if each.corrects_id == letter.id],
                replies=[mail for mail in mails if mail.letter_id == letter.id],
            )
            for letter, campaign in rows
        ],
        mails=[mail for mail in mails if mail.letter_id is None],
    )


def what_became_of(letter: Letter, campaign: Campaign, *, all_mail: bool) -> Written:
    """The same of one letter."""
    sent = sent_of_letters([letter.id])
    by = db.session.scalars(select(Letter.reference).where(Letter.corrects_id == letter.id).order_by(Letter.id)).all()
    corrects = db.session.get(Letter, letter.corrects_id) if letter.corrects_id else None
    shown = may_be_read(campaign.convention, all_mail=all_mail)
    replies = _mails(shown, IncomingMail.letter_id == letter.id, IncomingMail.kind == IncomingKind.REPLY)
    fate = fates_of([(letter, campaign)], sent)[letter.id]
    return Written(letter, campaign, fate, sent[letter.id], corrects.reference if corrects else "", by, replies)


def _mails(*which: ColumnElement[bool]) -> Sequence[IncomingMail]:
    """What a person would call mail of the State: no bounces, nothing set aside."""
    return db.session.scalars(
        select(IncomingMail)
        .outerjoin(Letter, Letter.id == IncomingMail.letter_id)
        .outerjoin(Campaign, Campaign.id == Letter.campaign_id)
        .where(
            *which,
            IncomingMail.kind.in_((IncomingKind.REPLY, IncomingKind.OTHER)),
            IncomingMail.handling != Handling.SET_ASIDE,
        )
        .order_by(IncomingMail.received_at, IncomingMail.id)
    ).all()
