"""What is written to the speakers of a session. The words are in templates/mail."""

from typing import Any, NamedTuple

from flask import current_app

from conventions.models import Meeting
from core.docx.blocks import spans_of
from core.wording import day_in_words
from meetings.models.sessions import Mode, Session
from meetings.models.timetable import Speaker, SpeakerRole
from meetings.queries.concept_notes import find_note, newest_content
from meetings.queries.sessions import plan_of
from meetings.rules.hours import hours_in_utc, when_in_words
from meetings.rules.places import place_in_words

PARTS = {SpeakerRole.MODERATOR: "moderate", SpeakerRole.PANELLIST: "speak on the panel"}


class Mail(NamedTuple):
    """inviter, note: what the text was written from and nothing else tells; for the same mail with another day."""

    subject: str
    text: str
    inviter: str = ""
    note: str = ""


def speaker_invitation(meeting: Meeting, session: Session, speaker: Speaker, *, inviter: str, note: str) -> Mail:
    """The invitation of one person, by what the concept note says of the session now.

    The calendar file that comes with it is that of every invitation to the session.
    """
    written = find_note(session.id)
    content, plan = newest_content(written) if written else None, plan_of(session)
    values = {
        "meeting": meeting,
        "salutation": _salutation(speaker),
        "inviter": inviter[:1].upper() + inviter[1:],
        "part": PARTS[speaker.role],
        "theme": content.theme if content else session.title,
        "day": day_in_words(session.day, "EN"),
        "when": when_in_words(plan),
        "in_utc": "" if session.mode is Mode.IN_PERSON else hours_in_utc(plan),
        "place": place_in_words(session.room, meeting.venue, meeting.city, session.mode.value),
        "objectives": [_plain(objective).rstrip(";. ") for objective in content.objectives] if content else [],
        "on_panel": content is not None and speaker.role is SpeakerRole.PANELLIST,
        "minutes": content.panel_minutes if content else 0,
        "limits": content.limits if content else "",
        "note": note,
        "house": current_app.config["CHANCERY"].house_address,
    }
    subject, text = (_written(f"mail/speaker_invitation/{part}.txt", values) for part in ("subject", "body"))
    return Mail(" ".join(subject.split())[:200], f"{text}\n", inviter, note)


def _written(template: str, values: dict[str, Any]) -> str:
    """Also where there is no page: mail is written by commands and jobs too."""
    return current_app.jinja_env.get_template(template).render(values).strip()


def _salutation(speaker: Speaker) -> str:
    if speaker.title.startswith("H.E."):
        return "Excellency,"
    return f"Dear {' '.join(filter(None, (speaker.title, speaker.name)))},"


def _plain(text: str) -> str:
    return "".join(span.text for span in spans_of(text, "Objective"))
