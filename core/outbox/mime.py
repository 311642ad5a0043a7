"""One message as the bytes a mail server is given. Written by hand: the standard library takes twenty times as long."""

import binascii
import hashlib
import re
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from core.addresses import has_half_characters
from core.errors import RuleViolation
from core.outbox.kinds import CalendarPart, Enclosure, Outgoing
from core.outbox.rules import check_address, check_line

CRLF = b"\r\n"
SHORT_LINE, LONGEST_LINE = 76, 998  # RFC 5322 section 2.1.1
WORD_BYTES = 42  # of UTF-8 in one encoded word, which may have 75 characters (RFC 2047 section 2)
PARAMETER_CHARACTERS = 60
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*(; charset=utf-8)?", re.IGNORECASE)
_METHOD = re.compile(r"[A-Z]{3,20}")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")
_ODD_SPACE = re.compile(r"^ | $|  ")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def message_bytes(
    outgoing: Outgoing, *, sender: str, address: str, recipient: str, message_id: str, at: datetime
) -> bytes:
    """The whole message, lines ended by CRLF. RuleViolation names the field that cannot stand in a message."""
    check_outgoing(outgoing)
    check_address(sender, field="sender")
    check_address(address)
    check_line(recipient, field="recipient")
    head = [
        b"Date: " + format_datetime(at).encode("ascii"),
        b"From: " + _mailbox(outgoing.sender_name, sender),
        b"To: " + _mailbox(recipient, address),
        b"Subject: " + _unstructured(outgoing.subject, used=9),
        b"Message-ID: " + _message_id(message_id, "message_id"),
    ]
    if outgoing.reply_to:
        head.append(b"Reply-To: " + outgoing.reply_to.encode("ascii"))
    head += _thread(outgoing.references)
    if outgoing.automatic:
        head += [b"Auto-Submitted: auto-generated", b"X-Auto-Response-Suppress: All"]  # RFC 3834; MS-OXCMAIL
    head.append(b"MIME-Version: 1.0")
    mark = hashlib.sha256(message_id.encode()).hexdigest()[:24].encode()
    return CRLF.join([*head, _body(outgoing, mark)])


def check_outgoing(outgoing: Outgoing) -> None:
    """What can be known to be wrong with it before anybody speaks to a server."""
    check_line(outgoing.subject, field="subject")
    check_line(outgoing.sender_name, field="sender_name")
    for field, text in (("text", outgoing.text), ("html", outgoing.html)):
        if has_half_characters(text):
            raise RuleViolation(f"The {field} holds half a character.", field=field)
    if outgoing.reply_to:
        check_address(outgoing.reply_to, field="reply_to")
    for each in outgoing.references:
        _message_id(each, "references")
    if outgoing.calendar is not None and not _METHOD.fullmatch(outgoing.calendar.method):
        raise RuleViolation(f"“{outgoing.calendar.method[:40]}” is not a method of a calendar.", field="calendar")
    for enclosure in outgoing.enclosures:
        check_line(enclosure.name, field="enclosure")
        if not enclosure.name.strip() or not _MEDIA_TYPE.fullmatch(enclosure.media_type):
            raise RuleViolation(
                f"The enclosure “{enclosure.name[:80]}” needs a name and a media type such as application/pdf.",
                field="enclosure",
            )


# The head


def _mailbox(name: str, address: str) -> bytes:
    """The name, where there is one, with single blanks between its words: readers keep no others."""
    name = " ".join(name.split())
    if not name:
        return address.encode("ascii")
    if not name.isascii() or "=?" in name:
        return b"%s\r\n <%s>" % (_encoded_words(name, used=10), address.encode("ascii"))
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    between = "\r\n " if len(quoted) + len(address) > SHORT_LINE - 10 else " "
    return f'"{quoted}"{between}<{address}>'.encode("ascii")


def _unstructured(text: str, *, used: int) -> bytes:
    """A plain line where it is one, folded between words; else encoded words, which keep every character as it is."""
    words = text.split(" ")
    if not text.isascii() or "=?" in text or _ODD_SPACE.search(text) or max(map(len, words)) > LONGEST_LINE - 10:
        return _encoded_words(text, used=used)
    lines, room = [words[0]], SHORT_LINE - used - len(words[0])
    for word in words[1:]:
        room -= len(word) + 1
        if room < 0:
            lines.append(" " + word)
            room = SHORT_LINE - len(word) - 1
        else:
            lines[-1] += " " + word
    return "\r\n".join(lines).encode("ascii")


