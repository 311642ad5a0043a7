from dataclasses import replace

import pytest

from correspondence.rules.bodies import Paragraph, TemplateContent, shortcomings

FIELDS = {"state", "report_due_on"}
CRITERIA = {"article_9_open"}
TABLES = {"obligations_on_record": {"article", "date"}}
OPENING = Paragraph("opening", "always", dict.fromkeys(("EN", "FR", "ES"), "Report by {{report_due_on}}."))
WHOLE = TemplateContent(
    "article-7", "APMBC", "letter", "Tailored letter", "Chair", dict.fromkeys(("EN", "FR", "ES"), "Reports"), (OPENING,)
)


def found(content: TemplateContent) -> list[str]:
    return shortcomings(content, fields=FIELDS, criteria=CRITERIA, tables=TABLES)


def with_paragraph(**changes: object) -> TemplateContent:
    return replace(WHOLE, paragraphs=(OPENING, replace(OPENING, **{"id": "second", **changes})))  # type: ignore[arg-type]


def test_a_complete_template_has_no_shortcomings() -> None:
    assert found(WHOLE) == []
    assert found(with_paragraph(when="none of the others")) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (with_paragraph(texts={"EN": "a", "ES": "c"}), "Paragraph “second” is missing in FR."),
        (with_paragraph(texts={"EN": "a", "FR": " ", "ES": "c"}), "Paragraph “second” is missing in FR."),
        (
            with_paragraph(texts={"EN": "{{state}}", "FR": "b", "ES": "{{state}}"}),
            "Paragraph “second”: FR lacks “{{state}}”, which another language has.",
        ),
        (
            with_paragraph(texts=dict.fromkeys(("EN", "FR", "ES"), "{{staet}}")),
            "Paragraph “second”, EN: there is no field “staet”.",
        ),
        (
            with_paragraph(texts=dict.fromkeys(("EN", "FR", "ES"), "{{ state.__class__ }}")),
            "Paragraph “second”, EN: “{{state.__class__}}” is not a field; only a field's name may stand in braces.",
        ),
        (
            with_paragraph(texts=dict.fromkeys(("EN", "FR", "ES"), "{{state")),
            "Paragraph “second”, EN: a placeholder is not closed.",
        ),
        (with_paragraph(when="article_8_open"), "Paragraph “second”: there is no criterion “article_8_open”."),
        (with_paragraph(id="opening"), "Paragraph “opening” stands twice."),
        (
            with_paragraph(part="margin"),
            "Paragraph “second”: unknown part “margin”; use salutation, body, closing, enclosures.",
        ),
        (with_paragraph(table="stocks", columns=("date",)), "Paragraph “second”: there is no table “stocks”."),
        (
            with_paragraph(table="obligations_on_record", columns=("date", "lot")),
            "Paragraph “second”: the table “obligations_on_record” has no column “lot”.",
        ),
        (
            with_paragraph(table="obligations_on_record", columns=("article", "date")),
            "Paragraph “second”, EN: 1 header cells for 2 columns.",
        ),
        (replace(WHOLE, subject={**WHOLE.subject, "EN": "a\nb"}), "The subject must stand on one line."),
        (replace(WHOLE, form="telegram"), "Unknown form “telegram”; use letter or note-verbale."),
    ],
)
def test_each_shortcoming_is_a_sentence_that_names_its_place(content: TemplateContent, sentence: str) -> None:
    assert sentence in found(content)


def test_what_is_stored_is_read_back_equal() -> None:
    content = with_paragraph(table="obligations_on_record", columns=("article", "date"), when="article_9_open")
    assert TemplateContent.from_json(content.to_json()) == content
