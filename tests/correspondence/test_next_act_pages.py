"""The page of a campaign names one next act: a button for whoever may do it, and who it waits for otherwise."""

from collections.abc import Iterator

import pytest
from flask import Flask
from lxml import html

from core.accounts.models import User
from core.clock import now
from core.db import transaction
from core.outbox.models import MessageState
from core.permissions import Role
from correspondence.models.approval import RemarkKind
from correspondence.models.campaigns import Campaign
from correspondence.workflow.circulation import remark, withdraw_circulation
from tests.committees.offices import browser_of, on_day
from tests.correspondence.drafts import NOON, Office, acting_as, another_party, chairs_letter, circulated, make_office
from tests.correspondence.outgoing import end, scheduled
from tests.correspondence.test_bounced_letters import comes_back
from tests.correspondence.test_sending_routes import page_of
from tests.factories.accounts import make_account
from tests.factories.letters import a_state_written_to, approved_campaign
from tests.states_parties.pages import read, rows, signed_in, words


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    """It is 1 March 2028, noon."""
    with on_day(app, NOON.date()):
        yield make_office()


def strip(page: html.HtmlElement) -> str:
    return words(page, "//*[@class='next-strip']")


def main_act(page: html.HtmlElement) -> tuple[str, str] | None:
    """Words and address of the one main button, if there is one."""
    found = page.xpath("//*[@class='page-acts']/a[contains(@class, 'btn-primary')]")
    found += page.xpath("//*[@class='page-acts']/form[.//button[contains(@class, 'btn-primary')]]")
    assert len(found) <= 1
    return (
        (" ".join(found[0].text_content().split()), found[0].get("href") or found[0].get("action")) if found else None
    )


def a_member() -> User:
    return make_account(Role.MEMBER, convention="APMBC", body="cooperative-compliance")


def said(campaign: Campaign, kind: RemarkKind, by: User) -> int:
    with transaction():
        return remark(campaign, kind, "One State is missing.", letter=None, by=acting_as(by)).id


def test_before_the_committee_the_member_speaks_and_the_office_answers(app: Flask, office: Office) -> None:
    campaign, member = chairs_letter(office), a_member()
    circulated(office, campaign)
    seen = read(browser_of(app, member), page_of(campaign))
    assert main_act(seen) == ("Comment or object…", page_of(campaign, "/remarks/new"))
    assert "silence until 3 March 2028, 13:00 CET" in strip(seen)
    remark_id = said(campaign, RemarkKind.COMMENT, member)
    seen = read(browser_of(app, office.officer), page_of(campaign))
    assert main_act(seen) == ("Answer the comment…", page_of(campaign, f"/remarks/{remark_id}/settle"))
    assert "1 comment waits for an answer" in strip(seen)
    seen = read(
        browser_of(app, make_account(Role.MEMBER, convention="APMBC", body="victim-assistance")), page_of(campaign)
    )
    assert main_act(seen) is None
    assert "Committee on Cooperative Compliance" in strip(seen)


def test_after_an_objection_the_office_settles_it_or_takes_the_draft_back(app: Flask, office: Office) -> None:
    campaign, member = chairs_letter(office), a_member()
    circulated(office, campaign)
    remark_id = said(campaign, RemarkKind.OBJECTION, member)
    officer = browser_of(app, office.officer)
    seen = read(officer, page_of(campaign))
    assert main_act(seen) == ("Settle the objection…", page_of(campaign, f"/remarks/{remark_id}/settle"))
    assert "take the draft back, change it and circulate it anew" in strip(seen)
    assert page_of(campaign, "/circulation/withdraw") in seen.xpath("//*[@class='next-strip']//a/@href")
    other = read(browser_of(app, a_member()), page_of(campaign))
    assert main_act(other) is None
    assert "ISU officer or Chair of the Committee on Cooperative Compliance" in strip(other)
    with transaction():
        withdraw_circulation(campaign, reason="It is mended.", by=acting_as(office.officer))
    seen = read(officer, page_of(campaign))
    assert main_act(seen) == ("Circulate anew…", page_of(campaign, "/circulate"))
    assert "Change the draft, then circulate it anew" in strip(seen)


def test_letters_that_can_go_nowhere_lead_to_their_list(app: Flask, office: Office) -> None:
    another_party("Mali", email="", address_lines="")
    campaign, officer = chairs_letter(office), browser_of(app, office.officer)
    act = main_act(read(officer, page_of(campaign)))
    assert act is not None
    assert act[0] == "See the letters that can go nowhere"
    assert [row["State"] for row in rows(read(officer, act[1]))] == ["Mali"]


def test_letters_for_the_post_are_mentioned_while_the_others_leave(app: Flask) -> None:
    states = [a_state_written_to("Chad"), a_state_written_to("Peru"), a_state_written_to("Togo", email="")]
    campaign = scheduled(approved_campaign(states))
    page = read(signed_in(app), page_of(campaign))
    assert "not after 7 December 2026; 1 letter goes by post: print its batch" in strip(page)
    assert page_of(campaign, "/post") in page.xpath("//*[@class='next-strip']//a/@href")
    end("Chad", MessageState.ACCEPTED)
    page = read(signed_in(app), page_of(campaign))
    assert "Watch the letters go; 1 letter goes by post: print its batch · ISU officer" in strip(page)
    assert main_act(page) == ("Pause", page_of(campaign, "/pause"))
    end("Peru", MessageState.ACCEPTED)
    page = read(signed_in(app), page_of(campaign))
    assert main_act(page) == ("Letters for the post", page_of(campaign, "/post"))


def test_what_came_back_is_the_next_act_once_everything_has_left(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    for state in ("Chad", "Peru", "Togo"):
        end(state, MessageState.ACCEPTED)
    comes_back("Peru")
    page = read(signed_in(app), page_of(campaign))
    assert "Settle 1 letter that came back: write it anew, send it by post, or withdraw it · ISU officer" in strip(page)
    act = main_act(page)
    assert act is not None
    assert [row["State"] for row in rows(read(signed_in(app), act[1]))] == ["Peru"]
    assert main_act(read(signed_in(app, Role.MEMBER), page_of(campaign))) is None


def test_a_campaign_that_is_over_has_nothing_next_but_its_replies(app: Flask) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad")]))
    end("Chad", MessageState.ACCEPTED, replied_at=now())
    page = read(signed_in(app), page_of(campaign))
    assert strip(page).startswith("Next Follow the replies · ISU officer")
    assert main_act(page) == ("Replies", "/apmbc/letters/replies?campaign=Reports+2026")
