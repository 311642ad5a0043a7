"""The letters of the calendar of correspondence: each can be written to every State Party, and says what it should."""

from datetime import date

import pytest
from flask import Flask

from application import CATALOGUES
from correspondence.press import press_for, shipped_house_style
from correspondence.rules.bodies import TemplateContent
from correspondence.shipped import shipped_templates
from correspondence.workflow.campaigns import Brief, compose_letters, press_letter
from tests.one_database import ON_SQLITE_ALONE

OF_THE_YEAR = [each.content for each in shipped_templates() if each.content.slug != "article-7"]
NAMES = [f"{content.slug}-{content.convention}" for content in OF_THE_YEAR]


@ON_SQLITE_ALONE
@pytest.mark.parametrize("content", OF_THE_YEAR, ids=NAMES)
def test_each_can_be_written_to_every_state_party(registers: Flask, content: TemplateContent) -> None:
    press = press_for(content, shipped_house_style())
    brief = Brief(
        content.convention,
        date(2026, 6, 1),
        date(2026, 6, 1),
        "always",
        signatory_name="Ambassador Ada Example",
        reports_address="reports@chancery.example",
        support_address="isu@chancery.example",
    )
    letters = compose_letters(content, press, brief, CATALOGUES)
    assert len(letters) > 100
    assert {letter.language for letter in letters} == {"EN", "FR", "ES"}
    by_variant = {(letter.variant, letter.language): letter for letter in letters}
    for letter in by_variant.values():
        written = press_letter(press, letter)
        assert press.shortcomings(written.file, letter.pressed_letter) == []
