"""Lists answer to their address: what is filtered, sorted, paged and saved, and what is asked wrongly."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from werkzeug.datastructures import MultiDict

from core.tables import Column, Table, Value, arrange, export_response, table_page


@dataclass(frozen=True)
class Row:
    name: str
    region: str
    reports: int | None
    due_on: date | None


ROWS = [
    Row("Türkiye", "Europe", 18, date(2028, 12, 31)),
    Row("Costa Rica", "Americas", 21, None),
    Row("Chad", "Africa", None, date(2025, 1, 1)),
    Row("Côte d’Ivoire", "Africa", 14, date(2019, 6, 1)),
    Row("Zimbabwe", "Africa", 9, date(2025, 12, 31)),
]
COLUMNS = (
    Column("name", "State", lambda row: row.name, href=lambda row: f"/{row.name}"),
    Column("region", "Region", lambda row: row.region, filter=True),
    Column("reports", "Reports", lambda row: row.reports, kind="number"),
    Column("due_on", "Deadline", lambda row: row.due_on, kind="day"),
)


def table(rows: list[Row] = ROWS, page_size: int = 250) -> Table:
    return Table("states", COLUMNS, rows, noun=("State", "States"), sort="name", page_size=page_size)


def names(address: str, *, page_size: int = 250) -> list[str]:
    page = table_page(table(page_size=page_size), asked(address))
    return [line[0].value for line in page.lines]


def asked(address: str) -> MultiDict[str, str]:
    return MultiDict([(key, value) for key, values in parse_qs(address).items() for value in values])


def test_names_sort_as_if_they_had_no_accents() -> None:
    assert names("") == ["Chad", "Costa Rica", "Côte d’Ivoire", "Türkiye", "Zimbabwe"]


def test_a_list_turns_around() -> None:
    assert names("sort=-name") == ["Zimbabwe", "Türkiye", "Côte d’Ivoire", "Costa Rica", "Chad"]


@pytest.mark.parametrize(
    ("address", "order"),
    [
        ("sort=reports", ["Zimbabwe", "Côte d’Ivoire", "Türkiye", "Costa Rica", "Chad"]),
        ("sort=-reports", ["Costa Rica", "Türkiye", "Côte d’Ivoire", "Zimbabwe", "Chad"]),
        ("sort=due_on", ["Côte d’Ivoire", "Chad", "Zimbabwe", "Türkiye", "Costa Rica"]),
        ("sort=-due_on", ["Türkiye", "Zimbabwe", "Chad", "Côte d’Ivoire", "Costa Rica"]),
    ],
)
def test_rows_without_a_value_come_last_both_ways(address: str, order: list[str]) -> None:
    assert names(address) == order


def test_rows_with_the_same_value_keep_their_order() -> None:
    assert names("sort=region")[:3] == ["Chad", "Côte d’Ivoire", "Zimbabwe"]


def test_a_column_of_words_and_numbers_can_be_sorted() -> None:
    values: list[Value] = ["b", 2, date(2021, 3, 3), "Â", 1]
    mixed = Table("mixed", [Column("it", "It", lambda row: row)], values, noun=("it", "them"))
    assert arrange(mixed, {"sort": "it"}) == [1, 2, date(2021, 3, 3), "Â", "b"]


@pytest.mark.parametrize(
    "address",
    ["sort=population", "sort=-", "sort=--name", "page=0", "page=-3", "page=²", "page=x", "page=" + "9" * 5000],
)
def test_what_an_address_asks_wrongly_is_passed_over(address: str) -> None:
    assert names(address, page_size=2) == names("", page_size=2)


@pytest.mark.parametrize("number", ["3", "99", "9999999"])
def test_a_page_behind_the_last_is_the_last(number: str) -> None:
    assert names(f"page={number}", page_size=2) == ["Zimbabwe"]


def test_pages_cut_the_list_and_all_shows_it_whole() -> None:
    assert [names(f"page={number}", page_size=2) for number in (1, 2, 3)] == [
        ["Chad", "Costa Rica"],
        ["Côte d’Ivoire", "Türkiye"],
        ["Zimbabwe"],
    ]
    assert names("page=all", page_size=2) == names("")


def test_links_to_pages_keep_filter_and_sort() -> None:
    page = table_page(table(page_size=2), asked("region=Africa&sort=-name&on=2021-03-03"))
    assert [(each.label, each.href, each.current) for each in page.pages] == [
        ("1", "?region=Africa&sort=-name&on=2021-03-03&page=1", True),
        ("2", "?region=Africa&sort=-name&on=2021-03-03&page=2", False),
        ("all", "?region=Africa&sort=-name&on=2021-03-03&page=all", False),
    ]


def test_a_list_of_one_page_offers_no_pages() -> None:
    assert table_page(table(), {}).pages == []


def test_a_filter_leaves_its_rows_and_says_how_many() -> None:
    page = table_page(table(), {"region": "Africa"})
    assert (page.matching, page.total, page.narrowed) == (3, 5, True)
    assert [line[0].value for line in page.lines] == ["Chad", "Côte d’Ivoire", "Zimbabwe"]


def test_chips_count_under_the_search_and_the_most_frequent_come_first() -> None:
    (region,) = table_page(
        table([*ROWS, Row("Peru", "Americas", 1, None), Row("Cuba", "Americas", 1, None)]), {}
    ).filters
    assert [(chip.label, chip.count) for chip in region.chips] == [("Africa", 3), ("Americas", 3), ("Europe", 1)]
    (region,) = table_page(table([*ROWS[::-1], Row("Malta", "Europe", 1, None)]), {}).filters
    assert [chip.label for chip in region.chips] == ["Africa", "Europe", "Americas"]
    (region,) = table_page(table(ROWS[::-1]), {"q": "c"}).filters
    assert [(chip.label, chip.count) for chip in region.chips] == [("Africa", 3), ("Americas", 1)]
    (region,) = table_page(table(), {"q": "ch", "region": "Europe"}).filters
    assert [(chip.label, chip.count, chip.current) for chip in region.chips] == [
        ("Africa", 1, False),
        ("Europe", 0, True),
    ]


def test_a_chip_takes_its_filter_and_takes_it_away_again() -> None:
    (region,) = table_page(table(), asked("sort=-name&page=2")).filters
    assert region.chips[0].href == "?sort=-name&region=Africa"
    (region,) = table_page(table(), asked("sort=-name&region=Africa")).filters
    assert region.chips[0].href == "?sort=-name"


def test_more_values_than_chips_can_hold_become_a_menu() -> None:
    rows = [Row(str(number), f"Region {number}", 1, None) for number in range(9)]
    assert [each.is_menu for each in table_page(table(rows[:8]), {}).filters] == [False]
    assert [each.is_menu for each in table_page(table(rows), {}).filters] == [True]


def test_search_needs_every_word_and_no_accents() -> None:
    assert names("q=cote+d'ivoire") == ["Côte d’Ivoire"]
    assert names("q=AFRICA+2025") == ["Chad", "Zimbabwe"]
    assert names("q=africa+americas") == []


def test_nothing_is_no_error() -> None:
    page = table_page(table([]), {"q": "x", "region": "Africa"})
    assert (page.total, page.matching, page.lines) == (0, 0, [])


def test_search_alone_narrows_a_list_and_one_link_undoes_it() -> None:
    page = table_page(table(), asked("q=chad&region=Africa&sort=-name&on=2021-03-03&page=2"))
    assert page.narrowed
    assert page.unfiltered == "?sort=-name&on=2021-03-03"
    assert table_page(table(), {"q": "a"}).narrowed
    assert not table_page(table(), {"sort": "name"}).narrowed


def test_the_search_form_carries_along_what_it_does_not_ask_itself() -> None:
    rows = [Row(str(number), f"Region {number}", 1, None) for number in range(9)]
    address = asked("q=1&page=2&region=Region+1&shown=region&shown=reports&on=2021-03-03&format=csv")
    assert table_page(table(rows[:8]), address).kept == [
        ("region", "Region 1"),
        ("shown", "region"),
        ("shown", "reports"),
        ("on", "2021-03-03"),
    ]
    assert table_page(table(rows), address).kept[0] == ("shown", "region")


def test_links_of_a_page_never_save_files_by_themselves() -> None:
    page = table_page(table(), asked("format=csv&sort=-name"))
    assert page.headings[0].href == "?sort=name"
    assert page.exports == {"csv": "?sort=-name&format=csv", "xlsx": "?sort=-name&format=xlsx"}


def test_headings_say_what_they_sort_by_and_turn_on_the_second_press() -> None:
    page = table_page(table(), asked("sort=region&q=a"))
    assert [(each.key, each.direction, each.href) for each in page.headings][:2] == [
        ("name", "none", "?q=a&sort=name"),
        ("region", "ascending", "?q=a&sort=-region"),
    ]


def test_columns_are_chosen_and_the_first_always_stays() -> None:
    page = table_page(table(), asked("shown=due_on&shown=nothing"))
    assert [heading.key for heading in page.headings] == ["name", "due_on"]
    assert page.choosable == [("region", "Region", False), ("reports", "Reports", False), ("due_on", "Deadline", True)]


def test_a_column_set_aside_comes_when_chosen_and_is_in_every_file() -> None:
    columns = (*COLUMNS[:2], Column("source", "Source", lambda row: "UN", aside=True))
    aside = Table("states", columns, ROWS[:1], noun=("State", "States"))
    assert [heading.key for heading in table_page(aside, {}).headings] == ["name", "region"]
    assert [heading.key for heading in table_page(aside, {"shown": "source"}).headings] == ["name", "source"]
    response = export_response(aside, "States", {"format": "csv"})
    assert response is not None
    assert response.data.decode("utf-8-sig").splitlines()[0] == "State,Region,Source"


def test_a_cell_leads_where_its_column_says() -> None:
    first = table_page(table(), {}).lines[0]
    assert [cell.href for cell in first] == ["/Chad", None, None, None]


def test_a_key_that_means_something_else_in_addresses_is_refused() -> None:
    with pytest.raises(ValueError, match="page"):
        Table("states", [Column("page", "Page", str)], [], noun=("State", "States"))


def test_csv_holds_what_the_screen_shows_on_all_pages() -> None:
    response = export_response(table(page_size=1), "States", asked("format=csv&region=Africa&sort=-name&shown=due_on"))
    assert response is not None
    assert response.headers["Content-Disposition"] == 'attachment; filename="states.csv"'
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")))) == [
        ["State", "Deadline"],
        ["Zimbabwe", "2025-12-31"],
        ["Côte d’Ivoire", "2019-06-01"],
        ["Chad", "2025-01-01"],
    ]


def test_xlsx_keeps_days_and_numbers_and_computes_nothing() -> None:
    rows = [Row("=1+1", "Europe", 3, date(2021, 3, 3))]
    response = export_response(table(rows), "States", {"format": "xlsx"})
    assert response is not None
    sheet = load_workbook(io.BytesIO(response.data)).active
    name, region, reports, due_on = next(sheet.iter_rows(min_row=2))
    assert (name.data_type, region.value, reports.value, due_on.value.date()) == ("s", "Europe", 3, date(2021, 3, 3))
    assert name.value == "'=1+1"


@pytest.mark.parametrize("kind", ["", "pdf", "CSV"])
def test_an_unknown_kind_of_file_is_the_page_itself(kind: str) -> None:
    assert export_response(table(), "States", {"format": kind}) is None


@given(
    st.dictionaries(
        st.sampled_from(["q", "sort", "page", "shown", "region", "name", "on", "other"]), st.text(max_size=12)
    )
)
def test_whatever_an_address_asks_the_counts_add_up(address: dict[str, str]) -> None:
    page = table_page(table(page_size=2), address)
    assert len(page.lines) <= 5
    assert page.matching == len(arrange(table(), address)) <= page.total == 5
    (region,) = page.filters
    if not region.current:
        assert sum(chip.count for chip in region.chips) == page.matching
