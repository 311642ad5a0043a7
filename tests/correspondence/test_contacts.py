from flask import Flask

from core.clock import now
from core.outbox.models import MessageState
from correspondence.queries.contacts import bounced
from tests.correspondence.outgoing import end, message_to, scheduled
from tests.factories.letters import a_state_written_to, approved_campaign


def test_an_address_that_bounced_is_found_however_it_is_written(app: Flask) -> None:
    scheduled(approved_campaign([a_state_written_to("Chad")]))
    message_to("Chad").address = "Mission@CHAD.example"
    end("Chad", MessageState.ACCEPTED, bounced_at=now(), bounce_reason="full")
    for written in ("mission@chad.example", "MISSION@chad.example"):
        assert bounced([written]) == {"mission@chad.example"}
