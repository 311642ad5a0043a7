"""What the sponsorship programme gave: figures of rounds, and their averages for each meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

AMOUNT, DELEGATES, STATES, DONORS = FIGURES = ("amount", "delegates", "states", "donors")


@dataclass(frozen=True)
class RoundFigures:
    """meetings: of how many meetings the figures are the average; 1 for those of one meeting. None: not known.

    amount: contributions in whole units of the currency.
    """

    title: str
    first_year: int
    last_year: int
    meetings: int
    currency: str
    amount: int | None
    delegates: int | None
    states: int | None
    donors: int | None


@dataclass(frozen=True)
class Average:
    """value: for each meeting. meetings: how many it is taken over."""

    value: float
    meetings: int


def averages(rounds: Sequence[RoundFigures], first_year: int, last_year: int) -> dict[str, Average]:
    """The average of each figure over the rounds that lie within the years, each counted for its meetings.

    A figure that no round knows is left out. Amounts are averaged only where all rounds have one currency.
    """
    within = [each for each in rounds if first_year <= each.first_year and each.last_year <= last_year]
    found = {}
    for name in FIGURES:
        if name == AMOUNT and len({each.currency for each in within}) > 1:
            continue
        known = [(getattr(each, name), each.meetings) for each in within if getattr(each, name) is not None]
        if meetings := sum(number for _, number in known):
            found[name] = Average(sum(value * number for value, number in known) / meetings, meetings)
    return found


def round_shortcomings(told: RoundFigures, on_record: RoundFigures) -> list[str]:
    """Where what a report says of a round is not what is on record for it; where either is silent, nothing."""
    words = {AMOUNT: "contributions", DELEGATES: "delegates", STATES: "States", DONORS: "donors"}
    return [
        f"The report tells of {getattr(told, name):,} ({words[name]}); {getattr(on_record, name):,} are on record."
        for name in FIGURES
        if getattr(told, name) is not None
        and getattr(on_record, name)
        and getattr(told, name) != getattr(on_record, name)
    ]
