"""The first page, and the page of a State, as their readers see them."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from core.permissions import Role
from desk.reasons import years_in_words
from tests.factories.accounts import make_account, sign_in
from tests.factories.statements import counted_statements
from tests.factories.states import make_extension, make_obligation, make_party, make_report, make_state
from tests.states_parties.pages import counts, read, rows, send, signed_in, words


@pytest.fixture
def officer(registers: Flask) -> FlaskClient:
    return signed_in(registers)


def section(page: html.HtmlElement, heading: str) -> str:
    return words(page, f"//section[@aria-labelledby='{heading}']")


def test_the_front_door_leads_to_the_desk_of_the_convention_last_looked_at(officer: FlaskClient) -> None:
    assert officer.get("/").headers["Location"] == "/apmbc/"
    officer.get("/ccm/states")
    assert officer.get("/").headers["Location"] == "/ccm/"


def test_the_front_door_leads_where_the_role_of_the_person_leads(registers: Flask) -> None:
    client = registers.test_client()
    sign_in(client, account=make_account(Role.MEMBER, convention="CCM"))
    assert client.get("/").headers["Location"] == "/ccm/"
    assert client.get("/apmbc/").status_code == 403


def test_the_letters_are_two_clicks_from_the_first_page(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/?on=2021-03-03")
    [button] = page.xpath("//main//a[contains(@class, 'btn-primary')]")
    assert button.text_content() == "Draft the tailored Article 7 letters to 164 States Parties"
    form = read(officer, button.get("href"))
    assert form.xpath("//input[@name='as_of']/@value") == ["2021-03-03"]
    answer = send(officer, button.get("href"), {})
    assert "Download all 164 letters" in words(html.fromstring(answer.text))
    assert "164 letters, as of 3 March 2021" in section(read(officer, "/apmbc/"), "under-way")


def test_who_may_not_draft_letters_is_not_offered_any(registers: Flask) -> None:
    page = read(signed_in(registers, Role.OBSERVER), "/apmbc/")
    assert page.xpath("//main//a[contains(@class, 'btn-primary')]") == []
    assert section(page, "drafts") == ""


def test_every_count_of_the_desk_opens_the_list_it_counts(officer: FlaskClient) -> None:
    for code, day in (("apmbc", "2021-03-03"), ("ccm", "2020-09-30"), ("apmbc", "2026-11-20")):
        for what, (number, href) in counts(read(officer, f"/{code}/?on={day}")).items():
            assert (code, what, len(rows(read(officer, href)))) == (code, what, number)


def test_the_desk_tells_what_is_due_and_what_has_passed(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/")
    assert "Annual Article 7 reports covering 2026: 30 April 2027, in 5 months" in section(page, "coming")
    assert "Bosnia and Herzegovina, Article 5: 1 March 2027, in 3 months" in section(page, "coming")
    assert "Eritrea, Article 5: 31 December 2024" in section(page, "passed")
    assert "Bosnia" not in section(read(officer, "/apmbc/?on=2025-11-20"), "coming")


def test_only_who_reads_the_audit_sees_what_changed(registers: Flask) -> None:
    assert "saved a version of the template" in section(
        read(signed_in(registers, Role.ADMINISTRATOR), "/apmbc/"), "recent"
    )
    assert section(read(signed_in(registers), "/apmbc/"), "recent") == ""


def test_a_state_is_found_by_code_and_by_any_of_its_names(officer: FlaskClient) -> None:
    for name in ("TCD", "tcd", "Tchad", "CHAD"):
        assert officer.get(f"/apmbc/states/{name}?on=2021-03-03").headers["Location"] == (
            "/apmbc/states/chad?on=2021-03-03"
        )


def test_an_unknown_state_is_not_found_and_the_nearest_name_is_offered(officer: FlaskClient) -> None:
    answer = officer.get("/apmbc/states/chadd")
    assert answer.status_code == 404
    assert "“chadd” is not a State of the register. Did you mean Chad" in words(html.fromstring(answer.text))


def test_a_deadline_says_why_it_is_what_it_is(officer: FlaskClient) -> None:
    """CCM Article 4, Bosnia and Herzegovina: 1 March 2011 + 10 years = 1 March 2021, + 18 months = 1 September 2022."""
    page = read(officer, "/ccm/states/bosnia-and-herzegovina?on=2022-01-15")
    told = words(page, "//article[@id='article-4']")
    assert "Deadline: 1 September 2022, in 7 months" in told
    assert "1 March 2011 + 10 years = 1 March 2021; extended to 1 September 2022 at the 2RC" in told
    assert "Each extension lasts at most 5 years." in told


def test_an_extension_decided_later_is_shown_as_such_and_not_counted(officer: FlaskClient) -> None:
    told = words(read(officer, "/ccm/states/bosnia-and-herzegovina?on=2020-06-01"), "//article[@id='article-4']")
    assert "Deadline: 1 March 2021" in told
    assert "decided after the day of this page" in told
    assert "extended to" not in told


def test_the_standing_under_both_conventions_is_told(officer: FlaskClient) -> None:
    told = section(read(officer, "/ccm/states/lithuania"), "standing")
    assert "State Party" in told
    assert "withdrawn" in told
    page = read(officer, "/ccm/states/lithuania")
    headings = [each.text_content() for each in page.xpath("//section[@aria-labelledby='standing']/h3")]
    assert headings == ["CCM", "APMBC"]


def test_the_state_whose_deposit_is_not_dated_says_so(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/states/lebanon")
    assert "day of deposit not documented" in words(page, "//h1")
    assert "its day is not documented here" in words(page)


def test_undocumented_years_are_no_reproach(officer: FlaskClient) -> None:
    told = section(read(officer, "/apmbc/states/chad"), "reports")
    assert "This says nothing: the register of these years is not complete." in told
    assert "missing" not in told
    assert "overdue" in section(read(officer, "/ccm/states/togo?on=2020-12-01"), "reports")


def test_the_names_are_shown_as_letters_use_them(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/states/cote-d-ivoire")
    assert "de la Côte d’Ivoire" in section(page, "names")
    assert "du Tchad" in section(read(officer, "/apmbc/states/chad"), "names")
    assert "de los Países Bajos" in section(read(officer, "/apmbc/states/netherlands"), "names")


def test_an_act_on_a_state_is_in_its_history(officer: FlaskClient) -> None:
    send(officer, "/apmbc/states/chad/language", {"language": "EN", "basis": "its own wish"})
    assert "set the language of correspondence" in section(read(officer, "/apmbc/states/chad"), "history")


def test_a_letter_drafted_for_a_state_is_on_its_page(officer: FlaskClient) -> None:
    send(officer, "/apmbc/letters/new?on=2021-03-03", {})
    page = read(officer, "/apmbc/states/chad")
    assert "Tailored Article 7 letters 2021" in section(page, "letters")


def test_an_observer_sees_neither_contacts_nor_letters_nor_history(registers: Flask) -> None:
    page = read(signed_in(registers, Role.OBSERVER), "/apmbc/states/chad")
    assert "mission.geneva@" not in words(page)
    assert [section(page, each) for each in ("contacts", "letters", "history")] == ["", "", ""]
    assert "Record a report" not in words(page)
    assert "mission.geneva@td.example" in section(
        read(signed_in(registers, Role.MEMBER), "/apmbc/states/chad"), "contacts"
    )


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_state_asks_as_many_questions_however_much_there_is(app: Flask, many: int) -> None:
    """And one for the person signed in."""
    client = signed_in(app, Role.ADMINISTRATOR)
    state = make_state("Zedland")
    make_party(state)
    obligation = make_obligation(state)
    for number in range(many):
        make_extension(obligation, number + 1, date(2021 + number, 3, 1), f"{10 + number}MSP")
        make_report(state, year_covered=2010 + number, received_on=date(2011 + number, 4, 29))
    client.get("/apmbc/states/zedland")
    with counted_statements() as sent:
        page = client.get("/apmbc/states/zedland")
    assert len(sent) == 19, "\n".join(" ".join(each[each.rfind("FROM") :].split())[:70] for each in sent)
    assert page.text.count("granted at the") == many


def test_the_desk_asks_a_fixed_number_of_questions(officer: FlaskClient) -> None:
    officer.get("/apmbc/")
    with counted_statements() as sent:
        officer.get("/apmbc/")
    assert len([each for each in sent if each != "BEGIN"]) == 23


def test_years_that_follow_each_other_are_drawn_together(app: Flask) -> None:
    with app.test_request_context():
        assert years_in_words([1999, 2000, 2001, 2003, 2005, 2006]) == "1999 to 2001, 2003, 2005, 2006"
        assert years_in_words([]) == ""


def test_a_state_tells_the_offices_it_holds(registers: Flask) -> None:
    """Source: activities of the Committee on Cooperative Compliance 2021-2022, heading."""
    client = signed_in(registers)
    page = words(read(client, "/apmbc/states/netherlands?on=2021-06-24"), "//section[@aria-labelledby='offices']")
    assert "President of the 19MSP, Presidency · from 21 November 2020 to 19 November 2021" in page
    colombia = words(read(client, "/apmbc/states/colombia?on=2021-06-24"), "//section[@aria-labelledby='offices']")
    assert "Committee on the Enhancement of Cooperation and Assistance chairs it" in colombia
    assert "to 19 November 2021 · ends with: not documented; on record to the 19MSP" in colombia
    chad = words(read(client, "/apmbc/states/chad"), "//section[@aria-labelledby='offices']")
    assert "No office of the State is on record. This says nothing" in chad
