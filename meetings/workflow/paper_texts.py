"""Acts on the texts of papers: received, processed, issued, and every version kept."""

from collections.abc import Collection
from datetime import date

from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db
from core.docx.lint import read_back
from core.errors import RuleViolation
from core.files import store_file
from core.wording import day_in_words
from meetings.models.papers import LanguageState, MeetingPaper, PaperLanguage, PaperText
from meetings.queries.papers import PaperOfMeeting, next_number
from meetings.rules.slotting import BEING_PROCESSED, NOT_YET_HERE, SOURCE, PaperState
from meetings.text_files import WORD, check_text_file
from meetings.workflow.papers import check_lives, hold_paper, record_act, refuse_of_cancelled_meeting


def receive_paper(
    known: PaperOfMeeting,
    *,
    received_on: date,
    language: str,
    words: int | None,
    late_because: str,
    content: bytes,
    file_name: str,
    by: Actor,
) -> None:
    """The text is here, in the language it was written in. One that comes late says why; words are counted if not told.

    Source: rules of the United Nations Office at Geneva on the submission of documents.
    """
    paper = hold_paper(known.row)
    if paper.state not in NOT_YET_HERE:
        raise RuleViolation(f"{paper.symbol} is {paper.state.value} already. A new text is added as a version.")
    if received_on > day_of(by.at):
        raise RuleViolation("A paper is not received on a day to come.", field="received_on")
    if known.due_on and received_on > known.due_on and not late_because.strip():
        raise RuleViolation(
            f"The text was due on {day_in_words(known.due_on, 'EN')}. Say why it came late.",
            field="late_because",
            source=SOURCE,
        )
    text = add_text(paper, language, content, file_name, by=by)
    paper.state, paper.received_on = PaperState.RECEIVED, received_on
    paper.late_because = late_because.strip()
    paper.words = words or _counted(content, text.media_type)
    _language(paper, language).state, _language(paper, language).since = LanguageState.RECEIVED, received_on
    record_act("meeting-paper:received", paper, by, received_on=received_on.isoformat(), words=paper.words)


def add_text(
    paper: MeetingPaper, language: str, content: bytes, file_name: str, *, note: str = "", by: Actor
) -> PaperText:
    """A version of the text in a language is kept. RuleViolation for a file that is hostile, or no DOCX or PDF."""
    check_lives(hold_paper(paper))
    _language(paper, language)
    text = PaperText(
        paper_id=paper.id,
        language=language,
        number=next_number(paper.id, language),
        media_type=check_text_file(content, file_name).found_type,
        sha256=store_file(content, at=by.at),
        size_bytes=len(content),
        note=note.strip(),
        added_at=by.at,
        added_by=by.name,
    )
    db.session.add(text)
    record_act("meeting-paper:text-added", paper, by, language=language, version=text.number)
    return text


def process_paper(paper: MeetingPaper, *, on: date, by: Actor) -> None:
    """The text is with the documents unit, and in translation into every language in which it is not here."""
    hold_paper(paper)
    if paper.state is not PaperState.RECEIVED:
        raise RuleViolation(f"{paper.symbol} is {paper.state.value}: only a paper that was received is processed.")
    paper.state = PaperState.PROCESSING
    for each in paper.languages:
        if each.state is LanguageState.AWAITED:
            each.state, each.since = LanguageState.IN_TRANSLATION, on
    record_act("meeting-paper:in-processing", paper, by)


def issue_paper(paper: MeetingPaper, languages: Collection[str], *, issued_on: date, advance: bool, by: Actor) -> None:
    """The paper is out in these languages; as an advance copy it is readable there, and not yet issued."""
    refuse_of_cancelled_meeting(hold_paper(paper))
    if paper.state not in (*BEING_PROCESSED, PaperState.ISSUED):
        raise RuleViolation(f"{paper.symbol} is {paper.state.value}: only a paper that is here can be issued.")
    if not languages:
        raise RuleViolation("Choose at least one language.", field="languages")
    if issued_on > day_of(by.at):
        raise RuleViolation("A paper is not issued on a day to come.", field="issued_on")
    if paper.received_on and issued_on < paper.received_on:
        raise RuleViolation(
            f"It was received on {day_in_words(paper.received_on, 'EN')}; it is not issued before.", field="issued_on"
        )
    for language in languages:
        entry = _language(paper, language)
        if entry.state is LanguageState.ISSUED:
            raise RuleViolation(f"In {language} it is issued already.", field="languages")
        entry.state, entry.since = (LanguageState.ADVANCE if advance else LanguageState.ISSUED), issued_on
    if not advance and paper.state is not PaperState.ISSUED:
        paper.state, paper.issued_on = PaperState.ISSUED, issued_on
    act = "meeting-paper:advance-copy" if advance else "meeting-paper:issued"
    record_act(act, paper, by, languages=", ".join(sorted(languages)), on=issued_on.isoformat())


def _language(paper: MeetingPaper, language: str) -> PaperLanguage:
    found = next((each for each in paper.languages if each.language == language), None)
    if found is None:
        raise RuleViolation(
            f"{paper.symbol} is not to be out in {language[:10]}. Add the language first.", field="language"
        )
    return found


def _counted(content: bytes, media_type: str) -> int | None:
    """The words of a Word file; None for any other."""
    if media_type != WORD:
        return None
    return sum(len(paragraph.split()) for paragraph in read_back(content).paragraphs) or None
