"""Writing the audit log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.audit.models import AuditEntry
from core.db import Ref, db


@dataclass(frozen=True)
class Actor:
    """Who acts, and at which instant: a person signed in, or the command line (id None)."""

    name: str
    at: datetime
    id: int | None = None


def record(act: str, subject: Ref, subject_name: str, *, by: Actor, **details: Any) -> None:
    """Adds one entry to the present transaction. `act` is a tag subject:action; details are JSON values."""
    db.session.add(
        AuditEntry(
            at=by.at,
            actor_id=by.id,
            actor_name=by.name,
            act=act,
            subject_kind=subject.kind,
            subject_id=subject.id,
            subject_name=subject_name,
            details=details,
        )
    )
