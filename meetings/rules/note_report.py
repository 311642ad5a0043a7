"""Whether a concept note agrees with what is on record elsewhere: roster, timetable, calendar, answers of speakers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from core.wording import counted, day_in_words, list_in_words
from meetings.rules.concept_notes import Content, Part
from meetings.rules.hours import hours_between
from meetings.rules.note_findings import Finding
from meetings.rules.panel import TimeBudget
from states_parties.rules.names import sort_key

PANEL, SESSION = "panel", "session"
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_CHAIR = re.compile(r"\(\s*chair\b", re.IGNORECASE)


@dataclass(frozen=True)
class NoteFacts:
    """What is on record as of the day of the session.

    members: names of the States in the body, the chair among them; chair: "" where nobody chairs.
    names_with_and: of States that hold an "and" of their own. slots: beginning and minutes of each piece of the
    timetable. panel: name and answer of each. elsewhere: who is in which other session at the same time.
    """

    day: date
    starts: time
    ends: time
    zone: str
    body: str
    members: Sequence[str]
    chair: str
    names_with_and: Sequence[str]
    meeting: str
    meeting_days: tuple[date, date] | None
    meeting_zone: str
    slots: Sequence[tuple[time, int]]
    moderators: Sequence[str]
    panel: Sequence[tuple[str, str]]
    elsewhere: Sequence[tuple[str, str]] = field(default=())


def consistency_findings(content: Content, facts: NoteFacts, budget: TimeBudget) -> list[Finding]:
    return [
        *_roster(content, facts),
        *_calendar(facts),
        *_timetable(facts, budget),
        *_people(facts),
        *_links(content),
    ]


def typed_members(line: str, *, whole: Sequence[str] = ()) -> tuple[list[str], str]:
    """The States that a typed line of members names, and which of them it marks as chair ("" for none).

    whole: names that hold an "and" of their own, such as Bosnia and Herzegovina.
    """
    line = line.strip()
    line = line[1:-1] if line.startswith("(") and line.endswith(")") else line
    for name in whole:
        line = line.replace(name, name.replace(" and ", " & "))
    line = _IN_BRACKETS.sub(lambda found: found[0].replace(",", " ").replace(" and ", " "), line)
    names, chair = [], ""
    for piece in re.split(r",|;|\band\b", line):
        name = _IN_BRACKETS.sub("", piece).strip().removeprefix("the ").strip().replace(" & ", " and ")
        if name:
            names.append(name)
            chair = name if _CHAIR.search(piece) else chair
    return names, chair


def _roster(content: Content, facts: NoteFacts) -> Iterator[Finding]:
    day = day_in_words(facts.day, "EN")
    if facts.body and not facts.chair:
        yield Finding(SESSION, f"On {day} nobody is on record as chair of the {facts.body}.", serious=True)
    if not content.members.strip():
        return
    typed, chair = typed_members(content.members, whole=facts.names_with_and)
    known = {sort_key(name.removeprefix("the ")): name for name in facts.members}
    written = {sort_key(name): name for name in typed}
    missing = [name for key, name in known.items() if key not in written]
    strangers = [name for key, name in written.items() if key not in known]
    if missing:
        yield Finding(
            Part.MEMBERS,
            f"The line of members names {len(written)} of {len(known)}: on {day} {list_in_words(missing, 'EN')}"
            f" {'is a member' if len(missing) == 1 else 'are members'} too.",
            serious=True,
        )
    if strangers:
        yield Finding(
            Part.MEMBERS,
            f"On {day} {list_in_words(strangers, 'EN')} {'is no member' if len(strangers) == 1 else 'are no members'}"
            f" of the {facts.body}.",
            serious=True,
        )
    right = facts.chair.removeprefix("the ")
    if right and sort_key(chair) != sort_key(right):
        said = f"marks {chair} as chair" if chair else "marks no chair"
        yield Finding(Part.MEMBERS, f"The line of members {said}; on {day} {facts.chair} chairs.", serious=True)


def _calendar(facts: NoteFacts) -> Iterator[Finding]:
    if facts.meeting_days and not facts.meeting_days[0] <= facts.day <= facts.meeting_days[1]:
        first, last = (day_in_words(day, "EN") for day in facts.meeting_days)
        yield Finding(
            SESSION,
            f"The session is on {day_in_words(facts.day, 'EN')}; the {facts.meeting} runs from {first} to {last}.",
            serious=True,
        )
    if facts.zone != facts.meeting_zone:
        yield Finding(
            SESSION,
            f"The hours of the session are of {facts.zone}; the clocks of the {facts.meeting} are of"
            f" {facts.meeting_zone}.",
        )


def _timetable(facts: NoteFacts, budget: TimeBudget) -> Iterator[Finding]:
    hours = hours_between(facts.starts, facts.ends)
    first, last = _minutes(facts.starts), _minutes(facts.ends)
    for starts, minutes in facts.slots:
        begins = _minutes(starts)
        if begins < first or begins + minutes > last:
            yield Finding(
                SESSION,
                f"The timetable has a piece of {counted(minutes, 'minute', 'minutes')} at {starts:%H:%M};"
                f" the session is from {hours}.",
                serious=True,
            )
    if not facts.slots:
        yield Finding(SESSION, "Nothing of the session stands in the timetable yet.")
    if budget.over:
        yield Finding(
            PANEL,
            f"The panel needs {budget.panel} minutes and the floor {budget.floor}: {budget.over} more than the"
            f" {budget.session} of the session.",
            serious=True,
        )


def _people(facts: NoteFacts) -> Iterator[Finding]:
    if not facts.moderators:
        yield Finding(PANEL, "No moderator is named.", serious=True)
    if not facts.panel:
        yield Finding(PANEL, "Nobody is on the panel yet.", serious=True)
    for answer, words in (
        ("not invited", "not invited yet"),
        ("awaited", "awaited: not confirmed yet"),
        ("to confirm again", "answered for another day or hour, and not for this one"),
    ):
        if names := [name for name, given in facts.panel if given == answer]:
            yield Finding(PANEL, f"{list_in_words(names, 'EN')}: {words}.")
    for name, session in facts.elsewhere:
        yield Finding(PANEL, f"{name} is in another session at the same time: {session}.", serious=True)


def _links(content: Content) -> Iterator[Finding]:
    for number, document in enumerate(content.documents, start=1):
        if not document.address:
            yield Finding(Part.DOCUMENTS, f"Document {number} has no link: “{document.title[:80]}”.")


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
