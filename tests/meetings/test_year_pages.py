"""The year, the next one prepared, and programmes to choose from, as their readers see them."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from conventions.models import Meeting
from core.db import db, transaction
from core.permissions import Role
from tests.factories.accounts import make_account, sign_in
from tests.factories.meetings import make_meeting_of_days
from tests.states_parties.pages import read, rows, saved_rows, send, signed_in, words
from tests.states_parties.refusals import everything

CHOICE = "/ccm/meetings/choices/programme-from-2027"


def section(page: object, heading: str) -> str:
    return words(page, f"//section[h2='{heading}']")  # type: ignore[arg-type]


def test_the_year_lists_its_meetings_with_what_lies_behind_them(registers: Flask) -> None:
    page = read(signed_in(registers), "/ccm/meetings?year=2025")
    assert [row["Short name"] for row in rows(page)] == ["IM2025", "13MSP"]
    assert "Arms Trade Treaty: Eleventh Conference of States Parties, 25 August 2025" in section(page, "Behind them")
    assert "11 September 2025 (Genevan Fast)" in section(page, "Behind them")
    assert "The IM2025 of the CCM closes in Geneva on 8 April 2025; Mine action" in section(
        page, "What could be one journey"
    )


def test_meetings_of_both_conventions_stand_in_one_list_that_filters_and_is_saved(registers: Flask) -> None:
    client = signed_in(registers)
    page = read(client, "/meetings?year=2025")
    assert [row["Convention"] for row in rows(page)] == ["CCM", "APMBC", "CCM", "APMBC"]
    filtered = read(client, "/meetings?year=2025&convention=APMBC")
    assert [row["Short name"] for row in rows(filtered)] == ["IM2025", "22MSP"]
    saved = saved_rows(client, "/meetings?year=2025&convention=APMBC&format=csv")
    assert [row["First day"] for row in saved] == ["2025-06-17", "2025-12-01"]


def test_meetings_of_the_other_convention_that_collide_are_told(registers: Flask) -> None:
    with transaction():
        make_meeting_of_days("IM2027", date(2027, 6, 22), date(2027, 6, 24), kind="intersessional")
        make_meeting_of_days("IM2027", date(2027, 6, 24), date(2027, 6, 25), "CCM", kind="intersessional")
    said = "The IM2027 of the APMBC and the IM2027 of the CCM overlap on 1 day, from 24 June 2027."
    assert said in section(read(signed_in(registers), "/apmbc/meetings?year=2027"), "What collides")


def test_what_has_no_day_yet_is_told_in_every_year(registers: Flask) -> None:
    page = read(signed_in(registers), "/apmbc/meetings?year=2027")
    assert "Twenty-Third Meeting of the States Parties" in section(page, "What has no day yet")
    assert "The calendar has no meeting in this year." in words(page)


def test_who_reads_one_convention_sees_the_meetings_of_that_one_alone(registers: Flask) -> None:
    client = registers.test_client()
    sign_in(client, account=make_account(Role.OBSERVER, convention="CCM"))
    assert [row["Convention"] for row in rows(read(client, "/meetings?year=2025"))] == ["CCM", "CCM"]


def test_a_year_out_of_reach_is_the_last_one_there_is(registers: Flask) -> None:
    client = signed_in(registers)
    assert words(read(client, "/ccm/meetings?year=99999"), "//h1") == "Meetings of 2099"
    assert words(read(client, "/ccm/meetings?year=next"), "//h1") == "Meetings of 2026"


def test_the_next_year_is_prepared_as_chosen(registers: Flask) -> None:
    client = signed_in(registers)
    page = read(client, "/apmbc/meetings/prepare?from=2025")
    assert page.xpath("//input[@name='chosen']/@value") == ["IM2026", "23MSP"]
    answer = send(client, "/apmbc/meetings/prepare?from=2025", {"chosen": ["IM2026"]})
    assert "1 meeting is planned for 2026." in answer.text
    made = db.session.scalars(select(Meeting).filter_by(convention="APMBC", short="IM2026")).one()
    assert (made.starts_on, made.ends_on) == (date(2026, 6, 16), date(2026, 6, 19))
    waiting = db.session.scalars(select(Meeting).filter_by(convention="APMBC", short="23MSP")).one()
    assert waiting.starts_on is None


def test_the_year_of_a_choice_is_written_as_a_year(registers: Flask) -> None:
    [choice] = rows(read(signed_in(registers), "/ccm/meetings/choices"))
    assert choice["From"] == "2027"


def test_the_options_stand_side_by_side(registers: Flask) -> None:
    page = read(signed_in(registers, Role.MEMBER), CHOICE)
    lines = {
        words(line, "./th"): [words(cell, ".") for cell in line.xpath("./td")]
        for line in page.xpath("//table[contains(@class, 'options')]/tbody/tr")
    }
    assert lines["Days altogether"] == ["4 to 5 days", "5 to 6 days"]
    assert lines["Of them formal"] == ["4 to 5 days", "3 to 4 days"]
    assert lines["Sessions with interpretation"] == ["8 to 10 sessions", "10 to 12 sessions"]
    assert "GICHD and voluntary contributions" in lines["Costs, and who pays"][1]
    assert "9 September 2027 is a holiday in Geneva" in lines["Load on the calendar of 2027"][0]
    assert lines["Load on the calendar of 2027"][1] == "nothing collides"
    assert "Decision" not in lines
    assert page.xpath("//main//form[@method='post']") == []


def adopted(client: FlaskClient, **more: str) -> str:
    fields = {"decided_on": "2026-09-18", "decision": "3RC, para. 40", **more}
    return send(client, f"{CHOICE}/2/adopt", fields).get_data(as_text=True)


def test_an_option_is_adopted_and_its_meetings_are_in_the_calendar(registers: Flask) -> None:
    client = signed_in(registers)
    said = words(read(client, f"{CHOICE}/2/adopt"), "//*[@class='lead-line']")
    assert said == (
        "A shorter meeting and two intersessional days. 2 meetings are put into the calendar of 2027 as planned. "
        "Option 1 stays on record as not adopted."
    )
    adopted(client, length_1="3")
    page = read(client, "/ccm/meetings?year=2027")
    assert [(row["Short name"], row["Days"], row["State"]) for row in rows(page)] == [
        ("IM2027", "2", "planned"),
        ("14MSP", "3", "planned"),
    ]
    told = words(read(client, CHOICE), "//table")
    assert "not adopted, 18 September 2026: 3RC, para. 40" in told
    assert "adopted: option 2" in words(read(client, CHOICE), "//h1")


def test_an_adoption_that_is_refused_changes_nothing(registers: Flask) -> None:
    client = signed_in(registers)
    before = everything()
    assert "opens in 2027, the first year of the programme" in adopted(client, opens_1="2026-09-14")
    assert everything() == before


def test_a_choice_is_described_in_the_browser(registers: Flask) -> None:
    client = signed_in(registers)
    send(client, "/apmbc/meetings/choices/new", {"title": "Two weeks", "first_year": "2028", "source": "test"})
    here = "/apmbc/meetings/choices/two-weeks"
    send(client, f"{here}/new", {"title": "All at once", "comments": "Cheap."})
    send(client, f"{here}/1/foresee", {"least": "5", "most": "5", "languages": ["EN", "FR"]})
    send(client, f"{here}/1/costs/new", {"what": "Room", "payer": "ISU", "francs": "9000", "source": "offer"})
    send(client, f"{here}/1/describe", {"title": "At once", "comments": "Cheap.\nShort."})
    told = words(read(client, here), "//table")
    assert "Option 1: At once proposed" in told
    assert "Meeting of the States Parties, 5 days, Geneva, English, French" in told
    assert "Room: CHF 9,000, ISU offer" in told
    send(client, f"{here}/1/costs/new", {"what": "Interpreters", "payer": "ISU", "francs": "41000", "source": "offer"})
    send(client, f"{here}/1/costs/new", {"what": "Travel", "payer": "Host State", "source": "offer"})
    assert read(client, here).xpath("//tr[starts-with(th, 'Sum by who pays')]//li/text()") == [
        "ISU: CHF 50,000",
        "Host State: 1 line not reckoned yet",
        "altogether: CHF 50,000, 1 line not reckoned yet",
    ]
    page = read(client, here)
    drop, *_others = page.xpath("//form[contains(@action, '/costs/')]")
    client.post(drop.get("action"), data=dict(drop.form_values()))
    assert "Room" not in words(read(client, here), "//table")
