"""The look of every page: what browsers are told, the day, the Convention, language and theme, and refusals."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from flask import Blueprint, Flask, render_template_string
from flask.testing import FlaskClient
from flask_babel import force_locale
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from application import NAVIGATION, create_app
from config import ROOT, Config
from core.accounts import queries
from core.clock import StoppedClock
from core.db import db
from core.errors import NotFound, RuleViolation, Shortcomings
from core.look.words import date_distance, day, instant, number
from core.permissions import Right, Role, public, requires
from tests.conftest import NOW, Browser, config_for_tests
from tests.factories.accounts import make_account, sign_in

PAGE = """{% extends "layout/page.html" %}{% set shows_as_of = true %}
{% block title %}A register{% endblock %}
{% block content %}<h1>{{ as_of() | day }}</h1>
<a class="next" href="{{ link("pages.register", convention=convention) }}">next</a>{% endblock %}"""

pages = Blueprint("pages", __name__)


@pages.get("/<convention:convention>/register")
@requires(Right.READ_REGISTERS)
def register(convention: str) -> str:
    return render_template_string(PAGE)


@pages.get("/refused")
@public
def refused() -> str:
    raise RuleViolation("Chad cannot be asked before 1 January 2027.", source="APMBC, article 5, paragraph 1")


@pages.get("/shortcomings")
@public
def shortcomings() -> str:
    raise Shortcomings(["Row 3: no State “Chat”", "Row 4: no day"], what="The file was not taken over")


@pages.get("/not-there")
@public
def not_there() -> str:
    raise NotFound("There is no State “chat”. Did you mean Chad?")


@pages.get("/broken")
@public
def broken() -> str:
    raise ZeroDivisionError


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a database of its own, with a register page and pages that refuse."""
    folder = tmp_path_factory.mktemp("look")
    office = create_app(config_for_tests(f"sqlite:///{folder / 'look.sqlite3'}", folder), clock=StoppedClock(NOW))
    office.test_client_class = Browser
    office.register_blueprint(pages)
    with office.app_context():
        upgrade()
    yield office
    with office.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(house: Flask) -> FlaskClient:
    return house.test_client()


def someone(house: Flask, role: Role | None = Role.ADMINISTRATOR, convention: str | None = None) -> FlaskClient:
    client = house.test_client()
    with house.app_context():
        sign_in(client, account=make_account(role, convention=convention))
    return client


