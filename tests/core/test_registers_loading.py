"""Shipped registers: new facts come in, the office's edits stay, and every difference is told."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from application import load_shipped
from conventions.models import Meeting
from conventions.shipped import MEETINGS
from core.audit.models import AuditEntry
from core.db import db
from core.errors import Shortcomings
from core.registers.loading import Difference, Register, differences_of, load_register
from core.registers.models import ShippedFile, ShippedRow
from states_parties.models import Membership
from states_parties.shipped import REGISTERS

HEADER = (
    "convention,short,full_name,kind,starts_on,ends_on,city,host_state,format,presidency_state,president,"
    "source,confidence,notes\n"
)
VIENTIANE = "CCM,1MSP,First Meeting,MSP,2010-11-09,2010-11-12,Vientiane,LAO,in-person,LAO,,ISU,high,\n"
BEIRUT = "CCM,2MSP,Second Meeting,MSP,2011-09-12,2011-09-16,Beirut,LBN,in-person,LBN,,ISU,high,\n"
MORNING = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def file(app: Flask, tmp_path: Path) -> Path:
    path = tmp_path / "meetings.csv"
    path.write_text(HEADER + VIENTIANE + BEIRUT, encoding="utf-8")
    return path


@pytest.fixture
def register(file: Path) -> Register:
    return replace(MEETINGS, path=file)


def meeting(short: str) -> Meeting | None:
    return db.session.scalars(select(Meeting).where(Meeting.short == short)).one_or_none()


def edit(short: str, **values: object) -> None:
    found = meeting(short)
    assert found is not None
    for name, value in values.items():
        setattr(found, name, value)
    db.session.flush()


def ship(file: Path, *rows: str) -> None:
    file.write_text(HEADER + "".join(rows), encoding="utf-8")


def test_every_shipped_row_comes_in_once_however_often_it_is_loaded(register: Register) -> None:
    assert load_register(register, at=MORNING) == []
    assert load_register(register, at=NOON) == []
    shorts = db.session.scalars(select(Meeting.short).order_by(Meeting.id)).all()
    assert shorts == ["1MSP", "2MSP"]
    loaded = db.session.get_one(ShippedFile, "meetings")
    assert (loaded.rows, loaded.loaded_at) == (2, MORNING)


def test_a_correction_reaches_a_row_the_office_left_alone(register: Register, file: Path) -> None:
    load_register(register, at=MORNING)
    ship(file, VIENTIANE, BEIRUT.replace("2011-09-16", "2011-09-15"))
    assert load_register(register, at=NOON) == []
    beirut = meeting("2MSP")
    assert beirut is not None
    assert beirut.ends_on == date(2011, 9, 15)
    assert db.session.get_one(ShippedFile, "meetings").loaded_at == NOON


def test_an_edit_of_the_office_survives_a_correction_and_both_values_are_told(register: Register, file: Path) -> None:
    load_register(register, at=MORNING)
    edit("2MSP", city="Beyrouth")
    assert differences_of(register) == [Difference("meetings", "CCM 2MSP", "city", "Beirut", "Beyrouth")]
    ship(file, VIENTIANE, BEIRUT.replace("Beirut", "Beirut (UNESCO)").replace("Second", "2nd"))
    told = load_register(register, at=NOON)
    assert told == [Difference("meetings", "CCM 2MSP", "city", "Beirut (UNESCO)", "Beyrouth", "Beirut")]
    beirut = meeting("2MSP")
    assert beirut is not None
    assert (beirut.city, beirut.full_name) == ("Beyrouth", "2nd Meeting")


def test_a_row_the_office_removed_stays_away_and_is_told(register: Register, file: Path) -> None:
    load_register(register, at=MORNING)
    db.session.delete(meeting("2MSP"))
    db.session.flush()
    ship(file, VIENTIANE, BEIRUT.replace("Beirut", "Beyrouth"))
    gone = Difference("meetings", "CCM 2MSP", "", "a row", "removed")
    assert load_register(register, at=NOON) == [gone]
    assert differences_of(register) == [gone]
    assert meeting("2MSP") is None


def test_a_row_of_the_office_itself_is_kept_when_the_same_one_is_shipped_later(register: Register, file: Path) -> None:
    ship(file, VIENTIANE)
    load_register(register, at=MORNING)
    own = {
        "convention": "CCM",
        "short": "2MSP",
        "full_name": "Ours",
        "kind": "MSP",
        "source": "us",
        "confidence": "low",
    }
    db.session.add(Meeting(**own))
    db.session.flush()
    ship(file, VIENTIANE, BEIRUT)
    fields = {difference.field for difference in load_register(register, at=NOON)}
    assert {"full_name", "source", "confidence"} <= fields
    beirut = meeting("2MSP")
    assert beirut is not None
    assert beirut.full_name == "Ours"


def test_a_row_no_longer_shipped_goes_but_an_edited_one_stays_and_is_told(register: Register, file: Path) -> None:
    load_register(register, at=MORNING)
    edit("2MSP", city="Beyrouth")
    ship(file, BEIRUT.replace("2MSP", "3MSP"))
    assert load_register(register, at=NOON) == [
        Difference("meetings", "CCM 2MSP", "", "no longer a row", "edited"),
    ]
    assert [meeting(short) is not None for short in ("1MSP", "2MSP", "3MSP")] == [False, True, True]
    assert db.session.scalars(select(ShippedRow.key)).all() == ["CCM 3MSP"]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (BEIRUT.replace("2011-09-12", "12.9.2011"), "meetings.csv, line 3: column starts_on: “12.9.2011” is not a day"),
        (VIENTIANE, "meetings.csv, line 3: CCM 1MSP stands twice"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_loaded(
    register: Register, file: Path, rows: str, place: str
) -> None:
    ship(file, VIENTIANE, rows)
    with pytest.raises(Shortcomings) as refusal:
        load_register(register, at=MORNING)
    assert refusal.value.items == (place,)
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 0


def test_a_missing_column_and_another_encoding_are_named(register: Register, file: Path) -> None:
    file.write_text(HEADER.replace(",starts_on", "") + VIENTIANE, encoding="utf-8")
    with pytest.raises(Shortcomings) as refusal:
        load_register(register, at=MORNING)
    assert refusal.value.items == ("meetings.csv: the column starts_on is missing",)
    file.write_text(HEADER + VIENTIANE + BEIRUT.replace("Beirut", "Beyroûth"), encoding="latin-1")
    with pytest.raises(Shortcomings) as refusal:
        load_register(register, at=MORNING)
    assert refusal.value.items == ("meetings.csv, line 3: not UTF-8",)


@pytest.mark.parametrize(
    ("name", "column", "value", "sentence"),
    [
        ("memberships", "deposited_on", "2011", "column deposited_on: “2011” is not a day"),
        ("memberships", "confidence", "sure", "column confidence: “sure” is none of high, medium, low"),
        ("deadline extensions", "extended_to", "", "column extended_to: a day is needed"),
        ("deadline extensions", "order", "first", "column order: “first” is not a whole number"),
        ("deadlines", "completed_on", "2011-13", "column completed_on: “2011-13” is no day, month or year"),
        ("retained", "quantity", "", "column quantity: a number is needed"),
        ("article 7 reports", "kind", "late", "column kind: “late” is none of initial, annual"),
    ],
)
def test_a_wrong_cell_of_a_register_of_states_is_named(name: str, column: str, value: str, sentence: str) -> None:
    register = next(each for each in REGISTERS if each.name == name)
    header, first = register.path.read_text(encoding="utf-8").splitlines()[:2]
    row = dict(zip(header.split(","), first.split(","), strict=False))
    with pytest.raises(ValueError, match=r"^column") as refusal:
        register.read({**row, column: value})
    assert str(refusal.value) == sentence


def test_loading_all_registers_again_asks_one_question_for_each(registers: Flask) -> None:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        load_shipped()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert sum("shipped_files" in statement for statement in statements) == len(registers.extensions["registers"])
    assert not [statement for statement in statements if "memberships" in statement]


def test_the_command_tells_every_difference_each_time(registers: Flask) -> None:
    edited = db.session.scalars(
        select(Membership).where(Membership.convention == "APMBC", Membership.iso3 == "AFG")
    ).one()
    edited.notes = "seen in New York"
    db.session.commit()
    run = registers.test_cli_runner().invoke
    for command in (["registers", "load"], ["registers", "load", "--dry-run"], ["registers", "differences"]):
        shown = run(args=command).output.splitlines()
        assert shown[-2:] == [
            "memberships: APMBC AFG 2002-09-11: notes: shipped “”, yours “seen in New York”",
            "1 differences from the shipped registers.",
        ], command


def test_a_dry_run_changes_nothing(app: Flask) -> None:
    shown = app.test_cli_runner().invoke(args=["registers", "load", "--dry-run"])
    assert shown.output.splitlines() == ["Nothing was changed.", "0 differences from the shipped registers."]
    for model in (Membership, Meeting, ShippedFile, AuditEntry):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
