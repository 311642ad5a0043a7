"""An answer to an invitation, as a stranger's program wrote it: looked over within limits, and nothing of it believed.

Source: RFC 5546 section 3.2.3 (REPLY).
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar.parser import Contentline

LARGEST_KB = 256
MOST_LINES = 4_000
DEEPEST = 4  # components within each other
LONGEST_VALUE = 2_000  # characters of a line that is looked at
_INSTANT = re.compile(r"(\d{8})T(\d{6})Z")
_WANTED = {"METHOD", "UID", "SEQUENCE", "DTSTAMP", "ATTENDEE", "ORGANIZER", "COMMENT", "RECURRENCE-ID"}
_MAILTO = re.compile(r"mailto:([^\s?]{3,254})", re.IGNORECASE)


class NotAReply(Exception):
    """Why a file is not taken as an answer, as a sentence."""


class Participation(enum.StrEnum):
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


@dataclass(frozen=True)
class Reply:
    """One answer of one person about one event. written_at: as the file says. organizer: the address it goes to."""

    uid: str
    sequence: int
    attendee: str
    answer: Participation
    written_at: datetime | None
    organizer: str = ""
    comment: str = ""


def read_reply(file: bytes) -> Reply:
    """NotAReply says why it is none, or is more than one person's answer about one event."""
    if len(file) > LARGEST_KB * 1024:
        raise NotAReply(f"The calendar file has more than {LARGEST_KB} KB.")
    method, events = _events(_unfolded(file.decode("utf-8", "replace")))
    if method.upper() != "REPLY":
        raise NotAReply("The calendar file is not an answer (METHOD:REPLY).")
    if len(events) != 1:
        raise NotAReply(f"The calendar file speaks of {len(events)} events; an answer is about one.")
    return _reply(events[0])


def _unfolded(text: str) -> list[str]:
    lines: list[str] = []
    raw = re.split(r"\r\n|\n|\r", text)
    if len(raw) > MOST_LINES:
        raise NotAReply(f"The calendar file has more than {MOST_LINES} lines.")
    for line in raw:
        if line[:1] in (" ", "\t") and lines:
            lines[-1] += line[1:]
        elif line:
            lines.append(line)
    return lines


def _events(lines: Sequence[str]) -> tuple[str, list[list[Contentline]]]:
    """The method, and the lines of each event that are looked at; alarms and zones are passed over."""
    method = ""
    events: list[list[Contentline]] = []
    open_: list[str] = []
    for line in lines:
        name = re.split("[:;]", line, maxsplit=1)[0].upper()
        if name == "BEGIN":
            open_.append(line.partition(":")[2].strip().upper()[:40])
            _check_place(open_)
            if open_ == ["VCALENDAR", "VEVENT"]:
                events.append([])
        elif name == "END":
            if not open_ or open_.pop() != line.partition(":")[2].strip().upper():
                raise NotAReply("The parts of the calendar file do not close as they open.")
        elif name == "METHOD" and open_ == ["VCALENDAR"]:
            method = line.partition(":")[2].strip()
        elif name in _WANTED and open_ == ["VCALENDAR", "VEVENT"]:
            events[-1].append(Contentline(line))
    if open_:
        raise NotAReply("The parts of the calendar file do not close as they open.")
    return method, events


def _check_place(open_: Sequence[str]) -> None:
    if len(open_) > DEEPEST or open_[0] != "VCALENDAR" or "VCALENDAR" in open_[1:]:
        raise NotAReply("The parts of the calendar file lie within each other as no program needs.")


def _reply(lines: Sequence[Contentline]) -> Reply:
    if _values(lines, "RECURRENCE-ID"):
        raise NotAReply("The answer is about one day of a series.")
    attendees = [parts for parts in map(_parts, lines) if parts[0] == "ATTENDEE"]
    if len(attendees) != 1:
        raise NotAReply(f"The answer is that of {len(attendees)} people; it must be that of one.")
    [(_name, parameters, attendee)] = attendees
    said = str(parameters.get("PARTSTAT", "")).upper()
    if said not in Participation.__members__:
        raise NotAReply("The answer is neither yes, nor perhaps, nor no.")
    return Reply(
        uid=_one(lines, "UID"),
        sequence=_number(_values(lines, "SEQUENCE")),
        attendee=_address(attendee),
        answer=Participation(said),
        written_at=_instant(_values(lines, "DTSTAMP")),
        organizer=_address((_values(lines, "ORGANIZER") or [""])[0]),
        comment=" ".join(" ".join(_values(lines, "COMMENT")[:3]).split()),
    )


def _parts(line: Contentline) -> tuple[str, dict[str, str], str]:
    if len(line) > LONGEST_VALUE:
        raise NotAReply("The calendar file has a line far too long.")
    try:
        name, parameters, value = line.parts()
    except ValueError as error:
        raise NotAReply("A line of the calendar file cannot be read.") from error
    return name.upper(), {str(key).upper(): str(each) for key, each in parameters.items()}, str(value)


def _values(lines: Sequence[Contentline], wanted: str) -> list[str]:
    return [value for name, _, value in map(_parts, lines) if name == wanted]


def _one(lines: Sequence[Contentline], wanted: str) -> str:
    found = _values(lines, wanted)
    if len(found) != 1 or not 0 < len(found[0]) <= 200:
        raise NotAReply(f"The calendar file needs one {wanted}.")
    return found[0].strip()


def _number(found: Sequence[str]) -> int:
    """0 where none is given, as the format says."""
    text = found[0].strip() if found else "0"
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotAReply("The answer does not say to which version of the invitation it is.")
    return int(text)


def _instant(found: Sequence[str]) -> datetime | None:
    match = _INSTANT.fullmatch(found[0].strip()) if found else None
    try:
        return datetime.strptime("".join(match.groups()), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def _address(value: str) -> str:
    """In small letters; empty where it is no mail address."""
    match = _MAILTO.match(value.strip())
    return match[1].lower() if match else ""
