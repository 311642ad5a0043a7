"""Mail that came in: kept as it came, told what it is, tied to its letter."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from core.audit.workflow import Actor, record
from core.db import db
from core.files import sha256_of, store_file
from correspondence.models.incoming import Attachment, Handling, IncomingMail, MailboxMark
from correspondence.queries.clues import House, clues_of, is_own_message
from correspondence.queries.incoming import get_message, is_read, twin_of
from correspondence.readers import Taken, taken_by_a_reader
from correspondence.rules.attachments import MOST_ATTACHMENTS, inspect
from correspondence.rules.incoming import IncomingKind, Nature, nature_of
from correspondence.rules.mail import Mail, read_mail
from correspondence.rules.matching import Match, MatchConfidence, weigh
from correspondence.rules.quotes import without_quotes
from correspondence.workflow.mail_evidence import named, ref_to_mail, tell_message

READER = "Mailbox"
LONGEST_TEXT = 50_000


@dataclass(frozen=True)
class Arrival:
    """A mail as the mailbox gives it. raw: its headers alone where it was too large, with whole_bytes its size."""

    mailbox: str
    uid_validity: int
    uid: int
    raw: bytes
    arrived_at: datetime
    whole_bytes: int | None = None


def receive_mail(arrival: Arrival, house: House, *, at: datetime) -> IncomingMail | None:
    """The mail is in the house, with what follows from it for our letter; None where it was read before."""
    if is_read(arrival.mailbox, arrival.uid_validity, arrival.uid):
        return None
    mail = _read(arrival)
    nature = nature_of(mail, house_address=house.address, own=is_own_message(mail.header_id))
    text = _text(mail, nature)
    if twin_of(mail, sha256_of(arrival.raw), text) is not None:
        return None
    by = Actor(READER, at)
    taken = None if nature.from_house or mail.unreadable else taken_by_a_reader(mail, by)
    match = Match() if taken else weigh(clues_of(mail, nature, house))
    kind = IncomingKind.REPLY if taken else _kind(nature, match)
    row = IncomingMail(
        mailbox=arrival.mailbox,
        uid_validity=arrival.uid_validity,
        uid=arrival.uid,
        header_id=mail.header_id,
        raw_sha256=store_file(arrival.raw, at=at),
        sender_address=mail.sender_address,
        sender_name=mail.sender_name,
        subject=mail.subject,
        text=text,
        sent_at=mail.sent_at,
        received_at=min(arrival.arrived_at, at),
        kind=kind,
        confidence=_confidence(taken) if taken else match.confidence,
        matched_by=taken.words[:1000] if taken else _evidence(nature, match),
        message_id=match.message_id,
        letter_id=match.letter_id,
        iso3=match.iso3 or None,
        handling=_handling_of(taken) if taken else _handling(kind, nature, match),
    )
    if taken and not taken.by_hand:
        row.settled_at, row.settled_by = at, by.name
    if row.handling is Handling.SET_ASIDE:
        row.settled_at, row.settled_by, row.note = at, by.name, nature.why[:500]
    db.session.add(row)
    db.session.flush()
    _keep_attachments(row, mail, nature, at=at)
    record("mail:received", ref_to_mail(row), named(row), by=by, kind=str(kind), confidence=str(match.confidence))
    if row.handling is Handling.MATCHED and match.message_id is not None:
        tell_message(row, replace(nature, kind=kind), get_message(match.message_id), by=by)
    return row


def receive_unreadable(arrival: Arrival, why: str, *, at: datetime) -> None:
    """A mail on which the reading itself failed is in the house as it came, for a person to look at."""
    if is_read(arrival.mailbox, arrival.uid_validity, arrival.uid):
        return
    row = IncomingMail(
        mailbox=arrival.mailbox,
        uid_validity=arrival.uid_validity,
        uid=arrival.uid,
        raw_sha256=store_file(arrival.raw, at=at),
        received_at=min(arrival.arrived_at, at),
        kind=IncomingKind.UNREADABLE,
        matched_by=why[:1000],
    )
    db.session.add(row)
    db.session.flush()
    record("mail:received", ref_to_mail(row), named(row), by=Actor(READER, at), kind=str(row.kind))


def note_reading(mailbox: str, uid_validity: int, last_uid: int, *, at: datetime, error: str = "") -> None:
    """How far the mailbox is read, and what went wrong the last time; nobody else reads it meanwhile."""
    mark = _mark_of(mailbox, uid_validity, at=at)
    if mark.uid_validity == uid_validity:
        last_uid = max(last_uid, mark.last_uid)
    mark.uid_validity, mark.last_uid, mark.read_at, mark.error = uid_validity, last_uid, at, error[:300]
    db.session.flush()


def _mark_of(mailbox: str, uid_validity: int, *, at: datetime) -> MailboxMark:
    """The mark, locked; of a mailbox never read before one of two readers makes it, and the other waits."""
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    first = {"mailbox": mailbox, "uid_validity": uid_validity, "last_uid": 0, "read_at": at, "error": ""}
    db.session.execute(dialect.insert(MailboxMark).values(first).on_conflict_do_nothing())
    return db.session.get_one(MailboxMark, mailbox, with_for_update=True, populate_existing=True)


def _read(arrival: Arrival) -> Mail:
    mail = read_mail(arrival.raw)
    if arrival.whole_bytes is None:
        return mail
    megabytes = arrival.whole_bytes // (1024 * 1024)
    why = f"It has {megabytes} MB, which is too much: only its headers were read. The whole stays in the mailbox."
    return replace(mail, text="", parts=(), unreadable=why)


def _text(mail: Mail, nature: Nature) -> str:
    return (without_quotes(mail.text) if nature.person else mail.text)[:LONGEST_TEXT]


def _evidence(nature: Nature, match: Match) -> str:
    """What the mail is, and what ties it to its letter; of a person's mail the second says enough."""
    said = "" if nature.person and match.confidence is not MatchConfidence.NONE else nature.why
    return f"{said} {match.words}".strip()[:1000]


