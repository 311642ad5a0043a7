"""Obligations with a deadline: the list, an extension, a completion."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.registry import get_convention
from core.clock import today
from core.look.acts import act_page
from core.look.words import date_distance
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link
from core.wording import sources_in_words
from states_parties.forms import CompletionForm, ExtensionForm
from states_parties.queries.registers import DeadlineRow, deadline_rows
from states_parties.queries.states import get_state
from states_parties.routes.counter import (
    blueprint,
    doubt,
    doubt_meaning,
    state_address,
    state_addresses,
)
from states_parties.rules.deadlines import ObligationSituation
from states_parties.workflow.deadlines import complete_obligation, extend_deadline

SOON_DAYS = 365


@blueprint.get("/<convention:convention>/deadlines")
@requires(Right.READ_REGISTERS)
def deadlines(convention: str) -> str | Response:
    """What is open; with `?completed=yes` also what is completed."""
    on = as_of()
    every = deadline_rows(convention, on=on, only_open=False)
    with_completed = request.args.get("completed") == "yes"
    table = _table(convention, [row for row in every if with_completed or row.obligation.open], on)
    title = _("Deadlines under the %(convention)s", convention=convention)
    return export_response(table, title) or render_template(
        "states_parties/deadlines.html",
        definition=get_convention(convention),
        on=on,
        page=table_page(table),
        counts=_counts(convention, every),
        with_completed=with_completed,
    )


@blueprint.route("/<convention:convention>/states/<slug>/deadlines/<article>/extend", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def extend(convention: str, slug: str, article: str) -> ResponseReturnValue:
    state = get_state(slug)
    form = ExtensionForm()
    return act_page(
        form,
        lambda: extend_deadline(
            convention,
            state.iso3,
            article,
            extended_to=form.extended_to.data,
            granted_at=form.granted_at.data.strip(),
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Extend the deadline of Article %(article)s", article=article),
        lead=f"{state.list_en}, {convention}",
        words=_("Extend the deadline"),
        done=_("The deadline is extended."),
        back=state_address(convention, state.slug),
    )


@blueprint.route("/<convention:convention>/states/<slug>/deadlines/<article>/complete", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def complete(convention: str, slug: str, article: str) -> ResponseReturnValue:
    state = get_state(slug)
    form = CompletionForm()
    return act_page(
        form,
        lambda: complete_obligation(
            convention,
            state.iso3,
            article,
            completed_on=form.completed_on.data.strip(),
            on=today(),
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Record that Article %(article)s is fulfilled", article=article),
        lead=f"{state.list_en}, {convention}",
        words=_("Record the completion"),
        done=_("The obligation is on record as completed."),
        back=state_address(convention, state.slug),
    )


def _table(convention: str, rows: Sequence[DeadlineRow], on: date) -> Table:
    """The time left is told in words on the page and counted in days in files."""
    in_words = partial(_time_left, on=on)
    left = _("Days left") if "format" in request.args else _("Time left")
    return Table(
        name=f"deadlines-{convention.lower()}",
        columns=(
            Column("state", _("State"), lambda row: row.name, href=state_addresses(convention)),
            Column("obligation", _("Obligation"), _obligation, filter=True),
            Column("deadline", _("Deadline"), lambda row: row.obligation.deadline, kind="day"),
            Column("days", left, lambda row: _days_left(row, on), kind="number", meaning=in_words),
            Column("granted", _("Given by"), _given_by),
            Column("status", _("Status"), _situation, filter=True, meaning=lambda row: _meaning(row, on)),
            Column("region", _("Region"), lambda row: row.region, filter=True),
            Column("source", _("Source"), lambda row: sources_in_words(row.obligation.sourcing.source)),
            Column("confidence", _("Confidence"), _doubt, filter=True, meaning=doubt_meaning),
        ),
        rows=rows,
        noun=(_("obligation"), _("obligations")),
        sort="deadline",
        empty=(
            _("No State Party has an obligation with a deadline on this day."),
            _("Choose another day, or look at the register of States."),
        ),
    )


def _counts(convention: str, rows: Sequence[DeadlineRow]) -> list[tuple[int, str, str]]:
    """Number, address of its list, words."""
    found = Counter(row.obligation.situation for row in rows)
    address = "states_parties.deadlines"
    return [
        *(
            (found[situation], link(address, convention=convention, status=situation.value), words)
            for situation, words in (
                (ObligationSituation.OPEN, _("open")),
                (ObligationSituation.PASSED, _("passed")),
                (ObligationSituation.UNDECIDED, _("awaiting a documented decision")),
            )
        ),
        (
            found[ObligationSituation.COMPLETED],
            link(address, convention=convention, completed="yes", status=ObligationSituation.COMPLETED.value),
            _("completed"),
        ),
    ]


def _obligation(row: DeadlineRow) -> str:
    return f"Article {row.obligation.article}, {row.obligation.key}"


def _days_left(row: DeadlineRow, on: date) -> int | None:
    """Nothing to count where the obligation is fulfilled or has no deadline on record; negative when passed."""
    deadline = row.obligation.deadline
    return (deadline - on).days if deadline and row.obligation.open else None


def _time_left(row: DeadlineRow, on: date) -> str:
    deadline = row.obligation.deadline
    return date_distance(deadline, on) if deadline else ""


def _given_by(row: DeadlineRow) -> str:
    obligation = row.obligation
    treaty = _("the Convention") if obligation.initial_deadline else ""
    return obligation.granted_at or treaty


def _situation(row: DeadlineRow) -> str:
    return row.obligation.situation.value


def _meaning(row: DeadlineRow, on: date) -> str:
    left = _days_left(row, on)
    near = row.obligation.situation is ObligationSituation.OPEN and left is not None and left <= SOON_DAYS
    return "soon" if near else row.obligation.situation.meaning


def _doubt(row: DeadlineRow) -> str:
    return doubt(row.obligation.sourcing)
