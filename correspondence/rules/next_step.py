"""What comes next for a campaign, whatever its state: one step, decided by what it waits for."""

import enum
from dataclasses import dataclass

from correspondence.rules.circulation import Stage
from correspondence.rules.standing import Standing

CLOSED = (Standing.STOPPED, Standing.CANCELLED)  # nothing more of it leaves


class Step(enum.StrEnum):
    """What is done next; at any moment it is one of these."""

    COMMENT = "comment"
    SETTLE_OBJECTION = "settle the objection"
    MEND_CONTACTS = "mend the contacts"
    CIRCULATE = "circulate"
    CIRCULATE_ANEW = "circulate anew"
    APPROVE = "approve"
    SCHEDULE = "schedule"
    WAIT = "wait"
    WATCH = "watch"
    RESUME = "resume"
    SETTLE_UNKNOWN = "settle what is unknown"
    SEE_TO_VOID = "see to void letters"
    SEE_TO_FAILED = "see to letters that did not leave"
    APPROVE_ANEW = "approve what was written anew"
    MOVE = "move"
    SEND_LATER = "send what was approved later"
    POST = "post"
    SETTLE_BOUNCED = "settle what came back"
    SETTLE_REPLIES = "settle replies"
    FOLLOW = "follow"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Waits:
    """How many letters of a campaign wait for what. ready: approved ones. anew: drafts, written anew since.

    failed: those that were refused, or did not leave by the last day, about which nobody has decided anything.
    newly_approved: approved after the release. last_day_over: nothing leaves any more unless the campaign is moved.
    """

    ready: int = 0
    void: int = 0
    anew: int = 0
    newly_approved: int = 0
    to_post: int = 0
    unknown: int = 0
    bounced: int = 0
    failed: int = 0
    replies: int = 0
    last_day_over: bool = False


def step_before_approval(state: str, signatory: str, stage: Stage | None, *, blocked: int) -> Step:
    """stage: of the last circulation, None without one. blocked: letters that can go nowhere.

    A chair's letter is seen by the committee before it is approved. Source: office practice.
    """
    if state == "circulated" and stage is Stage.OPEN:
        return Step.COMMENT
    if state == "circulated" and stage is Stage.OBJECTED:
        return Step.SETTLE_OBJECTION
    if blocked:
        return Step.MEND_CONTACTS
    if signatory == "chair" and stage is not Stage.ACCEPTED:
        return Step.CIRCULATE_ANEW if stage is Stage.WITHDRAWN else Step.CIRCULATE
    return Step.APPROVE


def step_from_approval(standing: Standing, waits: Waits) -> Step:
    """What nobody knows comes first, what waits for an answer from outside last."""
    if standing is Standing.APPROVED:
        if waits.anew:
            return Step.APPROVE_ANEW
        return Step.SCHEDULE if waits.ready or not waits.void else Step.SEE_TO_VOID
    under_way = {Standing.SCHEDULED: Step.WAIT, Standing.SENDING: Step.WATCH, Standing.PAUSED: Step.RESUME}
    return under_way.get(standing) or _afterwards(standing, waits)


def _afterwards(standing: Standing, waits: Waits) -> Step:
    if waits.unknown:
        return Step.SETTLE_UNKNOWN
    if standing not in CLOSED:
        for waiting, step in (
            (waits.void, Step.SEE_TO_VOID),
            (waits.failed, Step.SEE_TO_FAILED),
            (waits.anew, Step.APPROVE_ANEW),
            (waits.newly_approved, Step.MOVE if waits.last_day_over else Step.SEND_LATER),
            (waits.to_post, Step.POST),
            (waits.bounced, Step.SETTLE_BOUNCED),
        ):
            if waiting:
                return step
    if waits.replies:
        return Step.SETTLE_REPLIES
    return Step.NOTHING if standing in CLOSED else Step.FOLLOW
