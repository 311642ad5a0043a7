"""Approval of exact bytes: who may, what is approved, what stands in the way, and the numbers that are given."""

import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select

from application import CATALOGUES
from committees.models.access import Delegation
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.clock import day_of, now
from core.db import db, transaction
from core.files import read_file, sha256_of
from core.permissions import Role
from correspondence.models.approval import Approval, ApprovedLetter, Reference
from correspondence.models.campaigns import Campaign, CampaignState, Channel, Dispatch, Letter, LetterState
from correspondence.papers.files import press_of, pressed
from correspondence.queries.campaigns import get_campaign, get_template, letters_of
from correspondence.workflow.approval import approve
from correspondence.workflow.campaigns import draft_campaign
from correspondence.workflow.circulation import close_if_due
from correspondence.workflow.redrafting import withdraw_from_draft
from correspondence.workflow.voiding import void_what_changed
from correspondence.workflow.writing_anew import redraft
from states_parties.models import Mission, RetainedItems
from states_parties.models import Office as MissionOffice
from tests.committees.offices import represented_by
from tests.correspondence.drafts import (
    DAY,
    LETTER,
    NOON,
    Office,
    acting_as,
    another_party,
    brief,
    chairs_letter,
    circulated,
    drafted,
    letter_to,
    make_office,
    prepared,
)
from tests.factories.accounts import make_account
from tests.factories.contacts import make_mission
from tests.factories.states import added
from tests.states_parties.refusals import refused

LATER = NOON + timedelta(hours=49)


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def approved(office: Office, campaign: Campaign, *, at: datetime = NOON, **further: str) -> Approval:
    by = acting_as(office.chair if campaign.body else office.colleague, at)
    with transaction():
        return approve(campaign, manifest_sha256=prepared(campaign, at).digest, by=by, **further)


def in_the_way(campaign: Campaign, at: datetime = NOON) -> list[str]:
    return list(prepared(campaign, at).obstacles)


def test_what_was_seen_is_what_is_approved_and_kept(office: Office) -> None:
    campaign = drafted(office)
    seen = prepared(campaign)
    approval = approved(office, campaign)
    assert approval.manifest_sha256 == seen.digest
    manifest = json.loads(read_file(approval.manifest_sha256))
    assert [line["reference"] for line in manifest["letters"]] == [f"ISU/2028/{n:04}" for n in (1, 2, 3)]
    for line, (letter, _state, _slug) in zip(manifest["letters"], letters_of(campaign), strict=True):
        file = read_file(line["sha256"])
        assert (letter.state, letter.reference, letter.sha256) == (
            LetterState.APPROVED,
            line["reference"],
            line["sha256"],
        )
        assert sha256_of(press_of(campaign).press(pressed(letter))) == letter.sha256
        assert Document(io.BytesIO(file)).paragraphs[0].text == f"{line['reference']}\tGeneva, 1 March 2028"
    assert campaign.state is CampaignState.APPROVED
    assert approval.office == "ISU officer"


def test_the_mail_around_a_letter_is_approved_with_it(office: Office) -> None:
    campaign = drafted(office)
    approved(office, campaign)
    letter = letter_to(campaign, office.committee.peru)
    row = db.session.scalars(select(ApprovedLetter).where(ApprovedLetter.letter_id == letter.id)).one()
    mail = json.loads(read_file(row.cover_sha256))
    assert mail["subject"] == "ISU/2028/0002: Report of Peru"
    assert "To: Permanent Mission of Peru to the United Nations Office" in mail["text"]
    assert "Please find attached a note verbale dated 1 March 2028." in mail["text"]
    assert "<br>\nReference: ISU/2028/0002" in mail["html"]
    assert "copy" not in mail
    assert row.file_name == "ISU-2028-0002-peru.docx"


def test_each_letter_goes_by_mail_or_by_post_and_a_copy_to_the_capital(office: Office) -> None:
    committee = office.committee
    mission = db.session.scalars(select(Mission).where(Mission.iso3 == committee.zambia.iso3)).one()
    mission.email, mission.person_name = "", "Ada Mwale"
    make_mission(committee.peru.iso3, MissionOffice.CAPITAL, email="focal@peru.example", language="EN")
    make_mission(committee.chile.iso3, MissionOffice.CAPITAL, email="MISSION@chile.example", language="EN")
    campaign = drafted(office, copy_to_capital=True)
    approved(office, campaign)
    rows = db.session.scalars(select(Dispatch)).all()
    found = {(row.letter_id, row.role, row.channel, row.address.splitlines()[0]) for row in rows}
    chile, peru, zambia = (letter_to(campaign, s).id for s in (committee.chile, committee.peru, committee.zambia))
    assert found == {
        (chile, "to", Channel.EMAIL, "mission@chile.example"),
        (peru, "to", Channel.EMAIL, "mission@peru.example"),
        (peru, "copy", Channel.EMAIL, "focal@peru.example"),
        (zambia, "to", Channel.POST, "Ada Mwale"),
    }


