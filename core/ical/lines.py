"""The lines of an iCalendar file: texts in which nothing of a stranger counts as a line, none longer than 75 bytes."""

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache

LONGEST = 75  # bytes, without the end of the line; RFC 5545 section 3.1
ENDS_OF_LINES = "\n\x85\u2028\u2029"
_DROPPED = {code: None for code in (*range(0x20), 0x7F) if chr(code) not in "\n\t"}
_ESCAPES = str.maketrans(
    {**_DROPPED, "\\": "\\\\", ";": "\\;", ",": "\\,", **dict.fromkeys(map(ord, ENDS_OF_LINES), "\\n")}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_IN_QUOTES = str.maketrans({**_DROPPED, **dict.fromkeys(map(ord, '\t"' + ENDS_OF_LINES), " ")})


def escaped(text: str) -> str:
    """The text as the value of a property; line breaks of any kind as \\n, other control characters left out."""
    if _CONTROL.search(text):
        return text.translate(_ESCAPES)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def quoted(text: str) -> str:
    """The text as the value of a parameter, which has no way of writing a quotation mark or a line break."""
    return '"' + " ".join(text.translate(_IN_QUOTES).split()) + '"'


def text_line(name: str, text: str) -> str:
    """A property whose value is text, folded where it is too long."""
    return folded(f"{name}:{escaped(text)}")


# What many entries of a calendar say alike: their place, their description.
repeated_line = lru_cache(maxsize=512)(text_line)


def folded(line: str) -> str:
    """A line as it stands in the file."""
    return line if len(line) <= LONGEST and line.isascii() else _folded(line)


def basic_day(day: date) -> str:
    return day.isoformat().replace("-", "")


def basic_time(day: date, at: time) -> str:
    return f"{basic_day(day)}T{basic_clock(at)}"


@lru_cache(maxsize=1440)
def basic_clock(at: time) -> str:
    return at.isoformat("seconds").replace(":", "")


def basic_instant(instant: datetime) -> str:
    in_utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return in_utc.isoformat()[:19].replace("-", "").replace(":", "") + "Z"


def joined(lines: list[str]) -> bytes:
    """The file: each line, folded before where it is too long, ended by CRLF."""
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", "replace")


def _folded(line: str) -> str:
    """In pieces of at most 75 bytes, none of which ends within a character."""
    if line.isascii():
        rest = (line[start : start + LONGEST - 1] for start in range(LONGEST, len(line), LONGEST - 1))
        return "\r\n ".join([line[:LONGEST], *rest])
    raw = line.encode("utf-8", "replace")
    if len(raw) <= LONGEST:
        return line
    pieces, start, room = [], 0, LONGEST
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, LONGEST - 1
    return b"\r\n ".join([*pieces, raw[start:]]).decode("utf-8")
