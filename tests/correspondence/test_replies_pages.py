"""The pages of what came in, as an officer and as a committee member read them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db, transaction
from core.permissions import Role
from correspondence.models.incoming import IncomingMail
from correspondence.queries.clues import House
from correspondence.rules.reply_address import reply_address
from correspondence.workflow.incoming import Arrival, receive_mail
from states_parties.models import Article7Report, State
from tests.factories import mails
from tests.factories.contacts import a_party, make_mission
from tests.factories.mails import a_mail, a_word_file
from tests.factories.sent import SentLetter, make_campaign, make_letter, make_sent_letter
from tests.factories.statements import counted_statements
from tests.one_database import ON_SQLITE_ALONE
from tests.states_parties.pages import read, rows, saved_rows, send, signed_in, words

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 report"
_uids = iter(range(1, 10_000))


# What these pages show does not depend on the database.
pytestmark = ON_SQLITE_ALONE


@pytest.fixture
def sent(app: Flask) -> SentLetter:
    a_party("TCD")
    make_mission("TCD", email="mission@td.example")
    return make_sent_letter(db.session.get(State, "TCD"), reference="CC/2026/0123", address="mission@td.example")


@pytest.fixture
def officer(app: Flask) -> FlaskClient:
    return signed_in(app)


def arrive(app: Flask, raw: bytes) -> int:
    config = app.config["CHANCERY"]
    house = House(config.house_address, config.secret_key)
    arrival = Arrival("isu@mx/INBOX", 1, next(_uids), raw, AT)
    with transaction():
        row = receive_mail(arrival, house, at=AT)
    assert row is not None
    return row.id


def test_a_member_learns_that_a_state_answered_and_not_what_it_wrote(app: Flask, sent: SentLetter) -> None:
    arrive(app, a_mail("A secret of Chad.", sender="Ada <ada@td.example>", subject="Between us"))
    a_reply(app, sent, text="Doubtful words.", sender="x@nowhere.example", message_id="<2@nowhere.example>")
    a_reply(app, sent, text="Our report follows.", message_id="<3@td.example>")
    page = "/apmbc/letters/states/chad"
    member, officer = (words(read(signed_in(app, role), page)) for role in (Role.MEMBER, Role.ISU_OFFICER))
    assert "reply · Mission · 10 March 2026" in member
    for text in ("Our report follows.", "A secret of Chad.", "Between us", "Doubtful words.", "x@nowhere.example"):
        assert text in officer
        assert text not in member


def a_reply(app: Flask, sent: SentLetter, **mail: object) -> int:
    config = app.config["CHANCERY"]
    to = reply_address(sent.dispatch.id, config.house_address, config.secret_key)
    return arrive(app, a_mail(to=to, **mail))


def test_the_list_tells_kind_match_and_handling_and_leads_to_each(
    app: Flask, sent: SentLetter, officer: FlaskClient
) -> None:
    number = a_reply(app, sent, subject="Re: Report")
    arrive(app, a_mail("Hello", sender="x@nowhere.example", subject="Hello", message_id="<h@x.example>"))
    page = read(officer, "/apmbc/letters/replies")
    found = {row["Subject"]: row for row in rows(page)}
    assert found["Re: Report"] == {
        "Received": "10 March 2026",
        "State": "Chad",
        "Subject": "Re: Report",
        "Kind": "reply",
        "Match": "certain",
        "Handling": "matched",
        "Campaign": "Letters 2026",
        "Reference": "CC/2026/0123",
        "Files": "",
    }
    assert (found["Hello"]["Match"], found["Hello"]["Handling"]) == ("", "to settle")
    assert f"/apmbc/letters/replies/{number}" in page.xpath("//main//a/@href")
    waiting = read(officer, "/apmbc/letters/replies?handling=to+settle")
    assert [row["Subject"] for row in rows(waiting)] == ["Hello"]
    exported = saved_rows(officer, "/apmbc/letters/replies?format=csv&kind=reply")
    assert [row["Evidence"].startswith("It does not say") for row in exported] == [False]


def test_desk_list_and_campaign_count_mails_to_settle_alike_and_each_number_opens_its_list(
    app: Flask, sent: SentLetter, officer: FlaskClient
) -> None:
    """A reply for certain, a bounce that is not, and a stranger's mail: two of them of the campaign."""
    a_reply(app, sent, subject="Re: Report")
    likely = a_mail("About CC/2026/0123.", sender="x@gmail.com", subject="Question", message_id="<q@gmail.com>")
    arrive(app, likely)
    arrive(app, a_mail("Hello", sender="x@nowhere.example", subject="Hello", message_id="<h@x.example>"))
    for place, told in (("/apmbc/letters/replies", "3 mails to settle"), ("/apmbc/", "3 mails to settle")):
        [href] = read(officer, place).xpath(f"//main//a[normalize-space()='{told}']/@href")
        assert len(rows(read(officer, href))) == 3
    campaign = read(officer, f"/apmbc/letters/{sent.campaign.id}")
    assert "Settle 2 mails" in words(campaign)
    [href] = campaign.xpath("//main//a[normalize-space()='Settle the mail']/@href")
    assert len(rows(read(officer, href))) == 2


