"""Coming in: the form, the second factor, tries counted, nothing told to strangers."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import select

from application import create_app
from config import Config
from core.accounts.workflow.people import deactivate
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.clock import now, today
from core.db import db, transaction
from core.permissions import Role
from tests.core.accounts.pages import send, words
from tests.factories.accounts import PASSWORD, make_account, sign_in

WRONG = "The e-mail address or the password is not right."


def test_the_right_password_opens_the_house_and_the_audit_knows(client: FlaskClient) -> None:
    account = make_account(Role.ADMINISTRATOR)
    answer = send(client, "/sign-in", email=account.email.upper(), password=PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/")
    assert account.name in words(client.get("/settings/people"))
    assert acts() == [("account:signed-in", account.name)]
    db.session.refresh(account)
    assert account.last_signed_in_at == now()


def test_signing_out_is_an_act_with_a_token_and_is_told(client: FlaskClient) -> None:
    account = sign_in(client)
    assert client.get("/sign-out").status_code == 405
    assert "This form is too old" in words(client.post("/sign-out"))
    assert account.email in words(client.get("/account"))
    assert send(client, "/account", "/sign-out").location == "/sign-in"
    assert client.get("/account").location == "/sign-in?next=/account"
    assert acts() == [("account:signed-out", account.name)]


def test_strangers_learn_nothing_from_the_answer(client: FlaskClient) -> None:
    """An unknown address, a wrong password and a person shut out: the same page, word for word."""
    known, gone = make_account(), make_account()
    make_account(Role.ADMINISTRATOR)
    with transaction():
        deactivate(gone, on=today(), by=Actor("Command line", now()))
    tries = [("nobody@chancery.example", PASSWORD), (known.email, "wrong"), (gone.email, PASSWORD)]
    pages = [send(client, "/sign-in", email=email, password=password) for email, password in tries]
    assert {page.status_code for page in pages} == {200}
    assert len({without_what_was_typed(page.text) for page in pages}) == 1
    assert WRONG in words(pages[0])
    assert acts()[-3:] == [
        ("account:sign-in-refused", "an address without account"),
        ("account:sign-in-refused", known.name),
        ("account:sign-in-refused", gone.name),
    ]


def test_the_recovery_page_sends_nobody_away_knowing_more(client: FlaskClient) -> None:
    known = make_account()
    pages = [send_recovery(client, email) for email in ("nobody@chancery.example", known.email)]
    assert (
        len(
            {
                without_what_was_typed(page.replace(known.email, "X")).replace("nobody@chancery.example", "X")
                for page in pages
            }
        )
        == 1
    )


def test_without_mail_the_recovery_page_names_the_administrator(client: FlaskClient) -> None:
    page = client.get("/recovery")
    assert "An administrator can issue you a new single-use link" in words(page)
    assert 'name="email"' not in page.text


def test_after_ten_failures_in_a_minute_even_the_right_password_waits(client: FlaskClient) -> None:
    account = make_account()
    failures = [send(client, "/sign-in", email=account.email, password="wrong").status_code for _ in range(10)]
    assert failures == [200] * 10
    assert send(client, "/sign-in", email=account.email, password=PASSWORD).status_code == 429
    assert client.get("/account").status_code == 302
    assert acts() == [("account:sign-in-refused", account.name)] * 10


def test_tries_at_one_account_are_counted_from_wherever_they_come(client: FlaskClient) -> None:
    account = make_account()
    codes = [
        send(client, "/sign-in", email=account.email, password="wrong", **{}).status_code
        if number % 10 == 0
        else from_network(client, f"192.0.2.{number}", account.email)
        for number in range(1, 31)
    ]
    assert codes == [200] * 30
    assert from_network(client, "192.0.2.99", account.email) == 429
    assert from_network(client, "192.0.2.99", make_account().email) == 200


def test_those_who_get_in_are_not_counted(app: Flask) -> None:
    """Forty delegates behind one address of a conference centre."""
    account = make_account()
    guests = [app.test_client() for _ in range(12)]
    for guest in guests:
        send(guest, "/sign-in", email=account.email, password=PASSWORD)
    assert all(account.email in words(guest.get("/account")) for guest in guests)


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example/", "\\\\evil.example", "///evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_out_of_the_house(client: FlaskClient, place: str) -> None:
    account = make_account()
    answer = send(client, "/sign-in", email=account.email, password=PASSWORD, next=place)
    led_to = urlsplit(urljoin("http://localhost/sign-in", answer.headers.get("Location", "")))
    assert (led_to.scheme, led_to.netloc) == ("http", "localhost")


def test_sign_in_leads_back_to_the_page_asked_for(client: FlaskClient) -> None:
    account = make_account(Role.ADMINISTRATOR)
    asked = client.get("/settings/people")
    assert asked.location == "/sign-in?next=/settings/people"
    page = client.get(asked.location).text
    kept = re.search(r'name="next"[^>]*value="([^"]*)"', page)
    assert kept is not None
    assert send(client, "/sign-in", email=account.email, password=PASSWORD, next=kept[1]).location == "/settings/people"


def test_somebody_shut_out_is_out_at_the_next_click(client: FlaskClient) -> None:
    make_account(Role.ADMINISTRATOR)
    account = sign_in(client, role=Role.ISU_OFFICER)
    assert client.get("/account").status_code == 200
    with transaction():
        deactivate(account, on=today(), by=Actor("Command line", now()))
    assert client.get("/account").location == "/sign-in?next=/account"


def test_a_second_factor_once_set_up_is_asked_for(client: FlaskClient, app: Flask) -> None:
    account = sign_in(client)
    key = set_up_second_factor(client)
    assert acts()[-1] == ("account:second-factor-set", account.name)

    other = app.test_client()
    assert send(other, "/sign-in", email=account.email, password=PASSWORD).location.startswith("/sign-in/code")
    assert other.get("/account").location == "/sign-in?next=/account"
    assert "This code is not right" in words(send(other, "/sign-in/code", code="000000"))
    assert acts()[-1] == ("account:sign-in-refused", account.name)
    assert send(other, "/sign-in/code", code=code_in(key, 30)).location == "/"
    assert other.get("/account").status_code == 200


def test_a_code_counts_once(client: FlaskClient, app: Flask) -> None:
    account = sign_in(client)
    key = set_up_second_factor(client)
    code = code_in(key, 30)
    for number, answer in enumerate(("signed in", "refused")):
        other = app.test_client()
        send(other, "/sign-in", email=account.email, password=PASSWORD)
        send(other, "/sign-in/code", code=code)
        assert (other.get("/account").status_code == 200) == (answer == "signed in"), number


def test_a_recovery_code_opens_once_and_a_wrong_one_is_told(client: FlaskClient, app: Flask) -> None:
    account = sign_in(client)
    set_up_second_factor(client)
    codes = re.findall(r"<li>([0-9a-f-]{14})</li>", send(client, "/account/recovery-codes").text)
    assert len(codes) == 8
    stored = db.session.scalar(select(type(account).mf_recovery_codes).where(type(account).id == account.id))
    assert not set(codes) & set(stored or [])

    outcomes = []
    for code in (codes[0], codes[0], codes[1]):
        other = app.test_client()
        send(other, "/sign-in", email=account.email, password=PASSWORD)
        send(other, "/sign-in/recovery-code", code=code)
        outcomes.append(other.get("/account").status_code)
    assert outcomes == [200, 302, 200]
    assert [act for act, _ in acts()][-3:] == [
        "account:signed-in",
        "account:sign-in-refused",
        "account:signed-in",
    ]


def test_removing_the_second_factor_removes_its_recovery_codes(client: FlaskClient) -> None:
    account = sign_in(client)
    set_up_second_factor(client)
    send(client, "/account/recovery-codes")
    send(client, "/account/second-factor", setup="disable")
    db.session.refresh(account)
    assert (account.has_second_factor, account.mf_recovery_codes or []) == (False, [])
    assert acts()[-1] == ("account:second-factor-removed", account.name)


def test_the_second_factor_is_not_changed_with_an_old_session(client: FlaskClient) -> None:
    sign_in(client)
    with client.session_transaction() as session:
        session["fs_paa"] -= timedelta(hours=2).total_seconds()
    assert send(client, "/account", "/account/second-factor", setup="authenticator").location == (
        "/sign-in/again?next=/account/second-factor"
    )


def test_changing_the_password_asks_for_the_old_one_and_ends_other_sessions(client: FlaskClient, app: Flask) -> None:
    account = sign_in(client)
    elsewhere = app.test_client()
    sign_in(elsewhere, account=account)
    new = {"new_password": "an even longer password", "new_password_confirm": "an even longer password"}
    assert "The password is not right." in words(send(client, "/account/password", password="wrong", **new))
    assert elsewhere.get("/account").status_code == 200
    assert send(client, "/account/password", password=PASSWORD, **new).location == "/account"
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert acts() == [("account:password-changed", account.name)]


def test_a_wrong_password_when_asked_again_is_told_and_the_page_stays(client: FlaskClient) -> None:
    account = sign_in(client, role=Role.ADMINISTRATOR)
    answer = send(client, "/sign-in/again", password="wrong")
    assert "The password is not right." in words(answer)
    assert "People Invitations Audit" in words(answer)
    assert acts() == [("account:sign-in-refused", account.name)]


def test_a_password_of_eleven_characters_is_too_short(client: FlaskClient) -> None:
    sign_in(client)
    short = send(client, "/account/password", password=PASSWORD, new_password="a" * 11, new_password_confirm="a" * 11)
    assert "A password has at least 12 characters." in words(short)


def test_the_views_this_house_does_not_use_are_closed(client: FlaskClient) -> None:
    for address in ("/sign-in/choice", "/sign-in/rescue", "/register"):
        assert "No page has this address." in words(client.get(address))


def test_no_token_of_the_library_opens_anything(client: FlaskClient) -> None:
    token = make_account().get_auth_token()
    assert client.get(f"/account?auth_token={token}").location.startswith("/sign-in")
    assert client.get("/account", headers={"Authentication-Token": token}).location.startswith("/sign-in")


def test_whoever_asks_for_json_gets_the_page(client: FlaskClient) -> None:
    asked = client.get("/sign-in", headers={"Accept": "application/json"})
    assert (asked.mimetype, "Forgotten your password?" in words(asked)) == ("text/html", True)


def test_the_session_cookie_is_for_this_house_over_https_only(app: Flask) -> None:
    production = create_app(
        Config(
            environment="production",
            database_url="sqlite://",
            base_url="https://chancery.example",
            secret_key="x1y2z3w4" * 4,
            password_salt="x1y2z3w4" * 2,
            totp_secret="x1y2z3w4" * 4,
        )
    )
    answer = production.test_client().get("/sign-in", base_url="https://chancery.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.split("=")[0] == "__Host-chancery"
    assert {part.strip() for part in cookie.split(";")[1:]} == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def set_up_second_factor(client: FlaskClient) -> str:
    """Through the pages, as a person does; the key that the authenticator app now holds."""
    page = send(client, "/account/second-factor", setup="authenticator").text
    key = re.search(r"<code>([^<]+)</code>", page)
    address = re.search(r'action="(/account/second-factor/[^"]+)"', page)
    assert key is not None
    assert address is not None
    assert send(client, "/account", address[1], code=code_in(key[1], 0)).location == "/account"
    return key[1]


def code_in(key: str, seconds: int) -> str:
    """What the authenticator shows so many seconds from now; the library asks the real clock."""
    return (
        TOTP(key.replace("-", "").replace(" ", "")).generate(time=datetime.now(UTC) + timedelta(seconds=seconds)).token
    )


def from_network(client: FlaskClient, address: str, email: str) -> int:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    return client.post(
        "/sign-in",
        data={"csrf_token": token[1], "email": email, "password": "wrong"},
        environ_base={"REMOTE_ADDR": address},
    ).status_code


def send_recovery(client: FlaskClient, email: str) -> str:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    return client.post("/recovery", data={"csrf_token": token[1], "email": email}).text


def without_what_was_typed(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


def acts() -> list[tuple[str, str]]:
    return [(entry.act, entry.subject_name) for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
