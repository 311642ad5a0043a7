from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.rules.balance import Copy, Fate, Outcome, StateInCampaign, balance_of, fate_of

MESSAGES = (
    ["", "due", "claimed", "handing over", "accepted", "refused"],
    ["unknown", "withdrawn", "stopped", "expired"],
)
LETTERS = ["", "draft", "approved", "void", "withdrawn"]


def written(*copies: Copy, letter: str = "approved", reason: str = "") -> StateInCampaign:
    return StateInCampaign("TCD", True, letter, reason, copies)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (StateInCampaign("AND", False, reason="Nothing is missing."), Fate(Outcome.EXCLUDED, "Nothing is missing.")),
        (StateInCampaign("AND", True), Fate(Outcome.PENDING, "No letter yet.")),
        (written(letter="draft"), Fate(Outcome.PENDING, "Not approved yet.")),
        (written(letter="void", reason="A report came."), Fate(Outcome.VOID, "A report came.")),
        (written(letter="withdrawn", reason="Asked to."), Fate(Outcome.WITHDRAWN, "Asked to.")),
        (written(), Fate(Outcome.PENDING, "It has no address.")),
        (written(Copy(channel="post", void=True, reason="Wrong year.")), Fate(Outcome.WITHDRAWN, "Wrong year.")),
        (written(Copy()), Fate(Outcome.PENDING, "Not scheduled yet.")),
        (written(Copy(message="due")), Fate(Outcome.PENDING, "Waits for its time.")),
        (written(Copy(message="due", reason="451 busy")), Fate(Outcome.PENDING, "451 busy")),
        (written(Copy(message="handing over")), Fate(Outcome.PENDING, "On its way.")),
        (written(Copy(channel="post")), Fate(Outcome.PENDING, "Not posted yet.")),
        (written(Copy(channel="post", posted=True)), Fate(Outcome.SENT)),
        (written(Copy(message="accepted")), Fate(Outcome.SENT)),
        (written(Copy(message="accepted", bounced=True)), Fate(Outcome.SENT, bounced=True)),
        (written(Copy(message="accepted", bounced=True, delivered=True)), Fate(Outcome.SENT)),
        (written(Copy(message="accepted", bounced=True, replied=True)), Fate(Outcome.SENT, replied=True)),
        (
            written(Copy(message="accepted", bounced=True, void=True), letter="draft"),
            Fate(Outcome.PENDING, "Not approved yet."),
        ),
        (
            written(Copy(message="accepted", bounced=True, void=True), letter="withdrawn", reason="Given up."),
            Fate(Outcome.WITHDRAWN, "Given up."),
        ),
        (
            written(Copy(message="accepted", bounced=True, void=True), Copy(channel="post", posted=True)),
            Fate(Outcome.SENT),
        ),
        (written(Copy(message="accepted", bounced=True), Copy(message="unknown")), Fate(Outcome.UNKNOWN)),
        (written(Copy(message="accepted", replied=True)), Fate(Outcome.SENT, replied=True)),
        (written(Copy(message="refused", reason="550 no such user")), Fate(Outcome.FAILED, "550 no such user")),
        (written(Copy(message="expired", reason="too late")), Fate(Outcome.FAILED, "too late")),
        (written(Copy(message="stopped", reason="It reported.")), Fate(Outcome.STOPPED, "It reported.")),
        (written(Copy(message="withdrawn", reason="stopped")), Fate(Outcome.WITHDRAWN, "stopped")),
        (written(Copy(message="unknown", reason="lost")), Fate(Outcome.UNKNOWN, "lost")),
        (
            written(Copy(message="withdrawn", void=True), Copy(message="due")),
            Fate(Outcome.PENDING, "Waits for its time."),
        ),
    ],
)
def test_each_state_has_one_place(state: StateInCampaign, expected: Fate) -> None:
    assert fate_of(state) == expected


def test_a_copy_to_the_capital_does_not_decide() -> None:
    refused = Copy(message="refused", reason="550")
    assert fate_of(written(refused, Copy(role="copy", message="accepted"))).outcome is Outcome.FAILED
    assert fate_of(written(Copy(message="accepted"), Copy(role="copy", message="refused"))).outcome is Outcome.SENT


