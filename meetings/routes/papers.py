"""Papers of a meeting: the list, one paper with all its texts, the texts themselves, two versions compared."""

from collections.abc import Mapping, Sequence

from flask import Response, render_template
from flask_babel import gettext as _

from conventions.models import Meeting
from core.audit.queries import history_of
from core.clock import today
from core.docx.lint import read_back
from core.errors import NotFound, RuleViolation
from core.files import read_file
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import link, saved_as
from correspondence.rules.attachments import TYPES
from meetings.forms.sessions import LANGUAGE_NAMES
from meetings.models.papers import LanguageState, MeetingPaper, PaperText
from meetings.queries.meetings import get_meeting
from meetings.queries.papers import (
    PaperOfMeeting,
    family_of,
    get_paper,
    get_text,
    papers_of,
    series_of_papers,
    texts_of,
    texts_out,
)
from meetings.queries.releases import items_issued
from meetings.routes.counter import blueprint
from meetings.routes.planning import keeps_meetings
from meetings.rules.passages import changed_passages
from meetings.rules.slotting import NOT_YET_HERE, SOURCE, STEP_WORDS, PaperState, most_words
from meetings.rules.symbols import KIND_WORDS
from meetings.workflow.paper_texts import WORD
from meetings.workflow.papers import ref_to_paper

PAPERS = "/<convention:convention>/meetings/<meeting>/papers"
PAPER = f"{PAPERS}/<slug>"


@blueprint.get(PAPERS)
@requires(Right.READ_REGISTERS)
def papers(convention: str, meeting: str) -> str | Response:
    of_meeting = get_meeting(convention, meeting)
    found = papers_of(of_meeting, on=today())
    table = _table(of_meeting, found, _items_told(of_meeting, found))
    return export_response(table, _("Papers, %(meeting)s", meeting=of_meeting.short)) or render_template(
        "meetings/papers.html",
        meeting=of_meeting,
        series=series_of_papers(of_meeting),
        page=table_page(table),
        keeps=may(Right.KEEP_MEETINGS, convention=convention),
    )


@blueprint.get(PAPER)
@requires(Right.READ_REGISTERS)
def paper(convention: str, meeting: str, slug: str) -> str:
    of_meeting = get_meeting(convention, meeting)
    found = get_paper(of_meeting, slug, on=today())
    keeps = may(Right.KEEP_MEETINGS, convention=convention)
    texts = texts_of(found.row) if keeps else texts_out(found.row)
    return render_template(
        "meetings/paper.html",
        meeting=of_meeting,
        paper=found,
        row=found.row,
        on=today(),
        status=state_in_words(found),
        meaning=meaning_of(found),
        kind=KIND_WORDS[found.row.kind],
        texts=texts,
        newest={each.language: each for each in reversed(texts)},
        type_of=lambda text: TYPES[text.media_type][1:].upper(),
        family=family_of(found.row),
        names=LANGUAGE_NAMES,
        steps=STEP_WORDS,
        most_words=most_words(found.row.origin, found.row.timing),
        source=SOURCE,
        keeps=keeps,
        not_here=found.row.state in NOT_YET_HERE,
        State=PaperState,
        LanguageState=LanguageState,
        WORD=WORD,
        items=items_in_words(found, _items_told(of_meeting, [found])),
        history=history_of(ref_to_paper(found.row)) if keeps else None,
    )


@blueprint.get(f"{PAPER}/<language>")
@requires(Right.READ_REGISTERS)
def paper_file(convention: str, meeting: str, slug: str, language: str) -> Response:
    """The newest version in the language: an address that stays the same."""
    return _file(*_open_text(convention, meeting, slug, language, None))


@blueprint.get(f"{PAPER}/<language>/<int:number>")
@requires(Right.READ_REGISTERS)
def paper_version(convention: str, meeting: str, slug: str, language: str, number: int) -> Response:
    return _file(*_open_text(convention, meeting, slug, language, number))


@blueprint.get(f"{PAPER}/<language>/<int:older>/<int:newer>")
@requires(Right.READ_REGISTERS)
def compare_texts(convention: str, meeting: str, slug: str, language: str, older: int, newer: int) -> str:
    found, before = _open_text(convention, meeting, slug, language, older)
    _same, after = _open_text(convention, meeting, slug, language, newer)
    if {before.media_type, after.media_type} != {WORD}:
        raise RuleViolation(_("Only two Word files can be compared."))
    return render_template(
        "meetings/compare_texts.html",
        meeting=get_meeting(convention, meeting),
        row=found,
        language=LANGUAGE_NAMES[after.language],
        older=before,
        newer=after,
        passages=changed_passages(*(read_back(read_file(each.sha256)).paragraphs for each in (before, after))),
    )


