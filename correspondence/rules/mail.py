"""A mail as it came, taken apart within limits: whatever a stranger sends costs little, and nothing of it is believed.

Python's parser is quadratic in nested parts and in the parameters of a header, and makes an object of each line of a
delivery status; so the bytes are looked over before it sees them.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from lxml import etree, html

LARGEST_MAIL_MB = 30
LARGEST_HEADERS_KB = 128
LARGEST_PART_HEADERS_KB = 8
MOST_PARAMETERS = 1_000  # semicolons in one block of headers
MOST_PARTS = 300
MOST_GROUPS = 30  # of parts within each other
MOST_INNER_MAILS = 60
MOST_LINES = 10_000_000  # times the groups of parts: each line is held against the boundary of each
MOST_BLANK_LINES = 20_000  # of a mail with a delivery status
MOST_TEXT = 200_000  # characters of text that are looked at
MOST_HEADERS = 1_000
MOST_ADDRESSES = 200
MOST_IDS = 100

_MB, _KB = 1024 * 1024, 1024
_BLANK = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")
_DECLARED_BOUNDARY = re.compile(rb"boundary(\*?)[\s0-9*]*=\s*\"?([^\"\r\n;]{1,70})", re.IGNORECASE)
_INNER_MAIL = re.compile(rb"message/[a-z]", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,150}@[^<>\s@]{1,100}>")
_FIRST_YEAR, _LAST_YEAR = 1980, 2200
# What the parser and its decoders raise for mail that is not what it says.
_DAMAGED = (
    *(MessageError, ValueError, TypeError, LookupError, AttributeError),
    *(AssertionError, OverflowError, RuntimeError),
)


class Unreadable(Exception):
    """Why a mail is not taken apart, as a sentence."""


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
        _check_cost(raw)
        return _taken_apart(raw)
    except Unreadable as reason:
        return _headers_only(raw, str(reason))
    except _DAMAGED as error:
        return _headers_only(raw, f"It is not a mail that can be taken apart ({type(error).__name__}).")


def tidy(text: str, most: int = MOST_TEXT) -> str:
    """Text that any database keeps and any page shows: no control characters, no half characters, not too long."""
    whole = text[: 2 * most].encode("utf-8", "replace").decode("utf-8")
    whole = whole.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in whole if each in "\n\t\u00a0\u202f" or each.isprintable())[:most].strip()


def one_line(text: str, most: int) -> str:
    return tidy(" ".join(text[: 4 * most].split()), most)


def message_ids(text: str) -> list[str]:
    """The Message-IDs in a text, each once, in order."""
    return list(dict.fromkeys(_MESSAGE_ID.findall(text[:MOST_TEXT])))[:MOST_IDS]


def leaves_of(message: Message) -> list[Message]:
    """The parts that hold no other parts, in order; an enclosed mail is one of them."""
    found: list[Message] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = inner(part)
        else:
            found.append(part)
    return found


def inner(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def text_of(part: Message) -> str:
    """The text of a part in whatever character set it says, or nearly; never an error."""
    content = content_of(part)[: 4 * MOST_TEXT]
    for charset in (str(part.get_content_charset() or "utf-8"), "utf-8", "cp1252"):
        try:
            return content.decode(charset)[:MOST_TEXT]
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")[:MOST_TEXT]


def content_of(part: Message) -> bytes:
    """The bytes of a part, transfer encoding undone; of an enclosed mail the mail."""
    if part.is_multipart():
        return b"\n".join(each.as_bytes() for each in inner(part))
    content: Any = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of_html(text: str) -> str:
    """What a person reads of an HTML text, a line for each paragraph."""
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    etree.strip_elements(page, "script", "style", "head", "title", etree.Comment, with_tail=False)
    for element in page.iter("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"):
        element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in "".join(page.itertext()).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _check_cost(raw: bytes) -> None:
    """Refuses what would make parsing dear."""
    if len(raw) > LARGEST_MAIL_MB * _MB:
        raise Unreadable(f"It is larger than {LARGEST_MAIL_MB} MB.")
    lowered = raw.lower()
    groups = lowered.count(b"multipart/")
    if groups > MOST_GROUPS or lowered.count(b"message/") > MOST_INNER_MAILS:
        raise Unreadable("It holds more groups of parts, or mails within each other, than any sender needs.")
    if max(raw.count(b"\n"), raw.count(b"\r")) * (groups + 1) > MOST_LINES:
        raise Unreadable("It has more lines than any sender needs.")
    if b"multipart/digest" in lowered:
        raise Unreadable("It is a digest of several mails.")
    if b"message/delivery-status" in lowered and _more_than(MOST_BLANK_LINES, _BLANK, raw):
        raise Unreadable("Its delivery status has thousands of blocks.")
    start = _check_headers(raw, 0, LARGEST_HEADERS_KB)
    for begin in _beginnings_of_parts(raw, start):
        _check_headers(raw, begin, LARGEST_PART_HEADERS_KB)
    for match in _INNER_MAIL.finditer(raw, start):  # after a blank line the headers of the enclosed mail begin
        blank = _BLANK.search(raw, match.end(), match.end() + LARGEST_PART_HEADERS_KB * _KB)
        if blank:
            _check_headers(raw, blank.end(), LARGEST_HEADERS_KB)


def _check_headers(raw: bytes, begin: int, limit_kb: int) -> int:
    """Where the block of headers that begins there ends."""
    blank = _BLANK.search(raw, begin, begin + limit_kb * _KB)
    if blank is None and len(raw) > begin + limit_kb * _KB:
        raise Unreadable(f"It has headers of more than {limit_kb} KB in one place.")
    end = blank.start() if blank else len(raw)
    if raw.count(b";", begin, end) > MOST_PARAMETERS:
        raise Unreadable("It has headers with thousands of parameters.")
    return end


def _beginnings_of_parts(raw: bytes, start: int) -> list[int]:
    declared = [match for _number, match in zip(range(MOST_GROUPS + 1), _DECLARED_BOUNDARY.finditer(raw), strict=False)]
    unusual = any(match.group(1) or match.group(2)[:1] == b"<" or b"\\" in match.group(2) for match in declared)
    if len(declared) > MOST_GROUPS or unusual:
        raise Unreadable("It declares its parts in a way that no sender needs.")
    if not declared:
        return []
    boundaries = b"|".join(re.escape(match.group(2).strip()) for match in declared)
    found: list[int] = []
    for match in re.finditer(rb"(?:^|[\r\n])--(?:" + boundaries + rb")", raw[start:]):
        found.append(start + match.end())
        if len(found) > 2 * MOST_PARTS:
            raise Unreadable(f"It has more than {MOST_PARTS} parts.")
    return found


def _more_than(most: int, pattern: re.Pattern[bytes], raw: bytes) -> bool:
    return any(number >= most for number, _match in enumerate(pattern.finditer(raw)))


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
    blank = _BLANK.search(raw, 0, LARGEST_PART_HEADERS_KB * _KB)
    head = raw[: blank.start() if blank else LARGEST_PART_HEADERS_KB * _KB]
    try:
        _check_headers(head, 0, LARGEST_PART_HEADERS_KB)
        return _mail(message_from_bytes(head + b"\n\n"), unreadable=why)
    except (*_DAMAGED, Unreadable):
        return Mail(unreadable=why)


def _mail(message: Message, **rest: Any) -> Mail:
    raw = [(name.lower(), str(value)[: 16 * _KB]) for name, value in message.items()[:MOST_HEADERS]]
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
        return tidy(str(make_header(decode_header(value))), 16 * _KB)
    except _DAMAGED:
        return tidy(value, 16 * _KB)


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
