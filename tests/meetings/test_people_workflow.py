"""The acts on delegations, persons and sponsorship, and what each refuses."""

from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import select

from conventions.models import Meeting
from core.audit.models import AuditEntry
from core.db import db, transaction
from meetings.models.people import Attendance, Credentials, Delegate, OrganisationKind
from meetings.models.sessions import Session
from meetings.models.timetable import Gender
from meetings.queries.people import people_of
from meetings.queries.sponsorship import get_round
from meetings.rules.people import Capacity, capacity_of_state, day_of_list
from meetings.workflow.delegates import Person, add_person, change_person, remove_person, withdraw_consent
from meetings.workflow.delegations import (
    DelegationPlan,
    add_delegation,
    change_delegation,
    record_attendance,
    remove_delegation,
    set_registration,
)
from meetings.workflow.sponsorship import RoundPlan, add_contribution, make_round, sponsor_delegate
from states_parties.rules.standing import Standing
from tests.factories.states import NOTE, added, make_membership, make_obligation, make_party, make_state
from tests.meetings.papers import BY, TODAY, meeting_of_papers
from tests.meetings.people import delegation, party, person, women_and_men
from tests.states_parties.refusals import refused

OPENS = date(2027, 12, 7)


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return meeting_of_papers()


def test_a_delegation_takes_part_once(meeting: Meeting) -> None:
    state = party("Ruritania")
    delegation(meeting, state)
    delegation(meeting, "A campaign")
    assert refused(lambda: add_delegation(meeting, DelegationPlan(), iso3=state.iso3, by=BY), field="state") == (
        "Ruritania takes part in the 24MSP already."
    )
    again = {"organisation": "A Campaign", "kind": OrganisationKind.OTHER}
    assert refused(lambda: add_delegation(meeting, DelegationPlan(), **again, by=BY), field="organisation") == (
        "A Campaign takes part in the 24MSP already."
    )


def test_an_unknown_state_and_an_organisation_of_no_kind_are_refused(meeting: Meeting) -> None:
    assert refused(lambda: add_delegation(meeting, DelegationPlan(), iso3="XXX", by=BY), field="state") == (
        "“XXX” is not a State of the register."
    )
    assert refused(lambda: add_delegation(meeting, DelegationPlan(), organisation="A club", by=BY), field="kind") == (
        "Say what kind of organisation it is."
    )


def test_credentials_have_a_day_that_has_come(meeting: Meeting) -> None:
    row = delegation(meeting, party("Ruritania"))
    without = DelegationPlan(credentials=Credentials.COPY)
    assert refused(lambda: change_delegation(row, without, by=BY), field="credentials_on") == (
        "Give the day of the credentials, and no day where there are none."
    )
    to_come = DelegationPlan(credentials=Credentials.COPY, credentials_on=date(2027, 12, 1))
    assert refused(lambda: change_delegation(row, to_come, by=BY), field="credentials_on") == (
        "This day is still to come."
    )
    with transaction():
        change_delegation(row, DelegationPlan(credentials=Credentials.IN_ORDER, credentials_on=TODAY), by=BY)
    assert row.credentials is Credentials.IN_ORDER


def test_a_person_stands_once_in_a_delegation_however_the_name_is_written(meeting: Meeting) -> None:
    row = delegation(meeting, party("Ruritania"), person("José Example", head=True))
    assert refused(lambda: add_person(row, Person("jose example"), by=BY), field="name") == (
        "José Example is in the delegation already."
    )
    assert refused(lambda: add_person(row, Person("Ana", head=True), by=BY), field="head") == (
        "José Example heads the delegation. It has one head."
    )


def test_gender_and_survivors_are_kept_with_consent_only(meeting: Meeting) -> None:
    row = delegation(meeting, party("Ruritania"))
    said = "Gender, and whether somebody is a survivor, are kept only with the day on which the person agreed."
    assert refused(lambda: add_person(row, Person("Ana", gender=Gender.WOMAN), by=BY), field="consent_on") == said
    assert refused(lambda: add_person(row, Person("Ana", survivor=False), by=BY), field="consent_on") == said


