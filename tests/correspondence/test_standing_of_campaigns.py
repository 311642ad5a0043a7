from datetime import UTC, datetime, timedelta

import pytest

from correspondence.rules.standing import MailingFacts, Standing, where_it_stands

DUE = datetime(2021, 3, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "mailing", "counts", "to_post", "minutes", "expected"),
    [
        ("draft", None, {}, 0, 0, Standing.DRAFT),
        ("circulated", None, {}, 0, 0, Standing.CIRCULATED),
        ("approved", None, {}, 3, 0, Standing.APPROVED),
        ("released", "open", {"due": 4}, 0, -1, Standing.SCHEDULED),
        ("released", "open", {"due": 4}, 0, 0, Standing.SENDING),
        ("released", "open", {"due": 3, "claimed": 1}, 0, -1, Standing.SENDING),
        ("released", "open", {"due": 3, "accepted": 1}, 0, -1, Standing.SENDING),
        ("released", "paused", {"due": 3, "accepted": 1}, 0, 9, Standing.PAUSED),
        ("released", "paused", {"accepted": 4}, 0, 9, Standing.FINISHED),
        ("released", "open", {"accepted": 3, "unknown": 1}, 2, 9, Standing.TO_SETTLE),
        ("released", "open", {"accepted": 3, "refused": 1}, 2, 9, Standing.TO_POST),
        ("released", "open", {"accepted": 3, "refused": 1}, 0, 9, Standing.FINISHED),
        ("released", "stopped", {"accepted": 3, "withdrawn": 1}, 1, 9, Standing.STOPPED),
        ("cancelled", "stopped", {}, 0, 0, Standing.CANCELLED),
    ],
)
def test_where_a_campaign_stands_follows_from_its_mailing_and_its_messages(
    state: str, mailing: str | None, counts: dict[str, int], to_post: int, minutes: int, expected: Standing
) -> None:
    facts = MailingFacts(mailing, DUE) if mailing else None
    found = where_it_stands(state, facts, counts, to_post=to_post, at=DUE + timedelta(minutes=minutes))
    assert found is expected


@pytest.mark.parametrize(
    ("mailing", "counts", "to_post", "waiting", "expected"),
    [
        ("open", {"accepted": 3}, 0, {"bounced": 1}, Standing.TO_SETTLE),
        ("open", {"accepted": 3}, 0, {"unsettled": 1}, Standing.TO_SETTLE),
        ("open", {"accepted": 2, "expired": 1}, 0, {"failed": 1}, Standing.TO_SETTLE),
        ("paused", {"expired": 3}, 0, {"failed": 3}, Standing.TO_SETTLE),
        ("open", {"accepted": 3}, 1, {"bounced": 1, "unsettled": 1}, Standing.TO_POST),
        ("open", {"accepted": 3, "due": 1}, 0, {"bounced": 1}, Standing.SENDING),
        ("stopped", {"accepted": 3}, 0, {"bounced": 1, "failed": 1, "unsettled": 1}, Standing.STOPPED),
        ("stopped", {"withdrawn": 3, "unknown": 1}, 0, {}, Standing.TO_SETTLE),
    ],
)
def test_a_campaign_is_not_finished_while_a_letter_of_it_waits_for_a_person(
    mailing: str, counts: dict[str, int], to_post: int, waiting: dict[str, int], expected: Standing
) -> None:
    found = where_it_stands("released", MailingFacts(mailing, DUE), counts, to_post=to_post, at=DUE, **waiting)
    assert found is expected
