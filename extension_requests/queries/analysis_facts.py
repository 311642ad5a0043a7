"""What an analysis is drafted from, gathered from the dossier and the registers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.db import db
from extension_requests.models.analysis import QuestionState, Reading
from extension_requests.models.decisions import Clause, RequestDecision
from extension_requests.models.documents import ON_FILE, DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.figures import checks_of, lines_of, years_compared
from extension_requests.queries.group import group_name, members_of, taking_part
from extension_requests.queries.past import requests_of
from extension_requests.queries.questions import questions_of
from extension_requests.queries.readings import items_read
from extension_requests.rules.analysis_facts import AnalysisFacts, Asked, FormerRequest, ItemFound
from extension_requests.rules.consideration import requests_due_on
from extension_requests.rules.documents import DocumentKind
from states_parties.models import State
from states_parties.queries.as_of import Registers


def analysis_facts(dossier: Dossier, *, on: date) -> AnalysisFacts:
    """As the house knows the request on the day."""
    definition = get_convention(dossier.convention)
    rule = definition.by_article(dossier.article)
    state = db.session.execute(select(*State.__table__.c).where(State.iso3 == dossier.iso3)).one()
    registers = Registers(definition, on, [dossier.iso3])
    obligation = next(
        (each for each in registers.obligations_of(dossier.iso3) if each.article == dossier.article), None
    )
    meeting = meeting_order(dossier.convention).find(dossier.meeting) if dossier.meeting else None
    lines = lines_of(dossier)
    years = years_compared(dossier, lines)
    return AnalysisFacts(
        convention=dossier.convention,
        article=dossier.article,
        obligation=rule.title,
        state=state.name_en,
        the_state=state.name_en if state.article_en == "-" else f"{state.article_en} {state.name_en}",
        number=dossier.number,
        entry_into_force_on=registers.standing_of(dossier.iso3).entry_into_force_on,
        initial_deadline=obligation.initial_deadline if obligation else None,
        deadline=dossier.deadline,
        asked_until=dossier.asked_until,
        asked_months=dossier.asked_months,
        most_months=rule.max_extension_months or 0,
        interim=dossier.interim,
        after_discovery=dossier.after_discovery,
        received_on=dossier.received_on,
        due_on=requests_due_on(definition, meeting.opens_on) if meeting else None,
        meeting=meeting.name if meeting else "",
        group=group_name(dossier),
        members=[each.name for each in taking_part(members_of(dossier, on=on))],
        former=_former(dossier),
        versions=_versions(dossier),
        questions=_questions(dossier),
        items=_items(dossier),
        lines=lines,
        years=years,
        checks=checks_of(dossier, lines, years),
        clauses=list(
            db.session.scalars(select(Clause.text).where(Clause.dossier_id == dossier.id).order_by(Clause.place))
        ),
    )


def notes_of_items(dossier: Dossier) -> Sequence[Any]:
    """What each reader wrote of each item in the version on file: item, reader, finding, page, note."""
    return db.session.execute(
        select(Reading.item, Reading.reader, Reading.finding, Reading.page, Reading.note)
        .where(Reading.dossier_id == dossier.id, Reading.version == dossier.version)
        .order_by(Reading.item, Reading.reader)
    ).all()


def _former(dossier: Dossier) -> list[FormerRequest]:
    """Documented before this house, and dealt with in it."""
    past = [
        FormerRequest(each.request_no, each.submitted_on, each.considered_at, each.decision, each.granted_until)
        for each in requests_of(dossier.iso3, convention=dossier.convention)
        if each.article == dossier.article and each.request_no < dossier.number
    ]
    here = db.session.execute(
        select(Dossier.number, Dossier.received_on, RequestDecision)
        .join(RequestDecision, RequestDecision.dossier_id == Dossier.id)
        .where(
            Dossier.convention == dossier.convention,
            Dossier.article == dossier.article,
            Dossier.iso3 == dossier.iso3,
            Dossier.number < dossier.number,
        )
        .order_by(Dossier.number, RequestDecision.id)
    )
    decided = [
        FormerRequest(number, received_on, decision.meeting, decision.outcome.value, decision.granted_until)
        for number, received_on, decision in here
    ]
    known = {each.number for each in decided}
    return sorted([*(each for each in past if each.number not in known), *decided], key=lambda each: each.number)


def _versions(dossier: Dossier) -> list[date]:
    """The day of each version of the request, in whichever language it came first."""
    found = select(DossierDocument.version, DossierDocument.dated_on).where(
        DossierDocument.dossier_id == dossier.id, DossierDocument.kind == DocumentKind.REQUEST, ON_FILE
    )
    days: dict[int, date] = {}
    for version, day in db.session.execute(found.order_by(DossierDocument.version, DossierDocument.id)):
        days.setdefault(version, day)
    return list(days.values())


def _questions(dossier: Dossier) -> list[Asked]:
    return [
        Asked(
            each.number,
            each.round,
            each.item,
            each.text,
            each.asked_on,
            each.state.value,
            each.answered_on,
            each.answer,
        )
        for each in questions_of(dossier)
        if each.state is not QuestionState.DRAFT and each.asked_on is not None
    ]


def _items(dossier: Dossier) -> list[ItemFound]:
    notes = notes_of_items(dossier)
    return [
        ItemFound(
            read.item.code,
            read.item.title,
            read.item.asked,
            read.stands,
            ", ".join(_distinct(each.page for each in notes if each.item == read.item.code)),
            [each.note for each in notes if each.item == read.item.code and each.note],
        )
        for read in items_read(dossier)
    ]


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(each for each in texts if each))
