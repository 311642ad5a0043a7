"""The first page of a Convention, and the page of a State: read-only, across packages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from committees.queries.bodies import bodies_by_slug
from committees.queries.elections import WARNED_MONTHS, MeetingLine, ending_soon, next_election
from committees.queries.of_a_state import offices_of_state
from committees.queries.offices import Offices
from committees.queries.sight import files_closed_to
from committees.queries.work import PlannedTask, all_tasks
from conventions.registry import get_convention
from conventions.rules import next_annual_report_due_on
from core.audit.queries import Sought, history_of, newest_found
from core.clock import now, today
from core.db import Ref
from core.look.navigation import present_convention
from core.periods import add_months
from core.permissions import Right, grants_by_office, may, requires
from core.web import as_of, link
from correspondence.queries.history import Written, correspondence_with
from correspondence.queries.kinds import campaigns_of_year
from correspondence.queries.sight import readable_by
from correspondence.queries.under_way import UnderWay, under_way
from desk.grammar import in_sentences
from desk.reasons import reason_for, years_in_words
from desk.requests_due import requests_due
from desk.waiting import letters_for_you
from extension_requests.queries.lines import lines
from extension_requests.queries.past import requests_of
from states_parties.queries.history import state_history
from states_parties.queries.registers import deadline_rows, standing_counts
from states_parties.rules.deadlines import ObligationSituation
from states_parties.rules.standing import Standing

blueprint = Blueprint("desk", __name__)
MONTHS_AHEAD = 12
RECENT = 12
MOST_TASKS = 8
TAILORED = "article-7"  # of the calendar of letters
_Told = TypeVar("_Told", UnderWay, Written)


@dataclass(frozen=True)
class Due:
    """What stands on the desk of deadlines. coming: until `until`; undecided: extension decisions not documented."""

    until: date
    coming: Sequence[Any]
    passed: Sequence[Any]
    undecided: int
    open: int


@dataclass(frozen=True)
class Waiting:
    """Tasks of bodies that are overdue or due within thirty days: the first of them, each with its body; and all."""

    tasks: Sequence[tuple[PlannedTask, Any]]
    total: int


@dataclass(frozen=True)
class OfficesDue:
    """election: the next one, where seats are to be filled or cleared up; due_soon: its nominations, in three months.

    endings: bodies whose terms end soon: (slug, name, meeting, last day, States).
    """

    election: MeetingLine | None
    due_soon: bool
    endings: Sequence[tuple[str, str, str, date, Sequence[str]]]


@blueprint.get("/")
@requires(Right.READ_REGISTERS, anywhere=True)
def front_door() -> ResponseReturnValue:
    """To the desk of the Convention last looked at, or of the first that the person may see."""
    last = present_convention()
    codes = [last, *(code for code in current_app.config["CONVENTIONS"] if code != last)]
    permitted = [code for code in codes if may(Right.READ_REGISTERS, convention=code)]
    if not permitted:
        abort(403)
    return redirect(url_for("desk.index", convention=permitted[0]))


@blueprint.get("/<convention:convention>/")
@requires(Right.READ_REGISTERS)
def index(convention: str) -> str:
    on = as_of()
    definition = get_convention(convention)
    counts = standing_counts(convention, on=on)
    reads_letters = may(Right.READ_LETTERS, convention=convention)
    campaigns = _readable(under_way(convention, at=now())) if reads_letters else []
    offices = Offices(convention)
    zone = str(current_app.config["OFFICE_ZONE"])
    return render_template(
        "desk/index.html",
        definition=definition,
        on=on,
        parties=counts[Standing.STATE_PARTY],
        counts=_counts(convention, counts),
        due=_due(convention, on),
        offices=_offices_due(offices, on),
        report_due_on=next_annual_report_due_on(definition, on),
        campaigns=[(each, *each.stands) for each in campaigns],
        for_you=letters_for_you(convention, campaigns, offices, on=today()),
        tailored=TAILORED,
        tailored_drafted=reads_letters and TAILORED in campaigns_of_year(convention, on.year),
        reads_letters=reads_letters,
        waiting=_waiting(convention, on) if may(Right.READ_COMMITTEE_WORK, convention=convention) else None,
        requests=requests_due(convention, offices.order, on=on, today=today()),
        recent=newest_found(Sought(), zone=zone, most=RECENT) if may(Right.READ_AUDIT) else None,
    )


@blueprint.get("/<convention:convention>/states/<slug>")
@requires(Right.READ_REGISTERS)
def state(convention: str, slug: str) -> ResponseReturnValue:
    """One State on one page; under its code or another of its names, the way to its own address."""
    on = as_of()
    found = state_history(convention, slug, on=on)
    facts = found.facts
    if slug != facts.slug:
        return redirect(link("desk.state", convention=convention, slug=facts.slug))
    inside = may(Right.READ_CONTACTS, convention=convention)
    reads_letters = may(Right.READ_LETTERS, convention=convention)
    return render_template(
        "desk/state.html",
        definition=get_convention(convention),
        on=on,
        found=found,
        facts=facts,
        standing=_standing_in_words(found.undated, facts.standing),
        deadlines=[(each, reason_for(each, facts.entry_into_force_on)) for each in found.deadlines],
        years_in_words=years_in_words,
        grammar=in_sentences(facts.names),
        dossiers=(dossiers := lines(convention, on=on, iso3=facts.iso3)),
        requests=_without_dossier(requests_of(facts.iso3, convention=convention), dossiers),
        sees_contacts=inside,
        reads_letters=reads_letters,
        letters=_letters_to(facts.iso3, convention) if reads_letters else [],
        offices=offices_of_state(convention, facts.iso3),
        history=history_of(Ref("state", facts.iso3)) if inside else None,
    )


def _without_dossier(past: Sequence[Any], dossiers: Sequence[Any]) -> list[Any]:
    """Requests of the past of which the house has no dossier, which tells more."""
    kept = {(each.row.article, each.row.number) for each in dossiers}
    return [each for each in past if (each.article, each.request_no) not in kept]


def _letters_to(iso3: str, convention: str) -> Sequence[Written]:
    settles = may(Right.SEND_LETTERS, convention=convention)
    return _readable(correspondence_with(iso3, convention=convention, all_mail=settles).letters)


def _readable(found: Sequence[_Told]) -> list[_Told]:
    """Without drafts of others that no committee was shown."""
    read = readable_by([each.campaign for each in found], current_user.grants, grants_by_office, on=today())
    return [each for each in found if each.campaign.id in read]


def _counts(convention: str, counts: dict[Standing, int]) -> list[tuple[int, str, str]]:
    """Number, address of its list, words."""
    words = {
        Standing.STATE_PARTY: ngettext("State Party", "States Parties", counts[Standing.STATE_PARTY]),
        Standing.NOT_YET_IN_FORCE: _("not yet in force"),
        Standing.SIGNATORY: ngettext("signatory", "signatories", counts[Standing.SIGNATORY]),
        Standing.WITHDRAWN: _("withdrawn"),
    }
    return [
        (
            counts[standing],
            link("states_parties.register", convention=convention, standing=standing.value),
            word,
        )
        for standing, word in words.items()
        if counts[standing]
    ]


def _due(convention: str, on: date) -> Due:
    until = add_months(on, MONTHS_AHEAD)
    rows = deadline_rows(convention, on=on)
    found = Counter(row.obligation.situation for row in rows)
    coming = [row for row in rows if row.obligation.deadline and on <= row.obligation.deadline <= until]
    return Due(
        until=until,
        coming=[row for row in coming if row.obligation.situation is ObligationSituation.OPEN],
        passed=[row for row in rows if row.obligation.situation is ObligationSituation.PASSED],
        undecided=found[ObligationSituation.UNDECIDED],
        open=len(rows),
    )


def _waiting(convention: str, on: date) -> Waiting:
    """Of the bodies whose work the person reads, without files in which their State takes no part."""
    bodies = bodies_by_slug(convention)
    readable = {slug for slug in bodies if may(Right.READ_COMMITTEE_WORK, convention=convention, body=slug)}
    closed = files_closed_to(current_user.id, convention, on=today())
    pressing = [
        (task, bodies[task.row.body])
        for task in all_tasks(convention, on=on)
        if task.is_pressing and task.row.body in readable and task.row.file_id not in closed
    ]
    return Waiting(pressing[:MOST_TASKS], len(pressing))


def _offices_due(offices: Offices, on: date) -> OfficesDue:
    """The next election, and terms that end within three months."""
    election = next_election(offices, on=on)
    groups: dict[tuple[str, str, str, date], list[str]] = {}
    for each in ending_soon(offices, on=on):
        groups.setdefault((each.body, each.body_name, each.meeting, each.ends_on), []).append(each.state)
    return OfficesDue(
        election if election and (election.to_fill or election.unknown) else None,
        bool(election and election.due_on and on <= election.due_on <= add_months(on, WARNED_MONTHS)),
        [(*body, states) for body, states in groups.items()],
    )


def _standing_in_words(undated: bool, standing: Standing) -> tuple[str, str]:
    """The word and the shape it is shown with."""
    if undated:
        return _("day of deposit not documented"), "soon"
    meanings = {Standing.STATE_PARTY: "done", Standing.NOT_YET_IN_FORCE: "soon", Standing.WITHDRAWN: "private"}
    return standing.value, meanings.get(standing, "neutral")
