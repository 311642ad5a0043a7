"""Addresses that nobody would type: each is answered in words, none breaks a page."""

import pytest
from flask import Flask

from core.permissions import Role
from tests.factories.accounts import sign_in

ODD = ("%00", "9" * 20, "9" * 5000, "%C2%B2", "9999-12-31", "0001-01-01", "-1")
PATHS = (
    "/apmbc/states/{}",
    "/apmbc/letters/{}",
    "/apmbc/letters/{}/manifest.csv",
    "/apmbc/letters/templates/article-7/{}",
    "/apmbc/letters/templates/article-7/letter/versions/1/{}",
    "/apmbc/reports/closed/{}/reopen",
    "/states/contacts/{}",
    "/letters/house-style/{}.docx",
    "/settings/people/{}",
    "/settings/invitations/{}",
)
PAGES = (
    "/apmbc/states/chad/deadlines/{}/extend",
    "/apmbc/?on={}",
    "/apmbc/states?on={}",
    "/apmbc/states?q={}&page={}&sort={}",
    "/apmbc/deadlines?on={}",
    "/apmbc/reports?on={}",
    "/apmbc/letters/new?on={}",
    "/apmbc/letters/new?audience={}",
    "/apmbc/letters/new?audience=completed_reports>={}",
    "/apmbc/letters/templates/article-7/letter?version={}",
    "/apmbc/letters/templates/article-7/letter/preview?state=chad&on={}",
    "/states/contacts?on={}",
    "/states/contacts/new?state={}",
    "/settings/audit?older_than={}",
    "/settings/audit?first_day={}&last_day={}",
    "/settings/audit?person={}&text={}&format=csv",
)


@pytest.mark.parametrize("odd", ODD, ids=["NUL", "20 digits", "5000 digits", "²", "last day", "first day", "negative"])
def test_no_odd_address_breaks_a_page(registers: Flask, odd: str) -> None:
    client = registers.test_client()
    sign_in(client, role=Role.ADMINISTRATOR)
    answers = {address: client.get(address.replace("{}", odd)) for address in (*PATHS, *PAGES)}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code >= 500} == {}
    wanted = {address: answers[address].status_code for address in PATHS}
    assert wanted == dict.fromkeys(PATHS, 422 if odd == "%00" else 404)


def test_a_character_that_cannot_be_written_is_refused_by_the_name_of_its_field(registers: Flask) -> None:
    client = registers.test_client()
    sign_in(client, role=Role.ADMINISTRATOR)
    for answer in (client.get("/apmbc/states?q=Ch%00ad"), client.post("/look/theme", data={"q": "Ch\0ad"})):
        assert answer.status_code in (400, 422)
    assert "“q” has a character that cannot be written." in client.get("/apmbc/states?q=Ch%00ad").text


@pytest.mark.parametrize("day", ["9999-12-31", "1949-12-31", "2201-01-01"])
def test_a_day_far_outside_the_registers_is_refused(registers: Flask, day: str) -> None:
    client = registers.test_client()
    sign_in(client, role=Role.ADMINISTRATOR)
    answer = client.get(f"/apmbc/states?on={day}")
    assert (answer.status_code, f"“{day}” is outside the days known here" in answer.text) == (422, True)
