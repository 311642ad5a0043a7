"""Figures of a request: from a file, by hand, by command; what is refused; what does not agree; who sees what."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from core.accounts.models import User
from core.audit.models import AuditEntry
from core.db import db, transaction
from core.errors import RuleViolation, Shortcomings
from core.permissions import Role
from core.sheets.reading import Row, read_sheet
from core.sheets.writing import write_csv, write_xlsx
from extension_requests.models.dossiers import Dossier
from extension_requests.models.figures import Figure
from extension_requests.queries.figures import lines_of
from extension_requests.rules.amounts import Unit
from extension_requests.rules.figures import Line, Sheet
from extension_requests.rules.machine import RequestState
from extension_requests.tables_file import COLUMNS, NEEDED, read_tables, template_file
from extension_requests.workflow.figures import enter_line, replace_tables, take_over_tables
from tests.factories.accounts import make_account, sign_in
from tests.factories.requests import ISU, Group, address, make_dossier, make_group, token_of
from tests.factories.states import added
from tests.states_parties.pages import read, words

M2 = Unit.SQUARE_METRES
TABLES = (
    ("baseline", "", "confirmed", "", "12.4", "km2"),
    ("progress", "2024", "", "cleared", "7100000", "m2"),
    ("remaining", "", "confirmed", "", "520", "ha"),
    ("targets", "2028", "", "", "2600000", "m2"),
    ("targets", "2029", "", "", "2600000", "m2"),
    ("targets", "total", "", "", "5200000", "m2"),
    ("budget", "2028", "own funds", "", "1000000", "USD"),
)


@pytest.fixture
def group(app: Flask) -> Group:
    return make_group()


@pytest.fixture
def dossier(group: Group) -> Dossier:
    return make_dossier(group, RequestState.IN_COMPLETENESS)


def rows(*lines: Sequence[str]) -> list[Row]:
    return [Row(number, dict(zip(COLUMNS, line, strict=True))) for number, line in enumerate(lines, start=2)]


def errors_of(*lines: Sequence[str]) -> Sequence[str]:
    with pytest.raises(Shortcomings) as refusal:
        read_tables(rows(*lines))
    return refusal.value.items


def as_person(app: Flask, account: User) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account=account)
    return client


@pytest.mark.parametrize("year", [None, 2027])
def test_a_figure_is_kept_once_also_where_it_belongs_to_no_year(group: Group, year: int | None) -> None:
    dossier = make_dossier(group)
    figure = {
        "dossier_id": dossier.id,
        "version": 1,
        "sheet": Sheet.REMAINING,
        "year": year,
        "kind": "all",
        "method": "",
        "unit": Unit.SQUARE_METRES,
        "amount": 5,
    }
    added(Figure(**figure))
    with pytest.raises(IntegrityError):
        added(Figure(**figure))
    db.session.rollback()


def test_tables_are_read_into_square_metres_and_a_total_is_not_a_line() -> None:
    lines = read_tables(rows(*TABLES))
    assert [(line.sheet.value, line.year, line.amount, line.unit.value) for line in lines] == [
        ("baseline", None, 12_400_000, "m2"),
        ("progress", 2024, 7_100_000, "m2"),
        ("remaining", None, 5_200_000, "m2"),
        ("targets", 2028, 2_600_000, "m2"),
        ("targets", 2029, 2_600_000, "m2"),
        ("budget", 2028, 1_000_000, "USD"),
    ]


def test_errors_name_row_column_and_rule_and_nothing_is_read() -> None:
    found = errors_of(
        ("baselines", "", "", "", "1", "m2"),
        ("targets", "", "", "", "1", "m2"),
        ("progress", "20", "", "", "1", "m2"),
        ("progress", "2024", "", "", "12,4", "m2"),
        ("progress", "2024", "", "", "1", "acres"),
        ("progress", "2024", "", "", "5", "m2"),
        ("progress", "2024", "", "", "6", "m2"),
    )
    assert [each.split(":")[0] for each in found] == [
        "row 2, column table",
        "row 3, column year",
        "row 4, column year",
        "row 5, column amount",
        "row 6, column unit",
        "row 8",
    ]
    assert "the same figure stands in row 7 already" in found[-1]


def test_a_table_that_mixes_units_is_refused_with_rule_and_source() -> None:
    [found] = errors_of(
        ("progress", "2023", "", "", "5", "ha"),
        ("progress", "2024", "", "", "500", "m2"),
        ("remaining", "", "", "", "7", "m2"),
    )
    assert found.startswith("row 3, column unit: The table progress mixes ha and m2.")
    assert "Source: Guidelines of the 8MSP" in found


def test_a_total_that_is_not_the_sum_of_its_lines_is_refused_with_rule_and_source() -> None:
    [found] = errors_of(
        ("targets", "2028", "", "", "2600000", "m2"),
        ("targets", "2029", "", "", "2500000", "m2"),
        ("targets", "Total", "", "", "5200000", "m2"),
    )
    assert found.startswith("row 4, column amount: the total says 5,200,000 m², its lines sum to 5,100,000 m².")
    assert "a total is the sum of its lines" in found


def test_the_workbook_to_write_over_can_be_taken_in_as_it_is() -> None:
    for article in ("4", "3", "5"):
        read_back = read_sheet(template_file(article), "t.xlsx", columns=COLUMNS, needed=NEEDED)
        assert read_tables(read_back)


def test_a_table_is_replaced_as_a_whole_and_others_stay(dossier: Dossier) -> None:
    replace_tables(dossier, read_tables(rows(*TABLES)), by=ISU)
    replace_tables(dossier, read_tables(rows(("targets", "2028", "", "", "9", "m2"))), by=ISU)
    left = lines_of(dossier)
    assert [line.amount for line in left if line.sheet is Sheet.TARGETS] == [9]
    assert len(left) == 5


@pytest.mark.parametrize("state", [RequestState.ANTICIPATED, RequestState.FOLLOW_UP, RequestState.COMPLETED])
def test_figures_are_entered_while_the_request_is_dealt_with(group: Group, state: RequestState) -> None:
    dossier = make_dossier(group, state)
    with pytest.raises(RuleViolation), transaction():
        replace_tables(dossier, read_tables(rows(*TABLES)), by=ISU)
    assert lines_of(dossier) == []


def test_a_line_by_hand_writes_over_the_one_before(dossier: Dossier) -> None:
    for amount in (5, 7):
        enter_line(dossier, Line(Sheet.BASELINE, None, "", "", M2, amount), by=ISU)
    assert [line.amount for line in lines_of(dossier)] == [7]
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert entry.details["amount"] == [5, 7]


def test_a_new_version_has_no_figures_until_they_are_taken_over(dossier: Dossier) -> None:
    replace_tables(dossier, read_tables(rows(*TABLES)), by=ISU)
    dossier.version = 2
    assert lines_of(dossier) == []
    assert take_over_tables(dossier, by=ISU) == 6
    assert lines_of(dossier) == lines_of(dossier, version=1)
    with pytest.raises(RuleViolation, match="has figures already"):
        take_over_tables(dossier, by=ISU)


def test_a_file_is_shown_first_and_taken_in_only_then(app: Flask, group: Group, dossier: Dossier) -> None:
    client = as_person(app, group.person(group.member))
    token = {"csrf_token": token_of(client)}
    here = address(dossier, group.asking, "/figures")
    enter_line(dossier, Line(Sheet.TARGETS, 2028, "", "", M2, 77), by=ISU)
    file = write_xlsx(COLUMNS, TABLES, "Tables")
    shown = client.post(f"{here}/import", data={**token, "file": (BytesIO(file), "tables.xlsx")})
    text = shown.get_data(as_text=True)
    assert shown.status_code == 200
    assert "1 figure on file is replaced by it." in text
    assert "5,200,000 m²" in text
    assert len(lines_of(dossier)) == 1
    kept = text.split('name="read" value="')[1].split('"')[0]
    enter_line(dossier, Line(Sheet.TARGETS, 2029, "", "", M2, 78), by=ISU)
    again = client.post(f"{here}/import/confirm", data={**token, "read": kept}).get_data(as_text=True)
    assert "have changed since" in again
    assert len(lines_of(dossier)) == 2
    kept = again.split('name="read" value="')[1].split('"')[0]
    assert client.post(f"{here}/import/confirm", data={**token, "read": kept}).status_code == 302
    assert len(lines_of(dossier)) == 6
    assert client.post(f"{here}/import/confirm", data={**token, "read": kept + "x"}).status_code == 422


def test_a_wrong_file_says_what_is_wrong_and_changes_nothing(app: Flask, group: Group, dossier: Dossier) -> None:
    client = as_person(app, make_account(Role.ISU_OFFICER))
    here = address(dossier, group.asking, "/figures/import")
    file = write_csv(COLUMNS, [("targets", "2028", "", "", "lots", "m2")])
    answer = client.post(here, data={"csrf_token": token_of(client), "file": (BytesIO(file), "tables.csv")})
    assert answer.status_code == 422
    assert "row 2, column amount: “lots” is not a number." in answer.get_data(as_text=True)
    assert lines_of(dossier) == []


def test_everybody_reads_the_figures_and_the_group_alone_whether_they_agree(
    app: Flask, group: Group, dossier: Dossier
) -> None:
    tables = [*TABLES[:2], ("remaining", "", "confirmed", "", "510", "ha")]
    replace_tables(dossier, read_tables(rows(*tables)), by=ISU)
    for account, told in (
        (make_account(Role.OBSERVER), False),
        (group.person(group.asking), False),
        (group.person(group.chair), True),
    ):
        client = as_person(app, account)
        for below in ("/figures", ""):
            page = words(read(client, address(dossier, group.asking, below)))
            assert "12,400,000" in page
            assert ("200,000 m² are not accounted for" in page) is told
        for below in ("/figures/new", "/figures/import"):
            assert client.get(address(dossier, group.asking, below)).status_code == (200 if told else 403)


def test_figures_are_saved_as_a_file(app: Flask, group: Group, dossier: Dossier) -> None:
    replace_tables(dossier, read_tables(rows(*TABLES)), by=ISU)
    client = as_person(app, make_account(Role.OBSERVER))
    saved = client.get(address(dossier, group.asking, "/figures?format=csv")).get_data(as_text=True)
    assert "released or destroyed,2024,,cleared,7100000,m²" in saved


def test_a_figure_is_entered_and_taken_out_by_the_form(app: Flask, group: Group, dossier: Dossier) -> None:
    client = as_person(app, make_account(Role.ISU_OFFICER))
    here = address(dossier, group.asking, "/figures")
    token = {"csrf_token": token_of(client)}
    line = {"sheet": "baseline", "kind": "", "method": "", "unit": "ha", "amount": "1.5", **token}
    assert client.post(f"{here}/new", data={**line, "amount": "1,500"}).status_code == 422
    assert client.post(f"{here}/new", data=line).status_code == 302
    assert [each.amount for each in lines_of(dossier)] == [15_000]
    [out] = read(client, here).xpath("//main//a[text()='Take out']/@href")
    assert "15,000 m²" in words(read(client, out))
    assert client.post(out, data=token).status_code == 302
    assert lines_of(dossier) == []


def test_a_renewal_is_held_against_the_promises_before(app: Flask, group: Group) -> None:
    before = make_dossier(group, RequestState.ISSUED)
    replace_tables(before, [Line(Sheet.TARGETS, 2025, "", "", M2, 300)], by=ISU)
    before.state = RequestState.FOLLOW_UP
    dossier = make_dossier(group, RequestState.IN_COMPLETENESS, number=2, deadline=date(2029, 3, 1))
    replace_tables(dossier, [Line(Sheet.PROGRESS, 2025, "", "cleared", M2, 180)], by=ISU)
    client = as_person(app, make_account(Role.ISU_OFFICER))
    page = read(client, address(dossier, group.asking, "/figures"))
    cells = [each.text_content() for each in page.xpath("//section[@aria-labelledby='years']//tbody/tr/*")]
    assert cells == ["2025", "300 m²", "180 m²", "120 m² less"]
    assert "(C10): For 2025 the request before promised 300 m²; 180 m² were done: 120 m² less." in words(page)


def test_the_command_takes_in_tables_or_nothing(app: Flask, group: Group, dossier: Dossier, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.csv"
    good.write_bytes(write_xlsx(COLUMNS, TABLES, "Tables"))
    bad.write_bytes(write_csv(COLUMNS, [*TABLES, ("targets", "2030", "", "", "1", "ha")]))
    run = app.test_cli_runner()
    named = f"CCM/4/{group.asking.iso3}/1"

    def taken(file: Path, *more: str, request: str = named) -> tuple[int, str]:
        result = run.invoke(args=["extension-requests", "import", "tables", str(file), "--request", request, *more])
        return result.exit_code, result.output

    assert taken(bad)[0] == 2
    assert "mixes ha and m2" in taken(bad)[1]
    assert taken(good, request="CCM/4")[0] == 2
    assert "would be taken in" in taken(good, "--dry-run")[1]
    assert lines_of(dossier) == []
    code, told = taken(good)
    assert code == 0
    assert "6 figures taken in, in place of 0." in told
    assert "baseline: 12,400,000 m²" in told
    assert len(lines_of(dossier)) == 6
