"""The blueprint of the outbox's pages, and what both of its files need."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.outbox.kinds import outbox_kind
from core.outbox.models import Mailing, OutboxMessage

blueprint = Blueprint("outbox", __name__)


def address_of(mailing: Mailing) -> str:
    return url_for("outbox.mailing", mailing_id=mailing.id)


def address_of_message(message: OutboxMessage) -> str:
    return url_for("outbox.message", message_id=message.id)


def managed_at(mailing: Mailing) -> str:
    """The page of the room that looks after the mailing; empty where it is looked after here."""
    address = outbox_kind(mailing.kind).managed_at
    return address(mailing) if address else ""


def elsewhere(mailing: Mailing) -> ResponseReturnValue | None:
    """The way to that page, told why; None where it is acted upon here."""
    address = managed_at(mailing)
    if not address:
        return None
    flash(
        _("“%(title)s” is looked after on this page, where what follows is done as well.", title=mailing.title),
        "warning",
    )
    return redirect(address)
