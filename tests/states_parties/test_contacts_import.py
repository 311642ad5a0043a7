"""Importing contacts in the browser: a dry run, then all of it or nothing."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.db import db
from core.permissions import Role
from states_parties.contacts_file import COLUMNS
from states_parties.models import Mission
from tests.states_parties.pages import read, send, signed_in, words

PAGE = "/states/contacts/import"


@pytest.fixture
def officer(registers: Flask) -> FlaskClient:
    return signed_in(registers)


def upload(client: FlaskClient, data: bytes, name: str = "contacts.csv") -> Any:
    [token] = read(client, PAGE).xpath("//main//input[@name='csrf_token']/@value")
    return client.post(PAGE, data={"csrf_token": token, "file": (io.BytesIO(data), name)})


def confirm(client: FlaskClient, dry_run: Any) -> Any:
    [form] = html.fromstring(dry_run.text).xpath("//form[@class='confirmation']")
    return client.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)


def exported(client: FlaskClient) -> list[dict[str, str]]:
    text = client.get("/states/contacts/export.csv").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def counted(answer: Any) -> str:
    return words(html.fromstring(answer.text), "//ul[@class='counts']")


def on_record() -> list[tuple[Any, ...]]:
    columns = (Mission.iso3, Mission.office, Mission.starts_on, Mission.email, Mission.post_name)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(Mission.id))]


def test_importing_what_was_exported_would_change_nothing(officer: FlaskClient) -> None:
    rows = exported(officer)
    answer = upload(officer, written(rows))
    assert counted(answer) == f"0 new 0 changed {len(rows)} unchanged 0 errors"
    assert "There is nothing to import." in answer.text


def test_the_excel_file_has_the_same_contacts(officer: FlaskClient) -> None:
    data = officer.get("/states/contacts/export.xlsx").get_data()
    sheet = load_workbook(io.BytesIO(data)).active
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet.max_row - 1 == len(exported(officer))
    assert counted(upload(officer, data, "contacts.xlsx")).startswith("0 new 0 changed")


def test_a_dry_run_tells_each_row_and_writes_nothing_until_it_is_confirmed(officer: FlaskClient) -> None:
    before = on_record()
    rows = exported(officer)[:2]
    rows[0]["email"] = "changed@mission.example"
    rows.append({**rows[1], "office": "new_york", "valid_from": "2026-01-01", "email": "new@mission.example"})
    dry_run = upload(officer, written(rows))
    assert counted(dry_run) == "1 new 1 changed 1 unchanged 0 errors"
    assert words(html.fromstring(dry_run.text), "//table[@id='changed-rows']//tbody//td[last()]") == "email"
    assert on_record() == before
    answer = confirm(officer, dry_run)
    assert "2 contacts were imported." in words(html.fromstring(answer.text))
    emails = [row[3] for row in on_record()]
    assert len(emails) == len(before) + 1
    assert {"changed@mission.example", "new@mission.example"} <= set(emails)
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc()).limit(3)).all()
    assert acts[0] == "contacts:imported"


def test_wrong_cells_are_named_by_row_and_column_and_nothing_can_be_confirmed(officer: FlaskClient) -> None:
    before = on_record()
    rows = exported(officer)[:3]
    rows[0]["email"] = "changed@mission.example"
    rows[1]["iso3"] = "XXX"
    rows[2]["valid_from"] = "1 January 2026"
    answer = upload(officer, written(rows))
    page = html.fromstring(answer.text)
    assert answer.status_code == 422
    places = [
        tuple(cell.text_content() for cell in line[:2]) for line in page.xpath("//table[@id='errors-cells']/tbody/tr")
    ]
    assert places == [("3", "iso3"), ("4", "valid_from")]
    assert page.xpath("//form[@class='confirmation']") == []
    assert on_record() == before


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"iso3,office\n", "contacts.csv", "lacks the columns post_name, language, valid_from"),
        (
            "iso3,office,post_name,language,valid_from\nFRA,geneva,Repr\xe9s,FR,2020-01-01\n".encode("latin-1"),
            "contacts.csv",
            "line 2: the file is not in UTF-8",
        ),
        (b"iso3,office,post_name,language,valid_from\nFRA,geneva,=1+1,FR,2020-01-01\n", "c.csv", "C2 holds a formula"),
        (b"not a workbook", "contacts.xlsx", "is damaged"),
        (b"%PDF-1.4", "contacts.pdf", "is neither a .csv nor an .xlsx file"),
    ],
)
def test_a_file_that_is_no_table_of_contacts_is_refused_beside_its_field(
    officer: FlaskClient, data: bytes, name: str, told: str
) -> None:
    before = on_record()
    answer = upload(officer, data, name)
    assert answer.status_code == 422
    assert told in words(html.fromstring(answer.text), "//*[@id='file-error']")
    assert on_record() == before


def test_a_dry_run_that_no_longer_holds_is_shown_again_and_not_imported(officer: FlaskClient) -> None:
    rows = exported(officer)[:1]
    rows[0]["email"] = "changed@mission.example"
    dry_run = upload(officer, written(rows))
    number = db.session.scalar(select(Mission.id).order_by(Mission.iso3, Mission.office).limit(1))
    send(officer, f"/states/contacts/{number}", {"city": "Elsewhere", "starts_on": rows[0]["valid_from"]})
    answer = confirm(officer, dry_run)
    assert "The contacts on record have changed since." in words(html.fromstring(answer.text))
    assert "changed@mission.example" not in [row[3] for row in on_record()]


def test_a_confirmation_that_was_not_signed_here_is_refused(officer: FlaskClient) -> None:
    before = db.session.scalar(select(func.count(Mission.id)))
    [token] = read(officer, PAGE).xpath("//main//input[@name='csrf_token']/@value")
    answer = officer.post(f"{PAGE}/confirm", data={"csrf_token": token, "read": "made.up.text"})
    assert answer.status_code == 422
    assert "Choose the file again." in words(html.fromstring(answer.text))
    assert db.session.scalar(select(func.count(Mission.id))) == before


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OBSERVER])
def test_only_who_keeps_registers_can_take_all_contacts_along(registers: Flask, role: Role) -> None:
    client = signed_in(registers, role)
    for address in ("/states/contacts/export.csv", PAGE):
        assert "example" not in words(read(client, address))
        assert client.get(address).status_code == 403
