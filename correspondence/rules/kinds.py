"""Kinds of letters in the office's year: when each usually goes out, to whom, and where that is known from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from conventions.definitions import Convention
from conventions.meeting_order import MeetingOrder
from conventions.rules import annual_report_due_on
from core.wording import counted, day_in_words, list_in_words
from correspondence.rules.bodies import FORMS

REPORTING_DAY, MEETING_OPENS, MEETING_CLOSES, RECEIPT = "reporting day", "meeting opens", "meeting closes", "receipt"


@dataclass(frozen=True)
class UsualReminders:
    """template: slug/form. days_before, months_after: counted from the reporting day."""

    template: str
    condition: str
    days_before: tuple[int, ...] = ()
    months_after: int = 0

    @property
    def words(self) -> str:
        """ "30 and 7 days before the reporting day, then monthly, 3 times"; empty for none."""
        days = [str(each) for each in self.days_before]
        before = f"{list_in_words(days, 'EN')} days before the reporting day" if days else ""
        times = "once" if self.months_after == 1 else f"{self.months_after} times"
        after = f"monthly after it, {times}" if self.months_after else ""
        return ", then ".join(filter(None, (before, after)))


@dataclass(frozen=True)
class LetterKind:
    """One kind under one Convention. template: slug/form; empty: it is written elsewhere, by signed_by."""

    slug: str
    convention: str
    name: str
    months: str
    day: Mapping[str, Any]
    source: str
    template: str = ""
    audience: str = ""
    signed_by: str = ""
    reminders: UsualReminders | None = field(default=None)

    @property
    def form(self) -> str:
        return FORMS.get(self.template.partition("/")[2], "")


@dataclass(frozen=True)
class UsualDay:
    """The day of a kind in a year; None: it has none, or its meeting has no day yet. rule: in words."""

    day: date | None
    rule: str


def kinds_from(raw: Sequence[Mapping[str, Any]]) -> list[LetterKind]:
    """The kinds of a data file, one for each Convention that an entry names."""
    return [_kind(entry, convention) for entry in raw for convention in entry["conventions"]]


def usual_day(kind: LetterKind, year: int, convention: Convention, meetings: MeetingOrder) -> UsualDay:
    """The usual day in a calendar year; of a meeting, the one that opens (or closes) in that year."""
    if civil := kind.day.get("civil"):
        return UsualDay(date.fromisoformat(f"{year}-{civil}"), "The usual day of the office.")
    anchor, days = str(kind.day["anchor"]), int(kind.day.get("days", 0))
    if anchor == RECEIPT:
        return UsualDay(None, "When a report is received.")
    if anchor == REPORTING_DAY:
        due_on = annual_report_due_on(convention, year)
        told = f"{_counted(days)} the reporting day, {day_in_words(due_on, 'EN')}."
        return UsualDay(due_on + timedelta(days=days), told)
    opens = anchor == MEETING_OPENS
    found = [
        (day, meeting.short)
        for meeting in meetings.meetings
        if (day := meeting.opens_on if opens else meeting.closes_on) is not None and day.year == year
    ]
    verb = "opens" if opens else "closes"
    if not found:
        return UsualDay(None, f"{_counted(days)} the meeting of {year} {verb}; no day of it is known yet.")
    day, short = found[-1]
    return UsualDay(
        day + timedelta(days=days), f"{_counted(days)} the day on which the {short} {verb}, {day_in_words(day, 'EN')}."
    )


def _kind(entry: Mapping[str, Any], convention: str) -> LetterKind:
    rest = {key: value for key, value in entry.items() if key not in ("conventions", "reminders")}
    reminders = entry.get("reminders")
    planned = UsualReminders(**{**reminders, "days_before": tuple(reminders["days_before"])}) if reminders else None
    return LetterKind(convention=convention, reminders=planned, **rest)


def _counted(days: int) -> str:
    return f"{counted(abs(days), 'day', 'days')} {'before' if days < 0 else 'after'}"
