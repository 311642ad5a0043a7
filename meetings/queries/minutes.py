"""Minutes of a meeting: of one item with its versions, and of all items with what is on record under each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from committees.models.work import Task
from core.db import db
from correspondence.queries.people import Person
from meetings.models.agenda import AgendaItem
from meetings.models.decisions import ItemMinutes, MeetingDecision
from meetings.models.room import SpeakingRequest, StatementReceived
from meetings.models.timetable import Answer, Speaker
from meetings.queries.agenda import Line
from meetings.queries.decisions import action_points_of, decisions_of
from meetings.queries.room import spoke_under, statements_of
from meetings.queries.timetable import Timetable


@dataclass(frozen=True)
class OfItem:
    """What is on record under an item. line: None for what was noted under none.

    has_below: other items stand under it.
    """

    line: Line | None
    minutes: ItemMinutes | None
    decisions: Sequence[MeetingDecision]
    tasks: Sequence[Task]
    spoken: Sequence[SpeakingRequest]
    statements: Sequence[StatementReceived]
    has_below: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.minutes or self.decisions or self.tasks or self.spoken or self.statements)

    @property
    def delegations(self) -> list[str]:
        """Who spoke, each once, in the order they did."""
        return list(dict.fromkeys(each.name for each in self.spoken))


def newest_minutes(item_id: int) -> ItemMinutes | None:
    return db.session.scalars(
        select(ItemMinutes).where(ItemMinutes.item_id == item_id).order_by(ItemMinutes.number.desc()).limit(1)
    ).one_or_none()


def versions_of(item_id: int) -> Sequence[ItemMinutes]:
    """The newest first."""
    return db.session.scalars(
        select(ItemMinutes).where(ItemMinutes.item_id == item_id).order_by(ItemMinutes.number.desc())
    ).all()


def minutes_of(timetable: Timetable, meeting_id: int) -> list[OfItem]:
    """Item by item in the order of the agenda, then what stands under none; five queries."""
    minutes = _newest_of(meeting_id)
    decisions, points, statements = decisions_of(meeting_id), action_points_of(meeting_id), statements_of(meeting_id)
    spoken = _spoken_by_item(timetable)

    def of(line: Line | None) -> OfItem:
        id = line.item.id if line else None
        return OfItem(
            line,
            minutes.get(id) if id else None,
            [each for each in decisions if each.item_id == id],
            [task for point, task in points if point.item_id == id],
            spoken.get(id, []),
            [each for each in reversed(statements) if each.item_id == id],
            has_below=id is not None and not timetable.agenda.is_leaf(id),
        )

    without = of(None)
    return [*(of(line) for line in timetable.agenda.published), *([without] if without.anything else [])]


def people_to_tell(timetable: Timetable) -> list[Person]:
    """Who had a part in the sessions and has an address, each once; nobody who declined."""
    found: dict[str, Person] = {}
    speakers: list[Speaker] = []
    for sitting in timetable.sittings:
        speakers += [*sitting.speakers, *(each for entry in sitting.entries for each in entry.speakers)]
    for each in speakers:
        if each.email and each.answer is not Answer.DECLINED:
            found.setdefault(each.email.lower(), Person(each.email, each.name))
    return list(found.values())


def _newest_of(meeting_id: int) -> Mapping[int, ItemMinutes]:
    rows = db.session.scalars(
        select(ItemMinutes)
        .join(AgendaItem, AgendaItem.id == ItemMinutes.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(ItemMinutes.number)
    )
    return {row.item_id: row for row in rows}


def _spoken_by_item(timetable: Timetable) -> dict[int | None, list[SpeakingRequest]]:
    by_slot = spoke_under([sitting.session.id for sitting in timetable.sittings])
    item_of = {entry.slot.id: entry.slot.item_id for entry in timetable.entries}
    found: dict[int | None, list[SpeakingRequest]] = {}
    for slot_id, requests in by_slot.items():
        found.setdefault(item_of.get(slot_id or 0), []).extend(requests)
    return found