def words(response: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def href_of(response: TestResponse, label: str) -> str:
    """Where the link with these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>(?:<svg.*?</svg>)?\s*{re.escape(label)}\s*</a>', response.text)
    assert found is not None, f"no link “{label}”"
    return unescape(found[1])


def token_of(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    if found is None:  # whoever is signed in is sent on from there
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/account").text)
    assert found is not None
    return found[1]


# What browsers are told

EVERY_KIND = {
    "/apmbc/register": 200,
    "/account": 200,
    "/healthz": 503,
    "/nothing-here": 404,
    "/look/theme": 405,
    "/apmbc/register?on=yesterday": 422,
    "/refused": 422,
    "/not-there": 404,
    "/broken": 500,
}


@pytest.mark.parametrize(("address", "status"), EVERY_KIND.items())
def test_every_kind_of_answer_forbids_what_is_not_of_this_house(house: Flask, address: str, status: int) -> None:
    answer = someone(house).get(address)
    assert answer.status_code == status
    check_policy(answer)


def test_pages_for_strangers_forbid_it_as_well(visitor: FlaskClient) -> None:
    for address in ("/sign-in", "/recovery", "/welcome/wrong", "/account", "/nothing-here"):
        check_policy(visitor.get(address))


def check_policy(answer: TestResponse) -> None:
    header = re.sub(r" 'nonce-[\w-]{20,}'", "", answer.headers["Content-Security-Policy"])
    assert dict(part.strip().split(" ", 1) for part in header.split(";")) == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", answer.text) == []


def test_no_two_answers_share_a_nonce(visitor: FlaskClient) -> None:
    first, second = (visitor.get("/sign-in").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_production_speaks_https_only_except_to_programs(tmp_path: Path) -> None:
    config = Config(
        environment="production",
        database_url=f"sqlite:///{tmp_path / 'production.sqlite3'}",
        files_dir=tmp_path,
        secret_key="a secret for tests only, 32 characters",
        password_salt="a salt for tests",
        totp_secret="another secret for tests, 32 chars",
        base_url="https://chancery.example",
    )
    client = create_app(config).test_client()
    plain = client.get("/sign-in?next=/account", base_url="http://chancery.example")
    assert (plain.status_code, plain.location) == (302, "https://chancery.example/sign-in?next=/account")
    assert client.get("/healthz", base_url="http://chancery.example").is_json
    safe = client.get("/sign-in", base_url="https://chancery.example")
    assert safe.headers["Strict-Transport-Security"].startswith("max-age=31")
    assert "Secure" in safe.headers["Set-Cookie"]


# The day


def test_a_page_of_another_day_says_so_and_leads_back_to_today(house: Flask) -> None:
    page = someone(house).get("/apmbc/register?on=2021-03-03&region=Africa&page=2")
    assert "As of 3 March 2021, not today" in words(page)
    assert href_of(page, "Back to today") == "/apmbc/register?region=Africa&page=2"
    assert href_of(page, "next") == "/apmbc/register?on=2021-03-03"


def test_a_page_of_today_has_no_such_notice(house: Flask) -> None:
    page = someone(house).get("/apmbc/register")
    assert "not today" not in words(page)
    assert 'name="on" value="2026-11-20"' in page.text


def test_choosing_a_day_keeps_the_filter_but_not_the_page_number(house: Flask) -> None:
    page = someone(house).get("/apmbc/register?region=Africa&page=2&on=2021-03-03")
    form = re.search(r'<form class="day-choice".*?</form>', page.text, re.DOTALL)
    assert form is not None
    assert re.findall(r'name="(\w+)" value="([^"]*)"', form[0]) == [("region", "Africa"), ("on", "2021-03-03")]


def test_a_day_that_is_none_is_refused_by_name(house: Flask) -> None:
    page = someone(house).get("/apmbc/register?on=2021-02-30")
    assert page.status_code == 422
    assert "“2021-02-30” is not a day. Write it as year-month-day, for example 2021-03-03." in words(page)


# The Convention


@pytest.mark.parametrize("address", ["/cwc/register", "/cwc", "/APMBC/register", "/Ccm/register"])
def test_an_unknown_convention_is_no_page(house: Flask, address: str) -> None:
    page = someone(house).get(address)
    assert page.status_code == 404
    assert "There is nothing here" in words(page)


def test_the_switch_keeps_page_filter_and_day(house: Flask) -> None:
    page = someone(house).get("/apmbc/register?region=Africa&on=2021-03-03")
    assert href_of(page, "CCM") == "/ccm/register?region=Africa&on=2021-03-03"
    assert re.search(r'aria-current="true">APMBC<', page.text)


def test_a_page_over_both_conventions_remembers_the_last_one(house: Flask) -> None:
    client = someone(house)
    client.get("/ccm/register")
    page = client.get("/account")
    assert href_of(page, "Letters") == "/ccm/letters"
    assert href_of(page, "APMBC") == "/apmbc/"
    assert 'aria-current="true"' not in page.text


def test_whoever_serves_one_convention_is_offered_that_one_only(house: Flask) -> None:
    page = someone(house, Role.CHAIR, convention="CCM").get("/ccm/register")
    switch = re.search(r'<nav class="convention-switch".*?</nav>', page.text, re.DOTALL)
    assert switch is not None
    assert re.findall(r">(\w+)</a>", switch[0]) == ["CCM"]


# The rail


def entries(page: TestResponse) -> list[str]:
    rail = re.search(r'<nav aria-label="Areas">(.*?)</nav>', page.text, re.DOTALL)
    assert rail is not None
    return [
        " ".join(re.sub(r"<[^>]+>", "", entry).split()) for entry in re.findall(r"<li>(.*?)</li>", rail[1], re.DOTALL)
    ]


def test_the_rail_shows_what_one_may_open_and_nothing_else(house: Flask) -> None:
    settings = {"People", "Invitations", "Audit"}
    assert set(entries(someone(house).get("/account"))) & {"Letters", *settings} == {"Letters", *settings}
    assert set(entries(someone(house, Role.CHAIR).get("/account"))) & {"Letters", *settings} == {"Letters"}
    assert set(entries(someone(house, Role.OBSERVER).get("/account"))) & {"Letters", *settings} == set()
    assert entries(someone(house, None).get("/account")) == []


def test_the_rail_marks_the_area_of_the_page_and_only_that(house: Flask) -> None:
    page = someone(house).get("/settings/people/roles")
    marked = re.findall(r'<a href="([^"]+)" aria-current="page">', page.text)
    assert marked == ["/settings/people"]


def test_every_page_below_a_convention_marks_the_area_it_belongs_to(house: Flask) -> None:
    """Also those whose addresses do not begin with that of the area; the desk is one page, not the home of all."""
    client = someone(house)
    areas = {
        "Desk": ["", "/"],
        "Letters": ["/letters", "/letters/templates"],
        "States": ["/states"],
        "Deadlines": ["/deadlines"],
        "Reports": ["/reports", "/reports/initial"],
        "Rotation": ["/rotation"],
        "Committees": [
            *("/committees", "/offices", "/offices/import", "/offices/new-body", "/reforms", "/reforms/new"),
            *("/tasks", "/workload", "/workload/pieces", "/workload?year=2026&office="),
        ],
    }
    marked = {
        (area, address): re.findall(
            r'aria-current="page">(?:<svg.*?</svg>)?([^<]*)</a>', rail_of(client, address), re.DOTALL
        )
        for area, addresses in areas.items()
        for address in addresses
    }
    assert {key: [label.strip() for label in labels] for key, labels in marked.items()} == {
        (area, address): [area] for area, addresses in areas.items() for address in addresses
    }


def rail_of(client: FlaskClient, address: str) -> str:
    page = client.get(f"/apmbc{address}", follow_redirects=True)
    rail = re.search(r'<nav aria-label="Areas">(.*?)</nav>', page.text, re.DOTALL)
    assert (page.status_code, rail is not None) == (200, True)
    return rail[1] if rail else ""


def test_every_entry_of_the_rail_has_its_icon_and_every_icon_is_listed() -> None:
    listed = {Path(target).stem for target in json.loads((ROOT / "package.json").read_text())["vendor"].values()}
    templates = (ROOT / "templates").rglob("*.html")
    used = {name for path in templates for name in re.findall(r'icon\("([\w-]+)"\)', path.read_text(encoding="utf-8"))}
    assert (used | {item.icon for item in NAVIGATION}) - listed == set()


# Language and theme


@pytest.mark.parametrize("chosen", ["light", "dark", "auto"])
def test_the_theme_chosen_is_kept_and_one_is_back_where_one_was(visitor: FlaskClient, chosen: str) -> None:
    form = {"csrf_token": token_of(visitor), "theme": chosen, "back": "/sign-in?next=/account"}
    answer = visitor.post("/look/theme", data=form)
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/account")
    assert f'data-bs-theme="{chosen}"' in visitor.get("/sign-in").text
    assert f'data-bs-theme="{chosen}"' in visitor.get("/broken").text


def test_a_theme_that_is_none_is_refused(visitor: FlaskClient) -> None:
    answer = visitor.post("/look/theme", data={"csrf_token": token_of(visitor), "theme": "purple", "back": "/sign-in"})
    assert (answer.status_code, "“purple” cannot be chosen here." in words(answer)) == (422, True)
    assert 'data-bs-theme="auto"' in visitor.get("/sign-in").text


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "", "/\n"]
)
def test_nobody_is_sent_back_to_somewhere_else(visitor: FlaskClient, back: str) -> None:
    form = {"csrf_token": token_of(visitor), "theme": "dark", "back": back}
    assert visitor.post("/look/theme", data=form).location == "/"


def test_a_stranger_reads_the_language_chosen_here_else_that_of_the_browser(visitor: FlaskClient) -> None:
    assert '<html lang="en"' in visitor.get("/sign-in").text
    assert '<html lang="fr"' in visitor.get("/sign-in", headers={"Accept-Language": "fr-CH, en;q=0.5"}).text
    visitor.post("/look/language", data={"csrf_token": token_of(visitor), "language": "fr", "back": "/sign-in"})
    page = visitor.get("/sign-in", headers={"Accept-Language": "en"})
    assert '<html lang="fr"' in page.text
    assert "Adresse électronique" in words(page)


def test_the_language_a_person_chooses_is_that_of_their_account(house: Flask) -> None:
    client = house.test_client()
    with house.app_context():
        account = make_account(Role.CHAIR)
        sign_in(client, account=account)
        number_of_account = account.id
    client.post("/look/language", data={"csrf_token": token_of(client), "language": "fr", "back": "/account"})
    with house.app_context():
        assert queries.get_account(number_of_account).language == "fr"
    assert "Fermer la session" in words(client.get("/account", headers={"Accept-Language": "en"}))


# Refusals


def test_a_refused_act_tells_rule_and_source(visitor: FlaskClient) -> None:
    page = visitor.get("/refused")
    assert page.status_code == 422
    assert "Chad cannot be asked before 1 January 2027." in words(page)
    assert "Source: APMBC, article 5, paragraph 1" in words(page)


def test_several_shortcomings_are_told_one_by_one_and_once(visitor: FlaskClient) -> None:
    page = visitor.get("/shortcomings")
    assert page.status_code == 422
    assert "<li>Row 3: no State “Chat”</li><li>Row 4: no day</li>" in page.text
    assert words(page).count("Row 3: no State “Chat”") == 1
    assert "The file was not taken over:" in words(page)


def test_what_does_not_exist_is_told_in_its_own_words(visitor: FlaskClient) -> None:
    page = visitor.get("/not-there")
    assert (page.status_code, "There is no State “chat”. Did you mean Chad?" in words(page)) == (404, True)


def test_a_page_that_is_not_open_says_why_and_whom_to_ask(house: Flask) -> None:
    page = someone(house, Role.OBSERVER).get("/settings/people")
    assert page.status_code == 403
    assert "Your roles do not give the right to it today." in words(page)
    assert "ask an administrator for the role" in words(page)


def test_a_form_without_its_proof_is_explained(visitor: FlaskClient) -> None:
    page = visitor.post("/look/theme", data={"theme": "dark"})
    assert (page.status_code, "This form is too old" in words(page)) == (400, True)
    assert "nothing was changed" in words(page)


def test_too_large_a_file_names_the_limit(visitor: FlaskClient) -> None:
    page = visitor.post("/look/theme", data={"theme": "x" * (21 * 1024 * 1024)})
    assert page.status_code == 413
    assert "more than the 20 megabytes" in words(page)


def test_a_fault_of_ours_is_told_with_the_number_for_the_log(visitor: FlaskClient) -> None:
    page = visitor.get("/broken", headers={"X-Request-ID": "number-for-the-log"})
    assert page.status_code == 500
    assert "The fault is ours, not yours." in words(page)
    assert "number-for-the-log" in words(page)


def test_the_page_for_our_faults_needs_no_database(tmp_path: Path) -> None:
    folder = tmp_path / "database"
    folder.mkdir()
    office = create_app(config_for_tests(f"sqlite:///{folder / 'lost.sqlite3'}", tmp_path), clock=StoppedClock(NOW))
    office.test_client_class = Browser
    with office.app_context():
        upgrade()
    client = someone(office)
    with office.app_context():
        db.engine.dispose()
    shutil.rmtree(folder)
    page = client.get("/account")
    assert page.status_code == 500
    assert "Something broke here" in words(page)


# Days, instants and numbers in words


@pytest.mark.parametrize(
    ("value", "on", "english", "french"),
    [
        (date(2026, 12, 2), date(2026, 11, 20), "in 12 days", "dans 12 jours"),
        (date(2026, 11, 21), date(2026, 11, 20), "in 1 day", "dans 1 jour"),
        (date(2026, 11, 20), date(2026, 11, 20), "today", "aujourd’hui"),
        (date(2026, 8, 22), date(2026, 11, 20), "90 days ago", "il y a 90 jours"),
        (date(2026, 8, 21), date(2026, 11, 20), "2 months ago", "il y a 2 mois"),
        (date(2028, 11, 19), date(2026, 11, 20), "in 23 months", "dans 23 mois"),
        (date(2028, 11, 20), date(2026, 11, 20), "in 2 years", "dans 2 ans"),
        (date(1999, 3, 1), date(2026, 11, 20), "27 years ago", "il y a 27 ans"),
    ],
)
def test_how_far_a_day_lies(house: Flask, value: date, on: date, english: str, french: str) -> None:
    with house.test_request_context():
        with force_locale("en"):
            assert date_distance(value, on) == english
        with force_locale("fr"):
            assert date_distance(value, on) == french


def test_days_instants_and_numbers_are_written_as_the_language_does(house: Flask) -> None:
    summer = datetime(2021, 7, 1, 12, 5, tzinfo=UTC)
    with house.test_request_context():
        with force_locale("en"):
            assert (day(date(2021, 3, 3)), instant(summer)) == ("3 March 2021", "1 July 2021, 14:05 CEST")
            assert number(12345) == "12,345"
        with force_locale("fr"):
            assert (day(date(2021, 3, 3)), instant(summer)) == ("3 mars 2021", "1er juillet 2021, 14:05 CEST")
            assert number(12345) == "12\u202f345"
