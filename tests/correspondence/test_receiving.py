"""Mail that comes in: tied to its letter or left to a person, and what follows for message and contact."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.db import db, transaction
from core.files import read_file
from core.outbox.models import MessageState
from correspondence.models.incoming import Attachment, Handling, IncomingMail
from correspondence.queries.approved import registers_at
from correspondence.queries.clues import House
from correspondence.queries.incoming import mailbox_mark, pending_replies
from correspondence.rules.incoming import IncomingKind
from correspondence.rules.matching import MatchConfidence
from correspondence.rules.reply_address import reply_address
from correspondence.workflow.incoming import Arrival, note_reading, receive_mail
from correspondence.workflow.settling_mail import register_report, set_aside_mail, settle_mail
from states_parties.models import Article7Report, Mission, ReportKind, State
from tests.factories import mails
from tests.factories.contacts import BY, a_party, a_state, make_mission
from tests.factories.mails import a_mail, a_word_file
from tests.factories.sent import SentLetter, make_sent_letter
from tests.states_parties.refusals import refused

HOUSE = House(mails.HOUSE, "a secret for tests only, 32 characters")
AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
_uids = iter(range(1, 10_000))


def arrive(raw: bytes, **changes: Any) -> IncomingMail | None:
    usual = {"mailbox": "isu@mx/INBOX", "uid_validity": 1, "uid": next(_uids), "raw": raw, "arrived_at": AT}
    with transaction():
        return receive_mail(Arrival(**{**usual, **changes}), HOUSE, at=AT)


@pytest.fixture
def sent(app: Flask) -> SentLetter:
    """CC/2026/0123 to Chad at mission@td.example."""
    a_party("TCD")
    make_mission("TCD", email="mission@td.example", confirmed_on=date(2026, 1, 5))
    return make_sent_letter(db.session.get(State, "TCD"), reference="CC/2026/0123", address="mission@td.example")


def to_letter(sent: SentLetter) -> str:
    return reply_address(sent.dispatch.id, HOUSE.address, HOUSE.key)


def test_a_reply_to_the_address_of_a_letter_is_matched_and_told_to_its_message(sent: SentLetter) -> None:
    row = arrive(a_mail("The report follows.\n\nOn Tue, 3 Mar 2026, ISU wrote:\n> Excellency", to=to_letter(sent)))
    assert (row.kind, row.confidence, row.handling) == (IncomingKind.REPLY, MatchConfidence.CERTAIN, Handling.MATCHED)
    assert (row.iso3, row.letter_id, row.text) == ("TCD", sent.letter.id, "The report follows.")
    assert sent.message.replied_at == AT
    assert "It was sent to the address made for CC/2026/0123 to Chad." in row.matched_by


def test_a_mail_that_comes_in_is_no_change_of_a_register(sent: SentLetter) -> None:
    before = registers_at(AT.date())
    arrive(a_mail(to=to_letter(sent)))
    assert registers_at(AT.date()) == before


def test_a_new_mail_to_that_address_is_a_reply_whatever_its_subject(sent: SentLetter) -> None:
    row = arrive(a_mail(to=to_letter(sent), subject="Report of Chad 2025"))
    assert (row.kind, row.handling) == (IncomingKind.REPLY, Handling.MATCHED)


def test_an_answer_in_the_thread_is_matched_for_certain(sent: SentLetter) -> None:
    row = arrive(a_mail(answers=sent.message.message_id, sender="Ada <ada@td.example>"))
    assert (row.confidence, row.letter_id) == (MatchConfidence.CERTAIN, sent.letter.id)


def test_a_reference_number_is_likely_and_waits_for_a_person(sent: SentLetter) -> None:
    row = arrive(a_mail("With reference to your letter CC/2026/0123.", sender="Ada <ada@gmail.com>"))
    assert (row.confidence, row.handling) == (MatchConfidence.LIKELY, Handling.WAITING)
    assert row.letter_id == sent.letter.id
    assert sent.message.replied_at is None


def test_the_address_of_a_contact_tells_the_state_alone(sent: SentLetter) -> None:
    row = arrive(a_mail(sender="Mission <MISSION@TD.example>", subject="Our report"))
    assert (row.confidence, row.iso3, row.letter_id) == (MatchConfidence.LIKELY, "TCD", None)
    assert "Its sender’s address is a contact of Chad." in row.matched_by


def test_the_domain_of_a_contact_is_possible(sent: SentLetter) -> None:
    row = arrive(a_mail(sender="Ada <ada@td.example>"))
    assert (row.confidence, row.iso3, row.handling) == (MatchConfidence.POSSIBLE, "TCD", Handling.WAITING)


def test_a_mail_of_a_stranger_waits_unmatched(sent: SentLetter) -> None:
    row = arrive(a_mail("Hello", sender="x@nowhere.example", subject="Hello"))
    assert (row.kind, row.confidence, row.handling) == (IncomingKind.OTHER, MatchConfidence.NONE, Handling.WAITING)


def test_an_address_of_one_state_used_from_the_domain_of_another_waits_and_says_so(sent: SentLetter) -> None:
    a_party("TGO")
    make_mission("TGO", email="mission@tg.example")
    row = arrive(a_mail(to=to_letter(sent), sender="X <somebody@tg.example>"))
    assert (row.confidence, row.handling) == (MatchConfidence.LIKELY, Handling.WAITING)
    assert "But its sender’s domain tg.example is one of Togo." in row.matched_by
    assert sent.message.replied_at is None


def test_a_forged_tag_and_a_failed_proof_are_told_and_settle_nothing(sent: SentLetter) -> None:
    forged = arrive(a_mail(to="isu+dbaaaaaa@chancery.example", sender="x@evil.example"))
    assert (forged.confidence, forged.handling) == (MatchConfidence.NONE, Handling.WAITING)
    assert "carries a tag that was not made here" in forged.matched_by
    failed = arrive(a_mail(to=to_letter(sent), Authentication_Results="mx.chancery.example; dmarc=fail"))
    assert (failed.confidence, failed.handling) == (MatchConfidence.LIKELY, Handling.WAITING)
    assert sent.message.replied_at is None


@pytest.mark.parametrize("sender", ["Ada <ada@gmail.com>", "x@nowhere.example"])
def test_a_stranger_who_knows_the_tag_or_the_number_is_left_to_a_person(app: Flask, sender: str) -> None:
    unknown = make_sent_letter(a_state("TCD"), address="m@td.example", state=MessageState.UNKNOWN, accepted_at=None)
    by_tag = arrive(a_mail(to=to_letter(unknown), sender=sender))
    by_number = arrive(a_mail(answers=unknown.message.message_id, sender=sender, message_id="<2@nowhere.example>"))
    for row in (by_tag, by_number):
        assert (row.confidence, row.handling) == (MatchConfidence.LIKELY, Handling.WAITING)
        assert "But its sender is no contact of the State, and not of its domain." in row.matched_by
    assert (unknown.message.state, unknown.message.replied_at) == (MessageState.UNKNOWN, None)


def test_whoever_was_written_to_is_no_stranger(app: Flask) -> None:
    sent = make_sent_letter(a_state("TCD"), address="Mission.Chad@gmail.com")
    row = arrive(a_mail(to=to_letter(sent), sender="mission.chad@gmail.com"))
    assert (row.confidence, row.handling) == (MatchConfidence.CERTAIN, Handling.MATCHED)


def test_a_report_whose_sender_is_doubted_changes_nothing_by_itself(app: Flask) -> None:
    sent = make_sent_letter(a_state("TCD"), address="m@td.example", state=MessageState.UNKNOWN, accepted_at=None)
    raw = b"Authentication-Results: mx.chancery.example; dmarc=fail\r\n"
    row = arrive(raw + mails.postfix_bounce("m@td.example", sent.message.message_id))
    assert (row.kind, row.confidence, row.handling) == (IncomingKind.BOUNCE, MatchConfidence.LIKELY, Handling.WAITING)
    assert "But the mail server doubts that its sender is who they say (dmarc=fail)." in row.matched_by
    assert (sent.message.state, sent.message.bounced_at) == (MessageState.UNKNOWN, None)


def test_a_report_that_only_names_our_number_is_left_to_a_person(app: Flask) -> None:
    sent = make_sent_letter(a_state("TCD"), address="m@td.example", state=MessageState.UNKNOWN, accepted_at=None)
    ours = sent.message.message_id.encode()
    bounce = mails.postfix_bounce("m@td.example", "<other@elsewhere.example>")
    named = bounce.replace(b"It's attached below.", b"Message-ID: " + ours)
    answers = bounce.replace(b"Auto-Submitted:", b"In-Reply-To: " + ours + b"\r\nAuto-Submitted:", 1)
    for raw in (named, answers):
        row = arrive(raw)
        assert (row.confidence, row.handling, row.letter_id) == (
            MatchConfidence.LIKELY,
            Handling.WAITING,
            sent.letter.id,
        )
    assert (sent.message.state, sent.message.bounced_at) == (MessageState.UNKNOWN, None)


@pytest.mark.parametrize("bounce", [mails.postfix_bounce, mails.exchange_bounce, mails.exim_bounce, mails.qmail_bounce])
def test_a_bounce_is_told_to_the_message_and_flags_the_contact(sent: SentLetter, bounce: Any) -> None:
    row = arrive(bounce("mission@td.example", sent.message.message_id))
    assert (row.kind, row.confidence, row.handling) == (IncomingKind.BOUNCE, MatchConfidence.CERTAIN, Handling.MATCHED)
    assert (sent.message.bounced_at, bool(sent.message.bounce_reason)) == (AT, True)
    [mission] = db.session.scalars(select(Mission)).all()
    assert (mission.confirmed_on, mission.notes) == (None, "A letter came back from its address on 2026-03-10.")


def test_a_bounce_settles_an_unknown_as_sent(app: Flask) -> None:
    sent = make_sent_letter(a_state("TCD"), address="m@td.example", state=MessageState.UNKNOWN, accepted_at=None)
    arrive(mails.postfix_bounce("m@td.example", sent.message.message_id))
    assert (sent.message.state, sent.message.bounced_at) == (MessageState.ACCEPTED, AT)


def test_a_notice_of_delay_settles_an_unknown_and_bounces_nothing(app: Flask) -> None:
    sent = make_sent_letter(a_state("TCD"), address="m@td.example", state=MessageState.UNKNOWN, accepted_at=None)
    arrive(mails.postfix_bounce("m@td.example", sent.message.message_id, action="delayed", status="4.4.1"))
    assert sent.message.state is MessageState.ACCEPTED
    assert (sent.message.bounced_at, sent.message.delivered_at) == (None, None)


def test_a_delivery_report_and_a_read_receipt_are_told(sent: SentLetter) -> None:
    arrive(mails.read_receipt("mission@td.example", sent.message.message_id))
    assert (sent.message.delivered_at, sent.message.replied_at) == (AT, None)


def test_a_bounce_of_another_address_than_ours_waits(sent: SentLetter) -> None:
    row = arrive(mails.postfix_bounce("former@td.example", sent.message.message_id))
    assert (row.confidence, row.handling) == (MatchConfidence.LIKELY, Handling.WAITING)
    assert "But it is about former@td.example, and our mail went to mission@td.example." in row.matched_by
    assert sent.message.bounced_at is None


def test_a_bounce_without_our_number_is_likely_that_of_the_last_letter_to_the_address(sent: SentLetter) -> None:
    row = arrive(mails.postfix_bounce("mission@td.example", "<other@elsewhere.example>"))
    assert (row.confidence, row.letter_id, row.handling) == (MatchConfidence.LIKELY, sent.letter.id, Handling.WAITING)


@pytest.mark.parametrize("away", [mails.away_fr, mails.away_es, mails.away_by_vacation])
def test_an_automatic_answer_counts_for_nothing_and_asks_nobody(sent: SentLetter, away: Any) -> None:
    row = arrive(away(sent.message.message_id))
    assert (row.kind, row.handling, row.letter_id) == (IncomingKind.AUTO_REPLY, Handling.MATCHED, sent.letter.id)
    assert (sent.message.replied_at, sent.message.bounced_at) == (None, None)
    assert pending_replies("APMBC") == {}


def test_a_loop_is_set_aside(sent: SentLetter) -> None:
    back = arrive(a_mail(sender=f"ISU <{HOUSE.address}>", message_id=sent.message.message_id, to=to_letter(sent)))
    assert (back.handling, back.note) == (Handling.SET_ASIDE, "It is a mail of the house that came back.")
    assert sent.message.replied_at is None


def test_a_bomb_is_kept_and_waits_unread(sent: SentLetter) -> None:
    raw = mails.parts_bomb(2000)
    row = arrive(raw)
    assert (row.kind, row.handling) == (IncomingKind.UNREADABLE, Handling.WAITING)
    assert row.matched_by.startswith("It has more than 300 parts.")
    assert read_file(row.raw_sha256) == raw


def test_a_mail_too_large_leaves_its_headers(sent: SentLetter) -> None:
    row = arrive(a_mail(to=to_letter(sent)).partition(b"\r\n\r\n")[0], whole_bytes=90 * 1024 * 1024)
    assert (row.kind, row.handling, row.letter_id) == (IncomingKind.UNREADABLE, Handling.WAITING, sent.letter.id)
    assert "It has 90 MB, which is too much: only its headers were read." in row.matched_by


def test_a_mail_is_kept_once_however_it_comes_again(sent: SentLetter) -> None:
    raw = a_mail(to=to_letter(sent))
    assert arrive(raw, uid=1) is not None
    assert arrive(raw, uid=1) is None
    assert arrive(raw, uid=2, uid_validity=2) is None
    assert arrive(b"X-Moved: yes\r\n" + raw, uid=3, uid_validity=2) is None
    assert db.session.scalar(select(func.count(IncomingMail.id))) == 1


def test_a_message_id_alone_makes_no_mail_disappear(sent: SentLetter) -> None:
    arrive(a_mail("Nothing", sender="x@evil.example", message_id="<real@td.example>"))
    assert arrive(a_mail("The real one", to=to_letter(sent), message_id="<real@td.example>")) is not None


def test_attachments_are_kept_by_their_content_or_refused_with_the_reason(sent: SentLetter) -> None:
    report = a_word_file()
    files = [
        ("report.docx", "application/octet-stream", report),
        ("invoice.pdf", "application/pdf", b"MZ program"),
    ]
    row = arrive(a_mail(to=to_letter(sent), files=files))
    kept, wrong = db.session.scalars(select(Attachment).order_by(Attachment.number)).all()
    assert (kept.mail_id, kept.file_name, kept.refused) == (row.id, "report.docx", "")
    assert read_file(kept.sha256) == report
    assert (wrong.file_name, wrong.said_type, wrong.sha256) == ("invoice.pdf", "application/pdf", None)
    assert wrong.refused == "It is a program."


def test_the_parts_of_a_bounce_are_no_attachments(sent: SentLetter) -> None:
    arrive(mails.exchange_bounce("mission@td.example", sent.message.message_id))
    assert db.session.scalar(select(func.count(Attachment.id))) == 0


def test_the_numbers_of_a_server_are_as_large_as_imap_allows(sent: SentLetter) -> None:
    largest = 2**32 - 1
    with transaction():
        note_reading("isu@mx/INBOX", largest, largest, at=AT)
    row = arrive(a_mail(), uid_validity=largest, uid=largest)
    mark = mailbox_mark("isu@mx/INBOX")
    assert (row.uid, mark.uid_validity, mark.last_uid) == (largest, largest, largest)


def test_a_second_reader_does_not_turn_the_mark_back(app: Flask) -> None:
    with transaction():
        note_reading("isu@mx/INBOX", 1, 20, at=AT)
        note_reading("isu@mx/INBOX", 1, 10, at=AT)
    assert mailbox_mark("isu@mx/INBOX").last_uid == 20
    with transaction():
        note_reading("isu@mx/INBOX", 2, 3, at=AT)
    assert mailbox_mark("isu@mx/INBOX").last_uid == 3


# Pending replies and settling


def test_a_reply_is_pending_until_somebody_settles_it(sent: SentLetter) -> None:
    row = arrive(a_mail(to=to_letter(sent), subject="Re: Report"))
    [pending] = pending_replies("APMBC")["TCD"]
    assert (pending.mail_id, pending.subject, pending.confidence) == (row.id, "Re: Report", MatchConfidence.CERTAIN)
    assert pending_replies("CCM") == {}
    with transaction():
        settle_mail(row, letter=sent.letter, iso3=None, note="Answered by telephone.", house=HOUSE, by=BY)
    assert pending_replies("APMBC") == {}
    assert (row.handling, row.settled_by, row.note) == (Handling.SETTLED, "Ada", "Answered by telephone.")
    told = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act == "message:replied")).all()
    assert len(told) == 1


def test_a_reply_that_is_only_possible_is_pending_under_both_conventions(sent: SentLetter) -> None:
    arrive(a_mail(sender="Ada <ada@td.example>"))
    assert list(pending_replies("APMBC")) == list(pending_replies("CCM")) == ["TCD"]


def test_settling_by_hand_tells_the_message(sent: SentLetter) -> None:
    row = arrive(a_mail("Hello", sender="x@nowhere.example", subject="Hello"))
    with transaction():
        settle_mail(row, letter=sent.letter, iso3=None, note="", house=HOUSE, by=BY)
    assert (row.kind, row.iso3, row.message_id) == (IncomingKind.REPLY, "TCD", sent.message.id)
    assert sent.message.replied_at == AT


def test_a_bounce_settled_by_hand_flags_the_contact(sent: SentLetter) -> None:
    row = arrive(mails.postfix_bounce("mission@td.example", "<other@elsewhere.example>"))
    with transaction():
        settle_mail(row, letter=sent.letter, iso3=None, note="", house=HOUSE, by=BY)
    assert sent.message.bounced_at == AT
    assert "User unknown" in sent.message.bounce_reason
    assert db.session.scalars(select(Mission.confirmed_on)).all() == [None]


def test_settling_needs_a_letter_or_a_state_that_agree(sent: SentLetter) -> None:
    row = arrive(a_mail("Hello", sender="x@nowhere.example"))
    a_state("TGO")
    assert "Say which letter" in refused(
        lambda: settle_mail(row, letter=None, iso3=None, note="", house=HOUSE, by=BY), field="letter"
    )
    assert "another State" in refused(
        lambda: settle_mail(row, letter=sent.letter, iso3="TGO", note="", house=HOUSE, by=BY), field="state"
    )


def test_setting_aside_needs_a_word(sent: SentLetter) -> None:
    row = arrive(a_mail("Hello", sender="x@nowhere.example"))
    refused(lambda: set_aside_mail(row, note=" ", by=BY), field="note")
    with transaction():
        set_aside_mail(row, note="An advertisement.", by=BY)
    assert (row.handling, row.note, row.settled_at) == (Handling.SET_ASIDE, "An advertisement.", BY.at)


def test_a_received_report_is_registered_from_its_attachment_once(sent: SentLetter) -> None:
    row = arrive(a_mail(to=to_letter(sent), files=[("report.pdf", "application/pdf", b"%PDF-1.7 report")]))
    [attachment] = db.session.scalars(select(Attachment)).all()

    def register() -> Article7Report:
        return register_report(
            attachment,
            row,
            "APMBC",
            "TCD",
            kind=ReportKind.ANNUAL,
            year_covered=2025,
            received_on=date(2026, 3, 10),
            language="FR",
            forwarded_by="",
            on=date(2026, 3, 11),
            by=BY,
        )

    with transaction():
        report = register()
    assert (report.iso3, report.year_covered, report.received_on) == ("TCD", 2025, date(2026, 3, 10))
    assert report.source == f"mail {row.id} of 2026-03-10: report.pdf"
    assert attachment.report_id == report.id
    assert "registered as a report already" in refused(register, field="")


def test_a_mail_from_the_future_has_arrived_by_now(sent: SentLetter) -> None:
    assert arrive(a_mail(), arrived_at=AT + timedelta(days=400)).received_at == AT
