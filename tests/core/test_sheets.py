"""Tables in and out: what is written can be read again, and nothing computes, bursts or slips through."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.errors import RuleViolation
from core.sheets.reading import MAX_ROWS, cell_name, read_sheet
from core.sheets.writing import as_written, csv_text, neutral, write_csv, write_xlsx

COLUMNS = ("name", "day", "number")


def read(data: bytes, filename: str = "table.csv", needed: tuple[str, ...] = ("name",)) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_sheet(data, filename, columns=COLUMNS, needed=needed)]


def refusal(data: bytes, filename: str = "table.csv") -> str:
    with pytest.raises(RuleViolation) as refused:
        read(data, filename)
    assert refused.value.field == "file"
    return refused.value.message


def excel(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "'=", "''@"])
def test_text_that_would_compute_leaves_with_an_apostrophe_and_comes_back_without(start: str) -> None:
    text = f"{start}SUM(A1:A9)"
    assert neutral(text) == f"'{text}"
    assert as_written(f"'{text}") == text


def test_numbers_and_days_leave_as_they_are() -> None:
    cells = [-5, 2.5, date(2021, 3, 3), None, "plain", "'quoted'"]
    assert [neutral(cell) for cell in cells] == cells


@given(st.text())
def test_writing_and_reading_text_again_gives_the_same_text(text: str) -> None:
    assert as_written(str(neutral(text))) == text


def test_csv_is_written_with_heading_days_and_no_formula() -> None:
    rows = [["=1+1", date(2021, 3, 3), -4], ["Côte d’Ivoire, République", None, 7]]
    assert write_csv(COLUMNS, rows)[:7] == b"\xef\xbb\xbfname"
    assert list(csv.reader(io.StringIO(csv_text(COLUMNS, rows)))) == [
        ["name", "day", "number"],
        ["'=1+1", "2021-03-03", "-4"],
        ["Côte d’Ivoire, République", "", "7"],
    ]


def test_excel_is_written_with_types_and_no_formula() -> None:
    data = write_xlsx(COLUMNS, [["=1+1", date(2021, 3, 3), -4], ["a\x00b", None, 7]], "Contacts: [all]")
    sheet = load_workbook(io.BytesIO(data)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["name", "day", "number"],
        ["'=1+1", datetime(2021, 3, 3), -4],
        ["a�b", None, 7],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "d", "n"}
    assert sheet.title == "Contacts   all"


@pytest.mark.parametrize("filename", ["table.csv", "table.xlsx"])
def test_a_written_table_reads_back_as_the_same_text(filename: str) -> None:
    rows = [["=cmd|' /C calc'!A0", date(2021, 3, 3), -4], ["Türkiye", None, 1304]]
    data = write_csv(COLUMNS, rows) if filename.endswith("csv") else write_xlsx(COLUMNS, rows, "Table")
    assert read(data, filename) == [
        {"name": "=cmd|' /C calc'!A0", "day": "2021-03-03", "number": "-4"},
        {"name": "Türkiye", "day": "", "number": "1304"},
    ]


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_with_either_separator_and_either_utf8(separator: str, encoding: str) -> None:
    data = f"name{separator}day\r\nSão Tomé{separator}2021-03-03\r\n".encode(encoding)
    assert read(data) == [{"name": "São Tomé", "day": "2021-03-03"}]


def test_rows_keep_the_number_they_have_in_the_sheet_and_empty_ones_are_passed_over() -> None:
    rows = read_sheet(b"\nname,day\n,\nChad,\n , \nTogo\n", "t.csv", columns=COLUMNS, needed=("name",))
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (4, {"name": "Chad", "day": ""}),
        (6, {"name": "Togo", "day": ""}),
    ]


def test_another_encoding_is_refused_by_line() -> None:
    assert refusal("name\nChad\nCôte d'Ivoire\n".encode("cp1252")) == (
        "“table.csv”, line 3: the file is not in UTF-8. Save it as “CSV UTF-8”."
    )
    assert refusal("name\nChad\n".encode("utf-16")).startswith("“table.csv” is not a text file.")


@pytest.mark.parametrize("formula", ["=1+1", "+A1", "-A1", "@SUM(A1)", '"=HYPERLINK(""http://a.example"")"'])
def test_a_formula_in_csv_is_refused_by_cell(formula: str) -> None:
    assert refusal(f"name,day\nChad,\nTogo,{formula}\n".encode()) == (
        "“table.csv”, cell B3 holds a formula. Put its value there, as text."
    )


def test_a_signed_number_or_a_dash_in_csv_is_no_formula() -> None:
    assert read(b"name,number\n-,-4\nTogo,+1.5\n") == [
        {"name": "-", "number": "-4"},
        {"name": "Togo", "number": "+1.5"},
    ]


def test_a_formula_in_excel_is_refused_by_cell() -> None:
    assert refusal(excel(["name", "number"], ["Chad", 1], ["Togo", "=B2*2"]), "t.xlsx") == (
        "“t.xlsx”, cell B3 holds a formula. Put its value there, as text."
    )


def test_excel_days_and_numbers_become_plain_text() -> None:
    data = excel(["name", "day", "number"], ["Chad", datetime(2021, 3, 3), 4.0], ["Togo", date(2021, 3, 4), 2.5])
    assert read(data, "t.xlsx") == [
        {"name": "Chad", "day": "2021-03-03", "number": "4"},
        {"name": "Togo", "day": "2021-03-04", "number": "2.5"},
    ]


def test_columns_are_checked_by_name() -> None:
    assert refusal(b"day,number\n") == "“table.csv” lacks the column name."
    assert refusal(b"name,nunber\n") == "“table.csv”, cell B1: “nunber” is no column here. Did you mean “number”?"
    assert refusal(b"name,,day\n") == "“table.csv”, cell B1: “” is no column here. Known are name, day, number."
    assert refusal(b"name,day,name\n") == "“table.csv”: the column “name” is there twice."
    assert refusal(b"name\nChad,5\n") == "“table.csv”, cell B2: there is no column heading above."
    assert refusal(b"\n\n") == "“table.csv” is empty: not even a heading line is there."
    assert refusal(b"") == "“table.csv” is empty: not even a heading line is there."


def test_what_is_no_table_is_refused_by_its_name() -> None:
    assert refusal(b"name\n", "table.ods") == "“table.ods” is neither a .csv nor an .xlsx file."
    assert refusal(b"name\n", "../../etc/passwd") == "“passwd” is neither a .csv nor an .xlsx file."
    assert refusal(b'name\n"Chad\n').startswith("“table.csv”, line 2: the CSV is damaged")
    assert refusal(b'name\n"' + b"a" * 200_000 + b'"\n').startswith("“table.csv”, line 2: the CSV is damaged")


def test_limits_are_told() -> None:
    assert refusal(b"x" * (5 * 1024 * 1024 + 1)) == "“table.csv” is larger than 5 MB. Nothing was read."
    rows = "name\n" + "Chad\n" * MAX_ROWS
    assert len(read(rows.encode())) == MAX_ROWS
    assert refusal(f"{rows}Togo\n".encode()) == "“table.csv” has more than 5,000 rows. Nothing was read."
    assert refusal(b"name\n" + b"\n" * 10_001).startswith("“table.csv” reaches below row 10,000.")
    assert refusal(b"name" + b"," * 60 + b"x\n") == "“table.csv”, row 1: more than 60 columns."
    assert refusal(excel(["name", *[None] * 80, "x"]), "t.xlsx") == "“t.xlsx”, row 1: more than 60 columns."
    assert refusal(b"name\n" + b"a" * 10_001 + b"\n") == "“table.csv”, cell A2: longer than 10,000 characters."


def test_damaged_excel_files_get_a_sentence() -> None:
    whole = excel(["name"], ["Chad"])
    sentence = "“t.xlsx” is damaged, protected by a password, or no Excel workbook (.xlsx). Save it as CSV."
    assert refusal(whole[: len(whole) // 2], "t.xlsx") == sentence
    assert refusal(b"no ZIP at all", "t.xlsx") == sentence
    assert refusal(repacked(whole, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), "t.xlsx") == sentence
    assert refusal(repacked(whole, "xl/workbook.xml", b"<nothing/>"), "t.xlsx") == sentence
    assert refusal(repacked(whole, "[Content_Types].xml", b""), "t.xlsx") == sentence


def test_an_excel_file_that_bursts_is_refused_before_it_is_unpacked() -> None:
    whole = excel(["name"], ["Chad"])
    assert refusal(repacked(whole, "xl/media/image1.bin", b"\0" * 60 * 1024 * 1024), "t.xlsx") == (
        "Unpacked, “t.xlsx” is larger than 50 MB. Nothing was read."
    )
    assert refusal(repacked(whole, "xl/media/image1.bin", b"\0" * 2 * 1024 * 1024), "t.xlsx") == (
        "A part of “t.xlsx” unpacks to more than 200 times its size. Nothing was read."
    )


def test_an_excel_file_with_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    for text in (bomb, bomb.decode().encode("utf-16")):
        assert refusal(repacked(excel(["name"]), "xl/worksheets/sheet1.xml", text), "t.xlsx") == (
            "“t.xlsx” declares XML entities, as Excel never does."
        )


def test_an_excel_row_far_down_does_not_make_the_house_count_to_it() -> None:
    row = b'<row r="900000000"><c r="A900000000" t="inlineStr"><is><t>x</t></is></c></row>'
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row
        + b"</sheetData></worksheet>"
    )
    assert refusal(repacked(excel(["name"]), "xl/worksheets/sheet1.xml", sheet), "t.xlsx").startswith(
        "“t.xlsx” reaches below row 10,000."
    )


@given(st.binary(max_size=300))
def test_whatever_the_bytes_there_are_rows_or_a_sentence(data: bytes) -> None:
    for filename in ("t.csv", "t.xlsx"):
        try:
            read(data, filename)
        except RuleViolation as refused:
            assert refused.message.startswith("“t.")  # noqa: PT017


@given(st.binary(max_size=40), st.integers(0, 4000))
def test_whatever_is_changed_in_an_excel_file_there_are_rows_or_a_sentence(noise: bytes, place: int) -> None:
    data = EXCEL[:place] + noise + EXCEL[place + len(noise) :]
    try:
        read(data, "t.xlsx")
    except RuleViolation as refused:
        assert refused.field == "file"  # noqa: PT017


def test_cells_are_named_as_spreadsheets_do() -> None:
    assert [cell_name(1, 1), cell_name(3, 5), cell_name(28, 10)] == ["A1", "C5", "AB10"]


def repacked(archive: bytes, name: str, content: bytes) -> bytes:
    """The archive with that part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename != name:
                target.writestr(entry.filename, source.read(entry))
        target.writestr(name, content)
    return file.getvalue()


EXCEL = excel(["name", "day"], ["Chad", date(2021, 3, 3)], ["Togo", None])
