"""What was asked and granted over the years, and whether the requests on file give the deadlines in the registers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of, link
from extension_requests.queries.chains import Chain, chains
from extension_requests.queries.on_file import RequestOnFile, requests_on_file
from extension_requests.queries.overview import RISK_EDUCATION, WORK_PLAN, Share, items_held, share, tallies
from extension_requests.routes.counter import blueprint
from extension_requests.rules.chains import Agreement
from extension_requests.rules.findings import Finding

OSLO_ACTION_PLAN = "APMBC"  # the Convention whose action plan counts requests


@dataclass(frozen=True)
class Indicator:
    """number: as in the action plan. href: the list of those counted, and of all it is counted from."""

    number: str
    words: str
    share: Share
    href: str


@dataclass(frozen=True)
class Row:
    """A request with what is held of its plans. work_plan, risk_education: yes, no or not read."""

    request: RequestOnFile
    work_plan: str
    risk_education: str

    @property
    def time(self) -> str:
        return {True: _("late"), False: _("in time"), None: _("not known")}[self.request.late]


@blueprint.get("/<convention:convention>/requests/overview")
@requires(Right.READ_REGISTERS)
def overview(convention: str) -> ResponseReturnValue:
    """`?format=csv` or `xlsx` saves the list."""
    found = requests_on_file(convention)
    rows = _rows(convention, found)
    table = _table(convention, rows)
    if saved := export_response(table, _("Requests on file, %(convention)s", convention=convention)):
        return saved

    def listed(**asked: str) -> str:
        return f"{link('extension_requests.overview', convention=convention, **asked)}#requests-on-file"

    return render_template(
        "extension_requests/overview.html",
        tallies=tallies(found),
        indicators=_indicators(rows, listed) if convention == OSLO_ACTION_PLAN else [],
        page=table_page(table),
        listed=listed,
    )


@blueprint.get("/<convention:convention>/requests/deadlines")
@requires(Right.READ_REGISTERS)
def chains_of_deadlines(convention: str) -> ResponseReturnValue:
    """Each obligation with its requests replayed; `?format=csv` or `xlsx` saves the list."""
    table = _chains_table(convention, chains(convention, on=as_of()))
    if saved := export_response(table, _("Deadlines and requests, %(convention)s", convention=convention)):
        return saved
    return render_template("extension_requests/chains.html", page=table_page(table))


def _rows(convention: str, found: Sequence[RequestOnFile]) -> Sequence[Row]:
    held: Mapping[int, Mapping[str, Finding | None]] = {}
    if convention == OSLO_ACTION_PLAN:
        held = items_held(convention, "5", (WORK_PLAN, RISK_EDUCATION))
    return [
        Row(each, *(_word(held.get(each.dossier or 0, {}).get(code)) for code in (WORK_PLAN, RISK_EDUCATION)))
        for each in found
    ]


def _word(finding: Finding | None) -> str:
    if finding is None:
        return _("not read")
    return _("yes") if finding is Finding.MET else _("no")


def _indicators(rows: Sequence[Row], listed: Any) -> Sequence[Indicator]:
    """Of all requests on file; the filters of the list narrow them to a meeting or a year."""

    def of(values: Sequence[str]) -> Share:
        return share([None if value == _("not read") else value == _("yes") for value in values])

    return [
        Indicator(
            "23.1",
            _("requests that include a detailed, costed plan of several years"),
            of([each.work_plan for each in rows]),
            listed(work_plan=_("yes")),
        ),
        Indicator(
            "23.2",
            _("requests submitted in line with the agreed process: by 31 March of the year of the meeting"),
            share([None if each.request.late is None else not each.request.late for each in rows]),
            listed(time=_("in time")),
        ),
        Indicator(
            "24.1",
            _("requests that include suitable plans for risk education and reduction"),
            of([each.risk_education for each in rows]),
            listed(risk_education=_("yes")),
        ),
    ]


def _table(convention: str, rows: Sequence[Row]) -> Table:
    def page_of(row: Any) -> str:
        each = row.request
        if each.dossier is None:
            return link("desk.state", convention=convention, slug=each.slug)
        return link(
            "extension_requests.dossier",
            convention=convention,
            article=each.article,
            slug=each.slug,
            number=each.number,
        )

    plans = [
        Column("work_plan", _("Costed plan"), lambda row: row.work_plan, filter=True),
        Column("risk_education", _("Risk education plan"), lambda row: row.risk_education, filter=True),
    ]
    return Table(
        "requests-on-file",
        [
            Column("state", _("State"), lambda row: row.request.name, href=page_of),
            Column("article", _("Article"), lambda row: row.request.article, filter=True),
            Column("number", _("Request"), lambda row: row.request.number, kind="number"),
            Column("meeting", _("Meeting"), lambda row: row.request.meeting_short or _("none yet"), filter=True),
            Column("year", _("Year"), lambda row: str(row.request.year or ""), filter=True, aside=True),
            Column("received", _("Received"), lambda row: row.request.received_on, kind="day"),
            Column("due", _("Due"), lambda row: row.request.due_on, kind="day", aside=True),
            Column("time", _("In time"), lambda row: row.time, filter=True),
            Column("deadline", _("Deadline before"), lambda row: row.request.deadline, kind="day"),
            Column("asked", _("Asked until"), lambda row: row.request.asked_until, kind="day", aside=True),
            Column("asked_months", _("Months asked"), lambda row: row.request.asked_months, kind="number"),
            Column("outcome", _("Outcome"), lambda row: row.request.outcome, filter=True),
            Column("until", _("Granted until"), lambda row: row.request.granted_until, kind="day"),
            Column("months", _("Months granted"), lambda row: row.request.granted_months, kind="number"),
            *(plans if convention == OSLO_ACTION_PLAN else ()),
            Column("source", _("Source"), lambda row: row.request.source, aside=True),
            Column("confidence", _("Confidence"), lambda row: row.request.confidence, filter=True, aside=True),
            Column("notes", _("Notes"), lambda row: row.request.notes, aside=True),
        ],
        rows,
        noun=(_("request on file"), _("requests on file")),
        empty=(_("No request is on file."), _("Requests appear here once they are registered.")),
        page_size=100,
    )


def _chains_table(convention: str, found: Sequence[Chain]) -> Table:
    meanings = {Agreement.AGREES: "done", Agreement.OPEN: "soon", Agreement.DIFFERS: "late"}
    return Table(
        "chains",
        [
            Column(
                "state",
                _("State"),
                lambda chain: chain.name,
                href=lambda chain: link("desk.state", convention=convention, slug=chain.slug),
            ),
            Column("article", _("Article"), lambda chain: chain.article, filter=True),
            Column("requests", _("Requests"), lambda chain: len(chain.requests), kind="number"),
            Column(
                "initial",
                _("Initial deadline"),
                lambda chain: chain.obligation.initial_deadline if chain.obligation else None,
                kind="day",
            ),
            Column("gives", _("The requests give"), lambda chain: chain.replayed.gives, kind="day"),
            Column(
                "register",
                _("The register has"),
                lambda chain: chain.obligation.deadline if chain.obligation else None,
                kind="day",
            ),
            Column(
                "agreement",
                _("Together"),
                lambda chain: chain.replayed.agreement.value,
                filter=True,
                meaning=lambda chain: meanings[chain.replayed.agreement],
            ),
            Column("why", _("Why"), lambda chain: " ".join(chain.replayed.remarks)),
        ],
        found,
        noun=(_("obligation"), _("obligations")),
        empty=(_("No request is on file."), _("Requests appear here once they are registered.")),
    )
