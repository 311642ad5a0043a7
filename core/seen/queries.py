"""Who else has a text open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import Ref, db
from core.seen.models import OpenText

ASKS_EVERY = 30  # seconds after which a page with an open text is heard of again
LAPSES = timedelta(seconds=3 * ASKS_EVERY)  # a page that was not heard of for so long is closed


def others_at(text: Ref, *, besides: int, at: datetime) -> Sequence[OpenText]:
    """Those who have it open to edit it at the instant, who came first first. besides: the account that asks."""
    return db.session.scalars(
        select(OpenText)
        .where(
            OpenText.kind == text.kind,
            OpenText.text_id == text.id,
            OpenText.account_id != besides,
            OpenText.seen_at > at - LAPSES,
        )
        .order_by(OpenText.opened_at, OpenText.account_id)
    ).all()
