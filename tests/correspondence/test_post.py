import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask import Flask
from pypdf import PdfReader

from application import CATALOGUES
from core.audit.workflow import Actor
from core.clock import today
from core.db import transaction
from core.docx.joining import join_documents
from core.docx.letterhead import default_house_style
from core.docx.papers import PaperDocument, Text, write_paper
from core.docx.pdf import check_pdf, libreoffice, pdf_of
from core.errors import RuleViolation
from correspondence.models.campaigns import Campaign, Dispatch, LetterState
from correspondence.papers.batch import address_list, batch_docx, batch_pdf
from correspondence.press import shipped_house_style
from correspondence.queries.balance import lines_of
from correspondence.queries.campaigns import get_campaign
from correspondence.queries.post import ToPost, batch_of
from correspondence.rules.balance import Outcome
from correspondence.rules.plans import Plan
from correspondence.workflow.post import make_batch, record_posted
from correspondence.workflow.sending import move, stop
from correspondence.workflow.writing_anew import withdraw_letter
from tests.committees.offices import on_day
from tests.correspondence.outgoing import MISSING, a_year_is_missing, acts, details_of, letter_to, report, scheduled
from tests.correspondence.test_sending_routes import page_of
from tests.correspondence.test_voiding import a_new_ambassador, change_contact, compared
from tests.factories.letters import OFFICER, a_state_written_to, approve_drafts, approved_campaign, draft_letter
from tests.states_parties.pages import read, signed_in
from tests.states_parties.pages import words as page_words


def by_post(*names: str) -> Campaign:
    return scheduled(approved_campaign([a_state_written_to(name, email="") for name in names]))


def made(campaign: Campaign) -> int:
    with transaction():
        number = make_batch(campaign, CATALOGUES, by=OFFICER).number
    assert number is not None
    return number


def posted(campaign: Campaign, ids: list[int], on: date) -> None:
    with transaction():
        record_posted(campaign, ids, posted_on=on, by=OFFICER)


def ids() -> list[int]:
    return [dispatch.id for dispatch in Dispatch.query.order_by(Dispatch.id)]


def words(file: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(file)).paragraphs if paragraph.text]


def test_a_batch_is_one_word_file_in_the_order_of_names_each_letter_behind_its_sheet(app: Flask) -> None:
    campaign = by_post("Togo", "Chad", "Peru")
    batch = batch_of(campaign, made(campaign))
    assert [(each.number, each.state) for each in batch] == [(1, "Chad"), (2, "Peru"), (3, "Togo")]
    file = batch_docx(campaign, batch, batch=1, house_style=shipped_house_style())
    read = words(file)
    places = [
        place
        for each in batch
        for place in (
            read.index(f"{each.state}: letter {each.number} of 3, batch 1"),
            read.index(f"The report of {each.state} is due on 30 April 2027."),
        )
    ]
    assert places == sorted(places)
    assert len(Document(io.BytesIO(file)).sections) == 7
    [listed] = [table for table in Document(io.BytesIO(file)).tables if len(table.columns) == 4]
    assert [row.cells[2].text for row in listed.rows] == ["State", "Chad", "Peru", "Togo"]


@pytest.mark.parametrize(("side", "left"), [("left", 20), ("right", 110)])
def test_the_address_and_nothing_else_stands_in_the_window_of_the_envelope(
    app: Flask, monkeypatch: pytest.MonkeyPatch, side: str, left: int
) -> None:
    monkeypatch.setitem(app.config, "CHANCERY", replace(app.config["CHANCERY"], envelope_window=side))
    campaign = by_post("Chad")
    batch = batch_of(campaign, made(campaign))
    placed: dict[tuple[int, int], list[str]] = {}
    for paragraph in Document(
        io.BytesIO(batch_docx(campaign, batch, batch=1, house_style=shipped_house_style()))
    ).paragraphs:
        for frame in paragraph._p.iter(qn("w:framePr")):
            place = tuple(round(int(frame.get(qn(f"w:{side}"))) / 56.7) for side in ("x", "y"))
            placed.setdefault(place, []).append(paragraph.text)
    assert placed == {
        (left, 45): letter_to("Chad").addressee.splitlines(),
        (25, 115): [letter_to("Chad").reference, "Chad: letter 1 of 1, batch 1"],
    }


def test_every_letter_keeps_its_own_letterhead_and_counts_its_own_pages(app: Flask) -> None:
    style = default_house_style()
    papers = [
        PaperDocument(
            f"Letter {n}",
            [Text(f"Text {n}. " + "word " * 900)],
            letterhead=f"Head {n}",
            running=f"CC/{n}",
            footer=f"Foot {n}",
        )
        for n in (1, 2, 3)
    ]
    joined = Document(io.BytesIO(join_documents([write_paper(style, paper) for paper in papers])))
    heads = [section.first_page_header.paragraphs[0].text for section in joined.sections]
    assert heads == ["Head 1", "Head 2", "Head 3"]
    assert [section.footer.paragraphs[0].text for section in joined.sections] == ["Foot 1", "Foot 2", "Foot 3"]
    for number, section in enumerate(joined.sections, start=1):
        assert f"PAGEREF end_of_{number} " in section.header._element.xml
        assert 'w:pgNumType w:start="1"' in section._sectPr.xml


