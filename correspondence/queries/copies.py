"""Copies of approved letters to capitals that are not known to have left."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, or_, select

from core.db import db
from core.outbox.models import MessageState, OutboxMessage
from correspondence.models.campaigns import Campaign, Dispatch, Letter
from correspondence.queries.approved import is_live
from states_parties.models import State

_NOT_KNOWN_TO_HAVE_LEFT = (MessageState.DUE, MessageState.CLAIMED, MessageState.HANDING_OVER, MessageState.UNKNOWN)


def open_copies(
    campaign: Campaign, *, letter_ids: Collection[int] | None = None
) -> Sequence[Row[Dispatch, OutboxMessage | None, State]]:
    """Each with its message, None where nothing is put out yet, and the State; in the order of their ids."""
    if not campaign.copy_to_capital:
        return []
    statement = (
        select(Dispatch, OutboxMessage, State)
        .join(Letter, Letter.id == Dispatch.letter_id)
        .join(State, State.iso3 == Letter.iso3)
        .outerjoin(OutboxMessage, OutboxMessage.id == Dispatch.message_id)
        .where(
            Dispatch.campaign_id == campaign.id,
            Dispatch.role == "copy",
            is_live(),
            or_(OutboxMessage.id.is_(None), OutboxMessage.state.in_(_NOT_KNOWN_TO_HAVE_LEFT)),
        )
        .order_by(Dispatch.id)
    )
    if letter_ids is not None:
        statement = statement.where(Dispatch.letter_id.in_(letter_ids))
    return db.session.execute(statement).all()
