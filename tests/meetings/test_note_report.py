"""Whether a concept note agrees with roster, timetable, calendar and answers: each disagreement in one sentence."""

from dataclasses import replace
from datetime import date, time

import pytest

from meetings.rules.concept_notes import Content, Document
from meetings.rules.hours import hours_in_utc, when_in_words
from meetings.rules.note_report import NoteFacts, consistency_findings, typed_members
from meetings.rules.panel import TimeBudget
from meetings.rules.sessions import SessionPlan

CONTENT = Content(theme="Compliance", documents=(Document("Plan", "https://example.org"),))
BUDGET = TimeBudget(120, 40, 80, 16, 26)
FACTS = NoteFacts(
    day=date(2021, 6, 24),
    starts=time(13),
    ends=time(15),
    zone="Europe/Zurich",
    body="Committee",
    members=("Chile", "the Netherlands", "Panama", "Poland", "Spain"),
    chair="the Netherlands",
    names_with_and=("Bosnia and Herzegovina",),
    meeting="IM2021",
    meeting_days=(date(2021, 6, 22), date(2021, 6, 24)),
    meeting_zone="Europe/Zurich",
    slots=((time(13), 120),),
    moderators=("Ada Ek",),
    panel=(("Ada Ek", "confirmed"), ("Bo Lind", "confirmed")),
)


def told(facts: NoteFacts = FACTS, content: Content = CONTENT, budget: TimeBudget = BUDGET) -> list[str]:
    return [finding.words for finding in consistency_findings(content, facts, budget)]


def test_where_all_agrees_nothing_is_told() -> None:
    assert told() == []
    assert told(content=replace(CONTENT, members="Chile, the Netherlands (Chair), Panama, Poland and Spain")) == []


def test_a_typed_line_that_names_four_of_five_members_is_found() -> None:
    """As the concept note of 24 June 2021 does."""
    line = "(Chile, the Netherlands (Chair), Panama, Spain)"
    assert told(content=replace(CONTENT, members=line)) == [
        "The line of members names 4 of 5: on 24 June 2021 Poland is a member too."
    ]


def test_strangers_and_another_chair_in_a_typed_line_are_found() -> None:
    line = "Chile (Chair), Netherlands, Panama, Poland, Spain, Bosnia and Herzegovina"
    assert told(content=replace(CONTENT, members=line)) == [
        "On 24 June 2021 Bosnia and Herzegovina is no member of the Committee.",
        "The line of members marks Chile as chair; on 24 June 2021 the Netherlands chairs.",
    ]
    assert typed_members("Chad; Togo (chair, from May) and Peru") == (["Chad", "Togo", "Peru"], "Togo")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"chair": ""}, "On 24 June 2021 nobody is on record as chair of the Committee."),
        (
            {"meeting_days": (date(2021, 6, 22), date(2021, 6, 23))},
            "The session is on 24 June 2021; the IM2021 runs from 22 June 2021 to 23 June 2021.",
        ),
        (
            {"zone": "America/New_York"},
            "The hours of the session are of America/New_York; the clocks of the IM2021 are of Europe/Zurich.",
        ),
        ({"slots": ()}, "Nothing of the session stands in the timetable yet."),
        (
            {"slots": ((time(14), 61),)},
            "The timetable has a piece of 61 minutes at 14:00; the session is from 13:00-15:00.",
        ),
        (
            {"slots": ((time(12, 59), 1),)},
            "The timetable has a piece of 1 minute at 12:59; the session is from 13:00-15:00.",
        ),
        ({"moderators": ()}, "No moderator is named."),
        ({"panel": ()}, "Nobody is on the panel yet."),
        ({"panel": (("Ada Ek", "not invited"), ("Bo Lind", "not invited"))}, "Ada Ek and Bo Lind: not invited yet."),
        ({"panel": (("Bo Lind", "awaited"),)}, "Bo Lind: awaited: not confirmed yet."),
        ({"elsewhere": (("Bo Lind", "Plenary"),)}, "Bo Lind is in another session at the same time: Plenary."),
    ],
)
def test_each_disagreement_is_one_sentence(change: dict[str, object], sentence: str) -> None:
    assert told(replace(FACTS, **change)) == [sentence]


@pytest.mark.parametrize("day", [date(2021, 6, 22), date(2021, 6, 24)])
def test_the_first_and_the_last_day_belong_to_the_meeting(day: date) -> None:
    assert told(replace(FACTS, day=day)) == []


def test_more_minutes_than_the_session_has_are_found() -> None:
    assert told(budget=TimeBudget(120, 40, 81, 16, 26)) == [
        "The panel needs 40 minutes and the floor 81: 1 more than the 120 of the session."
    ]


def test_a_document_without_a_link_is_found() -> None:
    assert told(content=replace(CONTENT, documents=(Document("Plan", ""),))) == ["Document 1 has no link: “Plan”."]


@pytest.mark.parametrize(
    ("day", "starts", "zone", "when", "in_utc"),
    [
        (date(2021, 6, 24), 13, "Europe/Zurich", "Thursday, 24 June 2021, 13:00-15:00 CEST", "11:00-13:00 UTC"),
        (date(2021, 12, 1), 13, "Europe/Zurich", "Wednesday, 1 December 2021, 13:00-15:00 CET", "12:00-14:00 UTC"),
        (
            *(date(2021, 6, 24), 6, "Asia/Vientiane", "Thursday, 24 June 2021, 06:00-08:00 UTC+07"),
            "23:00-01:00 UTC, beginning on 23 June 2021",
        ),
    ],
)
def test_hours_are_told_with_the_zone_of_the_day(day: date, starts: int, zone: str, when: str, in_utc: str) -> None:
    plan = SessionPlan("A session", day, time(starts), time(starts + 2), zone=zone)
    assert (when_in_words(plan), hours_in_utc(plan)) == (when, in_utc)