def test_the_address_list_is_a_table_of_its_own(app: Flask) -> None:
    campaign = by_post("Togo", "Chad")
    rows = list(csv.DictReader(io.StringIO(address_list(batch_of(campaign, made(campaign))))))
    assert [(row["number"], row["state"]) for row in rows] == [("1", "Chad"), ("2", "Togo")]
    assert rows[0]["address"].endswith("| 1 Rue de Chad | 1202 Geneva")
    assert rows[0]["reference"] == letter_to("Chad").reference


def test_later_letters_make_the_next_batch(app: Flask) -> None:
    campaign = by_post("Togo", "Chad")
    Dispatch.query.filter_by(letter_id=letter_to("Togo").id).one().void_reason = "later"
    assert made(campaign) == 1
    Dispatch.query.filter_by(letter_id=letter_to("Togo").id).one().void_reason = ""
    assert made(campaign) == 2
    assert [each.state for each in batch_of(campaign, 2)] == ["Togo"]
    with pytest.raises(RuleViolation, match="No letter waits for a batch"):
        made(campaign)
    assert details_of("campaign:batch-made") == {"batch": 2, "letters": 1}


def test_a_letter_that_is_withdrawn_is_out_of_its_batch(app: Flask) -> None:
    campaign = by_post("Togo", "Chad")
    number = made(campaign)
    with transaction():
        withdraw_letter(letter_to("Chad"), campaign, reason="Asked to.", by=OFFICER)
    assert [(each.number, each.state) for each in batch_of(campaign, number)] == [(1, "Togo")]
    with transaction():
        withdraw_letter(letter_to("Togo"), campaign, reason="Asked to.", by=OFFICER)
    with pytest.raises(RuleViolation, match="has no letter any more"):
        batch_docx(campaign, batch_of(campaign, number), batch=number, house_style=shipped_house_style())


def test_posted_letters_count_as_sent(app: Flask) -> None:
    campaign = by_post("Togo", "Chad")
    made(campaign)
    [togo, chad] = ids()
    posted(campaign, [chad], today())
    assert {line.state: line.fate.outcome for line in lines_of(campaign)} == {
        "Chad": Outcome.SENT,
        "Togo": Outcome.PENDING,
    }
    dispatch = Dispatch.query.filter_by(id=chad).one()
    assert (dispatch.posted_on, dispatch.posted_by) == (today(), "Ana Lima")
    assert details_of("campaign:posted") == {"letters": 1, "posted_on": "2026-11-20"}
    with pytest.raises(RuleViolation, match="void or posted already"):
        posted(campaign, [chad, togo], today())
    assert acts().count("campaign:posted") == 1


@pytest.mark.parametrize(
    ("on", "chosen", "field"),
    [
        (timedelta(days=1), True, "posted_on"),
        (timedelta(days=-1), True, "posted_on"),
        (timedelta(0), False, "dispatches"),
    ],
)
def test_a_posting_that_cannot_be_is_refused(app: Flask, on: timedelta, chosen: bool, field: str) -> None:
    campaign = by_post("Togo")
    made(campaign)
    with pytest.raises(RuleViolation) as refusal:
        posted(campaign, ids() if chosen else [], today() + on)
    assert refusal.value.field == field
    assert "campaign:posted" not in acts()


def test_what_is_in_no_batch_or_was_stopped_is_not_posted(app: Flask) -> None:
    campaign = by_post("Togo")
    with pytest.raises(RuleViolation, match="in no batch"):
        posted(campaign, ids(), today())
    with transaction():
        stop(campaign, reason="The wrong year.", by=OFFICER)
    with pytest.raises(RuleViolation, match="was stopped"):
        made(campaign)


def test_a_letter_that_is_sent_for_nothing_any_more_is_in_no_batch(app: Flask) -> None:
    a_year_is_missing()
    chad, togo = (a_state_written_to(name, email="") for name in ("Chad", "Togo"))
    campaign = scheduled(approved_campaign([chad, togo], send_condition=MISSING))
    report(chad.iso3)
    with transaction():
        assert make_batch(campaign, CATALOGUES, by=OFFICER) == (1, 1)
    assert [each.state for each in batch_of(campaign, 1)] == ["Togo"]
    [line] = [line for line in lines_of(campaign) if line.state == "Chad"]
    assert line.fate.outcome is Outcome.WITHDRAWN
    assert line.fate.reason.startswith(f"“{MISSING}” holds no more:")


def test_where_every_state_has_reported_there_is_no_batch(app: Flask) -> None:
    a_year_is_missing()
    chad = a_state_written_to("Chad", email="")
    campaign = scheduled(approved_campaign([chad], send_condition=MISSING))
    report(chad.iso3)
    with transaction():
        assert make_batch(campaign, CATALOGUES, by=OFFICER) == (None, 1)
    assert "campaign:batch-made" not in acts()
    assert details_of("letter:stopped")["state"] == "Chad"


