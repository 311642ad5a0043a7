"""What the group alone reads and does is there for it and for nobody else; whoever takes no part sees what all see."""

import re
from collections import defaultdict
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from committees.models.access import Recusal
from core.accounts.models import User
from core.db import db, transaction
from core.permissions import Role
from extension_requests.models.analysis import ExpertInput, Question, QuestionState
from extension_requests.models.documents import DossierDocument
from extension_requests.routes.counter import DOSSIER
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.machine import RequestState, Who
from extension_requests.workflow.agreement import agree
from extension_requests.workflow.analysis import begin_draft, put_before_group, show_to_state
from extension_requests.workflow.documents import file_upload
from extension_requests.workflow.issue import give_symbol, issue
from meetings.rules.symbols import SymbolKind
from tests.committees.offices import browser_of
from tests.extension_requests.group import ADDRESS, BY, ON, Group, chair_of_another, isu, make_group
from tests.factories.accounts import make_account
from tests.factories.requests import word_file
from tests.factories.states import added
from tests.one_database import ON_SQLITE_ALONE

SECRET = "How many teams work in the north?"
EXPERTS = "Experts of the north"
# Who gets in, for every address below a dossier; a new one without a row fails.
# hidden: not there for strangers. group: for all inside. works: for whoever works on the analysis.
WHO = """
all     /group
all     /figures
all     /figures/template.xlsx
hidden  /analysis
hidden  /analysis.docx
hidden  /decision
hidden  /decision.docx
hidden  /documents/<int:document_id>/file
hidden  /documents/<int:document_id>/changes
group   /analysis/compare/<int:older>/<int:newer>
group   /completeness
group   /inputs
group   /questions
group   /questions.docx
works   /analysis/<section>/edit
works   /analysis/follow
works   /comments/<section>
works   /completeness/reading
works   /completeness/take-over
works   /decision/clauses/<int:clause_id>
works   /decision/clauses/<int:clause_id>/remove
works   /decision/clauses/new
works   /decision/draft
works   /figures/<int:figure_id>/take-out
works   /figures/import
works   /figures/import/confirm
works   /figures/new
works   /figures/take-over
works   /questions/<int:question_number>/change
works   /questions/<int:question_number>/remove
works   /questions/new
members /analysis/agree
chair   /analysis/begin
chair   /completeness/<item>/settle
chair   /group/assign
chair   /inputs/close
chair   /questions/ask
both    /analysis/shown-to-committee
both    /analysis/shown-to-state
both    /analysis/version
both    /group/recuse
both    /inputs/invite
isu     /acknowledge
isu     /analysis/issue
isu     /analysis/symbol
isu     /announce
isu     /bring-again
isu     /complete
isu     /defer
isu     /documents/<int:document_id>/readers
isu     /documents/<int:document_id>/take-off
isu     /documents/new
isu     /grant
isu     /grant-less
isu     /inputs/<int:input_id>/decline
isu     /inputs/<int:input_id>/receive
isu     /letters/<int:campaign_id>/file
isu     /letters/new
isu     /meeting
isu     /open-check
isu     /present
isu     /promises/<int:promise_id>
isu     /promises/<int:promise_id>/drop
isu     /questions/<int:question_number>/answer
isu     /questions/answers
isu     /questions/close
isu     /refuse
isu     /revise
isu     /silence/new
isu     /silence/objection
isu     /submit
isu     /withdraw
"""
ROWS = {rest: who for who, rest in (line.split() for line in WHO.strip().splitlines())}
INSIDE = {
    "administrator": {"all", "hidden", "group", "works", "both", "isu"},
    "officer": {"all", "hidden", "group", "works", "both", "isu"},
    "member": {"all", "hidden", "group", "works", "members"},
    "chair": {"all", "hidden", "group", "works", "members", "both", "chair"},
}


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
        paper = {"language": "EN", "dated_on": ON, "name": "Note", "by": BY}
        for _version in range(2):
            file_upload(made.dossier, DocumentKind.OTHER, word_file("Of the group."), **paper)
    return made


def below_a_dossier(app: Flask) -> dict[str, bool]:
    """Every address below a dossier, as it is declared, and whether it is asked for with GET."""
    rules = [each for each in app.url_map.iter_rules() if each.rule.startswith(f"{DOSSIER}/")]
    return {each.rule.removeprefix(DOSSIER): "GET" in (each.methods or ()) for each in rules}


