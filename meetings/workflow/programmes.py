"""The acts on programmes: a choice is opened, its options are described, one is adopted and its meetings stand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from conventions.days import Days
from conventions.kinds import kind_of
from conventions.models import Meeting, MeetingState
from conventions.naming import next_name
from conventions.queries import meetings_of
from conventions.registry import get_convention
from conventions.workflow import MeetingDescription, add_meeting, move_meeting
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import NotFound, RuleViolation
from core.seen.guard import check_seen
from core.tables import plain
from core.wording import counted, day_in_words
from meetings.models.programmes import OptionCost, OptionMeeting, OptionState, ProgrammeChoice, ProgrammeOption
from meetings.queries.programmes import Choice, Option, foreseen_of, get_choice
from meetings.rules.programmes import Foreseen, range_in_words
from meetings.workflow.next_year import taken_from


@dataclass(frozen=True)
class Adoption:
    """Of one meeting of the option: how many days it lasts and on which day it opens; None: not fixed yet."""

    opens_on: date | None
    length: int


def open_choice(
    convention: str, *, title: str, first_year: int, background: str, source: str, by: Actor
) -> ProgrammeChoice:
    """A choice without options yet; its name in addresses follows from its title."""
    get_convention(convention)
    slug = re.sub(r"[^a-z0-9]+", "-", plain(title)).strip("-")[:60]
    if not slug:
        raise RuleViolation("Give the choice a title with letters or figures.", field="title")
    choice = ProgrammeChoice(
        convention=convention,
        slug=slug,
        title=title.strip(),
        first_year=first_year,
        background=background.strip(),
        source=source.strip(),
    )
    db.session.add(choice)
    db.session.flush()
    record("programme:opened", ref_to_choice(choice), choice.title, by=by, first_year=first_year)
    return choice


def add_option(convention: str, slug: str, *, title: str, comments: str, by: Actor) -> ProgrammeOption:
    """One option more, with the next number, foreseeing nothing yet."""
    choice = hold_choice(convention, slug)
    option = ProgrammeOption(
        convention=convention,
        choice=slug,
        number=max((each.row.number for each in choice.options), default=0) + 1,
        title=title.strip(),
        comments=comments.strip(),
    )
    db.session.add(option)
    db.session.flush()
    record("programme:option-added", ref_to_choice(choice.row), choice.row.title, by=by, option=option.title)
    return option


def describe_option(
    convention: str, slug: str, number: int, *, title: str, comments: str, by: Actor, seen: str | None = None
) -> None:
    """Its title and what is said for and against it. seen: of the option when it was read; else WrittenMeanwhile."""
    choice, option = _open_option(convention, slug, number)
    check_seen(seen, option.seen, "this option")
    before = option.row.title
    option.row.title, option.row.comments = title.strip(), comments.strip()
    db.session.flush()
    record("programme:option-described", ref_to_choice(choice.row), choice.row.title, by=by, option=[before, title])


def foresee_meeting(
    convention: str, slug: str, number: int, wanted: Foreseen, *, city: str, payer: str, by: Actor
) -> OptionMeeting:
    """The option foresees one meeting more each year."""
    choice, option = _open_option(convention, slug, number)
    kind = kind_of(wanted.kind)
    if not 1 <= wanted.least <= wanted.most:
        raise RuleViolation("It lasts at least one day, and at most as long as you say.", field="most")
    if wanted.opens_on and wanted.opens_on.year != choice.row.first_year:
        raise RuleViolation(f"Propose a day of {choice.row.first_year}, the first year.", field="opens_on")
    meeting = OptionMeeting(
        convention=convention,
        choice=slug,
        option=number,
        position=max((each.position for each in option.meetings), default=0) + 1,
        kind=kind.key,
        days_least=wanted.least,
        days_most=wanted.most,
        sessions_a_day=wanted.sessions_a_day,
        opens_on=wanted.opens_on,
        city=city.strip(),
        languages=list(wanted.languages),
        payer=payer.strip(),
    )
    db.session.add(meeting)
    db.session.flush()
    told = {"option": option.row.title, "meeting": kind.title}
    record("programme:meeting-foreseen", ref_to_choice(choice.row), choice.row.title, by=by, **told)
    return meeting


def drop_meeting(convention: str, slug: str, number: int, position: int, *, by: Actor) -> None:
    """The option foresees it no more."""
    choice, option = _open_option(convention, slug, number)
    row = _one([each for each in option.meetings if each.position == position])
    db.session.delete(row)
    db.session.flush()
    told = {"option": option.row.title, "meeting": kind_of(row.kind).title}
    record("programme:meeting-dropped", ref_to_choice(choice.row), choice.row.title, by=by, **told)


def add_cost(
    convention: str, slug: str, number: int, *, what: str, payer: str, francs: int | None, source: str, by: Actor
) -> OptionCost:
    """A line of what the option costs each year."""
    choice, option = _open_option(convention, slug, number)
    cost = OptionCost(
        convention=convention,
        choice=slug,
        option=number,
        what=what.strip(),
        payer=payer.strip(),
        francs=francs,
        source=source.strip(),
    )
    db.session.add(cost)
    db.session.flush()
    told = {"option": option.row.title, "line": cost.what}
    record("programme:cost-added", ref_to_choice(choice.row), choice.row.title, by=by, **told)
    return cost


def drop_cost(convention: str, slug: str, number: int, cost_id: int, *, by: Actor) -> None:
    choice, option = _open_option(convention, slug, number)
    row = _one([each for each in option.costs if each.id == cost_id])
    db.session.delete(row)
    db.session.flush()
    told = {"option": option.row.title, "line": row.what}
    record("programme:cost-dropped", ref_to_choice(choice.row), choice.row.title, by=by, **told)


def adopt_option(
    convention: str,
    slug: str,
    number: int,
    meetings: Mapping[int, Adoption],
    *,
    decided_on: date,
    decision: str,
    by: Actor,
) -> list[Meeting]:
    """The meetings of the option stand in the calendar of the first year as planned; the other options stay on record.

    meetings: by position. RuleViolation where the year has a meeting of the kind already, or a length is not foreseen.
    """
    choice, option = _open_option(convention, slug, number)
    if not option.meetings:
        raise RuleViolation("The option foresees no meeting yet. Say first which meetings it has.")
    if not decision.strip():
        raise RuleViolation("Say which meeting decided it, and where that is written.", field="decision")
    for each in choice.options:
        each.row.state = OptionState.ADOPTED if each is option else OptionState.NOT_ADOPTED
        each.row.decided_on, each.row.decision = decided_on, decision.strip()
    made = [_made(choice, each, meetings[each.position], by=by) for each in option.meetings]
    db.session.flush()
    told = {"option": option.row.title, "meetings": ", ".join(each.short for each in made)}
    record("programme:adopted", ref_to_choice(choice.row), choice.row.title, by=by, decision=decision.strip(), **told)
    return made


def hold_choice(convention: str, slug: str) -> Choice:
    """The choice while it is open; nobody else changes it until this transaction ends."""
    db.session.scalars(
        select(ProgrammeChoice)
        .where(ProgrammeChoice.convention == convention, ProgrammeChoice.slug == slug)
        .with_for_update()
    ).one_or_none()
    choice = get_choice(convention, slug)
    if adopted := choice.adopted:
        raise RuleViolation(
            f"Option {adopted.row.number} was adopted on {_told(adopted.row.decided_on)}; the choice is made."
        )
    return choice


def ref_to_choice(row: ProgrammeChoice) -> Ref:
    return Ref("programme", str(row.id))


def _open_option(convention: str, slug: str, number: int) -> tuple[Choice, Option]:
    choice = hold_choice(convention, slug)
    return choice, choice.option(number)


def _made(choice: Choice, row: OptionMeeting, wanted: Adoption, *, by: Actor) -> Meeting:
    """The meeting of the first year, or the one that waits in the calendar without days."""
    convention, year, kind = choice.row.convention, choice.row.first_year, kind_of(row.kind)
    if not row.days_least <= wanted.length <= row.days_most:
        raise RuleViolation(
            f"The {kind.title} would last {counted(wanted.length, 'day', 'days')}; the option foresees "
            f"{range_in_words(row.days_least, row.days_most, 'day', 'days')}."
        )
    if wanted.opens_on and wanted.opens_on.year != year:
        raise RuleViolation(f"The {kind.title} opens in {year}, the first year of the programme.")
    known = meetings_of(convention)
    meetings = [each for each in known if each.state is not MeetingState.CANCELLED]
    in_year = [each for each in meetings if each.starts_on and each.starts_on.year == year]
    if there := taken_from(in_year, kind.key, ""):
        raise RuleViolation(
            f"The calendar of {year} has the {there.short} already, {Days(there.starts_on, there.ends_on).in_words}. "
            "Move that one instead."
        )
    foreseen = foreseen_of(row)
    days = Foreseen(**{**vars(foreseen), "opens_on": wanted.opens_on}).days(wanted.length)
    if waiting := taken_from([each for each in meetings if each.starts_on is None], kind.key, ""):
        if days.starts_on:
            move_meeting(convention, waiting.short, days, reason=f"Adopted: {choice.row.title}.", by=by)
        return waiting
    name = next_name(get_convention(convention), kind, [each.short for each in known], year=year)
    description = MeetingDescription(
        full_name=name.full,
        kind=kind.key,
        city=row.city,
        host_state="CHE" if row.city == "Geneva" else "",
        languages=list(row.languages),
        notes=f"From the programme adopted: {choice.row.title}.",
    )
    return add_meeting(convention, name.short, description, days, by=by)


def _told(day: date | None) -> str:
    return day_in_words(day, "EN") if day else "a day that is not known"


def _one(rows: Sequence[Any]) -> Any:
    if not rows:
        raise NotFound("The option has no such line any more.")
    return rows[0]
