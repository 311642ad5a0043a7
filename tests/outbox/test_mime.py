"""Messages written by hand read exactly like those of the standard library."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.outbox.kinds import CalendarPart, Enclosure, Outgoing
from core.outbox.mime import message_bytes

AT = datetime(2021, 3, 3, 9, 0, tzinfo=UTC)
HOUSE = "isu@chancery.example"
SHOWN = st.characters(exclude_categories=("Cc", "Zl", "Zp", "Cs"))
LINE = st.text(SHOWN, max_size=200)
BODY = st.text(st.one_of(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), st.sampled_from("\n\t .-=")))
FILE_NAMES = st.text(SHOWN, min_size=1, max_size=120).filter(lambda name: name == name.strip())
ENCLOSURES = st.lists(
    st.builds(
        Enclosure,
        FILE_NAMES,
        st.just("application/pdf"),
        st.binary(),
    ),
    max_size=2,
)
OUTGOING = st.builds(
    Outgoing,
    subject=LINE,
    text=BODY,
    html=st.one_of(st.just(""), BODY),
    sender_name=LINE,
    enclosures=ENCLOSURES.map(tuple),
    automatic=st.booleans(),
)


def written(outgoing: Outgoing, recipient: str = "", **given: Any) -> bytes:
    values = {"sender": HOUSE, "address": "mission@state.example", "message_id": "<c1@chancery.example>", "at": AT}
    return message_bytes(outgoing, recipient=recipient, **{**values, **given})


def by_the_library(outgoing: Outgoing, recipient: str) -> bytes:
    message = EmailMessage(SMTP)
    message["Date"] = AT
    message["From"] = Address(outgoing.sender_name, addr_spec=HOUSE)
    message["To"] = Address(recipient, addr_spec="mission@state.example")
    message["Subject"] = outgoing.subject
    message["Message-ID"] = "<c1@chancery.example>"
    message.set_content(outgoing.text)
    if outgoing.html:
        message.add_alternative(outgoing.html, subtype="html")
    for each in outgoing.enclosures:
        message.add_attachment(each.content, maintype="application", subtype="pdf", filename=each.name)
    return message.as_bytes()


def lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n")


def single_blanks(name: str) -> str:
    return " ".join(name.split())


def mailbox(header: str) -> tuple[str, str]:
    """Name and address. The newer parser of the library puts blanks between encoded words of a name."""
    name, address = parseaddr(header)
    return str(make_header(decode_header(name))), address


def read(raw: bytes) -> dict[str, Any]:
    """What a reader of mail is told, line ends at the end of texts apart."""
    message = message_from_bytes(raw, policy=default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    legacy = message_from_bytes(raw)
    return {
        "defects": [defect for part in message.walk() for defect in part.defects],
        "date": message["Date"].datetime,
        "from": mailbox(legacy["From"]),
        "to": mailbox(legacy["To"]),
        "subject": str(message["Subject"]),
        "id": message["Message-ID"],
        "plain": plain and lines_of(plain.get_content()),
        "html": html and lines_of(html.get_content()),
        "enclosures": [
            (part.get_filename(), part.get_content_type(), part.get_content()) for part in message.iter_attachments()
        ],
    }


@settings(max_examples=150, deadline=None)
@given(OUTGOING, LINE)
@example(Outgoing("=?utf-8?q?no?=", "From here\n.\n..\n"), "=?x?q?y?=")
@example(Outgoing("é" * 200, "a" * 2000 + "\n=_mé" * 30, "<p>\x0c</p>", 'O"Neill, \\ Ann'), "Peña, Íñigo")
def test_a_message_reads_as_it_was_meant(outgoing: Outgoing, recipient: str) -> None:
    told = read(written(outgoing, recipient))
    assert told == {
        "defects": [],
        "date": AT,
        "from": (single_blanks(outgoing.sender_name), HOUSE),
        "to": (single_blanks(recipient), "mission@state.example"),
        "subject": outgoing.subject,
        "id": "<c1@chancery.example>",
        "plain": outgoing.text.rstrip("\n"),
        "html": outgoing.html.rstrip("\n") if outgoing.html else None,
        "enclosures": [(each.name, each.media_type, each.content) for each in outgoing.enclosures],
    }


PLAIN = st.text(st.sampled_from("abcdeéñ中 ,.-'"), max_size=20).map(lambda text: " ".join(text.split()))


@settings(max_examples=100, deadline=None)
@given(OUTGOING, PLAIN, PLAIN, PLAIN)
def test_it_reads_like_one_of_the_library(outgoing: Outgoing, recipient: str, name: str, subject: str) -> None:
    plain = Outgoing(subject, outgoing.text, outgoing.html, name, enclosures=outgoing.enclosures)
    assert read(written(plain, recipient)) == read(by_the_library(plain, recipient))


@settings(max_examples=100, deadline=None)
@given(OUTGOING, LINE)
def test_every_line_is_legal(outgoing: Outgoing, recipient: str) -> None:
    raw = written(outgoing, recipient)
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 998
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", raw)
    assert raw.isascii()


def test_references_stand_as_they_are_however_long_the_thread_is() -> None:
    thread = tuple(f"<{'c' * 90}{number}@chancery.example>" for number in range(20))
    raw = written(Outgoing("Reminder", "…", references=thread))
    message = message_from_bytes(raw, policy=default)
    assert message["References"].split() == list(thread)
    assert message["In-Reply-To"] == thread[-1]
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0]


def test_what_is_sent_automatically_says_so_and_the_reply_goes_where_it_should() -> None:
    raw = written(Outgoing("Notice", "text", reply_to="isu+d7@chancery.example", automatic=True))
    message = message_from_bytes(raw, policy=default)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] == "isu+d7@chancery.example"
    assert message_from_bytes(written(Outgoing("Letter", "text")), policy=default)["Auto-Submitted"] is None


@pytest.mark.parametrize(
    "wrong", ["a\r\nBcc: x@y.example", "a\nb", "nul\x00", "next\x85line", "line\u2028break", "\ud800"]
)
@pytest.mark.parametrize(
    "field", ["subject", "sender_name", "recipient", "enclosure", "reply_to", "references", "address"]
)
def test_a_line_break_or_control_character_is_refused_by_the_name_of_its_field(field: str, wrong: str) -> None:
    plain = Outgoing("Letter", "text")
    values: dict[str, Any] = {
        "enclosure": {"enclosures": (Enclosure(wrong, "application/pdf", b""),)},
        "references": {"references": (f"<{wrong}@chancery.example>",)},
        "recipient": {},
        "address": {},
    }.get(field, {field: wrong})
    outgoing = Outgoing(**{"subject": plain.subject, "text": plain.text, **values})
    with pytest.raises(RuleViolation) as refusal:
        written(outgoing, wrong if field == "recipient" else "", **({"address": wrong} if field == "address" else {}))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mission",
        "mission@",
        "@state.example",
        "mission@localhost",
        "mission@state..example",
        "mission@-state.example",
        "mission@state.example.",
        "a@state.example, b@state.example",
        "a@b@state.example",
        "Mission <a@state.example>",
        "a b@state.example",
        "mission@[127.0.0.1]",
        "mission@état.example",
        "a" * 65 + "@state.example",
        "mission@" + "a" * 64 + ".example",
        "m@" + "a." * 126 + "example",
    ],
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        written(Outgoing("Letter", "text"), address=address)
    assert refusal.value.field == "address"


def test_an_invitation_stands_beside_the_words_and_once_more_as_a_file() -> None:
    file = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Réunion\r\nEND:VCALENDAR\r\n".encode()
    outgoing = Outgoing(
        "Invitation",
        "You are invited.",
        calendar=CalendarPart("REQUEST", file),
        enclosures=(Enclosure("invitation.ics", "text/calendar", file),),
    )
    parts = [part for part in message_from_bytes(written(outgoing), policy=default).walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/calendar", "text/calendar"]
    assert (parts[1].get_param("method"), parts[1].get_content_disposition()) == ("REQUEST", None)
    assert (parts[2].get_filename(), parts[2].get_content_disposition()) == ("invitation.ics", "attachment")
    assert [part.get_payload(decode=True) for part in parts[1:]] == [file, file]


def test_a_method_that_would_begin_another_header_is_refused() -> None:
    with pytest.raises(RuleViolation, match="not a method"):
        written(Outgoing("Invitation", "Text", calendar=CalendarPart("REQUEST\r\nBcc: all@x.example", b"")))
