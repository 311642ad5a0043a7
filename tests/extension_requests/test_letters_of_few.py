"""Letters that only the group of a request reads: who is told of one, by mail, on its page and in the log."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from committees.models.access import Recusal
from committees.models.bodies import Body
from committees.models.terms import Chairing
from committees.models.work import Activity
from core.audit.workflow import Actor
from core.clock import now
from core.db import db, transaction
from core.errors import RuleViolation
from core.outbox.models import OutboxMessage
from core.permissions import Role
from correspondence.models.approval import Circulation, RemarkKind
from correspondence.models.campaigns import Campaign
from correspondence.workflow.circulation import circulate, remark, settle_remark
from correspondence.workflow.committee_log import tell_the_committee
from correspondence.workflow.notices import tell_approvers, tell_members, tell_of_end
from extension_requests.rules.machine import RequestState
from extension_requests.rules.occasions import Occasion
from states_parties.queries.states import get_state
from tests.committees.offices import browser_of
from tests.extension_requests.considered import BY, Case, letter_templates, make_case, represented_by, send_off
from tests.extension_requests.test_letters import SECRET, ask, drafted
from tests.factories.accounts import make_account
from tests.factories.offices import SOURCED, make_body, make_composition, make_representative, make_term
from tests.factories.states import added, make_party, make_state
from tests.states_parties.pages import read, words

CLOSES_AT = datetime(2026, 11, 30, 17, tzinfo=UTC)


def asked(**columns: str) -> tuple[Case, Campaign]:
    """A request with a question, and the draft of the letter that puts it to the State."""
    letter_templates()
    case = make_case(RequestState.IN_COMPLETENESS, **columns)
    ask(case, SECRET)
    return case, drafted(case, Occasion.QUESTIONS)


def told(letter: Campaign) -> list[str]:
    """The letter is circulated; the addresses that hear of it."""
    with transaction():
        circulation: Circulation = circulate(letter, closes_at=CLOSES_AT, note="", by=BY)
        tell_members(letter, circulation, by=BY)
    return mailed()


def mailed() -> list[str]:
    return sorted(row.address for row in db.session.scalars(select(OutboxMessage)))


def body_of(case: Case) -> Body:
    return db.session.scalars(select(Body).where(Body.slug == case.dossier.body)).one()


def test_a_recused_member_is_not_told_that_it_lies_before_the_group_nor_that_it_goes_no_further(app: Flask) -> None:
    case, letter = asked()
    officer = browser_of(app, make_account(Role.ISU_OFFICER))
    page = words(read(officer, f"/apmbc/letters/{letter.id}/circulate"))
    assert (case.member.name in page, case.recused.name in page) == (True, False)
    assert told(letter) == [case.member.email]
    with transaction():
        tell_of_end(letter, "Another wording is wanted.", by=BY)
    assert mailed() == [case.member.email] * 2


def test_the_state_that_asks_is_not_told_though_it_sits_in_the_group(app: Flask) -> None:
    case, letter = asked()
    make_term(body_of(case), 3, case.asks.iso3, "22MSP")
    asking = represented_by(body_of(case), case.asks)
    assert asking.email not in told(letter)


def test_whoever_acts_elsewhere_for_the_state_that_asks_is_not_told_as_a_member(app: Flask) -> None:
    case, letter = asked()
    account = make_account(Role.MEMBER, convention="APMBC", body=case.dossier.body)
    elsewhere = make_body("victim-assistance", "APMBC")
    make_representative(
        elsewhere, case.asks.iso3, date(2020, 1, 1), account_id=account.id, person_name=account.name, email=""
    )
    assert told(letter) == [case.member.email]


def test_a_recused_representative_with_two_addresses_is_told_under_neither(app: Flask) -> None:
    case, letter = asked()
    account = make_account(Role.MEMBER, convention="APMBC", body=case.dossier.body)
    chile = get_state("chile").iso3
    make_representative(
        body_of(case),
        chile,
        date(2020, 1, 1),
        account_id=account.id,
        person_name=account.name,
        email="mission@chile.example",
    )
    assert told(letter) == [case.member.email]


def test_under_the_ccm_the_group_is_told_and_not_the_whole_coordination_committee(app: Flask) -> None:
    case, letter = asked(convention="CCM", article="4")
    committee = make_body("coordination-committee", "CCM")
    make_composition(committee)
    zambia = make_state("Zambia")
    make_party(zambia, "CCM")
    make_term(committee, 1, zambia.iso3, "13MSP")
    outside = represented_by(committee, zambia)
    assert told(letter) == [case.member.email]
    assert browser_of(app, outside).get(f"/ccm/letters/{letter.id}").status_code == 403


def test_where_only_recused_members_could_be_told_somebody_answers_for_it(app: Flask) -> None:
    case, letter = asked()
    make_recused(case, "peru")
    with pytest.raises(RuleViolation, match=r"Nobody of the .* has an address on record"):
        told(letter)


def test_who_objected_and_was_recused_since_does_not_hear_what_came_of_it(app: Flask) -> None:
    case, letter = asked()
    with transaction():
        circulate(letter, closes_at=CLOSES_AT, note="", by=BY)
        said = remark(letter, RemarkKind.OBJECTION, "No.", letter=None, by=Actor("Member", BY.at, case.member.id))
        make_recused(case, "peru")
        settle_remark(letter, said, "The question is put otherwise.", by=BY)
    assert mailed() == []


def test_a_recused_chair_is_not_invited_to_approve(app: Flask) -> None:
    case, letter = asked()
    chairing = Chairing(
        convention="APMBC", body=case.dossier.body, iso3=get_state("chile").iso3, until_at="23MSP", **SOURCED
    )
    added(chairing)
    with transaction():
        assert tell_approvers(letter, by=BY) == 0
    assert mailed() == []


def test_what_only_the_group_reads_is_not_told_in_the_log_of_the_body(app: Flask) -> None:
    _case, letter = asked()
    send_off(letter)
    logged = []
    for about in (letter.about, ""):
        with transaction():
            letter.about = about
            tell_the_committee(letter, at=now(), by=BY)
        logged.append(db.session.scalar(select(func.count(Activity.id))))
    assert logged == [0, 1]


def make_recused(case: Case, slug: str) -> None:
    days = {"starts_on": date(2026, 11, 20), "ends_before": None}
    added(Recusal(file_id=case.dossier.file_id, iso3=get_state(slug).iso3, reason="neighbour", **days))
