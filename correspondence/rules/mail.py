"""A mail as it came, taken apart within limits: what a stranger sends costs little, and nothing of it is believed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from correspondence.rules.mail_cost import (
    BLANK,
    KB,
    LARGEST_PART_HEADERS_KB,
    MOST_PARTS,
    Unreadable,
    check_cost,
    check_headers,
)
from correspondence.rules.mail_parts import content_of, leaves_of, message_ids, one_line, text_of, text_of_html, tidy

MOST_HEADERS = 1_000
MOST_ADDRESSES = 200

_FIRST_YEAR, _LAST_YEAR = 1980, 2200
# What the parser and its decoders raise for mail that is not what it says.
_DAMAGED = (
    *(MessageError, ValueError, TypeError, LookupError, AttributeError),
    *(AssertionError, OverflowError, RuntimeError),
)


@dataclass(frozen=True)
class Part:
    """A file that came with a mail. said_type: the media type its sender gave."""

    file_name: str
    said_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """What a mail says of itself. recipients: every address that it was sent or delivered to, in small letters.

    answers: Message-IDs it says to answer, the nearest first. text: with what was quoted. headers: names in small
    letters. message: the parsed whole, for the reports of mail servers.
    """

    header_id: str = ""
    sender_address: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    answers: tuple[str, ...] = ()
    text: str = ""
    parts: tuple[Part, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    message: Message = field(default_factory=Message, repr=False, compare=False)
    unreadable: str = ""

    def header(self, name: str) -> str:
        """The first header of that name; empty for none."""
        return next((value for key, value in self.headers if key == name), "")

    def all_of(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]


def read_mail(raw: bytes) -> Mail:
    """The mail taken apart; where that cannot be done within the limits, what its first headers say, and why."""
    try:
        check_cost(raw)
        return _taken_apart(raw)
    except Unreadable as reason:
        return _headers_only(raw, str(reason))
    except _DAMAGED as error:
        return _headers_only(raw, f"It is not a mail that can be taken apart ({type(error).__name__}).")


def _taken_apart(raw: bytes) -> Mail:
    message = message_from_bytes(raw)
    leaves = leaves_of(message)
    if len(leaves) > MOST_PARTS:
        raise Unreadable(f"It has {len(leaves)} parts; at most {MOST_PARTS} are looked at.")
    plain = next((part for part in leaves if _is_body(part, "text/plain")), None)
    formatted = next((part for part in leaves if _is_body(part, "text/html")), None)
    text = text_of(plain) if plain is not None else ""
    if not text.strip() and formatted is not None:
        text = text_of_html(text_of(formatted))
    files = [part for part in leaves if part is not plain and part is not formatted and not _is_empty_text(part)]
    return _mail(message, text=tidy(text), parts=tuple(_part(part) for part in files))


def _headers_only(raw: bytes, why: str) -> Mail:
    blank = BLANK.search(raw, 0, LARGEST_PART_HEADERS_KB * KB)
    head = raw[: blank.start() if blank else LARGEST_PART_HEADERS_KB * KB]
    try:
        check_headers(head, 0, LARGEST_PART_HEADERS_KB)
        return _mail(message_from_bytes(head + b"\n\n"), unreadable=why)
    except (*_DAMAGED, Unreadable):
        return Mail(unreadable=why)


def _mail(message: Message, **rest: Any) -> Mail:
    raw = [(name.lower(), str(value)[: 16 * KB]) for name, value in message.items()[:MOST_HEADERS]]
    headers = tuple((name, _decoded(value)) for name, value in raw)
    first = dict(reversed(headers))
    senders = _addresses([value for name, value in raw if name == "from"])
    name, address = senders[0] if senders else ("", "")
    addressed = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
    recipients = (each.lower() for _name, each in _addresses([value for name, value in raw if name in addressed]))
    answers = [*message_ids(first.get("in-reply-to", "")), *reversed(message_ids(first.get("references", "")))]
    return Mail(
        header_id=next(iter(message_ids(first.get("message-id", ""))), "")[:250],
        sender_address=one_line(address.lower(), 254),
        sender_name=one_line(_decoded(name), 200),
        recipients=tuple(dict.fromkeys(recipients)),
        subject=one_line(first.get("subject", ""), 400),
        sent_at=_instant(first.get("date", "")),
        answers=tuple(dict.fromkeys(answers)),
        headers=headers,
        message=message,
        **rest,
    )


def _decoded(value: str) -> str:
    """A header in readable letters; where its encoding is broken, as it came."""
    try:
        return tidy(str(make_header(decode_header(value))), 16 * KB)
    except _DAMAGED:
        return tidy(value, 16 * KB)


def _addresses(values: list[str]) -> list[tuple[str, str]]:
    """Names, still encoded, and addresses: decoding first would let a name pass for an address."""
    try:
        found = getaddresses([value[:8000] for value in values[:50]])[:MOST_ADDRESSES]
    except _DAMAGED:
        return []
    return [(name, tidy(address, 254)) for name, address in found if "@" in address]


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text[:200])
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return None
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except _DAMAGED:
        return None


def _is_body(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment" and not _name_of(part)


def _is_empty_text(part: Message) -> bool:
    named = part.get_content_disposition() == "attachment" or bool(_name_of(part))
    return part.get_content_maintype() == "text" and not named and not content_of(part).strip()


def _part(part: Message) -> Part:
    return Part(_name_of(part), one_line(part.get_content_type(), 120), content_of(part))


def _name_of(part: Message) -> str:
    return _decoded(part.get_filename() or "")
