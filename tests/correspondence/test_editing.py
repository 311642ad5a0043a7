import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.differences import words
from core.errors import RuleViolation
from correspondence.rules.bodies import Paragraph, TemplateContent
from correspondence.rules.differences import changes_between
from correspondence.rules.editing import (
    with_new_paragraph,
    with_paragraph,
    with_paragraph_moved,
    with_subject,
    without_paragraph,
)

LANGUAGES = ("EN", "FR", "ES")


def paragraph(id: str, text: str = "text") -> Paragraph:
    return Paragraph(id, "always", dict.fromkeys(LANGUAGES, text))


CONTENT = TemplateContent(
    "article-7",
    "APMBC",
    "letter",
    "Tailored letter",
    "Chair",
    dict.fromkeys(LANGUAGES, "Reports"),
    (paragraph("opening"), paragraph("clearance"), paragraph("closing")),
)


def ids(content: TemplateContent) -> list[str]:
    return [each.id for each in content.paragraphs]


def test_a_new_paragraph_stands_behind_the_one_named() -> None:
    assert ids(with_new_paragraph(CONTENT, paragraph("thanks"), after="clearance")) == [
        "opening",
        "clearance",
        "thanks",
        "closing",
    ]
    with pytest.raises(RuleViolation, match="“closing” already"):
        with_new_paragraph(CONTENT, paragraph("closing"), after="opening")


def test_a_paragraph_moves_one_place_and_not_beyond_the_letter() -> None:
    assert ids(with_paragraph_moved(CONTENT, "clearance", up=True)) == ["clearance", "opening", "closing"]
    assert ids(with_paragraph_moved(CONTENT, "clearance", up=False)) == ["opening", "closing", "clearance"]
    assert with_paragraph_moved(CONTENT, "opening", up=True) == CONTENT
    assert with_paragraph_moved(CONTENT, "closing", up=False) == CONTENT


def test_an_unknown_paragraph_is_named() -> None:
    with pytest.raises(RuleViolation, match="no paragraph “stocks”"):
        without_paragraph(CONTENT, "stocks")


def test_the_comparison_tells_what_each_edit_did() -> None:
    assert changes_between(CONTENT, CONTENT) == []
    [changed] = changes_between(CONTENT, with_paragraph(CONTENT, paragraph("clearance", "new text")))
    assert (changed.id, changed.kind, changed.texts["FR"]) == (
        "clearance",
        "changed",
        [("added", "new "), ("kept", "text")],
    )
    [added] = changes_between(CONTENT, with_new_paragraph(CONTENT, paragraph("thanks"), after="opening"))
    assert (added.id, added.kind) == ("thanks", "added")
    [removed] = changes_between(CONTENT, without_paragraph(CONTENT, "clearance"))
    assert (removed.id, removed.kind) == ("clearance", "removed")
    moved = changes_between(CONTENT, with_paragraph_moved(CONTENT, "clearance", up=True))
    assert [(each.id, each.kind) for each in moved] == [("clearance", "moved"), ("opening", "moved")]
    [subject] = changes_between(CONTENT, with_subject(CONTENT, dict.fromkeys(LANGUAGES, "Reports due")))
    assert (subject.id, subject.kind) == ("subject", "changed")


texts = st.text(alphabet="ab \n", max_size=30)


@given(texts, texts)
def test_the_pieces_of_a_comparison_give_both_texts_back(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(text for kind, text in pieces if kind != "added") == old
    assert "".join(text for kind, text in pieces if kind != "removed") == new
