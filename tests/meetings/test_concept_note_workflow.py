"""Acts on concept notes: who writes loses nothing, what is approved is not touched, refusals change nothing."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core.audit.workflow import Actor
from core.db import transaction
from core.seen.guard import WrittenMeanwhile
from meetings.models.concept_notes import NoteState
from meetings.queries.concept_notes import comments_of, get_note
from meetings.workflow.concept_notes import (
    approve,
    begin_note,
    comment,
    reopen,
    save_version,
    settle_comment,
    show_to_members,
)
from meetings.workflow.session_standing import cancel_session
from tests.factories.states import OFFICER
from tests.meetings.sessions_of_2021 import CODE, content_of, planned, saved
from tests.states_parties.refusals import refused

BO = Actor("Bo Chair", OFFICER.at)
OBJECTIVES = ("Hear them", "Learn more", "Review reports", "Strengthen ties", "Take stock")


@pytest.fixture
def session(registers: Flask):  # type: ignore[no-untyped-def]
    return planned()


def written(session):  # type: ignore[no-untyped-def]
    saved(*session, replace(content_of(session[1]), objectives=OBJECTIVES, purpose="It is meant to:"))


def test_a_planned_thematic_session_has_a_note_of_its_theme(session) -> None:  # type: ignore[no-untyped-def]
    note = get_note(session[1].id)
    assert (note.state, [each.number for each in note.versions]) == (NoteState.DRAFT, [1])
    assert content_of(session[1]).title == session[1].title == "Thematic session – Reporting"
    assert refused(lambda: begin_note(*session, by=BO), field="") == "The session has a concept note already."


def test_each_save_is_a_version_and_the_session_follows_a_new_theme(session) -> None:  # type: ignore[no-untyped-def]
    before = session[1].sequence
    saved(*session, replace(content_of(session[1]), theme="Reporting in time"), remark="Clearer")
    note = get_note(session[1].id)
    assert [(each.number, each.remark) for each in note.versions] == [(2, "Clearer"), (1, "")]
    assert (session[1].title, session[1].sequence) == ("Thematic session – Reporting in time", before + 1)


def test_a_session_with_a_title_of_its_own_keeps_it(registers: Flask) -> None:
    meeting, session = planned(title="Afternoon on reports")
    saved(meeting, session, replace(content_of(session), theme="Another"))
    assert session.title == "Afternoon on reports"


def test_whoever_saves_second_is_told_by_whom_and_nothing_is_saved(session) -> None:  # type: ignore[no-untyped-def]
    written(session)
    mine = replace(content_of(session[1]), background="Mine.")
    told = refused(lambda: save_version(*session, mine, based_on=1, remark="", by=BO), field="")
    assert told.startswith("Ada Officer saved version 2 while you were writing on version 1.")
    with pytest.raises(WrittenMeanwhile), transaction():
        save_version(*session, mine, based_on=1, remark="", by=BO)


def test_an_unchanged_text_makes_no_version(session) -> None:  # type: ignore[no-untyped-def]
    same = content_of(session[1])
    told = refused(lambda: save_version(*session, same, based_on=1, remark="", by=BO), field="")
    assert told == "Nothing differs from version 1."


def test_members_comment_while_the_note_is_with_them(session) -> None:  # type: ignore[no-untyped-def]
    told = refused(lambda: comment(*session, "objectives", "Too many.", by=BO), field="text")
    assert told == "Comments are taken while the note is with the members; it is not now."
    with transaction():
        show_to_members(*session, by=OFFICER)
        comment(*session, "objectives", "Too many.", by=BO)
    assert refused(lambda: comment(*session, "elsewhere", "x", by=BO), field="text").startswith("The note has no such")
    assert refused(lambda: show_to_members(*session, by=BO), field="") == "The note is with the members already."


def test_approval_waits_for_comments_objectives_and_two_pages(session) -> None:  # type: ignore[no-untyped-def]
    act = {"pages": 2, "by": BO}
    told = refused(lambda: approve(*session, based_on=1, **act), field="")
    assert told == "The note has no objectives yet."
    written(session)
    told = refused(lambda: approve(*session, based_on=1, **act), field="")
    assert told == "Ada Officer saved version 2 after you read version 1. Read it first."
    told = refused(lambda: approve(*session, based_on=2, pages=3, by=BO), field="")
    assert told == "The note fills 3 pages; it may fill two. Shorten the background first."
    with transaction():
        show_to_members(*session, by=OFFICER)
        said = comment(*session, "note", "Wait.", by=Actor("Cy Member", OFFICER.at))
    told = refused(lambda: approve(*session, based_on=2, **act), field="")
    assert told == "Not every comment is settled: 1 waits (Cy Member on the whole note)."
    with transaction():
        settle_comment(*session, said, by=BO)
        note = approve(*session, based_on=2, **act)
    assert (note.state, note.approved_by, note.approved_at) == (NoteState.APPROVED, "Bo Chair", OFFICER.at)
    assert (
        refused(lambda: settle_comment(*session, said, by=OFFICER), field="")
        == "Bo Chair settled this comment already."
    )


def test_an_approved_text_is_not_touched_until_it_is_reopened(session) -> None:  # type: ignore[no-untyped-def]
    written(session)
    with transaction():
        approve(*session, based_on=2, pages=1, by=BO)
    other = replace(content_of(session[1]), background="Later.")
    told = refused(lambda: save_version(*session, other, based_on=2, remark="", by=BO), field="")
    assert told == "The note is approved. Reopen it first, and say why."
    assert refused(lambda: reopen(*session, reason=" ", by=BO), field="reason").startswith("Say in up to 200")
    with transaction():
        reopen(*session, reason="A new speaker", by=BO)
    saved(*session, other, based_on=2)
    assert get_note(session[1].id).state is NoteState.DRAFT
    assert comments_of(get_note(session[1].id).id) == []


def test_a_cancelled_session_gets_no_note(registers: Flask) -> None:
    meeting, session = planned(day=date(2027, 6, 22))
    with transaction():
        cancel_session(CODE, meeting.short, session.id, reason="No room", by=OFFICER)
    saved(meeting, session, replace(content_of(session), theme="Still written"))
    assert session.title == "Thematic session – Reporting"
