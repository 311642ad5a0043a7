"""What must hold of seats: as many as the rule says, one State in a seat, no State twice in a body."""

from collections.abc import Iterable, Mapping, Sequence

from committees.rules.terms import Holding
from core.errors import RuleViolation
from core.periods import Period
from core.wording import span_in_words


def check_seat(body: str, seat: int, seats: int) -> None:
    """Refuses a seat that the body does not have. Source: the composition of the body."""
    if seats == 0:
        raise RuleViolation(f"The {body} has no elected seats: its places follow offices.", field="seat")
    if not 1 <= seat <= seats:
        known = "one seat" if seats == 1 else f"seats 1 to {seats}"
        raise RuleViolation(f"The {body} has {known}, not a seat {seat}.", field="seat")


def check_seat_free(new: Holding, others: Sequence[Holding], names: Mapping[str, str]) -> None:
    """Refuses a term that overlaps another one of the same seat. others: by their own bounds, as they were decided."""
    for other in others:
        if other.seat == new.seat and _overlap(new.period, other.period):
            raise RuleViolation(
                f"Seat {new.seat} is held by {names[other.iso3]} {_days(other.period)}: "
                f"{names[new.iso3]} cannot hold it {_days(new.period)}.",
                field="seat",
            )


def check_alone_in_body(new: Holding, others: Iterable[Holding], names: Mapping[str, str], body: str) -> None:
    """Refuses a State that holds another seat of the body on one of the days. Source: office practice."""
    for other in others:
        if other.iso3 == new.iso3 and other.seat != new.seat and _overlap(new.period, other.period):
            raise RuleViolation(
                f"{names[new.iso3]} is in the {body} already, in seat {other.seat}, {_days(other.period)}.",
                field="state",
                source="Office practice",
            )


def _overlap(one: Period | None, other: Period | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


def _days(period: Period | None) -> str:
    return span_in_words(period.starts_on, period.last_day) if period else "on no day"
