"""The questions of one round to the State, as a Word file. Source of the form: questions of the CCM's groups, 2019."""

from collections.abc import Sequence
from datetime import date

from conventions.registry import get_convention
from core.docx.papers import Heading, PaperDocument, Part, Text
from core.wording import counted, day_in_words
from extension_requests.models.analysis import Question
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.readings import checklist_for


def questions_paper(
    dossier: Dossier, name: str, questions: Sequence[Question], *, asked_on: date, answer_due_on: date
) -> PaperDocument:
    """name: of the request, "Chad, Article 5, request 2". Numbers are those of the dossier, through all rounds."""
    checklist = checklist_for(dossier)
    parts: list[Part] = [
        Text(
            f"The group that analyses the request has {counted(len(questions), 'question', 'questions')}. "
            f"Answers are asked for by **{day_in_words(answer_due_on, 'EN')}**."
        )
    ]
    for each in questions:
        item = checklist.item(each.item)
        parts.append(Heading(f"Question {each.number}", level=2))
        parts += [Text(f"On: {item.title}")] if item else []
        parts.append(Text(each.text))
    return PaperDocument(
        title=f"Questions on the extension request: {name}",
        subtitle=f"Round {dossier.round}, {day_in_words(asked_on, 'EN')}",
        letterhead=get_convention(dossier.convention).title["EN"],
        running=f"Questions, {name}",
        footer=f"{dossier.convention} · {name} · round {dossier.round}",
        parts=parts,
    )


def file_name(dossier: Dossier) -> str:
    place = f"{dossier.convention}-{dossier.article}-{dossier.iso3}-{dossier.number}".lower()
    return f"questions-{place}-round-{dossier.round}.docx"
