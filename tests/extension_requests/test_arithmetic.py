"""Amounts and the arithmetic of a request: exact conversions, sums that agree and sums that do not, in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.periods import add_months
from extension_requests.rules.amounts import SQUARE_METRES_IN, Unit, amount_in, unit_written
from extension_requests.rules.arithmetic import Asked, Checked, checks, promised_and_achieved, renewal, told
from extension_requests.rules.figures import Line, Sheet, Total, check_line, mixed_units, wrong_total

M2 = Unit.SQUARE_METRES
AREA = st.integers(0, 10**9)
ASKED = Asked("CCM", "4", date(2028, 3, 1), date(2030, 3, 1), 24, date(2033, 3, 1), "CCM art. 4 (5)")


def line(sheet: Sheet, amount: int, year: int | None = None, method: str = "", unit: Unit = M2) -> Line:
    return Line(sheet, year, "", method, unit, amount)


def check(found: list[Checked], what: str) -> Checked:
    return next(each for each in found if each.what == what)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("12.4", "km2", 12_400_000),
        ("12,4", "km2", 12_400_000),
        ("0.0001", "ha", 1),
        ("12 400", "m2", 12_400),
        ("12,400,000", "m2", 12_400_000),
        ("12,400", "m2", 12_400),
        ("1’250.5", "ha", 12_505_000),
        ("1 250,5", "ha", 12_505_000),
        ("7", "areas", 7),
        ("0", "USD", 0),
    ],
)
def test_amounts_are_converted_exactly(text: str, unit: str, amount: int) -> None:
    assert amount_in(text, unit) == amount


@pytest.mark.parametrize(
    ("text", "unit", "sentence"),
    [
        ("0.5", "m2", "not a whole number of square metres"),
        ("0.00001", "ha", "not a whole number of square metres"),
        ("1.5", "areas", "not a whole number of units"),
        ("-3", "m2", "less than nothing"),
        ("12,400", "ha", "may be 12400 or 12.400"),
        ("about 3", "m2", "is not a number"),
        ("1,24,000", "m2", "is not a number"),
        ("", "m2", "is not a number"),
        ("1" * 20, "m2", "more than can be"),
    ],
)
def test_amounts_that_are_not_clear_are_refused(text: str, unit: str, sentence: str) -> None:
    with pytest.raises(RuleViolation, match=sentence) as refusal:
        amount_in(text, unit)
    assert refusal.value.field == "amount"


@given(amount=st.integers(0, 10**12), unit=st.sampled_from(sorted(SQUARE_METRES_IN)))
def test_what_is_divided_by_its_unit_comes_back_whole(amount: int, unit: str) -> None:
    size = SQUARE_METRES_IN[unit]
    digits = len(str(size)) - 1
    text = f"{amount // size}.{amount % size:0{digits}d}" if digits else str(amount)
    assert amount_in(text, unit) == amount


def test_units_are_known_however_they_are_written() -> None:
    assert [unit_written(text) for text in ("m²", " KM2 ", "Hectares", "usd")] == ["m2", "km2", "ha", "USD"]
    with pytest.raises(RuleViolation, match="“acres” is no unit here"):
        unit_written("acres")


def test_an_area_that_is_not_accounted_for_is_told_with_the_arithmetic() -> None:
    lines = [
        line(Sheet.BASELINE, 12_400_000),
        line(Sheet.PROGRESS, 7_100_000, 2020),
        line(Sheet.REMAINING, 5_200_000),
    ]
    found = check(checks(ASKED, lines), "Total, done and left")
    assert (found.agrees, found.items) == (False, ("C4", "C5", "C6"))
    assert found.words == (
        "12,400,000 m² at entry into force and found later; 7,100,000 m² released + 5,200,000 m² left = "
        "12,300,000 m²: 100,000 m² are not accounted for."
    )


def test_what_was_done_is_told_by_method_and_too_much_is_told_too() -> None:
    lines = [
        line(Sheet.BASELINE, 100),
        line(Sheet.PROGRESS, 60, 2020, "cancelled"),
        line(Sheet.PROGRESS, 30, 2020, "cleared"),
        line(Sheet.REMAINING, 20),
    ]
    found = check(checks(ASKED, lines), "Total, done and left")
    assert "90 m² released (60 m² cancelled and 30 m² cleared)" in found.words
    assert found.words.endswith("10 m² more than there was.")


@given(done=st.lists(AREA, max_size=5), left=st.lists(AREA, min_size=1, max_size=5), off=st.integers(-5, 5))
def test_the_total_agrees_exactly_where_it_is_the_sum(done: list[int], left: list[int], off: int) -> None:
    there = max(0, sum(done) + sum(left) + off)
    lines = [
        line(Sheet.BASELINE, there),
        *(line(Sheet.PROGRESS, each, 2000 + year) for year, each in enumerate(done)),
        *(line(Sheet.REMAINING, each) for each in left),
    ]
    assert check(checks(ASKED, lines), "Total, done and left").agrees is (there == sum(done) + sum(left))


@given(targets=st.lists(AREA, min_size=1, max_size=6), off=st.integers(-5, 5))
def test_the_plan_agrees_exactly_where_its_years_sum_to_what_is_left(targets: list[int], off: int) -> None:
    left = max(0, sum(targets) + off)
    lines = [
        *(line(Sheet.TARGETS, each, 2028 + year) for year, each in enumerate(targets)),
        line(Sheet.REMAINING, left),
    ]
    found = checks(ASKED, lines)
    assert check(found, "Targets and what is left").agrees is (left == sum(targets))
    assert check(found, "Last target").agrees is (2028 + len(targets) - 1 <= 2030)


def test_units_do_not_mix_in_a_check() -> None:
    lines = [
        line(Sheet.BASELINE, 500, unit=Unit.MUNITIONS),
        line(Sheet.REMAINING, 500, unit=Unit.SUBMUNITIONS),
        line(Sheet.PROGRESS, 20, 2020, unit=Unit.ITEMS),
    ]
    assert [each.what for each in checks(ASKED, lines)] == ["Day asked for", "Longest extension"]


def test_figures_that_differ_as_hectares_and_square_metres_do_are_hinted_at() -> None:
    lines = [line(Sheet.REMAINING, 5_000_000), line(Sheet.TARGETS, 500, 2028)]
    words = check(checks(ASKED, lines), "Targets and what is left").words
    assert words.endswith("One is exactly 10,000 times the other: perhaps hectares for square metres.")


@given(months=st.integers(1, 120), off=st.integers(-40, 40))
def test_the_day_asked_for_is_the_deadline_and_the_months(months: int, off: int) -> None:
    until = date.fromordinal(add_months(ASKED.deadline, months).toordinal() + off)
    if until <= ASKED.deadline:
        return
    asked = Asked("CCM", "4", ASKED.deadline, until, months, ASKED.latest, ASKED.source)
    found = checks(asked, [])
    assert check(found, "Day asked for").agrees is (off == 0)
    assert check(found, "Longest extension").agrees is (until <= date(2033, 3, 1))


def test_a_budget_beyond_the_time_asked_for_is_told() -> None:
    found = check(checks(ASKED, [line(Sheet.BUDGET, 5, 2031, unit=Unit.USD)]), "Last budget line")
    assert (found.agrees, found.items) == (False, ("C15",))
    assert found.words == "The last budget line is of 2031; time is asked for until 1 March 2030."


def test_a_renewal_compares_what_was_promised_with_what_was_done_year_by_year() -> None:
    before = [line(Sheet.TARGETS, 100, 2024), line(Sheet.TARGETS, 200, 2025), line(Sheet.REMAINING, 300)]
    now = [line(Sheet.PROGRESS, 120, 2024), line(Sheet.PROGRESS, 60, 2025), line(Sheet.PROGRESS, 999, 2023)]
    years = promised_and_achieved(before, now)
    assert [(each.year, each.promised, each.achieved, each.difference) for each in years] == [
        (2024, 100, 120, 20),
        (2025, 200, 60, -140),
    ]
    [found] = renewal(years, "C10")
    assert (found.agrees, found.words) == (
        False,
        "For 2024 to 2025 the request before promised 300 m²; 180 m² were done: 120 m² less.",
    )


def test_money_and_areas_are_told_as_people_write_them() -> None:
    assert [told(2_000_000, Unit.USD), told(1, Unit.AREAS)] == ["USD 2,000,000", "1 area"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Line(Sheet.TARGETS, None, "", "", M2, 1), "year"),
        (Line(Sheet.PROGRESS, 1889, "", "", M2, 1), "year"),
        (Line(Sheet.REMAINING, 2026, "", "", M2, 1), "year"),
        (Line(Sheet.PROGRESS, 2020, "", "swept", M2, 1), "method"),
        (Line(Sheet.BASELINE, None, "", "cleared", M2, 1), "method"),
        (Line(Sheet.BUDGET, 2020, "", "", M2, 1), "unit"),
        (Line(Sheet.TARGETS, 2020, "", "", Unit.EUR, 1), "unit"),
    ],
)
def test_a_line_that_its_table_cannot_hold_is_refused_at_its_field(wrong: Line, field: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_line(wrong)
    assert refusal.value.field == field


def test_a_table_in_two_units_of_area_or_two_currencies_is_mixed() -> None:
    assert "mixes ha and m2" in mixed_units(Sheet.PROGRESS, ["m2", "ha", "areas"])
    assert "mixes EUR and USD" in mixed_units(Sheet.BUDGET, ["USD", "EUR"])
    assert mixed_units(Sheet.PROGRESS, ["m2", "areas", "items"]) == ""


@given(amounts=st.lists(AREA, max_size=6), off=st.integers(-3, 3))
def test_a_total_is_held_against_its_own_lines(amounts: list[int], off: int) -> None:
    lines = [line(Sheet.TARGETS, each, 2028) for each in amounts] + [line(Sheet.TARGETS, 5, 2029)]
    total = Total(Sheet.TARGETS, 2028, "", "", M2, sum(amounts) + off)
    assert wrong_total(total, lines) == (None if off == 0 else sum(amounts))
