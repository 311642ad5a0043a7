"""Answers to invitations as the calendar programs of others write them, for tests."""

from datetime import datetime
from email.message import EmailMessage

import vobject
from dateutil.tz import UTC

WRITTEN = "20210602T083000Z"


def by_google(uid: str, attendee: str, answer: str, *, organizer: str = "", sequence: int = 0) -> bytes:
    return _file(
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:REPLY",
        "BEGIN:VEVENT", "DTSTART:20210624T110000Z", "DTEND:20210624T130000Z", f"DTSTAMP:{WRITTEN}",
        f"ORGANIZER;CN=ISU:mailto:{organizer}", f"UID:{uid}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN=Ana",
        f" ;X-NUM-GUESTS=0:mailto:{attendee}",
        "CREATED:20210601T090000Z", "DESCRIPTION:", f"LAST-MODIFIED:{WRITTEN}", "LOCATION:Geneva",
        f"SEQUENCE:{sequence}",
        "STATUS:CONFIRMED", "SUMMARY:Thematic session", "TRANSP:OPAQUE", "END:VEVENT",
    )  # fmt: skip


def by_outlook(uid: str, attendee: str, answer: str, *, organizer: str = "", sequence: int = 0) -> bytes:
    return _file(
        "METHOD:REPLY", "PRODID:Microsoft Exchange Server 2010", "VERSION:2.0", "BEGIN:VTIMEZONE",
        "TZID:W. Europe Standard Time", "BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD", "BEGIN:DAYLIGHT",
        "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE", "BEGIN:VEVENT",
        f"ORGANIZER:mailto:{organizer}", f"ATTENDEE;PARTSTAT={answer};CN=Ana:MAILTO:{attendee}",
        "COMMENT;LANGUAGE=en-US:",
        f"UID:{uid}", "SUMMARY;LANGUAGE=en-US:Accepted: Thematic session",
        'DTSTART;TZID="W. Europe Standard Time":20210624T130000',
        'DTEND;TZID="W. Europe Standard Time":20210624T150000',
        "CLASS:PUBLIC", "PRIORITY:5", f"DTSTAMP:{WRITTEN}", "TRANSP:OPAQUE", "STATUS:CONFIRMED", f"SEQUENCE:{sequence}",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0", "BEGIN:VALARM", "DESCRIPTION:REMINDER", "TRIGGER;RELATED=START:-PT15M",
        "ACTION:DISPLAY", "END:VALARM", "END:VEVENT",
    )  # fmt: skip


def by_vobject(uid: str, attendee: str, answer: str, *, organizer: str = "", sequence: int = 0) -> bytes:
    calendar = vobject.iCalendar()
    calendar.add("method").value = "REPLY"
    event = calendar.add("vevent")
    event.add("uid").value = uid
    event.add("dtstamp").value = datetime(2021, 6, 2, 8, 30, tzinfo=UTC)
    event.add("dtstart").value = datetime(2021, 6, 24, 11, 0, tzinfo=UTC)
    event.add("sequence").value = str(sequence)
    event.add("organizer").value = f"mailto:{organizer}"
    said = event.add("attendee")
    said.value, said.params["PARTSTAT"] = f"mailto:{attendee}", [answer]
    return calendar.serialize().encode()


def reply_mail(file: bytes, *, sender: str, to: str, header_id: str = "<r1@state.example>") -> bytes:
    """The mail in which a program sends it: words for people, and the answer beside them."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Ana <{sender}>", to, "Accepted: Thematic session"
    message["Date"], message["Message-ID"] = "Wed, 02 Jun 2021 08:30:00 +0000", header_id
    message.set_content("Ana has accepted this invitation.")
    message.add_alternative(file, maintype="text", subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


def _file(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCALENDAR", *lines, "END:VCALENDAR")).encode()
