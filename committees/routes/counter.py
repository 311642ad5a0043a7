"""The blueprint that the files of this counter share, and what several of them need."""

from typing import Any

from flask import Blueprint, current_app

from committees.queries.bodies import get_body
from core.permissions import Right, may
from core.web import link

blueprint = Blueprint("committees", __name__)


@blueprint.app_template_global()
def may_open(endpoint: str, convention: str, body: str | None) -> bool:
    """Whether the person may open this page of the body; templates leave out the way to what would be refused."""
    guard = getattr(current_app.view_functions.get(endpoint), "guard", None)
    return isinstance(guard, Right) and may(guard, convention=convention, body=body)


def body_address(convention: str, body: str) -> str:
    """The page of a body."""
    return link("committees.body", convention=convention, body=body)


def body_of_page(convention: str, body: str) -> Any:
    """The row of the body in the address; NotFound."""
    return get_body(convention, body)