def filled(rest: str) -> str:
    """With what the group has: its second version of a paper, its question, its invitation; else the first of all."""
    document = db.session.scalars(select(DossierDocument.id).order_by(DossierDocument.version.desc())).first()
    here = {
        "<section>": "history",
        "<item>": "A1",
        "<int:newer>": "2",
        "<int:document_id>": str(document),
        "<int:input_id>": str(input_id()),
    }
    for name, value in here.items():
        rest = rest.replace(name, value)
    return re.sub("<int:[a-z_]+>", "1", rest)


def visits(app: Flask, account: User, *, posts: bool) -> dict[str, set[int]]:
    """By who gets in, what the account is answered. posts: also at what only takes what is sent."""
    browser, found = browser_of(app, account), defaultdict(set)
    for rest, gets in below_a_dossier(app).items():
        address = f"{ADDRESS}{filled(rest)}"
        if gets:
            found[ROWS[rest]].add(browser.get(address).status_code)
        elif posts:
            found[ROWS[rest]].add(post(browser, address, data={}).status_code)
    return dict(found)


def strangers(group: Group) -> dict[str, User]:
    return {
        "observer": make_account(Role.OBSERVER),
        "member of the State that asks": group.person_of(group.zambia),
        "chair of another committee": chair_of_another(group),
    }


def test_every_address_below_a_dossier_has_a_row(app: Flask) -> None:
    assert set(below_a_dossier(app)) == set(ROWS)


@ON_SQLITE_ALONE
@pytest.mark.parametrize("who", ["observer", "member of the State that asks", "chair of another committee", "recused"])
def test_what_is_the_groups_alone_is_closed_to_everybody_else(app: Flask, group: Group, who: str) -> None:
    with transaction():
        account = recused(group) if who == "recused" else strangers(group)[who]
    shut = {key: {403} for key in ("group", "works", "members", "chair", "both", "isu")}
    assert visits(app, account, posts=True) == {"all": {200}, "hidden": {404}, **shut}


@ON_SQLITE_ALONE
@pytest.mark.parametrize("who", list(INSIDE))
def test_each_of_the_house_and_the_group_gets_where_theirs_is(app: Flask, group: Group, who: str) -> None:
    account = {
        "administrator": lambda: make_account(Role.ADMINISTRATOR),
        "officer": isu,
        "member": lambda: group.person_of(group.peru),
        "chair": lambda: group.person_of(group.chile),
    }[who]()
    answers = visits(app, account, posts=False)
    assert {kind for kind, codes in answers.items() if 403 not in codes} == INSIDE[who]
    assert {kind for kind, codes in answers.items() if codes == {403}} == set(answers) - INSIDE[who]


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
        recuse(group)
    assert browser.get(f"{ADDRESS}/questions").status_code == 403
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


def test_two_who_change_one_question_lose_nothing(app: Flask, group: Group) -> None:
    with transaction():
        group.dossier.state = RequestState.IN_COMPLETENESS
        added(Question(dossier_id=group.dossier.id, number=2, round=2, text="Q?", drafted_by="Ada"))
    first, second = (browser_of(app, group.person_of(each)) for each in (group.chile, group.peru))
    address = f"{ADDRESS}/questions/2/change"
    seen = seen_in(first.get(address))
    sent(post(first, address, data={"seen": seen, "text": "What of rain?", "item": ""}))
    late = post(second, address, data={"seen": seen, "text": "What of snow?", "item": ""})
    page = refused_words(late)
    assert [each for each in ("Somebody changed question 2", "rain", "snow") if each not in page] == []
    assert "What of rain?" in words(first.get(f"{ADDRESS}/questions"))
    sent(post(second, address, data={"seen": seen_in(late), "text": "What of rain and snow?", "item": ""}))


def recused(group: Group) -> User:
    recuse(group)
    return group.person_of(group.peru)


def recuse(group: Group) -> None:
    """Peru takes no part."""
    recusal = {"reason": "test", "starts_on": ON, "ends_before": None}
    added(Recusal(file_id=group.dossier.file_id, iso3=group.peru.iso3, **recusal))


def agree_for(group: Group, iso3: str) -> None:
    agree(group.dossier, iso3, version=1, agrees=True, reason="", states={iso3}, on=ON, by=BY)


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
