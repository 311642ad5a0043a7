"""A batch for the printer: an address list, then each letter behind its cover sheet, by the names of the States."""

from collections.abc import Sequence

from core.docx.joining import join_documents
from core.docx.papers import Grid, PaperDocument, Placed, Text, write_paper
from core.docx.pdf import pdf_of
from core.errors import RuleViolation
from core.files import read_file
from core.sheets.writing import csv_text
from core.wording import counted
from correspondence.models.campaigns import Campaign
from correspondence.queries.post import ToPost
from correspondence.settings import settings

# Millimetres from the edges of the sheet, folded into an envelope C5 or DL. Source: DIN 5008, form B, for a window on
# the left; office practice for one on the right.
WINDOW_TOP, WINDOW_LEFT, BELOW_THE_WINDOW = 45, {"left": 20, "right": 110}, 115

COLUMNS = ("number", "reference", "state", "role", "address", "file")


def batch_docx(campaign: Campaign, letters: Sequence[ToPost], *, batch: int, house_style: bytes) -> bytes:
    """The whole batch as one Word file, the letters from the approved bytes. RuleViolation for an empty one."""
    if not letters:
        raise RuleViolation(f"Batch {batch} of “{campaign.title}” has no letter any more.")
    pile = [write_paper(house_style, _address_list(campaign, letters, batch))]
    for each in letters:
        pile += [write_paper(house_style, _cover(campaign, each, len(letters), batch)), read_file(each.sha256)]
    return join_documents(pile)


def batch_pdf(campaign: Campaign, letters: Sequence[ToPost], *, batch: int, house_style: bytes) -> bytes:
    """The same as PDF: at least the list, one cover and one page for each letter, and every reference in its order."""
    file = batch_docx(campaign, letters, batch=batch, house_style=house_style)
    references = [each.reference for each in letters]
    return pdf_of(file, at_least_pages=1 + 2 * len(letters), must_say=[*references, *references])


def address_list(letters: Sequence[ToPost]) -> str:
    """As CSV text."""
    rows = [
        (str(each.number), each.reference, each.state, each.role, " | ".join(each.address.splitlines()), each.file_name)
        for each in letters
    ]
    return csv_text(COLUMNS, rows)


def _address_list(campaign: Campaign, letters: Sequence[ToPost], batch: int) -> PaperDocument:
    rows = [(str(each.number), each.reference, each.state, ", ".join(each.address.splitlines())) for each in letters]
    title = f"Letters for the post, batch {batch}"
    return PaperDocument(
        title=title,
        subtitle=campaign.title,
        parts=[
            Text(f"{counted(len(letters), 'letter', 'letters')}, in this order, each behind a sheet with its address."),
            Grid(("No.", "Reference", "State", "Address"), rows, (1, 3, 3, 9)),
        ],
        letterhead=campaign.title,
        running=title,
        footer="For the post room. Not part of any letter.",
    )


def _cover(campaign: Campaign, letter: ToPost, total: int, batch: int) -> PaperDocument:
    """Only the address stands where the window of the envelope is."""
    told = [letter.reference, f"{letter.state}: letter {letter.number} of {total}, batch {batch}"]
    return PaperDocument(
        title=letter.reference,
        parts=(),
        placed=[
            Placed(letter.address.splitlines(), WINDOW_LEFT[settings().envelope_window], WINDOW_TOP, 85, inset=5),
            Placed(told, left=25, top=BELOW_THE_WINDOW, width=160),
        ],
        letterhead=campaign.title,
        running=letter.reference,
        footer="Cover sheet for the post room. Not part of the letter.",
    )
