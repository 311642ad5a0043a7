"""Meetings are numbered and named as both calendars do it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from conventions.kinds import MEETING_KINDS, kind_of
from conventions.naming import next_name, numbered_name, part_number, whole_of
from conventions.queries import meetings_of
from conventions.registry import get_convention
from conventions.rules import meeting_name
from core.errors import RuleViolation
from core.wording import ordinal_in_words


def test_numbered_meetings_of_the_calendar_have_the_names_the_rule_gives(registers: object) -> None:
    told = [
        (each.convention, each.short, each.full_name)
        for code in ("APMBC", "CCM")
        for each in meetings_of(code)
        if each.kind in ("MSP", "RC") and "-" not in each.short
    ]
    named = [
        (
            code,
            *vars(
                numbered_name(get_convention(code), kind_of(meeting_name(short)[0]), meeting_name(short)[1])
            ).values(),
        )
        for code, short, _ in told
    ]
    assert len(told) > 40
    assert named == told


def test_the_next_meeting_of_each_kind() -> None:
    taken = {"19MSP", "20MSP", "2RC-1", "2RC-2", "2RC-PM1", "IM2026", "CC2026-1", "CM2026-1", "WS2026-1"}

    def named(kind: str, **more: str) -> tuple[str, str]:
        name = next_name(CCM, MEETING_KINDS[kind], taken, year=2026, **more)  # type: ignore[arg-type]
        return name.short, name.full

    assert [
        named("MSP"),
        named("RC"),
        named("preparatory", conference="3RC"),
        named("preparatory", conference="2RC"),
        named("intersessional"),
        named("workshop"),
        named("special"),
    ] == [
        ("21MSP", "Twenty-First Meeting of States Parties"),
        ("3RC", "Third Review Conference"),
        ("3RC-PM1", "First Preparatory Meeting of the Third Review Conference"),
        ("2RC-PM2", "Second Preparatory Meeting of the Second Review Conference"),
        ("IM2026-2", "2026 Intersessional Meeting (set 2)"),
        ("WS2026-2", "Second Workshop in 2026"),
        ("1SMSP", "First Special Meeting of States Parties"),
    ]


def test_meetings_of_a_body_are_counted_within_the_year_and_never_share_a_short_name() -> None:
    taken = {"CM2026-1", "CM2026-2"}
    name = next_name(
        APMBC, MEETING_KINDS["committee"], taken, year=2026, body_name="Committee on Victim Assistance", body_meetings=0
    )
    assert (name.short, name.full) == ("CM2026-3", "First Meeting of the Committee on Victim Assistance in 2026")


def test_a_preparatory_meeting_needs_its_conference() -> None:
    with pytest.raises(RuleViolation, match="“19MSP” is no Review Conference"):
        next_name(APMBC, MEETING_KINDS["preparatory"], set(), year=2026, conference="19MSP")


@pytest.mark.parametrize(
    ("short", "whole", "number"),
    [
        ("2RC-1", "2RC", 1),
        ("2RC-2", "2RC", 2),
        ("2RC-PM1", "2RC-PM1", 0),
        ("IM2026-2", "IM2026-2", 0),
        ("9MSP", "9MSP", 0),
    ],
)
def test_a_part_knows_its_whole(short: str, whole: str, number: int) -> None:
    assert (whole_of(short), part_number(short)) == (whole, number)


@given(st.integers(1, 99))
def test_ordinals_are_the_numbers_they_say(number: int) -> None:
    ones = dict(enumerate(("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")))
    tens = {2: "twent", 3: "thirt", 4: "fort", 5: "fift", 6: "sixt", 7: "sevent", 8: "eight", 9: "ninet"}
    told = ordinal_in_words(number)
    if number > 20 and number % 10:
        assert told == f"{tens[number // 10]}y-{ones[number % 10]}"
    elif number >= 20:
        assert told == f"{tens[number // 10]}ieth"
    else:
        assert told.endswith(("first", "second", "third", "th"))
    assert [ordinal_in_words(each) for each in range(1, 100)].count(told) == 1
