"""Reading what came in: how far the mailbox is read, the queue, and the replies that are pending."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import defer

from core.db import db
from core.errors import NotFound
from core.outbox.models import OutboxMessage
from correspondence.models.approval import ApprovedLetter, Reference
from correspondence.models.campaigns import Campaign, Dispatch, Letter
from correspondence.models.incoming import Attachment, Handling, IncomingMail, MailboxMark
from correspondence.queries.clues import message_id_of
from correspondence.rules.incoming import IncomingKind
from correspondence.rules.mail import Mail
from correspondence.rules.matching import MatchConfidence
from states_parties.models import State

UNSETTLED = (Handling.MATCHED, Handling.WAITING)


@dataclass(frozen=True)
class PendingReply:
    """A State has written and nobody has said yet that it is dealt with."""

    mail_id: int
    received_at: datetime
    subject: str
    confidence: MatchConfidence


@dataclass(frozen=True)
class MailRow:
    """A mail in the list, with the State and the letter it is held to belong to."""

    mail: IncomingMail
    state: str
    slug: str
    campaign_id: int | None
    campaign: str
    convention: str
    reference: str
    attachments: int

    @property
    def to_settle(self) -> bool:
        """As `to_settle` asks the database."""
        reply = self.mail.kind is IncomingKind.REPLY and self.mail.handling is Handling.MATCHED
        return (reply and self.mail.settled_at is None) or self.mail.handling is Handling.WAITING


# What has been read


def mailbox_mark(mailbox: str, *, to_change: bool = False) -> MailboxMark | None:
    """How far a mailbox has been read; to_change: nobody else changes it until this transaction ends."""
    return db.session.get(MailboxMark, mailbox, with_for_update=to_change, populate_existing=True)


def mailbox_marks() -> Sequence[MailboxMark]:
    return db.session.scalars(select(MailboxMark).order_by(MailboxMark.mailbox)).all()


def is_read(mailbox: str, uid_validity: int, uid: int) -> bool:
    found = select(IncomingMail.id).where(
        IncomingMail.mailbox == mailbox, IncomingMail.uid_validity == uid_validity, IncomingMail.uid == uid
    )
    return db.session.scalar(found) is not None


def twin_of(mail: Mail, raw_sha256: str, text: str) -> IncomingMail | None:
    """The same mail, read before: the same bytes, or the same Message-ID, sender, day and words.

    A Message-ID alone is not believed: whoever knows one could make a mail disappear with it.
    """
    same = and_(
        IncomingMail.header_id == mail.header_id,
        IncomingMail.sender_address == mail.sender_address,
        IncomingMail.subject == mail.subject,
        IncomingMail.text == text,
    )
    either = IncomingMail.raw_sha256 == raw_sha256
    wanted = select(IncomingMail).where(or_(either, same) if mail.header_id else either).order_by(IncomingMail.id)
    twins = db.session.scalars(wanted).all()
    return next((each for each in twins if each.raw_sha256 == raw_sha256 or each.sent_at == mail.sent_at), None)


# The queue and the replies


def may_be_read(convention: str, *, all_mail: bool) -> ColumnElement[bool]:
    """Of an IncomingMail joined with its campaign: what is shown under a Convention.

    all_mail: to whoever settles mail; everybody else sees what belongs to letters, once that is sure.
    """
    if all_mail:
        return or_(Campaign.convention == convention, IncomingMail.letter_id.is_(None))
    return and_(Campaign.convention == convention, IncomingMail.handling != Handling.WAITING)


def mail_rows(convention: str, *, all_mail: bool) -> list[MailRow]:
    """What came in about letters of a Convention, newest first; all_mail: also what belongs to no letter (yet)."""
    wanted = _rows().where(may_be_read(convention, all_mail=all_mail))
    wanted = wanted.order_by(IncomingMail.received_at.desc(), IncomingMail.id.desc())
    return [_row(row) for row in db.session.execute(wanted.options(defer(IncomingMail.text, raiseload=True)))]


def get_mail(convention: str, mail_id: int, *, all_mail: bool) -> MailRow:
    """NotFound as well for what the reader may not see: who may not settle mail sees what belongs to letters only."""
    wanted = _rows().where(IncomingMail.id == mail_id, may_be_read(convention, all_mail=all_mail))
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound(f"The {convention} has no mail {mail_id}.")
    return _row(row)


def attachments_of(mail_id: int) -> Sequence[Attachment]:
    return db.session.scalars(select(Attachment).where(Attachment.mail_id == mail_id).order_by(Attachment.number)).all()


def get_attachment(mail_id: int, number: int) -> Attachment:
    for attachment in attachments_of(mail_id):
        if attachment.number == number:
            return attachment
    raise NotFound(f"The mail {mail_id} has no attachment {number}.")


def pending_replies(convention: str) -> dict[str, list[PendingReply]]:
    """The States that wrote, be it sure or only possible, about letters of the Convention or about none in particular,
    and what they wrote, the newest first, as long as nobody has settled it."""
    rows = db.session.execute(
        select(
            IncomingMail.id,
            IncomingMail.iso3,
            IncomingMail.received_at,
            IncomingMail.subject,
            IncomingMail.confidence,
        )
        .outerjoin(Letter, Letter.id == IncomingMail.letter_id)
        .outerjoin(Campaign, Campaign.id == Letter.campaign_id)
        .where(
            IncomingMail.kind == IncomingKind.REPLY,
            IncomingMail.handling.in_(UNSETTLED),
            IncomingMail.iso3.is_not(None),
            or_(IncomingMail.letter_id.is_(None), Campaign.convention == convention),
        )
        .order_by(IncomingMail.received_at.desc(), IncomingMail.id.desc())
    )
    found: dict[str, list[PendingReply]] = defaultdict(list)
    for row in rows:
        found[row.iso3].append(PendingReply(row.id, row.received_at, row.subject, row.confidence))
    return dict(found)


def to_settle() -> ColumnElement[bool]:
    """Of an IncomingMail: a person has to say what it belongs to, or, of a reply, that it is dealt with.

    What the house itself has acted on, such as an answer to an invitation, is dealt with.
    """
    reply = and_(
        IncomingMail.kind == IncomingKind.REPLY,
        IncomingMail.handling == Handling.MATCHED,
        IncomingMail.settled_at.is_(None),
    )
    return or_(IncomingMail.handling == Handling.WAITING, reply)


def replies_to_settle(convention: str, *, campaign_id: int | None = None) -> int:
    """How many mails wait for somebody who settles them; with those that belong to no letter, or of one campaign."""
    of_campaign = Campaign.id == campaign_id if campaign_id else may_be_read(convention, all_mail=True)
    wanted = (
        select(func.count(IncomingMail.id))
        .outerjoin(Letter, Letter.id == IncomingMail.letter_id)
        .outerjoin(Campaign, Campaign.id == Letter.campaign_id)
        .where(to_settle(), of_campaign)
    )
    return db.session.scalar(wanted) or 0


def waiting_count() -> int:
    """The same of both Conventions."""
    wanted = select(func.count(IncomingMail.id)).where(to_settle())
    return db.session.scalar(wanted) or 0


def letters_to_choose_from(convention: str) -> Sequence[Any]:
    """The letters that have, or had, a reference, newest first, with State and campaign: to settle a mail to."""
    return db.session.execute(
        select(Letter.id, Letter.iso3, _newest_reference().label("reference"), State.list_en, Campaign.title)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .join(State, State.iso3 == Letter.iso3)
        .where(Campaign.convention == convention, _was_approved())
        .order_by(Letter.id.desc())
    ).all()


def letter_by_id(convention: str, letter_id: int) -> Letter:
    """NotFound when it is of no campaign of the Convention, or has not left yet."""
    letter = db.session.scalar(
        select(Letter)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .where(Letter.id == letter_id, Campaign.convention == convention, _was_approved())
    )
    if letter is None:
        raise NotFound(f"The {convention} has no letter {letter_id} that could be answered.")
    return letter


def message_of_letter(letter_id: int) -> OutboxMessage | None:
    """The message that brought a letter to the mission; None for one that went by post, or not yet."""
    message_id = message_id_of(letter_id)
    return db.session.get(OutboxMessage, message_id) if message_id is not None else None


def get_message(message_id: int) -> OutboxMessage:
    message = db.session.get(OutboxMessage, message_id, with_for_update=True, populate_existing=True)
    if message is None:
        raise NotFound(f"There is no message {message_id}.")
    return message


def _was_approved() -> ColumnElement[bool]:
    """Of a Letter: it has a reference, be it void."""
    return exists().where(Reference.letter_id == Letter.id).correlate(Letter)


def _rows() -> Select[Any]:
    attachments = (
        select(func.count(Attachment.id))
        .where(Attachment.mail_id == IncomingMail.id, Attachment.refused == "")
        .scalar_subquery()
    )
    return (
        select(
            IncomingMail,
            State.list_en,
            State.slug,
            Campaign.id,
            Campaign.title,
            Campaign.convention,
            _reference(),
            attachments,
        )
        .outerjoin(State, State.iso3 == IncomingMail.iso3)
        .outerjoin(Letter, Letter.id == IncomingMail.letter_id)
        .outerjoin(Campaign, Campaign.id == Letter.campaign_id)
    )


def _reference() -> ColumnElement[str]:
    """Of an IncomingMail joined with its letter: the reference under which left what it answers, else the newest."""
    answered = (
        select(Reference.text)
        .join(ApprovedLetter, ApprovedLetter.reference_id == Reference.id)
        .join(Dispatch, Dispatch.approved_letter_id == ApprovedLetter.id)
        .where(Dispatch.message_id == IncomingMail.message_id)
        .scalar_subquery()
    )
    return func.coalesce(answered, _newest_reference())


def _newest_reference() -> ScalarSelect[str]:
    """Of a Letter, whether it stands or is void."""
    return (
        select(Reference.text)
        .where(Reference.letter_id == Letter.id)
        .order_by(Reference.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _row(row: Any) -> MailRow:
    mail, state, slug, campaign_id, campaign, convention, reference, attachments = row
    return MailRow(
        mail, state or "", slug or "", campaign_id, campaign or "", convention or "", reference or "", attachments
    )
