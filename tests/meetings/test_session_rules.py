"""What a session must be, and what the house says about one before it is announced."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from meetings.rules.sessions import Occasion, SessionPlan, check_session, minutes_of, overlap, span_of, warnings_of

DAY = date(2021, 6, 24)
MSP = Occasion("19MSP", date(2021, 6, 22), date(2021, 6, 24), needs_interpretation=True)
INFORMAL = Occasion("IM2021", date(2021, 6, 22), date(2021, 6, 24))


def plan(starts: time = time(10), ends: time = time(13), **more: object) -> SessionPlan:
    return SessionPlan(**{"title": "Plenary", "day": DAY, "starts": starts, "ends": ends, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        (plan(title=" "), "title", "Give the session a title."),
        (plan(ends=time(10)), "ends", "would end at 10:00, not after its start at 10:00"),
        (plan(ends=time(9)), "ends", "What goes past midnight is two sessions"),
        (plan(zone="CEST"), "zone", "“CEST” is not a time zone"),
        (plan(time(2, 30), time(4), day=date(2021, 3, 28)), "starts", "they never show 02:30"),
        (plan(time(1), time(2, 30), day=date(2021, 3, 28)), "ends", "they never show 02:30"),
    ],
)
def test_what_cannot_be_held_is_refused(wrong: SessionPlan, field: str, said: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_session(wrong)
    assert refusal.value.field == field
    assert said in refusal.value.message


def test_a_session_is_as_long_as_clocks_that_are_not_changed_say() -> None:
    assert minutes_of(plan()) == 180
    assert minutes_of(plan(time(1), time(4), day=date(2021, 3, 28))) == 120
    assert minutes_of(plan(time(1), time(4), day=date(2021, 10, 31))) == 240


@pytest.mark.parametrize(
    ("starts", "ends", "second", "minutes"),
    [
        (time(2, 15), time(2, 45), False, 30),
        (time(2, 15), time(2, 45), True, 30),
        (time(1, 30), time(2, 30), True, 60),
        (time(2, 30), time(3, 30), False, 120),
        (time(2, 30), time(3, 30), True, 60),
    ],
)
def test_an_hour_shown_twice_is_counted_from_the_beginning_that_is_meant(
    starts: time, ends: time, second: bool, minutes: int
) -> None:
    assert minutes_of(plan(starts, ends, day=date(2021, 10, 31), second_time=second)) == minutes


def test_a_well_planned_session_raises_no_question() -> None:
    morning = plan(interpretation=("EN", "FR"), session_id=1)
    afternoon = plan(time(15), time(18), session_id=2)
    assert warnings_of(morning, [morning, afternoon], MSP) == []


def test_the_same_room_the_same_committee_and_two_plenaries_at_once_are_told() -> None:
    other = plan(
        time(12), time(14), title="Panel", kind="thematic session", room="Room XX", body="victims", session_id=2
    )
    said = warnings_of(plan(room="room xx", kind="thematic session"), [other], INFORMAL)
    assert said == ["“Panel” is in the same room, room xx, from 12:00 to 14:00."]
    said = warnings_of(plan(body="victims", kind="thematic session"), [other], INFORMAL)
    assert said == ["The same committee leads “Panel” from 12:00 to 14:00."]
    assert warnings_of(plan(), [other], INFORMAL) == ["“Panel” is held at the same time, from 12:00 to 14:00."]
    assert warnings_of(plan(ends=time(12)), [other], INFORMAL) == []


def test_more_than_three_hours_without_a_break_is_told() -> None:
    said = "without a break"
    long = plan(time(10), time(13, 1))
    assert [said in " ".join(warnings_of(each, [], INFORMAL)) for each in (plan(), long)] == [False, True]
    assert warnings_of(plan(time(9), time(14)), [], INFORMAL, breaks=[(time(11), 15)]) == []
    assert "3 h 15" in warnings_of(plan(time(9), time(14)), [], INFORMAL, breaks=[(time(10), 45)])[0]


def test_a_formal_session_without_interpretation_is_told_and_an_informal_one_is_not() -> None:
    assert warnings_of(plan(), [], MSP) == ["The 19MSP is formal, and no interpretation is foreseen for this session."]
    assert warnings_of(plan(kind="informal consultation"), [], MSP) == []
    assert warnings_of(plan(), [], INFORMAL) == []


@pytest.mark.parametrize(("day", "said"), [(21, True), (22, False), (24, False), (25, True)])
def test_a_day_that_is_not_the_meetings_is_told(day: int, said: bool) -> None:
    told = " ".join(warnings_of(plan(day=date(2021, 6, day)), [], INFORMAL))
    assert ("is not a day of the IM2021, which is held from 22 June 2021 to 24 June 2021" in told) is said


@pytest.mark.parametrize(("second", "word"), [(False, "first"), (True, "second")])
def test_an_hour_shown_twice_says_which_is_meant(second: bool, word: str) -> None:
    night = plan(time(2, 30), time(5), day=date(2021, 10, 31), second_time=second)
    assert f"show 02:30 twice; the {word} is meant" in " ".join(warnings_of(night, [], Occasion("X", None, None)))


@given(st.data())
def test_two_sessions_overlap_exactly_when_there_is_an_instant_in_both(data: st.DataObject) -> None:
    def any_session() -> SessionPlan:
        minutes = sorted(data.draw(st.lists(st.integers(360, 1380), min_size=2, max_size=2, unique=True)))
        first, last = (time(*divmod(each, 60)) for each in minutes)
        return plan(first, last, zone=data.draw(st.sampled_from(["Europe/Zurich", "Asia/Vientiane", "America/Bogota"])))

    one, other = any_session(), any_session()
    (a, b), (c, d) = span_of(one), span_of(other)
    assert overlap(one, other) == overlap(other, one) == (max(a, c) < min(b, d))
