"""The audit: only ever added to, found again by whoever may read it."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from core.audit.models import AuditEntry
from core.audit.queries import Sought, found, kinds
from core.audit.words import details_in_words
from core.audit.workflow import Actor, record
from core.db import Ref, db, transaction
from core.permissions import Role
from tests.core.accounts.pages import words
from tests.factories.accounts import make_account, sign_in

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ZONE = "Europe/Zurich"


def test_the_session_refuses_to_change_an_entry(app: Flask) -> None:
    told(1)
    for change in (rename, db.session.delete):
        with pytest.raises(TypeError, match="only ever added to"), transaction():
            change(db.session.scalars(select(AuditEntry)).one())
    assert names() == ["Person 0"]


@pytest.mark.parametrize(
    "statement",
    [update(AuditEntry).values(actor_name="Somebody else"), delete(AuditEntry)],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_an_entry(app: Flask, statement: object) -> None:
    told(1)
    with pytest.raises(DatabaseError, match="the audit log is only ever added to"), transaction():
        db.session.execute(statement)  # type: ignore[call-overload]
    assert names() == ["Person 0"]


def test_the_database_refuses_to_empty_the_log(app: Flask, database: str) -> None:
    if database == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    told(1)
    with pytest.raises(DatabaseError, match="the audit log is only ever added to"), transaction():
        db.session.execute(text("TRUNCATE audit_entries"))
    assert names() == ["Person 0"]


def test_an_act_that_fails_leaves_no_entry(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        told_and_failed()
    assert names() == []


def test_entries_are_found_by_person_act_kind_and_text_whatever_the_case(app: Flask) -> None:
    with transaction():
        record("letter:sent", Ref("letter", "7"), "Article 7 letter", by=Actor("Ada", NOON))
        record("letter:drafted", Ref("letter", "7"), "Article 7 letter", by=Actor("Bob", NOON))
        record("mission:edited", Ref("mission", "8"), "Mission of Chad, 100 % sure", by=Actor("Ada", NOON))
    assert acts(person="ADA") == ["mission:edited", "letter:sent"]
    assert acts(act="letter:sent") == ["letter:sent"]
    assert acts(kind="letter") == ["letter:drafted", "letter:sent"]
    assert acts(text="article 7") == ["letter:drafted", "letter:sent"]
    assert acts(text="8") == ["mission:edited"]
    assert acts(text="100 %") == ["mission:edited"]
    assert acts(text="1__") == []
    assert acts(person="Ada", kind="letter") == ["letter:sent"]
    assert kinds() == ["letter", "mission"]


def test_days_are_the_offices_days_with_first_and_last_included(app: Flask) -> None:
    """In Geneva, 20 November 2026 runs from 19 November 23:00 to 20 November 23:00 UTC."""
    begins = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    instants = [
        begins - timedelta(seconds=1),
        begins,
        begins + timedelta(hours=24, seconds=-1),
        begins + timedelta(hours=24),
    ]
    with transaction():
        for number, at in enumerate(instants):
            record(f"act:{number}", Ref("thing", "1"), "Thing", by=Actor("Ada", at))
    assert acts(first_day=date(2026, 11, 20), last_day=date(2026, 11, 20)) == ["act:2", "act:1"]


def test_pages_follow_each_other_without_gap_or_repetition(app: Flask) -> None:
    told(7)
    seen, older_than, sizes = [], None, []
    while True:
        page = found(Sought(), zone=ZONE, size=3, older_than=older_than)
        seen += [entry.actor_name for entry in page.entries]
        sizes.append(len(page.entries))
        if (older_than := page.older_than) is None:
            break
    assert (sizes, seen) == ([3, 3, 1], [f"Person {number}" for number in reversed(range(7))])


def test_a_page_that_is_just_full_offers_no_older_one(app: Flask) -> None:
    told(3)
    assert found(Sought(), zone=ZONE, size=3).older_than is None


def test_the_page_shows_acts_in_words_and_keeps_its_filters_when_turned(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    with transaction():
        for _ in range(101):
            record("account:role-given", Ref("account", "5"), "Ada", by=Actor("Bob", NOON), role="chair")
        record("account:signed-in", Ref("account", "6"), "Cem", by=Actor("Cem", NOON))
    page = client.get("/settings/audit?person=bob&kind=account")
    assert "Bob gave a role account: Ada role: chair" in words(page)
    assert "Cem" not in words(page).split("Bob gave a role", 1)[1]
    assert "/settings/audit?older_than=2&amp;person=bob&amp;kind=account" in page.text.replace(
        f"older_than={lowest_shown()}", "older_than=2"
    )


def test_a_wrong_day_in_the_search_is_named(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    answer = client.get("/settings/audit?first_day=20.11.2026")
    assert (answer.status_code, "This could not be done yet" in words(answer)) == (422, True)


def test_what_was_found_goes_into_a_file_without_formulae(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    with transaction():
        record("letter:sent", Ref("letter", "7"), "=HYPERLINK(1)", by=Actor("Ada", NOON), copies=3)
        record("mission:edited", Ref("mission", "8"), "Mission", by=Actor("Ada", NOON))
    answer = client.get("/settings/audit?kind=letter&format=csv")
    assert list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))) == [
        ["When (UTC)", "Who", "Did what", "Kind", "Number", "Name", "Details"],
        ["2026-11-20T12:00:00+00:00", "Ada", "letter: sent", "letter", "7", "'=HYPERLINK(1)", "copies: 3"],
    ]


def test_a_persons_page_tells_what_was_done_to_them(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    account = make_account()
    assert "Nothing has been done to this yet." in words(client.get(f"/settings/people/{account.id}"))
    with transaction():
        record("account:signed-in", Ref("account", str(account.id)), account.name, by=Actor("Ada", NOON))
    assert "Ada signed in" in words(client.get(f"/settings/people/{account.id}"))


def test_details_are_one_line_and_a_change_shows_both_values() -> None:
    assert details_in_words({"name": ["Ada", "Bea"], "last_day": None, "first_day": "2026-11-20"}) == (
        "name: Ada → Bea; first day: 20 November 2026"
    )


def test_days_and_instants_of_details_are_told_as_the_office_says_them(app: Flask) -> None:
    told = {"closes_at": "2021-03-03T08:00:00+00:00", "send_on": ["2021-03-03", "2021-03-04"], "symbol": "2021-03/X.1"}
    assert details_in_words(told) == (
        "closes at: 3 March 2021, 09:00 CET; send on: 3 March 2021 → 4 March 2021; symbol: 2021-03/X.1"
    )


def told(number: int) -> None:
    with transaction():
        for each in range(number):
            record("thing:done", Ref("thing", str(each)), f"Thing {each}", by=Actor(f"Person {each}", NOON))
            db.session.flush()


def told_and_failed() -> None:
    record("letter:sent", Ref("letter", "1"), "Letter", by=Actor("Ada", NOON))
    db.session.flush()
    raise RuntimeError


def rename(entry: AuditEntry) -> None:
    entry.actor_name = "Somebody else"


def names() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(AuditEntry.actor_name).order_by(AuditEntry.id)))


def acts(**sought: object) -> list[str]:
    return [entry.act for entry in found(Sought(**sought), zone=ZONE).entries]  # type: ignore[arg-type]


def lowest_shown() -> int:
    page = found(Sought(person="bob", kind="account"), zone=ZONE)
    assert page.older_than is not None
    return page.older_than
