"""Rights by office: on every day those that follow from the periods of office and of representation."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.models.access import Delegation
from committees.models.bodies import BodyKind, PlaceKind, PlaceOf
from committees.models.terms import RepresentativeKind
from committees.queries.access import office_grants
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from core.accounts.models import User
from core.clock import now
from core.db import db
from core.permissions import Right, Role, holds
from tests.committees.offices import A_DAY, CLOSES, FIRST, LAST, Committee, make_committee, make_place, represented_by
from tests.factories.accounts import make_account
from tests.factories.offices import make_body, make_composition, make_term
from tests.factories.states import added, make_membership, make_state

CHAIRED_FROM = date(2027, 11, 21)  # the day after the close of the 25MSP


@pytest.fixture
def committee(app: Flask) -> Committee:
    return make_committee()


def roles(account: User, on: date, *, body: str | None = "cooperative-compliance") -> set[Role]:
    """The roles by office in one body (or of the whole Convention) on a day."""
    grants = office_grants(account.id)
    return {grant.role for grant in grants if grant.period.contains(on) and grant.body == body}


def edge_days(first: date, last: date) -> tuple[date, date, date, date]:
    return first - A_DAY, first, last, last + A_DAY


def make_delegation(committee: Committee, account: User, starts_on: date, ends_before: date) -> Delegation:
    return added(
        Delegation(
            convention="APMBC",
            body=committee.body.slug,
            account_id=account.id,
            chair_iso3=committee.chile.iso3,
            reason="test",
            starts_on=starts_on,
            ends_before=ends_before,
            given_at=now(),
            given_by="Ada Officer",
        )
    )


def test_a_member_has_rights_from_the_first_to_the_last_day_of_the_term(committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    before, first, last, after = edge_days(FIRST, LAST)
    assert [roles(account, day) for day in (before, first, last, after)] == [
        set(),
        {Role.MEMBER},
        {Role.MEMBER, Role.CHAIR},
        set(),
    ]


def test_a_representative_has_rights_on_the_own_days_only(committee: Committee) -> None:
    first, last = date(2027, 1, 10), date(2027, 2, 20)
    account = represented_by(committee.body, committee.chile, starts_on=first, ends_before=last + A_DAY)
    assert [roles(account, day) for day in edge_days(first, last)] == [set(), {Role.MEMBER}, {Role.MEMBER}, set()]


def test_whoever_represents_the_chair_is_chair_in_its_year_only(committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    chairs = [Role.CHAIR in roles(account, day) for day in edge_days(CHAIRED_FROM, LAST)]
    assert chairs == [False, True, True, False]


def test_a_deputy_acts_for_the_chair_on_the_days_given(committee: Committee) -> None:
    account = make_account(None)
    make_delegation(committee, account, date(2028, 1, 10), date(2028, 1, 21))
    days = edge_days(date(2028, 1, 10), date(2028, 1, 20))
    assert [roles(account, day) for day in days] == [set(), {Role.CHAIR}, {Role.CHAIR}, set()]


def test_no_deputy_outlives_the_chair(committee: Committee) -> None:
    account = make_account(None)
    make_delegation(committee, account, date(2027, 1, 1), date(2029, 12, 31))
    days = edge_days(CHAIRED_FROM, LAST)
    assert [roles(account, day) for day in days] == [set(), {Role.CHAIR}, {Role.CHAIR}, set()]


def test_a_deputy_falls_with_a_chair_that_ends_before_its_time(committee: Committee) -> None:
    account = make_account(None)
    make_delegation(committee, account, date(2028, 1, 1), date(2028, 12, 31))
    term = Offices("APMBC").terms[committee.body.slug][0]
    db.session.execute(
        db.metadata.tables["terms"].update().values(ended_before=date(2028, 3, 1), end_reason="stepped down")
    )
    assert term.iso3 == committee.chile.iso3
    assert roles(account, date(2028, 2, 29)) == {Role.CHAIR}
    assert roles(account, date(2028, 3, 1)) == set()


def test_the_president_chairs_what_the_president_chairs(committee: Committee) -> None:
    make_place(committee.body, PlaceOf.PRESIDENT, kind=PlaceKind.CHAIR)
    account = represented_by(committee.presidency, committee.zambia)
    days = edge_days(FIRST, CLOSES["25MSP"])
    assert [Role.CHAIR in roles(account, day) for day in days] == [False, True, True, False]
    assert [roles(account, day, body=None) for day in days] == [set(), {Role.PRESIDENT}, {Role.PRESIDENT}, set()]
    assert not holds(office_grants(account.id), Right.READ_REGISTERS, on=FIRST, convention="CCM")


def test_the_president_chairs_only_while_the_place_is_the_presidents(committee: Committee) -> None:
    make_place(committee.body, PlaceOf.PRESIDENT, kind=PlaceKind.CHAIR, ends_before=date(2027, 3, 1))
    account = represented_by(committee.presidency, committee.zambia)
    assert roles(account, date(2027, 2, 28)) == {Role.CHAIR}
    assert roles(account, date(2027, 3, 1)) == set()


@pytest.mark.parametrize("of", [PlaceOf.PRESIDENT, PlaceOf.KIND, PlaceOf.GENDER_FOCAL_POINTS])
def test_no_place_outlives_the_body_at_whose_table_it_is(committee: Committee, of: PlaceOf) -> None:
    """Also one that has no end of its own: it was to begin after the decision to discontinue the body."""
    end = date(2028, 3, 1)
    table = make_body("table", kind=BodyKind.COORDINATION, ends_before=end, discontinued_at="25MSP")
    kind = PlaceKind.CHAIR if of is PlaceOf.PRESIDENT else PlaceKind.MEMBER
    make_place(table, of, BodyKind.COMMITTEE.value if of is PlaceOf.KIND else "", kind=kind, starts_on=FIRST)
    if of is PlaceOf.PRESIDENT:
        account = represented_by(committee.presidency, committee.peru)  # presides from 21 November 2027
    else:
        focal = of is PlaceOf.GENDER_FOCAL_POINTS
        as_what = RepresentativeKind.GENDER_FOCAL_POINT if focal else RepresentativeKind.REPRESENTATIVE
        account = represented_by(committee.body, committee.chile, kind=as_what)
    role = Role.CHAIR if of is PlaceOf.PRESIDENT else Role.MEMBER
    assert [roles(account, day, body="table") for day in (end - A_DAY, end)] == [{role}, set()]
    assert roster(Offices("APMBC"), "table", on=end).states == []


def test_whoever_is_named_in_the_committee_for_the_presiding_state_chairs_that_committee_only(
    committee: Committee,
) -> None:
    make_place(committee.body, PlaceOf.PRESIDENT, kind=PlaceKind.CHAIR)
    account = represented_by(committee.body, committee.zambia)
    assert roles(account, FIRST) == {Role.CHAIR}
    assert roles(account, FIRST, body=None) == set()


@pytest.mark.parametrize(("of", "day"), [(PlaceOf.DESIGNATE, date(2026, 1, 10)), (PlaceOf.PAST_PRESIDENT, LAST)])
def test_the_president_to_come_and_the_one_before_sit_where_they_have_a_place(
    committee: Committee, of: PlaceOf, day: date
) -> None:
    make_place(committee.body, of)
    account = represented_by(committee.presidency, committee.zambia)
    assert roles(account, day) == {Role.MEMBER}
    assert roles(account, FIRST) == set()


def test_a_member_sits_at_each_table_where_its_seat_has_a_place(committee: Committee) -> None:
    table = make_body("coordinating-committee", kind=BodyKind.COORDINATION)
    make_place(table, PlaceOf.KIND, BodyKind.COMMITTEE.value, starts_on=date(2027, 1, 1))
    account = represented_by(committee.body, committee.chile)
    days = edge_days(date(2027, 1, 1), LAST)
    assert [roles(account, day, body=table.slug) for day in days] == [set(), {Role.MEMBER}, {Role.MEMBER}, set()]


def test_a_gender_focal_point_is_a_member_where_the_focal_points_meet(committee: Committee) -> None:
    table = make_body("gender-focal-points", kind=BodyKind.FOCAL_POINTS)
    make_place(table, PlaceOf.GENDER_FOCAL_POINTS)
    focal = represented_by(committee.body, committee.chile, kind=RepresentativeKind.GENDER_FOCAL_POINT)
    other = represented_by(committee.body, committee.chile)
    assert [roles(focal, day, body=table.slug) for day in edge_days(FIRST, LAST)] == [
        set(),
        {Role.MEMBER},
        {Role.MEMBER},
        set(),
    ]
    assert roles(other, FIRST, body=table.slug) == set()


def test_coordinators_lead_their_theme(committee: Committee) -> None:
    group = make_body("victim-assistance", kind=BodyKind.WORKING_GROUP)
    make_composition(group, seats=2, seat_role="coordinator", renewed_each_time=1)
    make_term(group, 1, committee.chile.iso3, "24MSP")
    account = represented_by(group, committee.chile)
    assert roles(account, FIRST, body=group.slug) == {Role.CHAIR}


def test_two_offices_give_two_sets_of_rights_each_with_its_days(committee: Committee) -> None:
    other = make_body("universalization", "CCM")
    make_composition(other)
    account = represented_by(committee.body, committee.chile)
    represented_by(other, committee.chile, account=account)
    make_term(other, 1, committee.chile.iso3, "", starts_on=date(2027, 1, 1), counted_from="", lasts_meetings=None)
    grants = office_grants(account.id)
    reads = [
        (holds(grants, Right.READ_COMMITTEE_WORK, on=day, convention="APMBC", body=committee.body.slug), ccm)
        for day in (FIRST, date(2027, 1, 1), LAST + A_DAY)
        for ccm in [holds(grants, Right.READ_COMMITTEE_WORK, on=day, convention="CCM", body=other.slug)]
    ]
    assert reads == [(True, False), (True, True), (False, True)]
    assert not holds(grants, Right.READ_COMMITTEE_WORK, on=FIRST, convention="APMBC", body=other.slug)


def test_a_state_that_leaves_the_convention_takes_the_rights_of_its_people_with_it(committee: Committee) -> None:
    leaver = make_state("Leaver")
    make_membership(
        leaver,
        instrument="accession",
        deposited_on=date(2000, 9, 15),
        entry_into_force_on=date(2001, 3, 1),
        withdrawal_notified_on=date(2026, 12, 1),
        withdrawal_effective_on=date(2027, 6, 1),
    )
    make_term(committee.body, 2, leaver.iso3, "24MSP")
    account = represented_by(committee.body, leaver)
    assert roles(account, date(2027, 5, 31)) == {Role.MEMBER}
    assert roles(account, date(2027, 6, 1)) == set()


def test_a_seat_that_the_body_has_no_more_gives_no_rights(committee: Committee) -> None:
    body = make_body("shrinking")
    make_composition(body, seats=2, renewed_each_time=1, ends_before=date(2027, 6, 1))
    make_composition(body, seats=1, renewed_each_time=1, starts_on=date(2027, 6, 1))
    make_term(body, 2, committee.chile.iso3, "24MSP")
    account = represented_by(body, committee.chile)
    assert roles(account, date(2027, 5, 31), body=body.slug) == {Role.MEMBER}
    assert roles(account, date(2027, 6, 1), body=body.slug) == set()


def test_a_state_without_an_office_gives_no_rights(committee: Committee) -> None:
    account = represented_by(committee.body, committee.peru)
    assert office_grants(account.id) == []


def test_a_right_says_by_which_office_it_came(committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    assert {grant.by for grant in office_grants(account.id)} == {
        "representative of Chile, member of the Committee on Cooperative Compliance",
        "representative of Chile, chair of the Committee on Cooperative Compliance",
    }


DAYS = st.integers(0, 1500).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
SPANS = st.tuples(DAYS, st.integers(1, 600)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    terms=st.lists(st.tuples(st.integers(1, 4), st.booleans(), SPANS), max_size=6),
    represented=st.lists(SPANS, max_size=3),
    probes=st.lists(DAYS, min_size=3, max_size=6),
)
def test_rights_on_any_day_equal_those_derived_by_replaying_the_periods(
    committee: Committee,
    terms: list[tuple[int, bool, tuple[date, date]]],
    represented: list[tuple[date, date]],
    probes: list[date],
) -> None:
    """terms: seat, whether Chile holds it, first day and the day after the last."""
    chile, peru = committee.chile, committee.peru
    body, account = make_body(), make_account(None)
    make_composition(body)
    for seat, own, (first, end) in terms:
        days = {"starts_on": first, "ended_before": end, "end_reason": "test"}
        make_term(body, seat, (chile if own else peru).iso3, "", counted_from="", lasts_meetings=None, **days)
    for first, end in represented:
        represented_by(body, chile, account=account, starts_on=first, ends_before=end)
    edges = [day for span in (*represented, *(span for _, _, span in terms)) for day in span]
    grants, offices = office_grants(account.id), Offices("APMBC")
    for day in {*probes, *edges, *(day - A_DAY for day in edges)}:
        acts = any(first <= day < end for first, end in represented)
        member = any(grant.role is Role.MEMBER and grant.period.contains(day) for grant in grants)
        assert member == (_sits(terms, day) and acts)
        on_roster = [each.state.iso3 for each in roster(offices, body.slug, on=day).states if each.state]
        assert member == (chile.iso3 in on_roster and acts)


def _sits(terms: list[tuple[int, bool, tuple[date, date]]], day: date) -> bool:
    """By replay: in each seat sits whoever came last, until their time is over."""
    for seat in range(1, 5):
        begun = [
            (first, place, own, end)
            for place, (at, own, (first, end)) in enumerate(terms)
            if at == seat and first <= day
        ]
        if begun:
            _first, _place, own, end = max(begun)
            if own and day < end:
                return True
    return False