def test_what_left_stays_sent_whatever_happens_to_the_letter_afterwards() -> None:
    assert fate_of(written(Copy(message="accepted"), letter="void", reason="later")).outcome is Outcome.SENT


def test_what_waits_in_a_campaign_that_was_stopped_is_withdrawn_with_its_reason() -> None:
    assert fate_of(written(Copy(channel="post")), closed="Wrong year.") == Fate(Outcome.WITHDRAWN, "Wrong year.")
    assert fate_of(written(Copy(message="accepted")), closed="Wrong year.").outcome is Outcome.SENT
    assert fate_of(written(Copy(message="unknown")), closed="Wrong year.").outcome is Outcome.UNKNOWN


copies = st.builds(
    Copy,
    role=st.sampled_from(["to", "copy"]),
    channel=st.sampled_from(["e-mail", "post"]),
    message=st.sampled_from([*MESSAGES[0], *MESSAGES[1]]),
    posted=st.booleans(),
    bounced=st.booleans(),
    delivered=st.booleans(),
    replied=st.booleans(),
    void=st.booleans(),
    reason=st.text(max_size=5),
)
states = st.builds(
    StateInCampaign,
    iso3=st.text(min_size=3, max_size=3),
    included=st.booleans(),
    letter=st.sampled_from(LETTERS),
    reason=st.text(max_size=5),
    copies=st.lists(copies, max_size=3),
)


def is_sent(row: StateInCampaign) -> bool:
    """A copy to the mission has left and is not given up; where all came back, nothing else may have left."""
    to = [copy for copy in row.copies if copy.role == "to" and not copy.given_up]
    arrived = any(copy.left and not copy.came_back for copy in to)
    return arrived or (any(copy.left for copy in to) and not any(copy.message == "unknown" for copy in to))


@given(rows=st.lists(states, max_size=30), closed=st.sampled_from(["", "stopped"]))
def test_the_sheet_adds_up_for_any_mix_of_rows(rows: list[StateInCampaign], closed: str) -> None:
    balance = balance_of((fate_of(row, closed=closed) for row in rows), total=len(rows))
    assert balance.adds_up
    assert balance.counted == len(rows)
    assert balance.counts[Outcome.SENT] == sum(is_sent(row) for row in rows)
    assert balance.bounced <= balance.counts[Outcome.SENT]
    assert balance.replied <= balance.counts[Outcome.SENT]
    if closed:
        assert balance.counts[Outcome.PENDING] == 0


@given(rows=st.lists(states, min_size=1, max_size=30), data=st.data())
def test_a_state_that_is_missing_or_there_twice_is_told(rows: list[StateInCampaign], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    missing = rows[:place] + rows[place + 1 :]
    for wrong in (missing, [*rows, rows[place]]):
        assert not balance_of(map(fate_of, wrong), total=len(rows)).adds_up


def test_a_reply_to_the_copy_in_the_capital_is_a_reply() -> None:
    sent = written(Copy(message="accepted"), Copy(role="copy", message="accepted", replied=True))
    assert fate_of(sent) == Fate(Outcome.SENT, replied=True)


@given(row=states)
def test_nothing_is_called_failed_or_pending_that_may_have_left(row: StateInCampaign) -> None:
    to = [copy for copy in row.copies if copy.role == "to"]
    unsure = any(copy.message == "unknown" or (copy.left and not copy.given_up) for copy in to)
    assert not unsure or fate_of(row).outcome in (Outcome.SENT, Outcome.UNKNOWN)


@given(row=states)
def test_only_where_nothing_arrived_or_may_have_has_a_letter_come_back(row: StateInCampaign) -> None:
    if fate_of(row).came_back:
        for copy in row.copies:
            arrived = copy.role == "to" and copy.left and (not copy.bounced or copy.posted or copy.delivered)
            assert not arrived or copy.given_up
            assert copy.role == "copy" or copy.given_up or copy.message != "unknown"
            assert copy.role == "copy" or copy.given_up or not copy.waits


@given(before=states, new=copies)
def test_what_was_given_up_leaves_the_place_of_the_state_to_what_follows(before: StateInCampaign, new: Copy) -> None:
    came_back = Copy(message="accepted", bounced=True, void=True, reason="Written anew, as it came back.")
    assert fate_of(replace(before, copies=[came_back, new])) == fate_of(replace(before, copies=[new]))
