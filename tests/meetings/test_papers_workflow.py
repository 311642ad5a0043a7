"""The acts on papers, and what each refuses."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from conventions.models import Meeting
from core.audit.models import AuditEntry
from core.db import db, transaction
from core.docx.lint import read_back
from core.files import read_file
from core.outbox.models import MailingState, OutboxMessage
from meetings.models.agenda import AgendaItem
from meetings.models.papers import LanguageState, MeetingPaper
from meetings.queries.papers import get_text, is_out, papers_of
from meetings.rules.slotting import Origin, PaperState, Timing
from meetings.rules.symbols import Added, SymbolKind
from meetings.workflow.paper_reminders import draft_reminders
from meetings.workflow.paper_texts import add_text, issue_paper, process_paper
from meetings.workflow.papers import change_paper, forecast_paper, reserve_paper, revise_paper, withdraw_paper
from tests.factories.states import added, make_state
from tests.meetings.papers import BY, TODAY, known, meeting_of_papers, plan, received, reserved, word_file
from tests.states_parties.refusals import refused


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return meeting_of_papers()


def states(paper: MeetingPaper) -> dict[str, LanguageState]:
    return {each.language: each.state for each in paper.languages}


def last_act() -> str:
    return db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_papers_get_the_next_number_of_their_series(meeting: Meeting) -> None:
    kinds = (SymbolKind.MAIN, SymbolKind.WORKING_PAPER, SymbolKind.MAIN, SymbolKind.WORKING_PAPER)
    assert [reserved(meeting, kind).symbol for kind in kinds] == [
        "APLC/MSP.24/2027/1",
        "APLC/MSP.24/2027/WP.1",
        "APLC/MSP.24/2027/2",
        "APLC/MSP.24/2027/WP.2",
    ]
    assert last_act() == "meeting-paper:reserved"


def test_the_number_of_a_withdrawn_paper_is_not_given_again(meeting: Meeting) -> None:
    withdrawn = reserved(meeting)
    with transaction():
        withdraw_paper(withdrawn, because="The President asked for it.", by=BY)
    assert reserved(meeting).symbol == "APLC/MSP.24/2027/2"
    assert refused(
        lambda: reserve_paper(meeting, plan(), SymbolKind.MAIN, symbol=withdrawn.symbol, by=BY), field="symbol"
    ) == ("“APLC/MSP.24/2027/1” is used already. A symbol is never given twice, not even that of a withdrawn document.")


def test_a_symbol_the_united_nations_gave_is_checked(meeting: Meeting) -> None:
    meeting_of_papers("23MSP", starts_on=date(2026, 11, 30))
    assert reserved(meeting, symbol="APLC/MSP.24/2027/WP.7").kind is SymbolKind.WORKING_PAPER
    assert reserved(meeting, SymbolKind.WORKING_PAPER).symbol == "APLC/MSP.24/2027/WP.8"

    def sentence(symbol: str) -> str:
        return refused(lambda: reserve_paper(meeting, plan(), SymbolKind.MAIN, symbol=symbol, by=BY), field="symbol")

    assert sentence("CCM/MSP/2027/1") == ("“CCM/MSP/2027/1” is a symbol of the CCM; this meeting is one of the APMBC.")
    assert sentence("APLC/MSP.23/2026/1") == (
        "“APLC/MSP.23/2026/1” belongs to the 23MSP; documents of the 24MSP begin with APLC/MSP.24/2027/."
    )
    assert sentence("APLC/MSP.24/2027/5/Rev.1") == (
        "“APLC/MSP.24/2027/5/Rev.1” would be the revision of APLC/MSP.24/2027/5, which is not on record."
    )


def test_documents_of_an_informal_meeting_have_no_symbols(app: Flask) -> None:
    meeting = meeting_of_papers("IM2027", kind="intersessional")
    assert refused(lambda: reserve_paper(meeting, plan(), SymbolKind.MAIN, by=BY), field="kind") == (
        "No symbol can be given for the IM2027: its documents carry none."
    )


def test_a_revision_follows_its_paper_with_what_is_known_of_it(meeting: Meeting) -> None:
    item = added(AgendaItem(meeting_id=meeting.id, position=1, title="Clearance"))
    paper = reserved(meeting, languages=("EN", "FR"), items=(item.id,), email="chair@state.example")
    with transaction():
        first = revise_paper(known(meeting, paper).row, meeting, Added.REVISION, title="Report, revised", by=BY)
        again = revise_paper(known(meeting, paper).row, meeting, Added.REVISION, title="Report, again", by=BY)
    assert (first.symbol, again.symbol) == ("APLC/MSP.24/2027/1/Rev.1", "APLC/MSP.24/2027/1/Rev.2")
    assert (first.parent_id, first.submitter, first.email) == (paper.id, paper.submitter, "chair@state.example")
    assert list(states(first)) == ["EN", "FR"]
    assert [each.title for each in known(meeting, first).items] == ["Clearance"]
    with transaction():
        withdraw_paper(paper, because="No longer needed.", by=BY)
    assert refused(lambda: revise_paper(paper, meeting, Added.ADDENDUM, title="More", by=BY), field="added") == (
        "APLC/MSP.24/2027/1 is withdrawn; nothing can follow it under its symbol."
    )


def test_a_paper_goes_from_forecast_to_issued_language_by_language(meeting: Meeting) -> None:
    paper = reserved(meeting, languages=("EN", "FR", "ES"))
    with transaction():
        forecast_paper(paper, forecast_on=TODAY, by=BY)
    received(meeting, paper)
    assert (paper.state, paper.words, paper.received_on) == (PaperState.RECEIVED, 6, TODAY)
    assert states(paper) == {
        "EN": LanguageState.RECEIVED,
        "FR": LanguageState.AWAITED,
        "ES": LanguageState.AWAITED,
    }
    assert not is_out(paper, "EN")
    with transaction():
        process_paper(paper, on=TODAY, by=BY)
        issue_paper(paper, ["EN"], issued_on=TODAY, advance=True, by=BY)
    assert (paper.state, paper.issued_on) == (PaperState.PROCESSING, None)
    assert is_out(paper, "EN")
    assert states(paper)["FR"] is LanguageState.IN_TRANSLATION
    with transaction():
        issue_paper(paper, ["EN", "FR"], issued_on=TODAY, advance=False, by=BY)
    assert (paper.state, paper.issued_on) == (PaperState.ISSUED, TODAY)
    assert known(meeting, paper).languages_left == ["ES"]
    assert refused(lambda: issue_paper(paper, ["FR"], issued_on=TODAY, advance=False, by=BY), field="languages") == (
        "In FR it is issued already."
    )


def test_a_paper_is_not_issued_before_it_was_received(meeting: Meeting) -> None:
    paper = received(meeting, reserved(meeting))
    with transaction():
        process_paper(paper, on=TODAY, by=BY)
    day_before = TODAY - timedelta(days=1)
    assert refused(
        lambda: issue_paper(paper, ["EN"], issued_on=day_before, advance=False, by=BY), field="issued_on"
    ) == ("It was received on 20 November 2026; it is not issued before.")
    assert states(known(meeting, paper).row) == {"EN": LanguageState.RECEIVED}
    with transaction():
        issue_paper(paper, ["EN"], issued_on=TODAY, advance=False, by=BY)
    assert paper.issued_on == TODAY


def test_a_text_that_comes_late_says_why(app: Flask) -> None:
    meeting = meeting_of_papers(starts_on=date(2026, 12, 7), ends_on=date(2026, 12, 11))
    paper = reserved(meeting)
    sentence = refused(lambda: received(meeting, paper), field="late_because")
    assert sentence == "The text was due on 28 September 2026. Say why it came late."
    received(meeting, paper, late_because="the election was late")
    assert (known(meeting, paper).days_late, paper.late_because) == (53, "the election was late")


def test_a_file_that_is_no_document_is_not_kept(meeting: Meeting) -> None:
    paper = reserved(meeting)
    said = {
        b"MZ program": "“paper.docx” is not kept. It is a program.",
        b"just words": "“paper.docx.txt” is neither a Word file (.docx) nor a PDF.",
    }
    for content, sentence in said.items():
        assert refused(lambda content=content: received(meeting, paper, content=content), field="file") == sentence
    assert paper.state is PaperState.RESERVED


def test_versions_of_a_text_are_kept_beside_each_other(meeting: Meeting) -> None:
    paper = received(meeting, reserved(meeting), "First words.")
    with transaction():
        add_text(paper, "EN", word_file("Second words."), "again.docx", note="corrected", by=BY)
    assert [get_text(paper, "EN", number).note for number in (1, 2)] == ["", "corrected"]
    kept = [read_back(read_file(get_text(paper, "en", number).sha256)).paragraphs for number in (1, None)]
    assert kept == [("First words.",), ("Second words.",)]
    assert refused(lambda: add_text(paper, "AR", word_file("x"), "x.docx", by=BY), field="language") == (
        f"{paper.symbol} is not to be out in AR. Add the language first."
    )


def test_a_language_in_which_something_is_here_stays(meeting: Meeting) -> None:
    paper = received(meeting, reserved(meeting, languages=("EN", "FR")))
    with transaction():
        change_paper(paper, plan(languages=("EN", "RU")), by=BY)
    assert sorted(states(paper)) == ["EN", "RU"]
    assert refused(lambda: change_paper(paper, plan(languages=("RU",)), by=BY), field="languages") == (
        "In EN the paper is received; it stays."
    )


def test_a_paper_belongs_to_items_of_its_own_meeting_only(meeting: Meeting) -> None:
    other = meeting_of_papers("25MSP", starts_on=date(2028, 12, 4), ends_on=date(2028, 12, 8))
    item = added(AgendaItem(meeting_id=other.id, position=1, title="Elsewhere"))
    assert refused(lambda: reserve_paper(meeting, plan(items=(item.id,)), SymbolKind.MAIN, by=BY), field="items") == (
        "1 of these items are not on the agenda of this meeting."
    )


def test_an_item_that_goes_takes_no_paper_with_it(meeting: Meeting) -> None:
    item = added(AgendaItem(meeting_id=meeting.id, position=1, title="Clearance"))
    paper = reserved(meeting, items=(item.id,))
    with transaction():
        db.session.delete(item)
    assert known(meeting, paper).items == ()


def test_what_is_owed_follows_the_meeting_when_it_moves(meeting: Meeting) -> None:
    paper = reserved(meeting)
    due = known(meeting, paper).due_on
    with transaction():
        meeting.starts_on += timedelta(weeks=2)
        meeting.ends_on += timedelta(weeks=2)
    after = known(meeting, paper)
    assert (due, after.due_on) == (date(2027, 9, 28), date(2027, 10, 12))
    assert after.owed
    assert (after.owed.who, after.owed.since) == ("Committee on clearance", date(2027, 10, 12))


def test_one_reminder_for_each_address_waits_in_the_outbox(meeting: Meeting) -> None:
    state = make_state("Ruritania")
    of_state = {
        "origin": Origin.STATE,
        "submitter": "Ruritania",
        "iso3": state.iso3,
        "email": "mission@ruritania.example",
    }
    reserved(meeting, **of_state)
    reserved(
        meeting, SymbolKind.WORKING_PAPER, title="Second paper", **{**of_state, "email": "Mission@ruritania.example"}
    )
    reserved(meeting)
    received(meeting, reserved(meeting, email="here@state.example"))
    with transaction():
        mailing = draft_reminders(meeting, papers_of(meeting, on=TODAY), by=BY)
    (message,) = db.session.scalars(select(OutboxMessage).where(OutboxMessage.mailing_id == mailing.id))
    assert (mailing.state, message.address, message.recipient) == (
        MailingState.HELD,
        "mission@ruritania.example",
        "Ruritania",
    )
    assert "- APLC/MSP.24/2027/1, “Report on clearance”. Due on 28 September 2027." in message.content["text"]
    assert "- APLC/MSP.24/2027/WP.1, “Second paper”." in message.content["text"]


def test_who_still_owes_a_paper_is_reminded_a_second_time(meeting: Meeting) -> None:
    reserved(meeting, email="mission@ruritania.example")
    for _time in range(2):
        with transaction():
            draft_reminders(meeting, papers_of(meeting, on=TODAY), by=BY)
    messages = db.session.scalars(select(OutboxMessage.address)).all()
    assert messages == ["mission@ruritania.example"] * 2


def test_nobody_is_reminded_where_no_address_is_known(meeting: Meeting) -> None:
    reserved(meeting)
    assert refused(lambda: draft_reminders(meeting, papers_of(meeting, on=TODAY), by=BY), field="") == (
        "No paper that is still to come has an address for reminders."
    )


def test_papers_stand_in_the_order_of_their_symbols(meeting: Meeting) -> None:
    for symbol in ("WP.10", "WP.2", "2", "10", "1", "INF.1"):
        reserved(meeting, symbol=f"APLC/MSP.24/2027/{symbol}", timing=Timing.BEFORE)
    assert [each.row.slug for each in papers_of(meeting, on=TODAY)] == ["1", "2", "10", "inf.1", "wp.2", "wp.10"]
