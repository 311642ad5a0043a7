from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.rules.members import Seated, Stretch, cycle_of, members_line
from committees.rules.paper import MEMBERS, Content, Section, added, arranged, left_out, rewritten
from committees.rules.paper_facts import Fact, Facts, drafted, fact_answered, fact_taken, redrafted
from committees.rules.paper_versions import changes_between, merged
from conventions.meeting_order import FormalMeeting, MeetingOrder
from core.periods import Period


def fact(number: int, sentence: str = "", section: Section = Section.ACTIVITIES) -> Fact:
    return Fact(f"{section[:-1]}-{number}", section, number, sentence or f"Sentence {section} {number}.")


def facts(*found: Fact, members: str = "Chile and Spain") -> Facts:
    return Facts("Title 2021-2022", "Committee", members, found)


TWO = facts(fact(1), fact(2), fact(1, section=Section.PRIORITIES))


def texts(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs]


def test_one_numbering_runs_through_both_sections() -> None:
    assert drafted(TWO).numbers() == {"activitie-1": 1, "activitie-2": 2, "prioritie-1": 3}
    assert left_out(drafted(TWO), "activitie-1", "too small").numbers() == {"activitie-2": 1, "prioritie-1": 2}


def test_content_goes_through_json() -> None:
    content = left_out(added(drafted(TWO), "own-1", Section.PRIORITIES, "By hand."), "activitie-2", "because")
    assert Content.from_json(content.to_json()) == content


def test_what_nobody_edited_follows_the_log() -> None:
    now = facts(fact(1, "Said anew."), fact(2), fact(1, section=Section.PRIORITIES))
    found = redrafted(drafted(TWO), now)
    assert texts(found.content) == ["Said anew.", "Sentence activities 2.", "Sentence priorities 1."]
    assert found.told == ("Activity 1 has changed: Said anew.",)


def test_what_was_edited_stays_and_is_told_until_it_is_answered() -> None:
    edited = rewritten(drafted(TWO), "activitie-1", "By hand.")
    now = facts(fact(1, "Said anew."), fact(2), fact(1, section=Section.PRIORITIES))
    found = redrafted(edited, now)
    assert found.content == edited
    assert found.told == ("Activity 1 now says: Said anew.",)
    assert redrafted(fact_answered(edited, now, "activitie-1"), now).told == ()
    assert texts(fact_taken(edited, now, "activitie-1"))[0] == "Said anew."


def test_a_new_activity_comes_into_its_place() -> None:
    now = facts(fact(1), fact(3, "Between."), fact(2), fact(1, section=Section.PRIORITIES))
    found = redrafted(drafted(TWO), now)
    assert texts(found.content) == [
        "Sentence activities 1.",
        "Between.",
        "Sentence activities 2.",
        "Sentence priorities 1.",
    ]
    assert found.told == ("Activity 3 is new: Between.",)


def test_the_first_priority_stands_behind_the_activities() -> None:
    found = redrafted(drafted(facts(fact(1))), facts(fact(1), fact(1, section=Section.PRIORITIES)))
    assert texts(found.content) == ["Sentence activities 1.", "Sentence priorities 1."]


def test_what_no_longer_counts_goes_unless_it_was_edited() -> None:
    edited = rewritten(drafted(TWO), "activitie-1", "By hand.")
    found = redrafted(edited, facts())
    assert texts(found.content) == ["By hand."]
    assert found.told == (
        "Activity 1 no longer counts; its paragraph was edited by hand and stays.",
        "Activity 2 no longer counts; its paragraph is gone: Sentence activities 2.",
        "Priority 1 no longer counts; its paragraph is gone: Sentence priorities 1.",
    )


def test_members_follow_the_roster_unless_edited() -> None:
    now = replace(TWO, members="Chile, Peru and Spain")
    assert redrafted(drafted(TWO), now).content.members == "Chile, Peru and Spain"
    edited = rewritten(drafted(TWO), MEMBERS, "Everybody")
    assert redrafted(edited, now).content.members == "Everybody"
    assert redrafted(edited, now).told == ("The members are now: Chile, Peru and Spain",)


def test_a_paragraph_moved_takes_the_place_asked_for() -> None:
    content = drafted(facts(fact(1), fact(2), fact(3)))
    moved = arranged(content, {"activitie-3": 1, "activitie-1": 1, "activitie-2": 2})
    assert [each.id for each in moved.paragraphs] == ["activitie-3", "activitie-1", "activitie-2"]
    assert [each.id for each in arranged(content, {"activitie-1": 9}).paragraphs] == [
        *("activitie-2", "activitie-3", "activitie-1")
    ]


def test_changes_are_told_word_by_word() -> None:
    old = drafted(TWO)
    new = left_out(rewritten(old, "activitie-1", "Sentence activities one."), "activitie-2", "small")
    new = added(new, "own-1", Section.PRIORITIES, "More.")
    assert [(change.id, change.kind) for change in changes_between(old, new)] == [
        *(("activitie-1", "changed"), ("activitie-2", "left out"), ("own-1", "added"))
    ]
    assert changes_between(old, new)[0].pieces == [
        *(("kept", "Sentence activities "), ("removed", "1."), ("added", "one."))
    ]
    assert [(change.id, change.kind) for change in changes_between(new, old)][-1] == ("own-1", "removed")
    assert changes_between(old, old) == []


