"""The desk tells each person which letters wait for them, and each line leads to what it counts."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from core.accounts.models import User
from core.clock import now
from core.db import db, transaction
from core.outbox.models import MessageState
from core.permissions import Role
from correspondence.models.approval import Remark, RemarkKind
from correspondence.models.incoming import Handling, IncomingKind, IncomingMail, MatchConfidence
from correspondence.queries.campaigns import get_campaign
from correspondence.workflow.circulation import remark, settle_remark
from correspondence.workflow.sending import stop
from correspondence.workflow.writing_anew import withdraw_letter
from tests.committees.offices import browser_of, on_day
from tests.correspondence.drafts import NOON, Office, acting_as, chairs_letter, circulated, drafted, make_office
from tests.correspondence.outgoing import end, letter_to, scheduled
from tests.correspondence.test_bounced_letters import change_contact, comes_back, written_anew
from tests.correspondence.test_sending_routes import page_of
from tests.correspondence.test_voiding import a_new_ambassador, compared
from tests.factories.accounts import make_account
from tests.factories.letters import a_state_written_to, approved_campaign
from tests.factories.statements import counted_statements
from tests.states_parties.pages import read, rows, signed_in, words


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    """It is 1 March 2028, noon."""
    with on_day(app, NOON.date()):
        yield make_office()


def waiting_for(app: Flask, account: User) -> list[tuple[str, str]]:
    """Words and address of each line."""
    page = read(browser_of(app, account), "/apmbc/")
    lines = page.xpath("//section[@aria-labelledby='for-you']//li")
    return [(words(line, "."), line.xpath("string(a/@href)")) for line in lines]


def a_member() -> User:
    return make_account(Role.MEMBER, convention="APMBC", body="cooperative-compliance")


def test_a_draft_waits_for_its_members_then_for_the_office_then_for_the_chair(app: Flask, office: Office) -> None:
    campaign, member = chairs_letter(office), a_member()
    page = page_of(campaign)
    assert waiting_for(app, office.chair) == []
    circulated(office, campaign)
    assert waiting_for(app, member) == [("Comment until 3 March 2028, 13:00 CET · Reports", page)]
    assert waiting_for(app, make_account(Role.MEMBER, convention="APMBC", body="victim-assistance")) == []
    with transaction():
        remark(campaign, RemarkKind.OBJECTION, "One is missing.", letter=None, by=acting_as(member))
    assert waiting_for(app, office.officer) == [
        ("1 objection to settle · Reports to be settled", f"{page}#circulation")
    ]
    with transaction():
        remark(campaign, RemarkKind.COMMENT, "Well put.", letter=None, by=acting_as(member))
    assert [told for told, _href in waiting_for(app, office.officer)][1:] == ["1 comment to answer · Reports"]
    for said in Remark.query.all():
        with transaction():
            settle_remark(campaign, said, "It has left the Convention.", by=acting_as(office.officer))
    with on_day(app, date(2028, 3, 4)):
        assert waiting_for(app, office.chair) == [("Approve · Reports", f"{page}/approve")]
        assert waiting_for(app, office.officer) == []
        assert waiting_for(app, member) == []


def test_letters_of_the_unit_wait_for_another_officer_than_their_author(app: Flask, office: Office) -> None:
    campaign = drafted(office)
    assert waiting_for(app, office.colleague) == [("Approve · Reports", page_of(campaign, "/approve"))]
    assert waiting_for(app, office.officer) == []
    assert waiting_for(app, office.chair) == []


def test_what_came_back_what_is_unknown_and_what_was_answered_waits_for_the_office(app: Flask) -> None:
    scheduled(approved_campaign())
    for state in ("Chad", "Peru"):
        end(state, MessageState.ACCEPTED)
    end("Togo", MessageState.UNKNOWN, reason="The connection broke.")
    comes_back("Peru")
    a_reply(letter_to("Chad").id, letter_to("Chad").iso3)
    officer = make_account(Role.ISU_OFFICER)
    found = waiting_for(app, officer)
    assert [told for told, _href in found] == [
        "1 unknown outcome to settle · Reports 2026 to be settled",
        "1 bounced letter to settle · Reports 2026 to be settled",
        "1 mail to settle",
    ]
    lists = [rows(read(browser_of(app, officer), href)) for _told, href in found]
    assert [[row["State"] for row in each] for each in lists] == [["Togo"], ["Peru"], ["Chad"]]
    assert waiting_for(app, make_account(Role.MEMBER, convention="APMBC")) == []


@pytest.mark.parametrize("outcome", [MessageState.REFUSED, MessageState.EXPIRED])
def test_a_letter_that_did_not_leave_waits_for_the_office_until_it_is_seen_to(
    app: Flask, outcome: MessageState
) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", outcome, reason="No such user")
    for state in ("Peru", "Togo"):
        end(state, MessageState.ACCEPTED)
    officer = make_account()
    failed = page_of(campaign, "/balance?outcome=failed")
    assert waiting_for(app, officer) == [("1 letter did not leave · Reports 2026 to be settled", failed)]
    page = read(browser_of(app, officer), page_of(campaign))
    assert "1 letter did not leave: write it anew, or withdraw it" in words(page)
    assert page.xpath("//main//a[contains(@class, 'btn-primary')]/@href") == [failed]
    assert len(rows(read(browser_of(app, officer), failed))) == 1
    with transaction():
        withdraw_letter(letter_to("Chad"), campaign, reason="It was told by telephone.", by=acting_as(officer))
    assert waiting_for(app, officer) == []
    assert "Follow the replies" in words(read(browser_of(app, officer), page_of(campaign)))


def test_what_is_unknown_of_a_campaign_that_was_stopped_waits_for_the_office(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.UNKNOWN, began_at=now())
    end("Peru", MessageState.REFUSED, reason="No such user")
    officer = make_account()
    with transaction():
        stop(campaign, reason="Wrong year", by=acting_as(officer))
    unknown = page_of(campaign, "/balance?outcome=unknown")
    assert waiting_for(app, officer) == [("1 unknown outcome to settle · Reports 2026 to be settled", unknown)]
    end("Chad", MessageState.ACCEPTED)
    assert waiting_for(app, officer) == []


def test_what_the_page_calls_the_next_act_of_the_office_waits_on_its_desk(app: Flask) -> None:
    states = [a_state_written_to("Chad"), a_state_written_to("Peru"), a_state_written_to("Togo", email="")]
    campaign, officer = approved_campaign(states), make_account()
    assert waiting_for(app, officer) == [("Schedule 3 letters · Reports 2026", page_of(campaign, "/schedule"))]
    a_new_ambassador("Peru")
    compared(app, campaign)
    assert [told for told, _href in waiting_for(app, officer)] == [
        "1 void letter to see to · Reports 2026 to be settled",
        "Schedule 2 letters · Reports 2026",
    ]
    scheduled(campaign)
    end("Chad", MessageState.ACCEPTED)
    found = waiting_for(app, officer)
    assert [told for told, _href in found] == [
        "1 void letter to see to · Reports 2026 to be settled",
        "1 letter to post · Reports 2026",
    ]
    page = read(browser_of(app, officer), page_of(campaign))
    strip = words(page, "//*[@class='next-strip']")
    assert strip.startswith("Next See to 1 void letter · ISU officer Letters for the post")
    assert [href for _told, href in found] == [page_of(campaign, "#void"), page_of(campaign, "/post")]


def test_the_desk_and_the_page_say_the_same_of_where_a_draft_stands(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    assert waiting_for(app, office.officer) == [("Circulate the draft · Reports", page_of(campaign))]
    circulated(office, campaign)
    officer = browser_of(app, office.officer)
    with on_day(app, date(2028, 3, 4)):
        assert words(read(officer, page_of(campaign)), "//h1") == "Reports accepted in silence"
        assert "Reports accepted in silence" in words(
            read(officer, "/apmbc/"), "//section[@aria-labelledby='under-way']"
        )


def test_a_letter_written_anew_waits_for_whoever_signs(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    for state in ("Chad", "Peru", "Togo"):
        end(state, MessageState.ACCEPTED)
    comes_back("Peru")
    change_contact("Peru", email="right@peru.example")
    written_anew(app, "Peru", get_campaign("APMBC", campaign.id))
    officer = make_account(Role.ISU_OFFICER)
    assert waiting_for(app, officer) == [
        ("Approve 1 letter written anew · Reports 2026", page_of(campaign, "/approve")),
    ]


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_asks_as_much_for_one_campaign_as_for_three(app: Flask, many: int) -> None:
    for number in range(many):
        scheduled(approved_campaign([a_state_written_to(f"State {number}")], title=f"Letters {number}"))
        end(f"State {number}", MessageState.ACCEPTED)
        comes_back(f"State {number}")
    client = signed_in(app)
    client.get("/apmbc/")
    with counted_statements() as sent:
        page = client.get("/apmbc/").get_data(as_text=True)
    assert page.count("1 bounced letter to settle") == many
    assert len([each for each in sent if each != "BEGIN"]) == 20


def a_reply(letter_id: int, iso3: str) -> None:
    db.session.add(
        IncomingMail(
            mailbox="INBOX",
            uid_validity=1,
            uid=1,
            raw_sha256=letter_to("Chad").sha256,
            received_at=now(),
            kind=IncomingKind.REPLY,
            confidence=MatchConfidence.CERTAIN,
            iso3=iso3,
            letter_id=letter_id,
            handling=Handling.MATCHED,
        )
    )
    db.session.flush()
