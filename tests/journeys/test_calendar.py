"""Calendars in a real browser: a link made, read by another program and revoked; people invited, one answers."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from core.clock import now
from core.db import db, transaction
from core.outbox.models import OutboxMessage
from core.permissions import Role
from correspondence.jobs.mailbox import fetch_mail
from meetings.models.sessions import Session
from meetings.models.timetable import SpeakerRole
from meetings.rules.sessions import SessionPlan
from meetings.workflow.concept_notes import plan_thematic_session
from meetings.workflow.speakers import SpeakerFacts, add_speaker
from tests.core.ical.parsers import by_ical_js, by_vobject
from tests.factories.mailbox import MailServer
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.factories.replies import by_google, reply_mail
from tests.factories.states import OFFICER
from tests.journeys.conftest import DESK_DARK, PHONE, Look, OpenAs
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

DAY = date(2027, 6, 24)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def make_thematic_session(house: House) -> tuple[int, str]:
    """Its number, and its name in calendars; one for all tests of a house."""
    with house.app.app_context(), transaction():
        if found := db.session.execute(select(Session.id, Session.uid).where(Session.day == DAY)).first():
            return found.id, found.uid
        meeting = make_meeting_of_days(
            "IM2027", date(2027, 6, 22), DAY, kind="IM", full_name="2027 Intersessional Meetings"
        )
        body = "cooperative-compliance"
        session = make_session(meeting, DAY, time(13), time(15), title="Thematic session", room="Room XX", body=body)
        return session.id, session.uid


def test_a_link_is_read_by_another_program_until_it_is_revoked(house: House, open_as: OpenAs) -> None:
    _, uid = make_thematic_session(house)
    page = open_as(Role.CHAIR, "/account")
    page.get_by_role("link", name="Meetings and deadlines in my own calendar program").click()
    page.get_by_role("link", name="Subscribe to a calendar…").click()
    assert_good_page(page, "calendar-new")
    page.get_by_label("What it holds").select_option("all/APMBC")
    page.get_by_label("Where you will use it").fill("Telephone")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Link", exact=True).input_value()
    assert_good_page(page, "calendar-made")
    with urllib.request.urlopen(address) as answer:
        file = answer.read()
    for parse in (by_vobject, by_ical_js):
        event = parse(file).of(uid)
        assert (event.starts, event.title) == ("2027-06-24T11:00:00Z", "APMBC IM2027: Thematic session")
    page.get_by_role("link", name="My calendars").click()
    assert_good_page(page, "calendars")
    page.get_by_role("link", name="Revoke…").click()
    page.get_by_role("button", name="Revoke the calendar").click()
    expect(page.get_by_text("The calendar is revoked.").first).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)


def test_people_are_invited_and_one_answers_from_their_calendar(
    house: House, open_as: OpenAs, mail_server: MailServer
) -> None:
    session_id, uid = make_thematic_session(house)
    page = open_as(Role.ISU_OFFICER, f"/apmbc/meetings/IM2027/sessions/{session_id}/invitations")
    page.get_by_role("link", name="Invite people…").click()
    page.get_by_label("People").fill("Ana Silva <ana@state.example>\nben@agency.example")
    page.get_by_role("button", name="Show what will be sent").click()
    expect(page.get_by_text("2 people")).to_be_visible()
    assert_good_page(page, "invite-confirm")
    page.get_by_role("button", name="Send the invitations").click()
    expect(page.get_by_text("They are invited. 2 mails leave.").first).to_be_visible()
    with house.app.app_context():
        asked = db.session.scalars(select(OutboxMessage).where(OutboxMessage.address == "ana@state.example")).one()
        to = asked.content["reply_to"]
    answer = by_google(uid, "ana@state.example", "ACCEPTED", organizer=to)
    mail_server.put(reply_mail(answer, sender="ana@state.example", to=to))
    with house.app.app_context():
        assert fetch_mail(replace(house.app.config["CHANCERY"], mailbox_url=mail_server.url()), now).read == 1
    page.reload()
    expect(page.get_by_role("row", name="Ana Silva")).to_contain_text("accepted")
    assert_good_page(page, "invitations")
    for look in (DESK_DARK, PHONE):
        again = open_as(Role.ISU_OFFICER, f"/apmbc/meetings/IM2027/sessions/{session_id}/invitations", look)
        assert_good_page(again, f"invitations.{look.name}")


@pytest.mark.parametrize("look", [PHONE, DESK_DARK], ids=lambda look: look.name)
def test_regular_meetings_are_good_in_every_look(open_as: OpenAs, look: Look) -> None:
    page = open_as(Role.ISU_OFFICER, "/apmbc/committees/cooperative-compliance/series/new", look)
    page.get_by_label("First day").fill("2026-12-08")
    page.get_by_label("Until").fill("2027-12-31")
    assert_good_page(page, f"series-new.{look.name}")
    page.get_by_role("button", name="Plan the meetings").click()
    expect(page.get_by_text("the second Tuesday of each month, until 31 December 2027").first).to_be_visible()
    assert_good_page(page, f"series.{look.name}")


MONDAY = date(2028, 6, 19)


def make_panel(house: House) -> tuple[int, str]:
    """A thematic session with two on its panel; its number, and its name in calendars."""
    with house.app.app_context(), transaction():
        meeting = make_meeting_of_days(
            "IM2028", MONDAY, date(2028, 6, 21), kind="intersessional", full_name="2028 Intersessional Meetings"
        )
        plan = SessionPlan(
            "Thematic session – Reporting",
            MONDAY,
            time(10),
            time(12),
            kind="thematic session",
            room="Room XX",
            body="cooperative-compliance",
        )
        session = plan_thematic_session(meeting, plan, "Reporting", by=OFFICER)
        for name, role in (("Ada Ek", SpeakerRole.MODERATOR), ("Bo Lind", SpeakerRole.PANELLIST)):
            email = f"{name.split()[0].lower()}@state.example"
            add_speaker(meeting, session, SpeakerFacts(role, name, function="Adviser", email=email), by=OFFICER)
        return session.id, session.uid


def answer_by_mail(house: House, mail_server: MailServer, uid: str, *, sequence: int, header_id: str) -> None:
    """Ada accepts the message of that number in her calendar program."""
    with house.app.app_context():
        asked = db.session.scalars(select(OutboxMessage).where(OutboxMessage.address == "ada@state.example")).first()
        assert asked is not None
        to = asked.content["reply_to"]
    file = by_google(uid, "ada@state.example", "ACCEPTED", organizer=to, sequence=sequence)
    mail_server.put(reply_mail(file, sender="ada@state.example", to=to, header_id=header_id))
    with house.app.app_context():
        assert fetch_mail(replace(house.app.config["CHANCERY"], mailbox_url=mail_server.url()), now).read == 1


def test_a_panel_is_invited_confirms_and_confirms_again_once_the_meeting_has_moved(
    house: House, open_as: OpenAs, mail_server: MailServer
) -> None:
    session_id, uid = make_panel(house)
    at = f"/apmbc/meetings/IM2028/sessions/{session_id}"
    page = open_as(Role.ISU_OFFICER, f"{at}/panel/invite")
    assert_good_page(page, "panel-invite")
    page.get_by_role("button", name="Send 2 invitations").click()
    expect(page.get_by_text("2 invitations leave now.").first).to_be_visible()
    answer_by_mail(house, mail_server, uid, sequence=0, header_id="<p1@state.example>")
    page.reload()
    ada = page.locator(".panel-person").filter(has_text="Ada Ek")
    expect(ada).to_contain_text("confirmed")

    page.goto(page.url.split("/apmbc")[0] + "/apmbc/meetings/IM2028/move?starts_on=2028-06-26&ends_on=2028-06-28")
    expect(page.get_by_role("row", name="Ada Ek")).to_contain_text("each is to confirm again")
    assert_good_page(page, "move-panel")
    page.get_by_label("Reason").fill("The room is taken.")
    page.get_by_role("button", name="Move the meeting").click()
    expect(page.get_by_role("heading", name="Tell those invited")).to_be_visible()
    assert_good_page(page, "tell-all-invited")
    page.get_by_role("button", name="Send the mails").click()
    expect(page.get_by_text("2 mails leave.").first).to_be_visible()

    answer_by_mail(house, mail_server, uid, sequence=0, header_id="<p2@state.example>")
    page.goto(page.url.split("/apmbc")[0] + f"{at}/concept-note")
    expect(ada).to_contain_text("to confirm again")
    expect(ada).to_contain_text("earlier: accepted for Monday, 19 June 2028, 10:00-12:00 CEST")
    assert_good_page(page, "panel-to-confirm-again")
    answer_by_mail(house, mail_server, uid, sequence=1, header_id="<p3@state.example>")
    page.reload()
    expect(ada).to_contain_text("confirmed")
    page.goto(page.url.split("/apmbc")[0] + f"{at}/invitations")
    expect(page.get_by_role("row", name="Ada Ek")).to_contain_text("accepted")
    assert_good_page(page, "invitations-of-panel")
    page.get_by_role("row", name="Bo Lind").get_by_role("link", name="Answer…").click()
    assert_good_page(page, "answer-by-hand")
    page.goto(page.url.split("/apmbc")[0] + "/apmbc/meetings/IM2028/cancel")
    assert_good_page(page, "cancel-meeting")
