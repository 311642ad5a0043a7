"""What the registers put into a calendar: deadlines of States Parties, and the day on which annual reports are due."""

from datetime import date

from flask import url_for

from conventions.registry import get_convention
from conventions.rules import annual_report_due_on
from core.ical.entries import CalendarEntry
from states_parties.queries.registers import DeadlineRow, deadline_rows

YEARS_AROUND = 1  # Office practice: reports are due this year, the year before and the year after


def deadline_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """Open deadlines that may be quoted to their State, as the registers hold them on the day."""
    return [_deadline(convention, row) for row in deadline_rows(convention, on=on) if row.obligation.dated]


def report_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """The day on which the annual reports of all States Parties are due, in the years around the day."""
    years = range(on.year - YEARS_AROUND, on.year + YEARS_AROUND + 1)
    return [_reports_due(convention, year) for year in years]


def _deadline(convention: str, row: DeadlineRow) -> CalendarEntry:
    assert row.obligation.deadline is not None
    granted = f" Given by the {row.obligation.granted_at}." if row.obligation.granted_at else ""
    return CalendarEntry(
        uid=f"deadline-{convention}-{row.iso3}-{row.obligation.key}@chancery".lower(),
        day=row.obligation.deadline,
        title=f"{convention}: deadline of {row.name}, Article {row.obligation.article}",
        description=f"{row.obligation.title}.{granted}",
        address=url_for("desk.state", convention=convention, slug=row.slug, _external=True),
        categories=(convention, "deadline"),
    )


def _reports_due(convention: str, year: int) -> CalendarEntry:
    definition = get_convention(convention)
    return CalendarEntry(
        uid=f"annual-reports-{convention}-{year}@chancery".lower(),
        day=annual_report_due_on(definition, year),
        title=f"{convention}: annual reports due",
        description=f"Article 7 reports that cover {year - 1}, of every State Party.",
        address=url_for("states_parties.reports", convention=convention, _external=True),
        categories=(convention, "deadline"),
    )
