"""Terms in words: how a State came to its seat, and with what its term ends."""

from committees.rules.terms import Holding
from core.wording import day_in_words

NOT_DOCUMENTED = "not documented"


def term_in_words(holding: Holding, role: str) -> str:
    """How the State came to its seat and until when, in a sentence."""
    assert holding.period is not None
    if holding.term.documented:
        until = f" until the close of the {holding.ends_with}" if holding.ends_with else ""
        return f"On record as {role} for the time{until}; its election and the end of its term are not documented here."
    begun = f"Elected at the {holding.term.elected_at}" if holding.term.elected_at else "Appointed"
    if holding.term.starts_on:
        begun += f", {role} from {day_in_words(holding.term.starts_on, 'EN')}"
    if holding.stays_from:
        return f"{begun}; its term has run out and it stays until it is replaced."
    if holding.ends_with:
        return f"{begun}, until the close of the {holding.ends_with}."
    return f"{begun}; the calendar does not show yet with which meeting the term ends."


def end_in_words(holding: Holding) -> str:
    """With which meeting the term ends; "" where the calendar does not show it yet."""
    if holding.term.documented:
        return f"{NOT_DOCUMENTED}; on record to the {holding.ends_with}" if holding.ends_with else NOT_DOCUMENTED
    return f"{holding.ends_with}; stays until replaced" if holding.stays_from else holding.ends_with
