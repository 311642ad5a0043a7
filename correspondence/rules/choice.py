"""Which paragraphs a State's letter has, and why: the template's conditions against the State's criteria."""

from collections.abc import Mapping
from dataclasses import dataclass

from correspondence.rules.bodies import Paragraph, TemplateContent
from correspondence.rules.conditions import ALWAYS, NONE_OF_THE_OTHERS, parse_condition
from states_parties.catalogues import Finding


@dataclass(frozen=True)
class Chosen:
    """One paragraph of a State's letter and why it is there."""

    id: str
    reason: str


def choose_paragraphs(content: TemplateContent, findings: Mapping[str, Finding]) -> list[Chosen]:
    """The paragraphs that apply, in the order of the letter, each with its reason.

    A paragraph for `none of the others` applies when no tailored paragraph does.
    """
    values = {name: finding.value for name, finding in findings.items()}
    holding = {
        paragraph.id
        for paragraph in content.paragraphs
        if paragraph.when != NONE_OF_THE_OTHERS and parse_condition(paragraph.when).holds(values)
    }
    nothing_tailored = not any(paragraph.tailored and paragraph.id in holding for paragraph in content.paragraphs)
    return [
        Chosen(paragraph.id, _reason(paragraph, findings))
        for paragraph in content.paragraphs
        if paragraph.id in holding or (nothing_tailored and paragraph.when == NONE_OF_THE_OTHERS)
    ]


def variant_of(content: TemplateContent, chosen: list[Chosen]) -> str:
    """The ids of the paragraphs that are not in every letter, in order: letters of one variant have the same text."""
    ids = {each.id for each in chosen}
    return ", ".join(
        paragraph.id for paragraph in content.paragraphs if paragraph.id in ids and paragraph.when != ALWAYS
    )


def _reason(paragraph: Paragraph, findings: Mapping[str, Finding]) -> str:
    if paragraph.when == ALWAYS:
        return "In every letter."
    if paragraph.when == NONE_OF_THE_OTHERS:
        return "No other paragraph about the State's own situation applies."
    return " ".join(dict.fromkeys(findings[name].reason for name in paragraph.criteria))
