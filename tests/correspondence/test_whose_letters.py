"""Letters are changed by the office and by the head who signs them; the head of another body reads them."""

import pytest
from flask import Flask

from core.db import transaction
from core.permissions import Right, Role
from correspondence.models.approval import RemarkKind
from correspondence.models.campaigns import Campaign
from correspondence.workflow.circulation import remark
from tests.correspondence.drafts import Office, acting_as, chairs_letter, circulated, drafted, make_office
from tests.factories.accounts import make_account, sign_in
from tests.states_parties.pages import read, send, words

OWN, OTHER = "cooperative-compliance", "victim-assistance"
ACTS = (
    "/cancel",
    "/circulate",
    "/circulation/withdraw",
    "/correct",
    "/redraft",
    "/reminders/<int:step_id>/draft",
    "/reminders/<int:step_id>/drop",
    "/reminders/plan",
    "/states/<slug>/anew",
    "/states/<slug>/bring-back",
    "/states/<slug>/correct",
    "/states/<slug>/withdraw",
    "/trial",
)
ONE = "/<convention:convention>/letters/<int:campaign_id>"


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def status(app: Flask, act: str, campaign: Campaign, role: Role, body: str | None = None) -> int:
    convention = None if role is Role.ADMINISTRATOR else "APMBC"
    client = app.test_client()
    sign_in(client, account=make_account(role, convention=convention, body=body))
    address = f"/apmbc/letters/{campaign.id}" + act.replace("<int:step_id>", "1").replace("<slug>", "peru")
    answer = client.get(address)
    if answer.status_code != 405:
        return answer.status_code
    token = read(client, "/apmbc/letters").xpath("//input[@name='csrf_token']/@value")[0]
    return client.post(address, data={"csrf_token": token}).status_code


def test_these_are_all_the_acts_on_letters(app: Flask) -> None:
    found = {
        rule.rule.removeprefix(ONE)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(f"{ONE}/")
        and getattr(app.view_functions[rule.endpoint], "guard", None) is Right.DRAFT_LETTERS
    }
    assert found == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_the_head_of_another_body_does_not_act_on_letters(app: Flask, office: Office, act: str) -> None:
    of_a_chair, of_the_unit = chairs_letter(office), drafted(office)
    for campaign, role, body in (
        (of_a_chair, Role.CHAIR, OTHER),
        (of_a_chair, Role.PRESIDENT, None),
        (of_the_unit, Role.CHAIR, OWN),
        (of_the_unit, Role.PRESIDENT, None),
    ):
        assert status(app, act, campaign, role, body) == 403
    of_the_unit.signatory = "president"
    assert status(app, act, of_the_unit, Role.CHAIR, OWN) == 403
    for campaign, role, body in (
        (of_a_chair, Role.CHAIR, OWN),
        (of_the_unit, Role.PRESIDENT, None),
        (of_a_chair, Role.ISU_OFFICER, None),
        (of_a_chair, Role.ADMINISTRATOR, None),
    ):
        assert status(app, act, campaign, role, body) != 403


def test_what_one_may_not_do_is_not_offered(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    for body, offered in ((OWN, True), (OTHER, False)):
        client = app.test_client()
        sign_in(client, account=make_account(Role.CHAIR, convention="APMBC", body=body))
        assert ("Cancel the campaign" in words(read(client, f"/apmbc/letters/{campaign.id}"))) is offered


def test_an_objection_is_settled_by_whoever_made_it_or_whose_letters_they_are(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    member = make_account(Role.MEMBER, convention="APMBC", body=OWN)
    with transaction():
        said = remark(campaign, RemarkKind.OBJECTION, "Not so.", letter=None, by=acting_as(member))
    act = f"/remarks/{said.id}/settle"
    assert status(app, act, campaign, Role.CHAIR, OTHER) == 403
    assert status(app, act, campaign, Role.MEMBER, OWN) == 403
    assert status(app, act, campaign, Role.CHAIR, OWN) == 200
    client = app.test_client()
    sign_in(client, account=member)
    send(client, f"/apmbc/letters/{campaign.id}{act}", {"settlement": "Withdrawn."})
    remarks = words(read(client, f"/apmbc/letters/{campaign.id}"), "//*[@class='remarks']")
    assert "Withdrawn." in remarks
    assert "Settle it" not in remarks
