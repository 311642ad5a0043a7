"""Who a campaign writes to: States Parties in force that meet a condition over the criteria, and exceptions by name."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import RuleViolation
from correspondence.rules.bodies import NONE_OF_THE_OTHERS
from correspondence.rules.conditions import Condition, Criterion, criteria_in, deciding, parse_condition
from states_parties.catalogues import Criterion as Question
from states_parties.catalogues import Finding
from states_parties.facts import StateFacts
from states_parties.rules.standing import Standing

EVERYBODY = "not withdrawal_notified"
"""The usual audience: a State that has given notice of withdrawal is not asked for reports due after it has left."""

LONGEST_CONDITION = 500
AS_MANY_AS_ASKED = 1000  # more years, or months, than any condition asks for
LONGEST_REASON = 1000
_WORDS = {">=": "at least", "<=": "at most", "=": "exactly", ">": "more than", "<": "less than"}


@dataclass(frozen=True)
class NamedState:
    """An exception: a State named by a person, who says why."""

    iso3: str
    reason: str


@dataclass(frozen=True)
class Audience:
    """also: written to although they do not meet the condition; besides: not written to although they do."""

    condition: str = EVERYBODY
    also: tuple[NamedState, ...] = ()
    besides: tuple[NamedState, ...] = ()


@dataclass(frozen=True)
class Weighed:
    """One State Party, in the audience or not, and why. by_name: because somebody named it.

    unknown: registers that are not declared complete, without which nobody can say that it is not in the audience.
    """

    facts: StateFacts
    included: bool
    by_name: bool
    reason: str
    unknown: tuple[str, ...] = ()


def weigh(facts: Sequence[StateFacts], audience: Audience, criteria: Mapping[str, Question]) -> list[Weighed]:
    """Every State Party in force, in the order given, in or out.

    RuleViolation names a criterion that does not exist, and a State that is named wrongly.
    """
    tree = _condition(audience.condition, criteria)
    parties = [each for each in facts if each.standing is Standing.STATE_PARTY]
    named = _named(audience, {each.iso3 for each in parties}, {each.iso3: each.list_name for each in facts})
    return [_weighed(each, tree, named.get(each.iso3), criteria) for each in parties]


class NobodyInAudience(RuleViolation):
    """An audience without any State."""


def check_somebody(weighed: Iterable[Weighed]) -> None:
    """Refuses an audience without any State, and says which registers stand behind it."""
    found = list(weighed)
    if not any(each.included for each in found):
        told = ["No State Party in force on that day meets this condition."]
        told += [_not_complete(register) for register in left_out_for_want_of(found)]
        raise NobodyInAudience(" ".join(told), field="audience")


def check_somebody_may_be(weighed: Sequence[Weighed]) -> None:
    """The same, unless a register that is not declared complete keeps everybody out: then somebody may be in later."""
    if not left_out_for_want_of(weighed):
        check_somebody(weighed)


def left_out_for_want_of(weighed: Iterable[Weighed]) -> Mapping[str, int]:
    """Register that is not declared complete -> of how many States Parties it cannot be said that they are not in."""
    return Counter(register for each in weighed if not each.included for register in each.unknown)


def choose_audience(facts: Sequence[StateFacts], condition: str, criteria: Mapping[str, Question]) -> list[StateFacts]:
    """The States Parties in force that meet the condition, in the order given; also refuses an empty audience."""
    weighed = weigh(facts, Audience(condition), criteria)
    check_somebody(weighed)
    return [each.facts for each in weighed if each.included]


def check_condition(text: str, criteria: Mapping[str, Question]) -> None:
    """Refuses a condition that no audience can be chosen by."""
    _condition(text, criteria)


def _condition(text: str, criteria: Mapping[str, Question]) -> Condition:
    if text.strip() == NONE_OF_THE_OTHERS:
        raise RuleViolation("“none of the others” chooses paragraphs; an audience needs criteria.", field="audience")
    if len(text) > LONGEST_CONDITION:
        raise RuleViolation(f"The condition is longer than {LONGEST_CONDITION} characters.", field="audience")
    tree = parse_condition(text)
    for name in criteria_in(tree):
        if name not in criteria:
            raise RuleViolation(f"There is no criterion “{name}”.", field="audience")
    return tree


def _named(audience: Audience, parties: set[str], names: Mapping[str, str]) -> dict[str, tuple[bool, str]]:
    """iso3 -> whether the State is added, and the reason."""
    named: dict[str, tuple[bool, str]] = {}
    for field, exceptions in (("also", audience.also), ("besides", audience.besides)):
        for each in exceptions:
            name = names.get(each.iso3, each.iso3)
            if not each.reason.strip():
                raise RuleViolation(f"Say why {name} is an exception.", field=field)
            if each.iso3 in named:
                raise RuleViolation(f"{name} is named twice.", field=field)
            if field == "also" and each.iso3 not in parties:
                raise RuleViolation(f"{name} is no State Party in force on that day.", field=field)
            named[each.iso3] = (field == "also", each.reason.strip())
    return named


def _weighed(
    facts: StateFacts, tree: Condition, named: tuple[bool, str] | None, criteria: Mapping[str, Question]
) -> Weighed:
    findings = {name: criteria[name].look(facts) for name in criteria_in(tree)}
    values = {name: finding.value for name, finding in findings.items()}
    meets = tree.holds(values)
    unknown = () if meets else _that_would_settle(tree, values, findings)
    reason = " ".join(dict.fromkeys(_told(each, findings[each.name]) for each in deciding(tree, values)))
    reason = reason or "The audience is every State Party."
    if named is None:
        return Weighed(facts, meets, False, shortened(reason), unknown)
    added, why = named
    words = "Added by name" if added else "Left out by name"
    otherwise = f" Without that: {'in' if meets else 'not in'} the audience. {reason}" if meets is not added else ""
    return Weighed(facts, added, meets is not added, shortened(f"{words}: {why.rstrip('.')}.{otherwise}"))


def _that_would_settle(
    tree: Condition, values: Mapping[str, int | None], findings: Mapping[str, Finding]
) -> tuple[str, ...]:
    """The registers behind answers that, were they yes, would put the State into the audience."""
    open_ones = {name: finding.unknown for name, finding in findings.items() if finding.unknown}
    if not tree.holds({**values, **dict.fromkeys(open_ones, AS_MANY_AS_ASKED)}):
        return ()
    return tuple(dict.fromkeys(open_ones.values()))


def _not_complete(register: str) -> str:
    return f"The register of {register} is not declared complete, so nobody can say who belongs here."


def _told(asked: Criterion, finding: Finding) -> str:
    doubt = f" To check: {finding.doubt}" if finding.doubt else ""
    if (asked.comparison, asked.number) == (">=", 1):
        return f"{finding.reason}{doubt}"
    counted = "no number" if finding.value is None else finding.value
    return f"{finding.reason} Asked for: {_WORDS[asked.comparison]} {asked.number}; counted: {counted}.{doubt}"


def shortened(text: str, longest: int = LONGEST_REASON) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
