"""The table of contacts: planned first, taken over whole or not at all, and the same when exported and read again."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from core.audit.models import AuditEntry
from core.db import db, transaction
from core.sheets.reading import Row, read_sheet
from core.sheets.writing import write_csv, write_xlsx
from states_parties.contacts_file import (
    COLUMNS,
    NEEDED,
    ImportPlan,
    apply_import,
    exported_rows,
    plan_import,
)
from states_parties.models import Mission, Office, State
from states_parties.rules.contacts import Contact
from states_parties.workflow.missions import add_mission, contact_of
from tests.factories.contacts import BY, a_state, make_mission
from tests.states_parties.refusals import everything, refused

TODAY = date(2026, 11, 20)
ROW = {
    "iso3": "TCD",
    "office": "geneva",
    "post_name": "Permanent Mission of Chad",
    "email": "mission@td.example",
    "language": "FR",
    "valid_from": "2020-01-01",
}


def rows(*lines: dict[str, str]) -> list[Row]:
    """Rows 2, 3, … of a file, each like ROW except where told."""
    return [Row(number, {**dict.fromkeys(COLUMNS, ""), **ROW, **line}) for number, line in enumerate(lines, start=2)]


def plan(*lines: dict[str, str]) -> ImportPlan:
    return plan_import(rows(*lines), on=TODAY)


def errors(*lines: dict[str, str]) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.sentence) for error in plan(*lines).errors]


def read_again(filename: str) -> list[Row]:
    data = (
        write_csv(COLUMNS, exported_rows())
        if filename.endswith("csv")
        else write_xlsx(COLUMNS, exported_rows(), "Contacts")
    )
    return read_sheet(data, filename, columns=COLUMNS, needed=NEEDED)


def on_record() -> list[tuple[object, ...]]:
    missions = db.session.scalars(select(Mission).order_by(Mission.iso3, Mission.office, Mission.starts_on))
    return [
        (each.iso3, each.office.value, each.starts_on, each.ends_before, each.confirmed_on, contact_of(each))
        for each in missions
    ]


def test_a_row_becomes_a_contact_and_an_audit_entry(app: Flask) -> None:
    a_state()
    line = {
        "iso3": "tcd",
        "office": "Geneva",
        "address_lines": "Rue A 1 | 1200 Geneva |",
        "language": "fr",
        "head_kind": "ambassador",
        "valid_until": "2024-12-31",
        "confirmed_on": "2024-05-06",
    }
    with transaction():
        apply_import(plan(line), by=BY)
    contact = Contact(
        "Permanent Mission of Chad",
        "FR",
        address_lines="Rue A 1\n1200 Geneva",
        email="mission@td.example",
        head_kind="ambassador",
    )
    assert on_record() == [("TCD", "geneva", date(2020, 1, 1), date(2025, 1, 1), date(2024, 5, 6), contact)]
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.act for entry in entries] == ["contact:added", "contacts:imported"]
    assert entries[-1].details == {"new": 1, "changed": 0, "unchanged": 0}


def test_a_plan_tells_new_changed_and_unchanged_and_writes_nothing(app: Flask) -> None:
    a_state()
    a_state("TGO")
    make_mission(post_name="Permanent Mission of Chad", email="mission@td.example", starts_on=date(2020, 1, 1))
    make_mission("TGO", post_name="Old", email="mission@tg.example", starts_on=date(2020, 1, 1))
    before = everything()
    found = plan(
        {},
        {"iso3": "TGO", "email": "mission@tg.example", "valid_until": "2025-12-31"},
        {"office": "capital", "email": "focal@td.example"},
    )
    assert everything() == before
    assert [(each.row, each.state) for each in found.unchanged] == [(2, "Chad")]
    assert [(each.row, each.state, each.changes) for each in found.changed] == [
        (3, "Togo", ("post_name", "valid_until"))
    ]
    assert [(each.row, each.state, each.office.value) for each in found.new] == [(4, "Chad", "capital")]
    assert (found.errors, found.warnings) == ((), ())


def test_importing_the_same_file_twice_changes_nothing_the_second_time(app: Flask) -> None:
    a_state()
    with transaction():
        apply_import(plan({}), by=BY)
    assert [len(part) for part in (plan({}).new, plan({}).changed, plan({}).unchanged)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (
            {"iso3": "CHAT"},
            "iso3",
            "“CHAT” is not a State of the register. Did you mean Chad? Write its code of three letters.",
        ),
        ({"iso3": ""}, "iso3", "The State is missing."),
        ({"office": "vienna"}, "office", "“vienna” is none of geneva, new_york, embassy, capital."),
        ({"post_name": ""}, "post_name", "The name of the post is missing: a letter is addressed to it."),
        ({"email": "a@b"}, "email", "“a@b” is not one e-mail address such as mission@state.example."),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email", "Holds a line break or a control character."),
        ({"language": "DE"}, "language", "“DE” is none of EN, FR, ES."),
        ({"head_kind": "consul"}, "head_kind", "“consul” is none of empty, ambassador, charge."),
        ({"valid_from": ""}, "valid_from", "The first day is missing."),
        (
            {"valid_from": "1.3.2020"},
            "valid_from",
            "“1.3.2020” is not a day. Write it as year-month-day, such as 2021-03-03.",
        ),
        (
            {"valid_from": "2020-02-30"},
            "valid_from",
            "“2020-02-30” is not a day. Write it as year-month-day, such as 2021-03-03.",
        ),
        (
            {"valid_from": "0020-01-01"},
            "valid_from",
            "“0020-01-01” is not a day. Write it as year-month-day, such as 2021-03-03.",
        ),
        (
            {"valid_until": "2019-12-31"},
            "valid_until",
            "The last day, 2019-12-31, lies before the first day, 2020-01-01.",
        ),
        (
            {"confirmed_on": "2026-11-21"},
            "confirmed_on",
            "2026-11-21 is later than the day of the import, 2026-11-20.",
        ),
    ],
)
def test_each_error_names_row_column_and_cause(app: Flask, line: dict[str, str], column: str, sentence: str) -> None:
    a_state()
    a_state("TGO")
    assert errors({"iso3": "TGO"}, line) == [(3, column, sentence)]


def test_with_one_error_nothing_is_imported(app: Flask) -> None:
    a_state()
    found = plan({}, {"office": "capital", "email": "nobody"}, {"office": "vienna"})
    assert [each.row for each in found.new] == [2]
    assert refused(lambda: apply_import(found, by=BY), field="") == (
        "Nothing was imported: row 3, email: “nobody” is not one e-mail address such as mission@state.example.; "
        "row 4, office: “vienna” is none of geneva, new_york, embassy, capital."
    )


def test_the_same_contact_twice_in_a_file_is_an_error(app: Flask) -> None:
    a_state()
    assert errors({}, {"email": "other@td.example"}) == [
        (3, "valid_from", "State, office and first day are those of row 2.")
    ]


@pytest.mark.parametrize(
    ("first_until", "found"),
    [("2022-12-31", 0), ("2023-01-01", 1), ("", 1)],
)
def test_two_contacts_of_one_office_may_touch_but_not_overlap(app: Flask, first_until: str, found: int) -> None:
    a_state()
    sentence = (
        "The State would have two contacts of this office: one from 2020-01-01, one from 2023-01-01. "
        "Give the first a last day before 2023-01-01."
    )
    expected = [(3, "valid_from", sentence)] * found
    assert errors({"valid_until": first_until}, {"valid_from": "2023-01-01"}) == expected


def test_overlap_with_what_is_on_record_is_an_error_unless_the_file_ends_it(app: Flask) -> None:
    a_state()
    make_mission(starts_on=date(2015, 1, 1))
    assert [(row, column) for row, column, _ in errors({})] == [(2, "valid_from")]
    ended = {"valid_from": "2015-01-01", "valid_until": "2019-12-31"}
    assert errors({}, ended) == []
    with transaction():
        apply_import(plan({}, ended), by=BY)
    assert [(each[2], each[3]) for each in on_record()] == [
        (date(2015, 1, 1), date(2020, 1, 1)),
        (date(2020, 1, 1), None),
    ]


def test_a_contact_on_record_that_grows_over_the_next_one_is_an_error_in_its_own_row(app: Flask) -> None:
    a_state()
    make_mission(starts_on=date(2015, 1, 1), ends_before=date(2018, 1, 1))
    make_mission(starts_on=date(2018, 1, 1))
    assert [(row, column) for row, column, _ in errors({"valid_from": "2015-01-01"})] == [(2, "valid_until")]


def test_an_address_of_two_states_is_worth_a_look_and_no_error(app: Flask) -> None:
    a_state()
    a_state("TGO")
    make_mission("TGO", email="Mission@TD.example")
    found = plan({})
    assert [str(warning) for warning in found.warnings] == [
        "row 2, email: mission@td.example is also the address of Togo."
    ]
    assert (len(found.new), found.errors) == (1, ())


def test_a_contact_gone_since_the_plan_stops_the_import(app: Flask) -> None:
    a_state()
    make_mission(starts_on=date(2020, 1, 1))
    found = plan({})
    with transaction():
        db.session.execute(delete(Mission))
    assert refused(lambda: apply_import(found, by=BY), field="") == (
        "Row 2: the contact of Chad is gone since the file was checked. Check it again."
    )


@pytest.mark.parametrize("filename", ["contacts.csv", "contacts.xlsx"])
def test_the_shipped_contacts_come_back_as_they_were(registers: Flask, filename: str) -> None:
    before = on_record()
    assert len(before) == 208
    found = plan_import(read_again(filename), on=TODAY)
    assert (len(found.unchanged), found.new, found.changed, found.errors) == (208, (), (), ())
    again = read_again(filename)
    with transaction():
        db.session.execute(delete(Mission))
        apply_import(plan_import(again, on=TODAY), by=BY)
    assert on_record() == before


letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), exclude_characters="|")
texts = st.text(letters, max_size=40)
lines = st.lists(texts, max_size=4).map("\n".join)
days = st.dates(date(1995, 1, 1), TODAY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    posts=st.lists(texts.filter(str.strip), min_size=1, max_size=3),
    address=lines,
    person=texts,
    head=st.sampled_from(["", "ambassador", "charge"]),
    starts=st.lists(days, min_size=3, max_size=3, unique=True),
    filename=st.sampled_from(["contacts.csv", "contacts.xlsx"]),
)
def test_whatever_a_contact_says_the_file_says_it_too(
    app: Flask, posts: Sequence[str], address: str, person: str, head: str, starts: list[date], filename: str
) -> None:
    db.session.execute(delete(Mission))
    if db.session.get(State, "TCD") is None:
        a_state()
    for post, starts_on, ends_before in zip(posts, sorted(starts), [*sorted(starts)[1:], None], strict=False):
        contact = Contact(post, "ES", address_lines=address, person_name=person, head_kind=head, email="a@b.example")
        confirmed_on = starts_on if ends_before != starts_on + timedelta(days=1) else None
        add_mission(
            "TCD",
            Office.EMBASSY,
            contact,
            starts_on=starts_on,
            ends_before=ends_before,
            confirmed_on=confirmed_on,
            by=BY,
        )
    found = plan_import(read_again(filename), on=TODAY)
    assert (len(found.unchanged), found.new, found.changed, found.errors) == (len(posts), (), (), ())