def test_two_texts_become_one_and_only_the_same_place_is_in_conflict() -> None:
    base = drafted(TWO)
    mine = added(
        rewritten(rewritten(base, "activitie-1", "Mine."), "prioritie-1", "P."), "own-m", Section.ACTIVITIES, "M."
    )
    theirs = rewritten(rewritten(base, "activitie-1", "Theirs."), "activitie-2", "Two.")
    theirs = added(theirs, "own-t", Section.ACTIVITIES, "T.")
    both, conflicts = merged(base, mine, theirs)
    assert set(texts(both)) == {"Mine.", "Two.", "M.", "T.", "P."}
    assert [(each.id, each.mine, each.theirs) for each in conflicts] == [("activitie-1", "Mine.", "Theirs.")]


IDS = st.lists(st.integers(1, 8), unique=True, max_size=6)


@st.composite
def some_facts(draw: st.DrawFn) -> Facts:
    found = [
        fact(number, draw(st.sampled_from(["One.", "Another."])), section)
        for section in Section
        for number in draw(IDS)
    ]
    return facts(*found, members=draw(st.sampled_from(["Chile", "Spain"])))


@st.composite
def some_edit(draw: st.DrawFn, content: Content) -> Content:
    for paragraph in content.paragraphs:
        act = draw(st.sampled_from(["", "", "text", "out", "move"]))
        if act == "text":
            content = rewritten(content, paragraph.id, draw(st.sampled_from(["Edited.", "Edited otherwise."])))
        elif act == "out":
            content = left_out(content, paragraph.id, "because")
        elif act == "move":
            content = arranged(content, {paragraph.id: draw(st.integers(1, 4))})
    if draw(st.booleans()):
        name = draw(st.sampled_from("abcdef"))
        content = added(content, f"own-{name}", draw(st.sampled_from(list(Section))), f"By hand {name}.")
    return content


@settings(deadline=None)
@given(st.data(), some_facts(), some_facts())
def test_drafting_anew_loses_nothing_edited_and_settles_at_once(data: st.DataObject, before: Facts, now: Facts) -> None:
    content = data.draw(some_edit(drafted(before)))
    once = redrafted(content, now).content
    for paragraph in content.paragraphs:
        if paragraph.edited and paragraph.text != paragraph.drafted:
            found = once.find(paragraph.id)
            assert found is not None
            assert found.text == paragraph.text
    for each in now.facts:
        there = once.find(each.key)
        assert there is not None
        assert there.text == each.sentence or there.edited
    assert redrafted(once, now).content == once
    assert [each.section for each in once.paragraphs] == sorted(each.section for each in once.paragraphs)
    assert len({each.id for each in once.paragraphs}) == len(once.paragraphs)


@settings(deadline=None)
@given(st.data(), some_facts())
def test_two_people_in_one_text_lose_nothing(data: st.DataObject, before: Facts) -> None:
    base = drafted(before)
    mine, theirs = data.draw(some_edit(base)), data.draw(some_edit(base))
    both, conflicts = merged(base, mine, theirs)
    mine_words = {each.text for each in mine.paragraphs if base.find(each.id) != each}
    their_words = {each.text for each in theirs.paragraphs if base.find(each.id) != each}
    kept = set(texts(both)) | {word for each in conflicts for word in (each.theirs,)}
    assert mine_words <= set(texts(both))
    assert all(any(word in each for each in kept) for word in their_words)
    assert merged(base, base, theirs) == (theirs, [])
    assert merged(base, mine, base)[1] == []


def stretch(first: date, ends_before: date, *names: str, chair: str = "") -> Stretch:
    return Stretch(Period(first, ends_before), [Seated(name, name == chair) for name in names])


DAY1, DAY2, DAY3 = date(2020, 11, 21), date(2021, 5, 4), date(2021, 11, 20)


@pytest.mark.parametrize(
    ("stretches", "line"),
    [
        (
            [stretch(DAY1, DAY3, "Spain", "the Netherlands", "Chile", chair="the Netherlands")],
            "Chile, the Netherlands (Chair) and Spain",
        ),
        (
            [stretch(DAY1, DAY2, "Chile", "Peru"), stretch(DAY2, DAY3, "Chile", "Japan", chair="Chile")],
            "Chile (Chair from 4 May 2021), Japan (from 4 May 2021) and Peru (until 3 May 2021)",
        ),
        (
            [stretch(DAY1, DAY2, "Peru", chair="Peru"), stretch(DAY2, DAY3, "Chile", chair="Chile")],
            "Chile (Chair, from 4 May 2021) and Peru (Chair, until 3 May 2021)",
        ),
        ([stretch(DAY1, DAY3)], ""),
    ],
)
def test_members_are_named_with_the_chair_and_the_days_of_who_served_in_part(
    stretches: list[Stretch], line: str
) -> None:
    assert members_line(stretches) == line


def test_a_year_is_the_days_that_lead_to_its_meeting() -> None:
    def meeting(short: str, closes: date) -> FormalMeeting:
        return FormalMeeting(short, short, "MSP", closes, closes)

    order = MeetingOrder("APMBC", [meeting("18MSP", date(2020, 11, 20)), meeting("19MSP", date(2021, 11, 19))])
    assert cycle_of(2021, order) == Period(date(2020, 11, 21), date(2021, 11, 20))
    assert cycle_of(2020, order) == Period(date(2020, 1, 1), date(2020, 11, 21))
    assert cycle_of(2022, order) == Period(date(2022, 1, 1), date(2023, 1, 1))
