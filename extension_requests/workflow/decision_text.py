"""The text of a decision as a paper: the draft as it stands, and the final one, which is put on file."""

from collections.abc import Sequence
from datetime import date

from core.audit.workflow import Actor
from core.db import db
from core.docx.papers import write_paper
from correspondence.queries.campaigns import house_style_file
from extension_requests.document_files import WORD, Upload, text_of
from extension_requests.models.decisions import Clause, RequestDecision
from extension_requests.models.dossiers import Dossier
from extension_requests.papers.decision import DecisionHead, decision_paper
from extension_requests.queries.decisions import meeting_rows
from extension_requests.rules.documents import DocumentKind, first_visibility
from extension_requests.workflow.filing import put_on_file
from meetings.papers.heading import place_and_days
from states_parties.models import State
from states_parties.rules.names import StateNames, the_state


def decision_file(
    dossier: Dossier, clauses: Sequence[Clause], *, dated_on: date, final: bool, symbol: str = ""
) -> bytes:
    """The Word file, in house style."""
    rows = meeting_rows(dossier)
    meeting = rows[-1] if rows else None
    head = DecisionHead(
        convention=dossier.convention,
        article=dossier.article,
        state=the_state(StateNames.of(db.session.get_one(State, dossier.iso3)), "EN"),
        meeting=meeting.full_name if meeting else "",
        where=place_and_days(meeting) if meeting else "",
        symbol=symbol,
        dated_on=dated_on,
        final=final,
    )
    return write_paper(house_style_file(), decision_paper(head, [each.text for each in clauses]))


def put_final_on_file(dossier: Dossier, decision: RequestDecision, clauses: Sequence[Clause], *, by: Actor) -> None:
    """The decision that was taken is a public document of the dossier."""
    content = decision_file(dossier, clauses, dated_on=decision.decided_on, final=True, symbol=decision.document)
    name = f"decision-{dossier.convention}-{dossier.article}-{dossier.iso3}-{dossier.number}.docx".lower()
    put_on_file(
        dossier,
        DocumentKind.DECISION,
        content,
        file_name=name,
        media_type=WORD,
        visibility=first_visibility(DocumentKind.DECISION),
        dated_on=decision.decided_on,
        by=by,
        words=text_of(Upload(content, name), WORD),
        note="Written from the clauses on record; compare with the document of the meeting.",
    )