def _encoded_words(text: str, *, used: int) -> bytes:
    """Source: RFC 2047 sections 2 and 5: no character is split, and the blanks between encoded words do not count."""
    words, piece = [], b""
    most = WORD_BYTES - used if used < WORD_BYTES - 4 else 4
    for letter in text:
        encoded = letter.encode("utf-8")
        if len(piece) + len(encoded) > most:
            words.append(piece)
            piece, most = b"", WORD_BYTES
        piece += encoded
    words.append(piece)
    return b"\r\n ".join(b"=?utf-8?b?%s?=" % binascii.b2a_base64(word, newline=False) for word in words)


def _thread(references: tuple[str, ...]) -> list[bytes]:
    """Message-IDs, each on its line; never encoded, or mail programs lose the thread."""
    if not references:
        return []
    known = [_message_id(each, "references") for each in references]
    return [b"In-Reply-To: " + known[-1], b"References: " + b"\r\n ".join(known)]


def _message_id(text: str, field: str) -> bytes:
    if not _MESSAGE_ID.fullmatch(text) or len(text) > LONGEST_LINE - 20:
        raise RuleViolation(f"“{text[:80]!r}” is not the Message-ID of a mail.", field=field)
    return text.encode("ascii")


# The body


def _body(outgoing: Outgoing, mark: bytes) -> bytes:
    """The head of the body, an empty line, the body."""
    body = _text_part(outgoing.text, b"plain")
    others = [_text_part(outgoing.html, b"html")] if outgoing.html else []
    if outgoing.calendar is not None:
        others.append(_calendar_part(outgoing.calendar))
    if others:
        body = _multipart(b"alternative", b"a" + mark, [body, *others])
    if outgoing.enclosures:
        body = _multipart(b"mixed", b"m" + mark, [body, *map(_enclosure_part, outgoing.enclosures)])
    return body


def _multipart(kind: bytes, mark: bytes, parts: list[bytes]) -> bytes:
    """No line of quoted-printable or base64 text can be its boundary: neither writes an equals sign before a “_”."""
    boundary = b"=_" + mark
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind, boundary)
    line = b"--" + boundary + CRLF
    return b"".join([head, *(piece for part in parts for piece in (line, part)), b"--", boundary, b"--\r\n"])


def _text_part(text: str, kind: bytes) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    head = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: ' % kind
    raw = lines.encode("utf-8")
    if lines.isascii() and not _needs_encoding(raw):
        return head + b"7bit\r\n\r\n" + raw.replace(b"\n", CRLF)
    return head + b"quoted-printable\r\n\r\n" + _quoted_printable(raw)


def _needs_encoding(raw: bytes) -> bool:
    return b"--=_" in raw or _CONTROL.search(raw) is not None or max(map(len, raw.split(b"\n"))) > LONGEST_LINE


def _quoted_printable(raw: bytes) -> bytes:
    return binascii.b2a_qp(raw, istext=True, quotetabs=False, header=False).replace(b"\n", CRLF)


def _calendar_part(part: CalendarPart) -> bytes:
    """Source: RFC 6047 section 2.4."""
    head = b"Content-Type: text/calendar; charset=utf-8; method=%s\r\n" % part.method.encode("ascii")
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + _base64_lines(part.content)


def _enclosure_part(enclosure: Enclosure) -> bytes:
    return b"".join(
        [
            b"Content-Type: ",
            enclosure.media_type.encode("ascii"),
            b"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;",
            _file_name(enclosure.name),
            b"\r\n\r\n",
            _base64_lines(enclosure.content),
        ]
    )


def _file_name(name: str) -> bytes:
    """As it is where it is plain, else percent-encoded in pieces. Source: RFC 2231 sections 3 and 4."""
    if name.isascii() and len(name) <= PARAMETER_CHARACTERS and '"' not in name and "\\" not in name:
        return f'\r\n filename="{name}"'.encode("ascii")
    encoded = quote(name, safe="")
    pieces = re.findall(rf"(?:%..|[^%]){{1,{PARAMETER_CHARACTERS // 3}}}", encoded)
    pieces[0] = "utf-8''" + pieces[0]
    if len(pieces) == 1:
        return f"\r\n filename*={pieces[0]}".encode("ascii")
    return ";".join(f"\r\n filename*{place}*={piece}" for place, piece in enumerate(pieces)).encode("ascii")


def _base64_lines(content: bytes) -> bytes:
    encoded = binascii.b2a_base64(content, newline=False)
    lines = [encoded[place : place + SHORT_LINE] for place in range(0, len(encoded), SHORT_LINE)]
    return CRLF.join([*lines, b""])
