"""What of a body's work a person sees: not the files of their own State, and as an observer what is opened."""

from datetime import date

import pytest
from flask import Flask, g
from flask_login import login_user

from committees.models.access import Delegation, Opened, Opening, Recusal
from committees.models.work import BodyFile
from committees.routes.sight import Sight, sight
from core.accounts.models import User
from core.accounts.queries import get_account
from core.clock import now
from core.permissions import Role
from tests.committees.offices import A_DAY, FIRST, LAST, Committee, make_committee, on_day, represented_by
from tests.factories.accounts import make_account
from tests.factories.states import added

SPAN = {"starts_on": date(2027, 1, 10), "ends_before": date(2027, 1, 21)}
EDGES = [date(2027, 1, 9), date(2027, 1, 10), date(2027, 1, 20), date(2027, 1, 21)]


@pytest.fixture
def committee(app: Flask) -> Committee:
    return make_committee()


def make_file(committee: Committee, title: str = "Dialogue", **columns: object) -> BodyFile:
    usual = {"convention": "APMBC", "body": committee.body.slug, "opened_on": date(2026, 1, 1)}
    return added(BodyFile(**{**usual, "title": title, **columns}))


def seen_by(app: Flask, account: User, *, today: date, on: date | None = None) -> Sight:
    with on_day(app, today), app.test_request_context("/"):
        login_user(get_account(account.id))
        g.pop("grants by office", None)
        return sight("APMBC", "cooperative-compliance", on=on or today)


def test_a_member_sees_the_work_but_no_file_about_the_own_state(app: Flask, committee: Committee) -> None:
    common, own = make_file(committee), make_file(committee, "About Chile", iso3=committee.chile.iso3)
    found = seen_by(app, represented_by(committee.body, committee.chile), today=FIRST)
    assert (found.work_plan, found.activities, found.file(None)) == (True, True, True)
    assert (found.file(common.id), found.file(own.id)) == (True, False)


def test_a_recusal_closes_the_file_from_its_first_to_its_last_day(app: Flask, committee: Committee) -> None:
    file = make_file(committee)
    added(Recusal(file_id=file.id, iso3=committee.chile.iso3, reason="test", **SPAN))
    account = represented_by(committee.body, committee.chile)
    assert [seen_by(app, account, today=day).file(file.id) for day in EDGES] == [True, False, False, True]


def test_no_as_of_day_opens_a_file_that_is_closed_today(app: Flask, committee: Committee) -> None:
    file = make_file(committee)
    added(Recusal(file_id=file.id, iso3=committee.chile.iso3, reason="test", **SPAN))
    account = represented_by(committee.body, committee.chile)
    assert [seen_by(app, account, today=EDGES[1], on=day).file(file.id) for day in EDGES] == [False] * 4


def test_a_recusal_also_binds_whoever_acts_for_the_chair(app: Flask, committee: Committee) -> None:
    file, account = make_file(committee), make_account(None)
    days = {"starts_on": date(2028, 1, 10), "ends_before": date(2028, 1, 21)}
    added(Recusal(file_id=file.id, iso3=committee.chile.iso3, reason="test", **days))
    chair = {"convention": "APMBC", "body": committee.body.slug, "chair_iso3": committee.chile.iso3}
    added(Delegation(account_id=account.id, reason="test", given_at=now(), given_by="Ada", **chair, **days))
    found = seen_by(app, account, today=date(2028, 1, 15))
    assert (found.of_the_body, found.file(file.id)) == (True, False)


def test_a_recusal_of_one_state_leaves_the_file_to_the_others(app: Flask, committee: Committee) -> None:
    file = make_file(committee)
    added(Recusal(file_id=file.id, iso3=committee.chile.iso3, reason="test", starts_on=FIRST, ends_before=None))
    assert seen_by(app, make_account(Role.ISU_OFFICER), today=LAST).file(file.id)


def test_an_observer_sees_what_is_opened_while_it_is(app: Flask, committee: Committee) -> None:
    file = make_file(committee)
    where = {"convention": "APMBC", "body": committee.body.slug, "opened_by": "Ada", **SPAN}
    for opened, number in ((Opened.FILE, file.id), (Opened.PAPER, 7), (Opened.WORK_PLAN, 0), (Opened.ACTIVITIES, 0)):
        added(Opening(opened=opened, subject_id=number, **where))
    observer = make_account(Role.OBSERVER)
    for day, open_then in zip(EDGES, (False, True, True, False), strict=True):
        found = seen_by(app, observer, today=day)
        assert not found.of_the_body
        seen = (found.file(file.id), found.paper(7), found.work_plan, found.activities)
        assert seen == (open_then,) * 4
        assert (found.file(file.id + 1), found.paper(8)) == (False, False)


def test_an_observer_sees_nothing_by_asking_for_a_day_on_which_it_was_open(app: Flask, committee: Committee) -> None:
    where = {"convention": "APMBC", "body": committee.body.slug, "opened_by": "Ada", **SPAN}
    added(Opening(opened=Opened.WORK_PLAN, subject_id=0, **where))
    found = seen_by(app, make_account(Role.OBSERVER), today=EDGES[3] + A_DAY, on=EDGES[1])
    assert not found.work_plan
