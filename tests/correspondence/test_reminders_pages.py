"""The pages of reminders: planned after one has seen their days, drafted or dropped by hand."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select

from application import CATALOGUES
from core.db import db, transaction
from core.outbox.models import MessageState
from core.permissions import Role
from correspondence.models.audiences import ReminderStep
from correspondence.models.campaigns import Campaign
from correspondence.queries.campaigns import get_campaign
from correspondence.shipped import shipped_templates
from correspondence.workflow.sending import stop
from correspondence.workflow.templates import load_shipped_templates
from tests.correspondence.outgoing import end, scheduled
from tests.factories.contacts import BY
from tests.factories.letters import OFFICER, a_state_written_to, approve_drafts, approved_campaign
from tests.one_database import ON_SQLITE_ALONE
from tests.states_parties.pages import read, rows, send, signed_in, words

# What these pages show does not depend on the database.
pytestmark = ON_SQLITE_ALONE


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    """Letters to Chad and Peru, which have left; the clock of the tests stands on 20 November 2026."""
    wanted = [each for each in shipped_templates() if each.content.slug == "report-reminder"]
    load_shipped_templates(wanted, CATALOGUES, by=BY)
    found = scheduled(approved_campaign([a_state_written_to("Chad"), a_state_written_to("Peru")], title="Reports 2026"))
    for state in ("Chad", "Peru"):
        end(state, MessageState.ACCEPTED)
    return found


@pytest.fixture
def officer(app: Flask, campaign: Campaign) -> FlaskClient:
    return signed_in(app)


def address(campaign: Campaign, rest: str = "") -> str:
    return f"/apmbc/letters/{campaign.id}/reminders{rest}"


def planned(officer: FlaskClient, campaign: Campaign, **changes: str) -> html.HtmlElement:
    fields = {"days_before": "60, 30", "months_after": "1", "act": "plan", **changes}
    return html.fromstring(send(officer, address(campaign, "/plan"), fields).get_data(as_text=True))


def test_the_form_suggests_the_usual_sequence_and_shows_its_days(officer: FlaskClient, campaign: Campaign) -> None:
    page = read(officer, address(campaign, "/plan"))
    assert page.xpath("//input[@name='due_on']/@value") == ["2027-04-30"]
    assert page.xpath("//input[@name='days_before']/@value") == ["60, 30, 7"]
    assert [words(line, ".") for line in page.xpath("//ol[@class='planned-days']/li")][:2] == [
        "1 March 2027 60 days before 30 April 2027",
        "31 March 2027 30 days before 30 April 2027",
    ]
    assert db.session.scalar(select(func.count(ReminderStep.id))) == 0


def test_showing_the_days_plans_nothing(officer: FlaskClient, campaign: Campaign) -> None:
    answer = send(officer, address(campaign, "/plan"), {"days_before": "10", "months_after": "0", "act": "show"})
    assert "20 April 2027" in answer.get_data(as_text=True)
    assert db.session.scalar(select(func.count(ReminderStep.id))) == 0


def test_a_sequence_is_planned_and_listed_with_days_rules_and_condition(
    officer: FlaskClient, campaign: Campaign
) -> None:
    planned(officer, campaign)
    found = rows(read(officer, address(campaign)))
    assert [(row["Falls on"], row["Why that day"], row["Where it stands"]) for row in found] == [
        ("1 March 2027", "60 days before 30 April 2027", "planned"),
        ("31 March 2027", "30 days before 30 April 2027", "planned"),
        ("31 May 2027", "1 month after 30 April 2027, moved on: 30 May 2027 is a Sunday", "planned"),
    ]
    assert {row["While"] for row in found} == {"report_of_year_awaited"}
    assert "The next falls on 1 March 2027" in words(read(officer, f"/apmbc/letters/{campaign.id}"))


def test_what_is_wrong_is_told_beside_its_field(officer: FlaskClient, campaign: Campaign) -> None:
    page = planned(officer, campaign, days_before="soon")
    assert "“soon” is not a number of days" in words(page, "//div[@id='days_before-error']")
    page = planned(officer, campaign, condition="nonsense_here")
    assert "There is no criterion “nonsense_here”." in words(page)
    assert db.session.scalar(select(func.count(ReminderStep.id))) == 0


def test_days_that_have_passed_are_shown_and_left_out_only_when_one_says_so(
    officer: FlaskClient, campaign: Campaign
) -> None:
    early = {"due_on": "2026-12-31", "days_before": "59, 10", "months_after": "0"}
    page = planned(officer, campaign, **early)
    assert words(page, "//section[@aria-labelledby='passed']//li") == "2 November 2026 59 days before 31 December 2026"
    assert "say that they are left out, or give other days" in words(page, "//div[@id='leave_out-error']")
    assert db.session.scalar(select(func.count(ReminderStep.id))) == 0
    planned(officer, campaign, **early, leave_out="y")
    assert [row["Falls on"] for row in rows(read(officer, address(campaign)))] == ["21 December 2026"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"due_on": "2155-04-30"}, "due_on", "30 April 2155 is too far ahead"),
        ({"months_after": "99"}, "months_after", "Write a number from 0 to 11."),
        ({"months_after": "often"}, "months_after", "Write a whole number, for example 3."),
        ({"days_before": "9999"}, "days_before", "“9999” is not a number of days from 1 to 365."),
    ],
)
def test_days_that_make_no_sense_are_refused_beside_their_field(
    officer: FlaskClient, campaign: Campaign, changes: dict[str, str], field: str, sentence: str
) -> None:
    page = planned(officer, campaign, **changes)
    assert sentence in words(page, f"//div[@id='{field}-error']")
    assert db.session.scalar(select(func.count(ReminderStep.id))) == 0


def test_a_reminder_that_was_cancelled_or_stopped_says_so(officer: FlaskClient, campaign: Campaign) -> None:
    planned(officer, campaign, due_on="2026-12-31", days_before="20", months_after="0")
    drafted_by_hand(officer, campaign)
    reminder = db.session.scalars(select(Campaign).where(Campaign.parent_id == campaign.id)).one()
    approve_drafts(get_campaign("APMBC", reminder.id))
    scheduled(reminder)
    with transaction():
        stop(reminder, reason="The meeting is postponed.", by=OFFICER)
    [row] = rows(read(officer, address(campaign)))
    assert (row["Where it stands"], row["Campaign"]) == ("stopped", reminder.title)


def test_a_reminder_is_dropped_with_its_reason(officer: FlaskClient, campaign: Campaign) -> None:
    planned(officer, campaign)
    step = db.session.scalars(select(ReminderStep).order_by(ReminderStep.number)).first()
    assert "Say why" in send(officer, address(campaign, f"/{step.id}/drop"), {"reason": ""}).get_data(as_text=True)
    send(officer, address(campaign, f"/{step.id}/drop"), {"reason": "The letter itself leaves that day."})
    first = rows(read(officer, address(campaign)))[0]
    assert (first["Where it stands"], first["Dropped because"]) == ("dropped", "The letter itself leaves that day.")


def drafted_by_hand(officer: FlaskClient, campaign: Campaign) -> str:
    step = db.session.scalars(select(ReminderStep).order_by(ReminderStep.falls_on)).first()
    page = read(officer, f"/apmbc/letters/{campaign.id}/cancel")
    [token] = page.xpath("(//main//form//input[@name='csrf_token']/@value)[1]")
    to = address(campaign, f"/{step.id}/draft")
    return officer.post(to, data={"csrf_token": token}, follow_redirects=True).get_data(as_text=True)


def test_a_reminder_is_drafted_by_hand_before_its_time(officer: FlaskClient, campaign: Campaign) -> None:
    planned(officer, campaign, due_on="2026-12-31", days_before="20", months_after="0")
    assert "Draft the next now" in words(read(officer, address(campaign)))
    assert "The reminder is drafted." in drafted_by_hand(officer, campaign)
    [reminder] = db.session.scalars(select(Campaign).where(Campaign.parent_id == campaign.id)).all()
    assert (reminder.dated_on, reminder.send_condition) == (date(2026, 12, 11), "report_of_year_awaited")
    [first] = rows(read(officer, address(campaign)))
    assert (first["Where it stands"], first["Letters"]) == ("drafted", "2")


def test_a_reminder_of_next_year_is_not_drafted_from_this_years_registers(
    officer: FlaskClient, campaign: Campaign
) -> None:
    planned(officer, campaign)
    assert "Draft the next now" not in words(read(officer, address(campaign)))
    assert "can be drafted from 30 January 2027 on" in drafted_by_hand(officer, campaign)
    assert db.session.scalars(select(Campaign).where(Campaign.parent_id == campaign.id)).all() == []


def test_a_reader_sees_the_sequence_and_changes_nothing(app: Flask, officer: FlaskClient, campaign: Campaign) -> None:
    planned(officer, campaign)
    page = read(signed_in(app, Role.MEMBER), address(campaign))
    assert len(rows(page)) == 3
    assert page.xpath("//main//form[@method='post']") == []
    assert "Plan reminders" not in words(page)
    assert "Drop…" not in words(page)
