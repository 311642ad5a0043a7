"""The obligation a request is about, as the registers have it on a day."""

from datetime import date

from conventions.registry import get_convention
from core.errors import RuleViolation
from states_parties.facts import DatedObligation
from states_parties.queries.as_of import Registers
from states_parties.rules.standing import Standing


def obligation_to_extend(
    convention: str, article: str, iso3: str, *, on: date, registers: Registers | None = None
) -> DatedObligation:
    """RuleViolation, with the rule, where nothing can be extended. registers: of the day, where they are read already.

    An article without extensions, no obligation on record, one that is fulfilled, no deadline, or no State Party on
    that day. Source: APMBC art. 4 (none), 5 (3); CCM art. 3 (3), 4 (5).
    """
    definition = get_convention(convention)
    rule = definition.by_article(article)
    if rule.max_extension_months is None:
        raise RuleViolation(
            f"Article {article} of the {convention} allows no extension of a deadline.",
            source=rule.source,
            field="article",
        )
    registers = registers or Registers(definition, on, [iso3])
    standing = registers.standing_of(iso3).standing
    if standing is not Standing.STATE_PARTY:
        raise RuleViolation(
            f"Only a State Party can ask for more time; on this day its standing is: {standing.value}.",
            source=rule.source,
            field="state",
        )
    found = next((each for each in registers.obligations_of(iso3) if each.article == article), None)
    if found is None or not found.open:
        told = f"fulfilled ({found.completed_on})" if found and found.completed_on else "not on record as open"
        raise RuleViolation(
            f"The obligation under Article {article} of the {convention} is {told}: there is nothing to extend.",
            source=rule.source,
            field="article",
        )
    if found.deadline is None:
        raise RuleViolation(f"No deadline under Article {article} is on record for it.", field="article")
    return found
