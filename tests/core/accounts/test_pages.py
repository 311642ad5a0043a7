"""The pages of people and links, as an administrator and as an invited person meet them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, func, select

from core.accounts import queries
from core.accounts.models import HeldRole, SingleUseLink, User
from core.audit.models import AuditEntry
from core.clock import StoppedClock
from core.db import db, transaction
from core.permissions import Role
from tests.core.accounts.pages import send, words
from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.factories.offices import make_body

ROLE = {"role": "chair", "convention": "", "body": "", "starts_on": "2026-11-20", "last_day": ""}


def test_an_invitation_goes_from_the_form_to_a_signed_in_person(client: FlaskClient, app: Flask) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    made = send(client, "/settings/invitations/new", email="Chair@Mission.example", **ROLE)
    assert made.headers["Cache-Control"] == "no-store"
    address = link_in(made.text)
    assert address.startswith("http://127.0.0.1:8000/welcome/")

    guest = app.test_client()
    place = address.removeprefix("http://127.0.0.1:8000")
    looked = [words(guest.get(place)) for _ in range(2)]
    assert looked[0] == looked[1]
    assert "You sign in as chair@mission.example." in looked[0]
    opened = send(guest, place, name="Ada", password="a very long password", password_again="a very long password")
    assert opened.location == "/account/welcome"
    assert "One more lock?" in words(guest.get("/account/welcome"))
    assert "Chair, both Conventions, 20 November 2026 – without end" in words(guest.get("/account"))

    again = app.test_client().get(place)
    assert again.status_code == 410
    assert "This link has been used already" in words(again)
    assert "chair@mission.example" in words(client.get("/settings/invitations?state=used"))


def test_the_first_link_asks_for_the_address_and_makes_an_administrator(client: FlaskClient, app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=["accounts", "first-link"]).output.strip()
    place = printed.removeprefix("http://127.0.0.1:8000")
    fields = {"name": "Ada", "password": "a very long password", "password_again": "a very long password"}
    assert "This is not an e-mail address." in words(send(client, place, email="ada", **fields))
    assert db.session.scalar(select(func.count(User.id))) == 0
    assert send(client, place, email="ada@chancery.example", **fields).location == "/account/welcome"
    assert "Ada" in words(client.get("/settings/people"))


def test_two_different_passwords_open_nothing(client: FlaskClient, app: Flask) -> None:
    place = "/welcome/" + app.test_cli_runner().invoke(args=["accounts", "first-link"]).output.strip().split("/")[-1]
    fields = {"name": "Ada", "email": "ada@chancery.example", "password": "a very long password"}
    answer = send(client, place, password_again="another long password", **fields)
    assert (answer.status_code, "The two passwords differ." in words(answer)) == (422, True)
    assert db.session.scalar(select(func.count(User.id))) == 0
    assert db.session.scalars(select(SingleUseLink.used_at)).all() == [None]


def test_a_link_that_was_never_made_says_so(client: FlaskClient) -> None:
    answer = client.get("/welcome/" + "x" * 43)
    assert (answer.status_code, "This link is not one of ours" in words(answer)) == (410, True)


def test_an_expired_link_shows_no_form(client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    place = "/welcome/" + app.test_cli_runner().invoke(args=["accounts", "first-link"]).output.strip().split("/")[-1]
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(datetime(2026, 11, 27, 9, 0, tzinfo=UTC)))
    answer = client.get(place)
    assert (answer.status_code, "older than seven days" in words(answer)) == (410, True)
    assert 'name="password"' not in answer.text


def test_a_link_for_a_new_password_does_not_pass_by_the_second_factor(client: FlaskClient, app: Flask) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    account = make_account()
    with transaction():
        account.tf_primary_method = "authenticator"
        account.tf_totp_secret = app.extensions["security"].totp_factory.generate_totp_secret()
    made = send(client, f"/settings/people/{account.id}", f"/settings/people/{account.id}/link")
    place = link_in(made.text).removeprefix("http://127.0.0.1:8000")
    guest = app.test_client()
    new = "an even longer password"
    assert send(guest, place, password=new, password_again=new).location == "/sign-in"
    assert guest.get("/account").status_code == 302
    assert send(guest, "/sign-in", email=account.email, password=PASSWORD).status_code == 200
    assert send(guest, "/sign-in", email=account.email, password=new).location.startswith("/sign-in/code")


def test_an_administrator_removes_a_lost_second_factor_after_confirmation(client: FlaskClient, app: Flask) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    account = make_account()
    with transaction():
        account.tf_primary_method = "authenticator"
        account.tf_totp_secret = app.extensions["security"].totp_factory.generate_totp_secret()
    page = f"/settings/people/{account.id}"
    assert "you are sure who asks" in words(client.get(f"{page}/second-factor"))
    assert send(client, f"{page}/second-factor").location == page
    assert "Second factor no" in words(client.get(page))
    assert send(app.test_client(), "/sign-in", email=account.email, password=PASSWORD).location == "/"


def test_a_link_is_taken_back_after_confirmation(client: FlaskClient, app: Flask) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    place = link_in(send(client, "/settings/invitations/new", email="a@b.example", **ROLE).text)
    page = re.search(r"/settings/invitations/\d+", client.get("/settings/invitations").text)
    assert page is not None
    assert "stops working" in words(client.get(page[0]))
    assert "a@b.example" in words(app.test_client().get(place))
    assert send(client, page[0]).location == "/settings/invitations"
    assert "This link was taken back" in words(app.test_client().get(place))


@pytest.mark.parametrize(
    ("day", "seen"), [("2026-11-19", False), ("2026-11-20", True), ("2026-11-22", True), ("2026-11-23", False)]
)
def test_a_page_opens_from_the_first_to_the_last_day_of_the_role(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch, day: str, seen: bool
) -> None:
    account = make_account(Role.ADMINISTRATOR, starts_on=date(2026, 11, 20), ends_before=date(2026, 11, 23))
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(datetime.fromisoformat(f"{day}T12:00:00+00:00")))
    sign_in(client, account=account)
    heading = "People" if seen else ("Your office has ended" if day > "2026-11-22" else "This page is not open to you")
    assert heading in words(client.get("/settings/people"))


def test_the_day_of_a_role_is_the_offices_day_not_greenwichs(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half past midnight in Geneva on 21 November is still 20 November in UTC."""
    account = make_account(Role.ADMINISTRATOR, starts_on=date(2026, 11, 21))
    sign_in(client, account=account)
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(datetime(2026, 11, 20, 22, 30, tzinfo=UTC)))
    assert "This page is not open to you" in words(client.get("/settings/people"))
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)))
    assert account.email in words(client.get("/settings/people"))


