"""What the group does before it writes: it asks in rounds, hears experts, and says who leads and reads."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from committees.models.bodies import BodyKind, ChairRule, PlaceOf
from core.audit.models import AuditEntry
from core.db import db, transaction
from core.docx.lint import read_back
from core.errors import RuleViolation
from core.files import read_file
from core.outbox.models import OutboxMessage
from extension_requests.models.analysis import ExpertInput, QuestionState
from extension_requests.models.documents import DossierDocument
from extension_requests.models.letters import DossierLetter
from extension_requests.queries.inputs import known_addresses
from extension_requests.queries.questions import get_question, questions_of
from extension_requests.rules.documents import DocumentKind, Visibility
from extension_requests.rules.machine import RequestState, Who
from extension_requests.rules.occasions import Occasion
from extension_requests.workflow.analysis import begin_draft
from extension_requests.workflow.group import assign
from extension_requests.workflow.inputs import close_inputs, decline_input, invite, receive_input
from extension_requests.workflow.questions import ask, close_round, draft_question, remove_question, settle_question
from tests.committees.offices import browser_of, make_place
from tests.extension_requests.considered import letter_templates
from tests.extension_requests.group import ADDRESS, BY, ON, Group, isu, make_group
from tests.factories.contacts import make_mission
from tests.factories.offices import make_body, make_composition, make_term
from tests.factories.requests import word_file

CHAIR, ISU = {Who.CHAIR}, {Who.ISU}
IN_FOUR_WEEKS = ON + timedelta(weeks=4)


@pytest.fixture
def group(app: Flask) -> Group:
    return make_group()


def write(group: Group, *texts: str) -> None:
    for text in texts:
        draft_question(group.dossier, text=text, item="", by=BY)


def send(group: Group) -> None:
    ask(group.dossier, answer_due_on=IN_FOUR_WEEKS, who=CHAIR, on=ON, by=BY)


def settle(group: Group, number: int, state: QuestionState, **told: object) -> None:
    question = get_question(group.dossier, number)
    usual = {"answered_on": None, "answer": "", "on": ON}
    settle_question(group.dossier, question, state, by=BY, **{**usual, **told})  # type: ignore[arg-type]


def acts() -> int:
    return db.session.query(AuditEntry).count()


def test_numbers_run_on_through_all_rounds_and_none_is_missing(group: Group) -> None:
    write(group, "First?", "Taken out?", "Second?")
    remove_question(group.dossier, get_question(group.dossier, 2), by=BY)
    send(group)
    write(group, "Third?")
    assert [(each.number, each.round, each.text) for each in questions_of(group.dossier)] == [
        (1, 1, "First?"),
        (2, 1, "Second?"),
        (3, 2, "Third?"),
    ]
    with pytest.raises(RuleViolation, match="has been sent"):
        remove_question(group.dossier, get_question(group.dossier, 1), by=BY)


def test_no_round_goes_without_a_question_or_without_time_to_answer(group: Group) -> None:
    before = acts()
    with pytest.raises(RuleViolation, match="Write at least one"):
        send(group)
    write(group, "First?")
    for who, due_on in ((CHAIR, ON), (ISU, IN_FOUR_WEEKS)):
        with pytest.raises(RuleViolation):
            ask(group.dossier, answer_due_on=due_on, who=who, on=ON, by=BY)
    assert (group.dossier.round, group.dossier.state, acts()) == (0, RequestState.IN_COMPLETENESS, before + 1)


def test_a_round_is_on_file_for_the_group_and_its_letter_in_draft(group: Group) -> None:
    letter_templates()
    make_mission(group.zambia.iso3, email="mission@zambia.example", language="EN")
    write(group, "How deep are the wells?")
    send(group)
    document = db.session.scalars(select(DossierDocument)).one()
    assert (document.kind, document.visibility) == (DocumentKind.QUESTIONS, Visibility.GROUP)
    assert "How deep are the wells?" in read_back(read_file(document.sha256)).paragraphs
    group.dossier.state = RequestState.IN_COMPLETENESS  # as after a revised request, the first round still open
    write(group, "And the roads?")
    send(group)
    letters = db.session.execute(select(DossierLetter.occasion, DossierLetter.mark).order_by(DossierLetter.campaign_id))
    assert list(letters) == [(Occasion.QUESTIONS, "from question 1"), (Occasion.QUESTIONS, "from question 2")]


def test_a_round_goes_although_its_letter_cannot_be_drafted_and_the_history_says_why(group: Group) -> None:
    write(group, "How deep are the wells?")
    send(group)
    assert group.dossier.state is RequestState.CLARIFYING
    assert db.session.scalars(select(AuditEntry.act)).all().count("request:letter-not-drafted") == 1


def test_an_answer_has_its_day_and_overdue_is_only_what_is(group: Group) -> None:
    write(group, "First?", "Second?")
    send(group)
    write(group, "Third?")
    before = acts()
    for number, state, told, words in (
        (1, QuestionState.ANSWERED, {"answered_on": ON - timedelta(days=1), "answer": "Yes."}, "from then to today"),
        (1, QuestionState.ANSWERED, {"answered_on": ON}, "Write what"),
        (1, QuestionState.OVERDUE, {}, "has time to answer until 18 December 2026"),
        (3, QuestionState.DECLINED, {}, "not been sent"),
    ):
        with pytest.raises(RuleViolation, match=words):
            settle(group, number, state, **told)
    assert acts() == before
    settle(group, 1, QuestionState.ANSWERED, answered_on=ON, answer="Yes.")
    settle(group, 2, QuestionState.OVERDUE, on=IN_FOUR_WEEKS + timedelta(days=1))
    close_round(group.dossier, who=ISU, on=ON, by=BY)
    assert (group.dossier.state, group.dossier.round) == (RequestState.IN_COMPLETENESS, 1)


def ask_experts(group: Group, **addresses: str) -> None:
    about = {"subject": "Request of Zambia", "text": "We would be grateful.", "due_on": IN_FOUR_WEEKS}
    invite(group.dossier, addresses, **about, held=False, on=ON, by=BY)  # type: ignore[arg-type]


def test_experts_are_written_to_and_what_they_send_stays_with_the_group(group: Group) -> None:
    ask_experts(group, ICRC="mines@icrc.example", GICHD="info@gichd.example")
    mails = {each.address: each.content["text"] for each in db.session.scalars(select(OutboxMessage)) if each.content}
    assert mails == dict.fromkeys(("mines@icrc.example", "info@gichd.example"), "We would be grateful.")
    assert known_addresses()["ICRC"] == "mines@icrc.example"
    rows = {each.organisation: each for each in db.session.scalars(select(ExpertInput))}
    receive_input(group.dossier, rows["ICRC"], word_file("Wells."), received_on=ON, language="EN", on=ON, by=BY)
    decline_input(group.dossier, rows["GICHD"], by=BY)
    document = db.session.scalars(select(DossierDocument)).one()
    assert (document.name, document.visibility) == ("ICRC", Visibility.GROUP)


@pytest.mark.parametrize(
    ("addresses", "words"),
    [
        ({}, "Choose at least one"),
        ({"UNDP": " "}, "Give an address for UNDP"),
        ({"UNDP": "undp"}, "not one e-mail address"),
        ({"ICRC": "mines@icrc.example"}, "ICRC was invited already"),
    ],
)
def test_nobody_is_written_to_where_one_invitation_is_wrong(
    group: Group, addresses: dict[str, str], words: str
) -> None:
    ask_experts(group, ICRC="mines@icrc.example")
    before = acts()
    with pytest.raises(RuleViolation, match=words):
        ask_experts(group, **({"UNMAS": "unmas@un.example", **addresses} if addresses else {}))
    assert (db.session.query(OutboxMessage).count(), acts()) == (1, before)


def test_the_analysis_waits_for_experts_until_the_chair_closes_the_inputs(group: Group) -> None:
    ask_experts(group, ICRC="mines@icrc.example")
    with pytest.raises(RuleViolation, match="still awaited from ICRC"):
        begin_draft(group.dossier, override_reason="The meeting is near.", who=CHAIR, on=ON, by=BY)
    db.session.refresh(group.dossier)
    close_inputs(group.dossier, on=ON, by=BY)
    with pytest.raises(RuleViolation, match="Inputs were closed on 20 November 2026"):
        ask_experts(group, UNDP="mines@undp.example")
    begin_draft(group.dossier, override_reason="The meeting is near.", who=CHAIR, on=ON, by=BY)


def test_whoever_is_newly_assigned_is_told_and_nobody_else(group: Group) -> None:
    chile, peru = group.person_of(group.chile), group.person_of(group.peru)
    assert assign(group.dossier, lead=None, readers=[group.peru.iso3], on=ON, by=BY) == 1
    assert assign(group.dossier, lead=group.chile.iso3, readers=[group.peru.iso3], on=ON, by=BY) == 1
    told = [each.address for each in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]
    assert told == [peru.email, chile.email]
    with pytest.raises(RuleViolation, match="lead and read already"):
        assign(group.dossier, lead=group.chile.iso3, readers=[group.peru.iso3], on=ON, by=BY)


def test_in_a_group_without_chair_the_isu_says_who_leads_and_the_lead_acts_as_the_chair(app: Flask) -> None:
    """Members follow the offices: who coordinates clearance sits in the group, and nobody chairs it."""
    with transaction():
        group = make_group()
        coordinators = make_body("clearance", kind=BodyKind.WORKING_GROUP)
        make_composition(coordinators, seats=1, chair_rule=ChairRule.NONE, renewed_each_time=1)
        make_term(coordinators, 1, group.peru.iso3, "23MSP")
        table = make_body("analysis-group", kind=BodyKind.ANALYSIS_GROUP)
        make_composition(table, seats=0, chair_rule=ChairRule.NONE, renewed_each_time=None)
        make_place(table, PlaceOf.BODY, "clearance")
        group.dossier.body = table.slug
        group.dossier.file_id = None
        peru = group.person_of(group.peru)
        of_peru = Group(coordinators, group.dossier, group.zambia, group.chile, group.peru).person_of(group.peru)
    officer, member = browser_of(app, isu()), browser_of(app, of_peru)
    assert browser_of(app, peru).get(f"{ADDRESS}/inputs").status_code == 403
    assert member.get(f"{ADDRESS}/inputs").status_code == 200
    assert member.get(f"{ADDRESS}/questions/ask").status_code == 403
    assert officer.get(f"{ADDRESS}/group/assign").status_code == 200
    with transaction():
        assign(group.dossier, lead=group.peru.iso3, readers=[], on=ON, by=BY)
    assert member.get(f"{ADDRESS}/questions/ask").status_code == 200
