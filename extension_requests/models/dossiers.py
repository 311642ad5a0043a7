"""The dossier of one request: where it stands, which meeting considers it, what it asks for."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import ID_GIVEN_ONCE, Model, constraint_sentences, one_of, word
from extension_requests.rules.machine import OPEN, RequestState


def _states(*states: RequestState) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


class Dossier(Model):
    """One request about one obligation. number: 1 for the first request of the State about it, 2 for a renewal.

    state_since: the day it came into its state. deadline: the one that the request would extend. meeting: the formal
    meeting that is to consider it, empty while the calendar shows none. aimed_by_hand: the office chose it, so that the
    house leaves it as it is until that meeting is over. asked_until: the day asked for, asked_months
    its distance from the deadline where the State named months. version: of the request on file, 0 for none.
    body: the group that analyses it; file_id: its file there, from the moment it is checked. lead_iso3: the State that
    leads the analysis. round: of questions. interim: asks only for time to survey. after_discovery: about areas or
    stocks found after the deadline. state_saw_version, committee_saw_version: of the analysis, as shown last, on its
    day. override_reason: why the analysis began although something was missing.
    conflict: where sources disagree, or what the registers leave open, in words.
    """

    __tablename__ = "dossiers"
    __table_args__ = (
        UniqueConstraint("convention", "article", "iso3", "number", name="uq_dossiers_number"),
        Index("ix_dossiers_meeting", "convention", "meeting"),
        Index(
            "uq_dossiers_one_open",
            "convention",
            "article",
            "iso3",
            unique=True,
            sqlite_where=text(f"state IN ({_states(*OPEN)})"),
            postgresql_where=text(f"state IN ({_states(*OPEN)})"),
        ),
        Index(
            "uq_dossiers_one_followed",
            "convention",
            "article",
            "iso3",
            unique=True,
            sqlite_where=text(f"state = '{RequestState.FOLLOW_UP.value}'"),
            postgresql_where=text(f"state = '{RequestState.FOLLOW_UP.value}'"),
        ),
        one_of("state", RequestState),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("(received_on IS NULL) = (version = 0)", name="version_received"),
        CheckConstraint("asked_until > deadline", name="asks_for_time"),
        CheckConstraint("(announced_on IS NULL) = (announced_source = '')", name="announcement_whole"),
        ID_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    article: Mapped[str] = mapped_column(String(10))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    number: Mapped[int]
    state: Mapped[RequestState] = mapped_column(word(RequestState))
    state_since: Mapped[date]
    deadline: Mapped[date]
    meeting: Mapped[str] = mapped_column(String(20), default="")
    aimed_by_hand: Mapped[bool] = mapped_column(default=False)
    opened_on: Mapped[date]
    announced_on: Mapped[date | None]
    announced_source: Mapped[str] = mapped_column(String(200), default="")
    received_on: Mapped[date | None]
    submitted_by: Mapped[str] = mapped_column(String(200), default="")
    asked_until: Mapped[date | None]
    asked_months: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=0)
    interim: Mapped[bool] = mapped_column(default=False)
    after_discovery: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(String(60), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("body_files.id"))
    lead_iso3: Mapped[str | None] = mapped_column(ForeignKey("states.iso3"))
    round: Mapped[int] = mapped_column(default=0)
    override_reason: Mapped[str] = mapped_column(Text, default="")
    acknowledged_on: Mapped[date | None]
    inputs_closed_on: Mapped[date | None]
    state_saw_draft_on: Mapped[date | None]
    state_saw_version: Mapped[int | None]
    committee_saw_draft_on: Mapped[date | None]
    committee_saw_version: Mapped[int | None]
    symbol: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None]
    presented_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(Text, default="")
    completed_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200), default="")
    conflict: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))


constraint_sentences.update(
    {
        "uq_dossiers_one_open": "A dossier is open about this obligation already.",
        "uq_dossiers_one_followed": "The decision on an earlier request about this obligation is still followed up.",
        "uq_dossiers_number": "Somebody opened a dossier about this obligation at the same moment.",
    }
)
