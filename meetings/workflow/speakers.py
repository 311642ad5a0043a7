"""The people of a thematic session: named one by one or from a pasted list, changed, put in order, taken off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from conventions.models import Meeting
from core.addresses import is_one_address
from core.audit.workflow import Actor, record
from core.db import db
from core.docx.blocks import check_paper_text
from core.errors import RuleViolation
from core.seen.guard import check_seen
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Answer, Gender, Speaker, SpeakerRole
from meetings.queries.speakers import ON_THE_PANEL, panel_of, seen_of_speaker
from meetings.rules.panel import people_pasted
from meetings.workflow.answered import asked_as
from meetings.workflow.sessions import hold_session, ref_to_session
from states_parties.models import State

LENGTHS = {"title": 40, "name": 120, "function": 300, "organisation": 200}
BASES = ("consent", "public")
NOT_TOLD = -1  # before the first state of any session


@dataclass(frozen=True)
class SpeakerFacts:
    """What is put on record of a person, without blanks around it.

    gender_basis: "consent" or "public" where a gender is given, else "".
    """

    role: SpeakerRole
    name: str
    title: str = ""
    function: str = ""
    organisation: str = ""
    iso3: str | None = None
    email: str = ""
    gender: Gender | None = None
    gender_basis: str = ""


def add_speaker(meeting: Meeting, session: Session, facts: SpeakerFacts, *, by: Actor) -> Speaker:
    """The person stands last of their role, not invited yet."""
    held = hold_panel(meeting, session)
    check_facts(held, facts)
    speaker = added_to(held, facts)
    record_of("speaker:added", held, by, person=speaker.id, role=speaker.role.value)
    return speaker


def add_pasted(meeting: Meeting, session: Session, text: str, *, by: Actor) -> Sequence[Speaker]:
    """Everybody on the list is a panellist, in its order. Shortcomings names the lines that cannot be read."""
    held = hold_panel(meeting, session)
    known = [person.name for person in panel_of(held.id).people]
    found = people_pasted(text, known=known)
    speakers = []
    for person in found:
        facts = SpeakerFacts(SpeakerRole.PANELLIST, person.name, person.title, person.function, person.organisation)
        check_facts(held, facts)
        speakers.append(added_to(held, facts))
    record_of("speaker:added", held, by, person=[each.id for each in speakers], role="panellist")
    return speakers


def change_speaker(
    meeting: Meeting, session: Session, speaker: Speaker, facts: SpeakerFacts, *, by: Actor, seen: str | None = None
) -> None:
    """What is on record is as given; the answer stays as it is.

    seen: what `seen_of_speaker` said of them when they were read. WrittenMeanwhile where it is another now.

    An invitation that stands goes to the new address from now on, where nobody has been told of the session yet.
    """
    held = hold_panel(meeting, session)
    db.session.refresh(speaker)
    check_seen(seen, seen_of_speaker(speaker), f"what is on record of {speaker.name}")
    check_facts(held, facts, besides=speaker)
    changed = {name: value for name, value in vars(facts).items() if getattr(speaker, name) != value}
    if not changed:
        raise RuleViolation("Nothing is different from before.")
    if "email" in changed:
        _readdress(speaker, facts.email)
    for name, value in changed.items():
        setattr(speaker, name, value)
    if "role" in changed:
        speaker.position = _last(held.id) + 1
    db.session.flush()
    told = [name for name in changed if name not in ("gender", "gender_basis", "email")]
    record_of("speaker:changed", held, by, person=speaker.id, what=", ".join(told) or None)


def move_speaker(meeting: Meeting, session: Session, speaker: Speaker, steps: int, *, by: Actor) -> None:
    """steps: -1 one place up, 1 one place down, among those of the same role who come."""
    held = hold_panel(meeting, session)
    db.session.refresh(speaker)
    panel = panel_of(held.id)
    line = [*(panel.moderators if speaker.role is SpeakerRole.MODERATOR else panel.panellists)]
    place = next((place for place, each in enumerate(line) if each.id == speaker.id), None)
    if place is None or not 0 <= place + steps < len(line):
        raise RuleViolation(f"{speaker.name} cannot be moved any further.")
    line.insert(place + steps, line.pop(place))
    others = [each for each in panel.everybody if each not in line]
    for position, each in enumerate([*line, *others], start=1):
        each.position = position
    db.session.flush()
    record_of("speaker:moved", held, by, person=speaker.id, place=place + steps + 1)


def remove_speaker(meeting: Meeting, session: Session, speaker: Speaker, *, by: Actor) -> None:
    """The person is on the list no more. Whoever was invited stays on record: their answer is recorded instead."""
    held = hold_panel(meeting, session)
    db.session.refresh(speaker)
    if speaker.invited_at is not None:
        raise RuleViolation(
            f"{speaker.name} was invited and stays on record. Record that the person does not come instead."
        )
    person = speaker.id
    db.session.delete(speaker)
    db.session.flush()
    record_of("speaker:removed", held, by, person=person)


def hold_panel(meeting: Meeting, session: Session) -> Session:
    """The session, as nobody else changes its people until this transaction ends."""
    held = hold_session(meeting.convention, meeting.short, session.id)
    if held.state is SessionState.CANCELLED:
        raise RuleViolation(f"“{held.title}” is cancelled.")
    return held


def check_facts(session: Session, facts: SpeakerFacts, *, besides: Speaker | None = None) -> None:
    """besides: the speaker they are about, where one is changed. RuleViolation names the field."""
    if facts.role not in ON_THE_PANEL:
        raise RuleViolation("A person moderates or is on the panel.", field="role")
    if not facts.name.strip():
        raise RuleViolation("Give the name.", field="name")
    for name, longest in LENGTHS.items():
        text = getattr(facts, name)
        if len(text) > longest:
            raise RuleViolation(f"No more than {longest} characters.", field=name)
        check_paper_text(text, name.capitalize(), field=name)
    if facts.email and not is_one_address(facts.email):
        raise RuleViolation(f"“{facts.email[:60]}” is not an e-mail address.", field="email")
    if facts.iso3 and db.session.get(State, facts.iso3) is None:
        raise RuleViolation(f"“{facts.iso3[:10]}” is not the code of a State.", field="iso3")
    if facts.gender is not None and facts.gender_basis not in BASES:
        raise RuleViolation(
            "A gender is kept only where the person agreed to it, or it is public: say which.",
            field="gender_basis",
            source="Office practice",
        )
    if facts.gender is None and facts.gender_basis:
        raise RuleViolation("There is no gender to keep.", field="gender_basis")
    names = {each.name.casefold(): each for each in panel_of(session.id).people}
    there = names.get(facts.name.strip().casefold())
    if there is not None and there is not besides:
        raise RuleViolation(f"{there.name} is on the list already.", field="name")
    if besides is None or besides.answer is not Answer.DECLINED:
        check_one_moderator(session, facts.role, besides=besides)


def check_one_moderator(session: Session, role: SpeakerRole, *, besides: Speaker | None) -> None:
    """Refuses a second moderator who comes."""
    others = [each for each in panel_of(session.id).moderators if each is not besides]
    if role is SpeakerRole.MODERATOR and others:
        raise RuleViolation(f"{others[0].name} moderates the session already.", field="role")


def added_to(session: Session, facts: SpeakerFacts) -> Speaker:
    """A new speaker, last in the order."""
    speaker = Speaker(session_id=session.id, position=_last(session.id) + 1, **vars(facts))
    db.session.add(speaker)
    db.session.flush()
    return speaker


def _readdress(speaker: Speaker, email: str) -> None:
    invitation = asked_as(speaker).invitation
    if invitation is None:
        return
    if not email:
        raise RuleViolation(f"{speaker.name} is invited by mail: an address is needed.", field="email")
    invitation.address, invitation.told_sequence = email, NOT_TOLD


def _last(session_id: int) -> int:
    return db.session.scalar(select(func.max(Speaker.position)).where(Speaker.session_id == session_id)) or 0


def record_of(act: str, session: Session, by: Actor, **details: Any) -> None:
    record(act, ref_to_session(session), session.title, by=by, **details)
