"""What the registers leave open about a deadline: while they do, nobody is shown as late or lapsed by the house itself.

Source: office practice. A hole in our registers is not a failure of the State.
"""

from collections.abc import Iterator
from datetime import date

from core.wording import day_in_words
from states_parties.facts import DatedObligation
from states_parties.rules.deadlines import DeadlineStatus


def doubts(obligation: DatedObligation, *, deadline: date, opened_on: date, due_on: date | None) -> list[str]:
    """Sentences, none where the deadline is certain and was watched in time.

    deadline, opened_on: of the dossier. due_on: the day its request is due, where that is known.
    """
    return list(_of_the_register(obligation, deadline)) or list(_opened_late(deadline, opened_on, due_on))


def _of_the_register(obligation: DatedObligation, deadline: date) -> Iterator[str]:
    told = day_in_words(deadline, "EN")
    if obligation.undecided_at:
        yield (
            f"The {obligation.undecided_at} may have decided on the deadline of {told};"
            " its decision is not documented here."
        )
    elif obligation.deadline is not None and obligation.deadline != deadline:
        yield (
            f"The register has another deadline now, {day_in_words(obligation.deadline, 'EN')}, not {told}."
            " If no request about the former is to come, close the dossier."
        )
    elif obligation.status == DeadlineStatus.OVERDUE_OR_UNKNOWN and obligation.passed:
        yield f"Whether the deadline of {told} was extended, or the work completed by then, is not documented here."
    if obligation.sourcing.confidence == "low":
        yield "What the register says of this obligation rests on a source of low confidence."


def _opened_late(deadline: date, opened_on: date, due_on: date | None) -> Iterator[str]:
    last = min(due_on or deadline, deadline)
    if opened_on > last:
        what = "deadline passed" if last == deadline else "request was due"
        yield (
            f"The {what} on {day_in_words(last, 'EN')}, before this dossier was opened:"
            " what came by then is not documented here."
        )
