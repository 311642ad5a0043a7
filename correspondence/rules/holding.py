"""Whether a State still is what its letter is sent for: bound by the Convention, and meeting a condition."""

from collections.abc import Mapping

from correspondence.rules.conditions import criteria_in, parse_condition
from states_parties.catalogues import Criterion
from states_parties.facts import StateFacts
from states_parties.rules.standing import Standing


def why_no_party(facts: StateFacts) -> str:
    """Empty for a State Party in force."""
    return "" if facts.standing is Standing.STATE_PARTY else f"It is no State Party: {facts.standing.value}."


def why_it_does_not_hold(condition: str, facts: StateFacts, criteria: Mapping[str, Criterion]) -> str:
    """What the registers say against the condition; empty where it holds, or asks nothing."""
    if not condition.strip():
        return ""
    tree = parse_condition(condition)
    findings = {name: criteria[name].look(facts) for name in criteria_in(tree)}
    if tree.holds({name: finding.value for name, finding in findings.items()}):
        return ""
    return f"“{condition}” holds no more: {' '.join(dict.fromkeys(each.reason for each in findings.values()))}"
