"""Letters about a request: what they say, when each is drafted, who reads those with questions of the group."""

from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select

from application import CATALOGUES
from committees.models.terms import Chairing
from core.db import db, transaction
from core.errors import RuleViolation
from core.permissions import Role
from correspondence.models.approval import ApprovedLetter
from correspondence.models.campaigns import Campaign, CampaignState, Letter
from correspondence.models.incoming import Handling, IncomingMail
from correspondence.rules.incoming import IncomingKind
from correspondence.rules.matching import MatchConfidence
from correspondence.workflow.campaigns import cancel_campaign
from correspondence.workflow.corrigenda import draft_corrigendum
from extension_requests.letter_jobs import draft_heads_ups
from extension_requests.models.analysis import Question, QuestionState
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.models.letters import DossierLetter
from extension_requests.rules.documents import DocumentKind, Visibility
from extension_requests.rules.heads_up import heads_up_due
from extension_requests.rules.machine import RequestState
from extension_requests.rules.occasions import LETTERS, Occasion
from extension_requests.workflow.letters import draft_letter, take_over_sent
from states_parties.queries.states import get_state
from tests.committees.offices import browser_of
from tests.extension_requests.considered import (
    BY,
    CLOSES,
    Case,
    address_of,
    letter_templates,
    make_case,
    send_off,
    write_to,
)
from tests.factories.accounts import make_account
from tests.factories.offices import SOURCED
from tests.factories.states import added, make_party, make_state
from tests.states_parties.pages import read, send

SECRET = "How many areas does the group doubt?"


def drafted(case: Case, occasion: Occasion) -> Campaign:
    with transaction():
        return draft_letter(case.dossier, occasion, dated_on=CLOSES, by=BY)


def letters_in(campaign: Campaign) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.campaign_id == campaign.id)))


def ask(case: Case, text: str) -> None:
    number = (db.session.scalar(select(func.count(Question.id))) or 0) + 1
    db.session.add(Question(dossier_id=case.dossier.id, number=number, round=1, text=text, drafted_by="Ada"))
    db.session.flush()


def campaigns() -> int:
    return db.session.scalar(select(func.count(Campaign.id))) or 0


def test_the_acknowledgement_goes_to_the_state_and_the_circular_to_all(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.SUBMITTED)
    [to_chad] = letters_in(drafted(case, Occasion.ACKNOWLEDGEMENT))
    assert to_chad.iso3 == case.asks.iso3
    assert to_chad.values["request_of_state"] == "of Chad"
    assert (to_chad.values["request_deadline"], to_chad.values["request_asked_until"]) == (
        "1 March 2027",
        "1 March 2032",
    )
    assert to_chad.values["request_meeting"] == "the Twenty-Third Meeting of the States Parties"
    to_all = letters_in(drafted(case, Occasion.CIRCULAR))
    assert len(to_all) == 3
    assert {each.values["request_of_state"] for each in to_all} == {"of Chad"}


def test_a_letter_is_drafted_once_and_again_after_it_was_cancelled(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.SUBMITTED)
    first = drafted(case, Occasion.ACKNOWLEDGEMENT)
    with pytest.raises(RuleViolation, match="drafted already"):
        drafted(case, Occasion.ACKNOWLEDGEMENT)
    assert campaigns() == 1
    with transaction():
        cancel_campaign(first, by=BY)
    drafted(case, Occasion.ACKNOWLEDGEMENT)
    assert campaigns() == 2


@pytest.mark.parametrize(
    ("state", "occasion"),
    [
        (RequestState.ANTICIPATED, Occasion.ACKNOWLEDGEMENT),
        (RequestState.SUBMITTED, Occasion.QUESTIONS),
        (RequestState.IN_COMPLETENESS, Occasion.QUESTIONS),  # no question is written
        (RequestState.PRESENTED, Occasion.DECISION),
        (RequestState.FOLLOW_UP, Occasion.DECISION),  # no decision on record
        (RequestState.FOLLOW_UP, Occasion.MISSED),  # nothing missed
    ],
)
def test_a_letter_whose_occasion_has_not_come_is_refused(app: Flask, state: RequestState, occasion: Occasion) -> None:
    letter_templates()
    case = make_case(state)
    with pytest.raises(RuleViolation):
        drafted(case, occasion)
    assert (campaigns(), db.session.scalar(select(func.count(DossierLetter.campaign_id)))) == (0, 0)


