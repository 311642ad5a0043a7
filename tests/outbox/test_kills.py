"""Workers killed at every named point: nothing lost, nothing doubled, at most the letter in flight unknown."""

from datetime import timedelta

import pytest
from flask import Flask

from core.audit.workflow import Actor
from core.clock import now
from core.db import transaction
from core.outbox.models import Mailing, MessageState
from core.outbox.queries import messages_of
from core.outbox.rules import POINTS
from core.outbox.workflow.messages import settle_unknown
from tests.outbox.mail_server import MailServer
from tests.outbox.workers import Nursery, Orders, put_out, states_of

LATER = timedelta(hours=1)  # when every lease has ended
IN_FLIGHT = POINTS[POINTS.index("handing-over-committed") : POINTS.index("outcome-committed")]
TAKEN_IN = POINTS[POINTS.index("final-dot-sent") :]
LETTERS = 6


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_nothing_and_doubles_nothing(
    database: str, point: str, desk: Flask, workers: Nursery, post: MailServer
) -> None:
    mailing = put_out(LETTERS)
    assert workers.send(Orders(kill_at=point, kill_after=1 if point in POINTS[:3] else 3)) == [-9]
    count = 4 if database == "postgresql" else 2
    assert workers.send(*[Orders(ahead=LATER)] * count) == [0] * count

    states, counts = states_of(mailing), post.counts()
    unknown = [address for address, state in states.items() if state is MessageState.UNKNOWN]
    assert len(unknown) == (1 if point in IN_FLIGHT else 0)
    assert sorted(states.values()) == sorted(
        [MessageState.ACCEPTED] * (LETTERS - len(unknown)) + [MessageState.UNKNOWN] * len(unknown)
    )
    assert {address: counts[address] for address in states} == {
        address: 0 if address in unknown and point not in TAKEN_IN else 1 for address in states
    }
    if unknown:
        settle(mailing, post)
        assert workers.send(Orders(ahead=LATER)) == [0]
    assert {post.counts()[address] for address in states} == {1}
    assert set(states_of(mailing).values()) == {MessageState.ACCEPTED}


def settle(mailing: Mailing, post: MailServer) -> None:
    """A person looks at the server's log for what nobody knows, and decides."""
    with transaction():
        for message in messages_of(mailing):
            if message.state is MessageState.UNKNOWN:
                sent = post.counts()[message.address] == 1
                settle_unknown(message, sent, "The log of the mail server was read.", Actor("Ms Officer", now()))
