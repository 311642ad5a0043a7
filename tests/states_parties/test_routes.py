"""The register pages as their readers see them."""

import io
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.db import db
from core.permissions import Role
from states_parties.models import Article7Report, Membership, Mission, Precision, RegisterClosure, State
from states_parties.queries.registers import deadline_rows
from tests.factories.statements import counted_statements
from tests.factories.states import make_extension, make_obligation, make_party, make_report, make_state
from tests.states_parties.pages import counts, read, rows, saved_rows, send, signed_in, words

REVIEW = "2020-09-28"


@pytest.fixture
def officer(registers: Flask) -> FlaskClient:
    return signed_in(registers)


@pytest.fixture
def observer(registers: Flask) -> FlaskClient:
    return signed_in(registers, Role.OBSERVER)


def names(page: html.HtmlElement) -> list[str]:
    return [row["State"] for row in rows(page)]


def test_the_register_counts_the_states_parties_of_the_letters(officer: FlaskClient) -> None:
    """164 letters of 3 March 2021."""
    page = read(officer, "/apmbc/states?on=2021-03-03")
    told = {what: number for what, (number, _) in counts(page).items()}
    assert told == {
        "States Parties in force": 164,
        "not yet in force": 0,
        "deposited": 164,
        "signatory": 1,
        "not party": 32,
        "withdrawn": 0,
    }
    assert len(rows(page)) == 197
    assert "as of 3 March 2021" in words(page, "//h1/..")


def test_the_cluster_munitions_register_counts_deposits_apart_from_parties_in_force(officer: FlaskClient) -> None:
    """CCM 2RC review, paras 3 to 7: 110 deposited, 108 in force, 13 signatories."""
    told = {what: number for what, (number, _) in counts(read(officer, "/ccm/states?on=2020-09-30")).items()}
    assert (told["deposited"], told["States Parties in force"], told["signatories"]) == (110, 108, 13)


@pytest.mark.parametrize(
    "address",
    [
        "/apmbc/states?on=2021-03-03",
        "/ccm/states?on=2020-09-30",
        "/apmbc/deadlines?on=2021-03-03",
        "/ccm/deadlines",
        f"/ccm/reports/initial?on={REVIEW}",
    ],
)
def test_every_count_opens_the_list_it_counts(officer: FlaskClient, address: str) -> None:
    for what, (number, href) in counts(read(officer, address)).items():
        assert (what, len(rows(read(officer, href)))) == (what, number)


