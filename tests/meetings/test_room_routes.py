"""Pages of the room, of decisions and of minutes: who sees what, two people at once, documents read back."""

from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from committees.models.work import Owner
from core.db import db
from core.docx.lint import read_back
from core.outbox.models import OutboxMessage
from core.permissions import Role
from correspondence.queries.people import Person
from meetings.models.decisions import ActionPoint, ItemMinutes, MeetingDecision
from meetings.models.room import SpeakingRequest, StatementReceived
from meetings.queries.sessions import sessions_of
from meetings.rules.follow_up import FollowUp, follow_up
from meetings.workflow.minutes import send_summary
from meetings.workflow.releases import release_agenda
from meetings.workflow.room import take_up
from meetings.workflow.timetable import move_before
from tests.factories.accounts import make_account, sign_in
from tests.factories.meetings import make_session
from tests.factories.offices import make_body
from tests.factories.states import OFFICER, make_party, make_state
from tests.meetings.papers import reserved, word_file
from tests.meetings.plans import FIRST_DAY, item, make_planned_meeting, make_slot, make_speaker, two_sessions
from tests.meetings.test_planning_routes import Officer, text_of
from tests.states_parties.pages import read, rows, saved_rows, send, signed_in, words
from tests.states_parties.refusals import refused

AT = "/apmbc/meetings/19MSP"


