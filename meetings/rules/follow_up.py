"""What became of a decision: whether what was to be done about it was done, and in time."""

from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=30)  # Office practice


class FollowUp(StrEnum):
    NONE = "nothing to do"
    OPEN = "open"
    SOON = "due soon"
    MISSED = "missed"
    KEPT = "kept"
    LATE = "done late"

    @property
    def meaning(self) -> str:
        """How its word is shown."""
        return {"due soon": "soon", "missed": "late", "kept": "done", "done late": "soon"}.get(self.value, "neutral")


def follow_up(wanted: str, due_on: date | None, done_on: date | None, *, on: date) -> FollowUp:
    """wanted: what is to be done, "" for nothing. The due day itself is in time."""
    if done_on is not None:
        return FollowUp.LATE if due_on and done_on > due_on else FollowUp.KEPT
    if not wanted:
        return FollowUp.NONE
    if due_on is None or due_on - on > SOON:
        return FollowUp.OPEN
    return FollowUp.MISSED if due_on < on else FollowUp.SOON
