"""A text is opened to be edited, and left. No act of the office: the audit does not hear of it."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from core.audit.workflow import Actor
from core.db import Ref, db
from core.seen.models import OpenText
from core.seen.queries import LAPSES

TABLE: Any = OpenText.__table__


def keep_open(text: Ref, *, by: Actor) -> None:
    """The person has it open; since the first time that was told, unless the page was closed in between."""
    db.session.execute(delete(OpenText).where(OpenText.seen_at <= by.at - LAPSES))
    dialect = sqlite if db.session.connection().dialect.name == "sqlite" else postgresql
    asked = dialect.insert(TABLE).values(
        kind=text.kind, text_id=text.id, account_id=by.id, name=by.name, opened_at=by.at, seen_at=by.at
    )
    db.session.execute(
        asked.on_conflict_do_update(index_elements=["kind", "text_id", "account_id"], set_={"seen_at": by.at})
    )


def leave(text: Ref, *, by: Actor) -> None:
    """The person has it open no more."""
    db.session.execute(
        delete(OpenText).where(
            OpenText.kind == text.kind, OpenText.text_id == text.id, OpenText.account_id == (by.id or 0)
        )
    )