def test_the_author_does_not_approve_unless_the_office_allows_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    campaign = drafted(office)
    by = acting_as(office.officer)
    digest = prepared(campaign).digest
    sentence = refused(lambda: approve(campaign, manifest_sha256=digest, by=by), field="")
    assert sentence == "You drafted these letters: somebody else who holds the office approves them."
    monkeypatch.setitem(app.config, "CHANCERY", replace(app.config["CHANCERY"], authors_approve=1))
    with transaction():
        assert approve(campaign, manifest_sha256=digest, by=by).approved_by == "Ana Lima"


def test_whoever_wrote_a_letter_anew_does_not_approve_it(office: Office, app: Flask) -> None:
    campaign = drafted(office)
    colleague = acting_as(office.colleague)
    with transaction():
        approve(campaign, manifest_sha256=prepared(campaign).digest, by=colleague)
    Mission.query.filter_by(iso3=office.committee.peru.iso3).one().email = "new@peru.example"
    with transaction():
        config = app.config["CHANCERY"]
        void_what_changed(campaign, CATALOGUES, config, on=DAY, by=colleague, again=True)
        redraft(letter_to(campaign, office.committee.peru), campaign, CATALOGUES, config, on=DAY, by=colleague)
    digest = prepared(campaign).digest
    sentence = refused(lambda: approve(campaign, manifest_sha256=digest, by=colleague), field="")
    assert sentence == "You drafted these letters: somebody else who holds the office approves them."


def test_the_chair_of_the_day_approves_and_nobody_else(office: Office) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    digest = prepared(campaign, LATER).digest
    for stranger in (office.colleague, make_account(Role.CHAIR, body="cooperative-compliance", convention="APMBC")):
        by = acting_as(stranger, LATER)
        sentence = refused(lambda by=by: approve(campaign, manifest_sha256=digest, by=by), field="")
        assert sentence == (
            "These are letters of the Chair of the Committee on Cooperative Compliance."
            " On 3 March 2028 that is Chile (H.E. Carla Rojas)."
        )
    approval = approved(office, campaign, at=LATER)
    assert approval.office == "Representative of Chile, chair of the Committee on Cooperative Compliance"
    assert db.session.scalars(select(Reference.text).order_by(Reference.id)).first() == "CC/2028/0001"


def test_whoever_acts_for_the_chair_approves_for_the_chair(office: Office) -> None:
    deputy = make_account(None, name="Dana Deputy")
    added(
        Delegation(
            convention="APMBC",
            body="cooperative-compliance",
            account_id=deputy.id,
            chair_iso3=office.committee.chile.iso3,
            reason="leave",
            starts_on=DAY,
            ends_before=date(2028, 4, 1),
            given_at=now(),
            given_by="Carla Rojas",
        )
    )
    campaign = chairs_letter(office)
    circulated(office, campaign)
    with transaction():
        approval = approve(campaign, manifest_sha256=prepared(campaign, LATER).digest, by=acting_as(deputy, LATER))
    assert approval.office == "For the Chair (Chile), Committee on Cooperative Compliance"


def test_a_chair_whose_term_ended_after_circulation_is_refused_by_name(office: Office) -> None:
    """Chile chairs until the close of the 26MSP on 20 November 2028."""
    eve = datetime(2028, 11, 19, 12, tzinfo=NOON.tzinfo)
    campaign = chairs_letter(office, at=eve)
    circulated(office, campaign, at=eve)
    after = eve + timedelta(hours=49)
    digest = prepared(campaign, after).digest
    sentence = refused(lambda: approve(campaign, manifest_sha256=digest, by=acting_as(office.chair, after)), field="")
    assert sentence == (
        "These are letters of the Chair of the Committee on Cooperative Compliance. The roster of today names nobody."
    )


def test_the_president_of_the_day_approves_letters_of_the_president(office: Office) -> None:
    """Peru presides until the close of the 26MSP; the committee may be heard, and need not."""
    letter = replace(LETTER, signatory="President of the Twenty-Sixth Meeting of the States Parties")
    president = represented_by(office.committee.presidency, office.committee.peru, account=make_account(None))
    campaign = drafted(office, letter)
    assert in_the_way(campaign) == []
    digest = prepared(campaign).digest
    sentence = refused(lambda: approve(campaign, manifest_sha256=digest, by=acting_as(office.chair)), field="")
    assert sentence == f"These are letters of the President. On 1 March 2028 that is Peru ({president.name})."
    with transaction():
        approval = approve(campaign, manifest_sha256=digest, by=acting_as(president))
    assert approval.office == "Representative of Peru, President"
    assert db.session.scalars(select(Reference.text).order_by(Reference.id)).first() == "PRES/2028/0001"


