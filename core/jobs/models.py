"""One row per job: when it last ran, and whether it ended well."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class JobRun(Model):
    __tablename__ = "job_runs"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ends_after_start"),
        CheckConstraint("error = '' OR ended_at IS NOT NULL", name="error_has_end"),
    )

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")  # in a few words; the log has the rest
