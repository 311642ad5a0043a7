"""The questions of a group to a State, in their order."""

from collections.abc import Sequence

from sqlalchemy import func, select

from core.db import db
from core.errors import NotFound
from core.seen.guard import seen_of
from extension_requests.models.analysis import Question, QuestionState
from extension_requests.models.dossiers import Dossier


def questions_of(dossier: Dossier) -> Sequence[Question]:
    """Of all rounds, drafts among them."""
    found = select(Question).where(Question.dossier_id == dossier.id).order_by(Question.number)
    return db.session.scalars(found).all()


def drafts_of(dossier: Dossier) -> Sequence[Question]:
    return [each for each in questions_of(dossier) if each.state is QuestionState.DRAFT]


def get_question(dossier: Dossier, number: int) -> Question:
    """As it stands now, whatever was read before; NotFound."""
    found = db.session.scalars(
        select(Question)
        .where(Question.dossier_id == dossier.id, Question.number == number)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no question {number} in this dossier.")
    return found


def seen_of_question(question: Question) -> str:
    """The question as a form saw it: another once its words or its item are, or another one has its number."""
    return seen_of(question, ("id", "text", "item"))


def last_number(dossier: Dossier) -> int:
    return db.session.scalar(select(func.max(Question.number)).where(Question.dossier_id == dossier.id)) or 0
