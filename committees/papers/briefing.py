"""The briefing pack for the next holder of an office: the documents that go into it."""

from collections.abc import Sequence
from typing import Any

from committees.papers.mandate_sheet import composition_parts, mandate_parts, mandate_sheet
from committees.papers.rosters import roster_paper
from committees.queries.activities import deed_of
from committees.queries.briefing import Briefing, LatestPaper
from committees.rules.sentences import activity_sentences, doer
from core.docx.papers import Bullet, Grid, Heading, PaperDocument, Part, Text
from core.wording import day_in_words

NONE_LEFT = "None is on record."


def briefing_papers(
    briefing: Briefing,
    convention_title: str,
    letters: Sequence[tuple[str, str]],
    yearly: Sequence[tuple[LatestPaper, PaperDocument]],
) -> list[tuple[str, PaperDocument]]:
    """File name and document, in the order of the pack. letters: title and what else is told of each campaign.

    yearly: the papers of the body as the reader sees them.
    """
    inside: list[tuple[str, str, PaperDocument]] = [
        ("roster", "the roster", roster_paper(briefing.roster, convention_title))
    ]
    if briefing.mandate:
        inside.append(("mandate", "the mandate in force", _sheet(briefing, convention_title)))
    for latest, document in yearly:
        told = f"the yearly paper {latest.label} ({latest.state.value}, version {latest.number})"
        inside.append((f"activities-and-priorities-{latest.year}", told, document))
    named = [(f"{place}-{name}.docx", told, paper) for place, (name, told, paper) in enumerate(inside, start=2)]
    contents = [(name, told) for name, told, _paper in named]
    first = _contents_paper(briefing, convention_title, letters, contents)
    return [("1-briefing.docx", first), *((name, paper) for name, _told, paper in named)]


def _contents_paper(
    briefing: Briefing,
    convention_title: str,
    letters: Sequence[tuple[str, str]],
    contents: Sequence[tuple[str, str]],
) -> PaperDocument:
    day = day_in_words(briefing.on, "EN")
    parts: list[Part] = [
        Text(f"What the next holder of an office in the {briefing.body.name_en} takes over, as of {day}."),
        Text("With this document:"),
        *(Bullet(f"{name}: {told}") for name, told in contents),
        Heading("Mandate in force", numbered=True),
        *mandate_parts(briefing.mandate),
        Heading("Composition", numbered=True),
        *composition_parts(briefing.roster.composition, briefing.places, briefing.names),
        Heading("Who holds office, and who comes", numbered=True),
        *_holders_parts(briefing),
        Heading("Open files and tasks", numbered=True),
        *_work_parts(briefing),
        *_deadline_parts(briefing),
        Heading("Decisions of the last twelve months", numbered=True),
        *_bullets(_decision(row) for row in briefing.decisions),
        Heading("Activities of the last twelve months", numbered=True),
        *_bullets(_activity(row, doer(briefing.body.kind)) for row in briefing.activities),
        Heading("Letters under the Convention", numbered=True),
        *_bullets(f"{title} ({told})" for title, told in letters),
    ]
    running = f"Briefing for the next holder: {briefing.body.name_en}"
    return PaperDocument(
        title="Briefing for the next holder",
        subtitle=briefing.body.name_en,
        parts=parts,
        letterhead=convention_title,
        running=running,
        footer=f"{running}, as of {day}",
    )


def _sheet(briefing: Briefing, convention_title: str) -> PaperDocument:
    return mandate_sheet(
        briefing.body,
        convention_title=convention_title,
        composition=briefing.roster.composition,
        places=briefing.places,
        mandate=briefing.mandate,
        versions=briefing.versions,
        names=briefing.names,
        on=briefing.on,
    )


def _holders_parts(briefing: Briefing) -> list[Part]:
    parts: list[Part] = []
    holders = [each for each in briefing.roster.holders if each not in briefing.roster.institutions]
    parts += _bullets(
        f"{'**' if each.state else ''}{each.name}{'**' if each.state else ''}, "
        f"{'Chair' if each.chairs and each.office != 'President' else each.office}: {each.reason}"
        for each in holders
    )
    if briefing.hand_overs:
        header = ("Office", "Outgoing", "Last day", "Incoming")
        rows = [
            (each.office, each.outgoing, day_in_words(each.last_day, "EN"), each.incoming or "nobody elected yet")
            for each in briefing.hand_overs
        ]
        parts += [Text("Offices that pass on within a year:"), Grid(header, rows)]
    return parts


def _work_parts(briefing: Briefing) -> list[Part]:
    parts: list[Part] = []
    if briefing.files:
        parts.append(Text("Files:"))
        parts += [Bullet(_file(row)) for row in briefing.files]
    if not briefing.tasks:
        return [*parts, Text("No task is open.")]
    rows = [
        (
            f"{task.title}. {task.details}" if task.details else task.title,
            task.owner,
            day_in_words(task.due, "EN") if task.due else "day not fixed yet",
            task.file,
        )
        for task in briefing.tasks
    ]
    return [*parts, Grid(("Task", "Who", "Due", "File"), rows, (46, 14, 20, 20))]


def _deadline_parts(briefing: Briefing) -> list[Part]:
    if not briefing.deadlines:
        return []
    rows = [
        (row.name, f"Article {row.obligation.article}", day_in_words(row.obligation.deadline, "EN"))
        for row in briefing.deadlines
        if row.obligation.deadline
    ]
    return [
        Heading("Deadlines of States within two years", numbered=True),
        Grid(("State", "Obligation", "Deadline"), rows),
    ]


def _file(row: Any) -> str:
    return f"{row.title}, opened on {day_in_words(row.opened_on, 'EN')}{f'. {row.notes}' if row.notes else ''}"


def _decision(row: Any) -> str:
    return f"{day_in_words(row.decided_on, 'EN')}{f', {row.occasion}' if row.occasion else ''}: {row.text}"


def _activity(row: Any, who: str) -> str:
    """As the yearly paper says it."""
    return f"{activity_sentences(deed_of(row), who)}{' (Not for the paper.)' if row.private else ''}"


def _bullets(texts: Any) -> list[Part]:
    return [Bullet(text) for text in texts] or [Text(NONE_LEFT)]
