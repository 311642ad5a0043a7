"""A text on the page where it is edited: who else has it open, and the sign by which the page is heard of again."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from core.audit.workflow import Actor
from core.db import Ref
from core.errors import NotFound
from core.seen.models import OpenText
from core.seen.queries import others_at


@dataclass(frozen=True)
class SharedText:
    """sign: names the text to the house. Only who was given the page to edit it has one."""

    sign: str
    others: Sequence[OpenText]


def shared(text: Ref, *, by: Actor) -> SharedText:
    """by: whoever looks, and when."""
    return SharedText(_signs().dumps([text.kind, text.id, by.id]), others_at(text, besides=by.id or 0, at=by.at))


def text_of(sign: str, *, of: int | None) -> Ref:
    """The text of a sign that was given to that account; NotFound where it is none."""
    try:
        kind, text_id, account_id = _signs().loads(sign)
    except BadSignature:
        raise NotFound("This page is no page of a text.") from None
    if account_id != of:
        raise NotFound("This page is not one of yours.")
    return Ref(kind, text_id)


def _signs() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="a text that is open")
