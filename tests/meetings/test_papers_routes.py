"""Pages of papers: the list, one paper, who reads which text, versions compared, reminders counted first."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from conventions.models import Meeting
from core.db import db, transaction
from core.docx.lint import read_back
from core.outbox.models import OutboxMessage
from core.permissions import Role
from meetings.models.papers import MeetingPaper
from meetings.rules.symbols import SymbolKind
from meetings.workflow.paper_texts import add_text, issue_paper
from meetings.workflow.papers import withdraw_paper
from tests.meetings.papers import BY, TODAY, meeting_of_papers, received, reserved, word_file
from tests.meetings.people import party
from tests.states_parties.pages import read, rows, saved_rows, send, signed_in, words

PAPERS = "/apmbc/meetings/24msp/papers"
QUESTIONS = 6


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return meeting_of_papers(full_name="Twenty-Fourth Meeting of the States Parties")


@pytest.fixture
def officer(app: Flask, meeting: Meeting) -> FlaskClient:
    return signed_in(app)


def page_of(answer: TestResponse) -> html.HtmlElement:
    return html.fromstring(answer.get_data(as_text=True))


def issued(meeting: Meeting, *paragraphs: str, languages: tuple[str, ...] = ("EN",)) -> MeetingPaper:
    paper = received(meeting, reserved(meeting, languages=languages), *paragraphs)
    with transaction():
        issue_paper(paper, ["EN"], issued_on=TODAY, advance=False, by=BY)
    return paper


def wanted(**fields: Any) -> dict[str, Any]:
    usual = {
        "title": "Clearance in cold regions",
        "origin": "body",
        "submitter": "Committee",
        "languages": ["EN", "FR"],
    }
    return {**usual, **fields}


def test_a_symbol_is_reserved_on_a_page_and_stands_in_the_list(officer: FlaskClient) -> None:
    answer = send(officer, f"{PAPERS}/reserve", wanted(kind="WP"))
    assert "The symbol is reserved." in words(page_of(answer))
    [row] = rows(read(officer, PAPERS))
    assert (row["Symbol"], row["Submitted by"], row["Where it stands"], row["Text due"]) == (
        "APLC/MSP.24/2027/WP.1",
        "Committee",
        "reserved",
        "28 September 2027",
    )
    assert saved_rows(officer, f"{PAPERS}?format=csv")[0]["Still to come in"] == "EN FR"


def test_a_paper_of_a_state_bears_its_name(officer: FlaskClient) -> None:
    state = party("Ruritania")
    send(officer, f"{PAPERS}/reserve", wanted(origin="State", by_state=state.slug, submitter=""))
    assert rows(read(officer, PAPERS))[0]["Submitted by"] == "Ruritania"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"symbol": "CCM/MSP/2027/1"}, "“CCM/MSP/2027/1” is a symbol of the CCM; this meeting is one of the APMBC."),
        ({"origin": "State", "submitter": ""}, "Choose the State that submits the paper."),
        ({"submitter": ""}, "Say who submits the paper."),
        ({"languages": []}, "Choose at least one language."),
        ({"email": "nobody"}, "Write one e-mail address, such as mission@state.example."),
        ({"public_link": "javascript:alert(1)"}, "Write the whole address, beginning with https://."),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_no_symbol_is_given(
    officer: FlaskClient, fields: dict[str, Any], sentence: str
) -> None:
    assert sentence in words(page_of(send(officer, f"{PAPERS}/reserve", wanted(**fields))))
    assert db.session.scalars(select(MeetingPaper)).all() == []


def test_a_text_is_read_by_all_once_it_is_issued_and_by_the_secretariat_before(app: Flask, meeting: Meeting) -> None:
    paper = received(meeting, reserved(meeting), "Secret until issued.")
    officer, delegate = signed_in(app), signed_in(app, Role.OBSERVER)
    assert read_back(officer.get(f"{PAPERS}/1/en").data).paragraphs == ("Secret until issued.",)
    assert f"{paper.symbol} is not out in this language yet." in words(page_of(delegate.get(f"{PAPERS}/1/en")))
    with transaction():
        issue_paper(paper, ["EN"], issued_on=TODAY, advance=True, by=BY)
    answer = delegate.get(f"{PAPERS}/1/en")
    assert read_back(answer.data).paragraphs == ("Secret until issued.",)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="APLC-MSP_24-2027-1-EN.docx"'


def test_the_address_of_a_text_stays_while_its_versions_follow_each_other(app: Flask, meeting: Meeting) -> None:
    paper = issued(meeting, "It decided to meet in Geneva.", "It closed.")
    with transaction():
        add_text(paper, "EN", word_file("It decided to meet in Lusaka.", "It closed."), "2.docx", by=BY)
    assert _opening(signed_in(app, Role.OBSERVER), "1/en") == "It decided to meet in Lusaka."
    reader = signed_in(app)
    assert _opening(reader, "1/en") == "It decided to meet in Lusaka."
    assert _opening(reader, "1/en/1") == "It decided to meet in Geneva."
    [passage] = read(reader, f"{PAPERS}/1/en/1/2").xpath("//main//ol/li")
    assert (passage.xpath("string(del)"), passage.xpath("string(ins)")) == ("Geneva.", "Lusaka.")


def test_versions_before_the_newest_are_drafts_that_only_the_secretariat_reads(app: Flask, meeting: Meeting) -> None:
    paper = received(meeting, reserved(meeting), "Confidential draft.")
    with transaction():
        add_text(paper, "EN", word_file("Clean text."), "2.docx", by=BY)
        issue_paper(paper, ["EN"], issued_on=TODAY, advance=False, by=BY)
    reader = signed_in(app, Role.OBSERVER)
    assert _opening(reader, "1/en") == _opening(reader, "1/en/2") == "Clean text."
    for address in ("1/en/1", "1/en/1/2", "1/en/2/1"):
        assert "Only the newest version" in words(page_of(reader.get(f"{PAPERS}/{address}")))
    assert "Earlier versions" not in words(read(reader, f"{PAPERS}/1"))
    assert _opening(signed_in(app), "1/en/1") == "Confidential draft."


def test_nothing_of_a_withdrawn_paper_is_read_by_all(app: Flask, meeting: Meeting) -> None:
    paper = issued(meeting, "Recalled.")
    with transaction():
        withdraw_paper(paper, because="recalled by its submitter", by=BY)
    reader = signed_in(app, Role.OBSERVER)
    for address in ("1/en", "1/en/1"):
        assert "was withdrawn" in words(page_of(reader.get(f"{PAPERS}/{address}")))
    page = words(read(reader, f"{PAPERS}/1"))
    assert "Withdrawn: recalled by its submitter." in page
    assert "To read" not in page
    assert rows(read(reader, PAPERS))[0]["Out in"] == ""
    assert _opening(signed_in(app), "1/en") == "Recalled."


def _opening(client: FlaskClient, address: str) -> str:
    """The first paragraph of the Word file there."""
    return read_back(client.get(f"{PAPERS}/{address}").data).paragraphs[0]


def test_a_paper_above_its_limit_warns_with_the_source(officer: FlaskClient, meeting: Meeting) -> None:
    received(meeting, reserved(meeting), words=11_000)
    page = words(read(officer, f"{PAPERS}/1"))
    assert "The paper has 11,000 words, 300 words more than the 10,700 that are processed." in page
    assert "Source: United Nations Office at Geneva, rules on the submission of documents." in page


def test_a_text_is_received_on_a_page(officer: FlaskClient, meeting: Meeting) -> None:
    reserved(meeting)
    file = (BytesIO(word_file("Four words are here.")), "text.docx")
    answer = send(officer, f"{PAPERS}/1/receive", {"received_on": "2026-11-19", "language": "EN", "file": file})
    page = page_of(answer)
    assert "The text is received." in words(page)
    assert page.xpath("string(//dt[text()='Words']/following-sibling::dd)") == "4"


def test_reminders_are_counted_before_they_are_drafted(officer: FlaskClient, meeting: Meeting) -> None:
    reserved(meeting, email="chair@state.example")
    reserved(meeting)
    assert "Remind 1 submitter…" in words(read(officer, f"{PAPERS}/owed"))
    page = words(read(officer, f"{PAPERS}/owed/remind"))
    assert "1 reminder" in page
    assert "Without an address for reminders APLC/MSP.24/2027/2" in page
    assert db.session.scalars(select(OutboxMessage)).all() == []
    send(officer, f"{PAPERS}/owed/remind", {})
    assert db.session.scalars(select(OutboxMessage.address)).all() == ["chair@state.example"]


def test_what_is_owed_names_who_owes_it_since_when(officer: FlaskClient, meeting: Meeting) -> None:
    reserved(meeting)
    issued(meeting, languages=("EN", "FR"))
    owed = [(row["Who owes it"], row["What"], row["Since"]) for row in rows(read(officer, f"{PAPERS}/owed"))]
    assert owed == [
        ("Committee on clearance", "the text", "28 September 2027"),
        ("documents unit", "the text in FR", "26 October 2027"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_many_questions_for_three_papers_as_for_one(
    officer: FlaskClient, meeting: Meeting, number: int
) -> None:
    for _place in range(number):
        reserved(meeting, SymbolKind.WORKING_PAPER, languages=("EN", "FR"))
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    officer.get(PAPERS)
    event.remove(Engine, "before_cursor_execute", note)
    assert len([text for text in asked if text.startswith("SELECT")]) == QUESTIONS
