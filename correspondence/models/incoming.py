"""Mail that comes in: what it is, which letter it answers and how sure that is, what it brought along."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, word
from correspondence.rules.incoming import IncomingKind
from correspondence.rules.matching import MatchConfidence

MAIL = "mail"  # as the audit log speaks of one


class Handling(enum.StrEnum):
    MATCHED = "matched"
    WAITING = "to settle"
    SETTLED = "settled by hand"
    SET_ASIDE = "set aside"


class IncomingMail(Model):
    """One mail of the office's mailbox, kept as it came. A mail is read once, however often the mailbox is."""

    __tablename__ = "incoming_mail"
    __table_args__ = (
        UniqueConstraint("mailbox", "uid_validity", "uid", name="uq_incoming_mail_once"),
        Index("ix_incoming_mail_header_id", "header_id"),
        Index("ix_incoming_mail_letter_id", "letter_id"),
        Index("ix_incoming_mail_handling", "handling", "received_at"),
        one_of("kind", IncomingKind),
        one_of("confidence", MatchConfidence),
        one_of("handling", Handling),
        CheckConstraint(
            "handling NOT IN ('settled by hand', 'set aside') OR settled_at IS NOT NULL", name="settled_has_instant"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(120))
    uid_validity: Mapped[int] = mapped_column(BigInteger)  # up to 2^32, as UIDs are
    uid: Mapped[int] = mapped_column(BigInteger)
    header_id: Mapped[str] = mapped_column(String(250), default="")  # its own Message-ID, as it says
    raw_sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    sender_address: Mapped[str] = mapped_column(String(254), default="")
    sender_name: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(400), default="")
    text: Mapped[str] = mapped_column(Text, default="")  # what the sender wrote, without what they quoted
    sent_at: Mapped[datetime | None]  # as the mail says
    received_at: Mapped[datetime]
    kind: Mapped[IncomingKind] = mapped_column(word(IncomingKind))
    confidence: Mapped[MatchConfidence] = mapped_column(word(MatchConfidence), default=MatchConfidence.NONE)
    matched_by: Mapped[str] = mapped_column(String(1000), default="")  # the evidence, in words
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_messages.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"))
    iso3: Mapped[str | None] = mapped_column(ForeignKey("states.iso3"))
    handling: Mapped[Handling] = mapped_column(word(Handling), default=Handling.WAITING)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(500), default="")


class Attachment(Model):
    """A file that came with a mail. refused: why it was not kept. said_type, found_type: media types."""

    __tablename__ = "incoming_attachments"
    __table_args__ = (UniqueConstraint("mail_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("incoming_mail.id"))
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(200))
    said_type: Mapped[str] = mapped_column(String(120), default="")
    found_type: Mapped[str] = mapped_column(String(120), default="")
    size_bytes: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_files.sha256"))
    refused: Mapped[str] = mapped_column(String(300), default="")
    report_id: Mapped[int | None] = mapped_column(ForeignKey("article7_reports.id"))  # registered from here


class MailboxMark(Model):
    """How far a mailbox has been read."""

    __tablename__ = "mailbox_marks"

    mailbox: Mapped[str] = mapped_column(String(120), primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(String(300), default="")
