"""A draft is its office's own until a committee was shown it; what States wrote is for whoever settles mail."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.permissions import Role
from tests.committees.offices import browser_of, on_day
from tests.correspondence.drafts import NOON, Office, chairs_letter, circulated, drafted, make_office
from tests.factories.accounts import make_account
from tests.states_parties.pages import read, words

OWN = "cooperative-compliance"


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    """It is 1 March 2028, noon."""
    with on_day(app, NOON.date()):
        yield make_office()


@pytest.fixture
def member(app: Flask, office: Office) -> FlaskClient:
    return browser_of(app, make_account(Role.MEMBER, convention="APMBC", body=OWN))


def test_a_member_reads_no_draft_of_another_signatory_before_it_is_circulated(
    app: Flask, office: Office, member: FlaskClient
) -> None:
    units = drafted(office)
    of = f"/apmbc/letters/{units.id}"
    for address in ("", "/states", "/audience", "/states/peru", "/states/peru.docx", "/letters.zip", "/manifest.csv"):
        assert member.get(of + address).status_code == 403, address
    for address in ("/apmbc/letters", "/apmbc/", "/apmbc/letters/states/peru", "/apmbc/states/peru"):
        assert units.title not in words(read(member, address)), address
        assert units.title in words(read(browser_of(app, office.officer), address)), address


def test_what_a_committee_was_shown_its_members_read(app: Flask, office: Office, member: FlaskClient) -> None:
    campaign = chairs_letter(office)
    address = f"/apmbc/letters/{campaign.id}"
    assert member.get(address).status_code == 403
    assert campaign.title in words(read(browser_of(app, office.chair), address), "//h1")
    circulated(office, campaign)
    assert campaign.title in words(read(member, address), "//h1")
    assert "Peru" in words(read(member, f"{address}/states/peru"), "//h1")
