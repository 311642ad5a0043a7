"""How a meeting stands on a day: planned, confirmed, under way, closed; and what follows next."""

from dataclasses import dataclass
from datetime import date

from core.wording import day_in_words


@dataclass(frozen=True)
class Standing:
    """word: as people say it. meaning: its shape (done, soon, late, neutral)."""

    word: str
    meaning: str


@dataclass(frozen=True)
class NextAct:
    """What is to be done next about a meeting, and by when; who: the office that does it."""

    act: str
    who: str = "ISU officer"
    when: str = ""


def standing(state: str, starts_on: date | None, ends_on: date | None, *, on: date) -> Standing:
    if state == "cancelled":
        return Standing("cancelled", "late")
    if starts_on is None or ends_on is None:
        return Standing("no days yet", "soon")
    if ends_on < on:
        return Standing("closed", "neutral")
    if starts_on <= on:
        return Standing("under way", "soon")
    return Standing("confirmed", "done") if state == "confirmed" else Standing("planned", "neutral")


def standing_of_session(state: str, day: date, *, on: date) -> Standing:
    """A session whose day is past is over, whether or not anybody confirmed it before."""
    if state == "cancelled":
        return Standing("cancelled", "late")
    if day < on:
        return Standing("over", "neutral")
    return Standing("confirmed", "done") if state == "confirmed" else Standing("planned", "neutral")


def next_act(word: str, starts_on: date | None, *, sessions: int, planned: int) -> NextAct | None:
    """None once the meeting is closed or cancelled. sessions: those to be held; planned: of them, not confirmed."""
    coming = starts_on is not None and word != "under way"
    opens = f"it opens on {day_in_words(starts_on, 'EN')}" if starts_on and coming else ""
    if word in ("closed", "cancelled"):
        return None
    if word == "no days yet":
        return NextAct("Give the meeting its days")
    if not sessions:
        return NextAct("Plan its sessions", when=opens)
    if word == "planned":
        return NextAct("Confirm the meeting once its days are certain", when=opens)
    if planned:
        what = "the session that is" if planned == 1 else f"the {planned} sessions that are"
        return NextAct(f"Confirm {what} planned", when=opens)
    if word == "under way":
        return NextAct("Follow it in the room", "Chair, with the ISU")
    return NextAct("Nothing: days and sessions are confirmed", "", opens)
