"""Programmes of meetings compared: what each would take of days, interpreters, money and the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conventions.days import Days
from conventions.kinds import MEETING_KINDS
from core.wording import counted


@dataclass(frozen=True)
class Foreseen:
    """A meeting of a programme, each year. least, most: days. opens_on: proposed for the first year."""

    kind: str
    least: int
    most: int
    sessions_a_day: int
    languages: Sequence[str]
    opens_on: date | None = None

    @property
    def formal(self) -> bool:
        return MEETING_KINDS[self.kind].formal

    def days(self, length: int | None = None) -> Days:
        """On the proposed day, for that many days (the most, where not said)."""
        if self.opens_on is None:
            return Days()
        return Days(self.opens_on, self.opens_on + timedelta(days=(length or self.most) - 1))


@dataclass(frozen=True)
class Figures:
    """Each from the least to the most: days altogether, formal ones, sessions that need interpreters."""

    days: tuple[int, int]
    formal_days: tuple[int, int]
    interpreted: tuple[int, int]


def figures(meetings: Sequence[Foreseen]) -> Figures:
    formal = [each for each in meetings if each.formal]
    interpreted = [each for each in meetings if each.languages]
    return Figures(
        days=(sum(each.least for each in meetings), sum(each.most for each in meetings)),
        formal_days=(sum(each.least for each in formal), sum(each.most for each in formal)),
        interpreted=(
            sum(each.least * each.sessions_a_day for each in interpreted),
            sum(each.most * each.sessions_a_day for each in interpreted),
        ),
    )


@dataclass(frozen=True)
class Share:
    """What one payer bears of an option each year. francs: of the lines that are reckoned; open: how many are not."""

    payer: str
    francs: int
    open: int


def shares(costs: Sequence[tuple[str, int | None]]) -> list[Share]:
    """costs: payer and Swiss francs of each line. Payer by payer, in the order in which they are first named."""
    payers = dict.fromkeys(payer for payer, _francs in costs)
    of = {payer: [francs for other, francs in costs if other == payer] for payer in payers}
    return [
        Share(payer, sum(each or 0 for each in lines), sum(each is None for each in lines))
        for payer, lines in of.items()
    ]


def range_in_words(least: int, most: int, one: str, many: str) -> str:
    """4 to 5 days; 2 days; 1 day."""
    return counted(most, one, many) if least == most else f"{least} to {counted(most, one, many)}"
