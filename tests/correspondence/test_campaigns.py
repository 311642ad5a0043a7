import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import func, select

from application import CATALOGUES
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import RuleViolation, Shortcomings
from correspondence.models.campaigns import Campaign, CampaignState, Letter
from correspondence.papers.files import press_of, pressed, zip_of
from correspondence.queries.campaigns import campaigns_of, get_campaign, get_letter, get_template, letters_of
from correspondence.workflow.campaigns import Brief, cancel_campaign, draft_campaign
from states_parties.models import Article7Report, Mission, Precision, RegisterClosure, ReportKind, State

BY = Actor("Ana Lima", datetime(2021, 3, 1, 10, 0, tzinfo=UTC))
DAY = date(2021, 3, 3)


def draft(convention: str = "APMBC", on: date = DAY, *, form: str = "letter", audience: str = "always") -> Campaign:
    template = get_template(convention, "article-7", form)
    brief = Brief(
        convention,
        as_of=on,
        dated_on=on,
        audience=audience,
        signatory_name="Ambassador Jan de Vries",
        reports_address="reports@office.example",
        support_address="isu@office.example",
    )
    with transaction():
        campaign = draft_campaign(template.versions[0], template, None, brief, CATALOGUES, title="Reports 2021", by=BY)
    return get_campaign(convention, campaign.id)


def text_of(campaign: Campaign, slug: str) -> str:
    letter, _, _ = get_letter(campaign, slug)
    document = Document(io.BytesIO(press_of(campaign).press(pressed(letter))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_on_3_march_2021_each_of_164_states_parties_gets_its_letter(registers: Flask) -> None:
    """Seed 000, paragraph 2: 164 tailored letters."""
    letters = letters_of(draft())
    assert len(letters) == 164
    assert len({letter.sha256 for letter, _, _ in letters}) == 164


def test_the_ccm_letters_of_30_september_2020_go_to_the_108_in_force(registers: Flask) -> None:
    campaign = draft("CCM", date(2020, 9, 30))
    assert len(letters_of(campaign)) == 108
    letter, _, _ = get_letter(campaign, "guinea")
    assert [each["reason"] for each in letter.paragraphs if each["id"] == "initial-report-due"] == [
        "The register of initial reports, complete as of 28 September 2020, shows none."
    ]


def test_a_state_without_obligations_is_thanked_in_its_language(registers: Flask) -> None:
    campaign = draft()
    letter, _, _ = get_letter(campaign, "andorra")
    assert letter.language == "FR"
    assert letter.variant == "annual-report, annual-report-only"
    text = text_of(campaign, "andorra")
    assert "Genève, le 3 mars 2021" in text
    assert "Excellence," in text
    assert "année civile 2020" in text
    assert "30 avril 2021" in text
    assert "Ambassador Jan de Vries\nPrésidence du Comité pour le respect coopératif" in text


def test_an_affected_state_is_asked_for_what_its_obligations_call_for(registers: Flask) -> None:
    campaign = draft()
    text = text_of(campaign, "chad")
    assert "Mission permanente du Tchad" in text
    assert "1er janvier 2025" in text
    letter, _, _ = get_letter(campaign, "chad")
    ids = [each["id"] for each in letter.paragraphs]
    assert {"clearance", "clearance-extension", "on-record", "victim-assistance"} <= set(ids)
    assert "annual-report-only" not in ids


def test_a_new_report_closes_nothing_but_a_closed_year_names_who_is_missing(registers: Flask) -> None:
    sourced = {"source": "test", "confidence": "high", "notes": ""}
    db.session.add(
        RegisterClosure(
            convention="APMBC", subject="annual_reports", year_covered=2019, complete_as_of=date(2021, 1, 1), **sourced
        )
    )
    reported = db.session.scalars(select(State.iso3).where(State.iso3 != "AND")).all()
    db.session.add_all(
        Article7Report(
            convention="APMBC",
            iso3=iso3,
            kind=ReportKind.ANNUAL,
            year_covered=2019,
            received_on=date(2020, 4, 28),
            received_precision=Precision.DAY,
            **sourced,
        )
        for iso3 in reported
    )
    db.session.flush()
    campaign = draft(audience="missing_report_years >= 1")
    assert [slug for _, _, slug in letters_of(campaign)] == ["andorra"]
    assert "2019" in text_of(campaign, "andorra")


def test_a_note_verbale_has_no_signature_and_speaks_in_the_third_person(registers: Flask) -> None:
    campaign = draft(form="note-verbale")
    text = text_of(campaign, "netherlands")
    assert "to the Permanent Mission of the Netherlands to the United Nations Office" in text
    assert "Jan de Vries" not in text
    assert "Excellency" not in text


def test_values_are_data_never_markup(registers: Flask) -> None:
    mission = db.session.scalars(select(Mission).where(Mission.iso3 == "NLD", Mission.office == "geneva")).one()
    mission.person_name = "R&D <Unit> {{state}}"
    db.session.flush()
    assert "R&D <Unit> {{state}}" in text_of(draft(), "netherlands")


def test_the_same_campaign_gives_the_same_bytes_and_the_manifest_tells_them(registers: Flask) -> None:
    campaign = draft(audience="open_stockpile_obligation")
    letters = [(letter, state, slug) for letter, state, slug in letters_of(campaign)]
    first = b"".join(zip_of(press_of(campaign), letters))
    assert first == b"".join(zip_of(press_of(campaign), letters))
    archive = zipfile.ZipFile(io.BytesIO(first))
    manifest = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode())))
    assert [row["iso3"] for row in manifest] == [letter.iso3 for letter, _, _ in letters]
    assert archive.namelist() == [*(row["file"] for row in manifest), "manifest.csv"]
    assert {row["sha256"] for row in manifest} == {letter.sha256 for letter, _, _ in letters}


