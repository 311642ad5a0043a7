"""The pages of agenda, timetable and programme: who sees what, what is told first, two people at once."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import event
from werkzeug.test import TestResponse

from core.db import db
from core.permissions import Role
from meetings.models.agenda import AgendaItem
from meetings.models.timetable import Slot
from meetings.routes.programme import present_piece
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.meetings.plans import (
    agenda,
    item,
    make_planned_meeting,
    make_slot,
    make_speaker,
    timetable,
    two_sessions,
)
from tests.states_parties.pages import read, signed_in, words

AT = "/apmbc/meetings/19MSP"


class Officer:
    """Somebody who keeps meetings, and sends forms with the token that a page gave."""

    def __init__(self, app: Flask) -> None:
        self.client = signed_in(app)
        self.token = read(self.client, "/account").xpath("//input[@name='csrf_token']/@value")[0]

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, *, follow_redirects: bool = False, **fields: Any) -> TestResponse:
        data = {**fields, "csrf_token": self.token}
        return self.client.post(address, data=data, follow_redirects=follow_redirects)


@pytest.fixture
def officer(app: Flask) -> Officer:
    return Officer(app)


def text_of(page: TestResponse) -> str:
    return words(html.fromstring(page.get_data(as_text=True)))


def test_two_people_who_write_the_same_item_both_see_the_other_and_nothing_is_lost(officer: Officer) -> None:
    meeting = make_planned_meeting()
    report = item(meeting, "Report")
    address = f"{AT}/agenda/items/{report.id}"
    written = {"lead": "", "minutes": "", "recurring": "y"}
    officer.post(address, **written, revision="1", title="Report", annotation="Adopted by consensus.")
    answer = officer.post(address, **written, revision="1", title="Final report", annotation="")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Somebody changed this item while you were writing." in page
    assert "<ins>Adopted by consensus.</ins>" in page
    assert 'value="Final report"' in page
    assert 'name="revision" type="hidden" value="2"' in page
    db.session.expire_all()
    assert item(meeting, "Report").annotation == "Adopted by consensus."
    both = {**written, "revision": "2", "title": "Final report", "annotation": "Adopted by consensus."}
    assert officer.post(address, **both).status_code == 302
    assert item(meeting, "Final report").annotation == "Adopted by consensus."


def test_what_hangs_on_an_item_is_told_before_it_is_removed(officer: Officer) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    make_slot(morning, "Victims", time(10), 45)
    address = f"{AT}/agenda/items/{item(meeting, 'Status').id}/remove"
    told = text_of(officer.get(address))
    assert "2 items that stand under it go with it. It has 45 minutes in the timetable, which fall free." in told
    officer.post(address)
    assert agenda(meeting) == ["1 Opening", "2 Report", "3 Closing"]


def test_an_item_dropped_under_its_own_child_is_refused_with_a_sentence(officer: Officer) -> None:
    meeting = make_planned_meeting()
    status, victims = item(meeting, "Status"), item(meeting, "Victims")
    moved = officer.post(f"{AT}/agenda/items/{status.id}/move", parent=victims.id, position=1, follow_redirects=True)
    assert "“Status” cannot stand under “Victims”, which itself stands under “Status”." in text_of(moved)
    assert agenda(meeting)[1] == "2 Status"


@pytest.mark.parametrize("page", ["agenda", "timetable", "programme?version=draft", "changes"])
def test_a_title_is_never_markup(officer: Officer, page: str) -> None:
    title = "A {} “quoted” \"><b id='own'>title</b>"
    meeting = make_planned_meeting(items=title)
    morning, _ = two_sessions(meeting)
    make_slot(morning, title, time(10), 30)
    shown = html.fromstring(officer.get(f"{AT}/{page}").get_data(as_text=True))
    assert shown.xpath("//*[@id='own']") == []
    assert page == "changes" or title in words(shown)


def test_a_list_of_ten_thousand_lines_is_refused_and_stays_in_the_form(officer: Officer) -> None:
    meeting = make_planned_meeting()
    answer = officer.post(f"{AT}/agenda/paste", under="0", text="Another item\n" * 10_000)
    assert "The list has 10,000 lines; up to 300 items are taken over at a time. Nothing was added." in text_of(answer)
    assert answer.get_data(as_text=True).count("Another item") == 10_000
    assert len(agenda(meeting)) == 6


def test_delegations_read_what_was_issued_and_no_draft(app: Flask, officer: Officer) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    make_slot(morning, "Opening", time(10), 30)
    delegate = signed_in(app, Role.OBSERVER)
    for page, sentence in (
        ("agenda", "No agenda was issued yet."),
        ("programme", "No programme of work was issued yet."),
    ):
        assert sentence in text_of(delegate.get(f"{AT}/{page}"))
        assert "Opening" not in text_of(delegate.get(f"{AT}/{page}?version=draft"))
    assert delegate.get(f"{AT}/agenda.docx").status_code == delegate.get(f"{AT}/programme.docx").status_code == 404
    issued = {"name": "Provisional agenda", "symbol": "", "seen": "0"}
    officer.post(f"{AT}/agenda/release", **issued)
    officer.post(f"{AT}/timetable/release", **{**issued, "name": "Programme"})
    officer.post(f"{AT}/agenda/new", title="Costs", under="0")
    assert "2 (b) Clearance" in text_of(delegate.get(f"{AT}/agenda"))
    assert "Costs" not in text_of(delegate.get(f"{AT}/agenda"))
    assert "10:00-10:30 1 Opening" in text_of(delegate.get(f"{AT}/programme"))
    assert "late" in text_of(officer.get(f"{AT}/agenda"))


def test_a_step_without_room_is_told_and_with_shifting_says_what_moved(officer: Officer) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    opening = make_slot(morning, "Opening", time(10), 30)
    make_slot(morning, "Report", time(10, 30), 30)
    address = f"{AT}/timetable/pieces/{opening.id}/step"
    refused = officer.post(address, do="longer", follow_redirects=True)
    assert "“1 Opening” would take 5 minutes of “3 Report”." in text_of(refused)
    assert timetable(meeting)["Morning"][0] == "10:00-10:30 1 Opening"
    shifted = officer.post(address, do="longer", shift="yes", follow_redirects=True)
    assert "“1 Opening” is longer. At another time now: “3 Report”." in text_of(shifted)
    assert timetable(meeting)["Morning"] == ["10:00-10:35 1 Opening", "10:35-11:05 3 Report"]
    nonsense = officer.post(address, do="dance", follow_redirects=True)
    assert "“dance” is no step a piece of the timetable can take." in text_of(nonsense)


def test_who_is_told_of_a_version_is_counted_first(officer: Officer) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    slot = make_slot(morning, "Opening", time(10), 200)
    make_speaker(morning, "Ada Person", slot, email="ada@example.org")
    page = officer.get(f"{AT}/timetable/release")
    assert "1 person is concerned by what differs: Ada Person (ada@example.org): 1 difference" in text_of(page)
    [warnings] = html.fromstring(page.get_data(as_text=True)).xpath("//input[@name='warnings']/@value")
    form = {"name": "Programme", "symbol": "", "seen": "0", "warnings": warnings, "tell": "y"}
    assert "Not acknowledged yet:" in text_of(officer.post(f"{AT}/timetable/release", **form))
    done = officer.post(f"{AT}/timetable/release", **form, acknowledged="y", follow_redirects=True)
    assert "Version 1 of the timetable is issued. A notice goes to 1 person." in text_of(done)
    version = text_of(officer.get(f"{AT}/timetable/versions/1"))
    assert "“Morning” on 15 November runs 20 minutes past its end at 13:00." in version


def piece(id: int, begins: str, ends: str, day: str = "2021-11-15", zone: str = "Europe/Zurich") -> dict[str, object]:
    """begins, ends: in UTC."""
    return {"id": id, "begins_at": f"{begins}+00:00", "ends_at": f"{ends}+00:00", "day": day, "zone": zone}


def test_what_is_on_now_is_marked_on_the_day_only() -> None:
    pieces = [
        piece(id, f"2021-11-15T{begins}:00", f"2021-11-15T{ends}:00")
        for id, begins, ends in ((1, "09:00", "09:30"), (2, "09:30", "10:00"), (3, "14:00", "15:00"))
    ]

    def at(day: int, hour: int, minute: int = 0) -> int | None:
        return present_piece(pieces, datetime(2021, 11, day, hour, minute, tzinfo=UTC))

    assert [at(15, 9, 30), at(15, 11), at(15, 15), at(14, 9), at(16, 9)] == [2, 3, None, None, None]


def test_what_comes_next_is_marked_on_the_day_that_it_is_where_the_session_is_held() -> None:
    far_east = [piece(1, "2027-06-23T22:00:00", "2027-06-23T23:00:00", "2027-06-24", "Pacific/Auckland")]
    far_west = [piece(2, "2027-06-24T17:00:00", "2027-06-24T18:00:00", "2027-06-24", "America/Los_Angeles")]
    morning_there, evening_there = datetime(2027, 6, 23, 20, 30, tzinfo=UTC), datetime(2027, 6, 23, 11, 0, tzinfo=UTC)
    assert (present_piece(far_east, morning_there), present_piece(far_east, evening_there)) == (1, None)
    evening_before = datetime(2027, 6, 24, 1, 0, tzinfo=UTC)
    assert present_piece(far_west, evening_before) is None


@pytest.mark.parametrize("page", ["agenda", "timetable", "programme?version=draft"])
def test_a_page_asks_as_often_for_many_pieces_as_for_few(officer: Officer, page: str) -> None:
    meeting = make_planned_meeting()
    morning, afternoon = two_sessions(meeting)
    make_slot(morning, "Opening", time(10), 5)
    few = questions(officer, page)
    for number in range(1, 21):
        db.session.add(AgendaItem(meeting_id=meeting.id, position=10 + number, title=f"Item {number}"))
        make_speaker(afternoon, f"Person {number}", make_slot(afternoon, f"Piece {number}", time(15, number), 1))
    db.session.flush()
    assert questions(officer, page) == few
    assert few <= {"agenda": 10, "timetable": 12, "programme?version=draft": 8}[page]
    assert db.session.query(Slot).count() == 21


@pytest.mark.parametrize("sessions", [1, 3])
def test_a_release_reads_the_offices_once_however_many_bodies_lead(registers: Flask, sessions: int) -> None:
    officer = Officer(registers)
    meeting = make_meeting_of_days("WS2035", date(2035, 5, 7), date(2035, 5, 8), kind="workshop")
    for number, body in enumerate(
        ("cooperative-compliance", "victim-assistance", "article-5-implementation")[:sessions]
    ):
        session = make_session(meeting, date(2035, 5, 7), time(10 + number), time(11 + number), title=body, body=body)
        make_slot(session, f"Piece {number}", session.starts, 10)
    db.session.flush()
    assert questions(officer, "timetable/release", of="WS2035") == 18


def questions(client: Officer, page: str, *, of: str = "19MSP") -> int:
    """Without those about the person."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM users" not in statement and "SAVEPOINT" not in statement:
            sent.append(statement)

    engine = db.session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    assert client.get(f"/apmbc/meetings/{of}/{page}").status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


@pytest.mark.parametrize("page", [f"{AT}/timetable", "/apmbc/meetings", f"{AT}/people"])
def test_no_two_landmarks_of_a_page_have_one_name(officer: Officer, page: str) -> None:
    """As axe asks by its rule landmark-unique."""
    meeting = make_planned_meeting()
    for session in two_sessions(meeting):
        make_slot(session, "Report", session.starts, 30)
    make_slot(make_session(meeting, date(2021, 11, 16), title="Morning"), "Status", time(10), 20)
    tree = html.fromstring(officer.get(page).get_data(as_text=True))
    named = {each.get("id"): " ".join(each.text_content().split()) for each in tree.xpath("//*[@id]")}
    marks = tree.xpath("//section[@aria-label or @aria-labelledby] | //*[@role='region'] | //nav | //aside")
    names = [
        (
            "region" if each.get("role") or each.tag == "section" else each.tag,
            each.get("aria-label") or " ".join(named[id] for id in each.get("aria-labelledby", "").split()),
        )
        for each in marks
    ]
    assert sorted(names) == sorted(set(names))
