"""Saved audiences, and the form of a campaign: boxes, condition and exceptions say one thing."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from core.db import db
from correspondence.models.audiences import SavedAudience
from correspondence.models.campaigns import AudienceState, Campaign, Letter
from tests.states_parties.pages import read, rows, send, signed_in, words

NEW = "/apmbc/letters/new?on=2021-03-03"


@pytest.fixture
def officer(registers: Flask) -> FlaskClient:
    return signed_in(registers)


def sent(client: FlaskClient, address: str, fields: dict[str, object]) -> html.HtmlElement:
    return html.fromstring(send(client, address, fields).get_data(as_text=True))


def counted(page: html.HtmlElement) -> int:
    found = re.search(r"(\d+) letters? will be drafted", words(page, "//*[@id='counted']"))
    assert found, words(page)
    return int(found[1])


def condition(page: html.HtmlElement) -> str:
    return str(page.xpath("string(//input[@name='audience']/@value)"))


def test_boxes_make_the_condition_and_the_condition_ticks_the_boxes(officer: FlaskClient) -> None:
    boxes = {"act": "count", "all_of": "open_clearance_obligation", "least-missing_report_years": "1"}
    page = sent(officer, NEW, boxes)
    assert condition(page) == "open_clearance_obligation and not withdrawal_notified"
    assert counted(page) == 34
    written = sent(officer, NEW, {"act": "count", "audience": "retains_items and not withdrawal_notified"})
    assert written.xpath("//input[@name='all_of'][@checked]/@value") == ["retains_items"]
    assert written.xpath("//input[@name='none_of'][@checked]/@value") == ["withdrawal_notified"]


def test_the_boxes_ask_for_few_months_and_for_many_years(officer: FlaskClient) -> None:
    page = read(officer, NEW)
    usual = [
        (
            page.xpath(f"string(//select[@name='bound-{name}']/option[@selected])"),
            page.get_element_by_id(f"least-{name}").value,
        )
        for name in ("clearance_deadline_months", "missing_report_years")
    ]
    assert usual == [("at most", "12"), ("", "1")]
    boxes = {"act": "count", "all_of": "clearance_deadline_months", "least-clearance_deadline_months": "9"}
    page = sent(officer, NEW, {**boxes, "bound-clearance_deadline_months": "at most"})
    assert condition(page).startswith("clearance_deadline_months <= 9")
    assert page.get_element_by_id("least-clearance_deadline_months").value == "9"


def test_every_state_party_is_listed_with_the_reason_why_it_is_in_or_out(officer: FlaskClient) -> None:
    page = sent(officer, NEW, {"act": "count", "audience": "open_clearance_obligation"})
    inside, outside = page.xpath("//*[@id='counted']//ul")
    assert (len(inside.xpath("li")), len(outside.xpath("li"))) == (34, 130)
    told = {each.xpath("string(strong)"): words(each, ".") for each in (*inside.xpath("li"), *outside.xpath("li"))}
    assert told["Chad"].startswith("Chad Article 5: open, deadline 1 January 2025 (extended at the 4RC).")
    assert told["Albania"] == "Albania Article 5: completed (2009)."


def test_a_campaign_keeps_who_was_in_and_out(officer: FlaskClient) -> None:
    fields = {
        "audience": "open_stockpile_obligation",
        "also": "Andorra: asked for it",
        "besides": "Greece: is answered by letter of the President",
    }
    sent(officer, NEW, fields)
    campaign = db.session.scalars(select(Campaign)).one()
    kept = {row.iso3: row for row in db.session.scalars(select(AudienceState))}
    assert len(kept) == 164
    written = set(db.session.scalars(select(Letter.iso3)))
    assert {iso3 for iso3, row in kept.items() if row.included} == written
    assert kept["AND"].by_name
    assert "GRC" not in written
    assert kept["GRC"].reason.startswith("Left out by name: is answered by letter of the President.")
    assert campaign.also == [{"iso3": "AND", "reason": "asked for it"}]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"also": "Tschad: asked"}, "Line 1: “Tschad” is not a State of the register."),
        ({"besides": "Chad"}, "Line 1, “Chad”: write the State, a colon, the reason."),
        ({"audience": "missing_report_years >= 9"}, "No State Party in force on that day meets this condition."),
        ({"also": "United States of America: wishes it"}, "is no State Party in force on that day."),
        ({"signatory": "unit"}, "its letters cannot be letters of the Implementation Support Unit."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_drafted(
    officer: FlaskClient, fields: dict[str, object], sentence: str
) -> None:
    page = sent(officer, NEW, fields)
    assert sentence in words(page, "//*[contains(@class, 'alert-danger')]")
    assert db.session.scalars(select(Campaign)).all() == []


def test_an_audience_is_saved_used_replaced_and_retired(officer: FlaskClient) -> None:
    made = sent(
        officer,
        "/apmbc/letters/audiences/new?on=2021-03-03",
        {"name": "Clearing States", "audience": "open_clearance_obligation", "besides": "Chad: visited last week"},
    )
    assert words(made, "//h1") == "Clearing States"
    saved = db.session.scalars(select(SavedAudience)).one()
    page = read(officer, f"/apmbc/letters/audiences/{saved.id}?on=2021-03-03&is=in")
    assert len(rows(page)) == 33
    used = sent(officer, NEW, {"act": "use", "saved": str(saved.id)})
    assert (condition(used), counted(used)) == ("open_clearance_obligation", 33)
    assert used.xpath("string(//textarea[@name='besides'])").strip() == "Chad: visited last week"
    sent(officer, f"/apmbc/letters/audiences/{saved.id}/replace", {"audience": "retains_items", "besides": ""})
    db.session.refresh(saved)
    assert (saved.condition, saved.besides) == ("retains_items", [])
    taken = sent(officer, "/apmbc/letters/audiences/new", {"name": "Clearing States"})
    assert "exists already" in words(taken)
    sent(officer, f"/apmbc/letters/audiences/{saved.id}/retire", {})
    assert rows(read(officer, "/apmbc/letters/audiences")) == []
    assert "Clearing States" not in words(read(officer, NEW))
    again = sent(officer, "/apmbc/letters/audiences/new", {"name": "Clearing States", "audience": "always"})
    assert (words(again, "//h1"), len(db.session.scalars(select(SavedAudience)).all())) == ("Clearing States", 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"audience": "retains_items and not retains_items"},
            "No State Party in force on that day meets this condition.",
        ),
        ({"audience": ""}, "Say who is written to: tick a box, or write “always” for every State Party."),
        ({"none_of": []}, "Say who is written to: tick a box, or write “always” for every State Party."),
    ],
)
def test_an_audience_of_nobody_is_not_saved(officer: FlaskClient, fields: dict[str, object], sentence: str) -> None:
    address = "/apmbc/letters/audiences/new"
    page = sent(officer, address, {"name": "Nobody", **fields})
    assert sentence in words(page, "//*[@id='audience-error']")
    assert db.session.scalars(select(SavedAudience)).all() == []


def test_an_audience_is_saved_though_a_register_that_is_not_complete_keeps_everybody_out(officer: FlaskClient) -> None:
    """The page of audiences recommends this very one before anything on Article 9 is declared complete."""
    address, fields = "/apmbc/letters/audiences/new", {"name": "Article 9", "audience": "article_9_open"}
    wanting = "The register of Article 9 measures is not declared complete: whether"
    assert wanting in words(sent(officer, address, {**fields, "act": "count"}), "//*[@id='counted']")
    page = sent(officer, address, fields)
    assert db.session.scalars(select(SavedAudience.condition)).all() == ["article_9_open"]
    assert words(page, "//h1") == "Article 9"
    assert "Nobody is known to be in it, as long as a register is not declared complete." in words(page, "//body")
    assert wanting in words(page)


def test_a_saved_audience_is_not_replaced_by_one_of_nobody(officer: FlaskClient) -> None:
    sent(officer, "/apmbc/letters/audiences/new", {"name": "Retaining", "audience": "retains_items"})
    saved = db.session.scalars(select(SavedAudience)).one()
    for emptied in ("", "retains_items and not retains_items"):
        sent(officer, f"/apmbc/letters/audiences/{saved.id}/replace", {"audience": emptied})
    db.session.refresh(saved)
    assert saved.condition == "retains_items"
