from datetime import date
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from committees.models.access import Opened, Opening
from committees.models.terms import Representative, RepresentativeKind
from committees.models.work import BodyFile
from committees.queries.activities import get_activity
from committees.queries.papers import get_paper
from committees.rules.paper import left_out, rewritten
from committees.workflow.papers import circulate, draft_paper, finalise
from core.db import transaction
from core.permissions import Role
from tests.committees.log import ADDRESS, BODY, CODE, TODAY, YEAR, drafted_paper, recorded, saved, text_of
from tests.factories.accounts import make_account, sign_in
from tests.factories.offices import SOURCED
from tests.factories.states import OFFICER, added
from tests.states_parties.pages import read, rows, saved_rows, send, signed_in, words

PAPER = f"{ADDRESS}/papers/{YEAR}"
ENTRY = {"kind": "workshop", "starts_on": "2021-10-05", "what": "a workshop", "source": "minutes", "confidence": "high"}


def opened(what: Opened, subject_id: int = 0) -> None:
    with transaction():
        added(
            Opening(convention=CODE, body=BODY, opened=what, subject_id=subject_id, starts_on=TODAY, opened_by="Chair")
        )


def a_file(iso3: str | None = None) -> BodyFile:
    with transaction():
        return added(BodyFile(convention=CODE, body=BODY, title="A matter", iso3=iso3, opened_on=date(2021, 1, 1)))


def test_the_log_is_a_list_of_sentences_that_can_be_filtered_and_saved(registers: Flask) -> None:
    client = signed_in(registers)
    listed = rows(read(client, f"{ADDRESS}/activities?kind=letters&year=2021"))
    assert [row["No."] for row in listed] == ["9", "5", "2"]
    assert listed[2]["What was done"].startswith("On 3 March 2021 the Committee, together with")
    assert len(saved_rows(client, f"{ADDRESS}/activities?format=csv")) == 9


def test_an_entry_is_written_changed_and_withdrawn(registers: Flask) -> None:
    client = signed_in(registers, Role.CHAIR)
    page = send(client, f"{ADDRESS}/activities/new", ENTRY).get_data(as_text=True)
    assert "On 5 October 2021 the Committee held a workshop." in page
    send(client, f"{ADDRESS}/activities/10", {"count": "2", "what": "workshops", "private": "y"})
    assert (get_activity(CODE, BODY, 10).count, get_activity(CODE, BODY, 10).private) == (2, True)
    send(client, f"{ADDRESS}/activities/10/withdraw", {"reason": "recorded twice"})
    assert rows(read(client, f"{ADDRESS}/activities"))[0]["Standing"] == "withdrawn: recorded twice"


