"""All requests of a Convention, or of one meeting, as a board by phase and as a list that filters, sorts and saves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.meeting_order import MeetingOrder
from conventions.queries import meeting_order
from core.clock import today
from core.permissions import Right, requires
from core.tables import Column, Table, TablePage, arrange, export_response, table_page
from core.web import link
from extension_requests.queries.lines import Line, lines
from extension_requests.routes.counter import address_of, blueprint
from extension_requests.rules.ahead import Phase

MOST_CARDS = 12  # in one column of the board; the list below has them all
NONE = "none"  # as in the address: requests that no meeting is to consider


@dataclass(frozen=True)
class BoardColumn:
    """count: under the filters of the page; href opens the list of them. cards: the first of them."""

    phase: Phase
    count: int
    href: str
    cards: Sequence[Line]


@dataclass(frozen=True)
class MeetingChip:
    label: str
    count: int
    href: str
    current: bool


@blueprint.get("/<convention:convention>/requests")
@requires(Right.READ_REGISTERS)
def requests(convention: str) -> ResponseReturnValue:
    """`?meeting=25MSP` chooses one, `?format=csv` or `xlsx` saves the list."""
    order = meeting_order(convention)
    found = lines(convention, on=today(), order=order)
    chosen = _chosen(found)
    table = _table([each for each in found if chosen is None or each.row.meeting == chosen])
    if saved := export_response(table, _("Extension requests, %(convention)s", convention=convention)):
        return saved
    page = table_page(table)
    return render_template(
        "extension_requests/requests.html",
        page=page,
        board=_board(page, arrange(table)),
        chips=_chips(convention, found, order, chosen),
        meeting=order.find(chosen) if chosen else None,
        address_of=address_of,
    )


def _chosen(found: Sequence[Line]) -> str | None:
    """The short name of the meeting in the address, "" for none yet; None for all, also where it is asked wrongly."""
    asked = request.args.get("meeting", "").strip().upper()
    known = {each.row.meeting for each in found}
    if asked == NONE.upper():
        return ""
    return asked if asked and asked in known else None


def _chips(convention: str, found: Sequence[Line], order: MeetingOrder, chosen: str | None) -> Sequence[MeetingChip]:
    """All, and each meeting that considers any, in the order of meetings."""

    def chip(label: str, count: int, current: bool, **asked: str) -> MeetingChip:
        return MeetingChip(label, count, link("extension_requests.requests", convention=convention, **asked), current)

    counted = {
        short: sum(each.row.meeting == short for each in found) for short in {each.row.meeting for each in found}
    }
    shorts = [each.short for each in order.meetings if each.short in counted]
    return [
        chip(_("all meetings"), len(found), chosen is None),
        *(chip(short, counted[short], chosen == short, meeting=short) for short in shorts),
        *([chip(_("no meeting yet"), counted[""], chosen == "", meeting=NONE)] if "" in counted else []),
    ]


def _board(page: TablePage, shown: Sequence[Line]) -> Sequence[BoardColumn]:
    """Of the requests that meet the filters; a column that a filter shuts out still counts what it would have.

    Cards by the day of the next act, then by deadline.
    """
    [by_phase] = [each for each in page.filters if each.key == "phase"]
    chips = {chip.label: chip for chip in by_phase.chips}
    ordered = sorted(shown, key=lambda each: (each.next_on or date.max, each.row.deadline))
    return [
        BoardColumn(
            phase,
            chips[phase.value].count if phase.value in chips else 0,
            f"{chips[phase.value].href}#requests" if phase.value in chips else "",
            [each for each in ordered if each.phase is phase][:MOST_CARDS],
        )
        for phase in Phase
    ]


def _table(found: Sequence[Line]) -> Table:
    def page_of(line: Any) -> str:
        return link("extension_requests.dossier", **address_of(line.row, line.row.slug))

    return Table(
        "requests",
        [
            Column("state", _("State"), lambda line: line.row.list_en, href=page_of),
            Column("article", _("Article"), lambda line: line.row.article, filter=True),
            Column("number", _("Request"), lambda line: line.row.number, kind="number"),
            Column("phase", _("Phase"), lambda line: line.phase.value, filter=True, aside=True),
            Column("stands", _("Stands"), lambda line: line.row.state.value, filter=True),
            Column("meeting", _("Meeting"), lambda line: line.row.meeting or _("none yet")),
            Column("deadline", _("Deadline"), lambda line: line.row.deadline, kind="day"),
            Column("asked", _("Asked until"), lambda line: line.row.asked_until, kind="day"),
            Column("next", _("Next"), lambda line: line.next_words),
            Column("who", _("By whom"), lambda line: line.next_who, filter=True),
            Column("by", _("By"), lambda line: line.next_on, kind="day"),
            Column("flags", _("Marked"), lambda line: ", ".join(each.word for each in line.marks)),
        ],
        found,
        noun=(_("request"), _("requests")),
        empty=(
            _("No extension request is dealt with."),
            _("A dossier is opened by itself when a deadline comes near."),
        ),
    )
