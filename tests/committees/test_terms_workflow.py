"""Acts on terms, chairs and representatives: what stands afterwards, and what is refused without a trace."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from committees.models.bodies import Body, ChairRule
from committees.models.terms import Chairing, RepresentativeKind, Term
from committees.queries.holders import seat_state
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.workflow.chairs import choose_chair
from committees.workflow.representatives import end_representative, name_representative
from committees.workflow.terms import appoint_state, correct_end, elect_state, end_term, import_term
from conventions.models import Meeting
from core.audit.models import AuditEntry
from core.db import db
from core.errors import RuleViolation
from states_parties.models import Membership
from tests.factories.offices import make_body, make_composition, make_meeting
from tests.factories.states import NOTE, OFFICER, make_party, make_state
from tests.states_parties.refusals import refused

CLOSES = {
    "4RC": date(2019, 11, 29),
    "18MSP": date(2020, 11, 20),
    "19MSP": date(2021, 11, 19),
    "20MSP": date(2022, 11, 25),
    "21MSP": date(2023, 11, 24),
}
BODY = "cooperation"


@pytest.fixture
def body(app: Flask) -> Body:
    """A committee of two, calendar and three States Parties: AAA, BBB, CCC."""
    for short, day in CLOSES.items():
        make_meeting(short, day)
    for iso3 in ("AAA", "BBB", "CCC"):
        make_party(make_state(f"{iso3.title()}land", iso3=iso3))
    body = make_body(BODY)
    make_composition(body, seats=2, renewed_each_time=1)
    return body


def elect(seat: int, iso3: str, meeting: str) -> Term:
    return elect_state("APMBC", BODY, seat=seat, iso3=iso3, meeting=meeting, sourcing=NOTE, by=OFFICER)


def names_on(day: date) -> dict[int, str]:
    return {
        each.seat: each.state.iso3 for each in roster(Offices("APMBC"), BODY, on=day).states if each.state and each.seat
    }


def test_an_elected_state_sits_from_the_day_after_the_close(body: Body) -> None:
    elect(1, "AAA", "18MSP")
    assert [names_on(day) for day in (date(2020, 11, 20), date(2020, 11, 21))] == [{}, {1: "AAA"}]
    assert [names_on(day) for day in (date(2022, 11, 25), date(2022, 11, 26))] == [{1: "AAA"}, {}]
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "term:elected"))
    assert (entry.subject_id, entry.details["state"]) == (f"APMBC/{BODY}", "AAA")


@pytest.mark.parametrize(
    ("act", "field", "sentence"),
    [
        (lambda: elect(3, "BBB", "18MSP"), "seat", "The Cooperation has seats 1 to 2, not a seat 3."),
        (
            lambda: elect(1, "BBB", "19MSP"),
            "seat",
            "Seat 1 is held by Aaaland from 21 November 2020 to 25 November",
        ),
        (lambda: elect(2, "AAA", "19MSP"), "state", "Aaaland is in the Cooperation already, in seat 1, from"),
        (lambda: elect(2, "BBB", "99MSP"), "elected_at", "“99MSP” is not a formal meeting in the calendar"),
        (lambda: elect(2, "XXX", "18MSP"), "state", "“XXX” is not a State of the register."),
        (
            lambda: import_term(
                "APMBC", BODY, seat=2, iso3="BBB", elected_at="20MSP", ends_at="18MSP", sourcing=NOTE, by=OFFICER
            ),
            "ends_at",
            "The term would end with the 18MSP before it begins after the 20MSP.",
        ),
        (
            lambda: appoint_state(
                "APMBC", BODY, seat=2, iso3="BBB", starts_on=date(2021, 5, 1), sourcing=NOTE, by=OFFICER
            ),
            "starts_on",
            "Nobody held seat 2 before 1 May 2021: record an election.",
        ),
    ],
)
def test_what_breaks_a_rule_of_seats_is_refused_by_name(
    body: Body, act: Callable[[], Any], field: str, sentence: str
) -> None:
    elect(1, "AAA", "18MSP")
    assert refused(act, field=field).startswith(sentence)


def test_a_state_that_is_no_party_on_the_first_day_is_refused(body: Body) -> None:
    make_state("Outsideland", iso3="OUT")
    assert refused(lambda: elect(1, "OUT", "18MSP"), field="state").startswith(
        "Outsideland was not bound by the APMBC on 2020-11-21"
    )


def test_a_replacement_serves_what_is_left_of_the_term(body: Body) -> None:
    elect(1, "AAA", "18MSP")
    appoint_state("APMBC", BODY, seat=1, iso3="BBB", starts_on=date(2021, 5, 1), sourcing=NOTE, by=OFFICER)
    assert [names_on(day)[1] for day in (date(2021, 4, 30), date(2021, 5, 1), date(2022, 11, 25))] == [
        "AAA",
        "BBB",
        "BBB",
    ]
    assert names_on(date(2022, 11, 26)) == {}
    assert list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))) == [
        "term:elected",
        "term:ended",
        "term:appointed",
    ]


def test_a_refused_replacement_leaves_the_holder_in_its_seat(body: Body) -> None:
    elect(1, "AAA", "18MSP")
    elect(2, "BBB", "18MSP")

    def act() -> None:
        appoint_state("APMBC", BODY, seat=1, iso3="BBB", starts_on=date(2021, 5, 1), sourcing=NOTE, by=OFFICER)

    assert refused(act, field="state").startswith("Bbbland is in the Cooperation already, in seat 2")


def test_a_term_that_is_ended_leaves_a_vacant_seat(body: Body) -> None:
    term = elect(1, "AAA", "18MSP")
    end_term("APMBC", BODY, term.id, ends_before=date(2021, 5, 1), reason="gave up the seat", by=OFFICER)
    offices = Offices("APMBC")
    days = (date(2020, 11, 20), date(2021, 4, 30), date(2021, 5, 1))
    assert [seat_state(offices, BODY, 1, on=day).value for day in days] == ["holder not documented", "held", "vacant"]
    again = lambda: end_term("APMBC", BODY, term.id, ends_before=date(2021, 6, 1), reason="again", by=OFFICER)  # noqa: E731
    assert refused(again, field="ends_before") == "The term of Aaaland ends on 30 April 2021 anyway."


def test_a_corrected_end_may_not_reach_into_the_next_term(body: Body) -> None:
    term = elect(1, "AAA", "18MSP")
    elect(1, "BBB", "20MSP")
    longer = lambda: correct_end("APMBC", BODY, term.id, ends_at="21MSP", sourcing=NOTE, by=OFFICER)  # noqa: E731
    assert refused(longer, field="seat").startswith("Seat 1 is held by Bbbland from 26 November 2022")
    correct_end("APMBC", BODY, term.id, ends_at="19MSP", sourcing=NOTE, by=OFFICER)
    assert [names_on(day) for day in (date(2021, 11, 19), date(2021, 11, 20))] == [{1: "AAA"}, {}]


def test_the_chair_is_a_member_and_there_is_one(body: Body) -> None:
    elect(1, "AAA", "18MSP")
    elect(2, "BBB", "19MSP")
    choose_chair("APMBC", BODY, iso3="AAA", until_at="20MSP", sourcing=NOTE, by=OFFICER)
    chairs = [roster(Offices("APMBC"), BODY, on=day).chair for day in (date(2021, 11, 19), date(2021, 11, 20))]
    assert [each.name if each else None for each in chairs] == [None, "Aaaland"]
    outsider = lambda: choose_chair("APMBC", BODY, iso3="CCC", until_at="21MSP", sourcing=NOTE, by=OFFICER)  # noqa: E731
    assert refused(outsider, field="state").startswith("Cccland is not a member of the Cooperation on 26")
    decided = {"sourcing": NOTE, "by": OFFICER, "decided_so": "Aaaland asked for it."}
    second = lambda: choose_chair("APMBC", BODY, iso3="BBB", until_at="20MSP", **decided)  # noqa: E731
    assert refused(second, field="until_at") == "Aaaland chairs the Cooperation until the 20MSP already."
    choose_chair("APMBC", BODY, iso3="BBB", until_at="20MSP", starts_on=date(2022, 3, 1), **decided)
    days = (date(2022, 2, 28), date(2022, 3, 1))
    assert [roster(Offices("APMBC"), BODY, on=day).chair.name for day in days] == ["Aaaland", "Bbbland"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("elected_at", "until_at", "lasts", "early"),
    [
        ("18MSP", "19MSP", 2, True),
        ("18MSP", "20MSP", 2, False),
        ("18MSP", "20MSP", 3, True),
        ("20MSP", "21MSP", 2, True),  # the calendar does not show yet with which meeting the term ends
        ("20MSP", "21MSP", 1, False),
    ],
)
def test_a_member_chairs_in_the_last_year_of_its_term_unless_it_was_decided_so(
    body: Body, elected_at: str, until_at: str, lasts: int, early: bool
) -> None:
    term = elect(1, "AAA", elected_at)
    term.lasts_meetings = lasts
    db.session.flush()
    given: dict[str, Any] = {"iso3": "AAA", "until_at": until_at, "sourcing": NOTE, "by": OFFICER}
    if early:
        assert refused(lambda: choose_chair("APMBC", BODY, **given), field="state") == (
            "Aaaland is not in the last year of its term: it would chair the Cooperation too early. If it was decided "
            "so, say why."
        )
    choose_chair("APMBC", BODY, decided_so="No other member was free.", **given)
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "chair:chosen"))
    assert entry.details["decided_so"] == ("No other member was free." if early else None)


def test_any_member_may_chair_where_the_rule_of_the_body_says_so(body: Body) -> None:
    make_composition(make_body("free"), chair_rule=ChairRule.MEMBER)
    elect_state("APMBC", "free", seat=1, iso3="AAA", meeting="18MSP", sourcing=NOTE, by=OFFICER)
    choose_chair("APMBC", "free", iso3="AAA", until_at="19MSP", sourcing=NOTE, by=OFFICER)
    assert roster(Offices("APMBC"), "free", on=date(2021, 1, 1)).chair.name == "Aaaland"  # type: ignore[union-attr]


def test_a_body_without_a_chosen_chair_refuses_one(body: Body) -> None:
    other = make_body("pair")
    make_composition(other, seats=2, chair_rule=ChairRule.NONE)
    act = lambda: choose_chair("APMBC", "pair", iso3="AAA", until_at="20MSP", sourcing=NOTE, by=OFFICER)  # noqa: E731
    assert refused(act, field="state") == "The Pair chooses no chair: nobody chairs it."
    assert db.session.scalars(select(Chairing)).all() == []


def test_a_representative_acts_for_a_state_with_an_office(body: Body) -> None:
    def name(iso3: str) -> Any:
        return name_representative(
            "APMBC",
            BODY,
            iso3=iso3,
            kind=RepresentativeKind.GENDER_FOCAL_POINT,
            person_name="Ada Person",
            starts_on=date(2021, 1, 1),
            sourcing=NOTE,
            by=OFFICER,
        )

    assert refused(lambda: name("BBB"), field="state") == (
        "Bbbland holds no office in the Cooperation, on no day on record."
    )
    elect(1, "AAA", "18MSP")
    person = name("AAA")
    [holder] = roster(Offices("APMBC"), BODY, on=date(2021, 6, 1)).states
    assert [each.person_name for each in holder.people] == ["Ada Person"]
    end_representative(person, ends_before=date(2021, 6, 1), by=OFFICER)
    [holder] = roster(Offices("APMBC"), BODY, on=date(2021, 6, 1)).states
    assert holder.people == ()


# Any sequence of acts.

states = st.sampled_from(("AAA", "BBB", "CCC"))
meetings = st.sampled_from(tuple(CLOSES))
days = st.dates(date(2019, 6, 1), date(2024, 6, 30))
acts = st.one_of(
    st.tuples(st.just("elect"), st.integers(1, 3), states, meetings),
    st.tuples(st.just("appoint"), st.integers(1, 2), states, days),
    st.tuples(st.just("end"), st.integers(0, 5), days),
    st.tuples(st.just("postpone"), meetings, st.integers(0, 400)),
    st.tuples(st.just("withdraw"), states, days),
)


def do(act: tuple[Any, ...]) -> None:
    match act:
        case ("elect", seat, iso3, meeting):
            elect(seat, iso3, meeting)
        case ("appoint", seat, iso3, day):
            appoint_state("APMBC", BODY, seat=seat, iso3=iso3, starts_on=day, sourcing=NOTE, by=OFFICER)
        case ("end", place, day):
            if ids := db.session.scalars(select(Term.id).order_by(Term.id)).all():
                end_term("APMBC", BODY, ids[place % len(ids)], ends_before=day, reason="left", by=OFFICER)
        case ("postpone", short, delay):
            meeting = db.session.scalars(select(Meeting).where(Meeting.short == short)).one()
            meeting.starts_on = meeting.ends_on = CLOSES[short] + timedelta(days=delay)
        case ("withdraw", iso3, day):
            bond = db.session.scalars(select(Membership).where(Membership.iso3 == iso3)).one()
            if bond.withdrawal_notified_on is None:
                bond.withdrawal_notified_on, bond.withdrawal_effective_on = day, day + timedelta(days=180)
    db.session.flush()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, min_size=1, max_size=8))
def test_any_sequence_of_acts_keeps_one_state_in_a_seat_and_no_seat_too_many(
    body: Body, acts: list[tuple[Any, ...]]
) -> None:
    outer = db.session.begin_nested()
    for act in acts:
        before = len(db.session.scalars(select(Term)).all())
        try:
            with db.session.begin_nested():
                do(act)
        except RuleViolation:
            db.session.expire_all()
            assert len(db.session.scalars(select(Term)).all()) == before
    offices = Offices("APMBC")
    edges = {
        day
        for each in offices.holdings(BODY)
        if each.period
        for day in (each.period.starts_on, each.period.ends_before)
        if day
    }
    for day in sorted(edges | {edge - timedelta(days=1) for edge in edges}):
        seated = [each for each in offices.holdings(BODY) if each.holds(day)]
        assert len({each.seat for each in seated}) == len(seated) <= 2
        shown = {each.seat: each.state.iso3 for each in roster(offices, BODY, on=day).states if each.state}
        assert shown == {each.seat: each.iso3 for each in seated}
        assert all(holds_as_party(each.iso3, day) for each in seated)
    outer.rollback()
    db.session.expire_all()


def holds_as_party(iso3: str, day: date) -> bool:
    bond = db.session.scalars(select(Membership).where(Membership.iso3 == iso3)).one()
    return bond.withdrawal_effective_on is None or day < bond.withdrawal_effective_on
