"""What those who work on a request say to each other; nothing said is changed or taken away."""

from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from extension_requests.models.analysis import Comment
from extension_requests.models.dossiers import Dossier
from extension_requests.sections import sections_of
from extension_requests.workflow.transitions import tell

WHOLE = ""


def say(dossier: Dossier, section: str, text: str, *, by: Actor) -> Comment:
    """section: of the analysis; "": on the whole request. RuleViolation for an empty comment, or an unknown section."""
    if section != WHOLE and section not in {each.key for each in sections_of(dossier.convention, dossier.article)}:
        raise RuleViolation("The analysis has no such section.")
    if not text.strip():
        raise RuleViolation("Write the comment.", field="text")
    comment = Comment(
        dossier_id=dossier.id, section=section, text=text.strip(), said_at=by.at, said_by=by.name, account_id=by.id
    )
    db.session.add(comment)
    db.session.flush()
    tell("request:commented", dossier, by=by, section=section or "whole request")
    return comment
