"""The office's mailbox over IMAP: read by UID, never emptied, and a mail marked as seen once the house has it.

Of imap-tools only the connection is used: its own reading parses a mail before its cost was looked at, and its flagging
expunges, which would delete what somebody else has marked.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from core.errors import RuleViolation
from core.hosts import is_this_machine
from correspondence.rules.mail_cost import LARGEST_MAIL_MB
from correspondence.workflow.incoming import Arrival

SECONDS = 30  # the server's time to answer
TLS, STARTTLS, PLAIN = "TLS", "STARTTLS", "plain"
_PORTS = {TLS: 993, STARTTLS: 143, PLAIN: 143}
_BROKEN = (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError, ValueError)
_WHEN = re.compile(rb'INTERNALDATE "([^"]{10,40})"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")


class MailboxUnreachable(RuleViolation):
    """The mail server does not answer, does not let us in, or went away."""


@dataclass(frozen=True)
class MailboxAddress:
    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    folder: str

    @property
    def name(self) -> str:
        return f"{self.user}@{self.host}/{self.folder}"[:120]


def mailbox_address(url: str) -> MailboxAddress:
    """Of imaps://user:password@host:993/INBOX, or imap://…?starttls=1; without either only on this machine."""
    parts = urlsplit(url)
    if parts.scheme not in ("imaps", "imap") or not parts.hostname or not parts.username:
        raise RuleViolation("CHANCERY_MAILBOX_URL must read imaps://user:password@host:993/INBOX.")
    starttls = parse_qs(parts.query).get("starttls") == ["1"]
    security = TLS if parts.scheme == "imaps" else STARTTLS if starttls else PLAIN
    if security == PLAIN and not is_this_machine(parts.hostname):
        raise RuleViolation(
            f"CHANCERY_MAILBOX_URL: the mailbox at {parts.hostname} would be read without encryption."
            " Write imaps://, or add ?starttls=1."
        )
    return MailboxAddress(
        host=parts.hostname,
        port=parts.port or _PORTS[security],
        security=security,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


class OpenMailbox:
    """A selected folder. Every method raises MailboxUnreachable when the connection breaks."""

    def __init__(self, address: MailboxAddress, mailbox: BaseMailBox) -> None:
        self.address = address
        self.client = mailbox.client
        _, found = self.client.response("UIDVALIDITY")
        self.uid_validity = int((found[0] if found else None) or 0)

    def uids_after(self, uid: int) -> list[int]:
        """A search for n:* finds the last mail also where its UID is smaller."""
        answer = self._ask("SEARCH", f"UID {uid + 1}:*")
        found = (int(each) for line in answer if isinstance(line, bytes) for each in line.split())
        return sorted(each for each in found if each > uid)

    def arrival(self, uid: int, *, at: datetime) -> Arrival | None:
        """The mail; its headers alone where it is too large; None where it has gone since."""
        about = b" ".join(_heads(self._ask("FETCH", str(uid), "(UID INTERNALDATE RFC822.SIZE)")))
        size = _SIZE.search(about)
        if size is None:
            return None
        whole = int(size.group(1))
        fits = whole <= LARGEST_MAIL_MB * 1024 * 1024
        answer = self._ask("FETCH", str(uid), "(BODY.PEEK[])" if fits else "(BODY.PEEK[HEADER])")
        raw = next((each[1] for each in answer if isinstance(each, tuple)), None)
        if raw is None:
            return None
        return Arrival(
            mailbox=self.address.name,
            uid_validity=self.uid_validity,
            uid=uid,
            raw=raw,
            arrived_at=_instant(_WHEN.search(about)) or at,
            whole_bytes=None if fits else whole,
        )

    def mark_seen(self, uid: int) -> None:
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        with _told(self.address):
            status, answer = self.client.uid(command, *words)
        if status != "OK":
            raise MailboxUnreachable(f"The mail server at {self.address.host} refused to {command.lower()}.")
        return [each for each in answer if each is not None]


@contextmanager
def open_mailbox(address: MailboxAddress) -> Iterator[OpenMailbox]:
    with _told(address):
        mailbox = _connected(address)
    try:
        with _told(address):
            mailbox.login(address.user, address.password, initial_folder=None)
            mailbox.folder.set(address.folder)
        yield OpenMailbox(address, mailbox)
    finally:
        with suppress(*_BROKEN):
            mailbox.logout()


def _connected(address: MailboxAddress) -> BaseMailBox:
    if address.security == PLAIN:
        return MailBoxUnencrypted(address.host, address.port, timeout=SECONDS)
    context = ssl.create_default_context()
    if address.security == STARTTLS:
        return MailBoxStartTls(address.host, address.port, timeout=SECONDS, ssl_context=context)
    return MailBox(address.host, address.port, timeout=SECONDS, ssl_context=context)


@contextmanager
def _told(address: MailboxAddress) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        why = str(error).replace(address.password, "…") if address.password else str(error)
        raise MailboxUnreachable(
            f"The mailbox {address.name} cannot be read: {type(error).__name__}: {why[:160]}"
        ) from error


def _heads(answer: list[bytes | tuple[bytes, bytes]]) -> Iterator[bytes]:
    for each in answer:
        yield each[0] if isinstance(each, tuple) else each


def _instant(found: re.Match[bytes] | None) -> datetime | None:
    if found is None:
        return None
    try:
        return datetime.strptime(found.group(1).decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
