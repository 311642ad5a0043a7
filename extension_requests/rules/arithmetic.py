"""Whether the figures of a request agree with one another, told with the arithmetic in words.

Source: APMBC art. 5 (4), CCM art. 3 (4) and 4 (6) ask for these figures; that they agree is office practice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import add_months
from core.wording import counted, day_in_words, list_in_words, number_in_words
from extension_requests.rules.amounts import MONEY, Unit
from extension_requests.rules.figures import METHODS, Line, Sheet, amount_of

SOURCE = "Office practice"
# Which items of the checklist hold the total, what was done, what is left, the plan, the budget.
ITEMS: Mapping[tuple[str, str], tuple[str, str, str, str, str]] = {
    ("APMBC", "5"): ("A12", "A13", "A14", "A15", "A16"),
    ("CCM", "3"): ("B4", "B5", "B6", "B6", "B9"),
    ("CCM", "4"): ("C4", "C5", "C6", "C11", "C15"),
}
SLIPS = {100: "hectares for square kilometres", 10_000: "hectares for square metres", 1_000_000: "km² for m²"}


@dataclass(frozen=True)
class Checked:
    """agrees: None where it is only to be known. items: of the checklist that it concerns."""

    what: str
    agrees: bool | None
    words: str
    items: tuple[str, ...]
    source: str = SOURCE


@dataclass(frozen=True)
class Asked:
    """latest: the last day the article allows."""

    convention: str
    article: str
    deadline: date
    until: date | None
    months: int | None
    latest: date | None
    source: str


@dataclass(frozen=True)
class Year:
    """What an earlier request promised for a year, and what this one says was done in it."""

    year: int
    unit: Unit
    promised: int
    achieved: int

    @property
    def difference(self) -> int:
        return self.achieved - self.promised


def checks(asked: Asked, lines: Sequence[Line]) -> list[Checked]:
    """Every check for which there are figures, whether it agrees or not."""
    codes = ITEMS[asked.convention, asked.article]
    found = [*_duration(asked, _first(asked))]
    for unit in Unit:
        of_unit = [line for line in lines if line.unit is unit]
        found += [*_balance(of_unit, unit, codes), *_plan(of_unit, unit, codes)]
    return [*found, *_years(asked, lines, codes)]


def promised_and_achieved(before: Sequence[Line], now: Sequence[Line]) -> list[Year]:
    """For each year and unit of which the request before had targets, in order of years.

    Source: APMBC art. 5 (6), CCM art. 3 (4) and 4 (6): a renewal tells what was done in the period before.
    """
    targets = [line for line in before if line.sheet is Sheet.TARGETS]
    keys = sorted({(line.year or 0, line.unit) for line in targets})
    return [
        Year(
            year,
            unit,
            sum(line.amount for line in targets if (line.year, line.unit) == (year, unit)),
            sum(line.amount for line in now if line.sheet is Sheet.PROGRESS and (line.year, line.unit) == (year, unit)),
        )
        for year, unit in keys
    ]


def renewal(years: Sequence[Year], item: str) -> list[Checked]:
    """For each unit, whether what was promised for these years was done."""
    found = []
    for unit in dict.fromkeys(year.unit for year in years):
        of_unit = [year for year in years if year.unit is unit]
        promised, achieved = sum(each.promised for each in of_unit), sum(each.achieved for each in of_unit)
        span = f"{of_unit[0].year} to {of_unit[-1].year}" if len(of_unit) > 1 else str(of_unit[0].year)
        words = f"For {span} the request before promised {told(promised, unit)}; {told(achieved, unit)} were done"
        short = promised - achieved
        words += f": {told(short, unit)} less." if short > 0 else "."
        found.append(Checked("Promised and achieved", short <= 0, words, (item,)))
    return found


def told(amount: int, unit: Unit) -> str:
    """12,400,000 m²; 3 areas; USD 2,000,000"""
    number = number_in_words(amount, "EN")
    if unit in MONEY:
        return f"{unit.value} {number}"
    word = "m²" if unit is Unit.SQUARE_METRES else unit.value.removesuffix("s") if amount == 1 else unit.value
    return f"{number} {word}"


def _first(asked: Asked) -> str:
    return {"APMBC": "A1"}.get(asked.convention, "B1" if asked.article == "3" else "C1")


def _duration(asked: Asked, item: str) -> Iterator[Checked]:
    """The day asked for against the months asked for, and against what the article allows."""
    if asked.until is None:
        return
    deadline, until = day_in_words(asked.deadline, "EN"), day_in_words(asked.until, "EN")
    if asked.months is not None:
        counted_until = add_months(asked.deadline, asked.months)
        months = counted(asked.months, "month", "months")
        words = f"{deadline} + {months} = {day_in_words(counted_until, 'EN')}"
        agrees = counted_until == asked.until
        yield Checked("Day asked for", agrees, f"{words}{'.' if agrees else f', not {until}.'}", (item,))
    if asked.latest is not None:
        latest = day_in_words(asked.latest, "EN")
        words = f"The article allows until {latest}; until {until} is asked for."
        yield Checked("Longest extension", asked.until <= asked.latest, words, (item,), asked.source)


def _balance(lines: Sequence[Line], unit: Unit, codes: Sequence[str]) -> Iterator[Checked]:
    """What there was = what was done + what is left."""
    sheets = {line.sheet for line in lines}
    if Sheet.BASELINE not in sheets or not sheets & {Sheet.PROGRESS, Sheet.REMAINING}:
        return
    there = amount_of(lines, Sheet.BASELINE, unit=unit)
    done, left = amount_of(lines, Sheet.PROGRESS, unit=unit), amount_of(lines, Sheet.REMAINING, unit=unit)
    words = (
        f"{told(there, unit)} at entry into force and found later; {told(done, unit)} {_done(lines, unit)} + "
        f"{told(left, unit)} left = {told(done + left, unit)}"
    )
    over = there - done - left
    if over > 0:
        words += f": {told(over, unit)} are not accounted for."
    elif over < 0:
        words += f": {told(-over, unit)} more than there was."
    else:
        words += "."
    yield Checked("Total, done and left", over == 0, words + _slip(there, done + left, unit), tuple(codes[:3]))


def _plan(lines: Sequence[Line], unit: Unit, codes: Sequence[str]) -> Iterator[Checked]:
    """The targets of all years = what is left."""
    if not {Sheet.TARGETS, Sheet.REMAINING} <= {line.sheet for line in lines}:
        return
    targets, left = amount_of(lines, Sheet.TARGETS, unit=unit), amount_of(lines, Sheet.REMAINING, unit=unit)
    words = f"The targets of all years sum to {told(targets, unit)}; {told(left, unit)} are left"
    if targets < left:
        words += f": {told(left - targets, unit)} are in no year of the plan."
    elif targets > left:
        words += f": the plan has {told(targets - left, unit)} more than is left."
    else:
        words += "."
    items = tuple(dict.fromkeys((codes[2], codes[3])))
    yield Checked("Targets and what is left", targets == left, words + _slip(left, targets, unit), items)


def _years(asked: Asked, lines: Sequence[Line], codes: Sequence[str]) -> Iterator[Checked]:
    """No target and no budget after the year in which the extension asked for ends."""
    for sheet, what, item in ((Sheet.TARGETS, "target", codes[3]), (Sheet.BUDGET, "budget line", codes[4])):
        years = [line.year for line in lines if line.sheet is sheet and line.year]
        if not years or asked.until is None:
            continue
        words = f"The last {what} is of {max(years)}; time is asked for until {day_in_words(asked.until, 'EN')}."
        yield Checked(f"Last {what}", max(years) <= asked.until.year, words, (item,))


def _done(lines: Sequence[Line], unit: Unit) -> str:
    """By which methods: released (100 m² cancelled, 200 m² cleared)."""
    verb = "released" if unit in (Unit.SQUARE_METRES, Unit.AREAS) else "destroyed"
    done = [line for line in lines if line.sheet is Sheet.PROGRESS]
    parts = [
        f"{told(sum(line.amount for line in done if line.method == method), unit)} {method}"
        for method in METHODS
        if any(line.method == method for line in done)
    ]
    return f"{verb} ({list_in_words(parts, 'EN')})" if len(parts) > 1 else verb


def _slip(one: int, other: int, unit: Unit) -> str:
    """A hint where two areas differ exactly as two units of area do."""
    if unit is not Unit.SQUARE_METRES or not one or not other or one == other:
        return ""
    larger, smaller = max(one, other), min(one, other)
    if larger % smaller or larger // smaller not in SLIPS:
        return ""
    times = number_in_words(larger // smaller, "EN")
    return f" One is exactly {times} times the other: perhaps {SLIPS[larger // smaller]}."
