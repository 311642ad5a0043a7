"""The page of a meeting and of its sessions, as their readers see them; who may do what there."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine, event, select

from conventions.models import Meeting
from core.clock import StoppedClock
from core.db import db, transaction
from core.permissions import Role
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Slot, SpeakerRole
from tests.factories.accounts import make_account, sign_in
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.meetings.plans import make_slot, make_speaker
from tests.states_parties.pages import read, send, signed_in, words
from tests.states_parties.refusals import everything

PAGE = "/apmbc/meetings/IM2027"
NEW = {"title": "Compliance", "day": "2027-06-23", "starts": "13:00", "ends": "15:00", "kind": "thematic session"}


@pytest.fixture
def meeting(registers: Flask) -> Meeting:
    with transaction():
        row = make_meeting_of_days(
            "IM2027",
            date(2027, 6, 22),
            date(2027, 6, 24),
            kind="intersessional",
            full_name="2027 Intersessional Meetings",
            languages=["EN", "FR", "ES"],
        )
        make_session(row, date(2027, 6, 22), title="Opening", state=SessionState.CONFIRMED)
        make_session(row, date(2027, 6, 24), time(13), time(15), title="Panel", body="cooperative-compliance")
    return row


@pytest.fixture
def officer(registers: Flask, meeting: Meeting) -> FlaskClient:
    return signed_in(registers)


def at(registers: Flask, monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    monkeypatch.setitem(registers.extensions, "clock", StoppedClock(instant))


def the_session(title: str) -> Session:
    """As it stands on record now."""
    fresh = select(Session).where(Session.title == title).execution_options(populate_existing=True)
    return db.session.scalars(fresh).one()


def test_the_page_tells_days_hours_with_their_zone_and_what_comes_next(officer: FlaskClient) -> None:
    page = read(officer, PAGE)
    assert words(page, "//h1") == "2027 Intersessional Meetings (IM2027) confirmed"
    assert words(page, "//*[@class='lead-line']") == "22 to 24 June 2027, Geneva"
    assert "Confirm the session that is planned" in words(page, "//*[@class='next-strip']")
    assert words(page, "//section[h3[contains(., 'Thursday, 24 June 2027')]]").startswith(
        "Thursday, 24 June 2027 13:00-15:00 CEST Panel planned"
    )
    assert "informal: it decides nothing" in words(page)
    assert "Committee on Cooperative Compliance" in words(page)


def test_hours_can_be_read_in_utc(officer: FlaskClient) -> None:
    page = read(officer, f"{PAGE}?clock=utc")
    assert "11:00-13:00 UTC Panel" in words(page)
    assert "08:00-11:00 UTC Opening" in words(page)


@pytest.mark.parametrize(
    ("instant", "running"),
    [((10, 59), False), ((11, 0), True), ((12, 59), True), ((13, 0), False)],
)
def test_the_session_that_is_held_is_marked(
    registers: Flask, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, instant: tuple[int, int], running: bool
) -> None:
    at(registers, monkeypatch, datetime(2027, 6, 24, *instant, tzinfo=UTC))
    page = read(signed_in(registers), PAGE)
    now = [words(each, ".") for each in page.xpath("//li[@aria-current='time']")]
    assert [("Panel now" in each) for each in now] == ([True] if running else [])
    links = [words(each, ".") for each in page.xpath("//a[@href='#now']")]
    assert links == (["now Panel"] if running else [])
    assert len(page.xpath("//li[@id='now']")) == len(links)
    assert "under way" in words(page, "//h1")


def test_the_programme_as_issued_stands_under_its_sessions(registers: Flask) -> None:
    """The 19MSP of the demonstration."""
    client = signed_in(registers)
    [first] = read(client, "/apmbc/meetings/19MSP").xpath(
        "//li[contains(@class, 'session')][.//a='First plenary meeting']"
    )
    told = [words(each, ".") for each in first.xpath(".//ol/li")]
    assert (told[0], told[2]) == (
        "10:00-10:15 1 Opening of the Meeting",
        "11:00-11:10 3 Adoption of the agenda decision taken",
    )
    in_utc = read(client, "/apmbc/meetings/19MSP?clock=utc")
    assert "09:00-09:15 1 Opening of the Meeting" in words(in_utc)
    assert "9 (a) Assistance to victims" in words(in_utc, "//section[h2='Provisional agenda']")


def test_a_session_that_is_no_longer_as_issued_says_so_and_shows_nothing_as_running(
    registers: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(registers, monkeypatch, datetime(2021, 11, 15, 9, 5, tzinfo=UTC))
    client = signed_in(registers)
    assert "10:00-10:15 1 Opening of the Meeting now" in words(read(client, "/apmbc/meetings/19MSP"))
    with transaction():
        first = select(Session).join(Meeting).where(Meeting.short == "19MSP").order_by(Session.day, Session.starts)
        session = db.session.scalars(first).first()
        assert session is not None
        session.starts = time(9, 30)
    page = read(client, "/apmbc/meetings/19MSP")
    assert "not as issued" in words(page, "//li[contains(., 'First plenary meeting')]")
    assert "Opening of the Meeting now" not in words(page)


def test_a_break_that_was_issued_counts_as_a_break(registers: Flask) -> None:
    """10:40 to 10:50 in the seventh plenary meeting, 10:00 to 12:00."""
    with transaction():
        the_session("Seventh plenary meeting").ends = time(13, 30)
    page = read(signed_in(registers), "/apmbc/meetings/19MSP")
    assert "without a break" not in words(page, "//li[contains(., 'Seventh plenary meeting')]")


def test_what_is_to_be_weighed_stands_beside_the_session(officer: FlaskClient, meeting: Meeting) -> None:
    with transaction():
        make_session(meeting, date(2027, 6, 24), time(14), time(18), title="Late", body="cooperative-compliance")
    said = words(read(officer, PAGE), "//li[contains(., 'Late')]")
    assert "The same committee leads “Panel” from 13:00 to 15:00." in said
    assert "It runs 4 h 00 without a break" in said


def test_a_conference_in_parts_is_one_page_with_the_sessions_of_all_parts(registers: Flask) -> None:
    with transaction():
        second = db.session.scalars(select(Meeting).filter_by(convention="CCM", short="2RC-2")).one()
        make_session(second, date(2021, 9, 20), title="Resumed")
    page = read(signed_in(registers), "/ccm/meetings/2rc")
    assert "Second Review Conference (first part), 25 to 27 November 2020" in words(page, "//section[h2='Parts']")
    assert "Second Review Conference (second part), 20 to 21 September 2021" in words(page, "//section[h2='Parts']")
    [link] = page.xpath("//a[.='Resumed']/@href")
    assert link.startswith("/ccm/meetings/2RC-2/sessions/")


def test_an_unknown_meeting_is_told_as_such(officer: FlaskClient) -> None:
    answer = officer.get("/apmbc/meetings/99MSP")
    assert (answer.status_code, "Plan a session" in answer.text) == (404, False)


def test_the_page_of_twenty_sessions_asks_few_questions(registers: Flask, meeting: Meeting) -> None:
    """Source: issue 5, at most 8 queries, besides the one about the person (as bench.meetings counts them)."""
    client = signed_in(registers)
    client.get(PAGE)
    few = queries(client, PAGE)
    with transaction():
        for number in range(18):
            make_session(meeting, date(2027, 6, 22), time(8), time(9), title=f"Session {number}")
    assert queries(client, PAGE) == few
    assert few - 1 <= 8


def queries(client: FlaskClient, address: str) -> int:
    sent: list[str] = []

    def noted(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", noted)
    assert client.get(address).status_code == 200
    event.remove(Engine, "before_cursor_execute", noted)
    return len(sent)


def test_an_officer_plans_changes_confirms_and_cancels_a_session(officer: FlaskClient) -> None:
    answer = send(officer, f"{PAGE}/sessions/new", NEW)
    assert "The session is planned." in answer.text
    session = the_session("Compliance")
    here = f"{PAGE}/sessions/{session.id}"
    assert "13:00-15:00 CEST" in words(read(officer, here))
    send(officer, f"{here}/change", {"starts": "12:30"})
    session = the_session("Compliance")
    assert (session.starts, session.sequence) == (time(12, 30), 1)
    send(officer, here, {}, action=f"{here}/confirm")
    assert the_session("Compliance").state is SessionState.CONFIRMED
    send(officer, f"{here}/cancel", {"reason": "The panel cannot come."})
    page = read(officer, here)
    assert "cancelled" in words(page, "//h1")
    assert "Compliance" in words(page, "//h1")
    assert "reason: The panel cannot come." in words(page, "//section[h2='History']")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "13:00"}, "not after its start at 13:00"),
        ({"zone": "CEST"}, "“CEST” is not a time zone"),
        ({"day": "2027-03-28", "starts": "02:30", "ends": "04:00"}, "they never show 02:30"),
        ({"title": ""}, "Give the session a title."),
    ],
)
def test_a_session_that_cannot_be_is_refused_and_what_was_written_stays(
    officer: FlaskClient, wrong: dict[str, str], said: str
) -> None:
    before = everything()
    answer = send(officer, f"{PAGE}/sessions/new", {**NEW, "room": "Room XX", **wrong})
    assert (answer.status_code, said in answer.text, "Room XX" in answer.text) == (422, True, True)
    assert everything() == before


def test_two_who_change_one_session_both_see_it_and_nothing_is_lost(registers: Flask, meeting: Meeting) -> None:
    session = the_session("Panel")
    here = f"{PAGE}/sessions/{session.id}/change"
    first, second = signed_in(registers), signed_in(registers)
    opened = dict(read(second, here).forms[-1].form_values())
    send(first, here, {"starts": "12:00"})
    answer = second.post(here, data={**opened, "title": "Panel of five"})
    assert answer.status_code == 422
    assert "Somebody changed “Panel” while you were writing." in answer.text
    page = html.fromstring(answer.text)
    beside = page.xpath("normalize-space(//section[@class='theirs']/dl)")
    assert beside == "TitlePanel of fivePanelStarts at taken over below12:00"
    form = page.forms[-1]
    assert (form.fields["title"], form.fields["starts"]) == ("Panel of five", "12:00")
    assert the_session("Panel").starts == time(12)
    answer = second.post(here, data=dict(form.form_values()))
    assert answer.status_code == 302
    assert the_session("Panel of five").starts == time(12)


def test_a_chair_plans_sessions_of_their_own_body_only(registers: Flask, meeting: Meeting) -> None:
    client = registers.test_client()
    sign_in(client, account=make_account(Role.CHAIR, convention="APMBC", body="victim-assistance"))
    form = read(client, f"{PAGE}/sessions/new")
    assert form.xpath("//select[@name='body']/option/@value") == ["victim-assistance"]
    send(client, f"{PAGE}/sessions/new", {**NEW, "body": "victim-assistance"})
    assert the_session("Compliance").body == "victim-assistance"
    before = everything()
    other = the_session("Panel").id
    assert client.get(f"{PAGE}/sessions/{other}/change").status_code == 403
    assert send(client, f"{PAGE}/sessions/new", {}, action=f"{PAGE}/sessions/{other}/confirm").status_code == 403
    assert everything() == before
    assert "Change the session" not in words(read(client, f"{PAGE}/sessions/{other}"))


def test_what_stands_against_a_session_is_asked_before_it_is_planned(registers: Flask, officer: FlaskClient) -> None:
    here = f"{PAGE}/sessions/new"
    outside = {**NEW, "day": "2027-06-25"}
    assert read(officer, here).xpath("//input[@name='all_the_same']") == []
    before = everything()
    page = html.fromstring(officer.post(here, data={**form_of(officer, here), **outside}).text)
    said = words(page, "//div[@role='alert']")
    assert "25 June 2027 is not a day of the IM2027, which is held from 22 June 2027 to 24 June 2027." in said
    assert everything() == before
    again = dict(page.forms[-1].form_values())
    assert officer.post(here, data=again).status_code == 422
    assert everything() == before
    assert (
        "The session is planned." in officer.post(here, data={**again, "all_the_same": "y"}, follow_redirects=True).text
    )
    change = f"{PAGE}/sessions/{the_session('Compliance').id}/change"
    assert "The session is changed." in send(officer, change, {"title": "Compliance 2"}).text
    late = {**again, "all_the_same": "y", "day": "2027-06-24", "body": "cooperative-compliance", "title": "Late"}
    answer = officer.post(here, data=late)
    assert "The same committee leads “Panel” from 13:00 to 15:00." in answer.text
    assert answer.status_code == 422


def test_who_speaks_elsewhere_at_the_new_hour_is_asked_about(officer: FlaskClient, meeting: Meeting) -> None:
    panel = the_session("Panel")
    with transaction():
        morning = make_session(meeting, date(2027, 6, 24), time(10), time(12), title="Morning")
        for number, session in enumerate((panel, morning)):
            make_speaker(session, "Ann Example", role=SpeakerRole.PANELLIST, position=number + 1)
    answer = send(officer, f"{PAGE}/sessions/{morning.id}/change", {"starts": "13:00", "ends": "15:00"})
    assert "Ann Example is in Panel (IM2027, 13:00-15:00) at the same time." in answer.text
    assert the_session("Morning").starts == time(10)


def test_a_chair_proposes_what_is_taken_up_in_the_session_of_their_body(registers: Flask, meeting: Meeting) -> None:
    client = registers.test_client()
    sign_in(client, account=make_account(Role.CHAIR, convention="APMBC", body="cooperative-compliance"))
    here = f"{PAGE}/sessions/{the_session('Panel').id}/place"
    answer = send(client, here, {"title": "Five panellists", "kind": "panel", "minutes": "60"})
    assert "“Five panellists” stands in “Panel”." in answer.text
    assert db.session.scalars(select(Slot.title)).all()[-1:] == ["Five panellists"]
    assert "Five panellists" not in words(read(signed_in(registers, Role.OBSERVER), f"{PAGE}/programme"))
    assert client.get(f"{PAGE}/sessions/{the_session('Opening').id}/place").status_code == 403


def test_a_chair_sees_changes_and_takes_out_the_pieces_of_the_own_session(registers: Flask, meeting: Meeting) -> None:
    client = registers.test_client()
    sign_in(client, account=make_account(Role.CHAIR, convention="APMBC", body="cooperative-compliance"))
    panel, opening = the_session("Panel"), the_session("Opening")
    here = f"{PAGE}/sessions/{panel.id}"
    start = len(db.session.scalars(select(Slot)).all())
    asked = send(client, f"{here}/place", {"title": "A long panel", "kind": "panel", "minutes": "600"})
    assert asked.status_code == 422
    assert "past its end" in asked.text
    assert len(db.session.scalars(select(Slot)).all()) == start
    [told] = html.fromstring(asked.text).xpath("//input[@name='asked']/@value")
    meant = {"title": "A long panel", "kind": "panel", "minutes": "600", "asked": told, "all_the_same": "y"}
    assert "“A long panel” stands in “Panel”." in send(client, f"{here}/place", meant).text
    slot = db.session.scalars(select(Slot).where(Slot.title == "A long panel")).one()
    assert "A long panel 600 minutes" in words(read(client, here))
    send(client, f"{here}/pieces/{slot.id}", {"starts": "", "minutes": "30", "title": "A panel", "shift": "y"})
    assert "A panel 30 minutes" in words(read(client, here))
    other = make_slot(opening, "Welcome", opening.starts, 20)
    for place in (f"{PAGE}/sessions/{opening.id}/pieces/{other.id}", f"{here}/pieces/{other.id}/out"):
        assert client.get(place).status_code in (403, 404)
    assert "A panel" not in words(read(signed_in(registers, Role.OBSERVER), here))
    send(client, f"{here}/pieces/{slot.id}/out", {})
    assert db.session.scalars(select(Slot.title).where(Slot.session_id == panel.id, Slot.id == slot.id)).all() == []


def test_clocks_decisions_and_interpretation_are_told_as_they_are(registers: Flask) -> None:
    with transaction():
        row = make_meeting_of_days("IM2027", date(2027, 10, 30), date(2027, 10, 31), city="Geneva", languages=[])
        night = {"zone": "America/New_York", "interpretation": ["EN", "ES"]}
        make_session(row, date(2027, 10, 30), time(10), time(12), title="Morning", **night)
        make_session(row, date(2027, 10, 31), time(1), time(4), title="Night", zone="Europe/Zurich")
    page = words(read(signed_in(registers), PAGE))
    assert "Hours on the clock of New York and Geneva" in page
    assert "Interpretation English, Spanish" in page.replace("InterpretationEnglish", "Interpretation English")
    assert "01:00-04:00 CEST to CET" in page


def test_a_session_that_is_over_is_planned_no_more(
    registers: Flask, officer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = f"{PAGE}/sessions/{the_session('Panel').id}"
    assert "planned" in words(read(officer, PAGE), "//li[contains(., 'Panel')]")
    at(registers, monkeypatch, datetime(2027, 6, 25, 8, tzinfo=UTC))
    later = signed_in(registers)
    assert "planned" not in words(read(later, PAGE), "//li[contains(., 'Panel')]")
    assert "over" in words(read(later, here), "//h1")


def form_of(client: FlaskClient, address: str) -> dict[str, str]:
    return dict(read(client, address).forms[-1].form_values())


def test_who_only_reads_is_offered_no_act(registers: Flask, meeting: Meeting) -> None:
    page = read(signed_in(registers, Role.OBSERVER), PAGE)
    assert page.xpath("//main//a[contains(@class, 'btn')]") == []
    assert "History" not in words(page)


def test_the_usual_sessions_are_shown_and_then_planned_where_they_are_free(officer: FlaskClient) -> None:
    page = read(officer, f"{PAGE}/sessions/usual")
    assert "5 sessions" in words(page, "//div[@class='confirmation']")
    answer = send(officer, f"{PAGE}/sessions/usual", {})
    assert "5 sessions are planned." in answer.text
    assert (the_session("Third session").day, the_session("Third session").starts) == (date(2027, 6, 22), time(15))
    assert "No morning or afternoon is free" in words(read(officer, f"{PAGE}/sessions/usual"))


def test_a_count_that_is_no_longer_so_plans_nothing(officer: FlaskClient) -> None:
    before = everything()
    answer = send(officer, f"{PAGE}/sessions/usual", {"count": "99"})
    assert (answer.status_code, "would be planned, not 99" in answer.text) == (422, True)
    assert everything() == before


def move_fields(**more: str) -> dict[str, Any]:
    return {"reason": "The room is taken.", **more}


def test_a_move_shows_what_follows_and_then_happens_once(officer: FlaskClient, meeting: Meeting) -> None:
    asked = f"{PAGE}/move?starts_on=2027-06-29&ends_on=2027-07-01"
    page = read(officer, asked)
    assert "From 22 to 24 June 2027 to 29 June to 1 July 2027: 3 things would change." in words(page)
    cells = [words(each, ".") for each in page.xpath("//tr[contains(., 'Panel')]/td")]
    assert cells[:2] == ["24 June 2027, 13:00 to 15:00", "1 July 2027, 13:00 to 15:00"]
    assert the_session("Panel").day == date(2027, 6, 24)
    values = dict(page.xpath("//form[@method='post' and contains(@class, 'confirmation')]")[0].form_values())
    data = {**values, **move_fields()}
    assert "The meeting is moved" in officer.post(asked, data=data, follow_redirects=True).text
    db.session.refresh(meeting)
    assert (the_session("Panel").day, meeting.starts_on) == (date(2027, 7, 1), date(2027, 6, 29))
    before = everything()
    again = officer.post(asked, data=data)
    assert (again.status_code, "Somebody moved the IM2027 meanwhile" in again.text) == (422, True)
    assert everything() == before
    told = words(read(officer, PAGE), "//ul[@class='moves']")
    assert told.startswith("Was 22 to 24 June 2027; moved because: The room is taken.")
    assert "moved the meeting (days: 22 to 24 June 2027 →" in words(read(officer, PAGE), "//section[h2='History']")


def test_a_move_without_a_reason_moves_nothing(officer: FlaskClient, meeting: Meeting) -> None:
    asked = f"{PAGE}/move?starts_on=2027-06-29&ends_on=2027-07-01"
    page = read(officer, asked)
    values = dict(page.xpath("//form[@method='post' and contains(@class, 'confirmation')]")[0].form_values())
    answer = officer.post(asked, data=values)
    assert (answer.status_code, "Say why" in answer.text) == (422, True)
    db.session.refresh(meeting)
    assert meeting.starts_on == date(2027, 6, 22)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("starts_on=2027-06-29&ends_on=2027-06-28", "before it starts on 29 June 2027"),
        ("starts_on=tomorrow&ends_on=2027-06-28", "“tomorrow” is not a day"),
        ("starts_on=2027-06-22&ends_on=2027-06-24", "The meeting has these days already."),
    ],
)
def test_days_that_cannot_be_are_told_before_anything_else(officer: FlaskClient, query: str, said: str) -> None:
    page = read(officer, f"{PAGE}/move?{query}")
    assert said in words(page)
    assert page.xpath("//form[contains(@class, 'confirmation')]") == []


def test_new_days_say_what_lies_on_them(officer: FlaskClient, meeting: Meeting) -> None:
    """9 September 2027 is the Genevan Fast."""
    page = read(officer, f"{PAGE}/move?starts_on=2027-09-08&ends_on=2027-09-10")
    assert "The IM2027 of the APMBC: 9 September 2027 is a holiday in Geneva" in words(page)


def test_a_meeting_is_added_named_by_rule_and_confirmed(officer: FlaskClient) -> None:
    answer = officer.get("/apmbc/meetings/new/described?kind=MSP&year=2027")
    assert "Twenty-Fourth Meeting of the States Parties" in answer.text
    days = {"starts_on": "2027-11-22", "ends_on": "2027-11-26"}
    added = send(officer, "/apmbc/meetings/new/described?kind=MSP&year=2027", days)
    assert "Twenty-Fourth Meeting of the States Parties (24MSP) planned" in words(
        read(officer, "/apmbc/meetings/24MSP"), "//h1"
    )
    assert "The meeting is in the calendar, as planned." in added.text
    send(officer, "/apmbc/meetings/24MSP/confirm", {})
    assert "confirmed" in words(read(officer, "/apmbc/meetings/24MSP"), "//h1")


def test_a_preparatory_meeting_asks_for_its_conference(officer: FlaskClient) -> None:
    answer = send(officer, "/ccm/meetings/new", {"kind": "preparatory", "year": "2026"})
    assert (answer.status_code, "Choose the Review Conference that is prepared." in answer.text) == (422, True)
    answer = send(officer, "/ccm/meetings/new", {"kind": "preparatory", "year": "2026", "conference": "3RC"})
    assert "First Preparatory Meeting of the Third Review Conference" in answer.text


def test_a_conference_with_a_name_of_its_own_hinders_no_other_meeting(officer: FlaskClient) -> None:
    with transaction():
        make_meeting_of_days("REVCON", date(2029, 11, 26), date(2029, 11, 30), kind="RC")
    offered = read(officer, "/apmbc/meetings/new").xpath("//select[@name='conference']/option/text()")
    assert offered[:3] == ["none", "6RC", "5RC"]
    assert "REVCON" not in offered


def test_the_meeting_is_described_otherwise_but_keeps_its_days(officer: FlaskClient, meeting: Meeting) -> None:
    send(officer, f"{PAGE}/change", {"venue": "Palais des Nations"})
    assert "Palais des Nations, Geneva" in words(read(officer, PAGE))
    assert meeting.starts_on == date(2027, 6, 22)


def test_a_cancelled_meeting_says_so_with_its_sessions(officer: FlaskClient) -> None:
    page = words(read(officer, f"{PAGE}/cancel"))
    assert "2 sessions" in page
    assert "cancelled; calendars say so" in page
    send(officer, f"{PAGE}/cancel", {"reason": "No money."})
    page = read(officer, PAGE)
    assert "cancelled" in words(page, "//h1")
    assert page.xpath("//main//a[contains(@class, 'btn')]") == []
    assert the_session("Opening").state is SessionState.CANCELLED