def test_the_letter_with_questions_lists_them_by_number(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.IN_COMPLETENESS)
    ask(case, "How many areas remain?")
    ask(case, "Which funds are secured?")
    [letter] = letters_in(drafted(case, Occasion.QUESTIONS))
    assert letter.tables["request_questions"] == [
        {"number": "1", "question": "How many areas remain?"},
        {"number": "2", "question": "Which funds are secured?"},
    ]
    assert letter.values["request_answers_due_on"] == "18 December 2026"


def test_a_letter_about_a_round_does_not_show_what_is_written_for_the_next(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.CLARIFYING)
    for number, round in ((1, 1), (2, 2)):
        asked = {"state": QuestionState.ASKED, "asked_on": CLOSES, "answer_due_on": date(2027, 1, 8)}
        question = Question(
            dossier_id=case.dossier.id, number=number, round=round, text=f"Of round {round}?", drafted_by="Ada", **asked
        )
        db.session.add(question)
    db.session.flush()
    ask(case, "For the next round?")
    [letter] = letters_in(drafted(case, Occasion.QUESTIONS))
    assert [row["question"] for row in letter.tables["request_questions"]] == ["Of round 2?"]
    assert letter.values["request_answers_due_on"] == "8 January 2027"


def test_a_recused_member_does_not_read_the_letter_with_questions(app: Flask) -> None:
    """Once approved or circulated every other letter is read by all who read letters."""
    letter_templates()
    case = make_case(RequestState.IN_COMPLETENESS)
    ask(case, "How many areas remain?")
    questions = drafted(case, Occasion.QUESTIONS)
    acknowledgement = drafted(case, Occasion.ACKNOWLEDGEMENT)
    for campaign in (questions, acknowledgement):
        db.session.execute(db.update(Campaign).where(Campaign.id == campaign.id).values(state="approved"))
    db.session.commit()
    pages = [f"/apmbc/letters/{each.id}" for each in (questions, acknowledgement)]
    read = {
        who: [browser_of(app, account).get(page).status_code for page in pages]
        for who, account in (("member", case.member), ("recused", case.recused), ("officer", make_account()))
    }
    assert read == {"member": [200, 200], "recused": [403, 200], "officer": [200, 200]}
    of_recused = browser_of(app, case.recused).get(address_of(case)).get_data(as_text=True)
    assert "Acknowledgement: Chad" not in of_recused  # what left the house stands among the documents, as for everybody
    assert "Questions: Chad" not in of_recused
    assert "Questions: Chad" not in browser_of(app, case.recused).get("/apmbc/letters").get_data(as_text=True)


def test_the_page_drafts_a_letter_and_lists_it(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.SUBMITTED)
    db.session.commit()
    officer = browser_of(app, make_account())
    fields = {"occasion": Occasion.ACKNOWLEDGEMENT.value, "dated_on": "2026-11-20"}
    assert send(officer, address_of(case, "/letters/new"), fields).status_code == 200
    page = officer.get(address_of(case)).get_data(as_text=True)
    assert "Acknowledgement: Chad, Article 5, request 1" in page


def test_a_letter_that_has_left_is_put_on_file_as_it_left(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.SUBMITTED)
    campaign = drafted(case, Occasion.CIRCULAR)
    with pytest.raises(RuleViolation, match="has not left yet"):
        take_over_sent(case.dossier, campaign.id, by=BY)
    assert db.session.scalar(select(func.count(DossierDocument.id))) == 0
    send_off(campaign)
    document = take_over_sent(case.dossier, campaign.id, by=BY)
    assert (document.kind, document.visibility) == (DocumentKind.CIRCULAR, Visibility.PUBLIC)
    assert "3 letters of 3 left" in document.note
    assert document.note.startswith(f"{document.name},")  # by its reference it is no version of another
    assert "from 1 March 2027 until 1 March 2032" in document.words


