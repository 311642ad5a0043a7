"""The blueprint of the outbox's pages, and what both of its files need."""

from flask import Blueprint, url_for

from core.outbox.models import Mailing, OutboxMessage

blueprint = Blueprint("outbox", __name__)


def address_of(mailing: Mailing) -> str:
    return url_for("outbox.mailing", mailing_id=mailing.id)


def address_of_message(message: OutboxMessage) -> str:
    return url_for("outbox.message", message_id=message.id)
