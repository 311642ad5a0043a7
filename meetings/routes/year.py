"""The year: all meetings of a Convention or of both, what collides, what could be one journey, what has no day yet."""

from collections.abc import Sequence

from flask import Response, current_app, render_template, request
from flask_babel import gettext as _

from conventions.kinds import MEETING_KINDS
from conventions.models import Meeting
from conventions.naming import title_of
from conventions.registry import get_convention
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of
from meetings.queries.year import year_of
from meetings.routes.counter import blueprint, meeting_address
from meetings.rules.standing import standing
from meetings.rules.year import clashes, one_journey, strip

FIRST_YEAR, LAST_YEAR = 1997, 2099


@blueprint.get("/<convention:convention>/meetings")
@requires(Right.READ_REGISTERS)
def year(convention: str) -> str | Response:
    """`?year=2027`"""
    return _year_page(convention)


@blueprint.get("/meetings")
@requires(Right.READ_REGISTERS, anywhere=True)
def year_of_both() -> str | Response:
    """Of every Convention whose registers the person reads."""
    return _year_page("")


def _year_page(convention: str) -> str | Response:
    on = as_of()
    number = min(max(whole_number(request.args.get("year", "")) or on.year, FIRST_YEAR), LAST_YEAR)
    readable = [code for code in current_app.config["CONVENTIONS"] if may(Right.READ_REGISTERS, convention=code)]
    found = year_of(number, readable)
    listed = [each for each in found.dated if convention in ("", each.convention)]
    table = _table(listed, convention, number)
    title = _("Meetings of %(year)s", year=number)
    return export_response(table, title) or render_template(
        "meetings/year.html",
        convention_shown=convention,
        number=number,
        on=on,
        page=table_page(table),
        found=found,
        undated=[each for each in found.undated if convention in ("", each.convention)],
        strip=strip(number, found.bars, found.holidays),
        clashes=_sentences(clashes(found.entries, found.holidays, of=convention)),
        journeys=_sentences(one_journey(found.entries, of=convention)),
        codes=readable,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
    )


def _sentences(told: Sequence[str]) -> list[str]:
    return [each[0].upper() + each[1:] for each in told]


def _table(rows: Sequence[Meeting], convention: str, number: int) -> Table:
    on = as_of()

    def stands(row: Meeting) -> tuple[str, str]:
        found = standing(row.state.value, row.starts_on, row.ends_on, on=on)
        return found.word, found.meaning

    def kind(row: Meeting) -> str:
        known = MEETING_KINDS.get(row.kind)
        if known is None:
            return row.kind
        return title_of(get_convention(row.convention), known) if convention else known.title

    return Table(
        name=f"meetings-{convention.lower() or 'all'}-{number}",
        columns=(
            Column("name", _("Meeting"), lambda row: row.full_name, href=meeting_address),
            Column("short", _("Short name"), lambda row: row.short),
            Column(
                "convention", _("Convention"), lambda row: row.convention, filter=not convention, aside=bool(convention)
            ),
            Column("kind", _("Kind"), kind, filter=True),
            Column("first", _("First day"), lambda row: row.starts_on, kind="day"),
            Column("last", _("Last day"), lambda row: row.ends_on, kind="day"),
            Column("days", _("Days"), lambda row: (row.ends_on - row.starts_on).days + 1, kind="number"),
            Column("city", _("Place"), lambda row: row.city, filter=True),
            Column("held", _("Held"), lambda row: row.format, filter=True),
            Column("stands", _("State"), lambda row: stands(row)[0], filter=True, meaning=lambda row: stands(row)[1]),
            Column("presidency", _("Presidency"), lambda row: row.president or row.presidency_state, aside=True),
            Column("source", _("Source"), lambda row: row.source, aside=True),
            Column("confidence", _("Confidence"), lambda row: row.confidence, aside=True),
        ),
        rows=rows,
        noun=(_("meeting"), _("meetings")),
        sort="first",
        empty=(_("The calendar has no meeting in this year."), _("Add one, or prepare the year from the one before.")),
    )