def test_of_two_letters_the_one_that_is_asked_for_is_put_on_file_and_only_once(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.ANTICIPATED, received_on=None, version=0, asked_until=None, asked_months=None)
    with transaction():
        sent, waiting = (
            draft_letter(case.dossier, Occasion.HEADS_UP, dated_on=CLOSES, by=BY, mark=f"{months} months before")
            for months in (18, 12)
        )
    send_off(sent)
    db.session.commit()
    officer = browser_of(app, make_account())
    [letter] = letters_in(sent)
    addresses = [address_of(case, f"/letters/{each.id}/file") for each in (sent, waiting)]
    assert addresses[0] in officer.get(address_of(case)).get_data(as_text=True)
    answers = [send(officer, address, {}).get_data(as_text=True) for address in (*addresses, addresses[0])]
    assert "has not left yet" in answers[1]
    assert "on file already" in answers[2]
    [document] = db.session.scalars(select(DossierDocument)).all()
    assert document.note.startswith(letter.reference)
    assert addresses[0] not in officer.get(address_of(case)).get_data(as_text=True)


@pytest.mark.parametrize(
    ("on", "drafted_before", "due"),
    [
        (date(2025, 2, 28), [], None),
        (date(2025, 3, 1), [], 24),
        (date(2025, 3, 1), [24], None),
        (date(2025, 9, 1), [24], 18),
        (date(2026, 5, 1), [], 12),
        (date(2026, 5, 1), [12], None),
        (date(2027, 3, 1), [24, 18], 12),
        (date(2027, 3, 2), [], None),
    ],
)
def test_a_heads_up_is_due_once_24_18_and_12_months_before(
    on: date, drafted_before: list[int], due: int | None
) -> None:
    assert heads_up_due(date(2027, 3, 1), on=on, drafted=drafted_before) == due


def test_the_job_drafts_each_heads_up_once_also_when_it_was_cancelled(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.ANTICIPATED, received_on=None, version=0, asked_until=None, asked_months=None)
    draft_heads_ups(lambda: BY.at)
    draft_heads_ups(lambda: BY.at)
    [letter] = db.session.scalars(select(DossierLetter)).all()
    assert (letter.dossier_id, letter.occasion, letter.mark) == (
        case.dossier.id,
        Occasion.HEADS_UP,
        "12 months before",
    )
    with transaction():
        cancel_campaign(db.session.get_one(Campaign, letter.campaign_id), by=BY)
    draft_heads_ups(lambda: BY.at)
    assert campaigns() == 1


def test_one_dossier_that_cannot_be_written_about_does_not_stop_the_job(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.ANTICIPATED, received_on=None, version=0, asked_until=None, asked_months=None)
    nobody = Dossier(
        **{
            column.key: getattr(case.dossier, column.key)
            for column in Dossier.__table__.columns
            if column.key not in ("id", "iso3", "after_discovery")
        },
        after_discovery=True,  # so that its deadline is beyond doubt
        iso3=db.session.scalar(db.text("SELECT iso3 FROM states WHERE slug = 'peru'")),
    )
    db.session.execute(db.text("DELETE FROM memberships WHERE iso3 = :iso3"), {"iso3": nobody.iso3})
    db.session.add(nobody)
    db.session.flush()
    draft_heads_ups(lambda: datetime.fromisoformat("2026-11-20T09:00:00+00:00"))
    assert [each.dossier_id for each in db.session.scalars(select(DossierLetter))] == [case.dossier.id]


def test_every_occasion_has_its_wording_in_both_conventions(registers: Flask) -> None:
    found = set(
        db.session.execute(
            db.text("SELECT convention, slug FROM letter_templates WHERE form = 'letter'"),
        ).tuples()
    )
    assert {(code, each.template) for each in LETTERS.values() for code in ("APMBC", "CCM")} <= found


