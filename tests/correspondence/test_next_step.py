"""What comes next for a campaign, in every state it can be in."""

from dataclasses import replace

import pytest

from correspondence.rules.circulation import Stage
from correspondence.rules.next_step import Step, Waits, step_before_approval, step_from_approval
from correspondence.rules.standing import Standing

EVERYTHING = Waits(ready=1, void=1, anew=1, newly_approved=1, to_post=1, unknown=1, bounced=1, failed=1, replies=1)


@pytest.mark.parametrize(
    ("state", "signatory", "stage", "blocked", "expected"),
    [
        ("draft", "chair", None, 0, Step.CIRCULATE),
        ("draft", "chair", None, 2, Step.MEND_CONTACTS),
        ("draft", "chair", Stage.WITHDRAWN, 0, Step.CIRCULATE_ANEW),
        ("circulated", "chair", Stage.OPEN, 2, Step.COMMENT),
        ("circulated", "chair", Stage.OBJECTED, 0, Step.SETTLE_OBJECTION),
        ("circulated", "chair", Stage.ACCEPTED, 0, Step.APPROVE),
        ("draft", "unit", None, 0, Step.APPROVE),
        ("draft", "president", Stage.WITHDRAWN, 0, Step.APPROVE),
    ],
)
def test_up_to_its_approval(state: str, signatory: str, stage: Stage | None, blocked: int, expected: Step) -> None:
    assert step_before_approval(state, signatory, stage, blocked=blocked) is expected


@pytest.mark.parametrize(
    ("standing", "waits", "expected"),
    [
        (Standing.APPROVED, Waits(ready=3), Step.SCHEDULE),
        (Standing.APPROVED, Waits(ready=2, void=1), Step.SCHEDULE),
        (Standing.APPROVED, Waits(void=3), Step.SEE_TO_VOID),
        (Standing.APPROVED, Waits(ready=2, anew=1), Step.APPROVE_ANEW),
        (Standing.SCHEDULED, EVERYTHING, Step.WAIT),
        (Standing.SENDING, EVERYTHING, Step.WATCH),
        (Standing.PAUSED, EVERYTHING, Step.RESUME),
        (Standing.TO_SETTLE, EVERYTHING, Step.SETTLE_UNKNOWN),
        (Standing.FINISHED, replace(EVERYTHING, unknown=0), Step.SEE_TO_VOID),
        (Standing.TO_SETTLE, Waits(failed=2, anew=1, bounced=1), Step.SEE_TO_FAILED),
        (Standing.STOPPED, Waits(failed=2), Step.NOTHING),
        (Standing.FINISHED, Waits(anew=1, newly_approved=1), Step.APPROVE_ANEW),
        (Standing.FINISHED, Waits(newly_approved=1, to_post=1), Step.SEND_LATER),
        (Standing.FINISHED, Waits(newly_approved=1, last_day_over=True), Step.MOVE),
        (Standing.TO_POST, Waits(to_post=1, bounced=1), Step.POST),
        (Standing.TO_SETTLE, Waits(bounced=1, replies=1), Step.SETTLE_BOUNCED),
        (Standing.FINISHED, Waits(replies=1), Step.SETTLE_REPLIES),
        (Standing.FINISHED, Waits(), Step.FOLLOW),
        (Standing.STOPPED, EVERYTHING, Step.SETTLE_UNKNOWN),
        (Standing.STOPPED, Waits(void=1, bounced=1, to_post=1), Step.NOTHING),
        (Standing.CANCELLED, Waits(void=3), Step.NOTHING),
    ],
)
def test_from_its_approval_on(standing: Standing, waits: Waits, expected: Step) -> None:
    assert step_from_approval(standing, waits) is expected
