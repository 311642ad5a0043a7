"""Scenarios and proposals drafted, and what happens when a meeting adopts one or not."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from committees.models.bodies import Body, BodyKind, ChairRule, Composition, Mandate, Place, PlaceKind, PlaceOf
from committees.models.reforms import ProposalKind, ProposalState, ReformProposal, Scenario
from committees.models.terms import Term
from committees.queries.effects import Effects, effects_of
from committees.queries.offices import Offices
from committees.queries.reforms import get_proposal, state_on
from committees.workflow.mandates import Decision
from committees.workflow.proposals import adopt_proposal, reject_proposal
from committees.workflow.reforms import (
    ProposalDraft,
    add_proposal,
    change_proposal,
    change_scenario,
    make_scenario,
    remove_proposal,
)
from core.audit.models import AuditEntry
from core.db import db, transaction
from tests.factories.offices import SOURCED, make_body, make_composition, make_meeting, make_term
from tests.factories.states import NOTE, OFFICER, added, make_state
from tests.states_parties.refusals import refused

TODAY = date(2026, 11, 20)
REVIEW, ADVISE = "Review what States report", "Advise States Parties"
WHERE = Decision("2MSP", "CCM/MSP/2011/5", "24")


@pytest.fixture
def machinery(app: Flask) -> dict[str, Body]:
    """Two working groups of two, one coordinator, a table; the 2MSP closed on 9 September 2011, the 3MSP a year later.

    Chad coordinates reporting from the 1MSP to the 2MSP and, elected again there, to the 3MSP.
    """
    for number in (1, 2, 3):
        make_meeting(f"{number}MSP", date(2009 + number, 9, 9), "CCM")
    make_meeting("4MSP", date(2027, 9, 9), "CCM")
    bodies = {}
    for slug, kind, seats in (
        ("status", BodyKind.WORKING_GROUP, 2),
        ("reporting", BodyKind.COORDINATOR, 1),
        ("table", BodyKind.COORDINATION, 0),
    ):
        body = bodies[slug] = make_body(slug, "CCM", kind=kind, starts_on=date(2010, 1, 1))
        make_composition(
            body,
            seats=seats,
            seat_role="coordinator",
            term_meetings=1,
            renewed_each_time=1 if seats else 0,
            chair_rule=ChairRule.NONE,
        )
        mandate = {"version": 1, "points": [f"Look after {slug}"], "starts_on": body.starts_on, "ends_before": None}
        added(Mandate(convention="CCM", body=slug, **mandate, **SOURCED))
    for name, kind, of in (
        ("reporting", PlaceKind.MEMBER, PlaceOf.BODY),
        ("GICHD", PlaceKind.AD_HOC_INVITATION, PlaceOf.INSTITUTION),
    ):
        place = {"kind": kind, "of": of, "name": name, "starts_on": date(2010, 1, 1), "ends_before": None}
        added(Place(convention="CCM", body="table", **place, **SOURCED))
    chad, togo = make_state("Chad", iso3="TCD"), make_state("Togo", iso3="TGO")
    for meeting in ("1MSP", "2MSP"):
        make_term(bodies["reporting"], 1, chad.iso3, meeting, lasts_meetings=1)
    make_term(bodies["status"], 1, chad.iso3, "1MSP", lasts_meetings=1)
    make_term(bodies["status"], 2, togo.iso3, "2MSP", lasts_meetings=1)
    with transaction():
        make_scenario("CCM", title="After the 2MSP", description="Options.", sourcing=NOTE, by=OFFICER)
    return bodies


def draft(kind: ProposalKind, body: str, **columns: Any) -> ProposalDraft:
    return ProposalDraft(kind=kind, title=f"{kind.value}: {body}", body=body, **columns)


def propose(kind: ProposalKind, body: str, **columns: Any) -> ReformProposal:
    with transaction():
        return add_proposal("CCM", "after-the-2msp", draft(kind, body, **columns), sourcing=NOTE, by=OFFICER)


def effects(number: int = 1, meeting: str = "2MSP", *, on: date = TODAY) -> Effects:
    return effects_of(Offices("CCM"), get_proposal("CCM", "after-the-2msp", number), meeting, on=on)


def adopt(number: int = 1, decision: Decision = WHERE, *, expected: str = "", on: date = TODAY) -> None:
    with transaction():
        adopt_proposal(
            "CCM",
            "after-the-2msp",
            number,
            decision=decision,
            expected=expected or effects(number, decision.meeting, on=on).fingerprint,
            on=on,
            by=OFFICER,
        )


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


# Drafting


def test_a_scenario_is_named_in_addresses_after_its_title_and_a_second_with_it_is_refused(
    machinery: dict[str, Body],
) -> None:
    assert db.session.scalars(select(Scenario.slug)).all() == ["after-the-2msp"]

    def again() -> None:
        make_scenario("CCM", title="After the  2MSP!", description="", sourcing=NOTE, by=OFFICER)

    assert refused(again, field="title") == ("Another scenario of this Convention has this title, or nearly. Vary it.")


def test_a_scenario_keeps_its_address_when_its_title_changes(machinery: dict[str, Body]) -> None:
    with transaction():
        change_scenario("CCM", "after-the-2msp", title="Later", description="", sourcing=NOTE, by=OFFICER)
    assert db.session.execute(select(Scenario.slug, Scenario.title)).all() == [("after-the-2msp", "Later")]


def test_proposals_are_numbered_and_a_removed_number_leaves_the_others_alone(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.MERGE, "reporting", into_body="status")
    propose(ProposalKind.AMEND, "status", added=(REVIEW,))
    propose(ProposalKind.INVITE, "table", institution="GICHD")
    with transaction():
        remove_proposal("CCM", "after-the-2msp", 2, by=OFFICER)
    propose(ProposalKind.DISCONTINUE, "reporting")
    assert list(db.session.scalars(select(ReformProposal.number).order_by(ReformProposal.number))) == [1, 3, 4]
    entry = db.session.scalars(select(AuditEntry).filter_by(act="proposal:removed")).one()
    assert (entry.subject_id, entry.details["added"]) == ("CCM/after-the-2msp", REVIEW)


def test_the_number_of_the_last_proposal_is_not_given_again_once_it_is_removed(machinery: dict[str, Body]) -> None:
    for _ in range(2):
        propose(ProposalKind.AMEND, "status", added=(REVIEW,))
    with transaction():
        remove_proposal("CCM", "after-the-2msp", 2, by=OFFICER)
        remove_proposal("CCM", "after-the-2msp", 1, by=OFFICER)
    assert propose(ProposalKind.DISCONTINUE, "reporting").number == 3


@pytest.mark.parametrize(
    ("kind", "body", "columns", "field", "sentence"),
    [
        (ProposalKind.MERGE, "reporting", {"into_body": "reporting"}, "into_body",
         "A body cannot be merged into itself."),
        (ProposalKind.MERGE, "reporting", {}, "into_body", "Say into which body."),
        (ProposalKind.MERGE, "reporting", {"into_body": "sttus"}, "body", "“sttus” is no body of the CCM."),
        (ProposalKind.AMEND, "status", {}, "added", "Write a point to add, or tick one to drop."),
        (ProposalKind.AMEND, "status", {"added": ("Review",)}, "added",
         "Point 1: “Review” is no sentence; say in words what the body is to do."),
        (ProposalKind.AMEND, "status", {"dropped": (REVIEW,)}, "dropped",
         f"The mandate has no point “{REVIEW}” to drop."),
        (ProposalKind.COMPOSITION, "status", {"seats": 41}, "seats", "A body has from 0 to 40 elected seats, not 41."),
        (ProposalKind.COMPOSITION, "status", {}, "seats", "Give the number of elected seats."),
        (ProposalKind.COMPOSITION, "status", {"seats": 2, "renewed_each_time": 3}, "renewed_each_time",
         "Of 2 seats, 3 cannot be renewed."),
        (ProposalKind.COMPOSITION, "status", {"seats": 2, "renewed_each_time": 1}, "seats",
         "The body has this composition already. Nothing would change."),
        (ProposalKind.INVITE, "table", {"institution": " "}, "institution",
         "Name the institution in up to 80 characters."),
    ],
)  # fmt: skip
def test_a_proposal_that_could_not_be_adopted_is_refused(
    machinery: dict[str, Body], kind: ProposalKind, body: str, columns: dict[str, Any], field: str, sentence: str
) -> None:
    def act() -> None:
        add_proposal("CCM", "after-the-2msp", draft(kind, body, **columns), sourcing=NOTE, by=OFFICER)

    assert refused(act, field=field) == sentence


def test_a_proposal_changes_while_it_is_proposed_but_not_its_kind(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.AMEND, "status", added=(REVIEW,))
    with transaction():
        changed = draft(ProposalKind.AMEND, "status", added=(ADVISE,), document="WP.6", paragraph="22")
        change_proposal("CCM", "after-the-2msp", 1, changed, sourcing=NOTE, by=OFFICER)
    row = get_proposal("CCM", "after-the-2msp", 1)
    assert (row.added, row.document, row.paragraph) == ([ADVISE], "WP.6", "22")

    def other_kind() -> None:
        other = draft(ProposalKind.DISCONTINUE, "status")
        change_proposal("CCM", "after-the-2msp", 1, other, sourcing=NOTE, by=OFFICER)

    assert refused(other_kind, field="kind") == ("The kind of a proposal stays. Remove it and add another instead.")


# Adopted


def test_an_adopted_amendment_is_the_next_version_of_the_mandate(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.AMEND, "status", added=(REVIEW,), dropped=("Look after status",))
    adopt()
    newest = db.session.scalars(select(Mandate).filter_by(body="status", version=2)).one()
    assert (newest.points, newest.starts_on, newest.decided_at) == ([REVIEW], date(2011, 9, 10), "2MSP")
    assert (newest.source, newest.notes) == (
        "2MSP;CCM/MSP/2011/5 para 24", "adopted: proposal 1 of “After the 2MSP”"
    )  # fmt: skip
    row = get_proposal("CCM", "after-the-2msp", 1)
    assert (row.state, row.decided_at, row.decided_on) == (ProposalState.ADOPTED, "2MSP", date(2011, 9, 9))
    assert (row.decision_document, row.decision_paragraph) == ("CCM/MSP/2011/5", "24")
    assert acts()[-2:] == ["mandate:amended", "proposal:adopted"]


def test_an_adopted_merger_hands_the_points_over_and_ends_body_terms_and_places(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.MERGE, "reporting", into_body="status")
    assert [(each.iso3, each.term.elected_at) for each in effects().cut] == [("TCD", "2MSP")]
    adopt()
    end = date(2011, 9, 10)
    offices = Offices("CCM")
    assert offices.mandate("status", on=end).points == ["Look after status", "Look after reporting"]
    assert offices.mandate("status", on=date(2011, 9, 9)).points == ["Look after status"]
    body = offices.bodies["reporting"]
    assert (body.ends_before, body.discontinued_at) == (end, "2MSP")
    assert (offices.mandate("reporting", on=end), offices.composition("reporting", on=end)) == (None, None)
    terms = db.session.execute(
        select(Term.elected_at, Term.ended_before, Term.end_reason).filter_by(body="reporting").order_by(Term.id)
    ).all()
    assert terms == [("1MSP", None, ""), ("2MSP", end, "the body was discontinued")]
    held = {day: [each.iso3 for each in offices.holdings("reporting") if each.holds(day)] for day in
            (date(2010, 9, 9), date(2010, 9, 10), date(2011, 9, 9), end)}  # fmt: skip
    assert held == {date(2010, 9, 9): [], date(2010, 9, 10): ["TCD"], date(2011, 9, 9): ["TCD"], end: []}
    assert [place.name for place in offices.places("table", on=end)] == ["GICHD"]
    assert acts()[-3:] == ["mandate:amended", "body:discontinued", "proposal:adopted"]


def test_fewer_seats_end_the_terms_in_those_that_go(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.COMPOSITION, "status", seats=1, renewed_each_time=1)
    adopt()
    rows = db.session.execute(
        select(Composition.seats, Composition.starts_on, Composition.ends_before)
        .filter_by(body="status")
        .order_by(Composition.starts_on)
    ).all()
    assert rows == [(2, date(2010, 1, 1), date(2011, 9, 10)), (1, date(2011, 9, 10), None)]
    ended = db.session.execute(select(Term.iso3, Term.ended_before, Term.end_reason).filter_by(body="status", seat=2))
    assert ended.all() == [("TGO", date(2011, 9, 10), "the seat was discontinued")]
    composed = db.session.scalars(select(AuditEntry).filter_by(act="body:composed")).one()
    assert composed.details == {
        "composition": [
            "Two coordinators for one formal meeting; one of them is replaced at each.",
            "One coordinator for one formal meeting; the seat is filled anew at each.",
        ],
        "first_day": "2011-09-10",
        "meeting": "2MSP",
        "document": "CCM/MSP/2011/5",
        "paragraph": "24",
        "terms_ended": 1,
    }


def test_a_reform_of_the_seats_keeps_what_else_is_said_of_the_composition(machinery: dict[str, Body]) -> None:
    before = db.session.scalars(select(Composition).filter_by(body="status")).one()
    before.mixes, before.holder_stays, before.chair_rule = ["affected-and-donor"], True, ChairRule.MEMBER
    propose(ProposalKind.COMPOSITION, "status", seats=3, renewed_each_time=1)
    adopt()
    after = db.session.scalars(select(Composition).filter_by(body="status", ends_before=None)).one()
    assert (after.seats, after.mixes, after.holder_stays, after.chair_rule) == (
        3, ["affected-and-donor"], True, ChairRule.MEMBER
    )  # fmt: skip


def test_a_standing_invitation_replaces_an_ad_hoc_one(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.INVITE, "table", institution="GICHD")
    adopt()
    offices = Offices("CCM")

    def invited(on: date) -> list[str]:
        return [place.kind.value for place in offices.places("table", on=on) if place.name == "GICHD"]

    assert [invited(day) for day in (date(2011, 9, 9), date(2011, 9, 10))] == [
        ["ad hoc invitation"], ["standing invitation"]
    ]  # fmt: skip


def test_a_discontinued_body_ends_without_an_heir(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.DISCONTINUE, "reporting")
    adopt()
    assert Offices("CCM").bodies["reporting"].ends_before == date(2011, 9, 10)
    assert [row.version for row in db.session.scalars(select(Mandate).filter_by(body="status"))] == [1]


def test_what_was_shown_and_has_changed_since_is_not_adopted(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.MERGE, "reporting", into_body="status")
    shown = effects().fingerprint
    make_term(machinery["reporting"], 1, "TGO", "3MSP", lasts_meetings=1)
    assert refused(lambda: adopt(expected=shown), field="") == (
        "What would happen has changed in the meantime. Look at it again before you adopt."
    )


def test_a_proposal_whose_points_were_changed_since_it_was_shown_is_not_adopted(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.AMEND, "status", added=(REVIEW,))
    shown = effects().fingerprint
    with transaction():
        changed = draft(ProposalKind.AMEND, "status", added=(ADVISE,))
        change_proposal("CCM", "after-the-2msp", 1, changed, sourcing=NOTE, by=OFFICER)
    assert refused(lambda: adopt(expected=shown), field="") == (
        "What would happen has changed in the meantime. Look at it again before you adopt."
    )
    adopt(expected=effects().fingerprint)
    newest = db.session.scalars(select(Mandate).filter_by(body="status", version=2)).one()
    assert newest.points == ["Look after status", ADVISE]


def test_a_decision_is_not_recorded_before_the_meeting_has_opened(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.MERGE, "reporting", into_body="status")
    sentence = "The 4MSP has not opened yet; a decision is recorded once it is taken."
    assert refused(lambda: adopt(decision=Decision("4MSP"), expected="any"), field="meeting") == sentence


def test_nothing_is_adopted_twice_or_about_a_body_that_is_gone(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.MERGE, "reporting", into_body="status")
    propose(ProposalKind.AMEND, "reporting", added=(REVIEW,))
    adopt()
    assert refused(lambda: adopt(expected="any"), field="number") == (
        "Proposal 1 was decided at the 2MSP (adopted); it stays on record as it is."
    )
    assert refused(lambda: adopt(2, expected="any"), field="meeting") == (
        "The Reporting ends on 2011-09-10; nothing can be decided about it from 2011-09-10."
    )


def test_a_term_that_would_begin_afterwards_must_be_put_right_first(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.DISCONTINUE, "reporting")
    later = {"starts_on": date(2012, 1, 1), "counted_from": "", "lasts_meetings": None}
    make_term(machinery["reporting"], 1, "TGO", "", **later)
    assert refused(lambda: adopt(expected="any"), field="meeting") == (
        "Reporting: the term of Togo in seat 1 begins on 2012-01-01, when the seat would be gone. "
        "Correct that term first."
    )


# Not adopted


def test_a_proposal_not_adopted_stays_on_record_and_was_open_until_then(machinery: dict[str, Body]) -> None:
    propose(ProposalKind.MERGE, "reporting", into_body="status")
    with transaction():
        reject_proposal("CCM", "after-the-2msp", 1, decision=WHERE, on=TODAY, by=OFFICER)
    row = get_proposal("CCM", "after-the-2msp", 1)
    assert [state_on(row, day) for day in (date(2011, 9, 8), date(2011, 9, 9))] == [
        ProposalState.PROPOSED, ProposalState.NOT_ADOPTED
    ]  # fmt: skip
    assert Offices("CCM").bodies["reporting"].ends_before is None
    assert acts()[-1] == "proposal:not-adopted"

    def change() -> None:
        remove_proposal("CCM", "after-the-2msp", 1, by=OFFICER)

    assert refused(change, field="number") == (
        "Proposal 1 was decided at the 2MSP (not adopted); it stays on record as it is."
    )
