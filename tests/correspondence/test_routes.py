import io
import re
import zipfile
from datetime import date

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import event, func, select

from core.db import db
from core.docx.letterhead import default_house_style
from core.permissions import Role
from correspondence.models.campaigns import Campaign, Letter
from correspondence.models.templates import HouseStyle
from correspondence.queries.campaigns import get_template
from tests.factories.accounts import sign_in

NEW = {
    "title": "Reports 2021",
    "template": "article-7/letter",
    "as_of": "2021-03-03",
    "dated_on": "2021-03-03",
    "audience": "always",
    "signatory_name": "Ambassador Jan de Vries",
}


@pytest.fixture
def officer(registers: Flask) -> FlaskClient:
    client = registers.test_client()
    sign_in(client, role=Role.ISU_OFFICER)
    return client


def post(client: FlaskClient, address: str, data: dict[str, object]) -> html.HtmlElement:
    """Sends a form as a browser does, with the token of its page, and follows to the page that answers."""
    page = read(client, address)
    [token] = page.xpath("(//main//form//input[@name='csrf_token']/@value)[1]")
    answer = client.post(address, data={**data, "csrf_token": token}, follow_redirects=True)
    return html.fromstring(answer.get_data(as_text=True))


def read(client: FlaskClient, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).get_data(as_text=True))


def words(page: html.HtmlElement, path: str = "//main") -> str:
    return " ".join(" ".join(element.text_content() for element in page.xpath(path)).split())


def drafted(client: FlaskClient, **changes: str) -> tuple[int, html.HtmlElement]:
    page = post(client, "/apmbc/letters/new", {**NEW, **changes})
    number = db.session.scalar(select(func.max(Campaign.id)))
    return number or 0, page


