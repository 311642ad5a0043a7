"""The letter both engines write.

Two to three pages, letterhead with picture, 25 body items of which 6 come and go, 25 fields, a table of 2 to 14 rows,
and most placeholders cut over several runs, as Word leaves them.

Built once from the same blocks: as a template of ours, and as the equivalent template of docxtpl.
"""

import struct
import zlib
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt

from core.docx.archive import Member, write_archive
from core.docx.assemble import assemble
from core.docx.blocks import Block, Table
from core.docx.letterhead import default_house_style
from core.docx.package import MAIN_PART, Package, read_package
from core.docx.wordml import XML_SPACE, W, add_element, new_element, parse_part, serialise

SHARE_OF_SPLIT_PLACEHOLDERS = 0.7
TABLE = Table(
    ("Article", "Obligation", "Entered into force", "Original date", "Date on record", "Granted by"),
    ("article", "obligation", "since", "first_date", "date", "granted_by"),
    "obligations",
    (2, 5, 3, 3, 3, 3),
)
_SENTENCES = (
    "The Committee recalls that {{the_state}} is to report under {{convention_short}} by {{report_due_on}}.",
    "The information submitted for {{year_covered}} was of **particular value** to the work of {{sender}}.",
    "In this connection {{the_state}} may wish to share plans, timelines and challenges, disaggregated where possible.",
    "Cooperation depends on clear information, which other States Parties use to plan their support.",
)
_CONDITIONAL = {
    "stockpile": "Destruction is to be completed by {{stockpile_deadline}}; {{the_state}} reported progress.",
    "clearance": "Clearance {{in_state}} is to end by {{clearance_deadline}}, as {{extension_meeting}} decided.",
    "retained": "{{the_state}} retains {{retained_quantity}} mines and may wish to report their use.",
    "missing": "No report covering {{missing_years}} is on record; the simplified form would be welcome.",
    "victims": "Measures for victims in areas under the jurisdiction {{of_state}}:\n- services;\n- data.",
}
_STATES = (
    "Côte d'Ivoire",
    "Türkiye",
    "Lao People's Democratic Republic",
    "Chad",
    "R&D <Unit> of Nowhere",
    "España",
    "Łódź",
)


@dataclass(frozen=True)
class Record:
    values: dict[str, str]
    blocks: list[str]
    tables: dict[str, list[dict[str, str]]]


def body_blocks() -> list[Block]:
    fixed = [Block(f"item-{n}", f"{_SENTENCES[n % 4]} {_SENTENCES[(n + 1) % 4]}") for n in range(15)]
    conditional = [Block(id, text) for id, text in _CONDITIONAL.items()]
    return [
        Block("salutation", "{{salutation}}"),
        Block(
            "opening",
            "As {{signatory_title}} I thank you for {{reports_on_record}} under {{convention_title}}.",
        ),
        *fixed[:8],
        *conditional[:3],
        Block("record", table=TABLE),
        *conditional[3:],
        *fixed[8:],
        Block("reporting", "Reports may be sent to {{reporting_address}}; help is at hand at {{support_address}}."),
        Block("closing", "Please accept, {{courtesy}}, the assurances of my highest consideration."),
    ]


def our_template() -> Package:
    package = assemble(read_package(_house_style()), {"body": body_blocks()}, "en-GB")
    split = [name for name in package.parts if name.startswith(("word/document", "word/header"))]
    return package.with_parts(**{name: _split(package.parts[name]) for name in split})


def docxtpl_template(template: Package) -> bytes:
    """The same Word file with the tags of docxtpl in the place of our content controls and repeated row."""
    root = parse_part(MAIN_PART, template.parts[MAIN_PART])
    for row in [row for row in root.iter(f"{W}tr") if "{{obligations." in "".join(row.itertext())]:
        row.addprevious(_tag_row("{%tr for obligations in obligations %}", row))
        row.addnext(_tag_row("{%tr endfor %}", row))
    for control in list(root.iter(f"{W}sdt")):
        id = control.find(f"{W}sdtPr/{W}tag").get(f"{W}val").removeprefix("block:")
        for element in (
            _tag_paragraph(f'{{%p if "{id}" in blocks %}}'),
            *control.find(f"{W}sdtContent"),
            _tag_paragraph("{%p endif %}"),
        ):
            control.addprevious(element)
        control.getparent().remove(control)
    parts = {**template.parts, MAIN_PART: serialise(root)}
    return write_archive(Member.compress(name, content, 6) for name, content in parts.items())


