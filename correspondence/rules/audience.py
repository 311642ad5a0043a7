"""Who a campaign writes to: States Parties in force that meet a condition over the criteria."""

from collections.abc import Iterable, Mapping

from core.errors import RuleViolation
from correspondence.rules.bodies import NONE_OF_THE_OTHERS
from correspondence.rules.conditions import criteria_in, parse_condition
from states_parties.catalogues import Criterion
from states_parties.facts import StateFacts
from states_parties.rules.standing import Standing

EVERYBODY = "not withdrawal_notified"
"""The usual audience: a State that has given notice of withdrawal is not asked for reports due after it has left."""


def choose_audience(facts: Iterable[StateFacts], condition: str, criteria: Mapping[str, Criterion]) -> list[StateFacts]:
    """The States Parties in force that meet the condition, in the order given.

    RuleViolation names a criterion that does not exist, and an audience without any State.
    """
    if condition.strip() == NONE_OF_THE_OTHERS:
        raise RuleViolation("“none of the others” chooses paragraphs; an audience needs criteria.", field="audience")
    tree = parse_condition(condition)
    names = criteria_in(tree)
    for name in names:
        if name not in criteria:
            raise RuleViolation(f"There is no criterion “{name}”.", field="audience")
    chosen = [
        each
        for each in facts
        if each.standing is Standing.STATE_PARTY
        and tree.holds({name: criteria[name].look(each).value for name in names})
    ]
    if not chosen:
        raise RuleViolation("No State Party in force on that day meets this condition.", field="audience")
    return chosen
