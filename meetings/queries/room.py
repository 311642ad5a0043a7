"""What is going on in the room: the piece that is on, the list of speakers, and the time it all takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from conventions.registry import get_convention
from core.db import db
from core.errors import NotFound, RuleViolation
from meetings.models.room import RoomState, SpeakingRequest, StatementReceived
from meetings.models.timetable import SlotKind
from meetings.queries.timetable import Entry, Sitting, Timetable
from meetings.rules.delegations import near_organisations, organisation_named
from meetings.rules.speakers_list import (
    GROUP_SECONDS,
    NATIONAL_SECONDS,
    Asked,
    Budget,
    Standing,
    Turn,
    budget,
    seconds_left,
)
from meetings.rules.timetable import instant_at
from states_parties.queries.as_of import Registers
from states_parties.queries.states import find_state, unknown_state
from states_parties.rules.standing import Standing as PartyStanding


@dataclass(frozen=True)
class Delegation:
    """Who asks for the floor. standing: as what, by the registers."""

    name: str
    standing: Standing
    iso3: str | None = None


@dataclass(frozen=True)
class Room:
    """A session in the room. state: None before the first act. listed: everybody on the list of the piece, in order.

    elsewhere: how many wait under other pieces of the session.
    """

    sitting: Sitting
    state: RoomState | None
    listed: Sequence[SpeakingRequest]
    elsewhere: int

    @property
    def entry(self) -> Entry | None:
        """The piece that is on."""
        if self.state is None:
            return None
        return next((each for each in self.sitting.entries if each.slot.id == self.state.slot_id), None)

    @property
    def list_open(self) -> bool:
        return self.state is None or self.state.list_open

    @property
    def limits(self) -> tuple[int, int]:
        """Seconds in a national capacity, and for a group."""
        if self.state is None:
            return NATIONAL_SECONDS, GROUP_SECONDS
        return self.state.national_seconds, self.state.group_seconds

    @property
    def speaking(self) -> SpeakingRequest | None:
        return next((each for each in self.listed if each.state is Turn.SPEAKING), None)

    @property
    def waiting(self) -> list[SpeakingRequest]:
        return [each for each in self.listed if each.state is Turn.WAITING]

    @property
    def spoken(self) -> list[SpeakingRequest]:
        return [each for each in self.listed if each.state is Turn.SPOKEN]

    def step(self, steps: int) -> Entry | None:
        """The piece so many before or after the one that is on; the first where none is on."""
        entries = self.sitting.entries
        if self.entry is None:
            return entries[0] if entries and steps > 0 else None
        place = list(entries).index(self.entry) + steps
        return entries[place] if 0 <= place < len(entries) else None

    def budget(self, at: datetime) -> Budget:
        """As it would end if everybody took the whole limit and later pieces the time they have."""
        left = seconds_left(self.speaking.limit_seconds, self.speaking.started_at, at) if self.speaking else 0  # type: ignore[arg-type]
        entries = list(self.sitting.entries)
        later = entries[entries.index(self.entry) + 1 :] if self.entry else []
        minutes = sum(each.slot.minutes for each in later) + self._panel_minutes(at)
        frame = self.sitting.frame
        return budget(
            at,
            [each.limit_seconds for each in self.waiting],
            left_of_speaker=left,
            later_minutes=minutes,
            session_ends_at=instant_at(frame, frame.minutes),
        )

    def _panel_minutes(self, at: datetime) -> int:
        """What is left of a panel that is on."""
        if self.entry is None or self.state is None or self.entry.slot.kind is not SlotKind.PANEL:
            return 0
        return max(0, self.entry.slot.minutes - int((at - self.state.since).total_seconds() // 60))


def room_of(timetable: Timetable, session_id: int) -> Room:
    """Two queries. NotFound for a session of another meeting."""
    sitting = timetable.sitting_of(session_id)
    state = db.session.get(RoomState, session_id, populate_existing=True)
    requests = db.session.scalars(
        select(SpeakingRequest)
        .where(SpeakingRequest.session_id == session_id)
        .order_by(SpeakingRequest.place, SpeakingRequest.id)
        .execution_options(populate_existing=True)
    ).all()
    slot_id = state.slot_id if state else None
    listed = [each for each in requests if each.slot_id == slot_id]
    elsewhere = sum(each.state is Turn.WAITING for each in requests if each.slot_id != slot_id)
    return Room(sitting, state, listed, elsewhere)


def present_sitting(timetable: Timetable, at: datetime) -> Sitting | None:
    """The session that is on, else the next one, else the last one; None where none is held."""
    held = [each for each in timetable.sittings if each.held]
    to_come = (each for each in held if instant_at(each.frame, each.frame.minutes) > at)
    return next(to_come, held[-1] if held else None)


def asked(request: SpeakingRequest) -> Asked:
    return Asked(request.id, request.standing, request.state, request.moved)


def delegation_named(convention: str, text: str, *, on: date) -> Delegation:
    """A State, a group or an organisation by a name it goes by. RuleViolation names those that are most like it."""
    if organisation := organisation_named(text):
        return Delegation(organisation.name, organisation.standing)
    if state := find_state(text):
        standing = Registers(get_convention(convention), on, [state.iso3]).standing_of(state.iso3).standing
        party = standing is PartyStanding.STATE_PARTY
        return Delegation(state.list_en, Standing.PARTY if party else Standing.NOT_PARTY, state.iso3)
    near = near_organisations(text)
    sentence = f"“{text[:60]}” is neither a State of the register nor an organisation the house knows."
    advice = unknown_state(text).partition(" Did you mean ")[2].rstrip("?")
    meant = " or ".join(filter(None, [advice, *near]))
    raise RuleViolation(f"{sentence} Did you mean {meant}?" if meant else sentence, field="who")


def statements_of(meeting_id: int) -> Sequence[StatementReceived]:
    """The newest first."""
    return db.session.scalars(
        select(StatementReceived)
        .where(StatementReceived.meeting_id == meeting_id)
        .order_by(StatementReceived.received_at.desc(), StatementReceived.id.desc())
    ).all()


def get_statement(meeting_id: int, statement_id: int) -> StatementReceived:
    statement = db.session.get(StatementReceived, statement_id)
    if statement is None or statement.meeting_id != meeting_id:
        raise NotFound("The meeting has no such statement.")
    return statement


def spoke_under(meeting_session_ids: Sequence[int]) -> dict[int | None, list[SpeakingRequest]]:
    """Who has spoken, by the piece under which they did, in the order they did."""
    found: dict[int | None, list[SpeakingRequest]] = {}
    rows = db.session.scalars(
        select(SpeakingRequest)
        .where(SpeakingRequest.session_id.in_(meeting_session_ids), SpeakingRequest.state == Turn.SPOKEN)
        .order_by(SpeakingRequest.started_at, SpeakingRequest.id)
    )
    for row in rows:
        found.setdefault(row.slot_id, []).append(row)
    return found
