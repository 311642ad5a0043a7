"""Choices between programmes of meetings, with their options, what each foresees, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from core.seen.guard import seen_of
from meetings.models.programmes import OptionCost, OptionMeeting, OptionState, ProgrammeChoice, ProgrammeOption
from meetings.rules.programmes import Figures, Foreseen, figures


@dataclass(frozen=True)
class Option:
    row: ProgrammeOption
    meetings: Sequence[OptionMeeting]
    costs: Sequence[OptionCost]

    @property
    def foreseen(self) -> list[Foreseen]:
        return [foreseen_of(each) for each in self.meetings]

    @property
    def seen(self) -> str:
        """What is said of the option as a form saw it: another once its title or its comments are."""
        return seen_of(self.row, ("title", "comments"))

    @property
    def figures(self) -> Figures:
        return figures(self.foreseen)


@dataclass(frozen=True)
class Choice:
    row: ProgrammeChoice
    options: Sequence[Option]

    @property
    def adopted(self) -> Option | None:
        return next((each for each in self.options if each.row.state is OptionState.ADOPTED), None)

    def option(self, number: int) -> Option:
        """NotFound for a number that it has not."""
        found = next((each for each in self.options if each.row.number == number), None)
        if found is None:
            raise NotFound("The choice has no option of this number.")
        return found


def choices_of(convention: str) -> list[Choice]:
    """All of a Convention as they stand now, the latest year first; four queries however many."""
    rows = db.session.scalars(
        select(ProgrammeChoice)
        .where(ProgrammeChoice.convention == convention)
        .order_by(ProgrammeChoice.first_year.desc(), ProgrammeChoice.id)
        .execution_options(populate_existing=True)
    ).all()
    options = _by_choice(ProgrammeOption, convention, ProgrammeOption.number)
    meetings = _by_choice(OptionMeeting, convention, OptionMeeting.position)
    costs = _by_choice(OptionCost, convention, OptionCost.id)
    return [
        Choice(
            row,
            [
                Option(
                    option,
                    [each for each in meetings.get(row.slug, ()) if each.option == option.number],
                    [each for each in costs.get(row.slug, ()) if each.option == option.number],
                )
                for option in options.get(row.slug, ())
            ],
        )
        for row in rows
    ]


def get_choice(convention: str, slug: str) -> Choice:
    """NotFound."""
    found = next((each for each in choices_of(convention) if each.row.slug == slug), None)
    if found is None:
        raise NotFound("The Convention has no such choice of programmes.")
    return found


def foreseen_of(row: OptionMeeting) -> Foreseen:
    return Foreseen(row.kind, row.days_least, row.days_most, row.sessions_a_day, tuple(row.languages), row.opens_on)


def _by_choice(model: Any, convention: str, order: Any) -> dict[str, list[Any]]:
    wanted = select(model).where(model.convention == convention).order_by(model.choice, order)
    rows = db.session.scalars(wanted.execution_options(populate_existing=True)).all()
    return {choice: list(those) for choice, those in groupby(rows, key=lambda row: row.choice)}
