"""The agenda of a meeting, read as a tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select

from core.db import db
from core.errors import NotFound
from meetings.models.agenda import AgendaItem, ItemKind
from meetings.rules.agenda import Node, Place, Tree, in_order, numbers_of, tree_of


@dataclass(frozen=True)
class Line:
    """An item as it is read. number: "" for one of the chair's own script. label: number and title in one."""

    item: AgendaItem
    number: str
    level: int

    @property
    def label(self) -> str:
        return f"{self.number} {self.item.title}".strip()


@dataclass(frozen=True)
class Agenda:
    """lines: from top to bottom."""

    lines: Sequence[Line]
    tree: Tree

    @cached_property
    def by_id(self) -> dict[int, Line]:
        return {line.item.id: line for line in self.lines}

    @property
    def titles(self) -> dict[int, str]:
        return {line.item.id: line.item.title for line in self.lines}

    @property
    def published(self) -> list[Line]:
        return [line for line in self.lines if line.number]

    def below(self, id: int) -> list[Line]:
        """What hangs on the item, from top to bottom."""
        return [self.by_id[child] for child, _level in in_order(self.tree, id)]

    def is_leaf(self, id: int) -> bool:
        return not self.tree.get(id)


def agenda_of(meeting_id: int) -> Agenda:
    """One query, however long it is. What an act left behind in the session is read anew."""
    items = db.session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).execution_options(populate_existing=True)
    ).all()
    tree = tree_of([_node(item) for item in items])
    by_id = {item.id: item for item in items}
    numbers = numbers_of(tree, [item.id for item in items if item.kind is ItemKind.INTERNAL])
    return Agenda([Line(by_id[id], numbers.get(id, ""), level) for id, level in in_order(tree)], tree)


def nodes_of(meeting_id: int) -> list[Node]:
    return [_node(item) for item in db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))]


def recurring_items(meeting_ids: Sequence[int]) -> dict[int, int]:
    """How many items of each agenda are taken over into the next; one query."""
    counted = (
        select(AgendaItem.meeting_id, func.count())
        .where(AgendaItem.meeting_id.in_(meeting_ids), AgendaItem.recurring)
        .group_by(AgendaItem.meeting_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def get_item(meeting_id: int, item_id: int) -> AgendaItem:
    """NotFound, also for an item of another meeting."""
    item = db.session.scalars(
        select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id)
    ).one_or_none()
    if item is None:
        raise NotFound(f"The agenda of this meeting has no item {item_id}.")
    return item


def _node(item: AgendaItem) -> Node:
    place = Place(item.parent_id, item.position)
    return Node(item.id, place, item.title, internal=item.kind is ItemKind.INTERNAL)
