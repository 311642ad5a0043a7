"""The office's own mail: notices whose words stand in the outbox itself."""

from collections.abc import Mapping, Sequence

from core.outbox.kinds import NotSent, OutboxKind, Outgoing
from core.outbox.mime import check_outgoing
from core.outbox.models import Mailing, OutboxMessage
from core.outbox.workflow.messages import put_out

ERASED = NotSent("What it said was erased when it had ended the first time.")


def put_out_notice(
    mailing: Mailing,
    subject_id: str,
    address: str,
    recipient: str = "",
    *,
    subject: str,
    text: str,
    html: str = "",
) -> OutboxMessage:
    """One notice of the mailing. What cannot stand in a mail is refused now, by the name of its field."""
    check_outgoing(Outgoing(subject, text, html))
    return put_out(mailing, subject_id, address, recipient, {"subject": subject, "text": text, "html": html})


def prepared(messages: Sequence[OutboxMessage]) -> Mapping[int, Outgoing | NotSent]:
    return {
        message.id: Outgoing(**message.content, automatic=True) if message.content else ERASED for message in messages
    }


NOTICE = OutboxKind("notice", prepared)
