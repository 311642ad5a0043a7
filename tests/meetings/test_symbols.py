"""Symbols of documents: built by the Convention's pattern and read back; those of elsewhere are refused by name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from conventions.definitions import Convention
from core.errors import RuleViolation
from meetings.rules.symbols import (
    Added,
    Symbol,
    SymbolKind,
    check_of_meeting,
    check_unused,
    next_added,
    next_symbol,
    parse_symbol,
    series_of,
)

MEETINGS = st.one_of(
    st.builds(lambda n: ("MSP", f"{n}MSP"), st.integers(1, 99)),
    st.builds(lambda n: ("RC", f"{n}RC"), st.integers(1, 20)),
    st.builds(lambda n, m: ("preparatory", f"{n}RC-PM{m}"), st.integers(1, 20), st.integers(1, 4)),
)
SERIAL = st.integers(1, 9_999)
ADDED = st.lists(st.tuples(st.sampled_from(Added), st.integers(1, 99)), max_size=3).map(tuple)


@st.composite
def symbols(draw: st.DrawFn) -> tuple[Convention, Symbol]:
    convention = draw(st.sampled_from((APMBC, CCM)))
    series = series_of(convention, *draw(MEETINGS), draw(st.integers(1999, 2099)))
    assert series is not None
    return convention, Symbol(series, draw(st.sampled_from(SymbolKind)), draw(SERIAL), draw(ADDED))


@given(symbols())
def test_what_is_built_is_accepted_and_read_back_the_same(built: tuple[Convention, Symbol]) -> None:
    convention, symbol = built
    assert parse_symbol(convention, str(symbol)) == symbol


@given(symbols(), symbols())
def test_two_symbols_have_one_address_only_where_they_are_the_same_below_their_meetings(
    one: tuple[Convention, Symbol], other: tuple[Convention, Symbol]
) -> None:
    same = (one[1].kind, one[1].serial, one[1].added) == (other[1].kind, other[1].serial, other[1].added)
    assert (one[1].slug == other[1].slug) == same
    assert re.fullmatch(r"[a-z0-9.-]+", one[1].slug)


@given(symbols())
def test_a_symbol_of_the_other_convention_is_refused_by_its_name(built: tuple[Convention, Symbol]) -> None:
    convention, symbol = built
    other = CCM if convention is APMBC else APMBC
    with pytest.raises(RuleViolation) as refusal:
        parse_symbol(other, str(symbol))
    assert refusal.value.message == (
        f"“{symbol}” is a symbol of the {convention.code}; this meeting is one of the {other.code}."
    )


@given(st.sampled_from(SymbolKind), st.lists(st.builds(lambda n: n, SERIAL), max_size=12))
def test_the_next_number_is_above_all_that_were_ever_given(kind: SymbolKind, numbers: list[int]) -> None:
    used = [Symbol("CCM/MSP/2022", kind, number) for number in numbers]
    proposed = next_symbol("CCM/MSP/2022", kind, used)
    assert all(proposed.serial > each.serial for each in used)
    check_unused(proposed, used)


def test_the_published_examples_are_read() -> None:
    """Source: documents of the 19MSP, of the Ninth MSP of the CCM, of the Fourth Review Conference."""
    assert parse_symbol(APMBC, "APLC/MSP.19/2021/1") == Symbol("APLC/MSP.19/2021", SymbolKind.MAIN, 1)
    assert parse_symbol(CCM, "CCM/MSP/2019/13") == Symbol("CCM/MSP/2019", SymbolKind.MAIN, 13)
    revised = parse_symbol(APMBC, "APLC/CONF/2019/PM.1/WP.2/Rev.1")
    assert revised == Symbol("APLC/CONF/2019/PM.1", SymbolKind.WORKING_PAPER, 2, ((Added.REVISION, 1),))
    assert revised.slug == "wp.2-rev.1"
    assert str(revised.parent) == "APLC/CONF/2019/PM.1/WP.2"


def test_the_series_carries_the_number_for_one_convention_and_the_year_alone_for_the_other() -> None:
    assert series_of(APMBC, "MSP", "19MSP", 2021) == "APLC/MSP.19/2021"
    assert series_of(CCM, "MSP", "10MSP", 2022) == "CCM/MSP/2022"
    assert series_of(CCM, "RC", "2RC-1", 2020) == "CCM/CONF/2020"
    assert series_of(CCM, "preparatory", "2RC-PM2", 2020) == "CCM/CONF/2020/PM.2"
    assert series_of(APMBC, "intersessional", "IM2021", 2021) is None
    assert series_of(APMBC, "MSP", "23MSP", None) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "APLC/MSP.19/2021/XX.1",
            "“APLC/MSP.19/2021/XX.1” is not a symbol of the APMBC. One reads APLC/MSP.19/2021/1.",
        ),
        ("", "“” is not a symbol of the APMBC. One reads APLC/MSP.19/2021/1."),
        (
            "APLC/MSP.19/2021/WP.01",
            "“APLC/MSP.19/2021/WP.01”: numbers in symbols go from 1 to 9,999, without a leading 0.",
        ),
        ("APLC/MSP.19/2021/0", "“APLC/MSP.19/2021/0”: numbers in symbols go from 1 to 9,999, without a leading 0."),
    ],
)
def test_what_is_no_symbol_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        parse_symbol(APMBC, text)
    assert (refusal.value.message, refusal.value.field) == (sentence, "symbol")


def test_a_symbol_of_another_meeting_is_refused_by_the_name_of_that_meeting() -> None:
    symbol = parse_symbol(APMBC, "APLC/MSP.18/2020/WP.1")
    with pytest.raises(RuleViolation) as refusal:
        check_of_meeting(symbol, "APLC/MSP.19/2021", "19MSP", {"APLC/MSP.18/2020": "18MSP"})
    assert refusal.value.message == (
        "“APLC/MSP.18/2020/WP.1” belongs to the 18MSP; documents of the 19MSP begin with APLC/MSP.19/2021/."
    )


def test_a_symbol_is_given_once_and_a_revision_needs_what_it_revises() -> None:
    first = Symbol("CCM/MSP/2022", SymbolKind.WORKING_PAPER, 1)
    with pytest.raises(RuleViolation, match="A symbol is never given twice"):
        check_unused(first, [first])
    with pytest.raises(RuleViolation) as refusal:
        check_unused(first.with_added(Added.REVISION, 1), [])
    assert refusal.value.message == (
        "“CCM/MSP/2022/WP.1/Rev.1” would be the revision of CCM/MSP/2022/WP.1, which is not on record."
    )


def test_revisions_and_corrigenda_are_counted_apart() -> None:
    paper = Symbol("CCM/MSP/2022", SymbolKind.MAIN, 2)
    used = [paper, paper.with_added(Added.REVISION, 1), paper.with_added(Added.CORRIGENDUM, 3)]
    assert str(next_added(paper, Added.REVISION, used)) == "CCM/MSP/2022/2/Rev.2"
    assert str(next_added(paper, Added.CORRIGENDUM, used)) == "CCM/MSP/2022/2/Corr.4"
    assert str(next_added(paper, Added.ADDENDUM, used)) == "CCM/MSP/2022/2/Add.1"
