"""Mailings and their messages, each attempt to hand one over, and the lanes to the mail server."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word


class MailingState(enum.StrEnum):
    HELD = "held"  # drafts to be looked at; nothing leaves
    OPEN = "open"  # what is due leaves
    PAUSED = "paused"
    STOPPED = "stopped"  # for good


class MessageState(enum.StrEnum):
    DUE = "due"  # waits for its time, or for its next attempt
    CLAIMED = "claimed"  # a worker has it and may speak to the server; none of the text was handed over
    HANDING_OVER = "handing over"  # the server was, or is about to be, given the text
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"  # taken back by a person
    STOPPED = "stopped"  # its reason to be sent was gone when its turn came
    EXPIRED = "expired"  # not sent by the last instant at which it made sense


IN_HAND = (MessageState.CLAIMED, MessageState.HANDING_OVER)
UNSENT = (MessageState.DUE, MessageState.CLAIMED)  # none of the text was handed over
PENDING = (MessageState.DUE, *IN_HAND)
_IN_HAND_SQL = "state IN ('claimed', 'handing over')"


class Mailing(Model):
    """Messages that are released, paused and stopped together. failures_in_row: of the last messages, none went."""

    __tablename__ = "mailings"
    __table_args__ = (
        one_of("state", MailingState),
        CheckConstraint("(state = 'held') = (released_at IS NULL) OR state = 'stopped'", name="released_has_instant"),
        CheckConstraint("(state = 'paused') = (pause_reason <> '')", name="pause_has_reason"),
        CheckConstraint("not_after > not_before", name="ends_after_start"),
        CheckConstraint("failures_in_row >= 0", name="failures_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # a name in the list of outbox kinds
    title: Mapped[str] = mapped_column(String(200))
    convention: Mapped[str | None] = mapped_column(String(10))  # None: of the whole office
    state: Mapped[MailingState] = mapped_column(word(MailingState), default=MailingState.HELD)
    pause_reason: Mapped[str] = mapped_column(String(300), default="")
    not_before: Mapped[datetime]
    not_after: Mapped[datetime | None]
    failures_in_row: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    released_at: Mapped[datetime | None]
    released_by: Mapped[str] = mapped_column(String(200), default="")


class OutboxMessage(Model):
    """One message to one address.

    lease_token: of the attempt under way; whoever does not hold it can change nothing. sequence: 2 and more where the
    same thing is knowingly sent to the same address again.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "address", "sequence", name="uq_outbox_messages_once"),
        UniqueConstraint("message_id"),
        one_of("state", MessageState),
        Index("ix_outbox_messages_due", "state", "due_at"),
        Index("ix_outbox_messages_mailing_id", "mailing_id", "state", "due_at"),
        Index("ix_outbox_messages_accepted", "mailing_id", "accepted_at"),
        Index("ix_outbox_messages_address", text("lower(address)")),
        CheckConstraint(f"({_IN_HAND_SQL}) = (lease_token IS NOT NULL)", name="in_hand_has_lease"),
        CheckConstraint("(lease_token IS NULL) = (lease_until IS NULL)", name="lease_has_end"),
        CheckConstraint("state <> 'handing over' OR began_at IS NOT NULL", name="handing_over_has_began"),
        CheckConstraint("(state = 'accepted') = (accepted_at IS NOT NULL)", name="accepted_has_instant"),
        CheckConstraint(
            "state NOT IN ('withdrawn', 'stopped', 'expired', 'refused') OR reason <> ''", name="end_has_reason"
        ),
        CheckConstraint("bounced_at IS NULL OR began_at IS NOT NULL OR state = 'accepted'", name="bounced_had_begun"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        CheckConstraint("sequence >= 1", name="sequence_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailings.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(60))  # what it carries, by the id of its kind
    address: Mapped[str] = mapped_column(String(254))
    recipient: Mapped[str] = mapped_column(String(300), default="")  # the name beside the address
    sequence: Mapped[int] = mapped_column(default=1)
    message_id: Mapped[str] = mapped_column(String(120))  # with its angle brackets; the same on every attempt
    # Of a notice; a letter has its own tables.
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[MessageState] = mapped_column(word(MessageState), default=MessageState.DUE)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(String(120), default="")  # who has it, or had it last
    began_at: Mapped[datetime | None]  # the last time its text began to be handed over
    code: Mapped[int | None]  # last answer of the mail server
    answer: Mapped[str] = mapped_column(String(500), default="")
    accepted_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it ended as it did, where that needs saying
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(200), default="")
    delivered_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    bounce_reason: Mapped[str] = mapped_column(String(500), default="")
    replied_at: Mapped[datetime | None]


class DeliveryAttempt(Model):
    """One attempt at one message, told once it has ended, however it ended. Only ever added."""

    __tablename__ = "delivery_attempts"
    __table_args__ = (UniqueConstraint("message_id", "number"), CheckConstraint("number >= 1", name="number_positive"))

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_messages.id"))
    number: Mapped[int]
    worker: Mapped[str] = mapped_column(String(120))
    began_at: Mapped[datetime | None]  # None: none of the text was handed over
    ended_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(40))
    code: Mapped[int | None]
    answer: Mapped[str] = mapped_column(Text, default="")


class SendingLane(Model):
    """One of the connections that the house opens to the mail server at the same time, over all its processes."""

    __tablename__ = "sending_lanes"
    __table_args__ = (CheckConstraint("(lease_token IS NULL) = (lease_until IS NULL)", name="lease_has_end"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lease_token: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(String(120), default="")


constraint_sentences["uq_outbox_messages_once"] = "This has been put out for this address already."
