"""What a Word file must have to serve as the house style of letters."""

from core.docx.assemble import BODY, ENCLOSURES, STYLES_PART, find_slots, paragraph_styles
from core.docx.block_elements import HEADING_STYLE, TABLE_STYLE
from core.docx.blocks import BODY_STYLE, BULLET_STYLE
from core.docx.compile import compile_document
from core.docx.package import MAIN_PART, Package
from core.docx.wordml import W, parse_part

PLACEHOLDERS = ("reference", "place_and_date", "addressee", "subject", "signature")
STYLES = (
    BODY_STYLE,
    BULLET_STYLE,
    "Letter Subject",
    "Letter Address",
    "Letter Reference",
    "Letter Signature",
    TABLE_STYLE,
    HEADING_STYLE,
)


def house_style_shortcomings(house_style: Package) -> list[str]:
    """One sentence for each thing the Word file lacks or still contains; empty when letters can be written with it.

    Raises RuleViolation, as compile_document does, for a placeholder that cannot be understood.
    """
    return [*_missing_placeholders(house_style), *_missing_styles(house_style), *_unfinished(house_style)]


def house_style_fields(house_style: Package) -> frozenset[str]:
    """The fields that the house style itself asks of every letter."""
    return compile_document(house_style).fields - {BODY, ENCLOSURES}


def _missing_placeholders(house_style: Package) -> list[str]:
    root = parse_part(MAIN_PART, house_style.parts[MAIN_PART])
    shortcomings = []
    if len(find_slots(root, BODY)) != 1:
        shortcomings.append(f"{{{{{BODY}}}}} must stand exactly once, alone in a paragraph of the letter.")
    if len(find_slots(root, ENCLOSURES)) > 1:
        shortcomings.append(f"{{{{{ENCLOSURES}}}}} may stand only once.")
    fields = house_style_fields(house_style)
    return shortcomings + [f"The placeholder {{{{{name}}}}} is missing." for name in PLACEHOLDERS if name not in fields]


def _missing_styles(house_style: Package) -> list[str]:
    content = house_style.parts.get(STYLES_PART)
    styles = paragraph_styles(parse_part(STYLES_PART, content)) if content else {}
    return [f"The paragraph style “{name}” is missing." for name in STYLES if name not in styles]


def _unfinished(house_style: Package) -> list[str]:
    """Traces of drafting that no State should receive."""
    root = parse_part(MAIN_PART, house_style.parts[MAIN_PART])
    shortcomings = []
    if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
        shortcomings.append("The Word file holds tracked changes; accept or reject them first.")
    if next(root.iter(f"{W}commentReference"), None) is not None:
        shortcomings.append("The Word file holds comments; delete them first.")
    return shortcomings
