"""The silence procedure: who may say what until when, what an objection does, and when silence has held."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from committees.models.bodies import BodyKind
from committees.queries.offices import Offices
from core.audit.models import AuditEntry
from core.db import db, transaction
from core.errors import RuleViolation
from core.files import read_file, sha256_of
from correspondence.jobs.letters import close_circulations
from correspondence.models.approval import Remark, RemarkKind
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries.circulations import body_before, last_circulation, stage_of
from correspondence.rules.circulation import Stage, closing_instant, closing_warnings, usual_closing
from correspondence.rules.manifest import read
from correspondence.workflow.circulation import circulate, remark, settle_remark, withdraw_circulation
from correspondence.workflow.redrafting import bring_back, withdraw_from_draft
from tests.committees.offices import on_day
from tests.correspondence.drafts import (
    NOON,
    Office,
    acting_as,
    chairs_letter,
    circulated,
    drafted,
    letter_to,
    make_office,
)
from tests.factories.offices import make_body
from tests.states_parties.refusals import refused

HOUR = timedelta(hours=1)
ZONE = "Europe/Zurich"


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


@pytest.fixture
def campaign(office: Office) -> Campaign:
    """Before the Committee on Cooperative Compliance from noon for 48 hours."""
    found = chairs_letter(office)
    circulated(office, found)
    return found


def stage_at(campaign: Campaign, at: datetime) -> Stage:
    circulation = last_circulation(campaign.id)
    assert circulation is not None
    return stage_of(circulation, at=at)


def said(
    office: Office, campaign: Campaign, kind: RemarkKind = RemarkKind.OBJECTION, at: datetime = NOON + HOUR
) -> Remark:
    with transaction():
        return remark(campaign, kind, "The deadline is wrong.", letter=None, by=acting_as(office.chair, at))


def test_silence_to_the_end_is_consent_read_as_such_before_the_house_writes_it_down(campaign: Campaign) -> None:
    second = timedelta(seconds=1)
    end = NOON + 48 * HOUR
    assert [stage_at(campaign, at) for at in (NOON, end - second, end, end + second)] == [
        Stage.OPEN,
        Stage.OPEN,
        Stage.ACCEPTED,
        Stage.ACCEPTED,
    ]


def test_the_job_writes_down_that_silence_held_once(app: Flask, campaign: Campaign) -> None:
    with on_day(app, date(2028, 3, 2)):
        close_circulations()
    assert last_circulation(campaign.id).outcome is None
    with on_day(app, date(2028, 3, 4)):
        close_circulations()
        close_circulations()
    found = last_circulation(campaign.id)
    assert (found.outcome, found.ended_at, found.ended_by) == ("accepted in silence", NOON + 48 * HOUR, "silence")
    held = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "campaign:silence-held")).all()
    assert len(held) == 1


def test_what_was_circulated_is_kept_word_for_word(office: Office, campaign: Campaign) -> None:
    circulation = last_circulation(campaign.id)
    content = read_file(circulation.manifest_sha256)
    assert sha256_of(content) == circulation.manifest_sha256
    shown = {each["iso3"]: each for each in read(content)["letters"]}
    peru = office.committee.peru
    assert set(shown) == {state.iso3 for state in (office.committee.chile, office.committee.zambia, peru)}
    assert shown[peru.iso3]["sha256"] == letter_to(campaign, peru).sha256
    assert shown[peru.iso3]["values"]["subject"] == "Report of Peru"


def test_an_objection_stands_until_it_is_settled_with_words(office: Office, campaign: Campaign) -> None:
    after = NOON + 50 * HOUR
    objection = said(office, campaign)
    said(office, campaign, RemarkKind.COMMENT)
    assert (stage_at(campaign, NOON + 2 * HOUR), stage_at(campaign, after)) == (Stage.OBJECTED, Stage.OBJECTED)
    by = acting_as(office.officer, after)
    assert refused(lambda: settle_remark(campaign, objection, " ", by=by), field="settlement")
    with transaction():
        settle_remark(campaign, objection, "The deadline is that of the 4RC.", by=by)
    found = last_circulation(campaign.id)
    assert (found.outcome, found.ended_at) == ("accepted in silence", after)
    assert objection.made_by == "Carla Rojas"
    assert refused(lambda: settle_remark(campaign, objection, "Again.", by=by), field="") == (
        "Ana Lima settled this already."
    )


def test_an_objection_settled_in_time_lets_the_silence_run_on(office: Office, campaign: Campaign) -> None:
    objection = said(office, campaign)
    with transaction():
        settle_remark(campaign, objection, "Corrected.", by=acting_as(office.officer, NOON + 3 * HOUR))
    assert stage_at(campaign, NOON + 4 * HOUR) is Stage.OPEN
    assert stage_at(campaign, NOON + 48 * HOUR) is Stage.ACCEPTED


def test_nothing_is_said_too_late_or_of_what_is_not_circulated(office: Office, campaign: Campaign) -> None:
    by = acting_as(office.chair, NOON + 48 * HOUR)
    sentence = refused(lambda: remark(campaign, RemarkKind.COMMENT, "Late.", letter=None, by=by), field="text")
    assert sentence == "The time for remarks is over."
    other = drafted(office)
    sentence = refused(lambda: remark(other, RemarkKind.COMMENT, "Early.", letter=None, by=by), field="text")
    assert sentence == "“Reports” does not lie before a committee."


def test_a_draft_before_the_committee_is_not_changed_until_it_is_taken_back(office: Office, campaign: Campaign) -> None:
    letter, by = letter_to(campaign, office.committee.peru), acting_as(office.officer, NOON + HOUR)
    sentence = refused(lambda: withdraw_from_draft(letter, campaign, reason="visited", by=by), field="")
    assert sentence == "The draft lies before the committee. Withdraw the circulation first, then change it."
    assert refused(lambda: withdraw_circulation(campaign, reason="", by=by), field="reason")
    with transaction():
        withdraw_circulation(campaign, reason="A State was forgotten.", by=by)
        withdraw_from_draft(letter, campaign, reason="visited", by=by)
        bring_back(letter, campaign, by=by)
    assert campaign.state is CampaignState.DRAFT
    assert last_circulation(campaign.id).outcome == "withdrawn"
    with transaction():
        again = circulate(campaign, closes_at=NOON + 60 * HOUR, note="", by=by)
    assert again.number == 2


def test_a_draft_is_circulated_once_at_a_time_and_not_into_the_past(office: Office, campaign: Campaign) -> None:
    by = acting_as(office.officer)
    sentence = refused(lambda: circulate(campaign, closes_at=NOON + HOUR, note="", by=by), field="")
    assert sentence == "“Reports” is circulated: only a draft is circulated."
    other = drafted(office)
    for closes_at in (NOON, NOON + timedelta(days=61)):
        assert refused(
            lambda closes_at=closes_at: circulate(other, closes_at=closes_at, note="", by=by), field="closes_on"
        )


def test_letters_of_the_unit_go_to_the_coordinating_committee_if_there_is_one(office: Office) -> None:
    campaign, by = drafted(office), acting_as(office.officer)
    sentence = refused(lambda: circulate(campaign, closes_at=NOON + HOUR, note="", by=by), field="")
    assert sentence == "There is no committee on record today that the draft could be circulated to."
    make_body("coordinating-committee", kind=BodyKind.COORDINATION)
    assert body_before(Offices("APMBC"), campaign, on=NOON.date()) == "coordinating-committee"
    with transaction():
        circulate(campaign, closes_at=NOON + HOUR, note="", untold_confirmed=True, by=by)
    assert campaign.state is CampaignState.CIRCULATED


def test_the_usual_closing_is_48_hours_on_and_weekends_and_holidays_are_told() -> None:
    at = datetime(2026, 12, 23, 9, 7, tzinfo=UTC)
    assert usual_closing(at, ZONE) == (date(2026, 12, 28), time(10, 15))
    assert usual_closing(datetime(2026, 11, 19, 9, tzinfo=UTC), ZONE) == (date(2026, 11, 23), time(10))
    assert usual_closing(datetime(2027, 3, 8, 9, tzinfo=UTC), ZONE) == (date(2027, 3, 11), time(10))
    closes_at = closing_instant(date(2026, 12, 25), time(10, 0), ZONE)
    assert closing_warnings(date(2026, 12, 25), closes_at, at=at) == [
        "25 December 2026 is a holiday in Geneva: Christmas Day."
    ]
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    sunday = closing_instant(date(2026, 11, 22), time(10, 0), ZONE)
    assert closing_warnings(date(2026, 11, 22), sunday, at=friday) == ["22 November 2026 is a Sunday."]
    monday = closing_instant(date(2026, 11, 23), time(9, 0), ZONE)
    assert closing_warnings(date(2026, 11, 23), monday, at=datetime(2026, 11, 22, 20, tzinfo=UTC)) == [
        "The committee has 12 hours; the office gives 48."
    ]


def test_a_time_that_the_clocks_skip_is_no_closing_time() -> None:
    with pytest.raises(RuleViolation, match="the clocks skip 02:30"):
        closing_instant(date(2027, 3, 28), time(2, 30), ZONE)
    assert closing_instant(date(2027, 3, 28), time(3, 30), ZONE) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert closing_instant(date(2026, 10, 25), time(2, 30), ZONE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
