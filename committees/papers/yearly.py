"""Activities and Priorities for Implementation, as a Word file.

Source of the form: the paper of the Committee on Cooperative Compliance for 2021-2022.
"""

from datetime import date

from committees.rules.paper import Content, Section
from core.docx.papers import Heading, Numbered, PaperDocument, Part, Text
from core.wording import day_in_words


def yearly_paper(
    content: Content, who: str, *, on: date, version: int | None, final: bool, convention_title: str
) -> PaperDocument:
    """who: as the text calls the body (the Committee). version None: drafted from the log, kept nowhere."""
    parts: list[Part] = [Text(content.members.replace("(Chair)", "**(Chair)**"))]
    for section, heading in (
        (Section.ACTIVITIES, f"Activities of {who}"),
        (Section.PRIORITIES, "Priorities for Implementation"),
    ):
        if printed := content.printed(section):
            parts += [Heading(heading, numbered=True), *(Numbered(paragraph.text) for paragraph in printed)]
    state = f"version {version}" if version else "drafted from the log"
    draft = "" if final else "Draft"
    return PaperDocument(
        title=content.title,
        subtitle=content.body,
        letterhead=convention_title,
        running=" · ".join(filter(None, (draft, content.title))),
        footer=" · ".join(filter(None, (content.body, f"as of {day_in_words(on, 'EN')}", state, draft.lower()))),
        parts=parts,
    )
