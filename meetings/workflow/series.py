"""The acts on series of committee meetings: planned, one day moved or left out, ended."""

from datetime import date, time

from core.audit.workflow import Actor, record
from core.civil import instant_of
from core.db import Ref, db
from core.errors import RuleViolation
from core.ical.entries import Unit
from core.wording import day_in_words
from meetings.models.series import MeetingSeries, SeriesDay
from meetings.queries.series import find_day, moved_across
from meetings.rules.series import SeriesPlan, check_series, days_of, in_words, place_in_month


def plan_series(convention: str, body: str, plan: SeriesPlan, *, by: Actor) -> MeetingSeries:
    """The body meets by this rule; on its first day, and as often as it falls until the last."""
    check_series(plan)
    series = MeetingSeries(
        convention=convention,
        body=body,
        title=plan.title.strip(),
        first_on=plan.first_on,
        last_on=plan.last_on,
        starts=plan.starts,
        ends=plan.ends,
        zone=plan.zone,
        unit=plan.unit,
        every=plan.every,
        place=place_in_month(plan.first_on) if plan.unit is Unit.MONTH else 0,
        room=plan.room.strip(),
        changed_at=by.at,
    )
    db.session.add(series)
    db.session.flush()
    rule = in_words(plan.first_on, plan.unit, plan.every, last=plan.last_on)
    record("series:planned", ref_to_series(series), series.title, by=by, rule=rule)
    return series


def move_day(
    series: MeetingSeries, day: date, *, to_day: date, starts: time, ends: time, reason: str, by: Actor
) -> None:
    """The meeting of that day is held on another, or at another hour; the others stay as they are."""
    _hold(series)
    if ends <= starts:
        raise RuleViolation(f"The meeting would end at {ends:%H:%M}, not after its start.", field="ends")
    instant_of(to_day, starts, series.zone)
    if (to_day, starts, ends) == (day, series.starts, series.ends):
        raise RuleViolation("It is held then already. Choose another day or hour.", field="to_day")
    _keep(series, day, to_day, starts, ends, reason, by)
    record(
        "series:day-moved", ref_to_series(series), series.title, by=by, day=[_told(day), _told(to_day)], reason=reason
    )


def leave_out_day(series: MeetingSeries, day: date, *, reason: str, by: Actor) -> None:
    """On that day it is not held; the others stay as they are."""
    _hold(series)
    _keep(series, day, None, None, None, reason, by)
    record("series:day-left-out", ref_to_series(series), series.title, by=by, day=_told(day), reason=reason)


def put_back_day(series: MeetingSeries, day: date, *, by: Actor) -> None:
    """The meeting of that day is held then, at its usual hours, whatever was said of it before."""
    _hold(series)
    otherwise = find_day(series, day)
    if otherwise is None or day > series.last_on:
        raise RuleViolation(f"“{series.title}” is as usual on {_told(day)}: there is nothing to put back.")
    told = {"day": _told(day), "was": _told(otherwise.to_day) if otherwise.to_day else "left out"}
    db.session.delete(otherwise)
    _changed(series, by)
    record("series:day-put-back", ref_to_series(series), series.title, by=by, **told)


def end_series(series: MeetingSeries, *, last_on: date, by: Actor) -> None:
    """It is not held after that day any more; a meeting moved to a later day is left out.

    RuleViolation where one of later was moved to before the end: calendars cannot tell of it any more.
    """
    _hold(series)
    if not series.first_on <= last_on < series.last_on:
        raise RuleViolation(
            f"Choose a day from {_told(series.first_on)} on, before {_told(series.last_on)}.", field="last_on"
        )
    for each in moved_across(series, last_on):
        if each.day > last_on:
            raise RuleViolation(
                f"The meeting of {_told(each.day)} was moved to {_told(each.to_day or each.day)}, before the end. "
                f"End the series on {_told(each.day)} or later, or leave that meeting out first.",
                field="last_on",
            )
        each.to_day = each.starts = each.ends = None
        each.reason, each.changed_at = f"The meetings end on {_told(last_on)}.", by.at
        each.sequence += 1
    before, series.last_on = series.last_on, last_on
    _changed(series, by)
    record("series:ended", ref_to_series(series), series.title, by=by, last_day=[_told(before), _told(last_on)])


def ref_to_series(series: MeetingSeries) -> Ref:
    return Ref("series", str(series.id))


def _keep(
    series: MeetingSeries,
    day: date,
    to_day: date | None,
    starts: time | None,
    ends: time | None,
    reason: str,
    by: Actor,
) -> None:
    if day not in days_of(series.first_on, series.last_on, series.unit, series.every):
        raise RuleViolation(f"“{series.title}” does not fall on {_told(day)}.")
    if not reason.strip():
        raise RuleViolation("Say why: whoever takes part asks.", field="reason")
    otherwise = find_day(series, day)
    if otherwise is None:
        otherwise = SeriesDay(series_id=series.id, day=day, sequence=series.sequence)
        db.session.add(otherwise)
    otherwise.to_day, otherwise.starts, otherwise.ends = to_day, starts, ends
    otherwise.reason, otherwise.changed_at = reason.strip(), by.at
    otherwise.sequence += 1
    _changed(series, by)


def _hold(series: MeetingSeries) -> None:
    """Nobody else changes it until this transaction ends."""
    db.session.refresh(series, with_for_update=True)


def _changed(series: MeetingSeries, by: Actor) -> None:
    """Its calendars hear of it under the same name."""
    series.sequence += 1
    series.changed_at = by.at
    db.session.flush()


def _told(day: date) -> str:
    return day_in_words(day, "EN")
