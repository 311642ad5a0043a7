"""To which meetings one request was brought, and for which of them, and when, it was submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Brought:
    """submitted_to: the meeting for which it came; another than `meeting` where it was brought again as it is.

    received_on: None where it is not known.
    """

    meeting: str
    submitted_to: str
    received_on: date | None


def brought_to(meetings: Sequence[str], deferred_on: Sequence[date | None], came: Sequence[date]) -> list[Brought]:
    """One for each meeting, in their order. deferred_on: the day on which each deferred it; none for the last.

    came: days on which versions of the request came. One that came again after a deferral is submitted to the next
    meeting; its first version counts there, since it counts as received when it first came.
    """
    found: list[Brought] = []
    since = date.min
    for place, meeting in enumerate(meetings):
        ends = deferred_on[place] if place < len(deferred_on) else None
        last = place == len(meetings) - 1
        here = [day for day in came if since <= day and (last or ends is None or day < ends)]
        if here or not found:
            found.append(Brought(meeting, meeting, min(here, default=None)))
        else:
            found.append(Brought(meeting, found[-1].submitted_to, found[-1].received_on))
        since = ends or since
    return found
