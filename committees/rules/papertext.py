"""What a text must be so that it can stand in a paper."""

from committees.rules.paper import MEMBERS, Content
from core.docx.blocks import check_paper_text
from core.errors import RuleViolation

LONGEST = 5000


def check_text_of(content: Content) -> None:
    """RuleViolation names the first paragraph that is empty, too long, or that Word could not hold.

    field: text- and the id of the paragraph.
    """
    _check(content.members, "The line of members", MEMBERS)
    for paragraph in content.paragraphs:
        number = content.numbers().get(paragraph.id)
        name = f"Paragraph {number}" if number else "A paragraph left out"
        _check(paragraph.text, name, f"text-{paragraph.id}")
        if len(paragraph.left_out) > 200:
            raise RuleViolation(f"{name}: say in up to 200 characters why it is left out.", field=f"out-{paragraph.id}")


def one_paragraph(text: str) -> str:
    """On one line: a paragraph of a paper has one number."""
    return " ".join(text.split())


def _check(text: str, place: str, field: str) -> None:
    if not text.strip():
        raise RuleViolation(f"{place} is empty. Leave it out, with a reason, if it should not be printed.", field=field)
    if len(text) > LONGEST:
        raise RuleViolation(f"{place} is longer than {LONGEST} characters.", field=field)
    check_paper_text(text, place, field=field)