def _confidence(taken: Taken) -> MatchConfidence:
    return MatchConfidence.POSSIBLE if taken.by_hand else MatchConfidence.CERTAIN


def _handling_of(taken: Taken) -> Handling:
    return Handling.WAITING if taken.by_hand else Handling.MATCHED


def _kind(nature: Nature, match: Match) -> IncomingKind:
    """A person's mail that is tied to a letter is a reply, whatever its subject says."""
    tied = match.confidence in (MatchConfidence.CERTAIN, MatchConfidence.LIKELY)
    return IncomingKind.REPLY if nature.person and tied else nature.kind


def _handling(kind: IncomingKind, nature: Nature, match: Match) -> Handling:
    """What is certain is matched; a machine's answer to whatever counts for nothing; the rest a person looks at."""
    if nature.from_house:
        return Handling.SET_ASIDE
    if kind is IncomingKind.UNREADABLE:
        return Handling.WAITING
    known = bool(match.iso3) or match.message_id is not None
    if kind is IncomingKind.AUTO_REPLY or (kind is IncomingKind.OTHER and not nature.person):
        return Handling.MATCHED if known else Handling.SET_ASIDE
    return Handling.MATCHED if match.confidence is MatchConfidence.CERTAIN else Handling.WAITING


def _keep_attachments(row: IncomingMail, mail: Mail, nature: Nature, *, at: datetime) -> None:
    parts = () if nature.reported else mail.parts
    for number, part in enumerate(parts[:MOST_ATTACHMENTS], start=1):
        found = inspect(part, number)
        db.session.add(
            Attachment(
                mail_id=row.id,
                number=number,
                file_name=found.file_name,
                said_type=found.said_type,
                found_type=found.found_type,
                size_bytes=len(part.content),
                sha256=None if found.refused else store_file(part.content, at=at),
                refused=found.refused[:300],
            )
        )
    if len(parts) > MOST_ATTACHMENTS:
        row.note = f"It has {len(parts)} attachments; the first {MOST_ATTACHMENTS} are kept apart."
    db.session.flush()
