from datetime import date

import pytest
from flask import Flask

from committees.models.papers import PaperState
from committees.queries.activities import get_activity
from committees.queries.offices import Offices
from committees.queries.papers import comments_of, facts_for, get_paper, members_in, priorities_of
from committees.rules.paper import Section, left_out, removed, rewritten
from committees.workflow.activities import change_activity, withdraw_activity
from committees.workflow.papers import (
    circulate,
    comment,
    draft_paper,
    finalise,
    follow_log,
    reopen,
    save_version,
    settle_comment,
)
from committees.workflow.priorities import add_priority, change_priority, drop_priority, move_up
from core.db import transaction
from core.seen.guard import WrittenMeanwhile
from tests.committees.log import BODY, CODE, TODAY, YEAR, drafted_paper, recorded, saved, text_of
from tests.factories.states import NOTE, OFFICER
from tests.states_parties.refusals import refused


def test_a_paper_is_drafted_from_the_log_and_the_priorities(registers: Flask) -> None:
    content = text_of(drafted_paper())
    assert (content.title, content.members) == (
        "Activities and Priorities for Implementation 2021-2022",
        "Chile, the Netherlands (Chair), Panama, Poland and Spain",
    )
    assert list(content.numbers().values()) == list(range(1, 15))
    assert [len(content.of(section)) for section in Section] == [9, 5]
    assert [paragraph.number for paragraph in content.of(Section.ACTIVITIES)] == list(range(1, 10))


def test_private_and_withdrawn_entries_are_not_in_the_paper(registers: Flask) -> None:
    with transaction():
        withdraw_activity(get_activity(CODE, BODY, 9), reason="recorded twice", by=OFFICER)
    recorded(private=True)
    recorded(starts_on=date(2020, 12, 31), ends_on=date(2021, 1, 2))
    numbers = [fact.number for fact in facts_for(Offices(CODE), BODY, YEAR).facts]
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5]


def test_the_members_of_a_year_without_documented_offices_are_the_chair_alone(registers: Flask) -> None:
    assert members_in(Offices(CODE), BODY, 2022) == "Colombia (Chair)"


def test_there_is_one_paper_a_year_and_none_without_facts(registers: Flask) -> None:
    drafted_paper()
    told = {
        year: refused(lambda year=year: draft_paper(CODE, BODY, year, on=TODAY, by=OFFICER), field="year")
        for year in (YEAR, 2020, 2027, 1998)
    }
    assert told == {
        YEAR: "The body has a paper for 2021 already.",
        2020: "The log holds nothing for 2020, and there are no priorities: there is nothing to draft from.",
        2027: "2027 is not a year from 1999 to 2026.",
        1998: "1998 is not a year from 1999 to 2026.",
    }


def test_two_people_in_one_text_do_not_overwrite_each_other(registers: Flask) -> None:
    paper = drafted_paper()
    saved(paper, rewritten(text_of(paper), "activity-1", "By the first."))
    mine = rewritten(text_of(paper), "activity-2", "By the second.")
    with pytest.raises(WrittenMeanwhile):
        save_version(paper, mine, based_on=1, note="", by=OFFICER)
    refused(lambda: save_version(paper, mine, based_on=1, note="", by=OFFICER), field="")
    saved(paper, mine, based_on=2)
    assert [version.number for version in get_paper(CODE, BODY, YEAR).versions] == [3, 2, 1]


def test_a_text_that_cannot_stand_in_a_paper_is_refused_by_its_paragraph(registers: Flask) -> None:
    paper = drafted_paper()
    for text in ("", "a {{field}}", "a ** b", "a \x07 b", "a" * 5001):
        content = rewritten(text_of(paper), "activity-3", text)
        sentence = refused(
            lambda content=content: save_version(paper, content, based_on=1, note="", by=OFFICER),
            field="text-activity-3",
        )
        assert sentence.startswith("Paragraph 3")
    refused(lambda: save_version(paper, text_of(paper), based_on=1, note="", by=OFFICER), field="")


def test_the_text_follows_the_log_where_nobody_edited_it(registers: Flask) -> None:
    paper = drafted_paper()
    saved(paper, rewritten(text_of(paper), "activity-7", "By hand."))
    with transaction():
        change_activity(get_activity(CODE, BODY, 2), count=163, sourcing=NOTE, by=OFFICER)
        change_activity(get_activity(CODE, BODY, 7), count=3, sourcing=NOTE, by=OFFICER)
    recorded()
    with transaction():
        told = follow_log(paper, based_on=2, by=OFFICER)
    content = text_of(paper)
    assert [sentence[:17] for sentence in told] == ["Activity 2 has ch", "Activity 7 now sa", "Activity 10 is ne"]
    assert "163 tailored letters" in content.paragraphs[1].text
    assert [each.id for each in content.of(Section.ACTIVITIES)][7:] == ["activity-8", "activity-10", "activity-9"]
    assert content.find("activity-7").text == "By hand."  # type: ignore[union-attr]


def test_members_comment_while_the_paper_is_circulated(registers: Flask) -> None:
    paper = drafted_paper()
    refused(lambda: comment(paper, "activity-1", "Early.", on=TODAY, by=OFFICER), field="text")
    refused(lambda: circulate(paper, comments_until=date(2026, 11, 19), on=TODAY, by=OFFICER), field="comments_until")
    with transaction():
        circulate(paper, comments_until=date(2026, 12, 1), on=TODAY, by=OFFICER)
        said = comment(paper, "activity-1", " Name the day. ", on=date(2026, 12, 1), by=OFFICER)
    assert said.text == "Name the day."
    refused(lambda: comment(paper, "activity-1", "Late.", on=date(2026, 12, 2), by=OFFICER), field="text")
    refused(lambda: comment(paper, "activity-99", "Where?", on=TODAY, by=OFFICER), field="text")
    refused(lambda: comment(paper, "paper", " ", on=TODAY, by=OFFICER), field="text")
    assert refused(lambda: finalise(paper, based_on=1, by=OFFICER), field="") == (
        "Not every comment is settled: 1 waits (Ada Officer on paragraph 1)."
    )
    with transaction():
        settle_comment(paper, said, by=OFFICER)
    refused(lambda: settle_comment(paper, said, by=OFFICER), field="")


