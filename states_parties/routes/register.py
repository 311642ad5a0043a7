"""The register of States under one Convention, as of a day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.registry import get_convention
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of, link
from states_parties.queries.registers import RegisterRow, register_rows
from states_parties.routes.counter import blueprint, doubt, doubt_meaning, known_day, state_address, state_addresses
from states_parties.rules.standing import Standing

UNDATED = "day of deposit not documented"
BOUND_BY_DEPOSIT = (Standing.STATE_PARTY, Standing.NOT_YET_IN_FORCE)
MEANINGS = {Standing.STATE_PARTY: "done", Standing.NOT_YET_IN_FORCE: "soon", Standing.WITHDRAWN: "private"}


@blueprint.get("/<convention:convention>/states")
@requires(Right.READ_REGISTERS)
def register(convention: str) -> str | Response:
    """`?deposited=yes` leaves the States bound by a deposited instrument, in force or not yet."""
    on = as_of()
    rows = register_rows(convention, on=on)
    deposited_only = request.args.get("deposited") == "yes"
    shown = [row for row in rows if row.standing in BOUND_BY_DEPOSIT] if deposited_only else rows
    table = _table(convention, shown)
    title = _("States under the %(convention)s", convention=convention)
    return export_response(table, title) or render_template(
        "states_parties/register.html",
        definition=get_convention(convention),
        on=on,
        page=table_page(table),
        counts=_counts(convention, rows),
        undated=[(row.name, state_address(convention, row.slug)) for row in rows if row.note],
        deposited_only=deposited_only,
    )


def standing_in_words(row: RegisterRow) -> str:
    """A State whose day of deposit is not known is neither a State Party nor passed off as a State not party."""
    return UNDATED if row.note else row.standing.value


def _table(convention: str, rows: Sequence[RegisterRow]) -> Table:
    open_articles = {row.iso3: tuple(each.article for each in row.open) for row in rows}
    words = {articles: _articles_in_words(articles) for articles in set(open_articles.values())}
    return Table(
        name=f"states-{convention.lower()}",
        columns=(
            Column("state", _("State"), lambda row: row.name, href=state_addresses(convention)),
            Column("standing", _("Standing"), standing_in_words, filter=True, meaning=_standing_meaning),
            Column("since", _("Since"), lambda row: row.since, kind="day"),
            Column("region", _("Region"), lambda row: row.region, filter=True),
            Column("open", _("Open obligations"), lambda row: words[open_articles[row.iso3]], filter=True),
            Column("deadline", _("Nearest deadline"), lambda row: row.earliest_deadline, kind="day"),
            Column("report", _("Last report on record"), _last_report, kind="day", meaning=_last_report_in_words),
            Column("language", _("Letters in"), lambda row: row.language, filter=True),
            Column("confidence", _("Confidence"), _doubt, filter=True, meaning=doubt_meaning),
        ),
        rows=rows,
        noun=(_("State"), _("States")),
        sort="state",
        empty=(
            _("The registers are not loaded yet."),
            _("Run “flask registers load”, or start the office with “python3 dev.py run”."),
        ),
    )


def _counts(convention: str, rows: Sequence[RegisterRow]) -> list[tuple[int, str, str]]:
    """Number, address of its list, words."""
    found = Counter(standing_in_words(row) for row in rows)
    deposited = sum(found[standing.value] for standing in BOUND_BY_DEPOSIT)
    return [
        (
            parties := found[Standing.STATE_PARTY],
            _of(convention, Standing.STATE_PARTY),
            ngettext("State Party in force", "States Parties in force", parties),
        ),
        (found[Standing.NOT_YET_IN_FORCE], _of(convention, Standing.NOT_YET_IN_FORCE), _("not yet in force")),
        (deposited, link("states_parties.register", convention=convention, deposited="yes"), _("deposited")),
        (
            signatories := found[Standing.SIGNATORY],
            _of(convention, Standing.SIGNATORY),
            ngettext("signatory", "signatories", signatories),
        ),
        (found[Standing.NOT_PARTY], _of(convention, Standing.NOT_PARTY), _("not party")),
        (found[Standing.WITHDRAWN], _of(convention, Standing.WITHDRAWN), _("withdrawn")),
    ]


def _of(convention: str, standing: Standing) -> str:
    return link("states_parties.register", convention=convention, standing=standing.value)


def _standing_meaning(row: RegisterRow) -> str:
    return "soon" if row.note else MEANINGS.get(row.standing, "neutral")


def _articles_in_words(articles: Sequence[str]) -> str:
    if not articles:
        return ""
    if len(articles) == 1:
        return _("Article %(number)s", number=articles[0])
    return _("Articles %(numbers)s", numbers=" + ".join(articles))


def _last_report(row: RegisterRow) -> date | None:
    return row.last_report.received_on if row.last_report else None


def _last_report_in_words(row: RegisterRow) -> str:
    return known_day(row.last_report.received_on, row.last_report.precision) if row.last_report else ""


def _doubt(row: RegisterRow) -> str:
    """Of what the row shows: the standing and the nearest deadline, the less certain of them."""
    nearest = row.earliest_deadline
    return doubt(row.sourcing, *(each.sourcing for each in row.open if nearest and each.deadline == nearest))
