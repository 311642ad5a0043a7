"""Changes to a template's content, one at a time; each gives the content of a next version."""

from collections.abc import Mapping
from dataclasses import replace

from core.errors import RuleViolation
from correspondence.rules.bodies import Paragraph, TemplateContent


def with_subject(content: TemplateContent, texts: Mapping[str, str]) -> TemplateContent:
    return replace(content, subject=dict(texts))


def with_paragraph(content: TemplateContent, paragraph: Paragraph) -> TemplateContent:
    """The paragraph of that id in its new wording; RuleViolation when there is none."""
    at = position(content, paragraph.id)
    return replace(content, paragraphs=(*content.paragraphs[:at], paragraph, *content.paragraphs[at + 1 :]))


def with_new_paragraph(content: TemplateContent, paragraph: Paragraph, *, after: str) -> TemplateContent:
    """A new paragraph behind another; RuleViolation when its id is taken."""
    if any(each.id == paragraph.id for each in content.paragraphs):
        raise RuleViolation(f"There is a paragraph “{paragraph.id}” already.", field="id")
    at = position(content, after) + 1
    return replace(content, paragraphs=(*content.paragraphs[:at], paragraph, *content.paragraphs[at:]))


def without_paragraph(content: TemplateContent, id: str) -> TemplateContent:
    at = position(content, id)
    return replace(content, paragraphs=(*content.paragraphs[:at], *content.paragraphs[at + 1 :]))


def with_paragraph_moved(content: TemplateContent, id: str, *, up: bool) -> TemplateContent:
    """The paragraph one place earlier or later; at the end of the letter nothing changes."""
    at = position(content, id)
    to = min(max(at - 1 if up else at + 1, 0), len(content.paragraphs) - 1)
    order = list(content.paragraphs)
    order.insert(to, order.pop(at))
    return replace(content, paragraphs=tuple(order))


def position(content: TemplateContent, id: str) -> int:
    """Where a paragraph stands; RuleViolation when there is none of that id."""
    for at, paragraph in enumerate(content.paragraphs):
        if paragraph.id == id:
            return at
    raise RuleViolation(f"The template has no paragraph “{id}”.")