def test_where_the_roster_names_nobody_a_role_given_for_the_body_suffices(office: Office) -> None:
    """From 21 November 2028 the register names no chair; a role for another body helps nobody."""
    at = datetime(2028, 12, 1, 12, tzinfo=NOON.tzinfo)
    campaign = chairs_letter(office, at=at, signatory_name="")
    given = {"convention": "APMBC", "starts_on": date(2028, 1, 1)}
    here = make_account(Role.CHAIR, body="cooperative-compliance", **given)
    circulated(office, campaign, at=at)
    after = at + timedelta(hours=49)
    digest = prepared(campaign, after).digest
    elsewhere = make_account(Role.CHAIR, body="victim-assistance", **given)
    refused(lambda: approve(campaign, manifest_sha256=digest, by=acting_as(elsewhere, after)), field="")
    with transaction():
        approval = approve(campaign, manifest_sha256=digest, by=acting_as(here, after))
    assert approval.office == "Chair of the Committee on Cooperative Compliance, by a role given to the account"


def test_letters_signed_by_somebody_who_is_not_on_the_roster_are_not_approved(office: Office) -> None:
    campaign = chairs_letter(office, signatory_name="Ambassador Jan de Vries")
    circulated(office, campaign)
    assert in_the_way(campaign, LATER) == [
        "The letters are signed “Ambassador Jan de Vries”; on 3 March 2028 the roster names Chile (H.E. Carla Rojas)."
        " Write the draft anew with that name."
    ]


def test_the_committee_sees_a_chairs_letter_first_and_silence_must_have_held(office: Office) -> None:
    campaign = chairs_letter(office)
    assert in_the_way(campaign) == ["The committee has not seen the draft: circulate it first."]
    circulated(office, campaign)
    assert in_the_way(campaign) == ["The draft lies before the committee; it is approved once the silence has held."]
    assert in_the_way(campaign, LATER) == []


def test_other_letters_than_the_committee_was_shown_need_a_reason(office: Office) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    with transaction():
        close_if_due(campaign, at=LATER, by=acting_as(office.officer, LATER))
        withdraw_from_draft(
            letter_to(campaign, office.committee.peru), campaign, reason="visited", by=acting_as(office.officer, LATER)
        )
    assert prepared(campaign, LATER).since_circulation == ["Peru: it gets no letter any more."]
    digest = prepared(campaign, LATER).digest
    by = acting_as(office.chair, LATER)
    sentence = refused(lambda: approve(campaign, manifest_sha256=digest, by=by), field="other_than_circulated")
    assert sentence.startswith("These are not the letters that the committee was shown.")
    approved(office, campaign, at=LATER, other_than_circulated="Peru was told in person")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "campaign:approved")).one()
    assert entry.details["other_than_circulated"] == "Peru was told in person"
    assert entry.details["letters"] == 2


def test_what_changed_in_the_registers_stops_the_approval_and_names_the_states(office: Office) -> None:
    committee = office.committee
    campaign = drafted(office)
    mission = db.session.scalars(select(Mission).where(Mission.iso3 == committee.peru.iso3)).one()
    mission.person_name = "Rosa Quispe"
    added(RetainedItems(convention="APMBC", iso3=committee.chile.iso3, as_of_year=2027, quantity=12, **sourced()))
    another_party("Togo")
    found = in_the_way(campaign)
    assert len(found) == 2
    assert found[0] == "Chile: The paragraph “retained” is called for now. Write the draft anew."
    assert found[1].startswith("Peru: Addressee: “Rosa Quispe” is new.")
    digest = prepared(campaign).digest
    sentence = refused(lambda: approve(campaign, manifest_sha256=digest, by=acting_as(office.colleague)), field="")
    assert sentence.startswith("The letters cannot be approved: Chile: The paragraph “retained”")


def test_a_state_that_belongs_to_the_audience_by_now_stops_the_approval(office: Office) -> None:
    added(RetainedItems(convention="APMBC", iso3=office.committee.peru.iso3, as_of_year=2026, quantity=5, **sourced()))
    campaign = drafted(office, audience="retains_items")
    assert in_the_way(campaign) == []
    added(RetainedItems(convention="APMBC", iso3=office.committee.chile.iso3, as_of_year=2027, quantity=9, **sourced()))
    assert in_the_way(campaign) == [
        "Chile: it belongs to the audience by now. 9 retained items on record for 2027. Write the draft anew."
    ]


