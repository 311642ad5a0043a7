"""The chain of an obligation's deadlines replayed: the initial one, then what each request was granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.wording import day_in_words


@dataclass(frozen=True)
class Link:
    """One request as documented. deadline: the one before, as the request names it. by: the meeting."""

    number: int
    by: str
    deadline: date | None
    outcome: str
    granted_until: date | None


class Agreement(StrEnum):
    """How the chain stands to the deadline in the register. open: it gives the same, but a decision is missing."""

    AGREES = "agrees"
    OPEN = "agrees, a decision is not documented"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Replayed:
    """gives: the deadline that the chain ends with, None where it has no beginning. remarks: why it is not plain."""

    gives: date | None
    agreement: Agreement
    remarks: Sequence[str]


def replay(initial: date | None, links: Sequence[Link], present: date | None, *, undecided_at: str = "") -> Replayed:
    """Each grant in its turn; present: the deadline in the register. Never guesses a date that nobody documented.

    undecided_at: a meeting that may have decided, according to the register, without its decision being documented.
    """
    running, remarks, missing, gaps = initial, [], False, initial is None and bool(links)
    if gaps:
        remarks.append("The register has no initial deadline.")
    for each in sorted(links, key=lambda link: link.number):
        if each.deadline and running and each.deadline != running:
            remarks.append(
                f"Request {each.number} speaks of a deadline of {day_in_words(each.deadline, 'EN')};"
                f" the chain gives {day_in_words(running, 'EN')}."
            )
        if each.granted_until:
            running = each.granted_until
        else:
            missing = missing or each.outcome == "not documented"
            remarks.append(f"Request {each.number}, {each.by}: {each.outcome}.")
    if undecided_at and undecided_at not in [each.by for each in links]:
        missing = True
        remarks.append(f"The {undecided_at} may have decided on a request; nothing about it is documented.")
    if running != present:
        told = [day_in_words(day, "EN") if day else "none" for day in (running, present)]
        return Replayed(running, Agreement.DIFFERS, [*remarks, f"The chain gives {told[0]}, the register {told[1]}."])
    return Replayed(running, Agreement.OPEN if missing else Agreement.AGREES, remarks)
