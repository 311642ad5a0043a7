from datetime import timedelta

import pytest
from flask import Flask

from application import CATALOGUES
from core.clock import now, today
from core.db import transaction
from core.errors import RuleViolation
from core.outbox.models import MessageState
from correspondence.approving.prepared import prepare_approval
from correspondence.models.campaigns import Campaign, CampaignState, Letter, LetterState
from correspondence.queries.campaigns import get_campaign
from correspondence.workflow.corrigenda import draft_corrigendum
from correspondence.workflow.sending import stop
from correspondence.workflow.voiding import void_what_changed
from tests.correspondence.outgoing import acts, details_of, end, letter_to, message_to, prepared, scheduled
from tests.factories.letters import OFFICER, a_state_written_to, approve_drafts, approved_campaign
from tests.factories.states import make_party, make_state
from tests.states_parties.pages import read, signed_in, words


def corrected(app: Flask, campaign: Campaign, *letters: Letter) -> Campaign:
    with transaction():
        return draft_corrigendum(
            campaign, letters, CATALOGUES, app.config["CHANCERY"], reason="The year was wrong.", on=today(), by=OFFICER
        )


def test_a_corrigendum_is_a_draft_of_its_own_that_says_what_it_corrects(app: Flask) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad", language="FR"), a_state_written_to("Peru")]))
    end("Chad", MessageState.ACCEPTED)
    wrong = letter_to("Chad")
    found = corrected(app, campaign, wrong)
    [letter] = Letter.query.filter_by(campaign_id=found.id).all()
    assert (found.state, found.parent_id, found.title) == (
        CampaignState.DRAFT,
        campaign.id,
        f"Corrigendum to Reports 2026: {wrong.reference}, Chad",
    )
    assert (letter.state, letter.corrects_id, letter.reference) == (LetterState.DRAFT, wrong.id, "")
    subject = letter.values["subject"]
    assert subject == f"Rectificatif à {wrong.reference} du 20 novembre 2026\u00a0: Report de Chad"
    assert acts()[-2:] == ["campaign:drafted", "campaign:corrigendum-drafted"]
    assert details_of("campaign:corrigendum-drafted") == {"letters": wrong.reference, "reason": "The year was wrong."}


def test_it_stays_in_the_thread_and_is_not_void_for_its_subject(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.ACCEPTED)
    first = message_to("Chad").message_id
    found = corrected(app, campaign, letter_to("Chad"))
    approve_drafts(found)
    with transaction():
        assert void_what_changed(found, CATALOGUES, app.config["CHANCERY"], on=today(), by=OFFICER) == []
    scheduled(found)
    outgoing = prepared()["mission@chad.example"]
    assert outgoing.subject.startswith("Corrigendum to CC/2026/")
    assert outgoing.references == (first,)


def test_what_has_not_left_is_not_corrected_and_nothing_is_corrected_twice_at_once(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.ACCEPTED)
    with pytest.raises(RuleViolation, match="The letter to Peru has not left: write it anew instead"):
        corrected(app, campaign, letter_to("Chad"), letter_to("Peru"))
    wrong = letter_to("Chad")
    corrected(app, campaign, wrong)
    with pytest.raises(RuleViolation, match="The letter to Chad is being corrected already, in “Corrigendum to"):
        corrected(app, campaign, wrong)
    with pytest.raises(RuleViolation, match="Choose at least one letter"):
        corrected(app, campaign)
    assert Campaign.query.count() == 2


def test_nothing_is_corrected_again_until_its_correction_has_ended(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.ACCEPTED)
    wrong = letter_to("Chad")
    found = corrected(app, campaign, wrong)
    with transaction():
        approve_drafts(found)
    with pytest.raises(RuleViolation, match="being corrected already"):
        corrected(app, campaign, wrong)
    scheduled(found)
    with pytest.raises(RuleViolation, match="being corrected already"):
        corrected(app, campaign, wrong)
    with transaction():
        stop(found, reason="The wrong template.", by=OFFICER)
    assert corrected(app, campaign, wrong).parent_id == campaign.id


def test_several_letters_are_corrected_in_one_campaign(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    for state in ("Chad", "Peru"):
        end(state, MessageState.ACCEPTED)
    found = corrected(app, campaign, letter_to("Chad"), letter_to("Peru"))
    assert found.title == "Corrigendum to Reports 2026: 2 letters"
    assert Letter.query.filter_by(campaign_id=found.id).count() == 2


def test_its_audience_reads_as_the_states_that_are_corrected_and_nobody_else_is_missed(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.ACCEPTED)
    found = corrected(app, campaign, letter_to("Chad"))
    found.as_of = today() - timedelta(days=1)
    make_party(make_state("Samoa"), in_force_on=today())
    told = words(read(signed_in(app), f"/apmbc/letters/{found.id}/audience"))
    assert "the States whose letters of “Reports 2026” are corrected" in told
    assert not any("Samoa" in each for each in prepare_approval(get_campaign("APMBC", found.id), at=now()).obstacles)