def test_a_printed_letter_is_doubted_not_void_and_can_still_be_recorded_as_posted(app: Flask) -> None:
    campaign = by_post("Togo", "Chad")
    made(campaign)
    a_new_ambassador("Togo")
    assert compared(app, campaign) == []
    assert letter_to("Togo").state is LetterState.APPROVED
    told = "Addressee: “H.E. Ms Bo Successor”, not “H.E. Ms Ada Person”."
    assert [(each.state, each.doubt) for each in batch_of(campaign, 1)] == [("Chad", ""), ("Togo", told)]
    page = read(signed_in(app), page_of(campaign, "/post"))
    assert f"changed since it was printed {told}" in page_words(page)
    assert "Printed letters that would be written otherwise today" in page_words(
        read(signed_in(app), page_of(campaign))
    )
    posted(campaign, ids(), today())
    assert [each.doubt for each in batch_of(campaign, 1)] == ["", ""]
    assert {line.fate.outcome for line in lines_of(campaign)} == {Outcome.SENT}


def test_a_printed_letter_that_is_right_again_is_doubted_no_more(app: Flask) -> None:
    campaign = by_post("Togo")
    made(campaign)
    a_new_ambassador("Togo")
    compared(app, campaign)
    change_contact("Togo", person_name="Ada Person")
    compared(app, campaign)
    assert [each.doubt for each in batch_of(campaign, 1)] == [""]


def test_nothing_is_recorded_as_posted_of_what_was_stopped(app: Flask) -> None:
    campaign = by_post("Togo")
    made(campaign)
    with transaction():
        stop(campaign, reason="The wrong year.", by=OFFICER)
    with pytest.raises(RuleViolation, match="was stopped: nothing of it is posted any more"):
        posted(campaign, ids(), today())


@pytest.mark.libreoffice
@pytest.mark.skipif(libreoffice() is None, reason="no LibreOffice on this machine")
def test_the_pdf_has_every_letter_with_its_own_page_numbers(app: Flask) -> None:
    campaign = by_post("Togo", "Chad")
    batch = batch_of(campaign, made(campaign))
    file = batch_pdf(campaign, batch, batch=1, house_style=shipped_house_style())
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]
    assert len(texts) == 5
    assert "Chad: letter 1 of 2" in texts[1]
    assert "The report of Chad is due" in texts[2]
    assert "The report of Togo is due" in texts[4]
    for wrong, sentence in [
        ({"at_least_pages": 6}, "The PDF has 5 pages, not 6 or more."),
        ({"at_least_pages": 5, "must_say": ["CC/2026/9999"]}, "The PDF lacks CC/2026/9999."),
    ]:
        with pytest.raises(RuleViolation, match=sentence):
            check_pdf(file, **wrong)


def test_without_libreoffice_the_office_is_told_to_take_the_word_file(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuleViolation, match="LibreOffice made no PDF of the letters"):
        check_pdf(b"no PDF", at_least_pages=1)
    with pytest.raises(RuleViolation) as refusal:
        pdf_of(b"", at_least_pages=1)
    assert refusal.value.message == "This server has no LibreOffice, which makes the PDF. Take the Word file."


def test_a_batch_names_what_it_holds() -> None:
    each = ToPost(1, "CC/2026/0001", "Chad", "to", "Line 1\nLine 2", "CC-2026-0001.docx", "0" * 64)
    assert list(csv.reader(io.StringIO(address_list([each]))))[1] == [
        *("1", "CC/2026/0001", "Chad", "to", "Line 1 | Line 2", "CC-2026-0001.docx")
    ]


def test_after_the_last_day_no_batch_is_made_until_the_campaign_is_moved_and_what_was_printed_is_recorded(
    app: Flask,
) -> None:
    campaign = by_post("Chad")
    made(campaign)
    late = Actor(OFFICER.name, datetime(2026, 12, 9, 9, 0, tzinfo=UTC), OFFICER.id)
    with transaction():
        later = by_post_later(campaign)
    with pytest.raises(RuleViolation, match="Move the campaign to another time first"), transaction():
        make_batch(campaign, CATALOGUES, by=late)
    with on_day(app, late.at.date()):
        page = read(signed_in(app), page_of(campaign, "/post"))
        assert "move it to another time first" in page_words(page)
        assert not page.xpath("//button[contains(., 'Make a batch')]")
    assert [dispatch.batch for dispatch in Dispatch.query.order_by(Dispatch.id)] == [1, None]
    with transaction():
        record_posted(campaign, ids()[:1], posted_on=date(2026, 12, 8), by=late)
    with transaction():
        move(campaign, Plan(date(2026, 12, 10), time(10), date(2026, 12, 24)), by=late)
        assert make_batch(campaign, CATALOGUES, by=late).number == 2
    assert later.batch == 2


def by_post_later(campaign: Campaign) -> Dispatch:
    """Of a letter to Peru that is approved after the release."""
    draft_letter(get_campaign(campaign.convention, campaign.id), a_state_written_to("Peru", email=""))
    approve_drafts(get_campaign(campaign.convention, campaign.id))
    return Dispatch.query.order_by(Dispatch.id.desc()).first()
