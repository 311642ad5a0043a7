"""The acts on invitations to a session: invited, told of a change, no longer expected, answered."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from conventions.models import Meeting
from conventions.workflow import hold_meeting
from core.audit.workflow import Actor, record
from core.civil import instant_of
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.ical.entries import Method
from core.outbox.models import Mailing
from core.outbox.workflow.mailings import make_mailing
from core.outbox.workflow.messages import put_out_all
from core.wording import counted
from meetings.invitation_mail import invitation_message
from meetings.letters import Mail, speaker_invitation
from meetings.models.calendar import ANSWERED, InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Answer, Speaker
from meetings.queries.invitations import (
    SESSION_INVITATION,
    invitations_of,
    never_invited,
    owed,
    reached,
    speaker_at,
    speaker_was_told,
)
from meetings.queries.sessions import plan_of
from meetings.rules.hours import when_in_words
from meetings.workflow.answered import AS_INVITED, asked_by, set_answer
from meetings.workflow.sessions import hold_session, ref_to_session


def invite_to_session(
    session: Session, meeting: Meeting, people: Sequence[tuple[str, str]], *, by: Actor
) -> list[SessionInvitation]:
    """Each person, by address and name, gets an invitation; one that was withdrawn before is made anew."""
    session = hold_session(meeting.convention, meeting.short, session.id)
    _refuse_what_is_over(session, by)
    known = {each.address.lower(): each for each in invitations_of(session.id)}
    if already := [address for address, _ in people if _stands(known.get(address.lower()))]:
        raise RuleViolation(f"{already[0]} is invited to “{session.title}” already.", field="addresses")
    if not people:
        raise RuleViolation("Name at least one person, by address.", field="addresses")
    invited = [_invited(session, known.get(address.lower()), address, name, None, by) for address, name in people]
    db.session.flush()
    for person in map(asked_by, invited):
        if person.speaker is not None and person.speaker.answer is Answer.NOT_INVITED:
            set_answer(person, InvitationAnswer.AWAITED, when_in_words(plan_of(session)), by=by)
    _send(session, meeting, invited, Method.REQUEST, changed=False, by=by)
    told = counted(len(invited), "person", "people")
    record("session:invited", ref_to_session(session), session.title, by=by, people=told)
    return invited


def invite_speakers(
    session: Session, meeting: Meeting, people: Sequence[tuple[Speaker, Mail]], *, by: Actor
) -> Mailing:
    """Each speaker gets an invitation with these words, as everybody does who is invited to the session."""
    known = {each.address.lower(): each for each in invitations_of(session.id)}
    invited, seen = [], dict[str, Speaker]()
    for speaker, _ in people:
        earlier = known.get(speaker.email.lower())
        _refuse_shared_address(speaker, earlier, seen)
        seen[speaker.email.lower()] = speaker
        invited.append(_invited(session, earlier, speaker.email, speaker.name, speaker, by))
    db.session.flush()
    return _send(session, meeting, invited, Method.REQUEST, changed=False, by=by, mails=[mail for _, mail in people])


def tell_of_change(session: Session, meeting: Meeting, *, by: Actor) -> int:
    """Those who were last told otherwise hear how it is now, or that it is cancelled; how many they are.

    Whom no invitation has reached gets that, as it is now, and no word of a change. What they have answered stays.
    """
    session = hold_session(meeting.convention, meeting.short, session.id)
    concerned = owed(session, invitations_of(session.id))
    if not concerned:
        raise RuleViolation("Everybody who is invited knows how the session is now.")
    cancelled = session.state is SessionState.CANCELLED
    missed = [] if cancelled else never_invited(concerned)
    for each in concerned:
        each.sent_sequence = max(session.sequence, each.sent_sequence + 1)
        each.told_sequence = session.sequence
    db.session.flush()
    method = Method.CANCEL if cancelled else Method.REQUEST
    if missed:
        mails = [_as_speaker(each, session, meeting) for each in missed]
        _send(session, meeting, missed, method, changed=False, by=by, mails=mails)
    if knowing := [each for each in concerned if each not in missed]:
        _send(session, meeting, knowing, method, changed=True, by=by)
    told = counted(len(concerned), "person", "people")
    record("session:change-told", ref_to_session(session), session.title, by=by, people=told)
    return len(concerned)


def tell_all(meeting: Meeting, sessions: Sequence[Session], *, mails: int | None, by: Actor) -> int:
    """Of each of these sessions, whoever was last told otherwise hears how it is now.

    mails: how many the person was told; refused where it is another number now.
    """
    hold_meeting(meeting.convention, meeting.short)
    now = sum(len(owed(each, invitations_of(each.id))) for each in sessions)
    if mails != now:
        raise RuleViolation(
            f"{counted(now, 'mail', 'mails')} would leave now, not {mails}: something changed meanwhile. Look again."
        )
    return sum(tell_of_change(each, meeting, by=by) for each in sessions)


def call_off_invitations(session: Session, meeting: Meeting, *, by: Actor) -> int:
    """Everybody whom an invitation to the cancelled session has reached hears that it is cancelled; how many.

    Those whom none has reached, as it had not left, hear nothing: there is nothing to take back.
    """
    concerned = reached(invitations_of(session.id))
    for each in concerned:
        each.sent_sequence = max(session.sequence, each.sent_sequence + 1)
        each.told_sequence = session.sequence
    db.session.flush()
    if concerned:
        _send(session, meeting, concerned, Method.CANCEL, changed=True, by=by)
        told = counted(len(concerned), "person", "people")
        record("session:change-told", ref_to_session(session), session.title, by=by, people=told)
    return len(concerned)


def withdraw_invitation(invitation: SessionInvitation, session: Session, meeting: Meeting, *, by: Actor) -> None:
    """The person is no longer expected, and is told so."""
    session = hold_session(meeting.convention, meeting.short, session.id)
    db.session.refresh(invitation)
    if invitation.withdrawn_at is not None:
        raise RuleViolation(f"The invitation of {invitation.address} is withdrawn already.")
    invitation.withdrawn_at = by.at
    invitation.sent_sequence = max(session.sequence, invitation.sent_sequence + 1)
    db.session.flush()
    _send(session, meeting, [invitation], Method.CANCEL, changed=True, by=by)
    record("session:uninvited", ref_to_session(session), session.title, by=by, invitation=invitation.id)


def _invited(
    session: Session,
    earlier: SessionInvitation | None,
    address: str,
    name: str,
    speaker: Speaker | None,
    by: Actor,
) -> SessionInvitation:
    if earlier is not None:
        set_answer(asked_by(earlier), InvitationAnswer.AWAITED, when_in_words(plan_of(session)), by=by)
        earlier.withdrawn_at, earlier.invited_at, earlier.name = None, by.at, name or earlier.name
        earlier.told_sequence, earlier.speaker_id = session.sequence, speaker.id if speaker else earlier.speaker_id
        earlier.sent_sequence = earlier.hours_since = max(session.sequence, earlier.sent_sequence + 1)
        return earlier
    speaker = speaker or speaker_at(session.id, address)
    invitation = SessionInvitation(
        session_id=session.id,
        address=address,
        name=name,
        invited_at=by.at,
        speaker_id=speaker.id if speaker else None,
        told_sequence=session.sequence,
        sent_sequence=session.sequence,
        hours_since=session.sequence,
    )
    if speaker is not None and (said := AS_INVITED.get(speaker.answer)):
        invitation.answer = said  # whoever was asked in another way before
        invitation.answered_at = (speaker.answered_at or by.at) if said in ANSWERED else None
    db.session.add(invitation)
    return invitation


def _send(
    session: Session,
    meeting: Meeting,
    invitations: Sequence[SessionInvitation],
    method: Method,
    *,
    changed: bool,
    by: Actor,
    mails: Sequence[Mail | None] = (),
) -> Mailing:
    """An invitation does not leave once the session has begun. mails: words for each, where they have their own."""
    title = f"{session.title}, {meeting.short}"[:200]
    begins_at = instant_of(session.day, session.starts, session.zone, second_time=session.second_time)
    last = None if changed else begins_at
    mailing = make_mailing(SESSION_INVITATION, title, meeting.convention, by.at, last, False, by)
    put_out_all(
        mailing,
        [
            invitation_message(each, session, meeting, method, changed=changed, by=by, mail=mail)
            for each, mail in zip_longest(invitations, mails)
        ],
    )
    return mailing


def _as_speaker(invitation: SessionInvitation, session: Session, meeting: Meeting) -> Mail | None:
    """The invitation of a speaker in the words it had, with what holds now; None: the invitation everybody gets."""
    speaker, told = asked_by(invitation).speaker, speaker_was_told(invitation)
    if speaker is None or told is None:
        return None
    inviter, note = told
    return speaker_invitation(meeting, session, speaker, inviter=inviter, note=note)


def _refuse_shared_address(speaker: Speaker, earlier: SessionInvitation | None, seen: Mapping[str, Speaker]) -> None:
    """A calendar program answers for an address; whoever shares one answers by hand."""
    other = seen.get(speaker.email.lower())
    if other is None and earlier is not None and earlier.withdrawn_at is None and earlier.speaker_id:
        other = db.session.get(Speaker, earlier.speaker_id)
    if other is not None and other.id != speaker.id:
        raise RuleViolation(
            f"{speaker.name} and {other.name} have one address, {speaker.email}: an answer from it could be that of "
            "either. Invite one of them in another way, and record the answer by hand.",
            field="people",
        )


def _stands(invitation: SessionInvitation | None) -> bool:
    return invitation is not None and invitation.withdrawn_at is None


def _refuse_what_is_over(session: Session, by: Actor) -> None:
    if session.state is SessionState.CANCELLED:
        raise RuleViolation(f"“{session.title}” is cancelled: nobody can be invited to it.")
    if session.day < day_of(by.at):
        raise RuleViolation(f"“{session.title}” is over: nobody can be invited to it any more.")
