"""flask extension-requests timeline: one obligation from entry into force to the days of the present request."""

from collections.abc import Iterator, Sequence
from datetime import date

import click

from conventions.registry import get_convention
from core.clock import today
from core.commands import refusals_as_sentences
from core.web import parse_day
from core.wording import day_in_words
from extension_requests.cli.group import group
from extension_requests.queries.chains import chains
from extension_requests.queries.lines import Line, lines
from extension_requests.queries.on_file import RequestOnFile
from states_parties.facts import DatedObligation
from states_parties.queries.as_of import Registers
from states_parties.queries.states import get_state


@group.command("timeline")
@click.argument("convention")
@click.argument("article")
@click.argument("state")
@click.option("--on", "on_text", default="", help="The day asked about, as 2025-03-01; otherwise today.")
@refusals_as_sentences
def show_timeline(convention: str, article: str, state: str, on_text: str) -> None:
    """Print the chain of deadlines of STATE under ARTICLE of CONVENTION, and the days of the request at hand."""
    on = parse_day(on_text, field="on") if on_text else today()
    definition = get_convention(convention.upper())
    title = definition.by_article(article).title
    found = get_state(state)
    click.echo(f"{found.list_en}, {definition.code} Article {article}: {title}; as of {_day(on)}")
    registers = Registers(definition, on, [found.iso3])
    if in_force_on := registers.standing_of(found.iso3).entry_into_force_on:
        click.echo(f"{_day(in_force_on)}: the Convention enters into force for the State")
    obligation = next((each for each in registers.obligations_of(found.iso3) if each.article == article), None)
    chain = next((each for each in chains(definition.code, on=on, iso3=found.iso3) if each.article == article), None)
    told = [
        *_deadlines(obligation, chain.requests if chain else ()),
        *(chain.replayed.remarks if chain else ()),
        *_dossiers([each for each in lines(definition.code, on=on, iso3=found.iso3) if each.row.article == article]),
    ]
    click.echo("\n".join(told))


def _deadlines(obligation: DatedObligation | None, requests: Sequence[RequestOnFile]) -> Iterator[str]:
    if obligation is None:
        yield "No obligation under this article is on record."
        return
    if obligation.initial_deadline:
        yield f"{_day(obligation.initial_deadline)}: initial deadline"
    for each in requests:
        yield _request(each)
    if obligation.completed_on:
        yield f"Completed: {obligation.completed_on}."
    elif obligation.deadline:
        undecided = f"; the {obligation.undecided_at} may have decided on it" if obligation.undecided_at else ""
        yield f"Deadline in the register: {_day(obligation.deadline)} ({obligation.situation.value}{undecided})"


def _request(each: RequestOnFile) -> str:
    came = f"came {_day(each.received_on)}" if each.received_on else "day of receipt not known"
    late = {True: ", late", False: ", in time", None: ""}[each.late]
    until = f" until {_day(each.granted_until)}" if each.granted_until else ""
    length = f" ({each.granted_months} months)" if each.granted_months else ""
    at = f", {each.meeting_short}" if each.meeting_short else ""
    return f"  request {each.number}{at}: {came}{late}; {each.outcome}{until}{length} [{each.source}]"


def _dossiers(found: Sequence[Line]) -> Iterator[str]:
    for line in found:
        yield f"Dossier {line.row.number}: {line.row.state.value} since {_day(line.row.state_since)}"
        if line.row.conflict:
            yield f"  to be checked: {line.row.conflict}"
        if line.is_open:
            yield from (f"  {_day(step.due_on)}: {step.what.lower()} ({step.rule})" for step in line.steps)


def _day(day: date) -> str:
    return day_in_words(day, "EN")
