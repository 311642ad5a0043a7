"""The registers of meetings that come with the product, and the demonstration of a choice between programmes."""

from pathlib import Path

from core.registers import cells
from core.registers.cells import Row
from core.registers.loading import Register, Values
from meetings.models.programmes import (
    OptionCost,
    OptionMeeting,
    OptionState,
    OtherMeeting,
    ProgrammeChoice,
    ProgrammeOption,
)

FOLDER = Path(__file__).parent / "registers"


def _other_meeting(row: Row) -> Values:
    days = {column: cells.needed_day(row, column) for column in ("starts_on", "ends_on")}
    return {**{column: row[column] for column in ("name", "city", "source", "confidence")}, **days}


def _choice(row: Row) -> Values:
    texts = {column: row[column] for column in ("convention", "slug", "title", "background", "source")}
    return {**texts, "first_year": cells.needed_number(row, "first_year")}


def _option(row: Row) -> Values:
    return {
        **{column: row[column] for column in ("convention", "choice", "title", "comments")},
        "number": cells.needed_number(row, "number"),
        "state": OptionState.PROPOSED,
        "decided_on": None,
        "decision": "",
    }


def _option_meeting(row: Row) -> Values:
    numbers = ("option", "position", "days_least", "days_most", "sessions_a_day")
    return {
        **{column: row[column] for column in ("convention", "choice", "kind", "city", "payer")},
        **{column: cells.needed_number(row, column) for column in numbers},
        "opens_on": cells.day(row, "opens_on"),
        "languages": row["languages"].split(),
    }


def _option_cost(row: Row) -> Values:
    return {
        **{column: row[column] for column in ("convention", "choice", "what", "payer", "source")},
        "option": cells.needed_number(row, "option"),
        "francs": cells.number(row, "francs"),
    }


REGISTERS = (
    Register("other meetings", FOLDER / "other_meetings.csv", OtherMeeting, ("name", "starts_on"), _other_meeting),
)

_OF_OPTION = ("convention", "choice", "option")
DEMONSTRATION_PROGRAMMES = (
    Register("programme choices", FOLDER / "demo_choices.csv", ProgrammeChoice, ("convention", "slug"), _choice),
    Register(
        "programme options", FOLDER / "demo_options.csv", ProgrammeOption, ("convention", "choice", "number"), _option
    ),
    Register(
        "option meetings",
        FOLDER / "demo_option_meetings.csv",
        OptionMeeting,
        (*_OF_OPTION, "position"),
        _option_meeting,
    ),
    Register("option costs", FOLDER / "demo_option_costs.csv", OptionCost, (*_OF_OPTION, "what"), _option_cost),
)
