"""Points of mandates, compositions in words, and the acts that give a body a new version of its mandate."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from committees.models.bodies import ChairRule, Composition, Mandate, Place, PlaceKind, PlaceOf
from committees.rules.composition_words import composition_in_words, places_in_words
from committees.rules.mandates import amended, check_points, compare_points, joined, points_typed
from committees.workflow.mandates import Decision, amend_mandate, correct_mandate
from core.audit.models import AuditEntry
from core.db import db, transaction
from core.errors import RuleViolation
from tests.factories.offices import SOURCED, make_body, make_meeting
from tests.factories.states import NOTE, OFFICER, added
from tests.states_parties.refusals import refused

REVIEW, ADVISE, REPORT = "Review what States report", "Advise States Parties", "Report each year"
SENTENCES = ["Alpha beta", "Gamma delta", "Epsilon zeta", "Eta theta", "Iota kappa"]
POINTS = st.lists(st.sampled_from(SENTENCES), unique=True)


def make_mandate(body: str, *points: str, starts_on: date) -> Mandate:
    columns = {"version": 1, "points": list(points), "starts_on": starts_on, "ends_before": None}
    return added(Mandate(convention="APMBC", body=body, **columns, **SOURCED))


# Points


def test_a_pasted_list_loses_its_bullets_and_numbers() -> None:
    pasted = "1. Review what States report\n\n  • Advise States Parties \n(a) Report  each year\n2020 is a year of work"
    assert points_typed(pasted) == [REVIEW, ADVISE, REPORT, "2020 is a year of work"]


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([], "A mandate needs at least one point. Write each on a line of its own."),
        (["Review"], "Point 1: “Review” is no sentence; say in words what the body is to do."),
        (["1 2 3"], "Point 1: “1 2 3” is no sentence; say in words what the body is to do."),
        ([REVIEW, f"{REVIEW.upper()}."], f"Point 2: “{REVIEW.upper()}.” stands there as point 1 already."),
        (["Review {{ all }}"], "Point 1: “Review {{ all }}” has double braces, double stars or a control character, "
                               "which papers cannot hold."),
        (["a " * 301], f"Point 1: “{'a ' * 28}a…” has 602 characters, more than 600; make two points of it."),
        ([f"Point {number}" for number in range(61)], "A mandate of 61 points is more than the 60 that can be kept."),
    ],
)  # fmt: skip
def test_what_is_no_point_is_refused_by_name(points: list[str], sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_points(points)
    assert (refusal.value.message, refusal.value.field) == (sentence, "points")


def test_several_wrong_points_are_told_together() -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_points(["Review", REPORT, "Advise"])
    assert refusal.value.message == (
        "The points of the mandate: point 1: “Review” is no sentence; say in words what the body is to do; "
        "point 3: “Advise” is no sentence; say in words what the body is to do"
    )


def test_an_amendment_drops_and_adds_and_nothing_else() -> None:
    assert amended([REVIEW, ADVISE], added=[REPORT], dropped=[f"{REVIEW.lower()}."]) == [ADVISE, REPORT]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"dropped": [REPORT]}, f"The mandate has no point “{REPORT}” to drop."),
        ({"added": [REVIEW]}, f"The mandate has the point “{REVIEW}” already."),
        ({"dropped": [REVIEW, ADVISE]}, "The mandate would have no point left. Discontinue the body instead."),
    ],
)
def test_an_amendment_that_does_not_fit_the_mandate_is_refused(change: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        amended([REVIEW, ADVISE], **change)
    assert refusal.value.message == sentence


def test_points_of_two_mandates_are_joined_without_repeating_one() -> None:
    assert joined([REVIEW, ADVISE], [f"{ADVISE}.", REPORT]) == [REVIEW, ADVISE, REPORT]


def test_versions_are_compared_point_by_point_and_word_by_word() -> None:
    found = compare_points([REVIEW, ADVISE, REPORT], [REPORT, "Review what all States report", "Meet the press often"])
    assert [(each.kind, each.old_number, each.new_number) for each in found] == [
        ("dropped", 2, None), ("kept", 3, 1), ("changed", 1, 2), ("added", None, 3)
    ]  # fmt: skip
    assert list(found[2].pieces) == [("kept", "Review what "), ("added", "all "), ("kept", "States report")]
    assert (found[2].old_text, found[2].new_text) == (REVIEW, "Review what all States report")


@settings(deadline=None, max_examples=60)
@given(POINTS, POINTS)
def test_a_comparison_holds_every_point_of_both_exactly_once(old: list[str], new: list[str]) -> None:
    found = compare_points(old, new)
    assert sorted(each.old_number for each in found if each.old_number) == list(range(1, len(old) + 1))
    assert [each.new_number for each in found if each.new_number] == list(range(1, len(new) + 1))
    assert [each.new_text for each in found if each.new_number] == new
    assert {each.old_text for each in found if each.old_number} == set(old)
    assert {each.new_text for each in found if each.kind == "kept"} == set(old) & set(new)


# Compositions in words


def composition(**columns: object) -> Composition:
    usual = {"seats": 4, "seat_role": "member", "term_meetings": 2, "renewed_each_time": 2, "mixes": []}
    return Composition(**{**usual, "chair_rule": ChairRule.NONE, "holder_stays": False, **columns})


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"chair_rule": ChairRule.PRESIDENT},
         "Four members for two formal meetings; two of them are replaced at each; the President chairs."),
        ({"chair_rule": ChairRule.SECOND_YEAR, "mixes": ["affected-and-donor"]},
         "Four members for two formal meetings; two of them are replaced at each; at least one affected State and one "
         "donor are among them; one of the members in its second year chairs, chosen each year."),
        ({"seats": 2, "seat_role": "coordinator", "renewed_each_time": 1},
         "Two coordinators for two formal meetings; one of them is replaced at each."),
        ({"seats": 2, "renewed_each_time": 0},
         "Two members for two formal meetings; none of them is replaced by rule."),
        ({"seats": 1, "seat_role": "coordinator", "term_meetings": 1, "renewed_each_time": 1},
         "One coordinator for one formal meeting; the seat is filled anew at each."),
        ({"seats": 1, "seat_role": "coordinator", "term_meetings": 1, "renewed_each_time": None, "holder_stays": True},
         "One coordinator for one formal meeting; whoever holds a seat stays until replaced."),
        ({"seats": 14, "renewed_each_time": 14},
         "14 members for two formal meetings; all of them are replaced at each."),
        ({"seats": 0, "renewed_each_time": None, "chair_rule": ChairRule.PRESIDENT},
         "No elected seats: its places follow other offices; the President chairs."),
    ],
)  # fmt: skip
def test_a_composition_is_told_in_a_sentence(columns: dict[str, object], words: str) -> None:
    assert composition_in_words(composition(**columns)) == words


def test_places_are_told_by_their_kind_the_chair_first() -> None:
    places = [
        Place(kind=PlaceKind.STANDING_INVITATION, of=PlaceOf.INSTITUTION, name="ICRC"),
        Place(kind=PlaceKind.STANDING_INVITATION, of=PlaceOf.INSTITUTION, name="CMC"),
        Place(kind=PlaceKind.MEMBER, of=PlaceOf.KIND, name="working group"),
        Place(kind=PlaceKind.MEMBER, of=PlaceOf.BODY, name="reporting"),
        Place(kind=PlaceKind.CHAIR, of=PlaceOf.PRESIDENT, name=""),
    ]
    assert places_in_words(places, {"reporting": "Coordinator on Reporting"}) == [
        ("Chair", "the President"),
        ("Members by office", "the holders of all working groups and the holders of the Coordinator on Reporting"),
        ("Standing invitations", "ICRC and CMC"),
    ]


# Versions


@pytest.fixture
def committee(app: Flask) -> str:
    """With a mandate from the close of the 1MSP on 9 September 2010; the 2MSP closed a year later, the 3MSP is open."""
    make_meeting("1MSP", date(2010, 9, 9))
    make_meeting("2MSP", date(2011, 9, 9))
    make_meeting("3MSP", None)
    make_body("clearance", starts_on=date(2010, 9, 10))
    make_mandate("clearance", REVIEW, ADVISE, starts_on=date(2010, 9, 10))
    return "clearance"


def amend(body: str, *points: str, meeting: str = "2MSP", starts_on: date | None = None, follows: int = 1) -> Mandate:
    return amend_mandate(
        "APMBC",
        body,
        points=list(points or (REVIEW, ADVISE, REPORT)),
        decision=Decision(meeting, "APLC/MSP.2/2011/5", "24"),
        starts_on=starts_on,
        follows=follows,
        sourcing=NOTE,
        by=OFFICER,
    )


def versions(body: str) -> list[tuple[int, list[str], date, date | None, str]]:
    rows = db.session.scalars(select(Mandate).filter_by(body=body).order_by(Mandate.version))
    return [(row.version, row.points, row.starts_on, row.ends_before, row.decided_at) for row in rows]


def test_an_amendment_holds_from_the_day_after_the_meeting_that_decided_and_ends_the_version_before(
    committee: str,
) -> None:
    with transaction():
        amend(committee)
    assert versions(committee) == [
        (1, [REVIEW, ADVISE], date(2010, 9, 10), date(2011, 9, 10), ""),
        (2, [REVIEW, ADVISE, REPORT], date(2011, 9, 10), None, "2MSP"),
    ]
    entry = db.session.scalars(select(AuditEntry).filter_by(act="mandate:amended")).one()
    assert (entry.subject_kind, entry.subject_id) == ("body", "APMBC/clearance")
    assert entry.details["points"] == f"added “{REPORT}”"


def test_an_amendment_may_hold_from_a_day_of_its_own(committee: str) -> None:
    with transaction():
        amend(committee, meeting="", starts_on=date(2012, 1, 1))
    assert [(row[0], row[2], row[4]) for row in versions(committee)][1] == (2, date(2012, 1, 1), "")


@pytest.mark.parametrize(
    ("act", "field", "sentence"),
    [
        ({"meeting": ""}, "meeting", "Name the meeting that decided, or the day from which the mandate holds."),
        ({"meeting": "3MSP"}, "starts_on", "The 3MSP has no closing day in the calendar yet. Give the first day."),
        ({"meeting": "22MSP"}, "meeting", "“22MSP” is not a formal meeting in the calendar of the APMBC. "
                                          "Did you mean 2MSP or 3MSP?"),
        ({"meeting": "1MSP"}, "starts_on", "Version 1 holds from 2010-09-10; a new one must begin after that. "
                                           "If that version is wrong, correct it instead."),
        ({"starts_on": date(2009, 1, 1)}, "starts_on", "The Clearance exists from 2010-09-10; its mandate cannot hold "
                                                       "before."),
        ({"follows": 2}, "points", "Version 1 of this mandate was recorded in the meantime. Read it first."),
    ],
)  # fmt: skip
def test_an_amendment_out_of_time_is_refused(committee: str, act: dict, field: str, sentence: str) -> None:
    assert refused(lambda: amend(committee, **act), field=field) == sentence


def test_an_amendment_that_changes_nothing_is_refused(committee: str) -> None:
    assert refused(lambda: amend(committee, REVIEW, ADVISE), field="points") == (
        "These points are those of the present version. Nothing would change."
    )


def test_a_discontinued_body_gets_no_mandate(committee: str) -> None:
    make_body("stockpiles", starts_on=date(2010, 9, 10), ends_before=date(2011, 1, 1))
    assert refused(lambda: amend("stockpiles", follows=0), field="starts_on") == (
        "The Stockpiles was discontinued; it has no mandate from 2011-01-01."
    )


def test_a_first_mandate_is_recorded_as_version_one(committee: str) -> None:
    make_body("stockpiles", starts_on=date(2010, 9, 10))
    with transaction():
        amend("stockpiles", follows=0)
    assert [row[0] for row in versions("stockpiles")] == [1]


def correct(version: int, starts_on: date, *points: str) -> Mandate:
    return correct_mandate(
        "APMBC",
        "clearance",
        version,
        points=list(points or (REVIEW, REPORT)),
        decision=Decision("2MSP", "APLC/MSP.2/2011/5", "25"),
        starts_on=starts_on,
        sourcing=NOTE,
        by=OFFICER,
    )


def test_a_correction_changes_the_version_itself_and_the_history_keeps_its_old_words(committee: str) -> None:
    with transaction():
        amend(committee)
        correct(2, date(2011, 10, 1))
    assert versions(committee) == [
        (1, [REVIEW, ADVISE], date(2010, 9, 10), date(2011, 10, 1), ""),
        (2, [REVIEW, REPORT], date(2011, 10, 1), None, "2MSP"),
    ]
    entry = db.session.scalars(select(AuditEntry).filter_by(act="mandate:corrected")).one()
    assert entry.details["points"] == f"dropped “{ADVISE}”"
    assert entry.details["first_day"] == ["2011-09-10", "2011-10-01"]


@pytest.mark.parametrize(
    ("version", "starts_on", "field", "sentence"),
    [
        (2, date(2010, 9, 10), "starts_on", "Version 1 holds from 2010-09-10; this one must begin after that."),
        (1, date(2011, 9, 10), "starts_on", "This version holds until 2011-09-10; it must begin before."),
        (3, date(2012, 1, 1), "version", "There is no version 3 of this mandate."),
    ],
)
def test_a_correction_keeps_the_versions_in_order(
    committee: str, version: int, starts_on: date, field: str, sentence: str
) -> None:
    with transaction():
        amend(committee)
    assert refused(lambda: correct(version, starts_on), field=field) == sentence