class Room(Officer):
    """The morning of a meeting, its first piece taken up."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.meeting = make_planned_meeting()
        self.session = two_sessions(self.meeting)[0]
        self.slot = make_slot(self.session, "Opening", time(10), 60)
        make_party(make_state("Colombia"))
        take_up(self.meeting, self.session.id, self.slot.id, by=OFFICER)
        self.at = f"{AT}/room/{self.session.id}"

    def told(self, address: str, **fields: Any) -> str:
        return text_of(self.post(address, follow_redirects=True, **fields))

    def decide(self, **fields: Any) -> str:
        usual = {"item": item(self.meeting, "Opening").id, "how": "consensus", "text": "The agenda was adopted."}
        return self.told(f"{self.at}/decide", **{**usual, **fields})


@pytest.fixture
def room(app: Flask) -> Room:
    return Room(app)


def test_all_of_the_list_works_with_plain_forms(room: Room) -> None:
    assert "Colombia is on the list, as State Party." in room.told(f"{room.at}/requests", who="Colombia", as_what="")
    page = room.told(f"{room.at}/next")
    assert "Colombia has the floor." in page
    assert "3:00 within the time" in page
    assert "Colombia has ended." in room.told(f"{room.at}/end")
    assert "Nobody has the floor." in room.told(f"{room.at}/end")


def test_next_pressed_twice_gives_the_floor_to_one(room: Room) -> None:
    make_party(make_state("Zambia"))
    for who in ("Colombia", "Zambia"):
        room.told(f"{room.at}/requests", who=who, as_what="")
    page = html.fromstring(room.client.get(f"{AT}/room?session={room.session.id}").text)
    [seen] = page.xpath("//form[contains(@action, '/next')]/input[@name='seen']/@value")
    assert "Colombia has the floor." in room.told(f"{room.at}/next", seen=seen)
    again = room.told(f"{room.at}/next", seen=seen)
    assert "Colombia has the floor since you looked; nothing is changed." in again
    assert "Next: Zambia" in again


def test_a_statement_that_another_began_is_not_ended_by_a_page_from_before(room: Room) -> None:
    make_party(make_state("Zambia"))
    for who in ("Colombia", "Zambia"):
        room.told(f"{room.at}/requests", who=who, as_what="")
    room.told(f"{room.at}/next")
    page = html.fromstring(room.client.get(f"{AT}/room?session={room.session.id}").text)
    [seen] = page.xpath("//form[contains(@action, '/end')]/input[@name='seen']/@value")
    room.told(f"{room.at}/next")
    assert "Zambia has the floor since you looked" in room.told(f"{room.at}/end", seen=seen)
    assert "Zambia has ended." in room.told(f"{room.at}/end")


def test_a_decision_sent_twice_is_on_record_once(room: Room) -> None:
    room.decide()
    assert "It is on record already, as decision 1 of the meeting." in room.decide()
    assert db.session.query(MeetingDecision).count() == 1


def test_what_was_typed_wrongly_stays_in_the_field(room: Room) -> None:
    answer = room.post(f"{room.at}/requests", who="Columbia", as_what="")
    page = html.fromstring(answer.get_data(as_text=True))
    assert page.xpath("//input[@id='who']/@value") == ["Columbia"]
    assert "Did you mean Colombia?" in text_of(answer)


def test_the_projector_shows_the_item_and_no_button(room: Room, app: Flask) -> None:
    room.post(f"{room.at}/requests", who="Colombia", as_what="")
    answer = signed_in(app, Role.OBSERVER).get(f"{AT}/room/screen?session={room.session.id}")
    page = html.fromstring(answer.get_data(as_text=True))
    assert page.xpath("string(//h1)") == "1 Opening"
    assert page.xpath("//li/text()") == ["Colombia"]
    assert page.xpath("//button") == []


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.MEMBER, Role.ANALYST])
def test_whoever_reads_the_meeting_follows_the_room_and_leads_nothing(room: Room, app: Flask, role: Role) -> None:
    names = [f"State {letter}" for letter in "ABCDEF"]
    for name in names:
        make_party(make_state(name))
        room.post(f"{room.at}/requests", who=name, as_what="")
    room.post(f"{room.at}/next")
    client = signed_in(app, role)
    [way] = read(client, AT).xpath("//nav//a[text()='In the room']/@href")
    page = read(client, f"{way}?session={room.session.id}")
    assert page.xpath("string(//h1)") == "1 Opening"
    assert page.xpath("string(//*[@class='projector-speaker'])") == "State A"
    assert page.xpath("//*[@role='timer']/text()") == ["3:00"]
    assert page.xpath("//ol/li/text()") == names[1:]
    assert "The list of speakers is open." in words(page)
    assert client.get(f"{AT}/room").status_code == 403


def test_a_decision_is_recorded_as_taken_with_figures_that_add_up(room: Room) -> None:
    vote = {"how": "vote", "votes_for": "80", "votes_against": "2", "abstentions": "5"}
    assert "80 in favour, 2 against and 5 abstentions are 87, not 90." in room.decide(**vote, took_part="90")
    assert "more must be in favour than against" in room.decide(
        how="vote", votes_for="2", votes_against="80", abstentions="0", took_part="82"
    )
    assert "Only a vote has figures." in room.decide(votes_for="80")
    assert db.session.query(MeetingDecision).count() == 0
    assert "The decision is recorded." in room.decide(**vote, took_part="87")
    assert "by a vote: 80 in favour, 2 against, 5 abstentions" in text_of(room.get(f"{AT}/decisions/1"))


def test_the_register_tells_what_became_of_decisions_and_is_saved_as_it_is_filtered(room: Room) -> None:
    room.decide(follow_up="Send the plan", responsible="Colombia", due_on="2035-12-01")
    room.decide(text="The report was noted.")
    page = html.fromstring(room.get(f"{AT}/decisions?on=2035-12-02").get_data(as_text=True))
    assert [row["Follow-up"] for row in rows(page)] == ["missed", "nothing to do"]
    saved = saved_rows(room.client, f"{AT}/decisions?format=csv&stands=missed&on=2035-12-02")
    assert [row["Decision"] for row in saved] == ["The agenda was adopted."]


@pytest.mark.parametrize(
    ("wanted", "due_on", "done_on", "stands"),
    [
        ("", None, None, FollowUp.NONE),
        ("x", None, None, FollowUp.OPEN),
        ("x", date(2022, 1, 2), None, FollowUp.OPEN),
        ("x", date(2022, 1, 1), None, FollowUp.SOON),
        ("x", date(2021, 12, 2), None, FollowUp.SOON),
        ("x", date(2021, 12, 1), None, FollowUp.MISSED),
        ("x", date(2021, 12, 1), date(2021, 12, 1), FollowUp.KEPT),
        ("x", date(2021, 12, 1), date(2021, 12, 2), FollowUp.LATE),
    ],
)
def test_a_follow_up_is_missed_from_the_day_after_it_was_due(
    wanted: str, due_on: date | None, done_on: date | None, stands: FollowUp
) -> None:
    assert follow_up(wanted, due_on, done_on, on=date(2021, 12, 2)) is stands


def test_what_followed_is_recorded_once_with_what_shows_it(room: Room) -> None:
    room.decide(follow_up="Send the plan", due_on="2035-12-01")
    taken_on = db.session.query(MeetingDecision).one().taken_at.date().isoformat()
    address = f"{AT}/decisions/1/done"
    assert "has not come yet" in room.told(address, done_on="2034-01-01", evidence="Letter")
    assert "before it was decided" in room.told(address, done_on="2001-01-01", evidence="Letter")
    assert "It is recorded." in room.told(address, done_on=taken_on, evidence="Letter of the mission")
    assert "already: Letter of the mission" in room.told(address, done_on=taken_on, evidence="Another")


def test_two_who_write_the_minutes_of_an_item_see_each_other_and_every_version_is_kept(room: Room) -> None:
    address = f"{AT}/minutes/{item(room.meeting, 'Report').id}"
    assert "The minutes are saved." in room.told(address, text="The report was read.", seen="0")
    answer = room.post(address, text="The report was adopted.", seen="0")
    page = answer.get_data(as_text=True)
    assert "Somebody changed these minutes while you were writing." in page
    assert "<ins>read.</ins>" in page
    assert "The report was adopted.</textarea>" in page
    assert db.session.query(ItemMinutes).count() == 1
    room.post(address, text="The report was read and adopted.", seen="1")
    assert [row.text for row in db.session.query(ItemMinutes).order_by(ItemMinutes.number)] == [
        "The report was read.",
        "The report was read and adopted.",
    ]


def test_the_final_document_asks_for_what_nobody_has_written(room: Room) -> None:
    room.decide()
    room.post(f"{AT}/minutes/{item(room.meeting, 'Report').id}", text="The report was read.", seen="0")
    found = read_back(room.get(f"{AT}/final-document.docx").get_data()).paragraphs
    assert "The agenda was adopted. (Decision 1, by consensus.)" in found
    assert "The report was read." in found
    assert found.count("[To be written: what the meeting did under this item.]") == 3
    assert (
        found.index("1 Opening")
        < found.index("2 (a) Victims")
        < found.index("3 Report")
        < found.index("Officers and elections")
    )


def test_a_statement_is_read_by_all_only_once_it_is_published(room: Room, app: Flask) -> None:
    observer = signed_in(app, Role.OBSERVER)
    content = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
    answer = _hand_in(room, "statement.pdf", content)
    assert "The statement is kept." in text_of(answer)
    [kept] = db.session.query(StatementReceived)
    address = f"{AT}/statements/{kept.id}"
    assert observer.get(address).status_code == 404
    assert room.get(address).get_data() == content
    room.post(f"{address}/publish")
    assert observer.get(address).get_data() == content


def test_a_statement_keeps_its_name_in_whatever_letters(room: Room) -> None:
    _hand_in(room, "Заявление Украины.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")
    [kept] = db.session.query(StatementReceived)
    answer = room.get(f"{AT}/statements/{kept.id}")
    sent = answer.headers["Content-Disposition"]
    sent.encode("latin-1")  # a server sends nothing else
    assert parse_options_header(sent) == ("attachment", {"filename": "Заявление Украины.pdf"})
    assert answer.content_type == "application/pdf"


def test_an_action_point_is_read_by_whoever_reads_the_work_of_its_body(room: Room, app: Flask) -> None:
    body = make_body("clearance")
    room.post(f"{room.at}/action-point", title="Pay", body=body.slug, owner="ISU", due_on="2035-01-01", item=0)
    assert "Pay, until" in text_of(room.get(f"{AT}/decisions"))
    for role, slug in ((Role.OBSERVER, None), (Role.ANALYST, None), (Role.MEMBER, "elsewhere")):
        reader = app.test_client()
        sign_in(reader, account=make_account(role, convention="APMBC", body=slug))
        page = words(read(reader, f"{AT}/decisions"))
        assert "Decisions" in page
        assert "Action points" not in page
        assert "Pay" not in page


def test_items_bear_for_all_the_names_under_which_they_were_issued(room: Room, app: Flask) -> None:
    """Also beside decisions and papers: a draft is for those who keep the meeting."""
    opening = item(room.meeting, "Opening")
    room.decide()
    paper = reserved(room.meeting, title="Notes", items=(opening.id,))
    paths = ("decisions", "decisions/1", f"papers/{paper.slug}")
    files = ("decisions?format=csv", "papers?format=csv")

    def said(client: FlaskClient) -> list[str]:
        pages = [words(read(client, f"{AT}/{path}")) for path in paths]
        return [*pages, *(client.get(f"{AT}/{file}").get_data(as_text=True) for file in files)]

    reader = signed_in(app, Role.OBSERVER)
    assert not any("Opening" in each for each in said(reader))
    assert all("Opening" in each for each in said(room.client))
    release_agenda(room.meeting, name="Agenda", symbol="", seen=0, by=OFFICER)
    item(room.meeting, "Opening").title = "Draft wording"
    db.session.commit()
    assert all("Opening" in each and "Draft wording" not in each for each in said(reader))
    assert all("Draft wording" in each for each in said(room.client))


def test_a_program_is_not_kept_as_a_statement(room: Room) -> None:
    assert "It is a program." in text_of(_hand_in(room, "statement.pdf", b"MZ\x90\x00" * 30))
    assert db.session.query(StatementReceived).count() == 0


def test_a_statement_stands_in_the_list_for_all_once_it_is_published(room: Room, app: Flask) -> None:
    _hand_in(room, "statement.docx", word_file("We thank the President."))
    reader = signed_in(app, Role.OBSERVER)
    assert "Colombia" in words(read(room.client, f"{AT}/decisions"))
    assert "Colombia" not in words(read(reader, f"{AT}/decisions"))
    statement = db.session.query(StatementReceived).one()
    room.told(f"{AT}/statements/{statement.id}/publish")
    assert "Colombia" in words(read(reader, f"{AT}/decisions"))


def test_a_piece_that_moves_takes_along_who_asked_for_the_floor_in_it(room: Room) -> None:
    room.told(f"{room.at}/requests", who="Colombia", as_what="")
    [_, afternoon] = sessions_of([room.meeting.id])
    move_before(room.meeting, room.slot.id, session_id=afternoon.id, before=None, by=OFFICER)
    request = db.session.query(SpeakingRequest).populate_existing().one()
    assert (request.session_id, request.slot_id) == (afternoon.id, room.slot.id)
    take_up(room.meeting, afternoon.id, room.slot.id, by=OFFICER)
    db.session.commit()
    assert "Colombia" in words(read(room.client, f"{AT}/room?session={afternoon.id}"), "//ol[@class='waiting']")


def test_a_summary_counted_for_others_than_it_would_reach_now_is_not_sent(room: Room) -> None:
    room.decide()
    people = [Person("rivera@mission.example", "Ms. Rivera"), Person("cruz@mission.example", "Mr. Cruz")]
    assert refused(lambda: send_summary(room.meeting, people, counted_before=1, by=OFFICER), field="") == (
        "It would reach 2 persons now, not 1. Look again before you send it."
    )
    assert db.session.query(OutboxMessage).count() == 0


def test_the_summary_goes_to_as_many_as_were_counted_and_typed(room: Room) -> None:
    room.decide()
    make_speaker(room.session, "Ms. Rivera", email="rivera@mission.example")
    address = f"{AT}/minutes/summary"
    assert "1 decision, by mail to 1 person" in text_of(room.get(address))
    assert "Type 1" in room.told(address, typed="2")
    assert db.session.query(OutboxMessage).count() == 0
    assert "The summary is in the outbox." in room.told(address, typed="1")
    [message] = db.session.query(OutboxMessage)
    assert "1. The agenda was adopted." in message.content["text"]


def test_a_second_summary_tells_of_what_was_decided_since(room: Room) -> None:
    make_speaker(room.session, "Ms. Rivera", email="rivera@mission.example")
    for text in ("The agenda was adopted.", "The report was adopted."):
        room.decide(text=text)
        assert "The summary is in the outbox." in room.told(f"{AT}/minutes/summary", typed="1")
    _first, second = db.session.query(OutboxMessage).order_by(OutboxMessage.id)
    assert "2. The report was adopted." in second.content["text"]


def test_an_action_point_of_no_body_is_refused_and_nothing_noted(room: Room) -> None:
    told = room.told(f"{room.at}/action-point", title="Write", body="nobody", owner="ISU", due_on="2035-01-01", item=0)
    assert "This could not be done yet" in told
    assert db.session.query(ActionPoint).count() == 0


@pytest.fixture
def chair(room: Room, app: Flask) -> FlaskClient:
    """Of the committee that leads the morning; the afternoon belongs to another, the evening is a plenary."""
    here = make_body("clearance")
    make_body("assistance")
    room.session.body = here.slug
    [afternoon] = [each for each in sessions_of([room.meeting.id]) if each.title == "Afternoon"]
    afternoon.body = "assistance"
    make_session(room.meeting, FIRST_DAY, time(19), time(20), title="Plenary")
    db.session.commit()
    client = app.test_client()
    sign_in(client, account=make_account(Role.CHAIR, convention="APMBC", body=here.slug))
    return client


@pytest.mark.parametrize("title", ["Afternoon", "Plenary"])
def test_a_chair_leads_nothing_but_the_sessions_of_their_own_body(room: Room, chair: FlaskClient, title: str) -> None:
    token = read(chair, "/account").xpath("//input[@name='csrf_token']/@value")[0]
    [other] = [each.id for each in sessions_of([room.meeting.id]) if each.title == title]

    def refused(address: str, **fields: str) -> bool:
        return chair.post(f"{AT}/{address}", data={**fields, "csrf_token": token}).status_code == 403

    fields = {"item": "0", "how": "consensus", "text": "All is decided."}
    assert refused(f"room/{other}/decide", **fields)
    assert refused("decisions/new", **fields)
    assert refused(f"room/{other}/requests", who="Colombia", as_what="")
    assert refused(f"minutes/{item(room.meeting, 'Report').id}", text="All was well.", seen="0")
    assert chair.get(f"{AT}/minutes").status_code == chair.get(f"{AT}/final-document.docx").status_code == 403
    assert chair.get(f"{AT}/room?session={other}").status_code == 404
    assert db.session.query(MeetingDecision).count() == db.session.query(ItemMinutes).count() == 0
    assert db.session.query(SpeakingRequest).count() == 0


def test_a_chair_leads_the_session_of_their_body_and_gives_tasks_to_it_alone(room: Room, chair: FlaskClient) -> None:
    page = read(chair, f"{AT}/room")
    assert "Nobody has the floor" in words(page)
    assert "Afternoon" not in words(page)
    assert page.xpath("//nav//a[text()='Minutes']") == []
    answer = send(chair, f"{room.at}/decide", {"text": "The report was noted.", "how": "consensus", "item": "0"})
    assert "The decision is recorded." in text_of(answer)
    task = {"title": "Write", "owner": Owner.ISU.value, "due_on": "2035-01-01", "item": "0"}
    send(chair, f"{room.at}/action-point", {**task, "body": "assistance"})
    assert db.session.query(ActionPoint).count() == 0
    assert "a task now" in text_of(send(chair, f"{room.at}/action-point", {**task, "body": "clearance"}))


def _hand_in(room: Room, name: str, content: bytes) -> TestResponse:
    fields = {"who": "Colombia", "item": "0", "file": (BytesIO(content), name), "csrf_token": room.token}
    return room.client.post(f"{room.at}/statement", data=fields, follow_redirects=True)
