"""Calendars to subscribe to: what they hold for whom, how they are made and revoked, what is not sent again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.accounts.models import User
from core.accounts.workflow.people import deactivate
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.clock import StoppedClock
from core.db import db, transaction
from core.errors import RuleViolation
from core.permissions import Role
from meetings.calendars import wanted_from
from meetings.models.calendar import CalendarLink
from meetings.models.sessions import SessionKind
from meetings.models.timetable import Speaker, SpeakerRole
from meetings.rules.sessions import SessionPlan
from meetings.workflow.calendar_links import make_calendar_link
from meetings.workflow.session_standing import cancel_session
from meetings.workflow.sessions import change_session
from tests.conftest import NOW
from tests.core.ical.parsers import ReadCalendar, by_icalendar, every_parser
from tests.factories.accounts import make_account
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.factories.offices import make_body
from tests.factories.states import added
from tests.states_parties.pages import read, send, signed_in, words

DAY = date(2021, 6, 24)
ISU = Actor("Ada Officer", NOW)


@pytest.fixture(autouse=True)
def no_tries_yet(empty_office: Flask) -> None:
    """Links tried in other tests count for nothing here."""
    for limiter in empty_office.extensions["limiter"]:
        limiter.reset()


@contextmanager
def at(app: Flask, instant: datetime) -> Iterator[None]:
    kept = app.extensions["clock"]
    app.extensions["clock"] = StoppedClock(instant)
    yield
    app.extensions["clock"] = kept


def make_link(account: User, wanted: str = "all/APMBC") -> str:
    with transaction():
        token = make_calendar_link(account, wanted_from(wanted), name="Telephone", by=ISU)
    return f"/calendar/{token}.ics"


def get(app: Flask, address: str, **headers: str) -> TestResponse:
    return app.test_client().get(address, headers=headers)


def told(app: Flask, address: str) -> ReadCalendar:
    answer = get(app, address)
    assert answer.status_code == 200
    return by_icalendar(answer.data)


def titles(app: Flask, address: str) -> set[str]:
    return {event.title for event in told(app, address).events}


def make_intersessional() -> None:
    meeting = make_meeting_of_days(
        "IM2021", date(2021, 6, 22), DAY, kind="IM", full_name="2021 Intersessional Meetings"
    )
    make_session(meeting, DAY, time(13), time(15), title="Thematic session", body="cooperative-compliance")
    make_session(meeting, DAY, time(9), time(10), title="Bureau", kind=SessionKind.CLOSED, body="presidency")


@every_parser
def test_a_calendar_has_the_meeting_as_a_bar_and_its_session_at_its_hour(app: Flask, parse: object) -> None:
    make_intersessional()
    answer = get(app, make_link(make_account()))
    assert answer.mimetype == "text/calendar"
    events = {event.title: event for event in parse(answer.data).events}
    bar, session = events["APMBC: IM2021"], events["APMBC IM2021: Thematic session"]
    assert (bar.starts, bar.ends) == ("2021-06-22", "2021-06-25")
    assert (session.starts, session.ends) == ("2021-06-24T11:00:00Z", "2021-06-24T13:00:00Z")
    assert (session.status, session.location) == ("TENTATIVE", "Geneva")


@every_parser
def test_a_session_keeps_its_name_when_it_is_moved_and_when_it_is_cancelled(app: Flask, parse: object) -> None:
    meeting = make_meeting_of_days("IM2021", date(2021, 6, 22), DAY)
    session, link = make_session(meeting, DAY), make_link(make_account())
    plan = SessionPlan("Plenary", DAY, time(15), time(17))

    def seen() -> tuple[str, int, str]:
        event = parse(get(app, link).data).of(session.uid)
        return event.starts, event.sequence, event.status

    assert seen() == ("2021-06-24T08:00:00Z", 0, "TENTATIVE")
    with transaction():
        change_session("APMBC", "IM2021", session.id, plan, by=ISU)
    assert seen() == ("2021-06-24T13:00:00Z", 1, "TENTATIVE")
    with transaction():
        cancel_session("APMBC", "IM2021", session.id, reason="The host withdrew", by=ISU)
    assert seen() == ("2021-06-24T13:00:00Z", 2, "CANCELLED")


def test_a_closed_session_is_in_the_calendar_of_those_who_work_in_that_body_alone(app: Flask) -> None:
    make_intersessional()
    bureau = "APMBC IM2021: Bureau"

    def shown_to(role: Role, body: str | None = None) -> bool:
        return bureau in titles(app, make_link(make_account(role, convention="APMBC", body=body)))

    assert shown_to(Role.MEMBER, "presidency")
    assert not shown_to(Role.MEMBER, "cooperative-compliance")
    assert not shown_to(Role.ANALYST)
    assert shown_to(Role.ISU_OFFICER)


def test_a_right_that_has_ended_takes_its_entries_out_of_the_same_link(app: Flask) -> None:
    make_intersessional()
    link = make_link(make_account(Role.MEMBER, convention="APMBC", body="presidency", ends_before=date(2026, 11, 22)))
    assert "APMBC IM2021: Bureau" in titles(app, link)
    with at(app, NOW + timedelta(days=1)):
        assert "APMBC IM2021: Bureau" in titles(app, link)
    with at(app, NOW + timedelta(days=2)):
        assert titles(app, link) == set()


def test_an_account_that_is_shut_out_has_no_calendar_any_more(app: Flask) -> None:
    make_account(Role.ADMINISTRATOR)
    account = make_account()
    link = make_link(account)
    assert get(app, link).status_code == 200
    with transaction():
        deactivate(account, on=NOW.date(), by=ISU)
    assert get(app, link).status_code == 404


def test_own_sessions_are_those_of_ones_bodies_and_those_where_one_speaks(app: Flask) -> None:
    make_intersessional()
    meeting = make_meeting_of_days("19MSP", date(2021, 11, 15), date(2021, 11, 19))
    talk = make_session(meeting, date(2021, 11, 16), title="Panel")
    make_session(meeting, date(2021, 11, 17), title="Plenary of others")
    account = make_account(Role.MEMBER, convention="APMBC", body="cooperative-compliance", email="ana@state.example")
    added(Speaker(session_id=talk.id, role=SpeakerRole.PANELLIST, position=1, name="Ana", email="Ana@State.example"))
    assert titles(app, make_link(account, "own")) == {"APMBC IM2021: Thematic session", "APMBC 19MSP: Panel"}


def test_a_calendar_of_deadlines_has_no_meetings(registers: Flask) -> None:
    account = make_account()
    everything, deadlines = (
        {event.title for event in told(registers, make_link(account, wanted)).events}
        for wanted in ("all/CCM", "deadlines/CCM")
    )
    assert "CCM: annual reports due" in deadlines
    assert any(title.startswith("CCM: deadline of ") for title in deadlines)
    assert any(title.startswith("CCM: nominations due for the ") for title in deadlines)
    assert deadlines < everything
    assert "CCM: 13MSP" in everything - deadlines


def test_a_calendar_of_a_body_has_what_concerns_it(app: Flask) -> None:
    make_intersessional()
    make_body("cooperative-compliance")
    link = make_link(make_account(), "body/APMBC/cooperative-compliance")
    assert titles(app, link) == {"APMBC IM2021: Thematic session"}


def test_letters_stand_in_the_calendar_of_those_who_may_read_them(registers: Flask) -> None:
    def has_letters(role: Role) -> bool:
        return any(event.uid.startswith("letter-") for event in told(registers, make_link(make_account(role))).events)

    assert has_letters(Role.CHAIR)
    assert not has_letters(Role.OBSERVER)


# What is not sent again


def test_a_calendar_in_which_nothing_changed_is_not_sent_again(app: Flask) -> None:
    make_intersessional()
    link = make_link(make_account())
    first = get(app, link)
    again = get(app, link, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    since = get(app, link, **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304


@pytest.mark.parametrize("minutes", [0, 5], ids=["at the moment", "after a while"])
def test_a_change_is_told_at_the_next_reading(app: Flask, minutes: int) -> None:
    """After a while a reading without acts in between is answered without looking at the calendar at all."""
    meeting = make_meeting_of_days("IM2021", date(2021, 6, 22), DAY)
    session, link = make_session(meeting, DAY), make_link(make_account())
    with at(app, NOW + timedelta(minutes=minutes)):
        tag = get(app, link).headers["ETag"]
        assert get(app, link, **{"If-None-Match": tag}).status_code == 304
        with transaction():
            cancel_session("APMBC", "IM2021", session.id, reason="No quorum", by=Actor("Ada", NOW))
        anew = get(app, link, **{"If-None-Match": tag})
    assert (anew.status_code, anew.headers["ETag"] == tag) == (200, False)


def test_within_a_minute_of_an_act_the_calendar_itself_is_looked_at(app: Flask) -> None:
    """Of two acts at the same moment the one with the smaller number in the log may be written last."""
    meeting = make_meeting_of_days("IM2021", date(2021, 6, 22), DAY)
    session, link = make_session(meeting, DAY), make_link(make_account())
    with at(app, NOW + timedelta(seconds=30)):
        tag = get(app, link).headers["ETag"]
        session.title = "Written last, under a smaller number"
        db.session.flush()
        assert get(app, link, **{"If-None-Match": tag}).status_code == 200


def test_what_follows_from_the_day_alone_is_told_on_that_day(app: Flask) -> None:
    make_intersessional()
    link = make_link(make_account(Role.MEMBER, convention="APMBC", body="presidency", ends_before=date(2026, 11, 21)))
    with at(app, NOW + timedelta(hours=1)):
        tag = get(app, link).headers["ETag"]
        assert get(app, link, **{"If-None-Match": tag}).status_code == 304
    with at(app, NOW + timedelta(days=1)):
        assert get(app, link, **{"If-None-Match": tag}).status_code == 200


def test_a_settled_calendar_is_answered_by_one_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    link = make_link(make_account())
    with at(app, NOW + timedelta(minutes=5)):
        tag = get(app, link).headers["ETag"]
        monkeypatch.setitem(app.extensions, "calendar sources", None)
        assert get(app, link, **{"If-None-Match": tag}).status_code == 304


# The links


def test_a_link_is_shown_once_and_only_its_hash_is_kept(app: Flask) -> None:
    client = signed_in(app)
    page = send(client, "/account/calendar/new", {"wanted": "all/APMBC", "name": "Office computer"})
    [address] = re.findall(r"/calendar/([\w-]{43})\.ics", page.get_data(as_text=True))
    assert page.headers["Cache-Control"] == "no-store"
    assert get(app, f"/calendar/{address}.ics").status_code == 200
    link = db.session.scalars(select(CalendarLink)).one()
    assert address not in str(vars(link))
    listed = client.get("/account/calendar").get_data(as_text=True)
    assert "Office computer" in listed
    assert address not in listed


def test_a_revoked_link_is_nothing_and_the_others_go_on(app: Flask) -> None:
    client = signed_in(app)
    for name in ("Telephone", "Computer"):
        send(client, "/account/calendar/new", {"wanted": "own", "name": name})
    account = db.session.scalars(select(User)).one()
    kept = make_link(account)
    revoked = make_link(account)
    [newest, *_] = db.session.scalars(select(CalendarLink).order_by(CalendarLink.id.desc()))
    asked = words(read(client, f"/account/calendar/{newest.id}/revoke"))
    assert "The link stops working; programs that read it find nothing any more." in asked
    assert get(app, revoked).status_code == 200
    send(client, f"/account/calendar/{newest.id}/revoke", {})
    assert (get(app, revoked).status_code, get(app, kept).status_code) == (404, 200)
    assert db.session.scalar(select(AuditEntry.act).order_by(AuditEntry.id.desc()).limit(1)) == "calendar:revoked"


def test_nobody_revokes_the_link_of_another(app: Flask) -> None:
    link = make_link(make_account(name="Another"))
    number = db.session.scalars(select(CalendarLink.id)).one()
    client = signed_in(app)
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    assert client.get(f"/account/calendar/{number}/revoke").status_code == 404
    answer = send(client, "/account/calendar/new", {"wanted": "own"}, action=f"/account/calendar/{number}/revoke")
    assert answer.status_code == 404
    assert get(app, link).status_code == 200
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before


def test_whoever_tries_links_is_stopped_and_whoever_has_one_is_not(app: Flask) -> None:
    link = make_link(make_account())
    assert {get(app, link).status_code for _ in range(70)} == {200}
    assert {get(app, f"/calendar/{number:043}.ics").status_code for number in range(60)} == {404}
    assert get(app, f"/calendar/{61:043}.ics").status_code == 429


def test_a_calendar_that_is_none_is_refused_by_name(app: Flask) -> None:
    for text in ("everything", "all/XYZ", "body/APMBC", "body//x", "own/APMBC", "deadlines/CCM/x"):
        with pytest.raises(RuleViolation, match="is not a calendar"):
            wanted_from(text)
    assert [str(wanted_from(text)) for text in ("own", "all", "deadlines/ccm", "body/CCM/x")] == [
        "own", "all", "deadlines/CCM", "body/CCM/x",
    ]  # fmt: skip


def test_the_stamp_of_a_calendar_is_its_last_change_and_not_the_time_it_was_read(app: Flask) -> None:
    make_intersessional()
    link = make_link(make_account())
    with at(app, datetime(2027, 1, 1, 12, tzinfo=UTC)):
        assert re.findall(rb"DTSTAMP:(\d{8})", get(app, link).data)[-1] == b"20210104"


# At the command line


def test_a_calendar_is_written_to_a_file_with_the_rights_of_an_account_or_of_the_house(
    app: Flask, tmp_path: Path
) -> None:
    make_intersessional()
    make_account(Role.ANALYST, email="nora@isu.example")
    runner, out = app.test_cli_runner(), tmp_path / "calendar.ics"

    def exported(*options: str) -> set[str]:
        done = runner.invoke(args=["calendar", "export", "--feed", "all/APMBC", "--out", str(out), *options])
        assert done.exit_code == 0, done.output
        return {event.title for event in by_icalendar(out.read_bytes()).events}

    assert "APMBC IM2021: Bureau" in exported()
    assert "APMBC IM2021: Bureau" not in exported("--for", "nora@isu.example")
    assert b"URL:http://127.0.0.1:8000/apmbc/meetings/IM2021/sessions/" in out.read_bytes()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--feed", "everything"], "is not a calendar"),
        (["--feed", "own"], "Say whose offices"),
        (["--feed", "all", "--for", "nobody@x.example"], "No account that may sign in"),
        (["--feed", "body/CCM/nothing"], "is no body of the CCM"),
    ],
)
def test_what_cannot_be_written_is_one_sentence_and_no_file(
    app: Flask, tmp_path: Path, options: list[str], why: str
) -> None:
    out = tmp_path / "calendar.ics"
    done = app.test_cli_runner().invoke(args=["calendar", "export", "--out", str(out), *options])
    assert (done.exit_code, out.exists()) == (2, False)
    assert why in done.output