def record(number: int) -> Record:
    """The facts of one letter, different for each number, the same at every call."""
    random = Random(number)
    state = f"{_STATES[number % len(_STATES)]} {number}"
    names = (
        "sender signatory_title extension_meeting missing_years report_due_on year_covered reports_on_record reference "
        "stockpile_deadline clearance_deadline retained_quantity courtesy reporting_address support_address subject "
        "convention_short convention_title place_and_date footer_text"
    )
    values = {name: f"{name.replace('_', ' ')} {random.randrange(10**6):,}" for name in names.split()}
    values |= {"the_state": state, "in_state": f"in {state}", "of_state": f"of {state}", "salutation": "Excellency,"}
    values["addressee"] = f"H.E. Ms Aïssatou Dembélé\nPermanent Mission of {state}\nGeneva"
    values["signature"] = "Hans Müller\nChair of the Committee"
    blocks = [block.id for block in body_blocks() if block.id not in _CONDITIONAL and block.id != "record"]
    blocks += [id for id in (*_CONDITIONAL, "record") if random.random() < 0.6]
    numbers = range(random.randint(2, 14))
    rows = [{column: f"{column} {row} {random.randrange(2000)}" for column in TABLE.columns} for row in numbers]
    return Record(values, blocks, {"obligations": rows})


def _house_style() -> bytes:
    """Ours with a picture in the letterhead and the styles that a file from an office collects."""
    document: Any = Document(BytesIO(default_house_style()))
    for number in range(70):
        style = document.styles.add_style(f"Office style {number}", WD_STYLE_TYPE.PARAGRAPH)
        style.font.size, style.font.name, style.paragraph_format.space_after = Pt(11), "Arial", Pt(6)
    letterhead = document.sections[0].first_page_header.add_paragraph()
    letterhead.add_run().add_picture(BytesIO(_picture()), width=Cm(4))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _picture() -> bytes:
    """A PNG of about 35 KB that does not compress."""
    random, side = Random(0), 108
    pixels = b"".join(b"\0" + random.randbytes(3 * side) for _ in range(side))
    header = struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _split(content: bytes) -> bytes:
    """Cuts most placeholders over three runs, as spelling marks and edits do in Word."""
    root, random = parse_part("part", content), Random(1)
    for text in [text for text in root.iter(f"{W}t") if "{{" in (text.text or "")]:
        if random.random() < SHARE_OF_SPLIT_PLACEHOLDERS:
            _split_run(text)
    return serialise(root)


def _split_run(text: Any) -> None:
    """Each thing in the run gets a run of its own, and the placeholder two more, with a spelling mark before each."""
    run = text.getparent()
    look = run.find(f"{W}rPr")
    start = text.text.index("{{")
    cuts = [text.text[: start + 1], text.text[start + 1 : start + 4], text.text[start + 4 :]]
    pieces = [_text(cut) for cut in cuts]
    for child in [child for child in run if child is not look]:
        for piece in pieces if child is text else [child]:
            new = new_element("r")
            new.extend([deepcopy(look)] if look is not None else [])
            new.append(piece)
            run.addprevious(new_element("proofErr", type="spellStart"))
            run.addprevious(new)
    run.getparent().remove(run)


def _text(content: str) -> Any:
    text = new_element("t")
    text.text = content
    text.set(XML_SPACE, "preserve")
    return text


def _tag_paragraph(tag: str) -> Any:
    paragraph = new_element("p")
    add_element(add_element(paragraph, "r"), "t").text = tag
    return paragraph


def _tag_row(tag: str, like: Any) -> Any:
    row = new_element("tr")
    for _ in like.iter(f"{W}tc"):
        cell = add_element(row, "tc")
        cell.append(_tag_paragraph(tag if len(row) == 1 else ""))
    return row
