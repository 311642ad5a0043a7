from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from application import CATALOGUES
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from core.docx.letterhead import default_house_style
from core.errors import RuleViolation, Shortcomings
from correspondence.models.templates import HouseStyle, TemplateVersion
from correspondence.queries import get_template, house_style_in_use
from correspondence.rules.bodies import Paragraph, TemplateContent
from correspondence.rules.editing import with_new_paragraph, with_subject
from correspondence.shipped import shipped_templates
from correspondence.workflow.house_styles import accept_house_style, retire_house_style
from correspondence.workflow.templates import load_shipped_templates, save_version
from tests.core.docx.word_files import word_file

BY = Actor("Ana Lima", datetime(2026, 3, 1, 10, 0, tzinfo=UTC))


def content_of(version: TemplateVersion) -> TemplateContent:
    return TemplateContent.from_json(version.content)


def test_an_edit_is_a_new_version_and_the_old_one_stays(registers: Flask) -> None:
    template = get_template("APMBC", "article-7", "letter")
    before = content_of(template.versions[0])
    edited = with_subject(before, dict.fromkeys(("EN", "FR", "ES"), "Reports"))
    with transaction():
        save_version(template, edited, CATALOGUES, by=BY, note="Shorter subject", based_on=1)
    versions = get_template("APMBC", "article-7", "letter").versions
    assert [(each.number, each.made_by, each.note) for each in versions] == [
        (2, "Ana Lima", "Shorter subject"),
        (1, "Chancery", "As shipped"),
    ]
    assert content_of(versions[1]) == before


def test_two_people_editing_the_same_version_lose_nothing(registers: Flask) -> None:
    template = get_template("APMBC", "article-7", "letter")
    edited = with_subject(content_of(template.versions[0]), dict.fromkeys(("EN", "FR", "ES"), "Reports"))
    with transaction():
        save_version(template, edited, CATALOGUES, by=BY, note="First", based_on=1)
    with pytest.raises(RuleViolation, match="Ana Lima saved version 2 while you were editing version 1"), transaction():
        save_version(template, edited, CATALOGUES, by=replace(BY, name="Jo"), note="Second", based_on=1)
    assert len(get_template("APMBC", "article-7", "letter").versions) == 2


def test_a_paragraph_missing_in_one_language_is_refused_and_nothing_changes(registers: Flask) -> None:
    template = get_template("CCM", "article-7", "letter")
    half = Paragraph("thanks", "always", {"EN": "Thank you, {{state}}.", "FR": "", "ES": "Gracias."})
    edited = with_new_paragraph(content_of(template.versions[0]), half, after="opening")
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    with pytest.raises(Shortcomings) as refusal, transaction():
        save_version(template, edited, CATALOGUES, by=BY, note="Thanks", based_on=1)
    assert refusal.value.items == (
        "Paragraph “thanks” is missing in FR.",
        "Paragraph “thanks”: ES lacks “{{state}}”, which another language has.",
    )
    assert len(get_template("CCM", "article-7", "letter").versions) == 1
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before


def test_a_newer_shipped_wording_comes_in_unless_the_office_has_its_own(registers: Flask) -> None:
    shipped = [
        replace(each, sha256=each.sha256[::-1], content=replace(each.content, name="Newer"))
        for each in shipped_templates()
    ]
    own = get_template("APMBC", "article-7", "letter")
    edited = with_subject(content_of(own.versions[0]), dict.fromkeys(("EN", "FR", "ES"), "Ours"))
    with transaction():
        save_version(own, edited, CATALOGUES, by=BY, note="Ours", based_on=1)
        kept = load_shipped_templates(shipped, CATALOGUES, by=BY)
    assert kept == ["Newer, letter, APMBC: a newer wording was shipped; version 2 of Ana Lima stays in use."]
    assert content_of(get_template("APMBC", "article-7", "letter").versions[0]).subject["EN"] == "Ours"
    assert content_of(get_template("CCM", "article-7", "letter").versions[0]).name == "Newer"


def test_a_word_file_of_ones_own_becomes_the_house_style_until_retired(registers: Flask) -> None:
    with transaction():
        accept_house_style("Our letterhead", default_house_style(), CATALOGUES, by=BY)
    style = house_style_in_use()
    assert style is not None
    assert (style.name, style.file) == ("Our letterhead", default_house_style())
    with transaction():
        retire_house_style(style, by=BY)
    assert house_style_in_use() is None


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"just text", "ZIP"),
        (default_house_style()[:3000], "damaged"),
        (word_file("Only text"), "{{body}}"),
    ],
)
def test_a_word_file_that_cannot_serve_is_refused_with_the_reason(registers: Flask, file: bytes, sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal, transaction():
        accept_house_style("Ours", file, CATALOGUES, by=BY)
    sentences = refusal.value.items if isinstance(refusal.value, Shortcomings) else (refusal.value.message,)
    assert any(sentence in each for each in sentences)
    assert db.session.scalar(select(func.count(HouseStyle.id))) == 0
