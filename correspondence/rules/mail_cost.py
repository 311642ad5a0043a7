"""What taking a mail apart would cost, told from its bytes before the parser sees them.

Python's parser is quadratic in nested parts and in the parameters of a header, and makes an object of each line of a
delivery status.
"""

import re

LARGEST_MAIL_MB = 30
LARGEST_HEADERS_KB = 128
LARGEST_PART_HEADERS_KB = 8
MOST_PARAMETERS = 1_000  # semicolons in one block of headers
MOST_PARTS = 300
MOST_GROUPS = 30  # of parts within each other
MOST_INNER_MAILS = 60
MOST_LINES = 10_000_000  # times the groups of parts: each line is held against the boundary of each
MOST_BLANK_LINES = 20_000  # of a mail with a delivery status

MB, KB = 1024 * 1024, 1024
BLANK = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")
_DECLARED_BOUNDARY = re.compile(rb"boundary(\*?)[\s0-9*]*=\s*\"?([^\"\r\n;]{1,70})", re.IGNORECASE)
_INNER_MAIL = re.compile(rb"message/[a-z]", re.IGNORECASE)


class Unreadable(Exception):
    """Why a mail is not taken apart, as a sentence."""


def check_cost(raw: bytes) -> None:
    """Refuses what would make parsing dear."""
    if len(raw) > LARGEST_MAIL_MB * MB:
        raise Unreadable(f"It is larger than {LARGEST_MAIL_MB} MB.")
    lowered = raw.lower()
    groups = lowered.count(b"multipart/")
    if groups > MOST_GROUPS or lowered.count(b"message/") > MOST_INNER_MAILS:
        raise Unreadable("It holds more groups of parts, or mails within each other, than any sender needs.")
    if max(raw.count(b"\n"), raw.count(b"\r")) * (groups + 1) > MOST_LINES:
        raise Unreadable("It has more lines than any sender needs.")
    if b"multipart/digest" in lowered:
        raise Unreadable("It is a digest of several mails.")
    if b"message/delivery-status" in lowered and _more_than(MOST_BLANK_LINES, BLANK, raw):
        raise Unreadable("Its delivery status has thousands of blocks.")
    start = check_headers(raw, 0, LARGEST_HEADERS_KB)
    for begin in _beginnings_of_parts(raw, start):
        check_headers(raw, begin, LARGEST_PART_HEADERS_KB)
    for match in _INNER_MAIL.finditer(raw, start):  # after a blank line the headers of the enclosed mail begin
        blank = BLANK.search(raw, match.end(), match.end() + LARGEST_PART_HEADERS_KB * KB)
        if blank:
            check_headers(raw, blank.end(), LARGEST_HEADERS_KB)


def check_headers(raw: bytes, begin: int, limit_kb: int) -> int:
    """Where the block of headers that begins there ends."""
    blank = BLANK.search(raw, begin, begin + limit_kb * KB)
    if blank is None and len(raw) > begin + limit_kb * KB:
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
