"""Issuing a version of the agenda or of the timetable; telling those whom a new timetable concerns."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from conventions.models import Meeting
from conventions.registry import get_convention
from conventions.workflow import hold_standing_meeting, ref_to_meeting
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.workflow.mailings import make_mailing
from core.web import whole_address
from correspondence.queries.people import Person
from meetings.models.releases import Plan, Release
from meetings.queries.agenda import agenda_of
from meetings.queries.clashes import warnings_of
from meetings.queries.papers import meetings_by_series, series_of_papers
from meetings.queries.releases import (
    agenda_entries,
    concerned_by,
    differences_to,
    newest_release,
    timetable_entries,
)
from meetings.queries.timetable import timetable_of
from meetings.rules.symbols import check_of_meeting, parse_symbol
from meetings.rules.versions import Difference, Kind

OF_USE = timedelta(days=14)  # after that the notice of a version is no news any more. Office practice


def release_agenda(meeting: Meeting, *, name: str, symbol: str, seen: int, by: Actor) -> Release:
    """The present agenda is a version of its own; items added from now on are late.

    seen: the number of the version that was the newest when the difference was read, 0 for none.
    """
    hold_standing_meeting(meeting.convention, meeting.short)
    entries = agenda_entries(agenda_of(meeting.id))
    if not entries:
        raise RuleViolation("The agenda has no item to be issued.")
    _check_symbol(meeting, symbol)
    return _released(meeting, Plan.AGENDA, entries, name=name, symbol=symbol, seen=seen, by=by)


def release_timetable(
    meeting: Meeting,
    *,
    name: str,
    symbol: str,
    seen: int,
    warnings_seen: Sequence[str],
    tell: bool,
    most_a_day: int,
    on: date,
    by: Actor,
) -> Release:
    """The present timetable is a version of its own, and those concerned by the difference are told where wanted.

    warnings_seen: those the person acknowledged; refused where others stand against the timetable now.
    """
    hold_standing_meeting(meeting.convention, meeting.short)
    timetable = timetable_of(meeting.id)
    entries = timetable_entries(timetable)
    if not entries:
        raise RuleViolation("The timetable has nothing to be issued.")
    _check_symbol(meeting, symbol)
    standing = warnings_of(meeting, timetable, most_a_day=most_a_day)
    if fresh := [each for each in standing if each not in warnings_seen]:
        raise RuleViolation(f"Not acknowledged yet: {' '.join(fresh)}", field="acknowledged")
    release = _released(meeting, Plan.TIMETABLE, entries, name=name, symbol=symbol, seen=seen, by=by)
    release.warnings_seen = standing
    if tell:
        differences = [Difference.from_json(each) for each in release.difference]
        release.told = _tell(meeting, release, concerned_by(meeting, timetable, differences, on=on), by=by)
    db.session.flush()
    return release


def _released(
    meeting: Meeting,
    plan: Plan,
    entries: Sequence[Mapping[str, Any]],
    *,
    name: str,
    symbol: str,
    seen: int,
    by: Actor,
) -> Release:
    before = newest_release(meeting.id, plan)
    number = before.number if before else 0
    if number != seen:
        raise RuleViolation(f"Version {number} was issued in the meantime. Look at the difference to it first.")
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise RuleViolation("Give the version a name of up to 120 characters.", field="name")
    differences = differences_to(before, plan, entries)
    if before and not differences:
        raise RuleViolation(f"Nothing differs from version {number}.")
    release = Release(
        meeting_id=meeting.id,
        plan=plan,
        number=number + 1,
        name=name,
        symbol=symbol,
        entries=list(entries),
        difference=[each.to_json() for each in differences],
        released_at=by.at,
        released_by=by.name,
    )
    db.session.add(release)
    db.session.flush()
    told = {kind.value: sum(each.kind is kind for each in differences) or None for kind in Kind}
    record(f"{plan.value}:released", ref_to_meeting(meeting), meeting.full_name, by=by, version=number + 1, **told)
    return release


def _check_symbol(meeting: Meeting, symbol: str) -> None:
    """A symbol of this meeting, or none."""
    if not symbol:
        return
    wanted = parse_symbol(get_convention(meeting.convention), symbol)
    if series := series_of_papers(meeting):
        check_of_meeting(wanted, series, meeting.short, meetings_by_series(meeting.convention))


def _tell(meeting: Meeting, release: Release, people: Mapping[Person, Sequence[Difference]], *, by: Actor) -> int:
    if not people:
        return 0
    subject = f"{meeting.full_name}: programme of work, version {release.number}"
    mailing = make_mailing(NOTICE.name, subject[:200], meeting.convention, by.at, by.at + OF_USE, False, by)
    whole = whole_address("meetings.programme", convention=meeting.convention, meeting=meeting.short)
    for person, differences in people.items():
        text = (
            f"Version {release.number} of the programme of work ({release.name}) has been issued. "
            "It concerns you in the following:\n\n"
            + "\n".join(f"- {_in_words(each)}" for each in differences)
            + f"\n\nThe whole programme: {whole}\n"
        )
        put_out_notice(mailing, f"release-{release.id}", person.address, person.name, subject=subject, text=text)
    return len(people)


def _in_words(difference: Difference) -> str:
    words = {
        Kind.NEW: f"{difference.name}: {difference.after}",
        Kind.MOVED: f"{difference.name}: now {difference.after}; before, {difference.before}",
        Kind.DROPPED: f"{difference.name}: no longer in the programme",
        Kind.CHANGED: f"{difference.before} is now: {difference.after}",
    }
    return words[difference.kind]
