"""Where a campaign stands: as far as the office has brought it, and from then on what its mailing and messages say."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


class Standing(enum.StrEnum):
    DRAFT = "draft"
    CIRCULATED = "before the committee"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    TO_POST = "to be posted"
    TO_SETTLE = "to be settled"
    FINISHED = "finished"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


_AS_THE_OFFICE_SAYS = {
    "draft": Standing.DRAFT,
    "circulated": Standing.CIRCULATED,
    "approved": Standing.APPROVED,
    "cancelled": Standing.CANCELLED,
}
_PENDING = ("due", "claimed", "handing over")
MEANINGS = {
    Standing.APPROVED: "done",
    Standing.SCHEDULED: "soon",
    Standing.SENDING: "soon",
    Standing.PAUSED: "late",
    Standing.TO_POST: "soon",
    Standing.TO_SETTLE: "late",
    Standing.FINISHED: "done",
    Standing.STOPPED: "private",
    Standing.CANCELLED: "private",
}
OVER = (Standing.FINISHED, Standing.STOPPED, Standing.CANCELLED)  # nobody has to do anything more about it


@dataclass(frozen=True)
class MailingFacts:
    """state: held, open, paused or stopped."""

    state: str
    not_before: datetime


def where_it_stands(
    campaign_state: str,
    mailing: MailingFacts | None,
    counts: Mapping[str, int],
    *,
    to_post: int,
    at: datetime,
    bounced: int = 0,
    failed: int = 0,
    unsettled: int = 0,
) -> Standing:
    """counts: messages by their state. to_post: letters for the post that nobody has said were posted.

    bounced: letters that came back, failed: those that did not leave and will not, about which nobody has decided
    anything. unsettled: letters that are void, written anew, or approved after the release and not put out.
    """
    if mailing is None or campaign_state in ("draft", "cancelled"):
        return _AS_THE_OFFICE_SAYS.get(campaign_state, Standing.APPROVED)
    if mailing.state == "stopped":
        return Standing.TO_SETTLE if counts.get("unknown") else Standing.STOPPED
    pending = sum(counts.get(state, 0) for state in _PENDING)
    if pending and mailing.state in ("paused", "held"):
        return Standing.PAUSED
    if pending:
        begun = pending < sum(counts.values()) or counts.get("due", 0) < pending
        return Standing.SENDING if begun or at >= mailing.not_before else Standing.SCHEDULED
    if counts.get("unknown"):
        return Standing.TO_SETTLE
    if to_post:
        return Standing.TO_POST
    return Standing.TO_SETTLE if bounced or failed or unsettled else Standing.FINISHED


def meaning_of(standing: Standing) -> str:
    """The shape its word is shown with."""
    return MEANINGS.get(standing, "neutral")
