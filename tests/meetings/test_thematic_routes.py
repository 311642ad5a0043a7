"""The pages of a thematic session: who sees a draft, two editors, comments, approval, the panel, invitations."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from core.db import db, transaction
from core.outbox.models import OutboxMessage
from core.permissions import Role
from meetings.models.concept_notes import NoteState
from meetings.models.timetable import Answer
from meetings.queries.concept_notes import get_note
from meetings.queries.sessions import plan_of
from meetings.queries.speakers import panel_of
from meetings.workflow.answers import record_answer
from meetings.workflow.concept_notes import approve
from meetings.workflow.sessions import change_session
from tests.factories.accounts import make_account, sign_in
from tests.factories.states import OFFICER
from tests.meetings.plans import make_speaker
from tests.meetings.sessions_of_2021 import BODY, CODE, address_of, content_of, named, past, planned, saved
from tests.states_parties.pages import read, send, signed_in, words

WRITTEN = {
    "background": "Why now.",
    "purpose": "The session is meant to:",
    "objectives": "Hear them\nLearn more\nReview reports\nStrengthen ties\nTake stock",
    "format": "A panel, then the floor.",
    "documents": "Action plan https://example.org/plan",
}


@pytest.fixture
def session(registers: Flask):  # type: ignore[no-untyped-def]
    return planned()


def chair(app: Flask, body: str = BODY, role: Role = Role.CHAIR) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account=make_account(role, convention=CODE, body=body))
    return client


def panel_address(session) -> str:  # type: ignore[no-untyped-def]
    return address_of(*session).replace("concept-note", "panel")


def test_a_draft_is_for_the_committee_and_an_approved_note_for_everybody(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    saved(*session, replace(content_of(session[1]), background="Not for everybody."))
    observer, member = signed_in(registers, Role.OBSERVER), chair(registers, role=Role.MEMBER)
    assert "Not for everybody." in words(read(member, address_of(*session)))
    assert "no concept note that you may read yet" in words(read(observer, address_of(*session)))
    for more in (".docx", "/compare/1/2", "/newest"):
        answer = observer.get(f"{address_of(*session)}{more}")
        assert (answer.status_code, "Not for everybody." in answer.get_data(as_text=True)) == (404, False)
    page = words(read(observer, address_of(*past())))
    assert "Thematic session – Strengthening compliance measures" in page
    assert "things to look at" not in page
    assert "Version 1" not in page


def test_versions_before_the_approved_one_are_not_for_everybody(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    written = replace(
        content_of(session[1]), purpose="The session is meant to:", objectives=("Hear them", "Take stock")
    )
    saved(*session, replace(written, background="Not for everybody."))
    saved(*session, replace(written, background="For everybody."), based_on=2)
    with transaction():
        approve(*session, based_on=3, pages=1.0, by=OFFICER)
    observer = signed_in(registers, Role.OBSERVER)
    assert "For everybody." in words(read(observer, address_of(*session)))
    for more in ("?version=2", ".docx?version=2", "/compare/2/3"):
        answer = observer.get(f"{address_of(*session)}{more}")
        assert (answer.status_code, "Not for everybody." in answer.get_data(as_text=True)) == (404, False)
    member = chair(registers, role=Role.MEMBER)
    assert "Not for everybody." in words(read(member, f"{address_of(*session)}?version=2"))


def test_what_comes_next_of_an_approved_note_follows_the_answers(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    meeting, held = session
    purpose, objectives = "The session is meant to:", ("Hear them", "Take stock")
    saved(*session, replace(content_of(held), background="Why now.", purpose=purpose, objectives=objectives))
    with transaction():
        speakers = [make_speaker(held, name, position=place) for place, name in enumerate(("Ann", "Ben"))]
        approve(*session, based_on=2, pages=1.0, by=OFFICER)
    officer = signed_in(registers)
    assert "invite the speakers and send the Word file" in words(read(officer, address_of(*session)))
    for speaker, answer, next_words in (
        (speakers[0], Answer.CONFIRMED, "invite the speakers and send the Word file"),
        (speakers[1], Answer.AWAITED, "await the answer of 1 speaker and send the Word file"),
        (speakers[1], Answer.CONFIRMED, "send the Word file to the meeting: all speakers have confirmed"),
    ):
        with transaction():
            record_answer(meeting, held, speaker, answer, by=OFFICER)
        assert next_words in words(read(officer, address_of(*session)))


def test_only_who_plans_for_the_committee_writes_its_notes(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    other, member = chair(registers, "victim-assistance"), chair(registers, role=Role.MEMBER)
    for client in (other, member):
        answer = client.get(f"{address_of(*session)}/edit")
        assert answer.status_code == 403
    assert "Edit the text" not in words(read(other, address_of(*past())))
    assert other.get(f"{address_of(*session)}/comments/note").status_code == 403


def test_a_chair_writes_the_note_and_sees_what_to_look_at(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    client = chair(registers)
    wrong = {**WRITTEN, "objectives": "Provide an opportunity to speak", "documents": "http://example.org"}
    page = send(client, f"{address_of(*session)}/edit", wrong)
    assert (page.status_code, "write its title before the address" in page.get_data(as_text=True)) == (422, True)
    written = {**WRITTEN, "objectives": "Civil society speaks", "members": "Chile, Panama (Chair)"}
    page = words(read_after(send(client, f"{address_of(*session)}/edit", written)))
    for told in (
        "Objective 1 begins with “Civil”. Begin with a verb.",
        "The note has 1 objective; five to eight are usual.",
        "No moderator is named.",
    ):
        assert told in page
    assert content_of(session[1]).objectives == ("Civil society speaks",)


def test_the_chair_of_the_body_approves_its_note_and_the_support_unit_does_not(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    address = address_of(*session)
    for client in (signed_in(registers), chair(registers, "victim-assistance")):
        assert "Approve it" not in words(read(client, address))
        assert client.get(f"{address}/approve").status_code == 403
        token = read(client, "/account").xpath("//input[@name='csrf_token']/@value")[0]
        client.post(f"{address}/approve", data={"based_on": "1", "csrf_token": token})
        assert get_note(session[1].id).state is NoteState.DRAFT
    assert "Approve it" in words(read(chair(registers), address))
    assert "becomes the concept note" in words(read(chair(registers), f"{address}/approve"))


def read_after(answer: TestResponse) -> html.HtmlElement:
    return html.fromstring(answer.get_data(as_text=True))


def test_whoever_saves_second_sees_both_texts_chooses_and_saves(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    client = chair(registers)
    edit = f"{address_of(*session)}/edit"
    send(client, edit, WRITTEN)
    before = content_of(session[1])
    saved(*session, replace(before, background="Of the other.", format="The other’s format."), based_on=2)
    late = {**WRITTEN, "based_on": "2", "background": "Of mine."}
    answer = send(client, edit, late)
    page = words(read_after(answer))
    assert answer.status_code == 422
    assert "Ada Officer saved version 3 while you were writing on version 2." in page
    assert "Saved in between:Of the other." in page
    assert content_of(session[1]).background == "Of the other."
    [form] = read_after(answer).xpath("//main//form[@method='post']")
    values = {name: value.strip() for name, value in form.form_values()}
    assert (values["based_on"], values["background"], values["format"]) == ("3", "Of mine.", "The other’s format.")
    client.post(edit, data={**values, "answer-background": "theirs", "theme": "Mine"})
    content = content_of(session[1])
    assert (content.background, content.theme) == ("Of the other.", "Mine")
    send(client, edit, {"background": "Of mine after all."})
    assert content_of(session[1]).background == "Of mine after all."
    assert words(read(client, f"{address_of(*session)}/compare/4/5"), "//ins") == "mine after all."


def test_the_editor_hears_that_somebody_saved_meanwhile(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    client = chair(registers)
    assert client.get(f"{address_of(*session)}/newest?based_on=1").get_data(as_text=True).strip() == ""
    saved(*session, replace(content_of(session[1]), background="New."))
    told = client.get(f"{address_of(*session)}/newest?based_on=1").get_data(as_text=True)
    assert "Ada Officer saved version 2 meanwhile" in told


def test_a_note_goes_from_draft_over_the_members_to_approval(
    registers: Flask,
    session,  # type: ignore[no-untyped-def]
) -> None:
    client, member = chair(registers), chair(registers, role=Role.MEMBER)
    note = address_of(*session)
    send(client, f"{note}/edit", WRITTEN)
    before = words(read(client, f"{note}/show"))
    assert "The members of the committee (" in before
    send(client, f"{note}/show", {})
    send(member, f"{note}/comments/objectives", {"text": "Say whom we hear."})
    page = read(client, note)
    assert "Say whom we hear." in words(page, "//*[@id='objectives']")
    assert "Comments are to be settled first: 1 waits (" in words(read(client, f"{note}/approve"))
    [settle] = page.xpath("//form[contains(@action, '/settle')]")
    client.post(settle.get("action"), data=dict(settle.form_values()))
    page = read(client, f"{note}/approve")
    assert "of two pages, as estimated from its text; the pages of the Word file are counted as you approve" in words(
        page
    )
    assert "Look at this first: No moderator is named." in words(page)
    [form] = page.xpath("//main//form[@method='post']")
    named(*session, "Ada Ek")
    refused = client.post(f"{note}/approve", data=dict(form.form_values()))
    assert "has changed since you opened this page" in refused.get_data(as_text=True)
    assert get_note(session[1].id).state is NoteState.WITH_MEMBERS
    send(client, f"{note}/approve", {})
    assert get_note(session[1].id).state is NoteState.APPROVED
    assert "Why now." in words(read(signed_in(registers, Role.OBSERVER), note))
    assert "Say whom we hear." not in words(read(signed_in(registers, Role.OBSERVER), note))
    send(client, f"{note}/reopen", {"reason": "A new panellist"})
    assert "no concept note that you may read yet" in words(read(signed_in(registers, Role.OBSERVER), note))


def test_the_panel_is_pasted_changed_and_put_in_order(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    client, panel = chair(registers), panel_address(session)
    page = send(client, f"{panel}/paste", {"people": "Ada Ek, Director\nBo Lind"})
    assert (page.status_code, "line 2: “Bo Lind” has no function" in page.get_data(as_text=True)) == (422, True)
    assert panel_of(session[1].id).people == []
    send(client, f"{panel}/paste", {"people": "Ada Ek, Director, Watch\nH.E. Bo Lind, Ambassador, Mission"})
    ada, bo = panel_of(session[1].id).people
    page = read(client, address_of(*session))
    [up] = page.xpath(f"//form[contains(@action, '/panel/{bo.id}/up')]")
    client.post(up.get("action"), data=dict(up.form_values()))
    assert [each.name for each in panel_of(session[1].id).people] == ["Bo Lind", "Ada Ek"]
    send(client, f"{panel}/{ada.id}", {"name": "Dr. Ada Ek", "gender": "woman", "gender_basis": "public"})
    db.session.refresh(ada)
    assert (ada.title, ada.name, ada.gender_basis) == ("Dr.", "Ada Ek", "public")
    page = send(client, f"{panel}/{ada.id}", {"gender": "man", "gender_basis": ""})
    assert "A gender is kept only where the person agreed to it" in page.get_data(as_text=True)
    [off] = read(client, address_of(*session)).xpath(f"//form[contains(@action, '/panel/{bo.id}/remove')]")
    client.post(off.get("action"), data=dict(off.form_values()))
    assert [each.name for each in panel_of(session[1].id).people] == ["Ada Ek"]


def test_invitations_are_told_first_and_leave_once(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    client, panel = chair(registers), panel_address(session)
    named(*session, "Ada Ek", email="ada@example.org")
    named(*session, "Bo Lind", email="bo@example.org")
    named(*session, "Cy Oe")
    told = words(read(client, f"{panel}/invite"))
    assert "2 invitations leave by mail: Ada Ek, Bo Lind." in told
    assert "Without an e-mail address on record: Cy Oe." in told
    assert "The Committee on Cooperative Compliance invites you to speak on the panel" in told
    ada = panel_of(session[1].id).people[0]
    changed = {"people": [str(ada.id)], "note": "Come.", "act": "send"}
    answer = send(client, f"{panel}/invite", changed)
    told = words(read_after(answer))
    assert "You changed whom to invite, or the words: this is what leaves now." in told
    assert "1 invitation leaves by mail: Ada Ek." in told
    assert db.session.scalars(select(OutboxMessage)).all() == []
    [form] = read_after(answer).xpath("//main//form[@method='post']")
    client.post(f"{panel}/invite", data={**dict(form.form_values()), **changed})
    [message] = db.session.scalars(select(OutboxMessage)).all()
    assert (message.address, "Come." in message.content["text"]) == ("ada@example.org", True)
    assert "Ada Ek" not in words(read(client, f"{panel}/invite"), "//form")


def test_an_answer_is_recorded_and_the_place_of_who_declines_is_taken(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    client, panel = chair(registers), panel_address(session)
    ada = named(*session, "Ada Ek", Answer.CONFIRMED)
    send(client, f"{panel}/{ada.id}/answer", {"answer": "declined", "note": "by telephone"})
    page = words(read(client, address_of(*session)), "//*[@id='panel']")
    assert "declined" in page
    assert "by telephone" in page
    send(client, f"{panel}/{ada.id}/replace", {"name": "Bo Lind", "function": "Judge"})
    page = words(read(client, address_of(*session)), "//*[@id='panel']")
    assert "in the place of Ada Ek" in page
    observer = signed_in(registers, Role.OBSERVER)
    assert "Ada Ek" not in words(read(observer, address_of(*session)))


def queries(client: FlaskClient, address: str) -> int:
    """How many statements one page sends to the database."""
    sent: list[str] = []

    def noted(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", noted)
    client.get(address)
    event.remove(Engine, "before_cursor_execute", noted)
    return len(sent)


def test_the_page_asks_as_many_queries_for_three_panellists_as_for_one(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    client = chair(registers)
    named(*session, "Ada Ek")
    few = queries(client, address_of(*session))
    for name in ("Bo Lind", "Cy Oe"):
        named(*session, name)
    assert queries(client, address_of(*session)) == few


def test_the_report_says_what_does_not_agree(registers: Flask) -> None:
    """As of the day of the session the roster has five members; the concept note of that day names four."""
    meeting, row = past()
    with transaction():
        note = get_note(row.id)
        note.state, note.approved_at, note.approved_by = NoteState.DRAFT, None, ""
    typed = "Chile, the Netherlands (Chair), Panama, Spain"
    saved(meeting, row, replace(content_of(row), members=typed))
    page = words(read(chair(registers), address_of(meeting, row)))
    assert "The line of members names 4 of 5: on 24 June 2021 Poland is a member too." in page
    assert f"Committee on Cooperative Compliance ({typed})" in page


def test_somebody_in_two_sessions_at_once_is_found(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    other = planned("Elsewhere", day=date(2027, 6, 21), starts=session[1].starts, ends=session[1].ends)
    later = planned("Later", day=date(2027, 6, 22))
    for each in (session, other, later):
        named(*each, "Ada Ek")
    page = words(read(chair(registers), address_of(*session)))
    assert "Ada Ek is in another session at the same time: Thematic session – Elsewhere (IM2027, 10:00-12:00)." in page
    assert "Later" not in page


def test_a_note_approved_for_another_day_says_so_before_anything_else(registers: Flask, session) -> None:  # type: ignore[no-untyped-def]
    meeting, held = session
    objectives = ("Hear them", "Learn more", "Review reports", "Strengthen ties", "Take stock")
    saved(*session, replace(content_of(held), objectives=objectives))
    with transaction():
        approve(meeting, held, based_on=2, pages=1, by=OFFICER)
    client = signed_in(registers, Role.OBSERVER)
    assert "not for the new one" not in words(read(client, address_of(*session)))
    with transaction():
        plan = replace(plan_of(held), day=date(2027, 6, 22))
        change_session(meeting.convention, meeting.short, held.id, plan, by=OFFICER)
    page = words(read(client, address_of(*session)))
    assert "Approved for Monday, 21 June 2027, 10:00-12:00 CEST; not for the new one" in page
    assert "the session has moved and is on Tuesday, 22 June 2027" in page
    assert "reopen the note and approve it for the new day" in page
    listed = words(read(client, f"/apmbc/meetings/{meeting.short}"))
    assert "concept note approved for another day" in listed
