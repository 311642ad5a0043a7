"""How a body is composed, in a sentence or two."""

from typing import Any

MIXES = {"affected-and-donor": "at least one affected State and one donor among them"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ROLE_PLURALS = {"member": "members", "coordinator": "coordinators"}
CHAIR_WORDS = {
    "none": "",
    "the President": "The President chairs.",
    "a member in its second year": "A member in its second year chairs, chosen each year.",
    "any member": "One of the members chairs.",
}


def in_words(composition: Any) -> str:
    """Four members for two formal meetings; two of them are replaced at each. A member in its second year chairs.

    composition: a row of committees.models.bodies.Composition.
    """
    sentences = [_seats(composition)] if composition.seats else ["No elected seats: its places follow offices."]
    if mixes := [MIXES[key] for key in composition.mixes]:
        sentences.append(f"There is {' and '.join(mixes)}.")
    if composition.seats and composition.holder_stays:
        sentences.append("Whoever holds a seat stays until replaced.")
    return " ".join(filter(None, [*sentences, CHAIR_WORDS[composition.chair_rule]]))


def _seats(composition: Any) -> str:
    role = composition.seat_role if composition.seats == 1 else ROLE_PLURALS.get(composition.seat_role, "seats")
    meetings = "formal meeting" if composition.term_meetings == 1 else "formal meetings"
    words = f"{number_word(composition.seats)} {role} for {number_word(composition.term_meetings)} {meetings}"
    renewed = composition.renewed_each_time
    if renewed and renewed < composition.seats:
        words += f"; {number_word(renewed)} of them {'is' if renewed == 1 else 'are'} replaced at each"
    return words[0].upper() + words[1:] + "."


def number_word(number: int) -> str:
    """Up to ten in words."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
