"""What follows from a mail for the message that it answers, and how the log names the mail."""

from core.audit.workflow import Actor
from core.clock import day_of
from core.db import Ref, db
from core.outbox.models import MessageState, OutboxMessage
from core.outbox.workflow.evidence import note_bounce, note_delivery, note_reply
from core.outbox.workflow.messages import settle_unknown
from correspondence.models.incoming import MAIL, IncomingMail
from correspondence.rules.incoming import IncomingKind, Nature
from correspondence.rules.mail_parts import one_line
from states_parties.models import State
from states_parties.workflow.missions import doubt_missions


def tell_message(row: IncomingMail, nature: Nature, message: OutboxMessage, *, by: Actor) -> None:
    """What follows for the message. An automatic answer is neither a reply nor a bounce."""
    if nature.kind is IncomingKind.REPLY:
        note_reply(message, row.received_at)
    elif nature.kind is IncomingKind.BOUNCE:
        reason = nature.reported[0].reason or nature.why if nature.reported else nature.why
        note_bounce(message, row.received_at, one_line(reason, 500))
        if row.iso3:
            why = f"A letter came back from its address on {day_of(row.received_at)}."
            doubt_missions(row.iso3, message.address, why=why, on=day_of(row.received_at), by=by)
    elif nature.kind is IncomingKind.DELIVERY and nature.delayed:
        if message.state is MessageState.UNKNOWN:
            settle_unknown(message, True, "A mail server still tries to deliver it: so it was sent.", by)
    elif nature.kind is IncomingKind.DELIVERY:
        note_delivery(message, row.received_at)


def ref_to_mail(row: IncomingMail) -> Ref:
    return Ref(MAIL, str(row.id))


def named(row: IncomingMail) -> str:
    """How the audit names it: by the State, never by its sender, who would stay there for ever."""
    state = db.session.get(State, row.iso3) if row.iso3 else None
    return f"Mail {row.id}" + (f", {state.list_en}" if state is not None else "")
