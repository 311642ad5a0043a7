"""flask committees rotation: who leaves at a meeting, and which seats are to be filled."""

import json
from collections.abc import Sequence
from typing import Any

import click
from flask import current_app

from committees.cli.group import group
from committees.queries.offices import Offices
from committees.queries.rotation import formal_meeting, seats_of_bodies
from committees.rules.rotation import SeatThen, Situation, nominations_due_on, seat_in_words
from conventions.meeting_order import FormalMeeting
from conventions.registry import get_convention
from core.clock import today
from core.commands import refusals_as_sentences
from core.errors import RuleViolation
from core.sheets.writing import csv_text
from core.wording import day_in_words

COLUMNS = ("convention", "body", "seat", "situation", "state", "iso3", "to_fill", "begins_with_its_close", "reason")


@group.command("rotation")
@click.option("--at", "at", required=True, help="The meeting, as 19MSP or “CCM 3RC”.")
@click.option("--convention", default="", help="APMBC or CCM, where both have a meeting of that name.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@refusals_as_sentences
def show_rotation(at: str, convention: str, form: str) -> None:
    """Print who leaves with the close of a meeting, past or coming, who goes on, and the seats to be filled."""
    offices, meeting = _meeting(at, convention)
    found = seats_of_bodies(offices, meeting, on=today())
    cells = [_cells(offices, meeting, body, each) for body, _, seats in found for each in seats]
    if form == "csv":
        click.echo(csv_text(COLUMNS, cells), nl=False)
    elif form == "json":
        click.echo(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in cells], ensure_ascii=False, indent=2))
    else:
        click.echo(_in_lines(offices, meeting, [each for _, _, seats in found for each in seats], cells))


def _meeting(at: str, convention: str) -> tuple[Offices, FormalMeeting]:
    """The meeting and the offices of its Convention; RuleViolation where both have it, or none.

    at: may begin with the code of the Convention.
    """
    known = list(current_app.config["CONVENTIONS"])
    code, _space, rest = at.strip().partition(" ")
    if rest and code.upper() in known:
        if convention and convention.upper() != code.upper():
            raise RuleViolation(f"“{at[:40]}” is of the {code.upper()}, not of the {convention.upper()[:10]}.")
        at, convention = rest.strip(), code
    codes = [get_convention(convention.upper()).code] if convention else known
    having = [offices for code in codes if (offices := Offices(code)).order.find(at)]
    if len(having) > 1:
        raise RuleViolation(
            f"The {' and the '.join(each.convention for each in having)} have a {at.upper()}. Say which, as "
            f"“{having[0].convention} {at.upper()}” or with --convention."
        )
    if not having:
        if len(codes) == 1:
            formal_meeting(Offices(codes[0]), at)
        raise RuleViolation(f"“{at[:40]}” is not a formal meeting in the calendar of the {' or the '.join(codes)}.")
    return having[0], formal_meeting(having[0], at)


def _cells(offices: Offices, meeting: FormalMeeting, body: Any, then: SeatThen) -> Sequence[str]:
    name = offices.states[then.holding.iso3].name if then.holding else ""
    return (
        offices.convention,
        body.slug,
        str(then.seat),
        then.situation.value,
        name,
        then.holding.iso3 if then.holding else "",
        "yes" if then.to_fill else "not known" if then.unknown else "no",
        offices.states[then.elected.iso3].name if then.elected else "",
        seat_in_words(then, meeting, name),
    )


def _in_lines(
    offices: Offices, meeting: FormalMeeting, seats: Sequence[SeatThen], cells: Sequence[Sequence[str]]
) -> str:
    """By body; the totals and the day on which nominations are due at the end."""
    lines, last = [f"{meeting.name} ({meeting.short}), {offices.convention}"], ""
    for row in cells:
        if row[1] != last:
            last = row[1]
            lines.append(offices.bodies[last].name_en)
        follows = f" {row[7]} begins with its close." if row[7] else ""
        lines.append(f"  seat {row[2]}: {row[8]}{follows}")
    to_fill, unknown = sum(each.to_fill for each in seats), sum(each.unknown for each in seats)
    goes_on = sum(each.situation is Situation.CONTINUES for each in seats)
    begin = len(seats) - to_fill - unknown - goes_on
    told = f"{to_fill} to fill, {goes_on} {'goes' if goes_on == 1 else 'go'} on, {unknown} not documented"
    lines.append(f"{told}, {begin} {'begins' if begin == 1 else 'begin'} with its close." if begin else f"{told}.")
    due_on = nominations_due_on(meeting)
    lines.append(f"Nominations due on {day_in_words(due_on, 'EN')}." if due_on else "Its days are not fixed.")
    return "\n".join(lines)
