"""Mail that came in: kept as it came, told what it is, tied to its letter, settled by evidence or by a person."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.dialects import postgresql, sqlite

from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import Ref, db
from core.errors import RuleViolation
from core.files import read_file, sha256_of, store_file
from core.outbox.models import MessageState, OutboxMessage
from core.outbox.workflow.evidence import note_bounce, note_delivery, note_reply
from core.outbox.workflow.messages import settle_unknown
from correspondence.models.campaigns import Letter
from correspondence.models.incoming import Attachment, Handling, IncomingMail, MailboxMark
from correspondence.queries.clues import House, clues_of, is_own_message
from correspondence.queries.incoming import get_message, is_read, message_of_letter, twin_of
from correspondence.rules.attachments import MOST_ATTACHMENTS, inspect
from correspondence.rules.incoming import IncomingKind, Nature, nature_of
from correspondence.rules.mail import Mail, one_line, read_mail
from correspondence.rules.matching import Match, MatchConfidence, weigh
from correspondence.rules.quotes import without_quotes
from states_parties.facts import Sourcing
from states_parties.models import Article7Report, ReportKind, State
from states_parties.workflow.missions import doubt_missions
from states_parties.workflow.reports import record_report

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
    match = weigh(clues_of(mail, nature, house))
    kind = _kind(nature, match)
    by = Actor(READER, at)
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
        confidence=match.confidence,
        matched_by=_evidence(nature, match),
        message_id=match.message_id,
        letter_id=match.letter_id,
        iso3=match.iso3 or None,
        handling=_handling(kind, nature, match),
    )
    if row.handling is Handling.SET_ASIDE:
        row.settled_at, row.settled_by, row.note = at, by.name, nature.why[:500]
    db.session.add(row)
    db.session.flush()
    _keep_attachments(row, mail, nature, at=at)
    record("mail:received", ref_to_mail(row), _named(row), by=by, kind=str(kind), confidence=str(match.confidence))
    if row.handling is Handling.MATCHED and match.message_id is not None:
        _note(row, replace(nature, kind=kind), get_message(match.message_id), by=by)
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
    record("mail:received", ref_to_mail(row), _named(row), by=Actor(READER, at), kind=str(row.kind))


def note_reading(mailbox: str, uid_validity: int, last_uid: int, *, at: datetime, error: str = "") -> None:
    """How far the mailbox is read, and what went wrong the last time; nobody else reads it meanwhile."""
    mark = _mark_of(mailbox, uid_validity, at=at)
    if mark.uid_validity == uid_validity:
        last_uid = max(last_uid, mark.last_uid)
    mark.uid_validity, mark.last_uid, mark.read_at, mark.error = uid_validity, last_uid, at, error[:300]
    db.session.flush()


def settle_mail(
    row: IncomingMail, *, letter: Letter | None, iso3: str | None, note: str, house: House, by: Actor
) -> None:
    """A person says what it belongs to, and that it is dealt with; the letter's message is told of a reply or bounce.

    A reply has its State at least; nothing is taken back from a message that was told before.
    """
    if letter is None and not iso3:
        raise RuleViolation("Say which letter or which State the mail belongs to, or set it aside.", field="letter")
    if letter is not None and iso3 and iso3 != letter.iso3:
        raise RuleViolation("This letter went to another State than the one chosen.", field="state")
    if row.kind is IncomingKind.OTHER and letter is not None:
        row.kind = IncomingKind.REPLY
    moved = letter is not None and letter.id != row.letter_id
    told_already = row.handling in (Handling.MATCHED, Handling.SETTLED) and not moved
    row.letter_id, row.iso3 = (letter.id, letter.iso3) if letter is not None else (None, iso3)
    message = _message_meant(row, letter, moved=moved)
    row.message_id = message.id if message is not None else None
    row.confidence = MatchConfidence.CERTAIN
    _settled(row, Handling.SETTLED, note, by=by)
    if message is not None and not told_already:
        nature = replace(_reread(row, house), kind=row.kind)
        _note(row, nature, message, by=by)
    record("mail:settled", ref_to_mail(row), _named(row), by=by, note=row.note)
    db.session.flush()


def set_aside_mail(row: IncomingMail, *, note: str, by: Actor) -> None:
    """It belongs to no letter, or nothing follows from it; the mail stays readable."""
    if not note.strip():
        raise RuleViolation("Say why it is set aside.", field="note")
    _settled(row, Handling.SET_ASIDE, note, by=by)
    record("mail:set-aside", ref_to_mail(row), _named(row), by=by, note=row.note)
    db.session.flush()


def register_report(
    attachment: Attachment,
    row: IncomingMail,
    convention: str,
    iso3: str,
    *,
    kind: ReportKind,
    year_covered: int | None,
    received_on: date,
    language: str,
    forwarded_by: str,
    on: date,
    by: Actor,
) -> Article7Report:
    """The attachment is an Article 7 report received: it is on record from here, with the mail as its source."""
    if attachment.report_id is not None:
        raise RuleViolation(f"“{attachment.file_name}” is registered as a report already.")
    if attachment.refused:
        raise RuleViolation(f"“{attachment.file_name}” was not kept: {attachment.refused}")
    report = record_report(
        convention,
        iso3,
        kind=kind,
        year_covered=year_covered,
        received_on=received_on,
        on=on,
        language=language,
        forwarded_by=forwarded_by,
        sourcing=Sourcing(f"mail {row.id} of {day_of(row.received_at)}: {attachment.file_name}"[:200], "high"),
        by=by,
    )
    attachment.report_id = report.id
    row.iso3 = row.iso3 or iso3
    db.session.flush()
    record("mail:report-registered", ref_to_mail(row), _named(row), by=by, file=attachment.file_name)
    return report


def ref_to_mail(row: IncomingMail) -> Ref:
    return Ref("mail", str(row.id))


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


def _note(row: IncomingMail, nature: Nature, message: OutboxMessage, *, by: Actor) -> None:
    """What follows for the message. An automatic answer is neither a reply nor a bounce."""
    if nature.kind is IncomingKind.REPLY:
        note_reply(message, row.received_at)
    elif nature.kind is IncomingKind.BOUNCE:
        reason = nature.reported[0].reason or nature.why if nature.reported else nature.why
        note_bounce(message, row.received_at, one_line(reason, 500))
        if row.iso3:
            why = f"A letter came back from its address on {day_of(row.received_at)}."
            doubt_missions(row.iso3, message.address, why=why, on=day_of(row.received_at), by=by)
    elif nature.kind is IncomingKind.DELIVERY and nature.delayed:
        if message.state is MessageState.UNKNOWN:
            settle_unknown(message, True, "A mail server still tries to deliver it: so it was sent.", by)
    elif nature.kind is IncomingKind.DELIVERY:
        note_delivery(message, row.received_at)


def _message_meant(row: IncomingMail, letter: Letter | None, *, moved: bool) -> OutboxMessage | None:
    if letter is None:
        return None
    if row.message_id is not None and not moved:
        return get_message(row.message_id)
    message = message_of_letter(letter.id)
    return get_message(message.id) if message is not None else None


def _reread(row: IncomingMail, house: House) -> Nature:
    return nature_of(read_mail(read_file(row.raw_sha256)), house_address=house.address)


def _settled(row: IncomingMail, handling: Handling, note: str, *, by: Actor) -> None:
    if len(note.strip()) > 500:
        raise RuleViolation("The note may have up to 500 characters.", field="note")
    row.handling, row.settled_at, row.settled_by, row.note = handling, by.at, by.name, note.strip()


def _named(row: IncomingMail) -> str:
    """How the audit names it: by the State, never by its sender, who would stay there for ever."""
    state = db.session.get(State, row.iso3) if row.iso3 else None
    return f"Mail {row.id}" + (f", {state.list_en}" if state is not None else "")