def test_a_refused_entry_says_why_beside_its_field_and_keeps_what_was_written(registers: Flask) -> None:
    client = signed_in(registers)
    answer = send(client, f"{ADDRESS}/activities/new", {**ENTRY, "ends_on": "2021-10-04", "purpose": "to keep"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "The last day, 2021-10-04, lies before the first, 2021-10-05." in page
    assert "to keep" in page


def test_observers_see_of_the_log_what_is_opened_and_nothing_private(registers: Flask) -> None:
    recorded(private=True)
    client = signed_in(registers, Role.OBSERVER)
    assert "is not opened to observers" in words(read(client, f"{ADDRESS}/activities"))
    opened(Opened.ACTIVITIES)
    assert len(rows(read(client, f"{ADDRESS}/activities"))) == 9


def queries(client: FlaskClient, address: str) -> int:
    """How many statements one page sends to the database."""
    sent: list[str] = []

    def noted(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", noted)
    assert client.get(address).status_code == 200
    event.remove(Engine, "before_cursor_execute", noted)
    return len(sent)


def test_the_queries_of_the_lists_do_not_grow_with_their_rows(registers: Flask) -> None:
    client = signed_in(registers)
    drafted_paper()
    lists = [f"{ADDRESS}/activities", f"{ADDRESS}/papers"]
    few = [queries(client, address) for address in lists]
    for year in (2022, 2023):
        recorded(starts_on=date(year, 2, 1), ends_on=date(year, 2, 1))
        with transaction():
            draft_paper(CODE, BODY, year, on=TODAY, by=OFFICER)
    assert [queries(client, address) for address in lists] == few


def test_a_paper_goes_from_draft_to_final_in_the_browser(registers: Flask) -> None:
    chair, member = signed_in(registers, Role.CHAIR), signed_in(registers, Role.MEMBER)
    send(chair, f"{ADDRESS}/papers/new", {"year": "2021"})
    send(chair, f"{PAPER}/circulate", {"comments_until": "2026-12-01"})
    send(member, f"{PAPER}/comments/activity-3", {"text": "Which tools?"})
    page = read(chair, PAPER)
    assert "Which tools?" in words(page, "//*[@id='activity-3']")
    send(chair, f"{PAPER}/edit", {"text-activity-3": "Tools named.", "note": "As asked"})
    assert "Tools named." in words(read(member, PAPER), "//*[@id='activity-3']")
    before = words(read(chair, f"{PAPER}/final"))
    assert "Comments are to be settled first: 1 waits (" in before
    assert "on paragraph 3). Members were told that they may comment until 1 December 2026; that ends now." in before
    refused = send(chair, f"{PAPER}/final", {})
    assert (refused.status_code, "Not every comment is settled" in refused.get_data(as_text=True)) == (422, True)
    assert get_paper(CODE, BODY, YEAR).state == "circulated"
    [settle] = page.xpath("//form[contains(@action, '/settle')]")
    token = settle.xpath(".//input[@name='csrf_token']/@value")[0]
    chair.post(settle.get("action"), data={"csrf_token": token})
    assert "Comments are to be settled first" not in words(read(chair, f"{PAPER}/final"))
    send(chair, f"{PAPER}/final", {})
    assert get_paper(CODE, BODY, YEAR).state == "final"
    assert words(read(member, f"{PAPER}/compare/1/2"), "//ins") == "Tools named."
    assert send(chair, f"{PAPER}/edit", {"note": "late"}).status_code == 422


def test_paragraphs_are_added_moved_left_out_and_taken_out(registers: Flask) -> None:
    client, paper = signed_in(registers), drafted_paper()
    entered = {"place-activity-9": "1", "out-activity-4": "said elsewhere", "new_priority": "One.\n\nTwo."}
    send(client, f"{PAPER}/edit", entered)
    content = text_of(paper)
    assert [each.id for each in content.paragraphs][:2] == ["activity-9", "activity-1"]
    assert len(content.numbers()) == 15
    assert [each.text for each in content.paragraphs][-2:] == ["One.", "Two."]
    own = content.paragraphs[-1].id
    assert send(client, f"{PAPER}/edit", {f"text-{own}": "", "text-activity-1": ""}).status_code == 422
    send(client, f"{PAPER}/edit", {f"text-{own}": ""})
    assert text_of(paper).find(own) is None


def test_whoever_saves_second_gets_both_texts_and_then_saves(registers: Flask) -> None:
    client, paper = signed_in(registers), drafted_paper()
    saved(paper, rewritten(rewritten(text_of(paper), "activity-1", "First of the other."), "activity-2", "Second."))
    late = {"based_on": "1", "text-activity-1": "First of mine.", "new_activity": "More."}
    before = text_of(paper)
    original = get_paper(CODE, BODY, YEAR).versions[-1].content["paragraphs"][1]["text"]
    answer = send(client, f"{PAPER}/edit", {**late, "text-activity-2": original})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for kept in ("First of mine.", "First of the other.", "Second.", "More.", "saved version 2"):
        assert kept in page
    assert text_of(paper) == before


def test_who_takes_no_part_in_a_file_does_not_read_its_paragraph(registers: Flask) -> None:
    file = a_file()
    recorded(file_id=file.id, what="a confidential dialogue")
    paper = drafted_paper()
    with transaction():
        circulate(paper, comments_until=TODAY, on=TODAY, by=OFFICER)
    observer = signed_in(registers, Role.OBSERVER)
    assert observer.get(PAPER).status_code == 404
    opened(Opened.PAPER, paper.id)
    page = words(read(observer, PAPER))
    assert "a confidential dialogue" not in page
    assert "a file in which your State takes no part" in page
    assert "a confidential dialogue" in words(read(signed_in(registers, Role.MEMBER), PAPER))


CONFIDENTIAL, WITHHELD = "a confidential dialogue", "a file in which your State takes no part"


@pytest.fixture
def final(registers: Flask) -> int:
    """A final paper: what it tells of a file about Yemen is left out of version 2, and printed again in version 3."""
    recorded(file_id=a_file("YEM").id, what=CONFIDENTIAL)
    paper = drafted_paper()
    saved(paper, left_out(text_of(paper), "activity-10", "said in confidence"))
    saved(paper, rewritten(left_out(text_of(paper), "activity-10", ""), "activity-10", "It spoke."), based_on=2)
    with transaction():
        finalise(paper, based_on=3, by=OFFICER)
    return paper.id


def of_yemen(app: Flask) -> FlaskClient:
    """A member who acts for Yemen in another body."""
    account = make_account(Role.MEMBER)
    with transaction():
        where = {"convention": CODE, "body": "universalization"}
        person = {"kind": RepresentativeKind.REPRESENTATIVE, "person_name": account.name, "starts_on": date(2020, 1, 1)}
        added(Representative(**where, **person, iso3="YEM", account_id=account.id, **SOURCED))
    client = app.test_client()
    sign_in(client, account=account)
    return client


def in_word(client: FlaskClient, query: str = "") -> str:
    document = Document(BytesIO(client.get(f"{PAPER}.docx{query}").data))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_whoever_takes_no_part_reads_the_final_text_and_no_older_one_of_its_paragraph(
    registers: Flask, final: int
) -> None:
    client = of_yemen(registers)
    for told in (words(read(client, PAPER)), in_word(client)):
        assert "It spoke." in told
    for told in (
        words(read(client, f"{PAPER}?version=1")),
        words(read(client, f"{PAPER}?version=2")),
        words(read(client, f"{PAPER}/compare/1/2")),
        words(read(client, f"{PAPER}/compare/2/3")),
        in_word(client, "?version=1"),
        in_word(client, "?version=2"),
    ):
        assert CONFIDENTIAL not in told
        assert "said in confidence" not in told
    assert WITHHELD in words(read(client, f"{PAPER}?version=1"))
    assert WITHHELD in in_word(client, "?version=1")
    office = signed_in(registers)
    assert CONFIDENTIAL in words(read(office, f"{PAPER}?version=1"))
    assert "said in confidence" in words(read(office, f"{PAPER}/compare/1/2"))


def test_observers_read_the_final_text_of_an_opened_paper_and_no_older_one(registers: Flask, final: int) -> None:
    opened(Opened.PAPER, final)
    observer = signed_in(registers, Role.OBSERVER)
    for told in (words(read(observer, PAPER)), words(read(observer, f"{PAPER}?version=3")), in_word(observer)):
        assert "It spoke." in told
        assert CONFIDENTIAL not in told
    assert "Version 2" not in words(read(observer, PAPER))
    for number in (1, 2):
        for address in (
            f"{PAPER}?version={number}",
            f"{PAPER}.docx?version={number}",
            f"{PAPER}/compare/{number}/3",
        ):
            answer = observer.get(address)
            assert (answer.status_code, answer.mimetype) == (404, "text/html")
            assert f"Version {number} of this paper is not opened to you." in answer.get_data(as_text=True)
            assert CONFIDENTIAL not in answer.get_data(as_text=True)
