"""Both Conventions as data: complete, each rule with its source, and the same words as in letters."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from conventions.definitions import Convention
from conventions.registry import CONVENTIONS, get_convention
from conventions.rules import check_symbol
from core.errors import RuleViolation

ROOT = Path(__file__).resolve().parents[2]
both = pytest.mark.parametrize("convention", [APMBC, CCM], ids=lambda convention: convention.code)


def test_the_office_serves_two_conventions() -> None:
    assert {"APMBC": APMBC, "CCM": CCM} == CONVENTIONS
    assert get_convention("APMBC") is APMBC


@pytest.mark.parametrize(
    ("code", "advice"),
    [("apmbc", "Did you mean APMBC?"), ("CMC", "Did you mean CCM?"), ("NPT!", "Known are APMBC and CCM.")],
)
def test_an_unknown_code_is_refused_with_the_nearest_one(code: str, advice: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        get_convention(code)
    assert refusal.value.message == f"“{code}” is not the code of a Convention. {advice}"


def test_the_days_of_the_conventions() -> None:
    """Source: United Nations Treaty Collection, chapter XXVI.5 and 6."""
    assert (APMBC.opened_on, APMBC.in_force_on) == (date(1997, 12, 3), date(1999, 3, 1))
    assert (CCM.opened_on, CCM.in_force_on) == (date(2008, 12, 3), date(2010, 8, 1))


def test_years_and_caps_are_those_of_the_articles() -> None:
    """Source: APMBC art. 4, 5; CCM art. 3, 4. Months, since decisions grant months."""
    terms = {
        (code, obligation.article): (obligation.key, obligation.years_initial, obligation.max_extension_months)
        for code, convention in CONVENTIONS.items()
        for obligation in convention.obligations
    }
    assert terms == {
        ("APMBC", "1"): ("compliance", None, None),
        ("APMBC", "3"): ("retained", None, None),
        ("APMBC", "4"): ("stockpile", 4, None),
        ("APMBC", "5"): ("clearance", 10, 120),
        ("APMBC", "6"): ("victim_assistance", None, None),
        ("APMBC", "7"): ("transparency", None, None),
        ("APMBC", "9"): ("national_measures", None, None),
        ("CCM", "3"): ("stockpile", 8, 48),
        ("CCM", "3.6"): ("retained", None, None),
        ("CCM", "4"): ("clearance", 10, 60),
        ("CCM", "5"): ("victim_assistance", None, None),
        ("CCM", "7"): ("transparency", None, None),
        ("CCM", "9"): ("national_measures", None, None),
    }


@both
def test_every_rule_names_its_source(convention: Convention) -> None:
    for rule in (*convention.obligations, convention.reporting):
        assert rule.source.startswith(f"{convention.code} art. "), rule
    assert convention.sources


@both
def test_an_obligation_is_found_by_key_and_by_article_and_an_unknown_one_is_named(convention: Convention) -> None:
    for obligation in convention.obligations:
        assert convention.obligation(obligation.key) is obligation
        assert convention.by_article(obligation.article) is obligation
    with pytest.raises(RuleViolation, match=f"The {convention.code} has no obligation “retention”; it has .*retained"):
        convention.obligation("retention")
    with pytest.raises(RuleViolation, match=f"No obligation is kept for Article 8 of the {convention.code}"):
        convention.by_article("8")


@both
def test_short_names_are_those_of_the_letters(convention: Convention) -> None:
    with (ROOT / "correspondence/texts/wording.toml").open("rb") as file:
        worded = tomllib.load(file)["conventions"][convention.code]
    assert set(convention.title) == {"EN", "FR", "ES"}
    assert set(convention.short) == {"EN", "FR", "ES"}
    for language, short in convention.short.items():
        assert worded["short"][language].endswith(f" {short}")


@both
def test_the_example_of_a_symbol_is_one(convention: Convention) -> None:
    check_symbol(convention, convention.symbol_example)
