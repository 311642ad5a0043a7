"""Acts in the room on the database: the floor, the list, what is taken up."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask

from core.db import db, transaction
from core.errors import RuleViolation
from meetings.models.room import SpeakingRequest
from meetings.models.sessions import Session
from meetings.queries.room import room_of
from meetings.queries.timetable import timetable_of
from meetings.rules.speakers_list import Standing, Turn
from meetings.workflow.room import (
    ask_for_floor,
    end_statement,
    give_floor,
    move_request,
    open_list,
    set_limits,
    take_up,
    withdraw_request,
)
from tests.factories.states import OFFICER, make_party, make_state
from tests.meetings.plans import make_planned_meeting, make_slot, two_sessions

DAY = date(2021, 11, 15)


class Held:
    """A morning with two pieces, the first of them taken up, and States that may ask for the floor."""

    def __init__(self) -> None:
        self.meeting = make_planned_meeting()
        self.session: Session = two_sessions(self.meeting)[0]
        self.first = make_slot(self.session, "Opening", time(10), 60)
        self.second = make_slot(self.session, "Victims", time(11), 60)
        for name in ("Colombia", "Zambia", "Thailand"):
            make_party(make_state(name))
        make_state("Ruritania")
        take_up(self.meeting, self.session.id, self.first.id, by=OFFICER)

    def ask(self, who: str, standing: Standing | None = None) -> SpeakingRequest:
        return ask_for_floor(self.meeting, self.session.id, who, standing=standing, on=DAY, by=OFFICER)

    def names(self, *turns: Turn) -> list[str]:
        room = room_of(timetable_of(self.meeting.id), self.session.id)
        return [each.name for each in room.listed if each.state in (turns or (Turn.WAITING,))]


@pytest.fixture
def held(app: Flask) -> Held:
    return Held()


def test_states_and_organisations_stand_on_the_list_in_the_order_of_the_rules(held: Held) -> None:
    for who in ("ICRC", "Colombia", "Ruritania", "EU", "Zambia"):
        held.ask(who)
    assert held.names() == [
        "European Union",
        "Colombia",
        "Zambia",
        "Ruritania",
        "International Committee of the Red Cross",
    ]


def test_who_is_not_known_is_refused_with_those_most_like_it_and_stands_nowhere(held: Held) -> None:
    with pytest.raises(RuleViolation, match=r"“Columbia” is neither .* Did you mean Colombia\?") as refusal:
        held.ask("Columbia")
    assert refusal.value.field == "who"
    assert db.session.query(SpeakingRequest).count() == 0


def test_an_organisation_nobody_knows_is_taken_where_it_is_said_to_be_one(held: Held) -> None:
    assert held.ask("Association of Survivors", Standing.OTHER).name == "Association of Survivors"


def test_nobody_stands_twice_on_the_list_but_may_reply(held: Held) -> None:
    held.ask("Colombia")
    with pytest.raises(RuleViolation, match="Colombia is on the list already: waiting"):
        held.ask("Colombia")
    assert held.ask("Colombia", Standing.REPLY).standing is Standing.REPLY
    assert held.names() == ["Colombia", "Colombia"]


def test_the_floor_goes_to_one_after_the_other_and_time_is_kept(held: Held) -> None:
    held.ask("Colombia")
    held.ask("Zambia")
    later = replace(OFFICER, at=OFFICER.at + timedelta(seconds=95))
    first = give_floor(held.meeting, held.session.id, by=OFFICER)
    second = give_floor(held.meeting, held.session.id, by=later)
    assert (first.state, first.ended_at) == (Turn.SPOKEN, later.at)
    assert (second.name, second.state, second.started_at) == ("Zambia", Turn.SPEAKING, later.at)
    end_statement(held.meeting, held.session.id, by=later)
    assert held.names(Turn.SPOKEN) == ["Colombia", "Zambia"]
    with pytest.raises(RuleViolation, match="Nobody waits for the floor"):
        give_floor(held.meeting, held.session.id, by=later)


def test_two_cannot_have_the_floor_of_one_session_even_by_another_way(held: Held) -> None:
    held.ask("Colombia")
    other = held.ask("Zambia")
    give_floor(held.meeting, held.session.id, by=OFFICER)
    db.session.commit()
    with pytest.raises(RuleViolation, match="Somebody else was given the floor"):
        _given_at_once(other)


def test_who_speaks_keeps_the_place_when_a_group_asks_after(held: Held) -> None:
    held.ask("Colombia")
    held.ask("Zambia")
    give_floor(held.meeting, held.session.id, by=OFFICER)
    held.ask("EU")
    assert held.names(Turn.SPEAKING, Turn.WAITING) == ["Colombia", "European Union", "Zambia"]


def test_a_move_by_hand_is_kept_and_marked(held: Held) -> None:
    for who in ("Colombia", "Zambia", "ICRC"):
        held.ask(who)
    red_cross = held.names().index("International Committee of the Red Cross")
    assert red_cross == 2
    request = room_of(timetable_of(held.meeting.id), held.session.id).waiting[2]
    move_request(held.meeting, held.session.id, request.id, -2, by=OFFICER)
    held.ask("Thailand")
    assert held.names() == ["International Committee of the Red Cross", "Colombia", "Zambia", "Thailand"]
    assert request.moved


def test_a_closed_list_takes_only_rights_of_reply(held: Held) -> None:
    open_list(held.meeting, held.session.id, is_open=False, by=OFFICER)
    with pytest.raises(RuleViolation, match="The list of speakers is closed"):
        held.ask("Colombia")
    held.ask("Zambia", Standing.REPLY)
    assert held.names() == ["Zambia"]
    with pytest.raises(RuleViolation, match="closed already"):
        open_list(held.meeting, held.session.id, is_open=False, by=OFFICER)


def test_taking_up_another_piece_ends_the_statement_and_shows_its_own_list(held: Held) -> None:
    held.ask("Colombia")
    held.ask("Zambia")
    give_floor(held.meeting, held.session.id, by=OFFICER)
    room = take_up(held.meeting, held.session.id, held.second.id, by=OFFICER)
    assert (room.listed, room.elsewhere, room.speaking) == ([], 1, None)
    take_up(held.meeting, held.session.id, held.first.id, by=OFFICER)
    assert held.names(Turn.SPOKEN, Turn.WAITING) == ["Colombia", "Zambia"]


def test_a_withdrawn_request_is_off_the_list_and_may_come_again(held: Held) -> None:
    request = held.ask("Colombia")
    withdraw_request(held.meeting, held.session.id, request.id, by=OFFICER)
    assert held.names() == []
    with pytest.raises(RuleViolation, match="does not wait for the floor: withdrawn"):
        give_floor(held.meeting, held.session.id, request.id, by=OFFICER)
    held.ask("Colombia")
    assert held.names() == ["Colombia"]


def test_limits_hold_for_those_who_wait_and_for_those_who_ask_later(held: Held) -> None:
    colombia = held.ask("Colombia")
    waiting = set_limits(held.meeting, held.session.id, national_seconds=120, group_seconds=240, by=OFFICER)
    assert (waiting, colombia.limit_seconds, held.ask("EU").limit_seconds) == (1, 120, 240)
    with pytest.raises(RuleViolation, match="from half a minute"):
        set_limits(held.meeting, held.session.id, national_seconds=5, group_seconds=240, by=OFFICER)
    assert colombia.limit_seconds == 120


def test_the_time_of_list_and_later_pieces_is_weighed_against_the_session(held: Held) -> None:
    for who in ("Colombia", "Zambia"):
        held.ask(who)
    frame = room_of(timetable_of(held.meeting.id), held.session.id).sitting.frame
    room = room_of(timetable_of(held.meeting.id), held.session.id)
    assert room.budget(frame.begins_at).over == 0
    late = frame.begins_at + timedelta(minutes=119)
    assert room.budget(late).over == 5 * 60  # 6 minutes of speakers and an hour of “Victims”, from 11:59 on


def _given_at_once(request: SpeakingRequest) -> None:
    with transaction():
        request.state, request.started_at = Turn.SPEAKING, OFFICER.at
        db.session.flush()