def test_who_withdraws_consent_is_erased_from_the_figures(meeting: Meeting) -> None:
    row = delegation(meeting, party("Ruritania"), *women_and_men(6, 6))
    before = people_of(meeting, on=TODAY).women.total
    woman = db.session.scalars(select(Delegate).where(Delegate.gender == Gender.WOMAN).limit(1)).one()
    with transaction():
        withdraw_consent(row, woman, by=BY)
    after = people_of(meeting, on=TODAY).women.total
    assert ((before.counted, before.said), (after.counted, after.said)) == ((6, 12), (5, 11))
    assert (woman.gender, woman.survivor, woman.consent_on) == (None, None, None)
    assert refused(lambda: withdraw_consent(row, woman, by=BY), field="") == (
        f"{woman.name} has not agreed to anything that could be withdrawn."
    )


def test_the_log_says_nothing_of_gender_or_survivors(meeting: Meeting) -> None:
    row = delegation(meeting, party("Ruritania"), person("Ana", Gender.WOMAN, survivor=True))
    ana = db.session.scalars(select(Delegate)).one()
    with transaction():
        change_person(row, ana, person("Ana", Gender.OTHER), consent_seen=ana.consent_on, by=BY)
        withdraw_consent(row, ana, by=BY)
    told = str([entry.details for entry in db.session.scalars(select(AuditEntry))])
    assert not any(word in told for word in ("gender", "woman", "other", "survivor", "True"))


def test_a_delegation_taken_off_takes_its_persons_and_its_presence_along(meeting: Meeting) -> None:
    row, other = delegation(meeting, party("Ruritania"), person("Ana")), delegation(meeting, party("Zenda"))
    session = plenary(meeting)
    with transaction():
        record_attendance(session, [row.id, other.id], by=BY)
        remove_delegation(row, by=BY)
    assert db.session.scalars(select(Delegate)).all() == []
    assert db.session.scalars(select(Attendance.delegation_id)).all() == [other.id]


def test_only_delegations_of_the_meeting_are_present(meeting: Meeting) -> None:
    elsewhere = meeting_of_papers("25MSP", starts_on=date(2028, 12, 4), ends_on=date(2028, 12, 8))
    stranger, session = delegation(elsewhere, party("Ruritania")), plenary(meeting)
    assert refused(lambda: record_attendance(session, [stranger.id], by=BY), field="present") == (
        "One of these delegations does not take part in the meeting."
    )


def test_a_person_taken_off_is_erased(meeting: Meeting) -> None:
    row = delegation(meeting, party("Ruritania"), person("Ana"), person("Ben"))
    ana = db.session.scalars(select(Delegate).where(Delegate.name == "Ana")).one()
    with transaction():
        remove_person(row, ana, by=BY)
    assert db.session.scalars(select(Delegate.name)).all() == ["Ben"]


def test_the_last_day_for_notes_lies_before_the_end_and_has_a_source(meeting: Meeting) -> None:
    after = date(2028, 1, 1)
    assert refused(lambda: set_registration(meeting, notify_by=after, source="note", by=BY), field="notify_by") == (
        "The day lies after the meeting."
    )
    assert "Say where the day stands" in refused(
        lambda: set_registration(meeting, notify_by=OPENS, source=" ", by=BY), field="source"
    )


def test_capacities_follow_the_standing_on_the_day(meeting: Meeting) -> None:
    joins = make_state("Zenda")
    make_party(joins, in_force_on=date(2027, 1, 1))
    signed = make_state("Ruritania")
    make_membership(signed, signature_on=date(1998, 1, 1))
    for state in (joins, signed):
        delegation(meeting, state)

    def capacities(on: date) -> dict[str, Capacity]:
        return {each.name: each.capacity for each in people_of(meeting, on=on).delegations}

    assert capacities(date(2026, 12, 31)) == {"Zenda": Capacity.NOT_YET_IN_FORCE, "Ruritania": Capacity.SIGNATORY}
    assert capacities(date(2027, 1, 1)) == {"Zenda": Capacity.STATE_PARTY, "Ruritania": Capacity.SIGNATORY}
    assert capacity_of_state(Standing.WITHDRAWN) is Capacity.NOT_PARTY