def test_the_form_suggests_the_tailored_letter_as_of_the_day_of_the_page(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/letters/new?on=2021-03-03")
    assert page.xpath("//input[@name='title']/@value") == ["Tailored Article 7 letters 2021"]
    assert page.xpath("//input[@name='as_of']/@value") == ["2021-03-03"]
    assert page.xpath("//select[@name='template']/option[@selected]/@value") == ["article-7/letter"]


def test_a_campaign_shows_its_164_letters_by_variant(officer: FlaskClient) -> None:
    number, page = drafted(officer)
    assert words(page, "//h1") == "Reports 2021 draft"
    counts = [int(each) for each in page.xpath("//ol[@class='variants']//strong/text()")]
    assert sum(counts) == 164
    assert counts == sorted(counts, reverse=True)
    assert page.xpath("//main//table") == []
    assert len(read(officer, f"/apmbc/letters/{number}/states").xpath("//main//tbody/tr")) == 164
    first = page.xpath("//ol[@class='variants']//a/@href")[0]
    assert len(read(officer, first).xpath("//main//tbody/tr")) == counts[0]
    assert f"/apmbc/letters/{number}" in read(officer, "/apmbc/letters").xpath("//main//a/@href")


def test_one_letter_tells_beside_each_paragraph_why_it_is_there(officer: FlaskClient) -> None:
    number, _page = drafted(officer)
    page = read(officer, f"/apmbc/letters/{number}/states/chad")
    reasons = {each.xpath("string(strong)"): " ".join(each.text_content().split()) for each in page.xpath("//aside")}
    assert reasons["salutation"].endswith("In every letter.")
    assert "Article 5: open, deadline 1 January 2025 (extended at the 4RC)" in reasons["clearance"]
    assert page.xpath("//div[@class='letter']/@lang") == ["fr"]


def test_what_is_downloaded_is_what_was_drafted(officer: FlaskClient) -> None:
    number, _page = drafted(officer)
    one = officer.get(f"/apmbc/letters/{number}/states/chad.docx")
    assert one.headers["Content-Disposition"] == 'attachment; filename="chad-TCD-FR.docx"'
    assert any("Tchad" in paragraph.text for paragraph in Document(io.BytesIO(one.data)).paragraphs)
    archive = zipfile.ZipFile(io.BytesIO(officer.get(f"/apmbc/letters/{number}/letters.zip").data))
    assert len(archive.namelist()) == 165
    assert archive.read("chad-TCD-FR.docx") == one.data
    manifest = officer.get(f"/apmbc/letters/{number}/manifest.csv").get_data(as_text=True)
    assert manifest == archive.read("manifest.csv").decode()


def test_a_refused_draft_says_why_beside_the_field_and_keeps_what_was_typed(officer: FlaskClient) -> None:
    page = post(officer, "/apmbc/letters/new", {**NEW, "audience": "staet"})
    assert words(page, "//div[@id='audience-error']") == "There is no criterion “staet”."
    assert page.xpath("//input[@name='title']/@value") == ["Reports 2021"]
    page = post(officer, "/apmbc/letters/new", {**NEW, "as_of": "3 March"})
    assert "Write the day as year-month-day" in words(page, "//div[@id='as_of-error']")
    assert db.session.scalar(select(func.count(Campaign.id))) == 0


def test_a_campaign_of_the_other_convention_is_not_found(officer: FlaskClient) -> None:
    number, _page = drafted(officer)
    answer = officer.get(f"/ccm/letters/{number}")
    assert (answer.status_code, f"no campaign {number}" in answer.get_data(as_text=True)) == (404, True)


def test_cancelling_asks_first_with_the_number_of_letters(officer: FlaskClient) -> None:
    number, _page = drafted(officer, audience="open_stockpile_obligation")
    letters = db.session.scalar(select(func.count(Letter.id)))
    assert f"{letters} letters stay readable" in words(read(officer, f"/apmbc/letters/{number}/cancel"))
    page = post(officer, f"/apmbc/letters/{number}/cancel", {})
    assert "cancelled" in words(page, "//h1")


def count_reads(address: str, client: FlaskClient) -> int:
    statements: list[str] = []
    engine = db.engines[None]

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(address)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([each for each in statements if each.startswith("SELECT")])


def test_the_pages_ask_the_database_equally_often_for_few_and_many_letters(officer: FlaskClient) -> None:
    many, _page = drafted(officer)
    few, _page = drafted(officer, audience="open_stockpile_obligation")
    assert count_reads(f"/apmbc/letters/{many}", officer) == count_reads(f"/apmbc/letters/{few}", officer) <= 30
    assert count_reads(f"/apmbc/letters/{many}/states/chad", officer) <= 28
    assert count_reads(f"/apmbc/letters/{many}/approve", officer) <= 41
    assert count_reads(f"/apmbc/letters/{few}/approve", officer) == count_reads(
        f"/apmbc/letters/{many}/approve", officer
    )


TEMPLATE = "/apmbc/letters/templates/article-7/letter"


def edited(client: FlaskClient, **changes: str) -> html.HtmlElement:
    address = f"{TEMPLATE}/paragraphs/gender-and-diversity"
    page = read(client, address)
    form: dict[str, object] = {
        name: page.xpath(f"string(//textarea[@name='{name}'])").strip() for name in ("EN", "FR", "ES")
    }
    form |= {name: page.xpath(f"string(//input[@name='{name}']/@value)") for name in ("id", "when", "based_on")}
    return post(client, address, {**form, "part": "body", "tailors": "y", "note": "Shorter", **changes})


def test_a_paragraph_is_edited_in_three_languages_and_the_versions_compared(officer: FlaskClient) -> None:
    texts = {"EN": "Tell {{state}}.", "FR": "Dites {{state}}.", "ES": "Diga {{state}}."}
    page = edited(officer, **texts)
    assert "Saved as version 2." in words(page, "//body")
    assert "Shorter" in words(page, "//section[@aria-labelledby='versions']")
    compared = words(read(officer, f"{TEMPLATE}/versions/1/2"))
    assert "gender and diversity: changed" in compared
    assert "Dites {{state}}." in compared
    shown = read(officer, f"{TEMPLATE}/preview?state=chad&on=2021-03-03")
    assert "Dites Tchad." in words(shown)


def test_a_preview_for_what_is_no_state_party_is_refused_in_a_sentence(officer: FlaskClient) -> None:
    told = {}
    for asked in ("atlantis", "chadd", "finland"):
        answer = officer.get(f"{TEMPLATE}/preview?state={asked}&on=2010-03-03")
        told[asked] = answer.status_code, words(html.fromstring(answer.text))
    assert {status for status, _ in told.values()} == {404}
    assert "“atlantis” is not a State of the register." in told["atlantis"][1]
    assert "Did you mean Chad" in told["chadd"][1]
    assert "Finland is no State Party to the APMBC on 2010-03-03: it gets no letter." in told["finland"][1]
    assert "Try the template on a State" in words(read(officer, f"{TEMPLATE}/preview?on=2010-03-03"))


def test_a_text_that_breaks_parity_is_refused_by_paragraph_and_language(officer: FlaskClient) -> None:
    page = edited(officer, FR="Dites {{staet}}.")
    refusals = words(page, "//div[@role='alert']")
    assert "Paragraph “gender-and-diversity”, FR: there is no field “staet”." in refusals
    assert len(get_template("APMBC", "article-7", "letter").versions) == 1


def test_a_paragraph_is_added_moved_and_removed_each_as_a_version(officer: FlaskClient) -> None:
    new = {
        "id": "season",
        "when": "always",
        "part": "body",
        "EN": "a",
        "FR": "b",
        "ES": "c",
        "note": "New",
        "based_on": "1",
    }
    post(officer, f"{TEMPLATE}/paragraphs/opening/after", new)
    token = read(officer, TEMPLATE).xpath("(//main//input[@name='csrf_token']/@value)[1]")[0]
    officer.post(f"{TEMPLATE}/paragraphs/season/move/up", data={"csrf_token": token, "based_on": "2"})
    order = [re.sub(" ", "-", each) for each in read(officer, TEMPLATE).xpath("//article//h2/text()")]
    assert order.index("season") == order.index("opening") - 1
    post(officer, f"{TEMPLATE}/paragraphs/season/remove", {"based_on": "3"})
    versions = get_template("APMBC", "article-7", "letter").versions
    assert [each.note for each in versions] == [
        "Paragraph season removed",
        "Paragraph season moved up",
        "New",
        "As shipped",
    ]


def test_a_member_reads_templates_and_letters_but_finds_no_way_to_change_them(registers: Flask) -> None:
    client = registers.test_client()
    sign_in(client, role=Role.MEMBER)
    page = read(client, TEMPLATE)
    assert page.xpath("//a[contains(@href, '/paragraphs/')]") == []
    assert page.xpath("//main//form") == []


def test_an_uploaded_word_file_is_checked_before_it_becomes_the_house_style(officer: FlaskClient) -> None:
    bad = {"name": "Ours", "file": (io.BytesIO(b"no Word file"), "ours.docx")}
    page = post(officer, "/letters/house-style", bad)
    assert "The file is not a Word file (.docx): it is no ZIP archive." in words(page, "//div[@role='alert']")
    assert db.session.scalar(select(func.count(HouseStyle.id))) == 0
    good = {"name": "Ours", "file": (io.BytesIO(default_house_style()), "ours.docx")}
    page = post(officer, "/letters/house-style", good)
    assert "in use" in words(page, "//tbody/tr[1]")
    drafted(officer)
    assert db.session.scalars(select(Campaign.house_style_id)).one() is not None
    assert db.session.scalars(select(Campaign.as_of)).one() == date(2021, 3, 3)
