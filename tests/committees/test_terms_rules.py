"""Terms bounded by meetings, as days: the edges, meetings moved and replaced, and any sequence of terms replayed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.rules.chairs import chair_year
from committees.rules.presidency import past_president, president, president_designate
from committees.rules.terms import NO_LONGER_A_PARTY, BoundedTerm, ChairYear, Holding, chair_periods, holdings, since
from conventions.meeting_order import FormalMeeting, MeetingOrder
from core.errors import RuleViolation
from core.periods import Period

DAY = timedelta(days=1)


def meeting(short: str, closes_on: date | None, presidency: str = "") -> FormalMeeting:
    kind = "RC" if "RC" in short else "MSP"
    return FormalMeeting(short, f"Meeting {short}", kind, closes_on, closes_on, presidency)


CLOSES = {
    "17MSP": date(2018, 11, 30),
    "4RC": date(2019, 11, 29),
    "18MSP": date(2020, 11, 20),
    "19MSP": date(2021, 11, 19),
    "20MSP": date(2022, 11, 25),
}
PRESIDENCIES = {"17MSP": "AFG", "4RC": "NOR", "18MSP": "SDN", "19MSP": "NLD", "20MSP": "COL"}
ORDER = MeetingOrder("APMBC", [meeting(short, day, PRESIDENCIES[short]) for short, day in CLOSES.items()])


def elected(meeting: str, seat: int = 1, iso3: str = "CHL", lasts: int = 2) -> BoundedTerm:
    return BoundedTerm(seat, iso3, elected_at=meeting, counted_from=meeting, lasts_meetings=lasts)


def one(term: BoundedTerm, order: MeetingOrder = ORDER, *, stays: bool = False, **bound: list[Period]) -> Holding:
    [holding] = holdings([term], order, holder_stays=stays, bound=bound)
    return holding


def moved(short: str, closes_on: date | None) -> MeetingOrder:
    return MeetingOrder("APMBC", [meeting(each, closes_on if each == short else day) for each, day in CLOSES.items()])


def test_a_term_runs_from_the_day_after_one_close_through_the_day_of_another() -> None:
    holding = one(elected("18MSP"))
    edges = [date(2020, 11, 20), date(2020, 11, 21), date(2022, 11, 25), date(2022, 11, 26)]
    assert [holding.holds(day) for day in edges] == [False, True, True, False]
    assert holding.ends_with == "20MSP"


def test_a_postponed_meeting_extends_the_term_and_moves_the_beginning_of_the_next() -> None:
    order = moved("20MSP", date(2023, 3, 3))
    first, second = holdings([elected("18MSP"), elected("20MSP", iso3="PAN")], order, holder_stays=False, bound={})
    assert first.period == Period(date(2020, 11, 21), date(2023, 3, 4))
    assert second.period == Period(date(2023, 3, 4))


def test_a_review_conference_in_the_place_of_a_meeting_counts_like_it() -> None:
    replaced = [meeting("5RC" if each == "20MSP" else each, day) for each, day in CLOSES.items()]
    assert one(elected("18MSP"), MeetingOrder("APMBC", replaced)).ends_with == "5RC"


def test_while_the_calendar_does_not_reach_so_far_the_term_has_no_last_day() -> None:
    holding = one(elected("19MSP"))
    assert (holding.period, holding.ends_with) == (Period(date(2021, 11, 20)), "")


def test_a_term_of_a_meeting_without_a_day_has_not_begun() -> None:
    assert one(elected("20MSP"), moved("20MSP", None)).period is None


def test_whoever_stays_until_replaced_is_told_from_which_day_it_only_stays() -> None:
    alone = one(elected("17MSP", lasts=1), stays=True)
    assert (alone.period, alone.stays_from) == (Period(date(2018, 12, 1)), date(2019, 11, 30))
    terms = [elected("17MSP", lasts=1), elected("18MSP", iso3="PAN")]
    first, second = holdings(terms, ORDER, holder_stays=True, bound={})
    assert first.period == Period(date(2018, 12, 1), date(2020, 11, 21))
    assert second.stays_from == date(2022, 11, 26)


def test_a_state_that_leaves_the_convention_leaves_its_seat() -> None:
    party = [Period(date(2013, 6, 1), date(2021, 2, 20))]
    holding = one(elected("18MSP", iso3="POL"), POL=party)
    assert holding.period == Period(date(2020, 11, 21), date(2021, 2, 20))
    assert holding.ended_by == NO_LONGER_A_PARTY
    assert one(elected("19MSP", iso3="POL"), POL=party).period is None
    back = [*party, Period(date(2021, 6, 1))]
    assert one(elected("19MSP", iso3="POL"), POL=back).period == Period(date(2021, 11, 20))


def test_a_cut_term_tells_why() -> None:
    cut = replace(elected("18MSP"), ended_before=date(2021, 5, 1), end_reason="gave up the seat")
    assert (one(cut).period, one(cut).ended_by) == (Period(date(2020, 11, 21), date(2021, 5, 1)), "gave up the seat")


def test_a_chair_serves_from_close_to_close_within_the_term() -> None:
    term = replace(elected("18MSP"), chairs=(ChairYear("20MSP"),))
    assert chair_periods(one(term), ORDER) == [Period(date(2021, 11, 20), date(2022, 11, 26))]
    early = replace(term, ended_before=date(2022, 3, 1), end_reason="left")
    assert chair_periods(one(early), ORDER) == [Period(date(2021, 11, 20), date(2022, 3, 1))]
    before_its_term = replace(term, chairs=(ChairYear("18MSP"),))
    assert chair_periods(one(before_its_term), ORDER) == []


def test_a_chair_who_begins_within_the_year_begins_on_a_day_of_it() -> None:
    assert chair_year(ORDER, "20MSP", date(2022, 3, 1)) == Period(date(2022, 3, 1), date(2022, 11, 26))
    with pytest.raises(RuleViolation, match="1 December 2022 does not lie in the year"):
        chair_year(ORDER, "20MSP", date(2022, 12, 1))


def test_since_counts_back_through_terms_without_a_break() -> None:
    held = holdings(
        [elected("17MSP", lasts=1), elected("4RC", seat=2), elected("20MSP")], ORDER, holder_stays=False, bound={}
    )
    [second] = [each for each in held if each.seat == 2]
    assert since(held, second) == date(2018, 12, 1)
    assert since(held, held[0]) == date(2018, 12, 1)
    last = next(each for each in held if each.term.elected_at == "20MSP")
    assert since(held, last) == date(2022, 11, 26)


@pytest.mark.parametrize(
    ("on", "now", "next_one", "past"),
    [
        (date(2020, 11, 20), "SDN", "NLD", "NOR"),
        (date(2020, 11, 21), "NLD", "COL", "SDN"),
        (date(2021, 11, 19), "NLD", "COL", "SDN"),
        (date(2021, 11, 20), "COL", None, "NLD"),
    ],
)
def test_the_presidency_changes_with_the_close_of_its_meeting(
    on: date, now: str, next_one: str | None, past: str
) -> None:
    found = [held(ORDER, on=on) for held in (president, president_designate, past_president)]
    assert [each.iso3 if each else None for each in found] == [now, next_one, past]


# Any sequence of terms against a replay that goes through the days.

STATES = ("CHL", "PAN", "POL")
days = st.dates(date(2018, 1, 1), date(2024, 12, 31))
terms = st.builds(
    BoundedTerm,
    seat=st.integers(1, 2),
    iso3=st.sampled_from(STATES),
    elected_at=st.sampled_from(list(CLOSES)),
    starts_on=st.none() | days,
    counted_from=st.sampled_from(list(CLOSES)),
    lasts_meetings=st.integers(1, 3),
    ended_before=st.none() | days,
    end_reason=st.just("left"),
)
calendars = st.fixed_dictionaries({short: st.integers(-60, 700) for short in CLOSES}).map(
    lambda delays: [meeting(short, day + timedelta(days=delays[short])) for short, day in CLOSES.items()]
)


def replayed(
    terms: list[BoundedTerm], meetings: list[FormalMeeting], leaves: date, stays: bool, on: date
) -> dict[int, str]:
    """Who sits where, told by walking through what happened up to the day; POL leaves the Convention."""
    in_order = sorted(meetings, key=lambda each: each.closes_on or date.max)
    shorts = [each.short for each in in_order]
    closing = {each.short: each.closes_on for each in in_order}
    seated: dict[int, str] = {}
    begun = [(term.starts_on or closing[term.elected_at] + DAY, place, term) for place, term in enumerate(terms)]  # type: ignore[operator]
    for starts_on, _place, term in sorted(begun, key=lambda each: each[:2]):
        if starts_on > on:
            continue
        seated.pop(term.seat, None)
        last = shorts.index(term.counted_from) + (term.lasts_meetings or 0)
        ends = closing[shorts[last]] if last < len(shorts) else None
        over = ends is not None and on > ends and not stays
        cut = term.ended_before is not None and on >= term.ended_before
        gone = term.iso3 == "POL" and (on >= leaves or starts_on >= leaves)
        if not over and not cut and not gone:
            seated[term.seat] = term.iso3
    return seated


@settings(deadline=None, max_examples=300)
@given(st.lists(terms, max_size=8), calendars, days, st.booleans(), days)
def test_the_roster_of_any_day_equals_a_replay_of_what_happened(
    terms: list[BoundedTerm], meetings: list[FormalMeeting], leaves: date, stays: bool, on: date
) -> None:
    terms = [
        replace(term, id=place, end_reason="left" if term.ended_before else "") for place, term in enumerate(terms)
    ]
    bound = {"POL": [Period(date(2000, 1, 1), leaves)]}
    held = holdings(terms, MeetingOrder("APMBC", meetings), holder_stays=stays, bound=bound)
    changes = {day for each in held if each.period for day in (each.period.starts_on, each.period.ends_before) if day}
    for day in {on, *changes, *(change - DAY for change in changes)}:
        present = [each for each in held if each.holds(day)]
        assert len({each.seat for each in present}) == len(present)
        assert {each.seat: each.iso3 for each in present} == replayed(terms, meetings, leaves, stays, day)
