"""The calendar of letters of a year: each kind with its day, what became of it, and the way to prepare this year's."""

from collections.abc import Callable

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from core.clock import today
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import link
from correspondence.queries.kinds import KindRow, kind_rows
from correspondence.routes.counter import blueprint, campaign_address

FIRST_YEAR, LAST_YEAR = 1999, 2199


@blueprint.get("/<convention:convention>/letters/calendar")
@requires(Right.READ_LETTERS)
def letter_calendar(convention: str) -> str | Response:
    """`?year=`; without it the year of today."""
    this_year = today().year
    year = min(max(whole_number(request.args.get("year", "")) or this_year, FIRST_YEAR), LAST_YEAR)
    prepares = may(Right.DRAFT_LETTERS, convention=convention) and year == this_year
    table = Table(
        name=f"letter-calendar-{convention.lower()}-{year}",
        columns=(
            Column("day", _("Usual day"), lambda row: row.usual.day, kind="day"),
            Column("name", _("Letter"), lambda row: row.kind.name),
            Column("act", _("Prepare"), _act(prepares), href=lambda row: prepare_address(convention, row)),
            Column("sent", _("Written"), _became, href=_became_address),
            Column("signed_by", _("Signed by"), lambda row: row.signed_by, filter=True),
            Column("form", _("Form"), lambda row: row.kind.form, filter=True, aside=True),
            Column("reminders", _("Usual reminders"), lambda row: row.kind.reminders and row.kind.reminders.words),
            Column("months", _("Months"), lambda row: row.kind.months, aside=True),
            Column("rule", _("Why that day"), lambda row: f"{row.usual.rule} {row.not_working}".strip()),
            Column("audience", _("Audience"), lambda row: row.kind.audience, aside=True),
            Column("source", _("Source"), lambda row: row.kind.source, aside=True),
        ),
        rows=kind_rows(convention, year),
        noun=(_("kind of letter"), _("kinds of letters")),
        empty=(_("No kind of letter is known for this Convention."), ""),
    )
    return export_response(table, _("Calendar of letters %(year)s", year=year)) or render_template(
        "letters/calendar.html", convention=convention, year=year, this_year=this_year, page=table_page(table)
    )


def prepare_address(convention: str, row: KindRow) -> str | None:
    """The form of a new campaign, filled in; None for what is written elsewhere.

    Dated on the usual day where that is still to come this month or the next; else on the day it is drafted.
    """
    kind, on = row.kind, today()
    if not kind.template:
        return None
    ahead = row.usual.day is not None and 0 < (row.usual.day - on).days <= 45
    return link(
        "correspondence.new_campaign",
        convention=convention,
        template=kind.template,
        title=f"{kind.name} {on.year}",
        kind=kind.slug,
        audience=kind.audience,
        dated=row.usual.day if ahead else None,
    )


def _act(prepares: bool) -> Callable[[KindRow], str]:
    def words(row: KindRow) -> str:
        if not row.kind.template:
            return str(_("no template"))
        if not prepares:
            return ""
        return str(_("Another…") if row.campaigns else _("Prepare…"))

    return words


def _became(row: KindRow) -> str:
    """The newest campaign of the kind; how many there are where there are several."""
    if not row.campaigns:
        return ""
    campaign, letters = row.campaigns[-1]
    told = ngettext(
        "%(title)s: %(num)s letter, %(state)s",
        "%(title)s: %(num)s letters, %(state)s",
        letters,
        title=campaign.title,
        state=campaign.state,
    )
    return str(told) if len(row.campaigns) == 1 else f"{told} (+{len(row.campaigns) - 1})"


def _became_address(row: KindRow) -> str | None:
    return campaign_address(row.campaigns[-1][0]) if row.campaigns else None
