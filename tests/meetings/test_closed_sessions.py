"""A closed session is known to whoever reads the work of its body, on every page and in every file; to nobody else."""

from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.docx.lint import read_back
from core.permissions import Role
from meetings.models.sessions import Session, SessionKind
from meetings.workflow.releases import release_timetable
from tests.factories.accounts import make_account, sign_in
from tests.factories.offices import make_body
from tests.factories.states import OFFICER
from tests.meetings.plans import make_planned_meeting, make_slot, two_sessions
from tests.states_parties.pages import read, signed_in, words

AT = "/apmbc/meetings/19MSP"
TITLE, PIECE = "Hearing", "Testimony"


@pytest.fixture
def closed(app: Flask) -> Session:
    """The afternoon of a meeting whose timetable is issued, closed, of the committee "clearance"."""
    meeting = make_planned_meeting()
    make_body("clearance")
    make_body("assistance")
    morning, afternoon = two_sessions(meeting)
    afternoon.title, afternoon.kind, afternoon.body = TITLE, SessionKind.CLOSED, "clearance"
    make_slot(morning, "Opening", time(10), 30)
    make_slot(afternoon, PIECE, time(15), 30)
    told = {"warnings_seen": (), "tell": False, "most_a_day": 2, "on": date(2021, 1, 1), "by": OFFICER}
    release_timetable(meeting, name="Programme of work", symbol="", seen=0, **told)
    return afternoon


def someone(app: Flask, role: Role, body: str | None) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account=make_account(role, convention="APMBC", body=body))
    return client


def pages(session: Session) -> list[str]:
    return [AT, f"{AT}/programme", f"{AT}/timetable/versions/1", f"{AT}/room/screen"]


@pytest.mark.parametrize(("role", "body"), [(Role.OBSERVER, None), (Role.ANALYST, None), (Role.MEMBER, "assistance")])
def test_it_is_neither_listed_nor_opened_for_others(app: Flask, closed: Session, role: Role, body: str | None) -> None:
    reader = someone(app, role, body)
    for address in pages(closed):
        page = words(read(reader, address))
        assert page
        assert TITLE not in page
        assert PIECE not in page
    for address in (f"{AT}/sessions/{closed.id}", f"{AT}/room/screen?session={closed.id}"):
        answer = reader.get(address)
        assert answer.status_code == 404
        assert TITLE not in answer.get_data(as_text=True)
    file = " ".join(read_back(reader.get(f"{AT}/programme.docx").data).paragraphs)
    assert TITLE not in file
    assert PIECE not in file
    assert "Opening" in words(read(reader, f"{AT}/programme"))


@pytest.mark.parametrize(("role", "body"), [(Role.ISU_OFFICER, None), (Role.MEMBER, "clearance")])
def test_whoever_reads_the_work_of_its_body_finds_it(app: Flask, closed: Session, role: Role, body: str | None) -> None:
    reader = someone(app, role, body)
    assert TITLE in words(read(reader, AT))
    assert TITLE in words(read(reader, f"{AT}/sessions/{closed.id}"), "//body")
    assert PIECE in words(read(reader, f"{AT}/programme"))
    assert TITLE in words(read(reader, f"{AT}/room/screen?session={closed.id}"), "//body")


def test_without_a_body_it_is_known_to_every_committee(app: Flask, closed: Session) -> None:
    closed.body = ""
    assert TITLE in words(read(someone(app, Role.MEMBER, "assistance"), AT))
    assert TITLE not in words(read(signed_in(app, Role.OBSERVER), AT))
