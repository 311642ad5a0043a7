"""The agenda of a meeting: one tree of items from which every document about them is written."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word


class ItemKind(enum.StrEnum):
    """internal: for the chair's own script, in no published agenda."""

    ITEM = "item"
    INTERNAL = "internal"


class AgendaItem(Model):
    """An item of the agenda. Its number follows from its place among its siblings and is not kept.

    position: the order among siblings, from 1, without two alike once an act is over. lead: who introduces it.
    minutes: time reckoned for it, 0 for none. late: added after the provisional agenda was issued. recurring: taken
    over into the next meeting's agenda. revision: rises with each change, so that two editors notice each other.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (
        Index("ix_agenda_items_meeting_id", "meeting_id", "parent_id", "position"),
        Index("ix_agenda_items_parent_id", "parent_id"),
        one_of("kind", ItemKind),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        CheckConstraint("title <> ''", name="has_title"),
        CheckConstraint("minutes >= 0", name="minutes_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(word(ItemKind), default=ItemKind.ITEM)
    title: Mapped[str] = mapped_column(String(300))
    annotation: Mapped[str] = mapped_column(Text, default="")
    lead: Mapped[str] = mapped_column(String(160), default="")
    minutes: Mapped[int] = mapped_column(default=0)
    decision_expected: Mapped[bool] = mapped_column(default=False)
    recurring: Mapped[bool] = mapped_column(default=True)
    late: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)


constraint_sentences["ck_agenda_items_not_its_own_parent"] = "An item cannot stand under itself."
