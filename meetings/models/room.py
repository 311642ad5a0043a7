"""What happens in the room: what is taken up, who asked for the floor, statements handed in writing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from meetings.models.agenda import AgendaItem
from meetings.models.sessions import Session
from meetings.models.timetable import Slot
from meetings.rules.speakers_list import Standing, Turn


class RoomState(Model):
    """What a session takes up now, and whether its list of speakers is open. One row from the first act in the room.

    slot_id: of the piece that is on, None where the session has none. Limits in seconds.
    """

    __tablename__ = "room_states"
    __table_args__ = (
        CheckConstraint("national_seconds BETWEEN 30 AND 3600", name="national_limit_of_use"),
        CheckConstraint("group_seconds BETWEEN 30 AND 3600", name="group_limit_of_use"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id), primary_key=True, autoincrement=False)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey(Slot.id), index=True)
    since: Mapped[datetime]
    list_open: Mapped[bool]
    national_seconds: Mapped[int]
    group_seconds: Mapped[int]


class SpeakingRequest(Model):
    """Somebody asked for the floor under a piece of a session; under the session itself where it has none.

    place: the order on the list, from 1. moved: the chair put it there by hand. limit_seconds: as it was when asked.
    standing: as what they speak, from which the order follows.
    """

    __tablename__ = "speaking_requests"
    __table_args__ = (
        Index("ix_speaking_requests_session_id", "session_id", "slot_id", "place"),
        Index("ix_speaking_requests_slot_id", "slot_id"),
        Index(
            "uq_speaking_requests_on_the_floor",
            "session_id",
            unique=True,
            sqlite_where=text("state = 'speaking'"),
            postgresql_where=text("state = 'speaking'"),
        ),
        one_of("state", Turn),
        one_of("standing", Standing),
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("limit_seconds BETWEEN 30 AND 3600", name="limit_of_use"),
        CheckConstraint("(state IN ('speaking', 'spoken')) = (started_at IS NOT NULL)", name="started_with_state"),
        CheckConstraint("(state = 'spoken') = (ended_at IS NOT NULL)", name="ended_with_state"),
        CheckConstraint("ended_at >= started_at", name="ended_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey(Slot.id))
    name: Mapped[str] = mapped_column(String(160))
    iso3: Mapped[str | None] = mapped_column(ForeignKey("states.iso3"))
    standing: Mapped[Standing] = mapped_column(word(Standing))
    place: Mapped[int]
    moved: Mapped[bool] = mapped_column(default=False)
    limit_seconds: Mapped[int]
    state: Mapped[Turn] = mapped_column(word(Turn), default=Turn.WAITING)
    requested_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class StatementReceived(Model):
    """A statement handed in writing. published_at: once it may be read by everybody, after it was delivered."""

    __tablename__ = "statements_received"
    __table_args__ = (
        Index("ix_statements_received_meeting_id", "meeting_id"),
        Index("ix_statements_received_item_id", "item_id"),
        CheckConstraint("name <> ''", name="has_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey(AgendaItem.id))
    name: Mapped[str] = mapped_column(String(160))
    iso3: Mapped[str | None] = mapped_column(ForeignKey("states.iso3"))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    received_at: Mapped[datetime]
    received_by: Mapped[str] = mapped_column(String(200))
    published_at: Mapped[datetime | None]


constraint_sentences["uq_speaking_requests_on_the_floor"] = (
    "Somebody else was given the floor in the meantime. Look at the list again."
)
constraint_sentences["pk_room_states"] = "Somebody else opened this session in the meantime. Look at it again."
