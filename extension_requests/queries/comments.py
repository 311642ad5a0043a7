"""What was said within the group about a request, by section of the analysis."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.db import db
from extension_requests.models.analysis import Comment
from extension_requests.models.dossiers import Dossier


def comments_of(dossier: Dossier) -> Mapping[str, Sequence[Comment]]:
    """In the order in which they were said; "": on the whole request."""
    found: dict[str, list[Comment]] = defaultdict(list)
    wanted = select(Comment).where(Comment.dossier_id == dossier.id).order_by(Comment.said_at, Comment.id)
    for each in db.session.scalars(wanted):
        found[each.section].append(each)
    return found
