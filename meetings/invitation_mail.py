"""Invitations to sessions as messages of the outbox: the words, and beside them what calendar programs read."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select

from conventions.models import Meeting
from core.audit.workflow import Actor
from core.civil import zone_short
from core.db import db
from core.ical.entries import EntryStatus, Method, Party
from core.ical.writing import write_message
from core.outbox.kinds import CalendarPart, Enclosure, NotSent, OutboxKind, Outgoing
from core.outbox.models import Mailing, OutboxMessage
from core.outbox.workflow.messages import Wanted
from core.web import KINDS_OF_FILES, link
from core.wording import day_in_words
from correspondence.rules.reply_address import INVITATION, reply_address
from correspondence.shipped import wording
from meetings.calendar_entries import session_entry
from meetings.letters import Mail
from meetings.models.calendar import SessionInvitation
from meetings.models.sessions import Mode, Session
from meetings.queries.invitations import SESSION_INVITATION, message_about
from meetings.queries.sessions import plan_of
from meetings.rules.hours import when_in_words

CALENDAR_FILE = KINDS_OF_FILES["ics"].partition(";")[0]
REPLACED = NotSent("A later message about the same session replaces it.")


def invitation_kind() -> OutboxKind:
    """content: the invitation by id, the number of this message, and what it says."""
    return OutboxKind(SESSION_INVITATION, prepare=_prepare, managed_at=_managed_at)


def invitation_message(
    invitation: SessionInvitation,
    session: Session,
    meeting: Meeting,
    method: Method,
    *,
    changed: bool,
    by: Actor,
    mail: Mail | None = None,
) -> Wanted:
    """What is to be put out for one person, as the session is now. mail: words for that person alone."""
    house = current_app.config["CHANCERY"]
    unit = str(wording()["unit"]["EN"])
    address = reply_address(invitation.id, house.house_address, house.secret_key, mark=INVITATION)
    entry = session_entry(session, meeting)
    entry = entry._replace(
        sequence=invitation.sent_sequence,
        status=EntryStatus.CANCELLED if method is Method.CANCEL else entry.status,
        organizer=Party(address, unit, house.house_address),
        attendees=(Party(invitation.address, invitation.name),),
    )
    words = mail or Mail(
        f"{_first_word(method, changed)}: {session.title}, {in_words(session)}"[:200],
        _text(invitation, session, meeting, method, changed=changed),
    )
    content = {
        "invitation": invitation.id,
        "number": invitation.sent_sequence,
        "method": method.value,
        "when": when_in_words(plan_of(session)),
        "subject": words.subject,
        "text": words.text,
        "reply_to": address,
        "inviter": words.inviter,
        "note": words.note,
        "file": write_message(entry, method, stamp=by.at).decode("utf-8"),
    }
    return Wanted(message_about(invitation, invitation.sent_sequence), invitation.address, invitation.name, content)


def in_words(session: Session) -> str:
    """24 June 2021, 13:00-15:00 CEST"""
    short = zone_short(session.day, session.starts, session.zone, second_time=session.second_time)
    return f"{day_in_words(session.day, 'EN')}, {session.starts:%H:%M}-{session.ends:%H:%M} {short}"


def _first_word(method: Method, changed: bool) -> str:
    if method is Method.CANCEL:
        return "Cancelled"
    return "Changed" if changed else "Invitation"


def _text(invitation: SessionInvitation, session: Session, meeting: Meeting, method: Method, *, changed: bool) -> str:
    opening = {
        "Invitation": "You are invited to this session:",
        "Changed": "A session to which you are invited has changed. It is now:",
        "Cancelled": "This session is cancelled, or you are no longer expected at it:",
    }[_first_word(method, changed)]
    where = "Online" if session.mode is Mode.VIRTUAL else ", ".join(filter(None, (session.room, meeting.city)))
    closing = (
        "Please accept or decline in your calendar program, or answer this mail."
        if method is Method.REQUEST
        else "Nothing is asked of you; your calendar program takes the session out."
    )
    facts = "\n".join(
        filter(None, (session.title, f"{meeting.full_name}, {meeting.convention}", in_words(session), where))
    )
    greeting = f"{invitation.name},\n\n" if invitation.name else ""
    return f"{greeting}{opening}\n\n{facts}\n\n{closing}\n\n{wording()['unit']['EN']}\n"


def _prepare(messages: Sequence[OutboxMessage]) -> Mapping[int, Outgoing | NotSent]:
    wanted = {message.id: message.content or {} for message in messages}
    ids = [content.get("invitation") for content in wanted.values()]
    rows = db.session.execute(
        select(SessionInvitation.id, SessionInvitation.sent_sequence).where(SessionInvitation.id.in_(ids))
    ).all()
    newest = {row.id: row.sent_sequence for row in rows}
    return {id: _outgoing(content, newest.get(content.get("invitation", 0))) for id, content in wanted.items()}


def _outgoing(content: Mapping[str, Any], newest: int | None) -> Outgoing | NotSent:
    if newest is None or newest > content["number"]:
        return REPLACED
    file = content["file"].encode("utf-8")
    name = "cancellation.ics" if content["method"] == Method.CANCEL else "invitation.ics"
    return Outgoing(
        subject=content["subject"],
        text=content["text"],
        sender_name=str(wording()["unit"]["EN"]),
        reply_to=content["reply_to"],
        calendar=CalendarPart(content["method"], file),
        enclosures=(Enclosure(name, KINDS_OF_FILES["ics"], file),),
    )


def _managed_at(mailing: Mailing) -> str:
    """The page of the session's invitations."""
    found = db.session.execute(
        select(Meeting.convention, Meeting.short, Session.id)
        .join(Session, Session.meeting_id == Meeting.id)
        .join(SessionInvitation, SessionInvitation.session_id == Session.id)
        .where(
            SessionInvitation.id
            == select(OutboxMessage.content["invitation"].as_integer())
            .where(OutboxMessage.mailing_id == mailing.id)
            .limit(1)
            .scalar_subquery()
        )
    ).one_or_none()
    if found is None:
        return ""
    convention, short, session_id = found
    return link("meetings.session_invitations", convention=convention, meeting=short, session_id=session_id)
