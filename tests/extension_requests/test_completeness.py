"""The completeness check: two readers, what they differ on, what the chair settles, a new version in between."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from committees.models.access import Recusal
from committees.models.work import BodyFile
from core.accounts.models import User
from core.audit.workflow import Actor
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Role
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.readings import detailed_items, items_read, own_findings
from extension_requests.rules.checklists import differing, gaps, unread
from extension_requests.rules.findings import Finding
from extension_requests.rules.machine import RequestState
from extension_requests.rules.readings import Found, fingerprint
from extension_requests.workflow.readings import save_readings, settle, take_over_readings
from tests.factories.accounts import make_account, sign_in
from tests.factories.requests import ISU, ON, Group, address, make_dossier, make_group, token_of
from tests.factories.states import added
from tests.states_parties.pages import read, send, words

MET, PARTLY, MISSING = (Found(each, "p. 3", "a note") for each in (Finding.MET, Finding.PARTLY, Finding.MISSING))


@pytest.fixture
def group(app: Flask) -> Group:
    return make_group()


@pytest.fixture
def dossier(group: Group) -> Dossier:
    return make_dossier(group, RequestState.IN_COMPLETENESS)


def actor(account: User) -> Actor:
    return Actor(account.name, ISU.at, account.id)


def saved(dossier: Dossier, account: User, **found: Found | None) -> int:
    own = own_findings(dossier, account.id, version=dossier.version)
    with transaction():
        return save_readings(dossier, found, version=dossier.version, seen=fingerprint(own), by=actor(account))


def as_person(app: Flask, account: User) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account=account)
    return client


def test_two_persons_of_one_state_read_once_and_those_of_a_recused_state_not_at_all(
    group: Group, dossier: Dossier
) -> None:
    one, two, analyst = group.person(group.member), group.person(group.member), make_account(None)
    saved(dossier, one, C1=MISSING)
    saved(dossier, two, C1=MISSING)
    assert "C1" in unread(items_read(dossier))
    saved(dossier, analyst, C1=MET)
    assert "C1" not in unread(items_read(dossier))
    assert differing(items_read(dossier)) == ["C1"]
    file = added(
        BodyFile(convention=group.convention, body=group.body.slug, title="Chad", iso3=group.asking.iso3, opened_on=ON)
    )
    dossier.file_id = file.id
    recused = {"iso3": group.member.iso3, "reason": "neighbour", "starts_on": ON, "ends_before": None}
    added(Recusal(file_id=file.id, **recused))
    assert differing(items_read(dossier)) == []
    assert "C1" in unread(items_read(dossier))
    assert _item(dossier, "C1").read.found == {analyst.name: Finding.MET}


def test_two_readers_their_differences_and_gaps(dossier: Dossier) -> None:
    one, two = make_account(None), make_account(None)
    saved(dossier, one, C1=MET, C2=MET, C4=MISSING, C11=MISSING)
    saved(dossier, two, C1=MET, C2=PARTLY, C4=MISSING, C11=MISSING)
    found = items_read(dossier)
    assert [each.item.code for each in found if each.stands is Finding.MET] == ["C1"]
    assert differing(found) == ["C2"]
    assert gaps(found) == ["C4"]  # C11 is guidance
    assert "C3" in unread(found)
    assert "C1" not in unread(found)
    assert "C10" not in [each.item.code for each in found]  # only of a renewal


def test_two_readers_of_one_name_are_two(dossier: Dossier) -> None:
    for _each in range(2):
        saved(dossier, make_account(None, name="Ada"), C1=MET)
    assert "C1" not in unread(items_read(dossier))


def test_a_finding_is_changed_and_taken_back_by_its_reader_alone(dossier: Dossier) -> None:
    one, two = make_account(None), make_account(None)
    saved(dossier, one, C1=MET, C2=MET)
    saved(dossier, two, C1=MISSING)
    assert saved(dossier, one, C1=PARTLY, C2=None) == 2
    assert saved(dossier, one, C1=PARTLY, C2=None) == 0
    assert own_findings(dossier, one.id, version=1) == {"C1": PARTLY}
    assert own_findings(dossier, two.id, version=1) == {"C1": MISSING}


def test_what_was_saved_in_another_window_is_not_overwritten(dossier: Dossier) -> None:
    one = make_account(None)
    opened = fingerprint({})
    saved(dossier, one, C1=MET)
    with pytest.raises(RuleViolation, match="since you opened this page"), transaction():
        save_readings(dossier, {"C1": MISSING}, version=1, seen=opened, by=actor(one))
    assert own_findings(dossier, one.id, version=1) == {"C1": MET}


@pytest.mark.parametrize("state", [RequestState.ACKNOWLEDGED, RequestState.DRAFTING, RequestState.FOLLOW_UP])
def test_the_checklist_is_open_while_the_request_is_checked(group: Group, state: RequestState) -> None:
    dossier = make_dossier(group, state)
    with pytest.raises(RuleViolation, match="while it is checked or clarified"):
        saved(dossier, make_account(None), C1=MET)


def test_a_new_version_is_read_anew_and_the_old_reading_stays(dossier: Dossier) -> None:
    one, two = make_account(None), make_account(None)
    saved(dossier, one, C1=MET, C2=PARTLY)
    saved(dossier, two, C1=MET)
    with transaction():
        dossier.version = 2
    assert "C1" in unread(items_read(dossier))
    with pytest.raises(RuleViolation, match="Version 2 of the request has come"), transaction():
        save_readings(dossier, {"C1": MET}, version=1, seen="", by=actor(one))
    saved(dossier, one, C2=MET)
    with transaction():
        assert take_over_readings(dossier, version=2, by=actor(one)) == 1
    assert own_findings(dossier, one.id, version=2) == {"C1": MET, "C2": MET}
    assert own_findings(dossier, one.id, version=1) == {"C1": MET, "C2": PARTLY}
    assert own_findings(dossier, two.id, version=2) == {}
    with pytest.raises(RuleViolation, match="nothing to take over"), transaction():
        take_over_readings(dossier, version=2, by=actor(one))


def test_what_is_settled_stands_whatever_the_readers_found(dossier: Dossier) -> None:
    one, two = make_account(None), make_account(None)
    saved(dossier, one, C4=MISSING)
    saved(dossier, two, C4=PARTLY)
    looked_at = fingerprint(_item(dossier, "C4").found)
    saved(dossier, two, C4=MET)
    with pytest.raises(RuleViolation, match="A reader has changed"), transaction():
        settle(dossier, "C4", Finding.MET, note="", version=1, seen=looked_at, by=ISU)
    seen = fingerprint(_item(dossier, "C4").found)
    with transaction():
        settle(dossier, "C4", Finding.PARTLY, note="See table 3", version=1, seen=seen, by=ISU)
    item = _item(dossier, "C4").read
    assert (item.stands, item.differs, item.unread) == (Finding.PARTLY, False, False)
    with pytest.raises(RuleViolation, match="Nobody has read"), transaction():
        settle(dossier, "C5", Finding.MET, note="", version=1, seen=fingerprint({}), by=ISU)


def test_a_reader_reads_in_the_browser_and_sees_the_other_only_then(app: Flask, group: Group, dossier: Dossier) -> None:
    saved(dossier, make_account(None, name="Second Reader"), C1=MISSING)
    client = as_person(app, group.person(group.member))
    here = address(dossier, group.asking, "/completeness")
    before = words(read(client, here))
    assert "Second Reader" not in before
    assert "Second Reader" in words(read(client, f"{here}?others=1"))
    send(client, f"{here}/reading", {"C1-finding": "met", "C1-page": "12", "C1-note": "Paragraph 4"})
    after = words(read(client, here))
    assert "Second Reader missing" in after
    assert "page 12" in after
    assert "readers differ C1" in after


def test_only_the_chair_settles(app: Flask, group: Group, dossier: Dossier) -> None:
    saved(dossier, make_account(None), C1=MISSING)
    here = address(dossier, group.asking, "/completeness/C1/settle")
    expected = {group.person(group.member): 403, make_account(Role.ISU_OFFICER): 403, group.person(group.chair): 200}
    assert {who: as_person(app, who).get(here).status_code for who in expected} == expected
    chair = next(who for who, code in expected.items() if code == 200)
    send(as_person(app, chair), here, {"finding": "partly met", "note": "Agreed in session"})
    assert _item(dossier, "C1").read.stands is Finding.PARTLY


def test_the_state_that_asks_a_recused_member_and_observers_learn_nothing_of_the_check(
    app: Flask, group: Group, dossier: Dossier
) -> None:
    file = BodyFile(convention="CCM", body=group.body.slug, title="Request", opened_on=ON, iso3=dossier.iso3)
    dossier.file_id = added(file).id
    added(Recusal(file_id=file.id, iso3=group.member.iso3, reason="a neighbour", starts_on=ON, ends_before=None))
    saved(dossier, make_account(None), C1=MISSING)
    for account in (group.person(group.asking), group.person(group.member), make_account(Role.OBSERVER)):
        client = as_person(app, account)
        here = address(dossier, group.asking, "/completeness")
        data = {"csrf_token": token_of(client)}
        assert client.get(here).status_code == 403
        assert client.get(f"{here}/reading").status_code == 403
        assert client.post(f"{here}/take-over", data=data).status_code == 403
        assert client.get(f"{here}/C1/settle").status_code == 403
        assert 'id="completeness"' not in client.get(address(dossier, group.asking)).get_data(as_text=True)


def _item(dossier: Dossier, code: str) -> Any:
    return next(each for each in detailed_items(dossier) if each.read.item.code == code)
