"""The analysis: drafted from the dossier, written by several, agreed to by all who take part, issued as a Word file."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from conventions.queries import find_meeting
from core.audit.models import AuditEntry
from core.db import db
from core.docx.lint import ReadLetter, read_back
from core.errors import RuleViolation
from core.files import read_file
from core.seen.guard import WrittenMeanwhile
from extension_requests.models.analysis import Agreement, AnalysisSection, AnalysisVersion, Question, QuestionState
from extension_requests.models.documents import DossierDocument
from extension_requests.models.figures import Figure, Sheet, Unit
from extension_requests.queries.analysis import get_section, newest_version
from extension_requests.rules.analysis import Content
from extension_requests.rules.documents import DocumentKind, Visibility
from extension_requests.rules.machine import RequestState, Who
from extension_requests.workflow.agreement import adopt_where_all_agree, agree
from extension_requests.workflow.analysis import (
    begin_draft,
    digest_of_section,
    follow_facts,
    put_before_group,
    save_section,
    show_to_state,
)
from extension_requests.workflow.dossiers import aim_at
from extension_requests.workflow.group import assign, recuse_member
from extension_requests.workflow.issue import give_symbol, issue
from extension_requests.workflow.requests import Submission, submit
from meetings.models.papers import MeetingPaper
from meetings.rules.slotting import Origin
from meetings.rules.symbols import SymbolKind
from meetings.workflow.papers import PaperPlan, reserve_paper
from tests.extension_requests.group import BY, ON, Group, make_group
from tests.factories.requests import word_file
from tests.factories.states import added

CHAIR, ISU = {Who.CHAIR}, {Who.ISU}


@pytest.fixture
def group(app: Flask) -> Group:
    """With figures of the request, and one question that was answered."""
    made = make_group()
    figures = [
        (Sheet.BASELINE, None, "all", "", 9_400_000),
        *(
            (Sheet.PROGRESS, year, "all", method, 400_000)
            for year in (2024, 2025)
            for method in ("cleared", "cancelled")
        ),
        (Sheet.REMAINING, None, "suspected", "", 2_100_000),
        (Sheet.REMAINING, None, "confirmed", "", 5_700_000),
        *((Sheet.TARGETS, year, "all", "", 1_950_000) for year in (2027, 2028, 2029, 2030)),
    ]
    for sheet, year, kind, method, amount in figures:
        row = {"dossier_id": made.dossier.id, "version": 1, "unit": Unit.SQUARE_METRES}
        added(Figure(sheet=sheet, year=year, kind=kind, method=method, amount=amount, **row))
    budget = {"dossier_id": made.dossier.id, "version": 1, "sheet": Sheet.BUDGET, "unit": Unit.USD}
    for year in (2027, 2028):
        added(Figure(year=year, kind="own funds", amount=1_250_000, **budget))
        added(Figure(year=year, kind="missing", amount=3_000_000, **budget))
    days = {"asked_on": date(2026, 10, 10), "answer_due_on": date(2026, 11, 7), "answered_on": date(2026, 11, 2)}
    text = {"text": "What stands in the way?", "answer": "Floods close the roads.", "drafted_by": "Ada"}
    where = {"dossier_id": made.dossier.id, "number": 1, "round": 1, "item": "A4", "state": QuestionState.ANSWERED}
    added(Question(**where, **text, **days))
    made.dossier.round = 1
    return made


def begin(group: Group) -> None:
    begin_draft(group.dossier, override_reason="The meeting is near.", who=CHAIR, on=ON, by=BY)


def begun(group: Group) -> AnalysisVersion:
    begin(group)
    return put_before_group(group.dossier, on=ON, by=BY)


def says(group: Group, iso3: str, *, version: int = 1, agrees: bool = True, reason: str = "") -> bool:
    return agree(group.dossier, iso3, version=version, agrees=agrees, reason=reason, states={iso3}, on=ON, by=BY)


def write(group: Group, key: str, text: str) -> None:
    seen = digest_of_section(get_section(group.dossier, key))
    save_section(group.dossier, key, text, seen=seen, on=ON, by=BY)


def acts() -> int:
    return db.session.query(AuditEntry).count()


def test_the_analysis_is_drafted_from_what_the_dossier_holds(group: Group) -> None:
    begin(group)
    texts = {row.key: row.text for row in db.session.scalars(select(AnalysisSection))}
    assert texts["history"] == (
        "The Convention entered into force for Zambia on 1 March 2001. The deadline for Zambia under Article 5 was 1 "
        "December 2027.\n\n"
        "On 15 September 2026 Zambia submitted its request, asking for time until 1 December 2030. The present "
        "deadline is 1 December 2027.\n\n"
        "On 10 October 2026 one question was put to it. Zambia answered it on 2 November 2026."
    )
    assert texts["challenge"].endswith("the challenge amounted to 9,400,000 square metres.")
    assert texts["reasons"] == "In reply to question 1, Zambia explained: “Floods close the roads”."
    assert texts["plan"].startswith("Zambia sets itself annual targets for 2027 to 2030, 7,800,000 square metres")
    assert texts["inclusion"] == ""


def test_it_is_not_begun_over_gaps_without_a_reason(group: Group) -> None:
    before = acts()
    with pytest.raises(RuleViolation, match="Two readers are needed"):
        begin_draft(group.dossier, override_reason=" ", who=CHAIR, on=ON, by=BY)
    assert (group.dossier.state, acts()) == (RequestState.IN_COMPLETENESS, before)
    assert db.session.query(AnalysisSection).count() == 0


def test_what_nobody_changed_follows_the_facts_and_what_somebody_wrote_stays(group: Group) -> None:
    begin(group)
    write(group, "challenge", "As we see it.")
    for row in db.session.scalars(select(Figure).where(Figure.sheet.in_((Sheet.BASELINE, Sheet.REMAINING)))):
        row.amount += 1000
    db.session.flush()
    assert follow_facts(group.dossier, on=ON, by=BY) == 2  # what remains, and what does not add up any more
    assert get_section(group.dossier, "remaining").text == "According to the request, 7,802,000 square metres remain."
    assert "7,802,000 m²" in get_section(group.dossier, "observations").text
    assert get_section(group.dossier, "challenge").text == "As we see it."


def test_a_section_that_another_saved_meanwhile_is_not_overwritten(group: Group) -> None:
    begin(group)
    seen = digest_of_section(get_section(group.dossier, "reasons"))
    write(group, "reasons", "Rain.")
    before = acts()
    with pytest.raises(WrittenMeanwhile):
        save_section(group.dossier, "reasons", "Snow.", seen=seen, on=ON, by=BY)
    assert (get_section(group.dossier, "reasons").text, acts()) == ("Rain.", before)


def test_the_group_adopts_when_the_last_member_that_takes_part_agrees(group: Group) -> None:
    begun(group)
    show_to_state(group.dossier, shown_on=ON, on=ON, by=BY)
    assert not says(group, group.chile.iso3)
    assert says(group, group.peru.iso3)
    assert group.dossier.state is RequestState.ADOPTED


def test_nobody_agrees_for_the_state_that_asks_for_another_or_to_an_old_text(group: Group) -> None:
    begun(group)
    before = acts()
    with pytest.raises(RuleViolation, match="that takes part"):
        says(group, group.zambia.iso3)
    with pytest.raises(RuleViolation, match="that you act for"):
        agree(
            group.dossier,
            group.peru.iso3,
            version=1,
            agrees=True,
            reason="",
            states={group.chile.iso3},
            on=ON,
            by=BY,
        )
    with pytest.raises(RuleViolation, match="Version 1 is before the group now"):
        says(group, group.peru.iso3, version=2)
    with pytest.raises(RuleViolation, match="Say why"):
        says(group, group.peru.iso3, agrees=False)
    assert (db.session.query(Agreement).count(), acts()) == (0, before)


def test_an_objection_holds_the_analysis_and_a_changed_text_is_agreed_to_anew(group: Group) -> None:
    begun(group)
    show_to_state(group.dossier, shown_on=ON, on=ON, by=BY)
    says(group, group.chile.iso3)
    assert not says(group, group.peru.iso3, agrees=False, reason="The pace is too slow.")
    assert group.dossier.state is RequestState.DRAFTING
    write(group, "observations", "The group noted the slow pace.")
    newest = newest_version(group.dossier)
    assert newest is not None
    assert newest.number == 2
    assert not says(group, group.peru.iso3, version=2)
    assert group.dossier.state is RequestState.DRAFTING
    assert not says(group, group.chile.iso3, version=2)  # the State has seen version 1
    assert group.dossier.state is RequestState.DRAFTING
    show_to_state(group.dossier, shown_on=ON, on=ON, by=BY)
    assert adopt_where_all_agree(group.dossier, on=ON, by=BY)


def test_agreement_of_all_waits_for_the_state_to_see_the_draft(group: Group) -> None:
    begun(group)
    assert [says(group, each.iso3) for each in (group.chile, group.peru)] == [False, False]
    show_to_state(group.dossier, shown_on=ON, on=ON, by=BY)
    assert adopt_where_all_agree(group.dossier, on=ON, by=BY)


def test_a_request_that_comes_again_is_analysed_anew_and_no_agreement_to_the_old_text_counts(group: Group) -> None:
    begun(group)
    for each in (group.chile, group.peru):
        says(group, each.iso3)
    group.dossier.state = RequestState.DEFERRED
    came = Submission(ON, "EN", word_file("again"), note_verbale=word_file("note"), months=24)
    submit(group.dossier, came, who=frozenset(ISU), on=ON, by=BY)
    group.dossier.state = RequestState.IN_COMPLETENESS
    begin(group)
    assert not adopt_where_all_agree(group.dossier, on=ON, by=BY)
    with pytest.raises(RuleViolation, match="no version yet"):
        says(group, group.chile.iso3)
    version = put_before_group(group.dossier, on=ON, by=BY)
    assert (version.number, Content.from_json(version.text).version) == (2, 2)
    show_to_state(group.dossier, shown_on=ON, on=ON, by=BY)
    assert [says(group, each.iso3, version=2) for each in (group.chile, group.peru)] == [False, True]


def test_a_member_that_steps_aside_leads_no_more_and_is_not_waited_for(group: Group) -> None:
    assign(group.dossier, lead=group.peru.iso3, readers=[group.chile.iso3], on=ON, by=BY)
    begun(group)
    show_to_state(group.dossier, shown_on=ON, on=ON, by=BY)
    says(group, group.chile.iso3)
    recuse_member(group.dossier, group.peru.iso3, reason="It borders on the area.", on=ON, by=BY)
    assert (group.dossier.lead_iso3, group.dossier.state) == (None, RequestState.ADOPTED)
    with pytest.raises(RuleViolation, match="does not take part"):
        assign(group.dossier, lead=group.zambia.iso3, readers=[], on=ON, by=BY)


def test_the_issued_analysis_is_the_adopted_text_under_its_symbol_for_everybody(group: Group) -> None:
    begun(group)
    show_to_state(group.dossier, shown_on=ON, on=ON, by=BY)
    with pytest.raises(RuleViolation, match="does not follow here"):
        issue(group.dossier, issued_on=ON, who=ISU, on=ON, by=BY)
    for state in (group.chile, group.peru):
        says(group, state.iso3)
    with pytest.raises(RuleViolation, match="no symbol yet"):
        issue(group.dossier, issued_on=ON, who=ISU, on=ON, by=BY)
    with pytest.raises(RuleViolation, match="belongs to"):
        give_symbol(group.dossier, SymbolKind.MAIN, symbol="APLC/MSP.23/2025/4", items=(), by=BY)
    give_symbol(group.dossier, SymbolKind.WORKING_PAPER, symbol="APLC/MSP.24/2027/WP.7", items=(), by=BY)
    assert [each.symbol for each in db.session.scalars(select(MeetingPaper))] == ["APLC/MSP.24/2027/WP.7"]
    issue(group.dossier, issued_on=ON, who=ISU, on=ON, by=BY)
    document = db.session.scalars(select(DossierDocument).where(DossierDocument.kind == DocumentKind.ANALYSIS)).one()
    assert (document.visibility, group.dossier.state) == (Visibility.PUBLIC, RequestState.ISSUED)
    read = read_back(read_file(document.sha256))
    text = "\n".join(read.paragraphs)
    assert "APLC/MSP.24/2027/WP.7" in words_of(read)
    assert "Submitted by the Committee on Article 5 Implementation (Chile and Peru)" in text
    assert "Floods close the roads" in text
    assert "800,000" in words_of(read)
    assert "Draft" not in words_of(read)


def test_a_symbol_is_neither_anothers_nor_that_of_the_meeting_before(group: Group) -> None:
    begun(group)
    meeting, symbol = find_meeting("APMBC", "24MSP"), "APLC/MSP.24/2027/WP.3"
    assert meeting is not None
    statement = PaperPlan(title="Statement of Chile", origin=Origin.BODY, submitter="Chile")
    reserve_paper(meeting, statement, SymbolKind.WORKING_PAPER, symbol=symbol, by=BY)
    with pytest.raises(RuleViolation, match="“Statement of Chile”, which Chile submits"):
        give_symbol(group.dossier, SymbolKind.WORKING_PAPER, symbol=symbol, items=(), by=BY)
    assert group.dossier.symbol == ""
    own = "APLC/MSP.24/2027/WP.7"
    analysis = PaperPlan(title="Analysis", origin=Origin.BODY, submitter="Committee on Article 5 Implementation")
    reserve_paper(meeting, analysis, SymbolKind.WORKING_PAPER, symbol=own, by=BY)
    assert give_symbol(group.dossier, SymbolKind.WORKING_PAPER, symbol=own, items=(), by=BY) == own
    aim_at(group.dossier, "25MSP", reason="The agenda is full.", by=BY)
    assert group.dossier.symbol == ""


def test_a_version_holds_its_figures_whatever_is_corrected_later(group: Group) -> None:
    version = begun(group)
    db.session.execute(Figure.__table__.delete())
    kept = Content.from_json(version.text).find("plan")
    assert kept is not None
    assert kept.tables[0].rows[-1] == ("Total", "7,800,000")


def test_the_command_writes_the_analysis_and_nothing_over_a_file_that_is_there(
    app: Flask, group: Group, tmp_path: Path
) -> None:
    runner, out = app.test_cli_runner(), tmp_path / "analysis.docx"
    told = runner.invoke(args=["extension-requests", "analysis", "APMBC", "5", "Zambia", "--out", str(out)])
    assert "a draft from the facts" in told.output
    assert "Floods close the roads" in "\n".join(read_back(out.read_bytes()).paragraphs)
    again = runner.invoke(args=["extension-requests", "analysis", "APMBC", "5", "Zambia", "--out", str(out)])
    assert (again.exit_code, "is there already" in again.output) == (2, True)


def words_of(read: ReadLetter) -> str:
    return "\n".join((*read.paragraphs, *read.margins))
