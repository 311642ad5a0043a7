"""One message: what it says, each attempt to hand it over; withdrawn, or settled where nobody knows."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.audit.queries import history_of
from core.db import Ref
from core.look.acts import act_page
from core.outbox import queries
from core.outbox.forms import ReasonForm, SettleForm
from core.outbox.models import MessageState
from core.outbox.routes.counter import address_of, address_of_message, blueprint, elsewhere, managed_at
from core.outbox.words import MESSAGE_MEANINGS, MESSAGE_NAMES, worker_in_words
from core.outbox.workflow.messages import settle_unknown, withdraw_message
from core.permissions import Right, requires
from core.web import acting


@blueprint.get("/outbox/messages/<int:message_id>")
@requires(Right.SEND_LETTERS)
def message(message_id: int) -> str:
    found = queries.get_message(message_id)
    mailing = queries.get_mailing(found.mailing_id)
    return render_template(
        "outbox/message.html",
        message=found,
        mailing=mailing,
        managed_at=managed_at(mailing),
        content=found.content,
        attempts=queries.attempts_of(found),
        standing=MESSAGE_NAMES[found.state],
        meaning=MESSAGE_MEANINGS[found.state],
        history=history_of(Ref("message", str(message_id))),
        worker_in_words=worker_in_words,
        State=MessageState,
    )


@blueprint.route("/outbox/messages/<int:message_id>/withdraw", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def withdraw(message_id: int) -> ResponseReturnValue:
    found, form = queries.get_message(message_id), ReasonForm()
    if away := elsewhere(queries.get_mailing(found.mailing_id)):
        return away
    return act_page(
        form,
        lambda: withdraw_message(found, form.reason.data, acting()),
        title=_("Withdraw the message to %(address)s", address=found.address),
        lead=_("It will not be sent; the others of its mailing are."),
        words=_("Withdraw"),
        done=_("Withdrawn."),
        back=address_of_message(found),
    )


@blueprint.route("/outbox/messages/<int:message_id>/settle", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def settle(message_id: int) -> ResponseReturnValue:
    found, form = queries.get_message(message_id), SettleForm()
    if away := elsewhere(queries.get_mailing(found.mailing_id)):
        return away
    return act_page(
        form,
        lambda: settle_unknown(found, form.sent.data == "yes", form.reason.data, acting()),
        title=_("Settle the message to %(address)s", address=found.address),
        lead=_(
            "Its text was being handed over, and no answer of the mail server is known. The log of the mail server, or"
            " the recipient, may tell; look for %(id)s. Sent again, it may arrive twice.",
            id=found.message_id,
        ),
        words=_("Settle"),
        done=_("Settled."),
        back=address_of(queries.get_mailing(found.mailing_id)),
    )
