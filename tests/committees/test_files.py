"""A file is open on the same days wherever it is asked: from the day it was opened to the day before it was closed."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from committees.models.work import ActivityKind, BodyFile
from committees.queries.briefing import briefing
from committees.queries.files import files_by, files_open_in, is_open, open_between, open_files
from committees.queries.offices import Offices
from committees.queries.workload import workload
from committees.workflow.activities import change_activity, record_activity
from core.db import db
from tests.committees.offices import on_day
from tests.committees.offices_of_work import BY, ON, committee
from tests.factories.states import NOTE, added
from tests.states_parties.pages import read, rows, signed_in
from tests.states_parties.refusals import refused

HERE = ("APMBC", "compliance")
PAGE = "/apmbc/committees/compliance"
OPENED, CLOSED = date(2026, 11, 2), date(2026, 11, 10)
A_DAY = timedelta(days=1)
EDGES = (OPENED - A_DAY, OPENED, CLOSED - A_DAY, CLOSED, CLOSED + A_DAY)
OPEN_ON = [False, True, True, False, False]


@pytest.fixture
def body(app: Flask) -> Any:
    return committee()


def a_file(title: str = "A matter", opened_on: date = OPENED, closed_on: date | None = CLOSED) -> BodyFile:
    days = {"opened_on": opened_on, "closed_on": closed_on}
    return added(BodyFile(convention="APMBC", body="compliance", title=title, **days))


def test_everybody_who_asks_is_told_the_same_on_the_edge_days(app: Flask, body: Any) -> None:
    file = a_file()
    offices = Offices("APMBC")
    every = {"on": EDGES[-1], "bodies": ["compliance"], "closed": ()}
    told = {
        "the rule": [is_open(file, on=day) for day in EDGES],
        "menus": [bool(open_files(*HERE, on=day)) for day in EDGES],
        "list of files": [any(each.is_open for each in files_by(*HERE, on=day)) for day in EDGES],
        "briefing": [bool(briefing(offices, "compliance", on=day, closed=()).files) for day in EDGES],
        "days of the workload": [bool(files_open_in("APMBC", day, day)) for day in EDGES],
    }
    assert told == dict.fromkeys(told, OPEN_ON)
    [line] = workload(offices, 2026, **every).whole
    assert line.files == 1


def test_pages_show_a_file_closed_today_as_closed_and_offer_it_no_more(app: Flask, body: Any) -> None:
    file = a_file()
    for day, open_then in zip(EDGES[1:4], OPEN_ON[1:4], strict=True):
        with on_day(app, day):
            client = signed_in(app)
            [row] = rows(read(client, f"{PAGE}/work/files"))
            assert row["State"] == ("open" if open_then else "closed")
            for form, field in (
                ("access/recuse", "file"),
                ("work/tasks/new", "file"),
                ("activities/new", "file_id"),
            ):
                offered = read(client, f"{PAGE}/{form}").xpath(f"//select[@name='{field}']/option/@value")
                assert (str(file.id) in offered) == open_then, (form, day)


def test_a_closed_file_takes_no_entry_of_the_log_but_keeps_those_it_has(app: Flask, body: Any) -> None:
    file, facts = a_file(closed_on=None), {"starts_on": OPENED, "ends_on": OPENED, "sourcing": NOTE, "by": BY}
    entry = record_activity(*HERE, kind=ActivityKind.MEETING, what="a meeting", file_id=file.id, **facts)
    file.closed_on = ON
    db.session.flush()
    refusal = refused(
        lambda: record_activity(*HERE, kind=ActivityKind.MEETING, what="another", file_id=file.id, **facts),
        field="file_id",
    )
    assert refusal == "The file “A matter” was closed on 2026-11-20. Open it again first."
    change_activity(entry, what="a long meeting", sourcing=NOTE, by=BY)
    assert (entry.what, entry.file_id) == ("a long meeting", file.id)


DAYS = st.integers(0, 12).map(lambda days: date(2026, 11, 1) + timedelta(days=days))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(opened_on=DAYS, lasts=st.none() | st.integers(0, 6), first=DAYS, more=st.integers(0, 8))
def test_the_condition_says_what_the_rule_says_of_any_days(
    body: Any, opened_on: date, lasts: int | None, first: date, more: int
) -> None:
    closed_on = None if lasts is None else opened_on + timedelta(days=lasts)
    db.session.query(BodyFile).delete()
    file = a_file(opened_on=opened_on, closed_on=closed_on)
    days = [first + timedelta(days=number) for number in range(more + 1)]
    found = db.session.scalars(select(BodyFile.id).where(open_between(days[0], days[-1]))).all()
    assert found == ([file.id] if any(is_open(file, on=day) for day in days) else [])
