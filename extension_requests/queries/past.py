"""Requests that meetings have considered, as documented before this house kept dossiers."""

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from extension_requests.models.past import PastRequest


def requests_of(iso3: str, *, convention: str) -> Sequence[PastRequest]:
    """The requests of one State under one Convention, by article and number."""
    return db.session.scalars(
        select(PastRequest)
        .where(PastRequest.iso3 == iso3, PastRequest.convention == convention)
        .order_by(PastRequest.article, PastRequest.request_no)
    ).all()
