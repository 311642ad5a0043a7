"""The concept note of a thematic session as a Word file.

Source of the form: the concept note of the thematic session on compliance of 24 June 2021.
"""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader

from core.docx.blocks import pieces_of
from core.docx.papers import Bullet, Heading, PaperDocument, Part, Text
from core.docx.pdf import pdf_of
from core.errors import RuleViolation
from meetings.models.sessions import Mode
from meetings.queries.sessions import plan_of
from meetings.queries.thematic import Thematic, speaker_line
from meetings.rules.concept_notes import Content
from meetings.rules.hours import hours_in_utc, when_in_words


def concept_note(
    thematic: Thematic, content: Content, *, version: int, approved: bool, convention_title: str
) -> PaperDocument:
    """The text of that version, with the session, the members of its day and the panel as they are on record now."""
    draft = "" if approved else "draft"
    return PaperDocument(
        title=content.title,
        subtitle=_when(thematic),
        letterhead=convention_title,
        running=" · ".join(filter(None, (draft.capitalize(), content.title))),
        footer=" · ".join(filter(None, (thematic.meeting.full_name, f"version {version}", draft))),
        parts=list(_parts(thematic, content)),
    )


def pages_of(file: bytes, thematic: Thematic, content: Content) -> tuple[float, bool]:
    """How many pages the Word file fills, and whether that is only estimated: LibreOffice counts, where it is there."""
    try:
        pdf = pdf_of(file, at_least_pages=1)
    except RuleViolation:
        return thematic.estimate(content), True
    return len(PdfReader(BytesIO(pdf)).pages), False


def _when(thematic: Thematic) -> str:
    """For whoever follows from elsewhere, in UTC too."""
    plan = plan_of(thematic.session)
    in_utc = "" if thematic.session.mode is Mode.IN_PERSON else f" ({hours_in_utc(plan)})"
    return f"{when_in_words(plan)}{in_utc}"


def _parts(thematic: Thematic, content: Content) -> Iterator[Part]:
    yield from _committee(thematic, content)
    yield from _section("Background", content.background)
    if content.objectives:
        yield Heading("Objectives")
        yield from _paragraphs(content.purpose)
        yield from (Bullet(objective) for objective in content.objectives)
    yield from _format(content)
    yield from _discussion(thematic, content)
    if content.documents:
        yield Heading("Background documents")
        yield from (Bullet(document.title, document.address) for document in content.documents)


def _committee(thematic: Thematic, content: Content) -> Iterator[Part]:
    if thematic.body:
        members = content.members or thematic.members
        yield Text(f"**{thematic.body.name_en}{f' ({members})' if members else ''}**")


def _format(content: Content) -> Iterator[Part]:
    yield Heading("Format")
    yield from _paragraphs(content.format)
    yield Text(f"Interventions from the floor: {content.limits} each.")


def _discussion(thematic: Thematic, content: Content) -> Iterator[Part]:
    yield Heading("Discussion")
    yield from _paragraphs(content.discussion)
    for person in thematic.panel.moderators:
        yield Text(f"Moderator: {speaker_line(person, bold=True)}")
    if thematic.panel.panellists:
        yield Text("Panel:")
    for person in thematic.panel.panellists:
        yield Bullet(speaker_line(person, bold=True))


def _section(heading: str, text: str) -> Iterator[Part]:
    if text.strip():
        yield Heading(heading)
        yield from _paragraphs(text)


def _paragraphs(text: str) -> Iterator[Part]:
    for piece, is_point in pieces_of(text):
        yield Bullet(piece) if is_point else Text(piece)
