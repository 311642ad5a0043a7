"""A mail server that counts what it was given and misbehaves as told."""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Misbehaviour:
    """What to do to one address, once each time it is written to, in this order. Words below; or an answer."""

    at_recipient: list[str] = field(default_factory=list)
    at_data: list[str] = field(default_factory=list)
    at_end: list[str] = field(default_factory=list)  # DROP: received and kept, but the answer never leaves


DROP = "drop"
DROP_AFTER_ANSWER = "drop after the answer"


@dataclass
class MailServer:
    """received: every message that was taken in, as address and raw bytes, in order."""

    port: int = 0
    delay_seconds: float = 0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    most_connections: int = 0
    conversations: int = 0
    misbehaviours: dict[str, Misbehaviour] = field(default_factory=dict)
    always: Misbehaviour = field(default_factory=Misbehaviour)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def counts(self) -> Counter[str]:
        """How many messages each address was given."""
        return Counter(address for address, _ in self.received)

    def message_ids(self) -> list[str]:
        return [str(message_from_bytes(raw)["Message-ID"]) for _, raw in self.received]

    def next_answer(self, address: str, when: str) -> str:
        for behaviour in (self.misbehaviours.get(address, Misbehaviour()), self.always):
            answers: list[str] = getattr(behaviour, when)
            if answers:
                return answers.pop(0)
        return ""


class Conversation(SMTP):
    """One connection."""

    def connection_made(self, transport: Any) -> None:
        upgraded = self.transport is not None  # the same connection, encrypted from now on
        super().connection_made(transport)
        if upgraded:
            return
        told: MailServer = self.event_handler.told
        told.conversations += 1
        told.connections += 1
        told.most_connections = max(told.most_connections, told.connections)

    def connection_lost(self, error: Exception | None) -> None:
        self.event_handler.told.connections -= 1
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:
        told: MailServer = self.event_handler.told
        address = (self.envelope.rcpt_tos or [""])[0] if self.envelope else ""
        answer = told.next_answer(address, "at_data")
        if answer == DROP:
            self.transport.abort()
        elif answer:
            await self.push(answer)
        else:
            await super().smtp_DATA(arg)


class Desk:
    """Takes messages in."""

    def __init__(self, told: MailServer) -> None:
        self.told = told

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.told.delay_seconds)
        answer = self.told.next_answer(address, "at_recipient")
        if answer == DROP:
            server.transport.abort()
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.told.delay_seconds)
        (address,) = envelope.rcpt_tos
        answer = self.told.next_answer(address, "at_end")
        if answer and answer not in (DROP, DROP_AFTER_ANSWER):
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        self.told.received.append((address, content))
        self.told.senders.append(str(envelope.mail_from))
        if answer == DROP:
            server.transport.abort()
        if answer == DROP_AFTER_ANSWER:
            server.loop.call_later(0.02, server.transport.close)
        return "250 2.0.0 Taken in"


@contextmanager
def mail_server(implicit_tls: ssl.SSLContext | None = None, **given: Any) -> Iterator[MailServer]:
    """One on a free port of this machine; `given`: settings of aiosmtpd's SMTP, such as tls_context."""
    told, loop = MailServer(), asyncio.new_event_loop()

    def conversation() -> SMTP:
        return Conversation(Desk(told), loop=loop, data_size_limit=50_000_000, **given)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opening = asyncio.run_coroutine_threadsafe(loop.create_server(conversation, "127.0.0.1", 0, ssl=implicit_tls), loop)
    listening = opening.result(timeout=10)
    told.port = listening.sockets[0].getsockname()[1]
    try:
        yield told
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        listening.close()
        loop.close()
