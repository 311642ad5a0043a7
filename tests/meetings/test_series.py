"""Committees that meet again and again, one day moved, one left out, and what calendars make of it."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import RuleViolation
from core.ical.entries import Unit
from core.permissions import Role
from meetings.models.series import MeetingSeries, SeriesDay
from meetings.rules.series import SeriesPlan, check_series, days_of, in_words, place_in_month
from meetings.workflow.series import end_series, leave_out_day, move_day, plan_series, put_back_day
from tests.conftest import NOW
from tests.core.ical.parsers import PARSERS, ReadCalendar
from tests.factories.accounts import make_account
from tests.factories.offices import make_body
from tests.meetings.test_feeds import get, make_link
from tests.states_parties.pages import read, rows, send, signed_in, words

ISU = Actor("Ada Officer", NOW)
SECOND_TUESDAYS = SeriesPlan(
    "Committee on Article 5", date(2021, 1, 12), date(2021, 6, 30), time(15), time(17), "Europe/Zurich", Unit.MONTH
)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(first=days, months=st.integers(1, 6), length=st.integers(0, 900))
def test_a_series_of_months_falls_on_one_weekday_at_one_place_of_each(first: date, months: int, length: int) -> None:
    last = first + timedelta(days=length)
    found = days_of(first, last, Unit.MONTH, months)
    assert found[0] == first
    assert {(each.weekday(), place_in_month(each)) for each in found} <= {
        (first.weekday(), place) for place in (place_in_month(first), -1)
    }
    assert all(each <= last for each in found)
    distances = {(b.year - a.year) * 12 + b.month - a.month for a, b in itertools.pairwise(found)}
    assert distances <= {months}


@given(first=days, weeks=st.integers(1, 12), length=st.integers(0, 900))
def test_a_series_of_weeks_falls_every_so_many_weeks(first: date, weeks: int, length: int) -> None:
    found = days_of(first, first + timedelta(days=length), Unit.WEEK, weeks)
    assert found == [first + timedelta(weeks=weeks * number) for number in range(len(found))]
    assert len(found) == length // (7 * weeks) + 1


def test_a_rule_is_told_in_words() -> None:
    last = date(2021, 6, 30)
    assert in_words(date(2021, 1, 12), Unit.MONTH, 1, last=last) == (
        "the second Tuesday of each month, until 30 June 2021"
    )
    assert in_words(date(2021, 1, 29), Unit.MONTH, 2, last=last).startswith("the last Friday of every 2 months")
    assert in_words(date(2021, 1, 12), Unit.WEEK, 1, last=last).startswith("every Tuesday")
    assert in_words(date(2021, 1, 12), Unit.WEEK, 2, last=last).startswith("every 2 weeks on Tuesday")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"ends": time(15)}, "not after its start"),
        ({"last_on": date(2021, 1, 1)}, "before the first"),
        ({"last_on": date(2031, 1, 1)}, "3 years at most"),
        ({"zone": "Geneva"}, "is not a time zone"),
        ({"title": " "}, "Give the meetings a title"),
        ({"first_on": date(2021, 3, 28), "starts": time(2, 30), "ends": time(4)}, "the clocks in Europe/Zurich"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_by_name(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(RuleViolation, match=why):
        check_series(replace(SECOND_TUESDAYS, **wrong))


@pytest.fixture
def series(app: Flask) -> MeetingSeries:
    make_body("article-5", name_en="Committee on Article 5")
    with transaction():
        return plan_series("APMBC", "article-5", SECOND_TUESDAYS, by=ISU)


@pytest.mark.parametrize("parse", [PARSERS["vobject"], PARSERS["ical.js"]], ids=["vobject", "ical.js"])
def test_one_day_moved_and_one_left_out_leave_the_others_in_every_calendar(
    app: Flask, series: MeetingSeries, parse: Callable[[bytes], ReadCalendar]
) -> None:
    with transaction():
        move_day(
            series, date(2021, 3, 9), to_day=date(2021, 3, 11), starts=time(10), ends=time(12), reason="Vote", by=ISU
        )
        leave_out_day(series, date(2021, 4, 13), reason="Holidays", by=ISU)
    account = make_account(Role.MEMBER, convention="APMBC", body="article-5")
    calendar = parse(get(app, make_link(account, "own")).data)
    whole = calendar.of(series.uid)
    assert [each[:10] for each in whole.occurrences] == [
        "2021-01-12", "2021-02-09", "2021-03-09", "2021-05-11", "2021-06-08",
    ]  # fmt: skip
    [moved] = [event for event in calendar.events if event.instead_of]
    assert (moved.uid, moved.instead_of, moved.starts) == (series.uid, "2021-03-09T14:00:00Z", "2021-03-11T09:00:00Z")
    assert whole.sequence == 2


def test_a_series_that_is_ended_loses_its_later_days_and_what_was_moved_among_them(
    app: Flask, series: MeetingSeries
) -> None:
    with transaction():
        move_day(
            series, date(2021, 5, 11), to_day=date(2021, 5, 12), starts=time(10), ends=time(12), reason="Vote", by=ISU
        )
        end_series(series, last_on=date(2021, 3, 31), by=ISU)
    calendar = PARSERS["vobject"](get(app, make_link(make_account(), "body/APMBC/article-5")).data)
    assert [each[:10] for each in calendar.of(series.uid).occurrences] == ["2021-01-12", "2021-02-09", "2021-03-09"]
    assert [event for event in calendar.events if event.instead_of] == []


def test_a_meeting_moved_beyond_the_end_is_left_out_with_it(app: Flask, series: MeetingSeries) -> None:
    with transaction():
        move_day(
            series, date(2021, 3, 9), to_day=date(2021, 4, 8), starts=time(10), ends=time(12), reason="Vote", by=ISU
        )
        end_series(series, last_on=date(2021, 3, 31), by=ISU)
    calendar = PARSERS["vobject"](get(app, make_link(make_account(), "body/APMBC/article-5")).data)
    assert [each[:10] for each in calendar.of(series.uid).occurrences] == ["2021-01-12", "2021-02-09"]
    assert [event for event in calendar.events if event.instead_of] == []
    assert db.session.scalars(select(SeriesDay.reason)).one() == "The meetings end on 31 March 2021."


def test_a_series_does_not_end_before_the_usual_day_of_a_meeting_that_is_held_earlier(series: MeetingSeries) -> None:
    with transaction():
        move_day(
            series, date(2021, 4, 13), to_day=date(2021, 3, 30), starts=time(10), ends=time(12), reason="Vote", by=ISU
        )
    with pytest.raises(RuleViolation, match="13 April 2021 was moved to 30 March 2021, before the end"):
        end_series(series, last_on=date(2021, 3, 31), by=ISU)
    assert series.last_on == SECOND_TUESDAYS.last_on


@pytest.mark.parametrize("parse", [PARSERS["vobject"], PARSERS["ical.js"]], ids=["vobject", "ical.js"])
def test_a_day_that_was_left_out_or_moved_is_put_back(
    app: Flask, series: MeetingSeries, parse: Callable[[bytes], ReadCalendar]
) -> None:
    with transaction():
        leave_out_day(series, date(2021, 4, 13), reason="Holidays", by=ISU)
        move_day(
            series, date(2021, 3, 9), to_day=date(2021, 3, 11), starts=time(10), ends=time(12), reason="Vote", by=ISU
        )
        for day in (date(2021, 4, 13), date(2021, 3, 9)):
            put_back_day(series, day, by=ISU)
    calendar = parse(get(app, make_link(make_account(), "body/APMBC/article-5")).data)
    whole = calendar.of(series.uid)
    assert [each[5:10] for each in whole.occurrences] == ["01-12", "02-09", "03-09", "04-13", "05-11", "06-08"]
    assert [event for event in calendar.events if event.instead_of] == []
    assert whole.sequence == 4
    with pytest.raises(RuleViolation, match="there is nothing to put back"):
        put_back_day(series, date(2021, 4, 13), by=ISU)


def test_those_outside_the_committee_do_not_see_when_it_meets(app: Flask, series: MeetingSeries) -> None:
    def sees(role: Role, body: str | None = None) -> bool:
        file = get(app, make_link(make_account(role, convention="APMBC", body=body))).data
        return series.uid.encode() in file.replace(b"\r\n ", b"")

    assert sees(Role.MEMBER, "article-5")
    assert not sees(Role.MEMBER, "victim-assistance")
    assert not sees(Role.OBSERVER, "article-5")


def test_a_day_on_which_it_does_not_fall_is_refused_and_nothing_is_kept(series: MeetingSeries) -> None:
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    same = {"to_day": date(2021, 3, 9), "starts": time(15), "ends": time(17)}
    for act, sentence in (
        (
            lambda: leave_out_day(series, date(2021, 3, 10), reason="No", by=ISU),
            "“Committee on Article 5” does not fall on 10 March 2021.",
        ),
        (
            lambda: leave_out_day(series, date(2021, 3, 9), reason=" ", by=ISU),
            "Say why: whoever takes part asks.",
        ),
        (
            lambda: move_day(series, date(2021, 3, 9), **same, reason="No", by=ISU),
            "It is held then already. Choose another day or hour.",
        ),
        (
            lambda: end_series(series, last_on=date(2022, 1, 1), by=ISU),
            "Choose a day from 12 January 2021 on, before 30 June 2021.",
        ),
    ):
        with pytest.raises(RuleViolation) as refusal, transaction():
            act()
        assert refusal.value.message == sentence
    assert db.session.scalar(select(func.count(SeriesDay.id))) == 0
    assert (series.sequence, db.session.scalar(select(func.count(AuditEntry.id)))) == (0, before)


def test_a_chair_plans_the_meetings_and_leaves_one_out(app: Flask) -> None:
    make_body("article-5", name_en="Committee on Article 5")
    client = signed_in(app, Role.ISU_OFFICER)
    at = "/apmbc/committees/article-5/series"
    fields = {"first_on": "2021-01-12", "last_on": "2021-04-30", "room": "Room XX"}
    assert "The meetings are planned" in send(client, f"{at}/new", fields).text
    page = read(client, at)
    assert "Committee on Article 5: the second Tuesday of each month, until 30 April 2021, Room XX." in words(page)
    assert [(line["Day"], line["Hours"], line["State"]) for line in rows(page)] == [
        ("12 January 2021", "15:00-17:00 CET", "as usual"),
        ("9 February 2021", "15:00-17:00 CET", "as usual"),
        ("9 March 2021", "15:00-17:00 CET", "as usual"),
        ("13 April 2021", "15:00-17:00 CEST", "as usual"),
    ]
    number = db.session.scalars(select(MeetingSeries.id)).one()
    send(client, f"{at}/{number}/2021-02-09/leave-out", {"reason": "No room"})
    assert [line["State"] for line in rows(read(client, at))] == ["as usual", "left out", "as usual", "as usual"]
    assert "Those after the day you choose are not held" in words(read(client, f"{at}/{number}/end"))
    send(client, f"{at}/{number}/2021-02-09/put-back", {})
    assert [line["State"] for line in rows(read(client, at))] == ["as usual"] * 4
