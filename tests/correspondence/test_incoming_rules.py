"""What a mail is, by what programs in use really write."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from correspondence.rules.incoming import IncomingKind, Nature, nature_of
from correspondence.rules.mail import read_mail
from correspondence.rules.matching import Clue, MatchConfidence, references_in, states_of_domain, weigh
from correspondence.rules.quotes import without_quotes
from tests.factories import mails
from tests.factories.mails import HOUSE, a_mail

OURS = "<c7abc@chancery.example>"
TO = "mission@td.example"


def nature(raw: bytes) -> Nature:
    return nature_of(read_mail(raw), house_address=HOUSE)


@pytest.mark.parametrize("bounce", [mails.postfix_bounce, mails.exchange_bounce, mails.exim_bounce, mails.qmail_bounce])
def test_bounces_of_all_kinds_name_the_address_and_the_mail_that_came_back(bounce) -> None:
    found = nature(bounce(TO, OURS))
    assert found.kind is IncomingKind.BOUNCE
    assert [each.address for each in found.reported] == [TO]
    assert found.returned_ids[0] == OURS


def test_the_reason_of_a_bounce_is_what_the_other_server_said() -> None:
    [failed] = nature(mails.postfix_bounce(TO, OURS)).reported
    assert failed.reason == f"550 5.1.1 <{TO}>: Recipient address rejected: User unknown"


def test_a_notice_of_delay_is_no_bounce_and_no_delivery() -> None:
    found = nature(mails.postfix_bounce(TO, OURS, action="delayed", status="4.4.1"))
    assert (found.kind, found.delayed) == (IncomingKind.DELIVERY, True)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_delivery_report_is_one(action: str) -> None:
    found = nature(mails.postfix_bounce(TO, OURS, action=action, status="2.0.0"))
    assert (found.kind, found.delayed, found.reported[0].action) == (IncomingKind.DELIVERY, False, action)


def test_a_read_receipt_is_a_delivery_report() -> None:
    found = nature(mails.read_receipt(TO, OURS))
    assert (found.kind, found.returned_ids[0]) == (IncomingKind.DELIVERY, OURS)


@pytest.mark.parametrize("away", [mails.away_fr, mails.away_es, mails.away_by_vacation])
def test_an_automatic_answer_is_neither_a_reply_nor_a_bounce(away) -> None:
    assert nature(away(OURS)).kind is IncomingKind.AUTO_REPLY


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "vacation"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
        {"X_MS_Exchange_Generated_Message_Source": "Mailbox Rules Agent"},
        {"X_POST_MessageClass": "9; Autoresponder"},
        {"Auto_Submitted": "auto-notified; owner-email=x@td.example"},
    ],
)
def test_headers_of_known_programs_tell_an_automatic_answer(headers: dict[str, str]) -> None:
    assert nature(a_mail(answers=OURS, **headers)).kind is IncomingKind.AUTO_REPLY


def test_auto_submitted_no_is_what_a_person_wrote() -> None:
    assert nature(a_mail(answers=OURS, Auto_Submitted="no")).kind is IncomingKind.REPLY


def test_a_person_answers_an_automatic_answer() -> None:
    found = nature(a_mail(subject="RE: Automatic reply: Report of Chad", answers=OURS))
    assert (found.kind, found.person) == (IncomingKind.REPLY, True)


def test_a_person_who_quotes_a_bounce_has_not_bounced() -> None:
    text = "We got this:\n\nI'm sorry to have to inform you that your message could not\nbe delivered.\n<a@b.example>:"
    assert nature(a_mail(text, answers=OURS)).kind is IncomingKind.REPLY


def test_newsletters_are_no_replies() -> None:
    found = nature(a_mail(subject="Weekly news", List_Id="<news.example>"))
    assert (found.kind, found.person) == (IncomingKind.OTHER, False)


@pytest.mark.parametrize(
    "loop",
    [
        a_mail(sender=f"ISU <{HOUSE}>"),
        a_mail(sender="ISU <isu+dbabcdef@chancery.example>"),
        a_mail(X_Loop=HOUSE),
        b"".join(b"Received: from a by b\r\n" for _ in range(40)) + a_mail(),
    ],
)
def test_what_comes_from_the_house_itself_or_goes_in_circles_is_no_reply(loop: bytes) -> None:
    found = nature(loop)
    assert (found.kind, found.from_house) == (IncomingKind.OTHER, True)


# Hostile mail


BOMBS = {
    "nested": mails.nested_bomb(5000),
    "nested within the limit, with many lines": mails.nested_bomb(29) + b"\n--x" * 2_000_000,
    "parts": mails.parts_bomb(500_000),
    "parts of a folded boundary": mails.parts_bomb(500_000).replace(b"boundary=b", b'boundary=\r\n "b"'),
    "parts of an encoded boundary": mails.parts_bomb(500_000).replace(b"boundary=b", b"boundary*0=b"),
    "parts of a boundary with a quote": mails.parts_bomb(500_000).replace(b"boundary=b", b"boundary=<b>"),
    "one huge header": b"From: x@evil.example\r\nSubject: " + b"a" * 10_000_000 + b"\r\n\r\nhi",
    "many headers": b"From: x@evil.example\r\n" + b"X: a\r\n" * 500_000 + b"\r\nhi",
    "parameters": b"From: x@evil.example\r\nContent-Type: text/plain" + b";" * 100_000 + b"\r\n\r\nhi",
    "mails in mails": b"From: x@evil.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5000,
    "blocks of a report": b"From: x@evil.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: message/delivery-status\r\n\r\n" + b"a: b\n\n" * 1_000_000,
    "a digest": b"From: x@evil.example\r\nContent-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nhi",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_put_down_unread_at_little_cost(name: str) -> None:
    began = time.perf_counter()
    found = nature(BOMBS[name])
    assert time.perf_counter() - began < 2
    assert found.kind is IncomingKind.UNREADABLE
    assert found.why.endswith(".")


def test_deep_parentheses_in_an_address_are_survived() -> None:
    raw = b"From: " + b"(" * 100_000 + b" <x@evil.example>\r\nSubject: hi\r\n\r\nhi"
    assert read_mail(raw).subject == "hi"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_put_down(raw: bytes) -> None:
    read = read_mail(raw)
    nature_of(read, house_address=HOUSE)
    for text in (read.subject, read.text, read.sender_name, read.sender_address):
        text.encode("utf-8")
        assert "\x00" not in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["On ", "wrote:", "\n", "> ", "From: ", "Le ", " a écrit :", "-- ", "- a", "x"]), max_size=400
    )
)
def test_any_text_keeps_only_what_it_had(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert set("".join(without_quotes(text).split())) <= set(text)


def test_a_name_that_looks_like_an_address_is_not_the_sender() -> None:
    raw = b"From: =?utf-8?q?mission=40td=2Eexample=3E?= <thief@evil.example>\r\n\r\nhi"
    assert read_mail(raw).sender_address == "thief@evil.example"


def test_letters_that_cannot_be_kept_are_left_out() -> None:
    raw = b"From: a@b.example\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nno\x00te\xe9 \xe2\x80\xae"
    assert "\x00" not in read_mail(raw).text
    assert read_mail(raw).text.startswith("note")


def test_the_text_of_a_formatted_mail_is_what_a_person_reads() -> None:
    raw = (
        b"From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<html><head><style>p{}</style></head><body><p>Excellency,</p><p>the&nbsp;report<br>follows.</p>"
        b"<script>alert(1)</script></body></html>"
    )
    assert read_mail(raw).text == "Excellency,\nthe report\nfollows."


# Quotes


@pytest.mark.parametrize(
    "quoted",
    [
        "On Wed, 3 Mar 2026 at 10:00, ISU <isu@chancery.example> wrote:\n\n> Excellency",
        "Le mer. 3 mars 2026 à 10:00, Unité d’appui à l’application <isu@chancery.example> a\nécrit :\n\n> Excellence",
        "El mié, 3 mar 2026 a las 10:00, Dependencia (<isu@chancery.example>)\nescribió:\n\n> Excelencia",
        "From: ISU <isu@chancery.example>\nSent: Wednesday, 3 March 2026 10:00\nTo: Mission\nSubject: Report\n\nOld",
        "De : ISU <isu@chancery.example>\nEnvoyé : mercredi 3 mars 2026 10:00\nÀ : Mission\nObjet : Rapport\n\nOld",
        "De: ISU <isu@chancery.example>\nEnviado el: miércoles, 3 de marzo\nPara: Misión\nAsunto: Informe\n\nOld",
        "-----Original Message-----\nFrom: ISU\nSent: Wednesday\nTo: Mission\n\nOld",
    ],
)
def test_what_was_quoted_is_left_out(quoted: str) -> None:
    written = "The report follows:\n- Form A\n- Form F\n\nWith best regards,\nAda"
    assert without_quotes(f"{written}\n\n{quoted}") == written


def test_an_answer_below_the_quote_is_found() -> None:
    text = "On Wed, 3 Mar 2026, ISU wrote:\n> When?\n\nBy Friday.\n> And how?\nBy mail."
    assert without_quotes(text) == "By Friday.\nBy mail."


def test_a_long_paragraph_stays_whole() -> None:
    long = "word " * 400
    assert without_quotes(f"{long}\n\nOn Wed, 3 Mar 2026, ISU wrote:\n> Old") == long.strip()


# Matching


CERTAIN, LIKELY, POSSIBLE = MatchConfidence.CERTAIN, MatchConfidence.LIKELY, MatchConfidence.POSSIBLE
BY_ADDRESS = Clue("It was sent to the address made for CC/2026/0001 to Chad.", CERTAIN, "TCD", 1, 11)


def test_clues_that_agree_are_all_told() -> None:
    found = weigh([BY_ADDRESS, Clue("Its sender’s address is a contact of Chad.", LIKELY, "TCD")])
    assert (found.confidence, found.iso3, found.letter_id, found.message_id) == (CERTAIN, "TCD", 1, 11)
    assert found.words == (
        "It was sent to the address made for CC/2026/0001 to Chad. Its sender’s address is a contact of Chad."
    )


def test_another_state_of_the_sender_makes_it_less_sure_and_is_told() -> None:
    found = weigh([BY_ADDRESS, Clue("Its sender’s domain td.example is one of Togo.", POSSIBLE, "TGO")])
    assert (found.confidence, found.letter_id) == (LIKELY, 1)
    assert found.words.endswith("But its sender’s domain td.example is one of Togo.")


def test_two_certain_clues_for_two_states_leave_it_to_a_person() -> None:
    found = weigh([BY_ADDRESS, Clue("It answers the mail that carried CC/2026/0002 to Togo.", CERTAIN, "TGO", 2, 12)])
    assert (found.confidence, found.letter_id) == (POSSIBLE, 1)


def test_two_letters_to_one_state_are_less_sure_than_one() -> None:
    found = weigh([BY_ADDRESS, Clue("It answers the mail that carried CC/2026/0009 to Chad.", CERTAIN, "TCD", 9, 19)])
    assert (found.confidence, found.iso3, found.letter_id) == (LIKELY, "TCD", 1)


def test_a_doubt_alone_is_no_match() -> None:
    found = weigh([Clue("The address it was sent to carries a tag that was not made here.", doubt=True)])
    assert (found.confidence, found.iso3) == (MatchConfidence.NONE, "")
    assert found.words == "But the address it was sent to carries a tag that was not made here."


def test_no_number_of_doubts_makes_a_match_vanish() -> None:
    doubts = [Clue("The mail server doubts it.", doubt=True)] * 5
    assert weigh([BY_ADDRESS, *doubts]).confidence is POSSIBLE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your letter CC/2026/0123 of 3 March", ["CC/2026/0123"]),
        ("ref.: cc/2026/0123, CC/2026/0124", ["CC/2026/0123", "CC/2026/0124"]),
        ("APMBC-CC/2026/0007.", ["APMBC-CC/2026/0007"]),
        ("3/2026 and 12/03/2026", []),
    ],
)
def test_reference_numbers_are_found_in_a_text(text: str, found: list[str]) -> None:
    assert references_in(text) == found


@pytest.mark.parametrize(
    ("address", "states"),
    [
        ("ada@td.example", {"TCD"}),
        ("ada@mission.td.example", {"TCD"}),
        ("ada@gmail.com", set()),
        ("ada@mfa.gov.td", {"TCD"}),
        ("ada@diplomatie.gouv.td", {"TCD"}),
        ("ada@fcdo.gov.uk", {"GBR"}),
        ("ada@shop.td", set()),
        ("ada@shared.example", {"TCD", "TGO"}),
        ("nonsense", set()),
    ],
)
def test_the_domain_of_a_sender_tells_its_state(address: str, states: set[str]) -> None:
    of_contacts = {"td.example": {"TCD"}, "shared.example": {"TCD", "TGO"}}
    assert set(states_of_domain(address, of_contacts, {"td": "TCD", "gb": "GBR"})[1]) == states