def test_affected_states_are_those_with_mined_areas_still_to_clear(meeting: Meeting) -> None:
    affected, done = party("Ruritania"), party("Zenda")
    make_obligation(affected, article="5", initial_deadline=date(2030, 1, 1))
    make_obligation(done, article="5", initial_deadline=date(2030, 1, 1), completed_on="2020")
    for state in (affected, done):
        delegation(meeting, state)
    people = people_of(meeting, on=TODAY)
    assert {each.name: each.affected for each in people.delegations} == {"Ruritania": True, "Zenda": False}


def test_first_time_is_told_only_where_earlier_lists_are_on_record(meeting: Meeting) -> None:
    old, new = party("Ruritania"), party("Zenda")
    for state in (old, new):
        delegation(meeting, state)
    assert {each.first_time for each in people_of(meeting, on=TODAY).delegations} == {None}
    earlier = meeting_of_papers("22MSP", starts_on=date(2025, 12, 1), ends_on=date(2025, 12, 5))
    delegation(earlier, old)
    people = people_of(meeting, on=TODAY)
    assert {each.name: each.first_time for each in people.delegations} == {"Ruritania": False, "Zenda": True}
    assert people.first_time == 1


def test_survivors_of_fewer_than_five_are_not_told(meeting: Meeting) -> None:
    survivors = [person(f"S{number}", survivor=True) for number in range(4)]
    others = [person(f"O{number}", survivor=False) for number in range(9)]
    row = delegation(meeting, party("Ruritania"), *survivors, *others)
    assert people_of(meeting, on=TODAY).survivors.total.counted is None
    with transaction():
        add_person(row, person("S5", survivor=True), by=BY)
    assert people_of(meeting, on=TODAY).survivors.total.counted == 5


def test_a_list_shows_standings_of_the_first_day_once_it_has_come() -> None:
    assert day_of_list(OPENS, TODAY) == TODAY
    assert day_of_list(OPENS, date(2030, 1, 1)) == OPENS
    assert day_of_list(None, TODAY) == TODAY


def test_a_round_pays_for_a_person_once_and_counts_its_costs(app: Flask) -> None:
    state = make_state("Ruritania")
    with transaction():
        row = make_round("APMBC", RoundPlan("For the 24MSP", 2027, 2027), NOTE, by=BY)
        add_contribution(row, donor="Zenda", amount=5_000, received_on=None, by=BY)
        costs = {"travel": 900, "lodging": 700, "allowance": 400}
        sponsor_delegate(get_round("APMBC", row.id), iso3=state.iso3, name="Ana", **costs, by=BY)
    found = get_round("APMBC", row.id)
    assert (found.figures.amount, found.figures.delegates, found.spent) == (5_000, 1, 2_000)
    again = {"iso3": state.iso3, "name": "ana", "travel": 0, "lodging": 0, "allowance": 0}
    assert refused(lambda: sponsor_delegate(found, **again, by=BY), field="name") == (
        "ana is sponsored in this round already."
    )


def test_more_states_than_delegates_cannot_be_told(app: Flask) -> None:
    plan = RoundPlan("For the 24MSP", 2027, 2027, told_delegates=16, told_states=17)
    assert refused(lambda: make_round("APMBC", plan, NOTE, by=BY), field="told_states") == (
        "More States than delegates cannot have been sponsored."
    )


def plenary(meeting: Meeting) -> Session:
    with transaction():
        return added(
            Session(
                meeting_id=meeting.id,
                title="Opening",
                day=OPENS,
                starts=time(10),
                ends=time(13),
                zone="Europe/Zurich",
                changed_at=BY.at,
            )
        )
