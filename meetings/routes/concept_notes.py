"""The concept note as its readers see it: the page, what changed between versions, the Word file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.audit.queries import history_of
from core.docx.blocks import pieces_of
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import saved_as
from meetings.models.concept_notes import ConceptNote, NoteComment, NoteState
from meetings.models.timetable import Answer, Speaker
from meetings.queries.concept_notes import comments_of, ref_to_note, version_of
from meetings.queries.sessions import plan_of
from meetings.queries.thematic import speaker_line
from meetings.routes.counter import blueprint
from meetings.routes.thematic import NOTE, OpenSession, open_session
from meetings.rules.concept_notes import NAMES, WHOLE_NOTE, Part, changes_between
from meetings.rules.hours import hours_in_utc, when_in_words
from meetings.words import ANSWER_NAMES

MEANINGS = {NoteState.DRAFT: "neutral", NoteState.WITH_MEMBERS: "soon", NoteState.APPROVED: "done"}
ANSWER_MEANINGS = {
    Answer.NOT_INVITED: "neutral",
    Answer.AWAITED: "soon",
    Answer.CONFIRMED: "done",
    Answer.DECLINED: "late",
    Answer.AGAIN: "soon",
}


@blueprint.get(NOTE)
@requires(Right.READ_REGISTERS)
def concept_note(convention: str, meeting: str, session_id: int) -> str:
    """`?version=` shows an older one to the committee."""
    opened = open_session(convention, meeting, session_id)
    shared = {"opened": opened, **_session_in_words(opened)}
    note = opened.note
    if note is None:
        return render_template("meetings/no_concept_note.html", **shared)
    asked = whole_number(request.args.get("version", ""))
    version = note.versions[0] if asked is None else version_of(note, asked)
    content, newest = opened.content(version.number), version is note.versions[0]
    return render_template(
        "meetings/concept_note.html",
        **shared,
        note=note,
        content=content,
        version=version,
        newest=newest,
        parts=[(part, NAMES[part]) for part in (Part.BACKGROUND, Part.OBJECTIVES, Part.FORMAT)],
        after_approval=_after_approval(opened.facts.panel.people, moved=bool(opened.moved_from)),
        findings=opened.facts.findings(content) if newest and opened.inside else [],
        budget=opened.facts.budget(content),
        comments=_comments_by_part(opened, note),
        takes_comments=newest and opened.comments and note.state is NoteState.WITH_MEMBERS,
        history=history_of(ref_to_note(note)) if opened.inside else None,
        pieces_of=pieces_of,
        speaker_line=speaker_line,
        meanings=MEANINGS,
        answer_meanings=ANSWER_MEANINGS,
        answer_names=ANSWER_NAMES,
        Part=Part,
        WHOLE_NOTE=WHOLE_NOTE,
    )


@blueprint.get(f"{NOTE}/compare/<int:older>/<int:newer>")
@requires(Right.READ_REGISTERS)
def compare_note(convention: str, meeting: str, session_id: int, older: int, newer: int) -> str:
    opened = open_session(convention, meeting, session_id)
    return render_template(
        "meetings/compare_note.html",
        opened=opened,
        older=older,
        newer=newer,
        changes=changes_between(opened.content(older), opened.content(newer)),
        names=NAMES,
    )


@blueprint.get(f"{NOTE}.docx")
@requires(Right.READ_REGISTERS)
def note_file(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """The newest version, or the one asked for, in the house style in use."""
    opened = open_session(convention, meeting, session_id)
    note = opened.written_note()
    number = whole_number(request.args.get("version", "")) or note.versions[0].number
    draft = "" if note.state is NoteState.APPROVED else f"-draft-{number}"
    name = f"concept-note-{opened.meeting.short.lower()}-{opened.session.id}{draft}.docx"
    return saved_as(name, opened.word_file(number))


@blueprint.get(f"{NOTE}/newest")
@requires(Right.READ_REGISTERS)
def newest_note(convention: str, meeting: str, session_id: int) -> str:
    """`?based_on=`: whether somebody has saved a version since; the page of the editor asks now and then."""
    opened = open_session(convention, meeting, session_id)
    newest = opened.written_note().versions[0]
    based_on = whole_number(request.args.get("based_on", "")) or 0
    return render_template(
        "meetings/_saved_meanwhile.html", opened=opened, newest=newest if newest.number > based_on else None
    )


def _after_approval(people: Sequence[Speaker], *, moved: bool) -> str:
    """What is to be done next of an approved note: as far as the speakers are invited and have answered."""
    if moved:
        return _("reopen the note and approve it for the new day")
    if not people or any(each.answer is Answer.NOT_INVITED for each in people):
        return _("invite the speakers and send the Word file to the meeting")
    if awaited := sum(each.answer is Answer.AWAITED for each in people):
        return ngettext(
            "await the answer of %(num)d speaker and send the Word file to the meeting",
            "await the answers of %(num)d speakers and send the Word file to the meeting",
            awaited,
        )
    return _("send the Word file to the meeting: all speakers have confirmed")


def _session_in_words(opened: OpenSession) -> Mapping[str, Any]:
    plan = plan_of(opened.session)
    return {"when": when_in_words(plan), "in_utc": hours_in_utc(plan)}


def _comments_by_part(opened: OpenSession, note: ConceptNote) -> Mapping[str, Sequence[NoteComment]]:
    """Of those who see the work of the committee."""
    found: dict[str, list[NoteComment]] = defaultdict(list)
    if opened.inside:
        for said in comments_of(note.id):
            found[said.part].append(said)
    return found