def test_an_address_that_is_not_one_stops_the_approval_until_the_letter_is_withdrawn(office: Office) -> None:
    togo = another_party("Togo", email="mission@togo.example,other@togo.example", confirmed_on=None)
    campaign = drafted(office)
    assert in_the_way(campaign) == ["Togo: malformed e-mail address. Correct the contact, or withdraw the letter."]
    with transaction():
        withdraw_from_draft(letter_to(campaign, togo), campaign, reason="no address", by=acting_as(office.officer))
    approved(office, campaign)
    assert db.session.scalars(select(Letter.state).where(Letter.iso3 == togo.iso3)).all() == [LetterState.WITHDRAWN]
    assert len(db.session.scalars(select(Dispatch)).all()) == 3


def test_another_manifest_than_the_one_seen_is_refused_and_the_difference_told(office: Office) -> None:
    campaign, other = drafted(office), drafted(office, audience="not retains_items")
    seen = prepared(campaign)
    approved(office, other)
    by = acting_as(office.colleague)
    sentence = refused(lambda: approve(campaign, manifest_sha256=seen.digest, seen=seen.marks, by=by), field="")
    assert sentence == (
        "Nothing was approved: the manifest is another one by now: The references begin at ISU/2028/0004 now,"
        " not at ISU/2028/0001: that number was given to another letter meanwhile."
    )
    mission = db.session.scalars(select(Mission).where(Mission.iso3 == office.committee.peru.iso3)).one()
    present = prepared(campaign)
    mission.email = "geneva@peru.example"
    sentence = refused(lambda: approve(campaign, manifest_sha256=present.digest, seen=present.marks, by=by), field="")
    assert sentence.endswith("Peru: it goes to geneva@peru.example now.")


def test_a_letter_is_approved_once(office: Office) -> None:
    campaign = drafted(office)
    digest = prepared(campaign).digest
    approved(office, campaign)
    sentence = refused(lambda: approve(campaign, manifest_sha256=digest, by=acting_as(office.colleague)), field="")
    assert sentence == "The letters cannot be approved: No letter waits for approval."


def test_numbers_follow_each_other_over_campaigns_and_begin_anew_with_the_year(office: Office) -> None:
    for campaign in (drafted(office), drafted(office)):
        approved(office, campaign)
    next_year = datetime(2029, 1, 10, 12, tzinfo=NOON.tzinfo)
    approved(office, drafted(office, at=next_year), at=next_year)
    texts = db.session.scalars(select(Reference.text).order_by(Reference.id)).all()
    assert texts == [f"ISU/2028/{n:04}" for n in range(1, 7)] + [f"ISU/2029/{n:04}" for n in range(1, 4)]


def test_a_subject_with_a_line_break_stays_one_line(office: Office) -> None:
    peru = office.committee.peru
    peru.name_en = "Peru\r\nBcc: everybody@example.com"
    db.session.flush()
    campaign = drafted(office)
    approved(office, campaign)
    row = db.session.scalars(
        select(ApprovedLetter).where(ApprovedLetter.letter_id == letter_to(campaign, peru).id)
    ).one()
    subject = json.loads(read_file(row.cover_sha256))["subject"]
    assert subject == "ISU/2028/0002: Report of Peru Bcc: everybody@example.com"


def test_164_letters_are_approved_under_164_references(registers: Flask) -> None:
    """The shipped registers as of 3 March 2021, approved that day."""
    at = datetime(2021, 3, 3, 9, tzinfo=NOON.tzinfo)
    author, colleague = make_account(starts_on=date(2020, 1, 1)), make_account(starts_on=date(2020, 1, 1))
    campaign = drafted_from_registers(acting_as(author, at))
    digest = prepared(campaign, at).digest
    with transaction():
        approve(campaign, manifest_sha256=digest, by=acting_as(colleague, at))
    assert len(db.session.scalars(select(Reference)).all()) == 164


def drafted_from_registers(by: Actor) -> Campaign:
    template = get_template("APMBC", "article-7", "note-verbale")
    day = replace(brief(day_of(by.at)), audience="always")
    with transaction():
        campaign = draft_campaign(template.versions[0], template, None, day, CATALOGUES, title="Reports", by=by)
    return get_campaign("APMBC", campaign.id)


def sourced() -> dict[str, str]:
    return {"source": "test", "confidence": "high", "notes": ""}