def test_the_first_link_at_half_past_midnight_makes_an_administrator_at_once(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)))
    app.test_cli_runner().invoke(args=["accounts", "first-link"])
    assert db.session.scalars(select(SingleUseLink.starts_on)).all() == [date(2026, 11, 21)]


def test_a_role_is_given_ended_and_told_in_the_history_of_the_person(client: FlaskClient) -> None:
    administrator = sign_in(client, role=Role.ADMINISTRATOR)
    account = make_account(None, name="Ada")
    page = f"/settings/people/{account.id}"
    assert "No role yet." in words(client.get(page))
    make_body("article-5-committee")
    given = {**ROLE, "body": "APMBC/article-5-committee", "last_day": "2027-11-30"}
    assert send(client, page, page + "/roles", **given).location == page
    told = words(client.get(page))
    assert "Chair APMBC, article-5-committee 20 November 2026 30 November 2027 in force" in told
    assert f"{administrator.name} gave a role (role: chair; convention: APMBC; body: article-5-committee;" in told

    (held,) = held_by(account)
    assert send(client, f"{page}/roles/{held.id}", last_day="2026-12-31").location == page
    assert [role.ends_before for role in held_by(account)] == [date(2027, 1, 1)]
    assert "ended a role" in words(client.get(page))


def test_a_refused_role_is_said_beside_its_field_and_nothing_is_given(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    account = make_account(None)
    page = f"/settings/people/{account.id}"
    answer = send(client, page, page + "/roles", **{**ROLE, "last_day": "2026-11-19"})
    assert answer.status_code == 422
    assert "The last day, 19 November 2026, lies before the first day, 20 November 2026." in words(answer)
    wrong_day = send(client, page, page + "/roles", **{**ROLE, "starts_on": "31/12/2026"})
    assert "Write the day as year-month-day, for example 2021-03-03." in words(wrong_day)
    none_chosen = send(client, page, page + "/roles", **{**ROLE, "role": ""})
    assert "Choose the role." in words(none_chosen)
    unknown = send(client, page, page + "/roles", **{**ROLE, "role": "emperor"})
    assert "Choose one from the list." in words(unknown)
    make_body("clearance", convention="CCM")
    no_body = send(client, page, page + "/roles", **{**ROLE, "convention": "CCM", "body": "Clearance"})
    assert "Choose one from the list." in words(no_body)
    of_another = send(client, page, page + "/roles", **{**ROLE, "convention": "APMBC", "body": "CCM/clearance"})
    assert "This is a body of the CCM." in words(of_another)
    assert held_by(account) == []
    assert db.session.scalar(select(func.count(AuditEntry.id))) == 0


def test_the_last_administrator_is_told_why_they_stay(client: FlaskClient) -> None:
    account = sign_in(client, role=Role.ADMINISTRATOR)
    page = f"/settings/people/{account.id}"
    (held,) = held_by(account)
    ended = send(client, f"{page}/roles/{held.id}", last_day="2026-12-31")
    assert (ended.status_code, "From 1 January 2027 nobody would be administrator" in words(ended)) == (422, True)
    assert "nobody would be administrator" in words(send(client, f"{page}/deactivate"))
    assert account.email in words(client.get("/settings/people"))
    assert [held.ends_before for held in held_by(account)] == [None]


def test_a_person_is_shut_out_after_confirmation_and_let_in_again(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    account = make_account(name="Ada")
    page = f"/settings/people/{account.id}"
    assert "All sessions of this person end now" in words(client.get(f"{page}/deactivate"))
    assert "allowed to sign in" in words(client.get(page))
    send(client, f"{page}/deactivate")
    assert "Ada shut out" in words(client.get(page))
    send(client, page, f"{page}/reactivate")
    assert "Ada allowed to sign in" in words(client.get(page))


def test_sensitive_acts_want_the_password_again_after_an_hour(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    account = make_account(None)
    page = f"/settings/people/{account.id}"
    with client.session_transaction() as session:
        session["fs_paa"] -= timedelta(hours=1, minutes=1).total_seconds()
    stale = send(client, page, page + "/roles", **ROLE)
    assert stale.location == f"/sign-in/again?next={page}"
    assert held_by(account) == []
    assert send(client, stale.location, "/sign-in/again", password=PASSWORD, next=page).location == page
    assert send(client, page, page + "/roles", **ROLE).location == page
    assert [held.role for held in held_by(account)] == [Role.CHAIR]


def test_another_persons_role_is_not_found_under_this_person(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    account, other = make_account(), make_account()
    (held,) = held_by(other)
    assert f"account {account.id} holds no role {held.id}" in words(
        client.get(f"/settings/people/{account.id}/roles/{held.id}")
    )
    assert held_by(other) == [held]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR] + [None])
def test_only_administrators_keep_accounts(client: FlaskClient, role: Role | None) -> None:
    account = sign_in(client, role=role)
    pages = ["/settings/people", f"/settings/people/{account.id}", "/settings/invitations", "/settings/audit"]
    before = held_by(account)
    for page in pages:
        assert "This page is not open to you" in words(client.get(page))
    assert "not open to you" in words(send(client, "/account", f"/settings/people/{account.id}/roles", **ROLE))
    assert held_by(account) == before
    assert account.email in words(client.get("/account"))


def test_every_post_without_the_token_is_refused(client: FlaskClient) -> None:
    account = sign_in(client, role=Role.ADMINISTRATOR)
    page = f"/settings/people/{account.id}"
    posts = [page + "/roles", page + "/deactivate", page + "/link", "/settings/invitations/new", "/account", "/sign-in"]
    before = held_by(account)
    for address in posts:
        assert "This form is too old" in words(client.post(address, data=ROLE)), address
    db.session.refresh(account)
    assert (held_by(account), account.active, db.session.scalar(select(func.count(AuditEntry.id)))) == (before, True, 0)


def test_name_and_language_are_saved_and_the_choice_is_closed(client: FlaskClient) -> None:
    account = sign_in(client)
    assert send(client, "/account", name="Ada Lovelace", language="fr").location == "/account"
    db.session.refresh(account)
    assert (account.name, account.language) == ("Ada Lovelace", "fr")
    assert "Choose one from the list." in words(send(client, "/account", name="Ada", language="xx"))
    db.session.refresh(account)
    assert account.name == "Ada Lovelace"


def test_each_role_stands_in_the_table_of_rights(client: FlaskClient) -> None:
    sign_in(client, role=Role.ADMINISTRATOR)
    told = words(client.get("/settings/people/roles"))
    assert "Right Administrator ISU officer President Chair Committee member Analyst Observer" in told
    assert "Draft letters yes yes yes yes – – –" in told
    assert "Keep accounts and roles yes – – – – – –" in told


def test_the_list_of_people_filters_and_is_exported_without_formulae(client: FlaskClient) -> None:
    sign_in(client, account=make_account(Role.ADMINISTRATOR, name="Bea"))
    make_account(name="=1+1", email="formula@chancery.example")
    assert "=1+1" not in words(client.get("/settings/people?q=bea"))
    lines = client.get("/settings/people?format=csv").data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,E-mail,Roles today,Second factor,Last sign-in,Sign-in"
    assert "'=1+1,formula@chancery.example,ISU officer,no,,allowed" in lines


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_people_takes_three_queries_however_many_they_are(client: FlaskClient, people: int) -> None:
    """The person signed in with their roles; everybody; everybody's roles."""
    sign_in(client, role=Role.ADMINISTRATOR)
    for _ in range(people - 1):
        make_account()
    with queries_counted() as counted:
        assert client.get("/settings/people").status_code == 200
    assert len(counted) == 3, counted


@contextmanager
def queries_counted() -> Iterator[list[str]]:
    """The SELECTs sent to the database meanwhile."""
    seen: list[str] = []
    connection = db.session.connection()

    def count(conn: Connection, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", count)


def link_in(page: str) -> str:
    found = re.search(r'value="(http://127\.0\.0\.1:8000/welcome/[^"]+)"', page)
    assert found is not None
    return found[1]


def held_by(account: User) -> list[HeldRole]:
    db.session.expire_all()
    return list(queries.get_account(account.id).roles_held)
