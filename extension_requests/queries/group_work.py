"""How far the group is with questions and inputs: counted in the database, in one query."""

from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import db
from extension_requests.models.analysis import ExpertInput, Question, QuestionState
from extension_requests.models.dossiers import Dossier


@dataclass(frozen=True)
class GroupWork:
    """questions: sent; settled: of these. invited: organisations; came: of these."""

    questions: int
    settled: int
    drafts: int
    invited: int
    came: int


def group_work(dossier: Dossier) -> GroupWork:
    asked = select(func.count()).select_from(Question).where(Question.dossier_id == dossier.id)
    invited = select(func.count()).select_from(ExpertInput).where(ExpertInput.dossier_id == dossier.id)
    counted = db.session.execute(
        select(
            asked.where(Question.state != QuestionState.DRAFT).scalar_subquery(),
            asked.where(Question.state.not_in((QuestionState.DRAFT, QuestionState.ASKED))).scalar_subquery(),
            asked.where(Question.state == QuestionState.DRAFT).scalar_subquery(),
            invited.scalar_subquery(),
            invited.where(ExpertInput.received_on.is_not(None)).scalar_subquery(),
        )
    ).one()
    return GroupWork(*counted)
