"""A text that is kept in versions, and what people say of it: the columns and rules every such table has."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column


class WrittenVersion:
    """One state of a text. content: as JSON."""

    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))


class Said:
    """What somebody says of one place in a text; it stays when it is settled."""

    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(200), default="")


def of_versions() -> tuple[CheckConstraint, ...]:
    return (CheckConstraint("number >= 1", name="number_positive"),)


def of_what_is_said() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("(settled_at IS NULL) = (settled_by = '')", name="settled_by_somebody"),
    )
