"""What the rooms tell the outbox about the messages they put into it. The list of kinds is filled in application.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, true

from core.outbox.models import Mailing, OutboxMessage


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along. media_type: such as application/pdf, with the charset of a text behind it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class CalendarPart:
    """What mail programs show as an invitation, beside the words. method: such as REQUEST, as in the content."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Outgoing:
    """What is handed to the mail server for one message, apart from address and Message-ID, which the outbox holds.

    reply_to: whole address. references: Message-IDs of the thread, the oldest first. automatic: no auto-reply wanted.
    """

    subject: str
    text: str
    html: str = ""
    sender_name: str = ""
    reply_to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    automatic: bool = False
    calendar: CalendarPart | None = None


@dataclass(frozen=True)
class NotSent:
    """Why a message stops when its turn has come; it will not be sent later either."""

    reason: str


@dataclass(frozen=True)
class OutboxKind:
    """One kind of message.

    may_go: a condition over OutboxMessage that every claim and every handing over includes in its own UPDATE, such as
    the approval of the very bytes; always the same one, so it is put together once.
    prepare: for messages just claimed, in a transaction of its own: what is handed over, or why not.
    version: changes whenever `prepare` might answer differently; asked before each handing over.
    ended: the message has reached an outcome, within its transaction; one that was UNKNOWN, again once it is settled.
    pauses: failures in a row pause its mailing until somebody has looked.
    private: what it says is for its recipient only; no page of the office shows it.
    managed_at: the page of the room where its mailings and messages are acted upon; None: on the pages of the outbox.
    """

    name: str
    prepare: Callable[[Sequence[OutboxMessage]], Mapping[int, Outgoing | NotSent]]
    may_go: Callable[[], ColumnElement[bool]] = true
    version: Callable[[], Any] = lambda: None
    ended: Callable[[OutboxMessage], None] | None = None
    pauses: bool = True
    private: bool = False
    managed_at: Callable[[Mailing], str] | None = None


@dataclass(frozen=True)
class OutboxKinds:
    by_name: Mapping[str, OutboxKind] = field(default_factory=dict)

    @classmethod
    def of(cls, *kinds: OutboxKind) -> "OutboxKinds":
        return cls({kind.name: kind for kind in kinds})


def outbox_kind(name: str) -> OutboxKind:
    """The kind of that name in the running application."""
    return _kinds()[name]


def known_kinds() -> list[str]:
    return list(_kinds())


def private_kinds() -> list[str]:
    return [name for name, kind in _kinds().items() if kind.private]


def _kinds() -> Mapping[str, OutboxKind]:
    kinds: OutboxKinds = current_app.extensions["outbox kinds"]
    return kinds.by_name