def test_states_stand_in_the_order_of_their_names_and_lead_to_their_pages(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/states?on=2021-03-03")
    found = names(page)
    assert found[:2] == ["Afghanistan", "Albania"]
    assert found.index("Tunisia") < found.index("Türkiye") < found.index("Turkmenistan")
    [chad] = page.xpath("//tbody//a[text()='Chad']/@href")
    assert chad == "/apmbc/states/chad?on=2021-03-03"


def test_a_state_whose_deposit_is_not_dated_is_counted_nowhere_and_named(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/states")
    [lebanon] = [row for row in rows(page) if row["State"] == "Lebanon"]
    assert lebanon["Standing"] == "day of deposit not documented"
    assert "Lebanon: the instrument is deposited, but its day is not documented here" in words(page)
    told = counts(page)
    assert told["States Parties in force"][0] + told["not party"][0] + told["withdrawn"][0] == 196


def test_filters_and_search_leave_what_was_asked_for(officer: FlaskClient) -> None:
    page = read(officer, "/ccm/states?on=2020-09-30&standing=signatory&region=African")
    assert {row["Standing"] for row in rows(page)} == {"signatory"}
    assert len(rows(page)) == 9  # CCM 2RC review, para 5
    assert names(read(officer, "/apmbc/states?q=cote d'ivoire")) == ["Côte d'Ivoire"]


def test_open_obligations_are_shown_with_their_nearest_deadline(officer: FlaskClient) -> None:
    [bosnia] = rows(read(officer, "/apmbc/states?q=bosnia"))
    assert (bosnia["Open obligations"], bosnia["Nearest deadline"]) == ("Article 5", "1 March 2027")


def test_confidence_is_shown_where_it_is_not_high_and_only_there(officer: FlaskClient) -> None:
    """Of the standing and of the nearest deadline, the lower."""
    order = ["", "medium", "low"]
    memberships = select(State.list_en, Membership.confidence).join(State, State.iso3 == Membership.iso3)
    expected = {
        name: "" if confidence == "high" else confidence.value
        for name, confidence in db.session.execute(memberships.where(Membership.convention == "APMBC"))
    }
    page = rows(read(officer, "/apmbc/states"))
    nearest = {row["State"]: row["Nearest deadline"] for row in page}
    for row in rows(read(officer, "/apmbc/deadlines")):
        if row["Deadline"] and row["Deadline"] == nearest[row["State"]]:
            expected[row["State"]] = max(expected[row["State"]], row["Confidence"], key=order.index)
    assert {"medium", "low"} <= set(expected.values())
    assert {row["State"]: row["Confidence"] for row in page} == {row["State"]: "" for row in page} | expected


def test_a_malformed_day_is_refused_in_a_sentence(officer: FlaskClient) -> None:
    answer = officer.get("/apmbc/states?on=3 March 2021")
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert "“3 March 2021” is not a day." in words(page)
    assert "Nothing was changed" not in words(page)


def test_a_malformed_day_leads_to_the_same_list_as_of_today(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/states?on=3 March 2021&standing=State Party&q=chad")
    [href] = page.xpath("//a[text()='Show this page as of today']/@href")
    assert href == "/apmbc/states?standing=State+Party&q=chad"
    assert names(read(officer, href)) == ["Chad"]


def test_the_saved_register_says_what_the_screen_says(officer: FlaskClient) -> None:
    shown = read(officer, "/apmbc/states?on=2021-03-03&standing=State Party")
    saved = saved_rows(officer, "/apmbc/states?on=2021-03-03&standing=State Party&format=csv")
    assert [row["State"] for row in saved] == names(shown)
    assert {row["Since"] for row in saved if row["State"] == "Afghanistan"} == {"2003-03-01"}
    data = officer.get("/apmbc/states?on=2021-03-03&standing=State Party&format=xlsx").get_data()
    sheet = load_workbook(io.BytesIO(data)).active
    assert [line[0].value for line in sheet.iter_rows(min_row=2)] == names(shown)


def test_deadlines_come_nearest_first_with_the_meeting_that_gave_them(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/deadlines")
    [bosnia] = [row for row in rows(page) if row["State"] == "Bosnia and Herzegovina"]
    assert (bosnia["Obligation"], bosnia["Deadline"], bosnia["Given by"], bosnia["Status"]) == (
        "Article 5, clearance",
        "1 March 2027",
        "18MSP",
        "open",
    )
    assert bosnia["Time left"] == "in 3 months"


def test_the_time_left_is_told_in_words_sorted_by_the_day_and_saved_in_days(officer: FlaskClient) -> None:
    told = [row["Time left"] for row in rows(read(officer, "/apmbc/deadlines?sort=days")) if row["Time left"]]
    assert told[0] == "18 years ago"
    assert sorted(told, key=lambda words: words.startswith("in ")) == told
    saved = saved_rows(officer, "/apmbc/deadlines?sort=days&format=csv")
    days = [int(row["Days left"]) for row in saved if row["Days left"]]
    assert days == sorted(days)
    assert {row["Days left"] for row in saved if row["State"] == "Bosnia and Herzegovina"} == {"101"}


def test_a_day_of_receipt_shows_as_much_as_is_known_and_sorts_by_the_day(app: Flask) -> None:
    state = make_state("Chad")
    make_party(state)
    known = {
        "15 June 2020": (date(2020, 6, 15), Precision.DAY),
        "by 28 September 2020": (date(2020, 9, 28), Precision.NOT_LATER_THAN),
        "May 2022": (date(2022, 5, 31), Precision.MONTH),
        "2024": (date(2024, 12, 31), Precision.YEAR),
    }
    for year, (day, precision) in enumerate(known.values(), start=2010):
        make_report(state, year_covered=year, received_on=day, received_precision=precision)
    officer = signed_in(app)
    page = rows(read(officer, "/apmbc/reports?sort=received"))
    assert [row["Received on"] for row in page] == list(known)
    assert "Precision" not in page[0]
    assert [row["Precision"] for row in saved_rows(officer, "/apmbc/reports?sort=received&format=csv")] == [
        "",
        "not later than",
        "month",
        "year",
    ]
    assert [row["Last report on record"] for row in rows(read(officer, "/apmbc/states"))] == ["2024"]
    on_page = read(officer, f"/apmbc/states/{state.slug}").xpath("//table[@id='reports-on-record']//td[1]")
    assert [" ".join(cell.text_content().split()) for cell in on_page] == list(known)[::-1]


def test_the_register_says_that_a_missing_report_says_nothing(officer: FlaskClient) -> None:
    assert "Where no report is on record, that says nothing" in words(read(officer, "/ccm/states"))


def test_a_deadline_is_told_as_it_stood_on_the_day(officer: FlaskClient) -> None:
    """Bosnia and Herzegovina, CCM Article 4: EIF 1 March 2011, extended by 18 months at the 2RC."""
    before = [row for row in rows(read(officer, "/ccm/deadlines?on=2020-06-01")) if row["State"].startswith("Bosnia")]
    after = [row for row in rows(read(officer, "/ccm/deadlines?on=2021-10-01")) if row["State"].startswith("Bosnia")]
    assert [(row["Deadline"], row["Given by"]) for row in before] == [("1 March 2021", "the Convention")]
    assert [row["Deadline"] for row in after] == ["1 September 2022"]


def test_completed_obligations_are_left_out_until_asked_for(officer: FlaskClient) -> None:
    assert "completed" not in {row["Status"] for row in rows(read(officer, "/apmbc/deadlines"))}
    number, href = counts(read(officer, "/apmbc/deadlines"))["completed"]
    assert number > 0
    assert {row["Status"] for row in rows(read(officer, href))} == {"completed"}


def test_the_report_page_says_that_a_missing_row_says_nothing(officer: FlaskClient) -> None:
    for code in ("apmbc", "ccm"):
        assert "A missing row says nothing" in words(read(officer, f"/{code}/reports"))
    assert "%" not in words(read(officer, "/apmbc/reports"), "//section[@class='statement']")


def test_the_initial_rate_stands_where_it_is_documented_and_opens_its_lists(officer: FlaskClient) -> None:
    """CCM 2RC review, para 94: 107 due, 100 received, 93 %, seven overdue."""
    page = read(officer, "/ccm/reports")
    told = words(page, "//section[@class='statement']")
    assert "complete as of 28 September 2020: 93 % (100 received of 107 due by then; 7 overdue)" in told
    lists = {link.text_content().strip(): link.get("href") for link in page.xpath("//section[@class='statement']//a")}
    assert len(rows(read(officer, lists["100 received"]))) == 100
    assert len(rows(read(officer, lists["107 due by then"]))) == 107
    assert names(read(officer, lists["7 overdue"])) == [
        "Cabo Verde",
        "Comoros",
        "Congo",
        "Guinea",
        "Madagascar",
        "Rwanda",
        "Togo",
    ]


def test_no_rate_is_given_on_days_for_which_the_register_may_lack_reports(officer: FlaskClient) -> None:
    later = read(officer, "/ccm/reports/initial?on=2022-01-01")
    assert "no rate is given" in words(later)
    assert "overdue" not in {row["Initial report"] for row in rows(later)}
    assert "%" not in words(read(officer, "/ccm/reports?on=2020-09-27"), "//section[@class='statement']")


def test_reports_from_after_the_day_are_left_out(officer: FlaskClient) -> None:
    found = rows(read(officer, "/apmbc/reports?on=2004-12-31&sort=received&page=all"))
    assert found
    assert all(int(row["Received on"][-4:]) <= 2004 for row in found)


def test_a_recorded_report_is_on_the_list_and_on_the_page_of_the_state(officer: FlaskClient) -> None:
    answer = send(
        officer,
        "/apmbc/reports/new?state=chad",
        {"year_covered": "2025", "received_on": "2026-04-28", "source": "note verbale", "form_kind": "short"},
    )
    assert "The report is on record." in words(html.fromstring(answer.text))
    [row] = [
        row for row in rows(read(officer, "/apmbc/reports?sort=-received&q=chad")) if row["Year covered"] == "2025"
    ]
    assert (row["Received on"], row["In time"], row["Form"]) == ("28 April 2026", "in time", "short")


def test_a_refused_report_keeps_what_was_typed_and_changes_nothing(officer: FlaskClient) -> None:
    before = db.session.scalar(select(func.count(Article7Report.id)))
    answer = send(
        officer,
        "/apmbc/reports/new?state=chad",
        {"year_covered": "2025", "received_on": "2026-12-24", "source": "note verbale"},
    )
    page = html.fromstring(answer.text)
    assert answer.status_code == 422
    assert "that is after 20 November 2026" in words(page, "//*[@id='received_on-error']")
    assert page.xpath("//input[@name='source']/@value") == ["note verbale"]
    assert db.session.scalar(select(func.count(Article7Report.id))) == before


def test_a_register_declared_complete_says_so_and_can_be_reopened(officer: FlaskClient) -> None:
    answer = send(
        officer,
        "/apmbc/reports/close",
        {"year_covered": "2024", "complete_as_of": "2026-01-15", "source": "list of the UNODA"},
    )
    page = html.fromstring(answer.text)
    assert "Reports covering 2024: complete as of 15 January 2026." in words(page)
    [reopen] = page.xpath("//section[@class='statement']//a[text()='Reopen']/@href")
    send(officer, reopen, {})
    assert "not declared complete for any year" in words(read(officer, "/apmbc/reports"))
    assert db.session.scalars(select(RegisterClosure).where(RegisterClosure.convention == "APMBC")).all() == []


def test_an_extension_moves_the_deadline_and_a_refused_one_names_its_field(officer: FlaskClient) -> None:
    form = "/apmbc/states/bosnia-and-herzegovina/deadlines/5/extend"
    refused = send(officer, form, {"extended_to": "2029-03-01", "granted_at": "99MSP", "source": "report"})
    assert "is not a meeting in the calendar" in words(html.fromstring(refused.text), "//*[@id='granted_at-error']")
    send(officer, form, {"extended_to": "2029-03-01", "granted_at": "22MSP", "source": "final report"})
    [bosnia] = [row for row in rows(read(officer, "/apmbc/deadlines")) if row["State"] == "Bosnia and Herzegovina"]
    assert (bosnia["Deadline"], bosnia["Given by"]) == ("1 March 2029", "22MSP")


def test_the_language_of_correspondence_is_set_with_its_reason(officer: FlaskClient) -> None:
    send(officer, "/apmbc/states/lebanon/language", {"language": "EN", "basis": "note verbale of 1 March"})
    lebanon = db.session.get(State, "LBN")
    assert lebanon is not None
    assert (lebanon.language, lebanon.language_basis) == ("EN", "note verbale of 1 March")


@pytest.mark.parametrize(
    ("act", "fields", "told"),
    [
        ("deposit", {"instrument": "accession", "deposited_on": "2026-03-10"}, "The deposit is registered."),
        ("standing", {"standing": "assistance_requested/requested", "starts_on": "2026-06-01"}, "The standing is on"),
        ("information", {"article": "7", "received_on": "2026-06-01", "means": "letter"}, "The information is on"),
    ],
)
def test_acts_on_a_state_come_back_to_its_page(
    officer: FlaskClient, act: str, fields: dict[str, str], told: str
) -> None:
    answer = send(
        officer,
        f"/apmbc/states/tonga/{act}" if act != "deposit" else "/apmbc/states/viet-nam/deposit",
        {**fields, "source": "depositary notification"},
    )
    assert told in words(html.fromstring(answer.text))


def test_a_standing_recorded_for_the_wrong_state_is_ended_from_its_page(officer: FlaskClient) -> None:
    fields = {"standing": "compliance/alleged-use", "starts_on": "2026-06-01", "source": "note"}
    send(officer, "/apmbc/states/tonga/standing", fields)
    [end] = read(officer, "/apmbc/states/tonga").xpath("//main//a[text()='End this standing']/@href")
    assert "Tonga, APMBC: “compliance: alleged use”, on record from 1 June 2026." in words(read(officer, end))
    refused = send(officer, end, {"ends_before": "2026-06-01"})
    assert "it cannot end before then" in words(html.fromstring(refused.text), "//*[@id='ends_before-error']")
    page = html.fromstring(send(officer, end, {"ends_before": "2026-06-02"}).text)
    assert "Compliance: alleged use, from 1 June 2026 to 1 June 2026" in words(page)
    assert page.xpath("//main//a[text()='End this standing']") == []


def test_of_a_withdrawn_state_recording_a_report_is_not_the_main_act(officer: FlaskClient) -> None:
    main = "//main//a[contains(@class, 'btn-primary')]"
    pages = {day: read(officer, f"/ccm/states/lithuania?on={day}") for day in ("2024-01-01", "2025-06-01")}
    assert {day: words(page, main) for day, page in pages.items()} == {
        "2024-01-01": "Record a report",
        "2025-06-01": "",
    }
    assert len(pages["2025-06-01"].xpath("//main//a[text()='Record a report']")) == 1


def test_a_standing_is_ended_under_its_own_state_only(officer: FlaskClient) -> None:
    fields = {"standing": "compliance/alleged-use", "starts_on": "2026-06-01", "source": "note"}
    send(officer, "/apmbc/states/tonga/standing", fields)
    [end] = read(officer, "/apmbc/states/tonga").xpath("//main//a[text()='End this standing']/@href")
    answer = officer.get(end.replace("tonga", "chad"))
    assert answer.status_code == 404
    assert "of TCD under the APMBC" in words(html.fromstring(answer.text))


@pytest.mark.parametrize("states", [1, 3])
@pytest.mark.parametrize(
    ("address", "most"),
    [("/apmbc/states", 5), ("/apmbc/deadlines", 4), ("/apmbc/reports", 4), ("/states/contacts", 2)],
)
def test_a_page_asks_the_database_as_often_for_three_states_as_for_one(
    app: Flask, address: str, most: int, states: int
) -> None:
    """One of them for the person signed in."""
    client = signed_in(app)
    for _ in range(states):
        state = make_state()
        make_party(state)
        make_extension(make_obligation(state), 1, date(2021, 3, 1), "10MSP")
        make_report(state, year_covered=2010, received_on=date(2011, 4, 29))
    client.get(address)
    with counted_statements() as sent:
        client.get(address)
    assert len([each for each in sent if each != "BEGIN"]) == most


def test_the_whole_register_asks_the_database_no_more_often(officer: FlaskClient) -> None:
    officer.get("/apmbc/states")
    with counted_statements() as sent:
        officer.get("/apmbc/states")
    assert len([each for each in sent if each != "BEGIN"]) == 5


def test_an_empty_office_is_told_what_to_do(app: Flask) -> None:
    client = signed_in(app)
    assert "The registers are not loaded yet." in words(read(client, "/apmbc/states"))
    assert "No mission or focal point is on record" in words(read(client, "/states/contacts"))


def test_an_observer_reads_the_registers_and_is_offered_no_act(observer: FlaskClient) -> None:
    page = read(observer, "/ccm/reports")
    assert "Record a report" not in words(page)
    assert "Reopen" not in words(page)
    assert len(rows(page)) > 0
    assert page.xpath("//nav//a[contains(@href, '/states/contacts')]") == []


def test_a_contact_is_added_confirmed_and_ended(officer: FlaskClient) -> None:
    added = {
        "state": "tonga",
        "office": "new_york",
        "post_name": "Permanent Mission of Tonga to the United Nations",
        "email": "mission@tonga.example",
        "starts_on": "2026-01-01",
    }
    send(officer, "/states/contacts/new", added)
    [row] = rows(read(officer, "/states/contacts?q=mission@tonga.example"))
    assert (row["State"], row["Office"], row["Confirmed"]) == ("Tonga", "New York", "never")
    number = db.session.scalar(select(Mission.id).where(Mission.email == "mission@tonga.example"))
    send(officer, f"/states/contacts/{number}/confirm", {"confirmed_on": "2026-10-01"})
    [row] = rows(read(officer, "/states/contacts?q=mission@tonga.example"))
    assert (row["Confirmed"], row["Confirmed on"]) == ("within a year", "1 October 2026")
    send(officer, f"/states/contacts/{number}/end", {"last_day": "2026-10-31"})
    assert rows(read(officer, "/states/contacts?q=mission@tonga.example")) == []
    assert len(rows(read(officer, "/states/contacts?q=mission@tonga.example&on=2026-10-31"))) == 1


def test_a_contact_that_has_ended_is_not_changed_and_a_new_one_is_offered(officer: FlaskClient) -> None:
    mission = db.session.scalars(select(Mission).where(Mission.iso3 == "TCD", Mission.office == "geneva")).one()
    send(officer, f"/states/contacts/{mission.id}/end", {"last_day": "2026-10-31"})
    entries = db.session.scalar(select(func.count(AuditEntry.id)))
    answer = officer.get(f"/states/contacts/{mission.id}", follow_redirects=True)
    page = html.fromstring(answer.get_data(as_text=True))
    told = "Chad: this contact ended on 31 October 2026, and stays on record as it was. Put a new one on record."
    assert told in words(page, "//body")
    assert words(page, "//h1") == "Add a contact"
    assert page.xpath("string(//select[@name='state']/option[@selected]/@value)") == "chad"
    late = {"email": "late@chad.example", "post_name": mission.post_name, "starts_on": mission.starts_on.isoformat()}
    [token] = page.xpath("//main//input[@name='csrf_token']/@value")
    officer.post(f"/states/contacts/{mission.id}", data={**late, "csrf_token": token})
    assert db.session.get(Mission, mission.id, populate_existing=True).email != "late@chad.example"
    assert db.session.scalar(select(func.count(AuditEntry.id))) == entries


def test_a_changed_contact_leaves_the_one_before_on_record(officer: FlaskClient) -> None:
    number = db.session.scalar(select(Mission.id).where(Mission.iso3 == "TCD"))
    send(officer, f"/states/contacts/{number}", {"email": "new@chad.example", "starts_on": "2026-11-01"})
    found = [row["E-mail"] for row in rows(read(officer, "/states/contacts?q=chad"))]
    before = [row["E-mail"] for row in rows(read(officer, "/states/contacts?q=chad&on=2026-10-31"))]
    assert "new@chad.example" in found
    assert "new@chad.example" not in before
    assert len(found) == len(before)


def test_what_is_read_as_open_is_what_is_open_among_all(registers: Flask) -> None:
    for code in ("APMBC", "CCM"):
        for year in range(1999, 2029):
            on = date(year, 7, 1)
            every = [row for row in deadline_rows(code, on=on, only_open=False) if row.obligation.open]
            assert deadline_rows(code, on=on) == every
