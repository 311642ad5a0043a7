"""The year: what collides, what could be one journey, the next year prepared from one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from conventions.days import Days
from conventions.models import Meeting, MeetingState
from conventions.workflow import MeetingDescription, add_meeting, cancel_meeting, move_meeting
from core.audit.workflow import Actor
from core.db import db
from correspondence.rules.working_days import Holiday
from meetings.models.agenda import AgendaItem
from meetings.models.sessions import Session
from meetings.queries.agenda import agenda_of
from meetings.queries.year import year_of
from meetings.rules.next_year import a_year_later
from meetings.rules.standing import next_act, standing
from meetings.rules.year import Entry, clashes, one_journey, strip
from meetings.workflow.next_year import next_year_of, prepare_year
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.factories.offices import make_meeting
from tests.states_parties.refusals import refused

BY = Actor("Ada Officer", datetime(2025, 3, 2, 9, 0, tzinfo=UTC))
FAST = {date(2025, 9, 11): Holiday("Genevan Fast", "in Geneva")}


def entry(name: str, first: date, last: date, city: str = "Geneva", convention: str = "CCM") -> Entry:
    return Entry(name, first, last, city, convention)


MSP = entry("the 13MSP", date(2025, 9, 9), date(2025, 9, 12))
TRADE = entry("Arms trade", date(2025, 9, 12), date(2025, 9, 16), convention="")


def test_meetings_that_overlap_and_holidays_in_geneva_are_told() -> None:
    assert clashes([TRADE, MSP], FAST) == [
        "the 13MSP and Arms trade overlap on 1 day, from 12 September 2025.",
        "the 13MSP: 11 September 2025 is a holiday in Geneva: Genevan Fast.",
    ]
    eid = {date(2025, 9, 10): Holiday("Eid", "of the United Nations")}
    assert clashes([MSP], eid) == ["the 13MSP: 10 September 2025 is a holiday of the United Nations: Eid."]
    elsewhere = Entry("the 13MSP", MSP.starts_on, MSP.ends_on, "Vientiane", "CCM")
    assert clashes([elsewhere], FAST) == []


def test_what_concerns_only_others_is_not_told() -> None:
    other = entry("Biological weapons", date(2025, 9, 15), date(2025, 9, 17), convention="")
    assert clashes([TRADE, other], FAST) == []
    assert clashes([MSP, TRADE], {}, of="APMBC") == []
    assert one_journey([TRADE, other]) == []


@pytest.mark.parametrize(
    ("opens", "told"),
    [(12, None), (13, "on the day after"), (14, "2 days later"), (19, "7 days later"), (20, None)],
)
def test_one_journey_is_told_up_to_a_week_apart(opens: int, told: str | None) -> None:
    second = entry("Mine action", date(2025, 9, opens), date(2025, 9, opens), convention="")
    said = one_journey([MSP, second])
    expected = [f"the 13MSP closes in Geneva on 12 September 2025; Mine action opens there {told}."] if told else []
    assert said == expected
    away = entry("Mine action", date(2025, 9, 14), date(2025, 9, 14), "New York", "")
    assert one_journey([MSP, away]) == []


def test_the_strip_shows_a_cancelled_meeting_as_cancelled_and_one_that_is_held_before_it() -> None:
    gone = replace(TRADE, cancelled=True, convention="APMBC")
    line = strip(2025, [gone], {})[gone.starts_on.month - 1]
    assert line.days[gone.starts_on.day - 1].split()[0] == "cancelled"
    both = strip(2025, [gone, replace(gone, cancelled=False)], {})
    assert all("cancelled" not in what for line in both for what in line.days)


def test_the_strip_shows_each_day_once() -> None:
    lines = strip(2025, [MSP, TRADE], FAST)
    assert [len(line.days) for line in lines] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    september = lines[8].days
    assert september[8:16] == [
        "ccm",
        "ccm",
        "ccm holiday",
        "ccm other",
        "other weekend",
        "other weekend",
        "other",
        "other",
    ]


def test_the_year_has_meetings_that_touch_it_and_those_without_days(app: Flask) -> None:
    make_meeting_of_days("RT2025", date(2024, 12, 30), date(2025, 1, 2), kind="retreat")
    make_meeting_of_days("22MSP", date(2025, 12, 1), date(2025, 12, 5))
    make_meeting_of_days("21MSP", date(2024, 11, 20), date(2024, 11, 24))
    make_meeting("23MSP", None)
    make_meeting("WS2025-1", None, kind="workshop", state=MeetingState.CANCELLED)
    found = year_of(2025, ["APMBC"])
    assert [each.short for each in found.dated] == ["RT2025", "22MSP"]
    assert [each.short for each in found.undated] == ["23MSP"]


@pytest.mark.parametrize(
    ("state", "day", "word"),
    [
        ("planned", 21, "planned"),
        ("confirmed", 21, "confirmed"),
        ("planned", 22, "under way"),
        ("confirmed", 24, "under way"),
        ("confirmed", 25, "closed"),
        ("cancelled", 22, "cancelled"),
    ],
)
def test_a_meeting_stands_by_its_days(state: str, day: int, word: str) -> None:
    assert standing(state, date(2021, 6, 22), date(2021, 6, 24), on=date(2021, 6, day)).word == word
    assert standing("planned", None, None, on=date(2021, 6, 22)).word == "no days yet"


def test_what_comes_next_for_a_meeting() -> None:
    opens = date(2021, 6, 22)
    acts = [
        next_act("no days yet", None, sessions=0, planned=0),
        next_act("planned", opens, sessions=0, planned=0),
        next_act("planned", opens, sessions=2, planned=2),
        next_act("confirmed", opens, sessions=2, planned=1),
        next_act("confirmed", opens, sessions=2, planned=0),
        next_act("under way", opens, sessions=2, planned=0),
        next_act("closed", opens, sessions=2, planned=2),
    ]
    assert [each.act if each else None for each in acts] == [
        "Give the meeting its days",
        "Plan its sessions",
        "Confirm the meeting once its days are certain",
        "Confirm the session that is planned",
        "Nothing: days and sessions are confirmed",
        "Follow it in the room",
        None,
    ]


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 9))
def test_a_year_later_is_the_same_weekday_of_the_next_year(first: date, more: int) -> None:
    days = Days(first, first).moved_by(0)
    days = Days(first, Days(first, first).moved_by(more).ends_on)
    later = a_year_later(days)
    assert later.starts_on is not None
    assert later.ends_on is not None
    assert later.starts_on.weekday() == first.weekday()
    assert later.starts_on.year == first.year + 1
    assert (later.ends_on - later.starts_on).days == more


def cycle() -> None:
    msp = make_meeting_of_days("22MSP", date(2025, 12, 1), date(2025, 12, 5), languages=["EN", "FR"])
    make_session(msp, date(2025, 12, 1), title="Opening")
    make_session(msp, date(2025, 12, 5), time(15), time(18), title="Closing")
    make_meeting_of_days("IM2025", date(2025, 6, 17), date(2025, 6, 20), kind="intersessional")
    make_meeting("23MSP", None)


def test_the_next_year_is_shown_before_it_is_made(app: Flask) -> None:
    cycle()
    found = next_year_of("APMBC", 2025)
    assert [(each.short, each.days.in_words, each.sessions, each.waiting) for each in found] == [
        ("IM2026", "16 to 19 June 2026", 0, False),
        ("23MSP", "30 November to 4 December 2026", 2, True),
    ]
    assert db.session.scalars(select(Meeting).where(Meeting.short == "IM2026")).all() == []


def test_the_chosen_meetings_stand_with_their_days_and_sessions(app: Flask) -> None:
    cycle()
    made = prepare_year("APMBC", 2025, ["IM2026", "23MSP"], by=BY)
    assert [(each.short, each.full_name, each.starts_on) for each in made] == [
        ("IM2026", "2026 Intersessional Meetings", date(2026, 6, 16)),
        ("23MSP", "Meeting 23MSP", date(2026, 11, 30)),
    ]
    sessions = db.session.scalars(select(Session).where(Session.meeting_id == made[1].id).order_by(Session.id)).all()
    assert [(each.title, each.day, each.starts) for each in sessions] == [
        ("Opening", date(2026, 11, 30), time(10)),
        ("Closing", date(2026, 12, 4), time(15)),
    ]
    assert {each.sequence for each in sessions} == {0}


def test_items_of_the_agenda_that_recur_are_taken_over(app: Flask) -> None:
    cycle()
    msp = db.session.scalars(select(Meeting).where(Meeting.short == "22MSP")).one()
    for position, (title, recurring) in enumerate((("Opening", True), ("Anniversary", False), ("Closing", True)), 1):
        db.session.add(AgendaItem(meeting_id=msp.id, position=position, title=title, recurring=recurring))
    db.session.flush()
    assert [each.items for each in next_year_of("APMBC", 2025)] == [0, 2]
    [made] = prepare_year("APMBC", 2025, ["23MSP"], by=BY)
    assert [line.label for line in agenda_of(made.id).lines] == ["1 Opening", "2 Closing"]


def test_what_is_prepared_already_is_not_prepared_again(app: Flask) -> None:
    cycle()
    prepare_year("APMBC", 2025, ["IM2026", "23MSP"], by=BY)
    assert [(each.short, each.there) for each in next_year_of("APMBC", 2025)] == [
        ("IM2026", "IM2026"),
        ("23MSP", "23MSP"),
    ]
    said = refused(lambda: prepare_year("APMBC", 2025, ["IM2026"], by=BY), field="")
    assert said == "IM2026 cannot be prepared from 2025: the calendar has changed. Look again."
    assert refused(lambda: prepare_year("APMBC", 2025, [], by=BY), field="") == "Choose at least one meeting."


def test_after_a_review_conference_comes_a_meeting_of_the_states_parties(app: Flask) -> None:
    make_meeting_of_days("21MSP", date(2023, 11, 20), date(2023, 11, 24))
    make_meeting_of_days("5RC", date(2024, 11, 25), date(2024, 11, 29))
    [after] = next_year_of("APMBC", 2024)
    assert (after.short, after.full_name) == ("22MSP", "Twenty-Second Meeting of the States Parties")


def test_meetings_of_a_body_are_counted_within_the_next_year(app: Flask) -> None:
    for number, month in ((1, 2), (2, 5)):
        day = date(2025, month, 4)
        make_meeting_of_days(f"CC2025-{number}", day, day, "CCM", kind="coordination")
    found = next_year_of("CCM", 2025)
    assert [(each.short, each.full_name) for each in found] == [
        ("CC2026-1", "First Meeting of the Coordination Committee in 2026"),
        ("CC2026-2", "Second Meeting of the Coordination Committee in 2026"),
    ]


def days_taken_away(meeting: Meeting) -> None:
    move_meeting("APMBC", meeting.short, Days(), reason="The hall is not certain.", by=BY)


def test_a_meeting_that_waits_again_keeps_the_sessions_it_has(app: Flask) -> None:
    cycle()
    [msp] = prepare_year("APMBC", 2025, ["23MSP"], by=BY)
    days_taken_away(msp)
    offered = next(each for each in next_year_of("APMBC", 2025) if each.short == "23MSP")
    assert (offered.waiting, offered.own, offered.sessions) == (True, 2, 0)
    prepare_year("APMBC", 2025, ["23MSP"], by=BY)
    titles = db.session.scalars(select(Session.title).where(Session.meeting_id == msp.id).order_by(Session.id)).all()
    assert titles == ["Opening", "Closing"]
    assert msp.starts_on == date(2026, 11, 30)


def test_the_name_of_a_cancelled_meeting_is_not_given_again(app: Flask) -> None:
    cycle()
    prepare_year("APMBC", 2025, ["IM2026"], by=BY)
    cancel_meeting("APMBC", "IM2026", reason="No money.", by=BY)
    [made] = prepare_year("APMBC", 2025, ["IM2026-2"], by=BY)
    assert (made.full_name, made.starts_on) == ("2026 Intersessional Meetings (set 2)", date(2026, 6, 16))


def test_no_two_meetings_of_a_body_have_the_same_number(app: Flask) -> None:
    """The first of the next year was cancelled, the second stands."""
    for number, month in ((1, 2), (2, 5)):
        make_meeting_of_days(f"CC2025-{number}", date(2025, month, 4), date(2025, month, 4), "CCM", kind="coordination")
    prepare_year("CCM", 2025, ["CC2026-1", "CC2026-2"], by=BY)
    cancel_meeting("CCM", "CC2026-1", reason="Nobody is here.", by=BY)
    [_there, new] = next_year_of("CCM", 2025)
    assert (new.short, new.full_name) == ("CC2026-3", "Third Meeting of the Coordination Committee in 2026")


def test_two_meetings_that_stand_bear_no_same_name(app: Flask) -> None:
    cycle()
    same = MeetingDescription(full_name="Meeting 22MSP", kind="workshop")
    said = refused(lambda: add_meeting("APMBC", "WS2026-1", same, Days(), by=BY), field="full_name")
    assert said == "The calendar has the Meeting 22MSP already, as 22MSP."
