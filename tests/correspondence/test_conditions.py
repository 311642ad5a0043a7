import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from correspondence.rules.conditions import All, Any, Condition, Criterion, Not, criteria_in, parse_condition

FACTS = {"open_clearance_obligation": 1, "article_9_open": 0, "missing_report_years": 2}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("always", True),
        ("open_clearance_obligation", True),
        ("article_9_open", False),
        ("not article_9_open", True),
        ("open_clearance_obligation and article_9_open", False),
        ("open_clearance_obligation or article_9_open", True),
        ("article_9_open and article_9_open or open_clearance_obligation", True),
        ("article_9_open and (article_9_open or open_clearance_obligation)", False),
        ("not (article_9_open or open_clearance_obligation)", False),
        ("missing_report_years >= 2", True),
        ("missing_report_years >= 3", False),
        ("missing_report_years = 2", True),
        ("missing_report_years > 2", False),
        ("missing_report_years < 3", True),
        ("missing_report_years <= 1", False),
        ("missing_report_years", True),
    ],
)
def test_a_condition_holds_as_its_words_say(text: str, holds: bool) -> None:
    assert parse_condition(text).holds(FACTS) is holds


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", "stops in the middle"),
        ("article_9_open and", "stops in the middle"),
        ("(article_9_open", "stops in the middle"),
        ("article_9_open)", "“)”"),
        ("article_9_open article_9_open", "at “article_9_open”"),
        ("missing_report_years >= many", "at “many”"),
        ("__import__('os')", "at “__import__('os')”"),
        ("article_9_open; drop", "at “;”"),
        ("and", "at “and”"),
        ("not " * 60 + "article_9_open", "nested too deeply"),
    ],
)
def test_what_is_not_in_the_grammar_is_refused_with_the_place(text: str, quoted: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        parse_condition(text)
    assert quoted in refusal.value.message


def written(condition: Condition) -> str:
    match condition:
        case Criterion(name, comparison, number):
            return f"{name} {comparison} {number}"
        case Not(inner):
            return f"not ({written(inner)})"
        case All(parts):
            return "(" + " and ".join(written(part) for part in parts) + ")"
        case Any(parts):
            return "(" + " or ".join(written(part) for part in parts) + ")"


names = st.sampled_from(sorted(FACTS))
criteria = st.builds(Criterion, names, st.sampled_from([">=", "<=", "=", ">", "<"]), st.integers(0, 3))
conditions = st.recursive(
    criteria,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Any(tuple(parts))),
    ),
    max_leaves=8,
)


@given(conditions, st.dictionaries(names, st.integers(0, 3), min_size=3))
def test_reading_a_written_condition_gives_the_same_answer(condition: Condition, values: dict[str, int]) -> None:
    read = parse_condition(written(condition))
    assert read.holds(values) == condition.holds(values)
    assert set(criteria_in(read)) == set(criteria_in(condition))
