"""The form of a new campaign: it opens whatever is asked, says what is missing, refuses beside the right field."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from core.db import db
from core.permissions import Role
from correspondence.models.campaigns import Campaign
from correspondence.queries.kinds import get_kind
from tests.factories.accounts import make_account, sign_in
from tests.states_parties.pages import read, send, signed_in, words

NEW = "/apmbc/letters/new"
OWN, OTHER = "cooperative-compliance", "victim-assistance"


@pytest.fixture
def officer(registers: Flask) -> FlaskClient:
    return signed_in(registers)


def filled_in(kind: str) -> str:
    return f"{NEW}?kind={kind}&template={get_kind('APMBC', kind).template}&audience={get_kind('APMBC', kind).audience}"


@pytest.mark.parametrize(
    ("kind", "register"), [("article-9", "Article 9 measures"), ("missing-years", "annual reports")]
)
def test_a_kind_whose_audience_is_not_known_opens_and_says_what_must_be_declared(
    officer: FlaskClient, kind: str, register: str
) -> None:
    answer = officer.get(filled_in(kind))
    page = read(officer, filled_in(kind))
    assert answer.status_code == 200
    assert page.xpath("//*[contains(@class, 'alert-danger')]") == []
    told = words(page, "//*[@id='counted']")
    assert "Nobody would be written to" in told
    assert f"The register of {register} is not declared complete: whether " in told
    [address] = page.xpath("//*[@id='counted']//a[.='Declare the register complete']/@href")
    assert words(read(officer, address), "//h1") == "Declare a register complete"


def test_who_does_not_keep_registers_is_told_who_does(registers: Flask) -> None:
    told = words(read(signed_in(registers, Role.CHAIR), filled_in("article-9")), "//*[@id='counted']")
    assert "An ISU officer declares a register complete." in told


def test_a_state_that_could_not_belong_is_not_said_to_be_left_out_for_want_of_a_register(officer: FlaskClient) -> None:
    whole = read(officer, f"{NEW}?audience=article_9_open")
    part = read(officer, f"{NEW}?audience=article_9_open and retains_items")
    told = [words(page, "//*[@id='counted']//*[contains(@class, 'alert')]//p[1]") for page in (whole, part)]
    [many, few] = [int(each.split("whether ")[1].split(" States")[0]) for each in told]
    retaining = words(read(officer, f"{NEW}?audience=retains_items"), "//*[@id='counted']//strong[1]")
    assert (f"{few} letters will be drafted" in retaining, few < many) == (True, True)


def test_drafting_for_nobody_is_refused_with_the_register_that_is_open(officer: FlaskClient) -> None:
    answer = send(officer, filled_in("article-9"), {})
    assert "The register of Article 9 measures is not declared complete" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Campaign)).all() == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("template=thank-you/letter", "There is no template “thank-you/letter”."),
        ("parent=99", "There is no campaign “99” that this one could follow; it stands by itself."),
        ("saved=99", "There is no saved audience “99”; the usual one is shown."),
        ("kind=birthday", "The calendar of letters has no kind “birthday”; the campaign is of none."),
        ("kind=convening-note", "it is written outside this system and signed by: United Nations Office"),
    ],
)
def test_what_the_address_asks_for_in_vain_is_said_and_the_form_can_be_sent(
    officer: FlaskClient, query: str, sentence: str
) -> None:
    page = read(officer, f"{NEW}?{query}")
    assert sentence in words(page, "//*[contains(@class, 'alert-warning')]")
    send(officer, f"{NEW}?{query}", {})
    [campaign] = db.session.scalars(select(Campaign))
    assert (campaign.parent_id, campaign.kind) == (None, "convening-note" if "convening" in query else "")


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"dated_on": "2099-03-03"}, "dated_on", "Reports fall due on 30 April 2027, between the day of the registers"),
        ({"as_of": "1990-03-03"}, "as_of", "The APMBC is in force since 1 March 1999"),
        ({"as_of": "2026-12-01"}, "as_of", "not as of a day to come"),
        ({"dated_on": "2026-11-01"}, "dated_on", "cannot be dated before the day of the registers"),
    ],
)
def test_what_is_wrong_stands_beside_its_own_field(
    officer: FlaskClient, fields: dict[str, str], field: str, sentence: str
) -> None:
    for act in ("", "count"):
        page = html.fromstring(send(officer, NEW, {**fields, "act": act}).get_data(as_text=True))
        assert sentence in words(page, f"//*[@id='{field}-error']")
        assert page.xpath("//*[contains(@class, 'invalid-feedback')]/@id") == [f"{field}-error"]
    assert db.session.scalars(select(Campaign)).all() == []


@pytest.mark.parametrize(
    ("role", "body", "template", "drafts"),
    [
        (Role.ADMINISTRATOR, None, "article-7/letter", True),
        (Role.ISU_OFFICER, None, "article-7/letter", True),
        (Role.ISU_OFFICER, None, "report-reminder/note-verbale", True),
        (Role.CHAIR, OWN, "article-7/letter", True),
        (Role.CHAIR, OTHER, "article-7/letter", False),
        (Role.CHAIR, OWN, "report-reminder/note-verbale", False),
        (Role.PRESIDENT, None, "article-7/letter", False),
        (Role.PRESIDENT, None, "hand-over/letter", True),
        (Role.CHAIR, OWN, "hand-over/letter", False),
    ],
)
def test_letters_in_a_name_are_drafted_by_the_unit_and_by_whoever_holds_that_office(
    registers: Flask, role: Role, body: str | None, template: str, drafts: bool
) -> None:
    client = registers.test_client()
    sign_in(client, account=make_account(role, convention=None if role is Role.ADMINISTRATOR else "APMBC", body=body))
    answer = send(client, NEW, {"template": template})
    assert len(db.session.scalars(select(Campaign)).all()) == int(drafts)
    assert ("You may not draft letters signed" in answer.get_data(as_text=True)) is not drafts


def test_a_second_campaign_of_the_kind_in_the_year_is_told_beside_the_count(officer: FlaskClient) -> None:
    address = f"{NEW}?kind=article-7&title=First"
    assert "already" not in words(read(officer, address), "//*[@id='counted']")
    assert words(read(officer, "/apmbc/"), "//a[contains(@class, 'btn-primary')]").startswith("Draft the tailored")
    send(officer, address, {"signatory_name": "Ambassador Jan de Vries"})
    first = db.session.scalars(select(Campaign)).one()
    [told] = read(officer, address).xpath("//*[@id='counted']//*[contains(@class, 'alert')][.//a[.='First']]")
    assert f"Letters of this kind were drafted for {first.dated_on.year} already: First, " in words(told, ".")
    assert "Draft the tailored" not in words(read(officer, "/apmbc/"))