def test_a_member_sees_that_a_letter_was_answered_and_opens_nothing(app: Flask, sent: SentLetter) -> None:
    matched = a_reply(app, sent)
    stray = arrive(app, a_mail("Private", sender="x@nowhere.example", message_id="<p@x.example>"))
    member = signed_in(app, Role.MEMBER)
    page = read(member, "/apmbc/letters/replies")
    assert len(rows(page)) == 1
    assert "Mailbox" not in words(page)
    assert "Subject" not in rows(page)[0]
    for number in (stray, matched):
        opened = member.get(f"/apmbc/letters/replies/{number}")
        assert opened.status_code == 403
        assert "Private" not in opened.get_data(as_text=True)
    assert member.get(f"/apmbc/letters/replies/{matched}/files/1").status_code == 403
    assert rows(read(member, "/ccm/letters/replies")) == []


def test_a_mail_shows_its_evidence_its_text_and_its_files(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    files = [("report.docx", "application/msword", a_word_file()), ("prize.pdf", "application/pdf", b"MZ")]
    text = "Excellency,\n\nattached.\n\nOn Tue, ISU wrote:\n> Old text"
    number = a_reply(app, sent, files=files, text=text)
    page = read(officer, f"/apmbc/letters/replies/{number}")
    assert "It was sent to the address made for CC/2026/0123 to Chad." in words(page)
    assert words(page, "//div[@class='mail-text']") == "Excellency,attached."
    listed = words(page, "//ul[@class='files']")
    assert "report.docx" in listed
    assert "said to be application/msword" in listed
    assert "prize.pdf not kept It is a program. It said to be application/pdf." in listed


def test_what_a_stranger_wrote_is_shown_as_text_only(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    number = a_reply(app, sent, subject="<script>alert(1)</script>", text="<b onclick=x>hello</b> {{ 7*7 }}")
    page = read(officer, f"/apmbc/letters/replies/{number}")
    assert page.xpath("//main//script | //main//b") == []
    assert "<b onclick=x>hello</b> {{ 7*7 }}" in words(page)


def test_a_file_is_saved_never_opened_by_the_browser(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    number = a_reply(app, sent, files=[("bericht ü\u202e.pdf", "text/html", PDF)])
    answer = officer.get(f"/apmbc/letters/replies/{number}/files/1")
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "%C3%BC" in answer.headers["Content-Disposition"]
    assert "202E" not in answer.headers["Content-Disposition"].upper()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_refused_file_cannot_be_had_and_the_mail_as_it_came_can(
    app: Flask, sent: SentLetter, officer: FlaskClient
) -> None:
    number = a_reply(app, sent, files=[("a.exe", "application/pdf", b"MZ")])
    answer = officer.get(f"/apmbc/letters/replies/{number}/files/1")
    assert (answer.status_code, "It is a program." in answer.get_data(as_text=True)) == (422, True)
    raw = officer.get(f"/apmbc/letters/replies/{number}/mail.eml")
    assert raw.headers["Content-Disposition"] == f"attachment; filename=mail-{number}.eml"
    assert b"a.exe" in raw.get_data()


def test_a_mail_is_settled_to_a_letter_by_hand(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    number = arrive(app, a_mail("Hello", sender="x@nowhere.example", subject="Hello"))
    address = f"/apmbc/letters/replies/{number}/settle"
    page = read(officer, address)
    assert "Chad: CC/2026/0123, Letters 2026" in words(page, "//select[@name='letter']")
    answer = send(officer, address, {"letter": str(sent.letter.id), "note": "Report announced for June."})
    told = answer.get_data(as_text=True)
    assert "The mail is settled." in told
    assert "Report announced for June." in told
    assert db.session.get(IncomingMail, number, populate_existing=True).iso3 == "TCD"
    db.session.refresh(sent.message)
    assert sent.message.replied_at is not None


def test_the_suggested_state_gives_way_to_another_letter(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    a_party("TGO")
    other = make_sent_letter(db.session.get(State, "TGO"), reference="CC/2026/0200")
    number = a_reply(app, sent)
    answer = send(officer, f"/apmbc/letters/replies/{number}/settle", {"letter": str(other.letter.id)})
    assert "The mail is settled." in answer.get_data(as_text=True)
    assert db.session.get(IncomingMail, number, populate_existing=True).iso3 == "TGO"


def test_a_mail_is_set_aside_with_a_word(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    number = arrive(app, a_mail("Hello", sender="x@nowhere.example", subject="Hello"))
    address = f"/apmbc/letters/replies/{number}/set-aside"
    assert "Say why it is set aside." in send(officer, address, {"note": ""}).get_data(as_text=True)
    told = send(officer, address, {"note": "An advertisement."}).get_data(as_text=True)
    assert "set aside" in told
    assert "An advertisement." in told


def test_a_received_report_is_registered_in_two_clicks(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    number = a_reply(app, sent, subject="Rapport 2025", files=[("rapport-2025.pdf", "application/pdf", PDF)])
    page = read(officer, f"/apmbc/letters/replies/{number}")
    [address] = page.xpath("//a[contains(., 'Register as an Article 7 report')]/@href")
    answer = send(officer, address, {})
    assert "The report is on record." in answer.get_data(as_text=True)
    [report] = db.session.scalars(select(Article7Report)).all()
    assert (report.iso3, report.year_covered, report.received_on) == ("TCD", 2025, date(2026, 3, 10))
    page = read(officer, f"/apmbc/letters/replies/{number}")
    assert "registered as a report" in words(page)
    assert page.xpath("//a[contains(., 'Register as an Article 7 report')]") == []


def test_a_bounce_shows_the_reason(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    number = arrive(app, mails.postfix_bounce("mission@td.example", sent.message.message_id))
    page = read(officer, f"/apmbc/letters/replies/{number}")
    assert "could not deliver to mission@td.example: 550 5.1.1" in words(page)
    assert "It is about the mail that carried CC/2026/0123 to Chad." in words(page)


def test_the_list_asks_the_database_equally_often_for_few_and_many(
    app: Flask, sent: SentLetter, officer: FlaskClient
) -> None:
    def reads() -> int:
        with counted_statements() as statements:
            officer.get("/apmbc/letters/replies")
        return len(statements)

    a_reply(app, sent)
    few = reads()
    for place in range(3):
        a_reply(app, sent, message_id=f"<m{place}@td.example>", subject=f"Mail {place}")
    assert reads() == few


def test_a_draft_warns_of_a_state_whose_reply_is_pending(app: Flask, sent: SentLetter, officer: FlaskClient) -> None:
    draft = make_campaign(title="Next letters")
    make_letter(draft, db.session.get(State, "TCD"))
    address = f"/apmbc/letters/{draft.id}"
    assert "A reply is pending" not in words(read(officer, address))
    number = a_reply(app, sent, subject="Our report")
    page = read(officer, address)
    assert "A reply is pending" in words(page)
    assert "Chad: Our report, 10 March 2026" in words(page)
    send(officer, f"/apmbc/letters/replies/{number}/settle", {"note": "Answered."})
    assert "A reply is pending" not in words(read(officer, address))
