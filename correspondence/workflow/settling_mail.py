"""A person says what a mail belongs to, sets it aside, or puts a report that came with it on record."""

from dataclasses import replace
from datetime import date

from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.files import read_file
from core.outbox.models import OutboxMessage
from correspondence.models.campaigns import Letter
from correspondence.models.incoming import Attachment, Handling, IncomingMail
from correspondence.queries.clues import House
from correspondence.queries.incoming import get_message, message_of_letter
from correspondence.rules.incoming import IncomingKind, Nature, nature_of
from correspondence.rules.mail import read_mail
from correspondence.rules.matching import MatchConfidence
from correspondence.workflow.mail_evidence import named, ref_to_mail, tell_message
from states_parties.facts import Sourcing
from states_parties.models import Article7Report, ReportKind
from states_parties.workflow.reports import record_report

TOLD = (Handling.MATCHED, Handling.SETTLED)  # where the mail has a message, it has been told


def settle_mail(
    row: IncomingMail, *, letter: Letter | None, iso3: str | None, note: str, house: House, by: Actor
) -> None:
    """A person says what it belongs to, and that it is dealt with; the letter's message is told of a reply or bounce.

    A reply has its State at least; nothing is taken back from a message that was told before.
    """
    _hold(row)
    if letter is None and not iso3:
        raise RuleViolation("Say which letter or which State the mail belongs to, or set it aside.", field="letter")
    if letter is not None and iso3 and iso3 != letter.iso3:
        raise RuleViolation("This letter went to another State than the one chosen.", field="state")
    if row.kind is IncomingKind.OTHER and letter is not None:
        row.kind = IncomingKind.REPLY
    moved = letter is not None and letter.id != row.letter_id
    told_already = row.handling in TOLD and not moved
    row.letter_id, row.iso3 = (letter.id, letter.iso3) if letter is not None else (None, iso3)
    message = _message_meant(row, letter, moved=moved)
    row.message_id = message.id if message is not None else None
    row.confidence = MatchConfidence.CERTAIN
    _settled(row, Handling.SETTLED, note, by=by)
    if message is not None and not told_already:
        nature = replace(_reread(row, house), kind=row.kind)
        tell_message(row, nature, message, by=by)
    record("mail:settled", ref_to_mail(row), named(row), by=by, note=row.note)
    db.session.flush()


def set_aside_mail(row: IncomingMail, *, note: str, by: Actor) -> None:
    """It belongs to no letter, or nothing follows from it; the mail stays readable.

    RuleViolation where a letter has been told of it.
    """
    _hold(row)
    if row.message_id is not None and row.handling in TOLD and row.kind is not IncomingKind.AUTO_REPLY:
        raise RuleViolation("Its letter has been told of this mail already: say what it belongs to instead.")
    if not note.strip():
        raise RuleViolation("Say why it is set aside.", field="note")
    _settled(row, Handling.SET_ASIDE, note, by=by)
    record("mail:set-aside", ref_to_mail(row), named(row), by=by, note=row.note)
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
    _hold(attachment)
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
    record("mail:report-registered", ref_to_mail(row), named(row), by=by, file=attachment.file_name)
    return report


def _hold(row: IncomingMail | Attachment) -> None:
    """As it is now, and nobody else decides about it until the transaction ends."""
    db.session.refresh(row, with_for_update=True)


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