def paper_address(meeting: Meeting, row: MeetingPaper) -> str:
    return link("meetings.paper", convention=meeting.convention, meeting=meeting.short, slug=row.slug)


def state_in_words(paper: PaperOfMeeting) -> str:
    """The state; that something is late, or out in some of its languages only."""
    if paper.row.state is PaperState.ISSUED and paper.languages_left:
        return _("issued in part")
    late = paper.owed is not None and paper.owed.late
    if paper.row.state in NOT_YET_HERE and late:
        return _("late")
    return _("%(state)s, late", state=paper.row.state.value) if late else paper.row.state.value


def meaning_of(paper: PaperOfMeeting) -> str:
    if paper.row.state is PaperState.ISSUED:
        return "soon" if paper.languages_left else "done"
    if paper.owed and paper.owed.late:
        return "late"
    if paper.row.state is PaperState.WITHDRAWN:
        return "private"
    return "neutral" if paper.row.state in NOT_YET_HERE else "soon"


def languages_in_words(paper: PaperOfMeeting) -> str:
    """Those that can be read: "all 6", "EN FR"; empty for none."""
    out = [each.language for each in paper.languages_out]
    if len(out) == len(paper.row.languages) > 2:
        return _("all %(number)s", number=len(out))
    return " ".join(out)


def _open_text(
    convention: str, meeting: str, slug: str, language: str, number: int | None
) -> tuple[MeetingPaper, PaperText]:
    """A text that the person may read: for others than who keeps the papers the newest one, once it is out."""
    row = get_paper(get_meeting(convention, meeting), slug, on=today()).row
    if may(Right.KEEP_MEETINGS, convention=convention):
        return row, get_text(row, language, number)
    text = next((each for each in texts_out(row) if each.language == language.upper()), None)
    if row.state is PaperState.WITHDRAWN:
        raise NotFound(_("%(symbol)s was withdrawn; its text is not open any more.", symbol=row.symbol))
    if text is None:
        raise NotFound(_("%(symbol)s is not out in this language yet.", symbol=row.symbol))
    if number not in (None, text.number):
        raise NotFound(_("Only the newest version of %(symbol)s is open to you.", symbol=row.symbol))
    return row, text


def _file(row: MeetingPaper, text: PaperText) -> Response:
    name = row.symbol.replace("/", "-").replace(".", "_")
    return saved_as(f"{name}-{text.language}{TYPES[text.media_type]}", read_file(text.sha256))


def items_in_words(paper: PaperOfMeeting, told: Mapping[int, str]) -> str:
    """Those of its items that are told."""
    return "; ".join(told[item.id] for item in paper.items if item.id in told)


def _items_told(meeting: Meeting, found: Sequence[PaperOfMeeting]) -> dict[int, str]:
    """Titles of items: of the draft for whoever keeps the meeting, for others of the agenda that was issued."""
    if keeps_meetings(meeting):
        return {item.id: item.title for each in found for item in each.items}
    return {id: entry["name"] for id, entry in items_issued(meeting.id).items()}


def _table(meeting: Meeting, found: Sequence[PaperOfMeeting], items: Mapping[int, str]) -> Table:
    return Table(
        f"papers-{meeting.short.lower()}",
        [
            Column(
                "symbol", _("Symbol"), lambda each: each.row.symbol, href=lambda each: paper_address(meeting, each.row)
            ),
            Column("title", _("Title"), lambda each: each.row.title),
            Column("submitter", _("Submitted by"), lambda each: each.row.submitter),
            Column("kind", _("Kind"), lambda each: KIND_WORDS[each.row.kind], filter=True, aside=True),
            Column("state", _("Where it stands"), state_in_words, filter=True, meaning=meaning_of),
            Column("due", _("Text due"), lambda each: each.due_on, kind="day"),
            Column("received", _("Received"), lambda each: each.row.received_on, kind="day", aside=True),
            Column("issued", _("Issued"), lambda each: each.row.issued_on, kind="day"),
            Column("languages", _("Out in"), languages_in_words),
            Column(
                "left",
                _("Still to come in"),
                lambda each: " ".join(each.languages_left) if each.live else "",
                aside=True,
            ),
            Column("items", _("Agenda items"), lambda each: items_in_words(each, items), aside=True),
            Column("words", _("Words"), lambda each: each.row.words, kind="number", aside=True),
            Column("days_late", _("Days late"), lambda each: each.days_late, kind="number", aside=True),
            Column("late_because", _("Late because"), lambda each: each.row.late_because, aside=True),
            Column("source", _("Source"), lambda each: each.row.source, aside=True),
        ],
        found,
        noun=(_("paper"), _("papers")),
        empty=(_("No symbol has been given yet."), _("Reserve the first one: the agenda is usually 1.")),
    )
