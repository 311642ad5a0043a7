"""flask extension-requests due: which requests a meeting is to consider, or what is due on a day."""

from collections.abc import Iterator
from datetime import date

import click
from flask import current_app

from conventions.naming import whole_of
from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.clock import today
from core.commands import refusals_as_sentences
from core.web import parse_day
from core.wording import day_in_words
from extension_requests.cli.group import group
from extension_requests.queries.coming import Coming, coming_obligations
from extension_requests.queries.lines import lines
from extension_requests.queries.on_file import requests_on_file
from extension_requests.rules.consideration import requests_due_on
from meetings.queries.reference import meeting_named


@group.command("due")
@click.option("--meeting", "ref", default="", help="A formal meeting: CCM/13MSP, or 13MSP with --convention.")
@click.option("--on", "on_text", default="", help="The day asked about, as 2025-03-01; otherwise today.")
@click.option("--convention", default="", help="APMBC or CCM; both without it.")
@refusals_as_sentences
def show_due(ref: str, on_text: str, convention: str) -> None:
    """Print what is due: the requests of one meeting, or every deadline that comes near on a day."""
    on = parse_day(on_text, field="on") if on_text else today()
    if ref:
        meeting = meeting_named(ref, convention)
        told = list(_of_meeting(meeting.convention, whole_of(meeting.short), on))
    else:
        codes = [get_convention(convention.upper()).code] if convention else current_app.config["CONVENTIONS"]
        told = [line for code in codes for line in _on_day(code, on)]
    click.echo("\n".join(told))


def _of_meeting(convention: str, short: str, on: date) -> Iterator[str]:
    """Its day for requests, what it considered, its dossiers, and deadlines that it would consider."""
    meeting = meeting_order(convention).get(short)
    due_on = requests_due_on(get_convention(convention), meeting.opens_on)
    source = get_convention(convention).requests_due.source
    opens = f"opens on {_day(meeting.opens_on)}" if meeting.opens_on else "has no days yet"
    due = f"requests are due on {_day(due_on)} ({source})" if due_on else "no day for requests is known"
    yield f"{meeting.name} ({convention}) {opens}; {due}."
    known = set()
    for line in lines(convention, on=on, meeting=short):
        known.add((line.row.article, line.row.iso3, line.row.number))
        by = f", {line.next_words.lower()} by {_day(line.next_on)}" if line.next_on else ""
        marks = f" [{', '.join(each.word for each in line.marks)}]" if line.marks else ""
        yield f"  {_request(line.row.list_en, line.row.article, line.row.number)}: {line.row.state.value}{by}{marks}"
    for each in requests_on_file(convention):
        if each.meeting_short == short and (each.article, each.iso3, each.number) not in known:
            until = f" until {_day(each.granted_until)}" if each.granted_until else ""
            yield f"  {_request(each.name, each.article, each.number)}: {each.outcome}{until}"
    for coming in _coming(convention, on):
        if not coming.dealt_with and coming.target and coming.target.short == short:
            yield f"  {_obligation(coming)}: no dossier yet"


def _on_day(convention: str, on: date) -> Iterator[str]:
    found = _coming(convention, on)
    yield f"{convention}, on {_day(on)}: {len(found) or 'no'} deadline{'' if len(found) == 1 else 's'} that come near."
    for each in found:
        target = f"considered at the {each.target.short}" if each.target else "no coming meeting"
        due = f", request due on {_day(each.due_on)}" if each.due_on else ""
        gap = ", GAP: the deadline passes before" if each.in_time is False else ""
        doubt = f" (to be checked: {each.doubt})" if each.doubt else ""
        yield f"  {_obligation(each)}: {target}{due}{gap}{doubt}"


def _coming(convention: str, on: date) -> list[Coming]:
    months = current_app.config["CHANCERY"].anticipate_months
    return list(coming_obligations(convention, on=on, months=months))


def _request(name: str, article: str, number: int) -> str:
    return f"{name}, Article {article}, request {number}"


def _obligation(each: Coming) -> str:
    return f"{each.row.name}, Article {each.row.obligation.article}, deadline {_day(each.deadline)}"


def _day(day: date) -> str:
    return day_in_words(day, "EN")