def test_comments_that_wait_are_named_by_person_and_place_also_after_the_paper_was_reopened(registers: Flask) -> None:
    paper = drafted_paper()
    with transaction():
        circulate(paper, comments_until=TODAY, on=TODAY, by=OFFICER)
        for place in ("members", "paper", "activity-2", "activity-3"):
            comment(paper, place, "Why?", on=TODAY, by=OFFICER)
    shorter = left_out(text_of(paper), "activity-2", "said elsewhere")
    saved(paper, removed(shorter, "activity-3"))
    assert refused(lambda: finalise(paper, based_on=2, by=OFFICER), field="") == (
        "Not every comment is settled: 4 wait (Ada Officer on the line of members, Ada Officer on the whole paper, "
        "Ada Officer on a paragraph left out, Ada Officer on a paragraph that is gone)."
    )
    with transaction():
        for said in comments_of(paper.id):
            settle_comment(paper, said, by=OFFICER)
    with transaction():
        finalise(paper, based_on=2, by=OFFICER)
        reopen(paper, reason="a date was wrong", by=OFFICER)
        circulate(paper, comments_until=TODAY, on=TODAY, by=OFFICER)
        comment(paper, "activity-1", "Still wrong.", on=TODAY, by=OFFICER)
    assert "1 waits (Ada Officer on paragraph 1)" in refused(lambda: finalise(paper, based_on=2, by=OFFICER), field="")


def test_a_final_paper_is_not_touched_until_it_is_reopened_with_a_reason(registers: Flask) -> None:
    paper = drafted_paper()
    saved(paper, rewritten(text_of(paper), "activity-1", "Better."))
    refused(lambda: finalise(paper, based_on=1, by=OFFICER), field="")
    with transaction():
        finalise(paper, based_on=2, by=OFFICER)
    changed = rewritten(text_of(paper), "activity-1", "Later.")
    refused(lambda: save_version(paper, changed, based_on=2, note="", by=OFFICER), field="")
    refused(lambda: follow_log(paper, based_on=2, by=OFFICER), field="")
    refused(lambda: circulate(paper, comments_until=TODAY, on=TODAY, by=OFFICER), field="")
    refused(lambda: add_priority(CODE, BODY, YEAR, "Do more", sourcing=NOTE, by=OFFICER), field="")
    refused(lambda: reopen(paper, reason=" ", by=OFFICER), field="reason")
    with transaction():
        reopen(paper, reason="a date was wrong", by=OFFICER)
    assert paper.state is PaperState.DRAFT
    saved(paper, changed, based_on=2)


def test_a_new_priority_does_not_take_over_the_paragraph_of_a_dropped_one(registers: Flask) -> None:
    with transaction():
        last = add_priority(CODE, BODY, YEAR, "Meet more often", sourcing=NOTE, by=OFFICER)
    paper = drafted_paper()
    own = f"priority-{last.id}"
    saved(paper, rewritten(text_of(paper), own, "The Committee meets as often as it did."))
    with transaction():
        drop_priority(last, reason="done", by=OFFICER)
    with transaction():
        new = add_priority(CODE, BODY, YEAR, "Travel less", sourcing=NOTE, by=OFFICER)
        follow_log(paper, based_on=2, by=OFFICER)
    texts = {each.id: each.text for each in text_of(paper).of(Section.PRIORITIES)}
    assert texts[own] == "The Committee meets as often as it did."
    assert texts[f"priority-{new.id}"] == "The Committee will travel less."


def test_a_paper_with_nothing_to_print_is_not_made_final(registers: Flask) -> None:
    paper = drafted_paper()
    content = text_of(paper)
    for paragraph in content.paragraphs:
        content = left_out(content, paragraph.id, "because")
    saved(paper, content)
    assert refused(lambda: finalise(paper, based_on=2, by=OFFICER), field="") == (
        "Every paragraph is left out: an empty paper cannot be final."
    )


def test_priorities_keep_their_paragraph_when_they_change_places(registers: Flask) -> None:
    def in_order() -> list[str]:
        return [each.text.split()[0] for each in priorities_of(CODE, BODY, YEAR)]

    paper = drafted_paper()
    with transaction():
        priority = add_priority(CODE, BODY, YEAR, " Meet  more often ", sourcing=NOTE, by=OFFICER)
    with transaction():
        move_up(priority, by=OFFICER)
    assert in_order() == ["Give", "Encourage", "Take", "Press", "Meet", "Continue"]
    with transaction():
        change_priority(priority, "Gather more often", sourcing=NOTE, by=OFFICER)
        drop_priority(priorities_of(CODE, BODY, YEAR)[0], reason="done", by=OFFICER)
    assert in_order() == ["Encourage", "Take", "Press", "Gather", "Continue"]
    assert [each.number for each in priorities_of(CODE, BODY, YEAR)] == [1, 2, 3, 4, 5]
    with transaction():
        follow_log(paper, based_on=1, by=OFFICER)
    assert [each.text for each in text_of(paper).of(Section.PRIORITIES)][3] == "The Committee will gather more often."
    refused(lambda: move_up(priorities_of(CODE, BODY, YEAR)[0], by=OFFICER), field="")
    refused(lambda: add_priority(CODE, BODY, YEAR, " . ", sourcing=NOTE, by=OFFICER), field="text")
