"""Acts on moderator and panel: named, pasted, changed, put in order, taken off, invited, answered, replaced."""

from collections.abc import Sequence
from hashlib import sha256

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.clock import today
from core.db import Ref, transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.permissions import Right, requires
from core.seen.forms import EditedText
from core.web import acting
from meetings.forms.speakers import AnswerForm, InvitationForm, PasteForm, SpeakerForm, written
from meetings.letters import speaker_invitation
from meetings.models.timetable import Answer, Speaker, SpeakerRole
from meetings.queries.invitations import to_be_invited
from meetings.queries.speakers import get_speaker
from meetings.routes.counter import blueprint
from meetings.routes.thematic import SESSION, OpenSession, session_to_plan
from meetings.workflow.answers import invite, record_answer, replace_speaker
from meetings.workflow.speakers import add_pasted, add_speaker, change_speaker, move_speaker, remove_speaker
from states_parties.rules.names import sort_key

PANEL = f"{SESSION}/panel"
ONE = f"{PANEL}/<int:speaker_id>"
STEPS = {"up": -1, "down": 1}


@blueprint.route(f"{PANEL}/new", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def new_speaker(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    opened = session_to_plan(convention, meeting, session_id)
    role = SpeakerRole.PANELLIST if opened.facts.panel.moderators else SpeakerRole.MODERATOR
    form = SpeakerForm(_states(opened), data={"role": role.value})
    return act_page(
        form,
        lambda: add_speaker(opened.meeting, opened.session, form.facts, by=acting()),
        title=_("Name a moderator or panellist"),
        lead=opened.session.title,
        words=_("Put on the list"),
        done=_("The person is on the list, not invited yet."),
        back=panel_address(opened),
    )


@blueprint.route(f"{PANEL}/paste", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def paste_panel(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    opened = session_to_plan(convention, meeting, session_id)
    form = PasteForm()
    return act_page(
        form,
        lambda: add_pasted(opened.meeting, opened.session, form.people.data, by=acting()),
        title=_("Paste a list of panellists"),
        lead=_("All of them are taken over, or nobody where a line cannot be read."),
        words=_("Put them on the list"),
        done=_("They are on the list, not invited yet."),
        back=panel_address(opened),
    )


@blueprint.route(f"{PANEL}/invite", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def invite_speakers(convention: str, meeting: str, session_id: int) -> ResponseReturnValue:
    """Says first whom it would write to, and what; `act=send` sends that, and nothing that was not shown before."""
    opened = session_to_plan(convention, meeting, session_id)
    unasked = to_be_invited(opened.facts.panel.people)
    able = [person for person in unasked if person.email]
    form = InvitationForm(data={"people": [person.id for person in able]})
    form.people.choices = [(person.id, f"{person.name}, {person.email}") for person in able]
    chosen = [person for person in able if person.id in (form.people.data or ())]
    note = (form.note.data or "").strip()
    shown = sha256(f"{[person.id for person in chosen]} {note}".encode()).hexdigest()
    sends = form.validate_on_submit() and request.form.get("act") == "send"
    if sends and request.form.get("shown") != shown:
        form.form_errors.append(
            _("You changed whom to invite, or the words: this is what leaves now. Look, then send.")
        )
    elif sends:
        try:
            with transaction():
                told = invite(
                    *(opened.meeting, opened.session, chosen),
                    inviter=_inviter(opened),
                    note=note,
                    on=today(),
                    by=acting(),
                )
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            words = ngettext("%(num)s invitation leaves now.", "%(num)s invitations leave now.", told)
            flash(words, "success")
            return redirect(panel_address(opened))
    page = render_template(
        "meetings/invite_speakers.html",
        opened=opened,
        form=form,
        chosen=chosen,
        shown=shown,
        not_able=[each for each in unasked if not each.email],
        mails=[
            (each, speaker_invitation(opened.meeting, opened.session, each, inviter=_inviter(opened), note=note))
            for each in chosen
        ],
        back=panel_address(opened),
    )
    return (page, 422) if form.errors else page


@blueprint.route(ONE, methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def change_one_speaker(convention: str, meeting: str, session_id: int, speaker_id: int) -> ResponseReturnValue:
    opened, speaker = _speaker(convention, meeting, session_id, speaker_id)
    form = SpeakerForm(_states(opened), data=written(speaker))
    return act_page(
        form,
        lambda: change_speaker(opened.meeting, opened.session, speaker, form.facts, by=acting(), seen=form.seen_before),
        title=speaker.name,
        lead=_("What is on record, and printed, of the person."),
        words=_("Change it"),
        done=_("It is changed."),
        back=panel_address(opened),
        text=EditedText(Ref("speaker", str(speaker_id)), lambda: written(get_speaker(session_id, speaker_id))),
    )


@blueprint.route(f"{ONE}/answer", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def answer_speaker(convention: str, meeting: str, session_id: int, speaker_id: int) -> ResponseReturnValue:
    opened, speaker = _speaker(convention, meeting, session_id, speaker_id)
    given = "" if speaker.answer is Answer.NOT_INVITED else speaker.answer.value
    form = AnswerForm(data={"answer": given, "note": speaker.answer_note})
    return act_page(
        form,
        lambda: record_answer(
            *(opened.meeting, opened.session, speaker, Answer(form.answer.data)),
            note=(form.note.data or "").strip(),
            by=acting(),
        ),
        title=_("Record the answer of %(name)s", name=speaker.name),
        lead=_("It is “%(answer)s” now.", answer=speaker.answer.value),
        words=_("Record the answer"),
        done=_("The answer is on record."),
        back=panel_address(opened),
    )


@blueprint.route(f"{ONE}/replace", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def replace_one_speaker(convention: str, meeting: str, session_id: int, speaker_id: int) -> ResponseReturnValue:
    opened, speaker = _speaker(convention, meeting, session_id, speaker_id)
    form = SpeakerForm(_states(opened), data={"role": speaker.role.value, "organisation": speaker.organisation})
    return act_page(
        form,
        lambda: replace_speaker(opened.meeting, opened.session, speaker, form.facts, by=acting()),
        title=_("Put somebody in the place of %(name)s", name=speaker.name),
        lead=_("%(name)s stays on record as having declined.", name=speaker.name),
        words=_("Put on the list"),
        done=_("The place is taken; the person is not invited yet."),
        back=panel_address(opened),
    )


@blueprint.post(f"{ONE}/remove")
@requires(Right.PLAN_SESSIONS)
def remove_one_speaker(convention: str, meeting: str, session_id: int, speaker_id: int) -> ResponseReturnValue:
    opened, speaker = _speaker(convention, meeting, session_id, speaker_id)
    name = speaker.name
    try:
        with transaction():
            remove_speaker(opened.meeting, opened.session, speaker, by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("%(name)s is on the list no more.", name=name), "success")
    return redirect(panel_address(opened))


@blueprint.post(f"{ONE}/<any(up,down):direction>")
@requires(Right.PLAN_SESSIONS)
def move_one_speaker(
    convention: str, meeting: str, session_id: int, speaker_id: int, direction: str
) -> ResponseReturnValue:
    opened, speaker = _speaker(convention, meeting, session_id, speaker_id)
    try:
        with transaction():
            move_speaker(opened.meeting, opened.session, speaker, STEPS[direction], by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    return redirect(panel_address(opened))


def panel_address(opened: OpenSession) -> str:
    """Where moderator and panel stand on the page of the concept note."""
    return f"{opened.address}#panel"


def _speaker(convention: str, meeting: str, session_id: int, speaker_id: int) -> tuple[OpenSession, Speaker]:
    opened = session_to_plan(convention, meeting, session_id)
    return opened, get_speaker(opened.session.id, speaker_id)


def _states(opened: OpenSession) -> Sequence[tuple[str, str]]:
    """Code and name of every State, by name."""
    states = sorted(opened.facts.offices.states.values(), key=lambda each: sort_key(each.name))
    return [(state.iso3, state.name) for state in states]


def _inviter(opened: OpenSession) -> str:
    """In whose name speakers are invited."""
    body = opened.facts.body
    return f"the {body.name_en}" if body else "the Implementation Support Unit"
