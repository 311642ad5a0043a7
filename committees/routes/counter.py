"""The blueprint that the files of this counter share, and what several of them need."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app

from committees.queries.bodies import get_body
from committees.routes.sight import Sight
from committees.workflow.subjects import ref_to_body
from core.audit.models import AuditEntry
from core.audit.queries import history_of
from core.docx.papers import PaperDocument, write_paper
from core.permissions import Right, may
from core.web import link, saved_as
from correspondence.queries.campaigns import house_style_file

blueprint = Blueprint("committees", __name__)
OF_FILES = ("activity:", "recusal:", "opening:")  # acts whose details may name a file


@blueprint.app_template_global()
def may_open(endpoint: str, convention: str, body: str | None) -> bool:
    """Whether the person may open this page of the body; templates leave out the way to what would be refused."""
    guard = getattr(current_app.view_functions.get(endpoint), "guard", None)
    return isinstance(guard, Right) and may(guard, convention=convention, body=body)


def body_address(convention: str, body: str) -> str:
    """The page of a body."""
    return link("committees.body", convention=convention, body=body)


def history_of_body(row: Any, seen: Sight) -> Sequence[AuditEntry] | None:
    """What was done to a body, for those who see its work; None for others.

    Whoever is kept from a file does not read, either, what entries of the log, recusals and openings say of it.
    """
    if not seen.of_the_body:
        return None
    return [entry for entry in history_of(ref_to_body(row)) if not (seen.closed and entry.act.startswith(OF_FILES))]


def body_of_page(convention: str, body: str) -> Any:
    """The row of the body in the address; NotFound."""
    return get_body(convention, body)


def word_file(paper: PaperDocument, name: str) -> Response:
    """The paper in the house style in use, as a Word file of that name."""
    return saved_as(f"{name}.docx", write_paper(house_style_file(), paper))
