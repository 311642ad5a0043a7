"""What the group alone reads and does is there for it and for nobody else; whoever takes no part sees what all see."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from committees.models.access import Recusal
from core.accounts.models import User
from core.db import db, transaction
from core.permissions import Role
from extension_requests.models.analysis import ExpertInput, Question, QuestionState
from extension_requests.models.documents import DocumentKind, DossierDocument, Visibility
from extension_requests.rules.machine import RequestState, Who
from extension_requests.workflow.agreement import agree
from extension_requests.workflow.analysis import begin_draft, put_before_group, show_to_state
from extension_requests.workflow.issue import give_symbol, issue
from meetings.rules.symbols import SymbolKind
from tests.committees.offices import browser_of
from tests.extension_requests.group import ADDRESS, BY, ON, Group, chair_of_another, isu, make_group
from tests.factories.accounts import make_account
from tests.factories.states import added

SECRET = "How many teams work in the north?"
EXPERTS = "Experts of the north"
GROUP_ONLY = [
    "/questions",
    "/questions.docx",
    "/questions/new",
    "/inputs",
    "/analysis/history/edit",
    "/analysis/compare/1/2",
    "/comments/request",
    "/comments/history",
]
OF_THE_CHAIR = ["/questions/ask", "/inputs/close", "/analysis/begin"]
OF_THE_ISU = [
    "/questions/1/answer",
    "/questions/answers",
    "/questions/close",
    "/inputs/1/receive",
    "/inputs/1/decline",
    "/analysis/symbol",
    "/analysis/issue",
]
OF_BOTH = ["/group/recuse", "/inputs/invite", "/analysis/version", "/analysis/shown-to-state"]


@pytest.fixture
def group(app: Flask) -> Group:
    """While the analysis is drafted, with a question that was asked and an organisation that was invited."""
    with transaction():
        made = make_group()
        begin_draft(made.dossier, override_reason="The meeting is near.", who={Who.CHAIR}, on=ON, by=BY)
        put_before_group(made.dossier, on=ON, by=BY)
        made.dossier.round = 1
        days = {"asked_on": date(2026, 10, 10), "answer_due_on": date(2026, 11, 7)}
        question = {"dossier_id": made.dossier.id, "number": 1, "round": 1, "drafted_by": "Ada"}
        added(Question(text=SECRET, state=QuestionState.ASKED, **question, **days))
        asked = {"invited_on": date(2026, 10, 10), "due_on": date(2026, 11, 30), "email": "north@experts.example"}
        added(ExpertInput(dossier_id=made.dossier.id, organisation=EXPERTS, **asked))
    return made


def answers(app: Flask, account: User, addresses: list[str]) -> dict[str, int]:
    browser = browser_of(app, account)
    return {each: browser.get(f"{ADDRESS}{each}").status_code for each in addresses}


def strangers(group: Group) -> dict[str, User]:
    return {
        "observer": make_account(Role.OBSERVER),
        "member of the State that asks": group.person_of(group.zambia),
        "chair of another committee": chair_of_another(group),
    }


def test_what_is_the_groups_alone_is_closed_to_everybody_else(app: Flask, group: Group) -> None:
    everything = [*GROUP_ONLY, *OF_THE_CHAIR, *OF_THE_ISU, *OF_BOTH, "/group/assign", "/analysis/agree"]
    for account in strangers(group).values():
        assert set(answers(app, account, everything).values()) == {403}
        assert set(answers(app, account, ["/analysis", "/analysis.docx"]).values()) == {404}


def test_a_member_reads_the_work_of_the_group_and_writes_in_it(app: Flask, group: Group) -> None:
    member = group.person_of(group.peru)
    opened = [each for each in GROUP_ONLY if "compare" not in each]
    assert set(answers(app, member, [*opened, "/analysis", "/analysis.docx", "/analysis/agree"]).values()) == {200}
    assert set(answers(app, member, [*OF_THE_CHAIR, *OF_THE_ISU, *OF_BOTH, "/group/assign"]).values()) == {403}


def test_the_chair_and_the_isu_do_what_is_theirs(app: Flask, group: Group) -> None:
    chair, officer = group.person_of(group.chile), isu()
    assert set(answers(app, chair, [*OF_THE_CHAIR, *OF_BOTH, "/group/assign", "/analysis/agree"]).values()) == {200}
    assert set(answers(app, chair, OF_THE_ISU).values()) == {403}
    own = [each.replace("/inputs/1/", f"/inputs/{input_id()}/") for each in OF_THE_ISU]
    assert set(answers(app, officer, [*own, *OF_BOTH]).values()) == {200}
    assert set(answers(app, officer, [*OF_THE_CHAIR, "/group/assign", "/analysis/agree"]).values()) == {403}


def test_the_page_of_the_dossier_tells_strangers_nothing_of_the_groups_work(app: Flask, group: Group) -> None:
    everybody = browser_of(app, make_account(Role.OBSERVER))
    shown = {name: words(browser_of(app, account).get(ADDRESS)) for name, account in strangers(group).items()}
    for page in shown.values():
        assert [each for each in ("/questions", "/inputs", "The meeting is near.") if each in page] == []
    assert "you see what everybody sees" in shown["member of the State that asks"]
    assert "leads" not in words(everybody.get(f"{ADDRESS}/group"))


def test_a_member_who_is_recused_on_the_way_sees_what_everybody_sees(app: Flask, group: Group) -> None:
    member = group.person_of(group.peru)
    browser = browser_of(app, member)
    assert SECRET in words(browser.get(f"{ADDRESS}/questions"))
    with transaction():
        added(
            Recusal(file_id=group.dossier.file_id, iso3=group.peru.iso3, reason="test", starts_on=ON, ends_before=None)
        )
    assert set(answers(app, member, [*GROUP_ONLY, "/analysis/agree"]).values()) == {403}
    assert post(browser, f"{ADDRESS}/analysis/agree", data={"answer": "agrees"}).status_code == 403
    assert post(browser, f"{ADDRESS}/comments/request", data={"text": "I say"}).status_code == 403


def test_everybody_reads_the_issued_analysis_and_no_draft_of_it(app: Flask, group: Group) -> None:
    with transaction():
        show_to_state(group.dossier, shown_on=ON, on=ON, by=BY)
        for state in (group.chile, group.peru):
            agree_for(group, state.iso3)
        give_symbol(group.dossier, SymbolKind.MAIN, symbol="", items=(), by=BY)
        issue(group.dossier, issued_on=ON, who={Who.ISU}, on=ON, by=BY)
    for account in strangers(group).values():
        browser = browser_of(app, account)
        assert "APLC/MSP.24/2027/1" in words(browser.get(f"{ADDRESS}/analysis"))
        assert browser.get(f"{ADDRESS}/analysis.docx").status_code == 200
        assert browser.get(f"{ADDRESS}/analysis.docx?version=1").status_code == 404
        assert browser.get(f"{ADDRESS}/analysis/compare/1/1").status_code == 403
    officer, readers = browser_of(app, isu()), f"{ADDRESS}/documents/{issued_document().id}/readers"
    assert readers not in words(officer.get(ADDRESS))
    assert "it stays open to everybody" in refused_words(post(officer, readers, data={}))
    assert issued_document().visibility is Visibility.PUBLIC


def test_a_round_of_questions_goes_from_the_draft_to_the_recorded_answer(app: Flask, group: Group) -> None:
    with transaction():
        group.dossier.state = RequestState.IN_COMPLETENESS
    chair, officer = browser_of(app, group.person_of(group.chile)), browser_of(app, isu())
    member = browser_of(app, group.person_of(group.peru))
    sent(post(member, f"{ADDRESS}/questions/new", data={"text": "What of the mines in wells?", "item": "A12"}))
    assert post(member, f"{ADDRESS}/questions/ask", data={"answer_due_on": "2026-12-18"}).status_code == 403
    refused = post(chair, f"{ADDRESS}/questions/ask", data={"answer_due_on": "2026-11-20"})
    assert "leaves no time to answer" in refused_words(refused)
    sent(post(chair, f"{ADDRESS}/questions/ask", data={"answer_due_on": "2026-12-18"}))
    answered = {"settled_as": "answered", "answered_on": "2026-11-20", "answer": "They are deep."}
    sent(post(officer, f"{ADDRESS}/questions/2/answer", data=answered))
    early = post(officer, f"{ADDRESS}/questions/close", data={})
    assert "question 1 is still open" in refused_words(early)
    sent(post(officer, f"{ADDRESS}/questions/1/answer", data={"settled_as": "overdue noted"}))
    sent(post(officer, f"{ADDRESS}/questions/close", data={}))
    page = words(member.get(f"{ADDRESS}/questions"))
    assert [each for each in ("They are deep.", "Round 2") if each not in page] == []


def test_experts_are_shown_before_they_are_written_to(app: Flask, group: Group) -> None:
    officer = browser_of(app, isu())
    mail = {"due_on": "2026-12-18", "subject": "Zambia", "text": "Dear"}
    form = {"asks_0": "y", "address_0": "mine@experts.example", **mail}
    looked_at = post(officer, f"{ADDRESS}/inputs/invite", data=form)
    assert looked_at.status_code == 200
    assert [each for each in ("1 mail leaves at once.", "mine@experts.example") if each not in words(looked_at)] == []
    assert db.session.query(ExpertInput).count() == 1
    sent(post(officer, f"{ADDRESS}/inputs/invite", data={**form, "reviewed": "yes"}))
    assert "mine@experts.example" in words(officer.get(f"{ADDRESS}/inputs"))
    again = post(officer, f"{ADDRESS}/inputs/invite", data={**mail, "other": EXPERTS, "other_address": "a@b.example"})
    assert "was invited already" in refused_words(again)


def test_two_who_write_one_section_see_each_other_and_lose_nothing(app: Flask, group: Group) -> None:
    first, second = (browser_of(app, group.person_of(each)) for each in (group.chile, group.peru))
    address = f"{ADDRESS}/analysis/reasons/edit"
    seen = seen_in(first.get(address))
    sent(post(first, address, data={"seen": seen, "text": "Rain."}))
    late = post(second, address, data={"seen": seen, "text": "Snow."})
    page = refused_words(late)
    assert [
        each for each in ("Somebody changed this section while you were writing", "Rain.", "Snow.") if each not in page
    ] == []
    sent(post(second, address, data={"seen": seen_in(late), "text": "Rain and snow."}))
    assert "Rain and snow." in words(first.get(f"{ADDRESS}/analysis"))


def agree_for(group: Group, iso3: str) -> None:
    agree(group.dossier, iso3, version=1, agrees=True, reason="", states={iso3}, on=ON, by=BY)


def issued_document() -> DossierDocument:
    return db.session.query(DossierDocument).filter_by(kind=DocumentKind.ANALYSIS).one()


def input_id() -> int:
    return db.session.query(ExpertInput.id).scalar()


def post(browser: FlaskClient, address: str, *, data: dict[str, str]) -> TestResponse:
    """As a form of the house sends it."""
    page = words(browser.get("/account"))
    token = page[page.index('name="csrf_token"') :].partition('value="')[2].partition('"')[0]
    return browser.post(address, data={**data, "csrf_token": token})


def sent(answer: TestResponse) -> None:
    assert answer.status_code == 302, answer.get_data(as_text=True)


def refused_words(answer: TestResponse) -> str:
    assert answer.status_code == 422
    return words(answer)


def words(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def seen_in(answer: TestResponse) -> str:
    page = words(answer)
    place = page.index('name="seen"')
    return page[place:].partition('value="')[2].partition('"')[0]
