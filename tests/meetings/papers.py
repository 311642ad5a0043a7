"""A meeting with its papers, for tests."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from docx import Document

from conventions.models import Meeting
from core.audit.workflow import Actor
from core.db import transaction
from meetings.models.papers import MeetingPaper
from meetings.queries.papers import PaperOfMeeting, get_paper
from meetings.rules.slotting import Origin
from meetings.rules.symbols import SymbolKind
from meetings.workflow.paper_texts import receive_paper
from meetings.workflow.papers import PaperPlan, reserve_paper
from tests.factories.offices import make_meeting

TODAY = date(2026, 11, 20)  # as the stopped clock of the tests says
BY = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


def meeting_of_papers(short: str = "24MSP", convention: str = "APMBC", **columns: Any) -> Meeting:
    """Opens on 7 December 2027: texts are due on 28 September, papers issued by 26 October."""
    with transaction():
        return make_meeting(
            short, date(2027, 12, 10), convention, **{"kind": "MSP", "starts_on": date(2027, 12, 7), **columns}
        )


def plan(title: str = "Report on clearance", **more: Any) -> PaperPlan:
    return PaperPlan(**{"title": title, "origin": Origin.BODY, "submitter": "Committee on clearance", **more})


def reserved(meeting: Meeting, kind: SymbolKind = SymbolKind.MAIN, *, symbol: str = "", **more: Any) -> MeetingPaper:
    with transaction():
        return reserve_paper(meeting, plan(**more), kind, symbol=symbol, by=BY)


def known(meeting: Meeting, paper: MeetingPaper, on: date = TODAY) -> PaperOfMeeting:
    return get_paper(meeting, paper.slug, on=on)


def word_file(*paragraphs: str) -> bytes:
    document, written = Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(written)
    return written.getvalue()


def received(meeting: Meeting, paper: MeetingPaper, *paragraphs: str, **more: Any) -> MeetingPaper:
    facts = {
        "received_on": TODAY,
        "language": "EN",
        "words": None,
        "late_because": "",
        "content": word_file(*(paragraphs or ("Six words stand in this text.",))),
        "file_name": "paper.docx",
        **more,
    }
    with transaction():
        receive_paper(known(meeting, paper), **facts, by=BY)
    return paper
