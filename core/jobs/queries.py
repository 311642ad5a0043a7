"""Reading how the jobs have fared."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.db import db
from core.jobs.models import JobRun


def jobs_are_alive(*, at: datetime, within: timedelta) -> bool:
    """Whether some job has started within that time before the instant."""
    last = db.session.scalar(select(func.max(JobRun.started_at)))
    return last is not None and at - last <= within


def failing_jobs() -> list[str]:
    """The names of the jobs whose last run ended with an error."""
    return list(db.session.scalars(select(JobRun.name).where(JobRun.error != "").order_by(JobRun.name)))
