"""What the guards of the machine look at, gathered from the tables of one dossier."""

from datetime import date

from sqlalchemy import select

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.db import db
from extension_requests.models.analysis import ExpertInput, Question, QuestionState
from extension_requests.models.documents import ON_FILE, DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.analysis import agreements_to, newest_version
from extension_requests.queries.decisions import newest_silence
from extension_requests.queries.group import members_of, taking_part
from extension_requests.queries.readings import items_read
from extension_requests.rules.checklists import differing, gaps, unread
from extension_requests.rules.consideration import requests_due_on
from extension_requests.rules.guards import Situation


def situation_of(dossier: Dossier, *, on: date, new_deadline: date | None = None, **told: str) -> Situation:
    """As the dossier stands now; on: the day of the act."""
    definition = get_convention(dossier.convention)
    meeting = meeting_order(dossier.convention).find(dossier.meeting) if dossier.meeting else None
    opens_on = meeting.opens_on if meeting else None
    read = items_read(dossier)
    members = taking_part(members_of(dossier, on=on))
    newest, silence = newest_version(dossier), newest_silence(dossier)
    said = {iso3: row.agrees for iso3, row in agreements_to(newest).items()} if newest else {}
    return Situation(
        on=on,
        deadline=dossier.deadline,
        meeting=dossier.meeting,
        meeting_opens_on=opens_on,
        request_due_on=requests_due_on(definition, opens_on),
        received_on=dossier.received_on,
        documents=_kinds(dossier),
        body=dossier.body,
        gaps=gaps(read),
        unread=unread(read),
        differing=differing(read),
        draft_questions=_questions(dossier, QuestionState.DRAFT),
        unsettled_questions=_questions(dossier, QuestionState.ASKED),
        inputs_awaited=_inputs_awaited(dossier),
        override_reason=dossier.override_reason,
        analysis_version=newest.number if newest else 0,
        members=[each.name for each in members],
        agreed=[each.name for each in members if said.get(each.iso3) is True],
        objecting=[each.name for each in members if said.get(each.iso3) is False],
        state_saw_version=dossier.state_saw_version or 0,
        needs_committee=bool(definition.committee_sees_analyses),
        committee_saw_version=dossier.committee_saw_version or 0,
        symbol=dossier.symbol,
        in_writing=silence is not None and silence.broken_at is None,
        new_deadline=new_deadline,
        told=told,
    )


def _kinds(dossier: Dossier) -> frozenset[str]:
    """Of documents on file, as far as they belong to the request that is being dealt with: none from before it came."""
    found = select(DossierDocument.kind).where(DossierDocument.dossier_id == dossier.id, ON_FILE)
    if dossier.received_on is not None:
        found = found.where(DossierDocument.dated_on >= dossier.received_on)
    return frozenset(kind.value for kind in db.session.scalars(found.distinct()))


def _questions(dossier: Dossier, state: QuestionState) -> list[int]:
    return list(
        db.session.scalars(
            select(Question.number)
            .where(Question.dossier_id == dossier.id, Question.state == state)
            .order_by(Question.number)
        )
    )


def _inputs_awaited(dossier: Dossier) -> list[str]:
    """None once the chair has closed the inputs."""
    if dossier.inputs_closed_on is not None:
        return []
    return list(
        db.session.scalars(
            select(ExpertInput.organisation)
            .where(
                ExpertInput.dossier_id == dossier.id,
                ExpertInput.received_on.is_(None),
                ExpertInput.declined.is_(False),
            )
            .order_by(ExpertInput.organisation)
        )
    )
