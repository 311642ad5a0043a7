"""Whose letter it is: what a template says of its signatory, and what a campaign may make of it."""

from collections.abc import Mapping, Sequence

from core.errors import RuleViolation
from states_parties.rules.names import sort_key

UNIT, PRESIDENT, CHAIR = "unit", "president", "chair"
OF_THE_UNIT = ("Implementation Support Unit", "Director")


def signed_by(office: str) -> str:
    """unit, president or chair, from the office as the template names it in English."""
    if office.startswith(OF_THE_UNIT):
        return UNIT
    return PRESIDENT if office.startswith("President") else CHAIR


def settled_signatory(office: str, chosen: str | None, body: str, bodies: Mapping[str, str]) -> tuple[str, str]:
    """Signatory and body of a campaign. chosen None: as the template says. bodies: office -> body it leads.

    RuleViolation where the letters would be signed by one office and approved by another.
    """
    asked = signed_by(office)
    signatory = chosen or asked
    if signatory != asked:
        raise RuleViolation(
            f"The template is signed “{office}”: its letters cannot be letters of the {_WORDS[signatory]}.",
            field="signatory",
        )
    if signatory != CHAIR:
        return signatory, ""
    body = body or bodies.get(office, "")
    if not body:
        raise RuleViolation(f"The template is signed “{office}”: say of which body.", field="signatory")
    if office in bodies and bodies[office] != body:
        raise RuleViolation(f"The template is signed “{office}”: the chair of another body cannot.", field="signatory")
    return signatory, body


def stranger_among(signatory_name: str, people: Sequence[str]) -> bool:
    """Whether the name under the letters is none of those on the roster. False where either says nothing."""
    written = sort_key(signatory_name.strip())
    known = [_last_word(person) for person in people if person.strip()]
    return bool(written) and bool(known) and not any(word in written for word in known)


def _last_word(person: str) -> str:
    return sort_key(person).split()[-1]


_WORDS = {UNIT: "Implementation Support Unit", PRESIDENT: "President", CHAIR: "chair of a body"}
