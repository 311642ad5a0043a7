"""Everything written to one State, and what it wrote back."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select

from core.db import db
from core.errors import NotFound
from correspondence.models.approval import ApprovedLetter, Reference
from correspondence.models.campaigns import Campaign, Letter
from correspondence.models.incoming import Handling, IncomingKind, IncomingMail
from correspondence.queries.balance import Sent, fates_of, sent_of_letters
from correspondence.queries.incoming import may_be_read
from correspondence.rules.balance import Fate, fate_of_earlier

Approved = tuple[Reference, ApprovedLetter]


@dataclass(frozen=True)
class Written:
    """One letter to the State. corrects, corrected_by: references. replies: mails that answer it, the oldest first.

    reference: that it has, or had; earlier: it was written anew since, and the letter has another one or none.
    file: the very bytes approved under it; None while nothing is approved.
    """

    letter: Letter
    campaign: Campaign
    reference: str
    file: ApprovedLetter | None
    earlier: bool
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

    One that was written anew stands there once for each reference it had. all_mail: as for may_be_read.
    """
    rows = db.session.execute(
        select(Letter, Campaign)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .where(Letter.iso3 == iso3, Campaign.convention == convention)
        .order_by(Campaign.id.desc())
    ).all()
    letters = {letter.id: letter for letter, _campaign in rows}
    corrected_by: dict[int | None, list[str]] = defaultdict(list)
    for letter in letters.values():
        corrected_by[letter.corrects_id].append(letter.reference)
    references = {letter.id: letter.reference for letter in letters.values()}
    mails = _mails(may_be_read(convention, all_mail=all_mail), IncomingMail.iso3 == iso3)
    return Correspondence(
        letters=_written([(row.Letter, row.Campaign) for row in rows], mails, references, corrected_by),
        mails=[mail for mail in mails if mail.letter_id is None],
    )


def what_became_of(letter: Letter, campaign: Campaign, *, all_mail: bool) -> Sequence[Written]:
    """The same of one letter: as it is now, then what it was before it was written anew, the newest first."""
    by = db.session.scalars(select(Letter.reference).where(Letter.corrects_id == letter.id).order_by(Letter.id)).all()
    corrects = db.session.get(Letter, letter.corrects_id) if letter.corrects_id else None
    shown = may_be_read(campaign.convention, all_mail=all_mail)
    replies = _mails(shown, IncomingMail.letter_id == letter.id, IncomingMail.kind == IncomingKind.REPLY)
    references = {corrects.id: corrects.reference} if corrects else {}
    return _written([(letter, campaign)], replies, references, {letter.id: by})


def get_approved(convention: str, approved_id: int) -> tuple[ApprovedLetter, int]:
    """With the id of its campaign. NotFound where nothing was approved under that number under the Convention."""
    found = db.session.execute(
        select(ApprovedLetter, Campaign.id)
        .join(Letter, Letter.id == ApprovedLetter.letter_id)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .where(ApprovedLetter.id == approved_id, Campaign.convention == convention)
    ).one_or_none()
    if found is None:
        raise NotFound(f"The {convention} has no approved letter {approved_id}.")
    return found.ApprovedLetter, found.id


def earlier_fates(approved: Sequence[Approved], sent: Mapping[int, Sequence[Sent]]) -> dict[int, Fate]:
    """By reference, what became of what was approved under it before it was written anew. sent: by letter."""
    return {
        reference.id: fate_of_earlier(
            [each.as_copy() for each in sent[file.letter_id] if each.approved_id == file.id], reference.void_reason
        )
        for reference, file in approved
    }


def _written(
    rows: Sequence[tuple[Letter, Campaign]],
    mails: Sequence[IncomingMail],
    references: Mapping[int, str],
    corrected_by: Mapping[int | None, Sequence[str]],
) -> list[Written]:
    """references: those of the letters that others correct."""
    ids = [letter.id for letter, _campaign in rows]
    sent, approved = sent_of_letters(ids), _approved(ids)
    fates = fates_of(rows, sent)
    found: list[Written] = []
    for letter, campaign in rows:
        one = Written(
            letter=letter,
            campaign=campaign,
            reference=letter.reference,
            file=None,
            earlier=False,
            fate=fates[letter.id],
            sent=sent[letter.id],
            corrects=references.get(letter.corrects_id or 0, ""),
            corrected_by=corrected_by.get(letter.id, ()),
            replies=[mail for mail in mails if mail.letter_id == letter.id],
        )
        found += _each_time(one, approved[letter.id])
    return found


def _each_time(one: Written, approved: Sequence[Approved]) -> Iterator[Written]:
    """A letter as it is now, and before that once for each reference that it had."""
    before = [(reference, file) for reference, file in approved if reference.text != one.reference]
    earlier_ids = {file.id for _reference, file in before}
    carried = {each.message_id: each.approved_id for each in one.sent if each.approved_id in earlier_ids}
    yield replace(
        one,
        file=next((file for reference, file in approved if reference.text == one.reference), None),
        sent=[each for each in one.sent if each.approved_id not in earlier_ids],
        replies=[mail for mail in one.replies if mail.message_id not in carried],
    )
    fates = earlier_fates(before, {one.letter.id: one.sent})
    for reference, file in before:
        yield replace(
            one,
            reference=reference.text,
            file=file,
            earlier=True,
            fate=fates[reference.id],
            sent=[each for each in one.sent if each.approved_id == file.id],
            corrected_by=(),
            replies=[mail for mail in one.replies if carried.get(mail.message_id) == file.id],
        )


def _approved(letter_ids: Collection[int]) -> Mapping[int, Sequence[Approved]]:
    """Every reference the letters ever had with what was approved under it, the newest first."""
    rows = db.session.execute(
        select(Reference, ApprovedLetter)
        .join(ApprovedLetter, ApprovedLetter.reference_id == Reference.id)
        .where(ApprovedLetter.letter_id.in_(letter_ids))
        .order_by(Reference.id.desc())
    )
    found: dict[int, list[Approved]] = defaultdict(list)
    for row in rows:
        found[row.ApprovedLetter.letter_id].append((row.Reference, row.ApprovedLetter))
    return found


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