def queries(browser: FlaskClient, address: str) -> int:
    """How many statements one page sends to the database."""
    asked: list[str] = []

    def noted(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", noted)
    answer = browser.get(address)
    event.remove(Engine, "before_cursor_execute", noted)
    assert answer.status_code == 200
    return len(asked)


def questions_approved(case: Case) -> Campaign:
    """The letter with a question has left."""
    letter_templates()
    ask(case, SECRET)
    questions = drafted(case, Occasion.QUESTIONS)
    send_off(questions)
    db.session.commit()
    return questions


def test_nothing_of_the_letter_with_questions_is_in_the_register_for_a_recused_member(app: Flask) -> None:
    case = make_case(RequestState.IN_COMPLETENESS)
    questions_approved(case)
    approved = db.session.scalars(select(ApprovedLetter)).one()
    addresses = ("/apmbc/letters/references", "/apmbc/letters/references?export=csv")
    for who, told, status in ((case.member, True, 200), (case.recused, False, 403), (make_account(), True, 200)):
        browser = browser_of(app, who)
        assert {"Questions: Chad" in browser.get(each).get_data(as_text=True) for each in addresses} == {told}
        assert browser.get(f"/apmbc/letters/references/{approved.id}.docx").status_code == status


def test_a_reply_to_the_letter_with_questions_is_not_listed_for_a_recused_member(app: Flask) -> None:
    case = make_case(RequestState.IN_COMPLETENESS)
    [letter] = letters_in(questions_approved(case))
    reply = {"mailbox": "INBOX", "uid_validity": 1, "uid": 1, "raw_sha256": letter.sha256, "received_at": BY.at}
    settled = {"kind": IncomingKind.REPLY, "confidence": MatchConfidence.CERTAIN, "handling": Handling.SETTLED}
    added(IncomingMail(letter_id=letter.id, iso3=letter.iso3, settled_at=BY.at, **reply, **settled))
    for who, told in ((case.member, True), (case.recused, False)):
        page = browser_of(app, who).get("/apmbc/letters/replies").get_data(as_text=True)
        assert ("Questions: Chad" in page) is told


def test_what_corrects_the_letter_with_questions_is_the_groups_alone_too(app: Flask) -> None:
    case = make_case(RequestState.IN_COMPLETENESS)
    questions = questions_approved(case)
    with transaction():
        corrects = draft_corrigendum(
            questions, letters_in(questions), CATALOGUES, app.config["CHANCERY"], reason="A typo.", on=CLOSES, by=BY
        )
        send_off(corrects)
    page = f"/apmbc/letters/{corrects.id}"
    assert [browser_of(app, who).get(page).status_code for who in (case.member, case.recused)] == [200, 403]
    assert corrects.title not in browser_of(app, case.recused).get("/apmbc/letters").get_data(as_text=True)


def test_the_page_of_a_letter_to_one_state_says_for_whom_it_is(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.SUBMITTED)
    other = make_state("Zambia")
    make_party(other, "APMBC")
    write_to(other)
    officer, told = browser_of(app, make_account(Role.ISU_OFFICER)), []
    for occasion in (Occasion.ACKNOWLEDGEMENT, Occasion.CIRCULAR):
        page = read(officer, f"/apmbc/letters/{drafted(case, occasion).id}")
        told.append(page.xpath("string(//dl[@class='facts']/div[normalize-space(dt)='Audience']/dd)").strip())
    assert told[0] == "Chad alone"
    assert told[1].startswith("every State Party")


def test_a_recused_chair_does_not_touch_the_letter_with_questions(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.IN_COMPLETENESS)
    with transaction():
        chile = get_state("chile").iso3
        added(Chairing(convention="APMBC", body=case.dossier.body, iso3=chile, until_at="23MSP", **SOURCED))
        ask(case, SECRET)
        questions = drafted(case, Occasion.QUESTIONS)
    chair = browser_of(app, case.recused)
    acts = ("redraft", "cancel", "circulate", "reminders/plan", "states/chad/withdraw")
    assert {chair.get(f"/apmbc/letters/{questions.id}/{act}").status_code for act in acts} == {403}
    page = chair.get("/account").get_data(as_text=True)
    token = page[page.index('name="csrf_token"') :].partition('value="')[2].partition('"')[0]
    refused = chair.post(f"/apmbc/letters/{questions.id}/cancel", data={"csrf_token": token, "reason": "I do"})
    assert refused.status_code == 403
    assert db.session.get_one(Campaign, questions.id, populate_existing=True).state is CampaignState.DRAFT


def test_the_list_of_letters_asks_the_same_for_one_letter_with_questions_and_for_six(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.IN_COMPLETENESS)
    ask(case, SECRET)
    browser, counts = browser_of(app, case.member), []
    for mark in range(6):
        with transaction():
            draft_letter(case.dossier, Occasion.QUESTIONS, dated_on=CLOSES, by=BY, mark=str(mark))
        counts.append(queries(browser, "/apmbc/letters"))
    assert counts[-1] <= counts[1]
