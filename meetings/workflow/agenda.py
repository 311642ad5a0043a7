"""Acts on the agenda of a meeting: add, change, move, remove, take over. Whoever acts holds the meeting meanwhile."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select, update

from conventions.models import Meeting
from conventions.workflow import hold_standing_meeting
from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from core.seen.guard import check_seen
from core.wording import counted
from meetings.models.agenda import AgendaItem, ItemKind
from meetings.models.releases import Plan, Release
from meetings.models.timetable import Slot, Speaker
from meetings.queries.agenda import Agenda, agenda_of
from meetings.queries.hanging import hanging_on, in_words
from meetings.rules.agenda import (
    Node,
    Place,
    Tree,
    check_count,
    check_depth,
    indented,
    lowered,
    outdented,
    placed,
    places_of,
    raised,
    removed,
    taken_over,
)
from meetings.rules.agenda_list import LONGEST_TITLE, Written
from meetings.workflow.changes import undoable

LONGEST_ANNOTATION = 5000
MOST_MINUTES = 6000


@dataclass(frozen=True)
class ItemText:
    """What is written of an item. lead: who introduces it; minutes: reckoned for it, 0 for none."""

    title: str
    annotation: str = ""
    lead: str = ""
    minutes: int = 0
    decision_expected: bool = False
    recurring: bool = True
    kind: ItemKind = ItemKind.ITEM


def add_item(meeting: Meeting, text: ItemText, *, under: int | None, by: Actor) -> AgendaItem:
    """The last item of the agenda, or of what stands under another."""
    text = _checked(text)
    with undoable(meeting, "agenda:item-added", f"added “{text.title}”", by=by):
        (item,) = _added(meeting, [(text, 1)], under=under)
    return item


def add_items(meeting: Meeting, written: Sequence[Written], *, under: int | None, by: Actor) -> int:
    """A whole list, in its order and with its levels; how many."""
    texts = [(_checked(ItemText(each.title)), each.level) for each in written]
    what = f"added a list of {counted(len(texts), 'item', 'items')}"
    with undoable(meeting, "agenda:list-added", what, by=by):
        _added(meeting, texts, under=under)
    return len(texts)


def change_item(meeting: Meeting, item: AgendaItem, text: ItemText, *, revision: int, by: Actor) -> None:
    """revision: of the item when it was read. WrittenMeanwhile where it has another now."""
    text = _checked(text)
    hold_standing_meeting(meeting.convention, meeting.short)
    _read_again(item)
    check_seen(revision, item.revision, "this item")
    with undoable(meeting, "agenda:item-changed", f"changed “{item.title}”", by=by):
        if {name: getattr(item, name) for name in asdict(text)} != asdict(text):
            for name, value in asdict(text).items():
                setattr(item, name, value)
            item.revision += 1


def move_item(meeting: Meeting, item: AgendaItem, how: str, *, by: Actor) -> str:
    """how: up, down, in, out. Returns the number it has now."""
    hold_standing_meeting(meeting.convention, meeting.short)
    agenda = agenda_of(meeting.id)
    _check_there(agenda, item)
    moves = {
        "up": lambda: raised(agenda.tree, item.id),
        "down": lambda: lowered(agenda.tree, item.id),
        "in": lambda: indented(agenda.tree, item.id, agenda.titles),
        "out": lambda: outdented(agenda.tree, item.id, agenda.titles),
    }
    if how not in moves:
        raise RuleViolation(f"An item is moved {', '.join(moves)}; “{how[:20]}” is none of these.")
    return _moved(meeting, agenda, item, moves[how](), by=by)


def place_item(meeting: Meeting, item: AgendaItem, place: Place, *, by: Actor) -> str:
    """It stands at that place, with what hangs on it. Returns the number it has now."""
    hold_standing_meeting(meeting.convention, meeting.short)
    agenda = agenda_of(meeting.id)
    _check_there(agenda, item)
    if place.parent is not None and place.parent not in agenda.by_id:
        raise RuleViolation("The item it would stand under is not on this agenda.", field="parent")
    return _moved(
        meeting, agenda, item, placed(agenda.tree, item.id, place.parent, place.position, agenda.titles), by=by
    )


def remove_item(meeting: Meeting, item: AgendaItem, *, by: Actor) -> None:
    """It goes, with what stands under it and their places in the timetable. Refused while a document rests on it."""
    hold_standing_meeting(meeting.convention, meeting.short)
    agenda = agenda_of(meeting.id)
    _check_there(agenda, item)
    tree, gone = removed(agenda.tree, item.id)
    if held := _held_by(gone):
        raise RuleViolation(f"“{item.title}” cannot go while it is tied to {in_words(held)}: tie that to another item.")
    with undoable(meeting, "agenda:item-removed", f"removed “{item.title}”", by=by):
        slots = db.session.scalars(select(Slot.id).where(Slot.item_id.in_(gone))).all()
        db.session.execute(update(Speaker).where(Speaker.slot_id.in_(slots)).values(slot_id=None))
        for slot_id in slots:
            db.session.delete(db.session.get_one(Slot, slot_id))
        db.session.flush()
        for id in gone:
            db.session.delete(agenda.by_id[id].item)
            db.session.flush()
        _arrange(agenda, tree)


def take_over(meeting: Meeting, before: Meeting, *, by: Actor) -> int:
    """The agenda begins with what recurs of the one before; how many items. Refused where it has items already."""
    former = agenda_of(before.id)
    nodes = [
        Node(line.item.id, Place(line.item.parent_id, line.item.position), line.item.title) for line in former.lines
    ]
    recurring = [line.item.id for line in former.lines if line.item.recurring]
    texts = [(_text_of(former.by_id[id].item), level) for id, level in taken_over(nodes, recurring)]
    if not texts:
        raise RuleViolation(f"Nothing on the agenda of the {before.short} recurs.", field="source")
    return _begun(meeting, texts, f"took over {counted(len(texts), 'item', 'items')} from the {before.short}", by=by)


def begin_with(meeting: Meeting, texts: Sequence[tuple[ItemText, int]], *, by: Actor) -> int:
    """The agenda begins with the usual items; how many. Refused where it has items already."""
    return _begun(meeting, texts, f"began with the usual agenda of {counted(len(texts), 'item', 'items')}", by=by)


def what_rests_on(agenda: Agenda, id: int) -> dict[str, int]:
    """What in other tables keeps the item, or an item under it, from being removed."""
    return _held_by(removed(agenda.tree, id)[1])


def _begun(meeting: Meeting, texts: Sequence[tuple[ItemText, int]], what: str, *, by: Actor) -> int:
    hold_standing_meeting(meeting.convention, meeting.short)
    if agenda_of(meeting.id).lines:
        raise RuleViolation("The agenda has items already. Remove them first, or paste what is missing.")
    with undoable(meeting, "agenda:begun", what, by=by):
        _added(meeting, texts, under=None)
    return len(texts)


def _added(meeting: Meeting, texts: Sequence[tuple[ItemText, int]], *, under: int | None) -> list[AgendaItem]:
    agenda = agenda_of(meeting.id)
    if under is not None and under not in agenda.by_id:
        raise RuleViolation("The item it would stand under is not on this agenda.", field="under")
    check_count(len(agenda.lines) + len(texts))
    late = _is_late(meeting.id)
    tree = {parent: list(children) for parent, children in agenda.tree.items()}
    titles = agenda.titles
    above: list[int | None] = [under]
    items: list[AgendaItem] = []
    for text, level in texts:
        del above[level:]
        children = tree.setdefault(above[-1], [])
        item = AgendaItem(
            meeting_id=meeting.id,
            parent_id=above[-1],
            position=len(children) + 1,
            late=late and text.kind is ItemKind.ITEM,
            **asdict(text),
        )
        db.session.add(item)
        db.session.flush()
        children.append(item.id)
        titles[item.id] = item.title
        above.append(item.id)
        items.append(item)
    check_depth(tree, titles)
    return items


def _moved(meeting: Meeting, agenda: Agenda, item: AgendaItem, tree: Tree, *, by: Actor) -> str:
    before = agenda.by_id[item.id].label
    with undoable(meeting, "agenda:item-moved", f"moved “{before}”", by=by):
        _arrange(agenda, tree)
    return agenda_of(meeting.id).by_id[item.id].number


def _arrange(agenda: Agenda, tree: Tree) -> None:
    for id, place in places_of(tree).items():
        item = agenda.by_id[id].item
        item.parent_id, item.position = place.parent, place.position
    db.session.flush()


def _held_by(ids: Sequence[int]) -> dict[str, int]:
    """Tables whose rows cannot do without the items: all but the tree itself and the timetable."""
    found = hanging_on(AgendaItem, ids)
    slots = db.session.scalars(select(Slot.id).where(Slot.item_id.in_(ids))).all()
    found |= {table: number for table, number in hanging_on(Slot, slots).items() if table not in found}
    mine = (AgendaItem.__tablename__, Slot.__tablename__, Speaker.__tablename__)
    return {table: number for table, number in found.items() if table not in mine}


def _is_late(meeting_id: int) -> bool:
    """Whether the provisional agenda was issued: what comes after is late. Source: rules of procedure of meetings."""
    issued = select(Release.id).where(Release.meeting_id == meeting_id, Release.plan == Plan.AGENDA).limit(1)
    return db.session.scalar(issued) is not None


def _text_of(item: AgendaItem) -> ItemText:
    return ItemText(
        item.title, item.annotation, item.lead, item.minutes, item.decision_expected, item.recurring, item.kind
    )


def _checked(text: ItemText) -> ItemText:
    title, lead = " ".join(text.title.split()), " ".join(text.lead.split())
    if not title:
        raise RuleViolation("An item has a title.", field="title")
    if len(title) > LONGEST_TITLE:
        raise RuleViolation(f"A title has up to {LONGEST_TITLE} characters, this one {len(title):,}.", field="title")
    if len(lead) > 160:
        raise RuleViolation("Say in up to 160 characters who introduces it.", field="lead")
    if len(text.annotation) > LONGEST_ANNOTATION:
        raise RuleViolation(f"An annotation has up to {LONGEST_ANNOTATION:,} characters.", field="annotation")
    if not 0 <= text.minutes <= MOST_MINUTES:
        raise RuleViolation(f"An item is reckoned at 0 to {MOST_MINUTES:,} minutes.", field="minutes")
    annotation = text.annotation.replace("\r\n", "\n").strip()
    return ItemText(title, annotation, lead, text.minutes, text.decision_expected, text.recurring, text.kind)


def _check_there(agenda: Agenda, item: AgendaItem) -> None:
    if item.id not in agenda.by_id:
        raise RuleViolation("Somebody removed this item in the meantime.")


def _read_again(item: AgendaItem) -> None:
    if db.session.get(AgendaItem, item.id, populate_existing=True) is None:
        raise RuleViolation("Somebody removed this item in the meantime.")