def test_a_missing_fact_stops_the_whole_campaign_and_names_state_and_field(registers: Flask) -> None:
    template = get_template("APMBC", "article-7", "letter")
    brief = Brief("APMBC", as_of=DAY, dated_on=DAY)
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    with pytest.raises(Shortcomings) as refusal, transaction():
        draft_campaign(template.versions[0], template, None, brief, CATALOGUES, title="Reports", by=BY)
    assert refusal.value.items[0] == (
        "Afghanistan: the letter needs “reporting_address”, and there is none."
        " It stands for: Where States Parties send reports."
    )
    assert len(refusal.value.items) == 164
    assert campaigns_of("APMBC") == []
    assert db.session.scalar(select(func.count(Letter.id))) == 0
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before


@pytest.mark.parametrize(
    ("audience", "sentence"),
    [
        ("staet", "There is no criterion “staet”."),
        ("open_clearance_obligation and", "The condition “open_clearance_obligation and” stops in the middle."),
        (
            "missing_report_years >= 9",
            "No State Party in force on that day meets this condition."
            " The register of annual reports is not declared complete, so nobody can say who belongs here.",
        ),
    ],
)
def test_an_audience_that_cannot_be_is_refused(registers: Flask, audience: str, sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        draft(audience=audience)
    assert refusal.value.message == sentence


def test_a_campaign_is_cancelled_once(registers: Flask) -> None:
    campaign = draft(audience="open_stockpile_obligation")
    with transaction():
        cancel_campaign(campaign, by=BY)
    assert campaign.state is CampaignState.CANCELLED
    with pytest.raises(RuleViolation, match="cancelled already"):
        cancel_campaign(campaign, by=BY)


def test_a_report_known_by_its_year_only_is_never_called_missing(registers: Flask) -> None:
    """A report received some day in 2020 may have been there in June: nobody is told that it is missing."""
    sourced = {"source": "test", "confidence": "high", "notes": ""}
    db.session.add(
        RegisterClosure(
            convention="APMBC", subject="annual_reports", year_covered=2019, complete_as_of=date(2020, 5, 1), **sourced
        )
    )
    db.session.add(
        Article7Report(
            convention="APMBC",
            iso3="AND",
            kind=ReportKind.ANNUAL,
            year_covered=2019,
            received_on=date(2020, 12, 31),
            received_precision=Precision.YEAR,
            **sourced,
        )
    )
    db.session.flush()
    missing = [slug for _, _, slug in letters_of(draft(on=date(2020, 6, 1), audience="missing_report_years >= 1"))]
    assert "monaco" in missing
    assert "andorra" not in missing


def test_a_state_that_is_leaving_is_not_asked_for_a_report_due_after_it_has_left(registers: Flask) -> None:
    """Estonia gave notice on 27 June 2025, effective 27 December 2025: it owes no report on 30 April 2026."""
    leaving = {"estonia", "latvia", "lithuania", "finland", "poland"}
    slugs = {slug for _, _, slug in letters_of(draft(on=date(2025, 11, 21), audience="not withdrawal_notified"))}
    assert slugs.isdisjoint(leaving)
    assert "sweden" in slugs
    with pytest.raises(Shortcomings) as refusal:
        draft(on=date(2025, 11, 21))
    assert {item.partition(":")[0].lower() for item in refusal.value.items} == leaving


def test_a_new_state_party_is_asked_for_its_first_annual_report_a_year_later(registers: Flask) -> None:
    """Marshall Islands: initial report due on 28 February 2026, first annual report on 30 April 2027."""
    campaign = draft(on=date(2026, 3, 15), audience="not withdrawal_notified")
    text = text_of(campaign, "marshall-islands")
    assert "30 April 2027" in text
    assert "30 April 2026" not in text


def test_a_letter_without_tailored_paragraph_says_what_is_not_known(registers: Flask) -> None:
    letter, _, _ = get_letter(draft(), "andorra")
    assert letter.notes == [
        "Nothing is tailored to the State; the registers of Article 9 and annual reports are not known to be complete."
    ]


def test_the_two_days_of_a_campaign_must_agree(registers: Flask) -> None:
    template = get_template("APMBC", "article-7", "letter")
    for dated_on, sentence in [
        (date(2021, 3, 2), "The letters cannot be dated before the day of the registers."),
        (date(2021, 5, 1), "Reports fall due on 30 April 2021, between the day of the registers"),
    ]:
        brief = Brief("APMBC", as_of=DAY, dated_on=dated_on)
        with pytest.raises(RuleViolation, match=sentence):
            draft_campaign(template.versions[0], template, None, brief, CATALOGUES, title="Reports", by=BY)
    assert campaigns_of("APMBC") == []


def test_the_less_certain_source_of_a_deadline_is_told(registers: Flask) -> None:
    letter, _, _ = get_letter(draft(), "mauritania")
    assert any(note.startswith("Article 5: confidence medium") for note in letter.notes)
