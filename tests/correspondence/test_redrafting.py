"""A draft written anew: what changes is told before it is done, and what was decided about letters stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from application import CATALOGUES
from core.db import db, transaction
from correspondence.models.approval import Remark, RemarkKind
from correspondence.models.campaigns import AudienceState, Campaign, CampaignState, Letter, LetterState
from correspondence.models.templates import TemplateVersion
from correspondence.queries.campaigns import get_campaign, letters_of
from correspondence.workflow.circulation import remark, withdraw_circulation
from correspondence.workflow.redrafting import (
    Redraft,
    brief_of,
    bring_back,
    prepare_redraft,
    redraft_campaign,
    withdraw_from_draft,
)
from correspondence.workflow.writing_anew import withdraw_letter
from states_parties.models import Mission, RetainedItems
from tests.correspondence.drafts import (
    DAY,
    NOON,
    NOTE,
    Office,
    acting_as,
    another_party,
    chairs_letter,
    circulated,
    drafted,
    letter_to,
    make_office,
    template_version,
)
from tests.factories.states import added
from tests.states_parties.refusals import refused

NEXT_DAY = date(2028, 3, 2)
LATER = NOON + timedelta(days=1)


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def redraft(campaign: Campaign, version: TemplateVersion | None = None) -> Redraft:
    found = get_campaign("APMBC", campaign.id)
    brief = brief_of(found, as_of=NEXT_DAY, dated_on=NEXT_DAY, signatory_name=found.signatory_name)
    return prepare_redraft(found, version or found.template_version, None, brief, CATALOGUES)


def told(found: Redraft) -> dict[str, tuple[str, str]]:
    return {each.state: (each.kind, " ".join(change.words for change in each.found)) for each in found.changed}


def retain(office: Office, iso3: str) -> None:
    sourced = {"source": "test", "confidence": "high", "notes": ""}
    added(RetainedItems(convention="APMBC", iso3=iso3, as_of_year=2027, quantity=12, **sourced))


def test_what_changes_is_told_state_by_state_before_it_is_done(office: Office) -> None:
    campaign = drafted(office)
    retain(office, office.committee.chile.iso3)
    another_party("Togo")
    found = redraft(campaign)
    changed = told(found)
    assert changed["Chile"][0] == "changed"
    assert "The paragraph “retained” is called for now." in changed["Chile"][1]
    assert changed["Togo"] == ("new", "")
    assert changed["Peru"] == ("changed", "Place and date: “Geneva, 2 March 2028”, not “Geneva, 1 March 2028”.")
    before = {letter.iso3: letter.sha256 for letter, _, _ in letters_of(campaign)}
    assert len(before) == 3
    with transaction():
        redraft_campaign(campaign, found, seen=found.digest, by=acting_as(office.officer, LATER))
    after = {letter.iso3: letter for letter, _, _ in letters_of(campaign)}
    assert len(after) == 4
    assert [each["id"] for each in after[office.committee.chile.iso3].paragraphs] == ["opening", "retained"]
    assert (campaign.as_of, campaign.dated_on) == (NEXT_DAY, NEXT_DAY)
    snapshot = db.session.scalars(select(AudienceState).where(AudienceState.campaign_id == campaign.id)).all()
    assert {row.iso3 for row in snapshot if row.included} == set(after)


def test_a_newer_wording_of_the_template_is_taken(office: Office) -> None:
    campaign = drafted(office)
    worded = replace(NOTE, subject=dict.fromkeys(("EN", "FR", "ES"), "Annual report {{of_state}}"))
    _template, version = template_version(worded)
    found = redraft(campaign, version)
    assert "Subject: “Annual report of Peru”, not “Report of Peru”." in told(found)["Peru"][1]
    with transaction():
        redraft_campaign(campaign, found, seen=found.digest, by=acting_as(office.officer, LATER))
    assert get_campaign("APMBC", campaign.id).template_version.number == 2


def test_a_redraft_that_is_another_one_by_now_is_not_done(office: Office) -> None:
    campaign = drafted(office)
    seen = redraft(campaign).digest
    retain(office, office.committee.peru.iso3)
    found = redraft(campaign)
    by = acting_as(office.officer, LATER)
    sentence = refused(lambda: redraft_campaign(campaign, found, seen=seen, by=by), field="")
    assert sentence == "The registers or the template changed while you were looking. Look at what changes now."


def test_a_letter_taken_out_stays_out_until_it_is_brought_back(office: Office) -> None:
    campaign, peru = drafted(office), office.committee.peru
    by = acting_as(office.officer, LATER)
    with transaction():
        withdraw_from_draft(letter_to(campaign, peru), campaign, reason="told in person", by=by)
    found = redraft(campaign)
    with transaction():
        redraft_campaign(campaign, found, seen=found.digest, by=by)
    letter = letter_to(campaign, peru)
    assert (letter.state, letter.reason) == (LetterState.WITHDRAWN, "told in person")
    assert letter.values["place_and_date"] == "Geneva, 2 March 2028"
    with transaction():
        bring_back(letter, campaign, by=by)
    assert letter.state is LetterState.DRAFT
    assert refused(lambda: bring_back(letter, campaign, by=by), field="") == (
        "The letter to Peru is draft: there is nothing to bring back."
    )


def test_the_last_letter_is_not_taken_out(office: Office) -> None:
    retain(office, office.committee.peru.iso3)
    campaign = drafted(office, audience="retains_items")
    letter = letter_to(campaign, office.committee.peru)
    by = acting_as(office.officer)
    sentence = refused(lambda: withdraw_from_draft(letter, campaign, reason="no", by=by), field="reason")
    assert sentence == "This is the last letter of the campaign: cancel the campaign instead."


def test_a_letter_before_the_committee_is_not_held_back_by_the_way_of_approved_ones(office: Office) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    letter = letter_to(campaign, office.committee.peru)
    by = acting_as(office.officer, LATER)
    assert refused(lambda: withdraw_letter(letter, campaign, reason="no", by=by), field="") == (
        "The letter to Peru is a draft: take it out of the draft instead."
    )
    assert refused(lambda: withdraw_from_draft(letter, campaign, reason="no", by=by), field="").startswith(
        "The draft lies before the committee."
    )
    assert letter_to(campaign, office.committee.peru).state is LetterState.DRAFT


def test_a_state_that_leaves_the_audience_gets_no_letter_and_a_remark_on_it_is_kept(office: Office) -> None:
    committee = office.committee
    campaign = chairs_letter(office, audience="not retains_items")
    circulated(office, campaign)
    peru = letter_to(campaign, committee.peru)
    with transaction():
        remark(campaign, RemarkKind.COMMENT, "Too short.", letter=peru, by=acting_as(office.chair, NOON))
        withdraw_circulation(campaign, reason="comments", by=acting_as(office.officer, LATER))
    for state in (committee.peru, committee.zambia):
        retain(office, state.iso3)
    found = redraft(campaign)
    assert {state: kind for state, (kind, _) in told(found).items()} == {
        "Chile": "changed",
        "Peru": "gone",
        "Zambia": "gone",
    }
    with transaction():
        redraft_campaign(campaign, found, seen=found.digest, by=acting_as(office.officer, LATER))
    states = {letter.iso3: letter.state for letter in db.session.scalars(select(Letter))}
    assert states == {committee.chile.iso3: LetterState.DRAFT, committee.peru.iso3: LetterState.WITHDRAWN}
    assert db.session.scalars(select(Remark)).one().letter_id == peru.id
    assert peru.reason.startswith("Not in the audience any more. 12 retained items on record for 2027.")


def test_an_audience_that_has_become_empty_is_refused(office: Office) -> None:
    retain(office, office.committee.peru.iso3)
    campaign = drafted(office, audience="retains_items")
    db.session.query(RetainedItems).delete()
    assert refused(lambda: redraft(campaign), field="audience") == (
        "No State Party in force on that day meets this condition."
    )


def test_a_change_of_ambassador_is_one_line_of_the_address(office: Office) -> None:
    campaign = drafted(office)
    mission = db.session.scalars(select(Mission).where(Mission.iso3 == office.committee.peru.iso3)).one()
    mission.person_name = "Rosa Quispe"
    found = prepare_redraft(
        campaign,
        campaign.template_version,
        None,
        brief_of(campaign, as_of=DAY, dated_on=DAY, signatory_name=""),
        CATALOGUES,
    )
    assert [(each.state, each.kind) for each in found.changed] == [("Peru", "changed")]
    assert found.unchanged == 2
    assert campaign.state is CampaignState.DRAFT
