"""The analysis gets its symbol and is issued: from then on everybody reads it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from conventions.models import Meeting
from conventions.queries import find_meeting
from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.db import db
from core.docx.papers import write_paper
from core.errors import RuleViolation
from core.wording import day_in_words
from correspondence.queries.campaigns import house_style_file
from extension_requests.document_files import Upload
from extension_requests.models.dossiers import Dossier
from extension_requests.papers.analysis import analysis_paper
from extension_requests.papers.analysis_head import head_of, title_of
from extension_requests.queries.analysis import newest_version
from extension_requests.queries.group import group_name
from extension_requests.rules.analysis import Content
from extension_requests.rules.documents import DocumentKind, Visibility
from extension_requests.rules.machine import Act, RequestState, Who
from extension_requests.workflow.documents import file_upload
from extension_requests.workflow.transitions import advance, tell
from meetings.models.papers import MeetingPaper
from meetings.rules.slotting import Origin, PaperState
from meetings.rules.symbols import SymbolKind, parse_symbol
from meetings.workflow.papers import PaperPlan, reserve_paper

BEFORE_ISSUE = (RequestState.DRAFTING, RequestState.ADOPTED)


def give_symbol(dossier: Dossier, kind: SymbolKind, *, symbol: str, items: tuple[int, ...], by: Actor) -> str:
    """The analysis has the symbol given, or the next of its kind among the papers of the meeting; the symbol.

    A paper reserved under the symbol given is taken as that of the analysis. RuleViolation for what is no symbol of the
    Convention or of the meeting, or belongs to another paper.
    """
    if dossier.state not in BEFORE_ISSUE:
        raise RuleViolation(f"A symbol is given while the analysis is written or adopted; it is {dossier.state.value}.")
    meeting = _meeting(dossier)
    paper = _reserved(dossier, meeting, symbol)
    if paper is None:
        plan = PaperPlan(title=title_of(dossier)[:300], origin=Origin.BODY, submitter=group_name(dossier), items=items)
        paper = reserve_paper(meeting, plan, kind, symbol=symbol, by=by)
    before, dossier.symbol = dossier.symbol, paper.symbol
    db.session.flush()
    tell("request:symbol-given", dossier, by=by, symbol=[before, paper.symbol])
    return paper.symbol


def issue(dossier: Dossier, *, issued_on: date, who: Collection[Who], on: date, by: Actor) -> None:
    """The version that the group adopted is on file as the document that everybody reads, under its symbol.

    Later changes of facts or offices do not reach it. RuleViolation without symbol, or for a day to come.
    """
    version = newest_version(dossier)
    if issued_on > on:
        raise RuleViolation(f"{day_in_words(issued_on, 'EN')} has not come yet.", field="issued_on")
    if dossier.state is RequestState.ADOPTED and issued_on < dossier.state_since:
        raise RuleViolation(
            f"The group adopted it on {day_in_words(dossier.state_since, 'EN')}; it is not issued before.",
            field="issued_on",
        )
    if dossier.state is RequestState.ADOPTED and dossier.symbol and version is not None:
        dossier.issued_on = issued_on
        head = head_of(dossier, dated_on=issued_on, on=dossier.state_since, version=None)
        content = write_paper(house_style_file(), analysis_paper(head, Content.from_json(version.text)))
        document = file_upload(
            dossier,
            DocumentKind.ANALYSIS,
            Upload(content, f"{dossier.symbol.replace('/', '-')}.docx"),
            language="EN",
            dated_on=issued_on,
            visibility=Visibility.PUBLIC,
            by=by,
        )
        version.document_id = document.id
    advance(dossier, Act.ISSUE, who=who, on=on, by=by, symbol=dossier.symbol, issued_on=issued_on.isoformat())


def _meeting(dossier: Dossier) -> Meeting:
    meeting = find_meeting(dossier.convention, dossier.meeting) if dossier.meeting else None
    if meeting is None:
        raise RuleViolation("No meeting is to consider the request: its papers have no symbols yet.")
    return meeting


def _reserved(dossier: Dossier, meeting: Meeting, symbol: str) -> MeetingPaper | None:
    """The paper of the group that is reserved under the symbol at the meeting; None where the symbol is free.

    RuleViolation where it is that of another request, of somebody else, or of a paper that is on its way already.
    """
    if not symbol.strip():
        return None
    wanted = str(parse_symbol(get_convention(dossier.convention), symbol))
    other = db.session.scalar(select(Dossier.id).where(Dossier.symbol == wanted, Dossier.id != dossier.id))
    if other is not None:
        raise RuleViolation(f"“{wanted}” is the symbol of the analysis of another request.", field="symbol")
    paper = db.session.scalars(
        select(MeetingPaper).where(MeetingPaper.symbol == wanted, MeetingPaper.meeting_id == meeting.id)
    ).one_or_none()
    if paper is None or wanted == dossier.symbol:
        return paper
    if paper.state is not PaperState.RESERVED:
        raise RuleViolation(f"The paper under “{wanted}” is {paper.state.value}.", field="symbol")
    if paper.submitter != group_name(dossier):
        raise RuleViolation(
            f"“{wanted}” is reserved for “{paper.title}”, which {paper.submitter} submits.", field="symbol"
        )
    return paper
