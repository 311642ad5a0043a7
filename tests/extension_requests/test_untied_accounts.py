"""An account that nobody has tied to a representative yet, though it bears the representative's address."""

from datetime import date

import pytest
from flask import Flask

from committees.queries.sight import states_acted_for, states_kept_to
from core.permissions import Role
from extension_requests.rules.machine import RequestState
from states_parties.queries.states import get_state
from tests.committees.offices import browser_of
from tests.extension_requests.considered import Case, address_of, make_case
from tests.extension_requests.test_letters_of_few import body_of
from tests.factories.accounts import make_account
from tests.factories.offices import make_representative

DAY = date(2026, 11, 20)


@pytest.mark.parametrize("slug", ["chile", "chad"])
@pytest.mark.parametrize("rest", ["/questions", "/analysis", "/completeness", "/inputs"])
def test_a_member_with_the_address_of_a_recused_representative_reads_what_everybody_reads(
    app: Flask, slug: str, rest: str
) -> None:
    case: Case = make_case(RequestState.IN_COMPLETENESS)
    account = make_account(Role.MEMBER, convention="APMBC", body=case.dossier.body, email="delegate@mission.example")
    assert browser_of(app, account).get(address_of(case, rest)).status_code == 200
    iso3 = get_state(slug).iso3
    make_representative(
        body_of(case), iso3, date(2020, 1, 1), person_name="A Delegate", email="Delegate@Mission.example"
    )
    assert browser_of(app, account).get(address_of(case, rest)).status_code in (403, 404)
    assert "takes no part in this request" in browser_of(app, account).get(address_of(case)).get_data(as_text=True)
    assert states_kept_to(account.id, on=DAY) == {iso3}
    assert states_acted_for(account.id, on=DAY) == frozenset()
