"""Acts on the concept note: planning the session, writing, showing it to the members, commenting, approving."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.db import transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, requires
from core.seen.guard import WrittenMeanwhile
from core.seen.shared import shared
from core.seen.workflow import leave
from core.web import acting
from meetings.forms.concept_notes import ApprovalForm, CommentForm, NoteForm, ReopenForm, ShowForm, note_form
from meetings.models.concept_notes import ConceptNoteVersion
from meetings.papers.concept_note import pages_of
from meetings.queries.concept_notes import get_comment, get_note, place_in_words, version_of, waiting_in_words
from meetings.routes.counter import blueprint
from meetings.routes.thematic import NOTE, OpenSession, open_session, session_to_plan
from meetings.rules.concept_notes import NAMES, WHOLE_NOTE, Conflict, Content, Part, merged
from meetings.workflow.concept_notes import (
    approve,
    begin_note,
    comment,
    ref_to_note,
    reopen,
    save_version,
    settle_comment,
    show_to_members,
)


@blueprint.post(f"{NOTE}/begin")
@requires(Right.PLAN_SESSIONS)
def begin_concept_note(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    opened = session_to_plan(convention, meeting, session_id)
    done = _("The concept note is begun. Write it, then show it to the members.")
    return _done(opened, lambda: begin_note(opened.meeting, opened.session, by=acting()), done)


@blueprint.route(f"{NOTE}/edit", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def edit_note(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    opened = session_to_plan(convention, meeting, session_id)
    base = _version_read(opened)
    content = Content.from_json(base.content)
    form = note_form(content, version=base.number, answered=list(request.form))
    conflicts: Sequence[Conflict] = ()
    text = ref_to_note(opened.written_note())
    if form.validate_on_submit():
        mine = form.written(content)
        try:
            with transaction():
                leave(text, by=acting())
                saved = save_version(
                    *(opened.meeting, opened.session, mine),
                    based_on=base.number,
                    remark=(form.remark.data or "").strip(),
                    by=acting(),
                )
        except WrittenMeanwhile as refusal:
            form, conflicts = _both_texts(opened, content, mine, remark=form.remark.data or "")
            form.refuse(refusal)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved as version %(number)s.", number=saved.number), "success")
            return redirect(opened.address)
    newest = get_note(opened.session.id).versions[0]
    page = render_template(
        "meetings/edit_note.html",
        opened=opened,
        form=form,
        conflicts={each.part.value: each for each in conflicts},
        findings=opened.facts.findings(Content.from_json(newest.content)),
        Part=Part,
        shared=shared(text, by=acting()),
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.route(f"{NOTE}/show", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def show_note(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    opened = session_to_plan(convention, meeting, session_id)
    return act_page(
        ShowForm(),
        lambda: show_to_members(opened.meeting, opened.session, by=acting()),
        title=_("Show the note to the members"),
        lead=_(
            "The members of the committee (%(members)s) may comment until it is approved. Nobody is written to.",
            members=opened.facts.members or _("nobody is on record"),
        ),
        words=_("Show it to the members"),
        done=_("The note is with the members."),
        back=opened.address,
    )


@blueprint.route(f"{NOTE}/comments/<part>", methods=["GET", "POST"])
@requires(Right.COMMENT_COMMITTEE_WORK)
def comment_note(convention: str, meeting: str, session_id: int, part: str) -> ResponseReturnValue:
    opened = open_session(convention, meeting, session_id)
    if not opened.comments:
        abort(403)
    opened.written_note()
    place = part if part in NAMES else WHOLE_NOTE
    form = CommentForm()
    return act_page(
        form,
        lambda: comment(opened.meeting, opened.session, place, form.text.data, by=acting()),
        title=_("Comment on the concept note"),
        lead=_("On %(place)s.", place=place_in_words(place)),
        words=_("Send the comment"),
        done=_("The comment stands beside the text."),
        back=f"{opened.address}#{place}",
    )


@blueprint.post(f"{NOTE}/comments/<int:said>/settle")
@requires(Right.PLAN_SESSIONS)
def settle_note_comment(convention: str, meeting: str, session_id: int, said: int) -> ResponseReturnValue:
    opened = session_to_plan(convention, meeting, session_id)
    found = get_comment(opened.written_note().id, said)
    done = _("The comment is settled; it stays on record.")
    return _done(
        opened, lambda: settle_comment(opened.meeting, opened.session, found, by=acting()), done, place=found.part
    )


@blueprint.route(f"{NOTE}/approve", methods=["GET", "POST"])
@requires(Right.APPROVE_CONCEPT_NOTES)
def approve_note(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """For the chair of the body; whoever helps to write the note does not approve it.

    The page estimates how many pages the Word file fills; the act counts them, which takes seconds, before it begins.
    """
    opened = open_session(convention, meeting, session_id)
    if not opened.approves:
        abort(403)
    newest = opened.written_note().versions[0].number
    file, content = opened.word_file(newest), opened.content(newest)
    form = ApprovalForm(data={"based_on": newest, "file_read": fingerprint(file)})
    unchanged = form.file_read.data == fingerprint(file)
    counts = form.is_submitted() and unchanged and whole_number(str(form.based_on.data)) == newest
    pages = pages_of(file, opened.facts, content)[0] if counts else 0

    def act() -> None:
        based_on = whole_number(str(form.based_on.data)) or 0
        if based_on == newest and not unchanged:
            raise RuleViolation(
                "The note, or its panel, has changed since you opened this page. Open it again and read it."
            )
        approve(opened.meeting, opened.session, based_on=based_on, pages=pages, by=acting())

    return act_page(
        form,
        act,
        title=_("Approve the concept note"),
        lead=" ".join(_told_before_approval(opened, newest)),
        words=_("Approve version %(number)s", number=form.based_on.data),
        done=_("The concept note is approved."),
        back=opened.address,
    )


@blueprint.route(f"{NOTE}/reopen", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def reopen_note(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    opened = session_to_plan(convention, meeting, session_id)
    form = ReopenForm()
    return act_page(
        form,
        lambda: reopen(opened.meeting, opened.session, reason=form.reason.data, by=acting()),
        title=_("Reopen the concept note"),
        lead=_("It is a draft again, which only the committee reads. What was approved stays as its version."),
        words=_("Reopen it"),
        done=_("The concept note is a draft again."),
        back=opened.address,
    )


def _done(opened: OpenSession, act: Callable[[], object], done: str, *, place: str = "") -> ResponseReturnValue:
    """One act by one button: done and told, or refused and told why."""
    try:
        with transaction():
            act()
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(done, "success")
    return redirect(f"{opened.address}#{place}" if place else opened.address)


def _told_before_approval(opened: OpenSession, number: int) -> Iterator[str]:
    """What the act means, and what stands against it or should be looked at."""
    yield _("Version %(number)s becomes the concept note, which everybody signed in may read.", number=number)
    pages = opened.facts.estimate(opened.content(number))
    yield _(
        "It fills about %(about)s of two pages, as estimated from its text; the pages of the Word file are counted as "
        "you approve, which takes some seconds.",
        about=f"{pages:.1f}",
    )
    if waiting := waiting_in_words(opened.written_note().id):
        yield _("Comments are to be settled first: %(waiting)s.", waiting=waiting)
    serious = [each.words for each in opened.facts.findings(opened.content(number)) if each.serious]
    if serious:
        yield _("Look at this first: %(findings)s", findings=" ".join(serious))


def fingerprint(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()


def _version_read(opened: OpenSession) -> ConceptNoteVersion:
    """The version that the form sent was written on, else the newest."""
    note = opened.written_note()
    number = whole_number(request.form.get("based_on", ""))
    return note.versions[0] if number is None else version_of(note, number)


def _both_texts(
    opened: OpenSession, base: Content, mine: Content, *, remark: str
) -> tuple[NoteForm, Sequence[Conflict]]:
    """The form with what one wrote and what was saved in between, on the newest version; and the conflicts."""
    newest = get_note(opened.session.id).versions[0]
    both, conflicts = merged(base, mine, Content.from_json(newest.content))
    return note_form(both, version=newest.number, conflicts=conflicts, remark=remark), conflicts
