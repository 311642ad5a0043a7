"""Reading the audit log."""

from collections.abc import Sequence

from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import Ref, db


def history_of(subject: Ref, *, newest: int = 50) -> Sequence[AuditEntry]:
    """The last entries about one object, newest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_id == subject.id)
        .order_by(AuditEntry.id.desc())
        .limit(newest)
    ).all()
