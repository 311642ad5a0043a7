"""Contacts are added, changed from a day, corrected, ended and confirmed; what contradicts itself is refused whole."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db, transaction
from states_parties.models import Mission, Office
from states_parties.rules.contacts import Contact, contact_shortcomings, tidied
from states_parties.workflow.missions import (
    add_mission,
    change_mission,
    confirm_mission,
    contact_of,
    correct_mission,
    end_mission,
)
from tests.factories.contacts import BY, a_contact, a_state, make_mission
from tests.states_parties.refusals import refused

FIRST, CHANGE, END = date(2020, 1, 1), date(2023, 5, 1), date(2025, 1, 1)


def periods() -> list[tuple[date, date | None, str]]:
    rows = db.session.scalars(select(Mission).order_by(Mission.starts_on))
    return [(row.starts_on, row.ends_before, row.person_name) for row in rows]


def audit() -> list[tuple[str, str, str, str, dict]]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.act, row.subject_kind, row.subject_id, row.actor_name, row.details) for row in rows]


def test_a_contact_is_added_with_all_it_says_and_the_audit_knows(app: Flask) -> None:
    a_state()
    contact = Contact(
        "Permanent Mission of Chad",
        "FR",
        city="Geneva",
        address_lines=" Rue A 1 \n\n 1200 Geneva\r\n",
        email="mission@td.example",
        person_name="N. N. ",
        person_function="First Secretary",
        head_kind="charge",
        honorific="Mr",
        gender="male",
    )
    with transaction():
        mission = add_mission("TCD", Office.GENEVA, contact, starts_on=FIRST, confirmed_on=FIRST, by=BY)
    db.session.expire_all()
    assert contact_of(mission) == Contact(
        "Permanent Mission of Chad",
        "FR",
        city="Geneva",
        address_lines="Rue A 1\n1200 Geneva",
        email="mission@td.example",
        person_name="N. N.",
        person_function="First Secretary",
        head_kind="charge",
        honorific="Mr",
        gender="male",
    )
    assert (mission.starts_on, mission.ends_before, mission.confirmed_on) == (FIRST, None, FIRST)
    details = {"office": "geneva", "first_day": "2020-01-01", "last_day": None}
    assert audit() == [("contact:added", "state", "TCD", "Ada", details)]


def test_the_audit_keeps_no_name_and_no_address_of_a_person(app: Flask) -> None:
    a_state()
    mission = add_mission("TCD", Office.GENEVA, a_contact(person_name="Somebody"), starts_on=FIRST, by=BY)
    change_mission(mission, a_contact(person_name="Successor", email="new@td.example"), starts_on=CHANGE, by=BY)
    told = str(audit())
    assert [word for word in ("Somebody", "Successor", "td.example") if word in told] == []
    assert audit()[-1][4]["changed"] == ["email", "person_name"]


def test_a_change_ends_the_contact_before_and_keeps_it_on_record(app: Flask) -> None:
    a_state()
    with transaction():
        first = add_mission("TCD", Office.GENEVA, a_contact(person_name="A"), starts_on=FIRST, ends_before=END, by=BY)
        change_mission(first, a_contact(person_name="B"), starts_on=CHANGE, by=BY)
    assert periods() == [(FIRST, CHANGE, "A"), (CHANGE, END, "B")]
    assert [entry[0] for entry in audit()] == ["contact:added", "contact:changed"]


def test_a_change_from_the_first_day_is_a_correction(app: Flask) -> None:
    a_state()
    mission = add_mission("TCD", Office.GENEVA, a_contact(person_name="A"), starts_on=FIRST, by=BY)
    assert change_mission(mission, a_contact(person_name="B"), starts_on=FIRST, by=BY) is mission
    assert periods() == [(FIRST, None, "B")]
    assert [entry[0] for entry in audit()] == ["contact:added", "contact:corrected"]


def test_what_changes_nothing_leaves_no_trace(app: Flask) -> None:
    a_state()
    mission = make_mission(person_name="A", email="mission@td.example")
    same = contact_of(mission)
    assert change_mission(mission, same, starts_on=CHANGE, by=BY) is mission
    correct_mission(mission, same, ends_before=None, confirmed_on=None, by=BY)
    assert audit() == []
    assert mission.source == "test"


def test_a_corrected_contact_is_the_offices_own_word_from_then_on(app: Flask) -> None:
    a_state()
    mission = make_mission(source="demonstration", confidence="low", notes="invented")
    correct_mission(mission, a_contact(city="Geneva"), ends_before=END, confirmed_on=None, by=BY)
    assert (mission.source, mission.confidence.value, mission.notes, mission.ends_before) == ("office", "high", "", END)


def test_a_contact_ends_and_is_confirmed_on_days_it_was_in_force(app: Flask) -> None:
    a_state()
    mission = make_mission(starts_on=FIRST)
    end_mission(mission, ends_before=END, by=BY)
    for day in (date(2019, 12, 31), END):
        sentence = refused(lambda day=day: confirm_mission(mission, confirmed_on=day, by=BY), field="confirmed_on")
        assert sentence == f"Chad: on {day} this contact was not in force, so nothing to confirm."
    for day in (FIRST, date(2024, 12, 31)):
        confirm_mission(mission, confirmed_on=day, by=BY)
        assert mission.confirmed_on == day


@pytest.mark.parametrize(
    ("starts_on", "ends_before", "free"),
    [
        (date(2019, 1, 1), FIRST, True),  # ends the day before the other begins
        (date(2019, 1, 1), date(2020, 1, 2), False),
        (date(2024, 12, 31), None, False),  # the last day of the other
        (END, None, True),
    ],
)
def test_one_office_has_one_contact_a_day(app: Flask, starts_on: date, ends_before: date | None, free: bool) -> None:
    a_state()
    make_mission(starts_on=FIRST, ends_before=END)

    def act() -> Mission:
        return add_mission("TCD", Office.GENEVA, a_contact(), starts_on=starts_on, ends_before=ends_before, by=BY)

    if free:
        assert act().starts_on == starts_on
    else:
        assert refused(act, field="starts_on") == (
            "Chad has a contact of the office “geneva” from 2020-01-01 to 2024-12-31 already."
        )


def test_other_offices_and_other_states_do_not_stand_in_the_way(app: Flask) -> None:
    a_state()
    a_state("TGO")
    make_mission(starts_on=FIRST)
    add_mission("TCD", Office.CAPITAL, a_contact(), starts_on=FIRST, by=BY)
    add_mission("TGO", Office.GENEVA, a_contact(), starts_on=FIRST, by=BY)
    assert len(periods()) == 3


def test_days_that_contradict_each_other_are_refused(app: Flask) -> None:
    a_state()
    mission = make_mission(starts_on=FIRST, ends_before=END)
    other = a_contact(person_name="B")

    def add_backwards() -> Mission:
        return add_mission("TCD", Office.CAPITAL, other, starts_on=FIRST, ends_before=FIRST, by=BY)

    acts: list[tuple[Callable[[], object], str, str]] = [
        (
            add_backwards,
            "last_day",
            "The last day, 2019-12-31, lies before the first day, 2020-01-01.",
        ),
        (
            lambda: change_mission(mission, other, starts_on=date(2019, 5, 1), by=BY),
            "starts_on",
            "Chad: this contact begins on 2020-01-01; it cannot end before 2019-05-01.",
        ),
        (
            lambda: change_mission(mission, other, starts_on=END, by=BY),
            "starts_on",
            "Chad: this contact ended before 2025-01-01 already. Add a new one.",
        ),
        (
            lambda: end_mission(mission, ends_before=FIRST, by=BY),
            "starts_on",
            "Chad: this contact begins on 2020-01-01; it cannot end before 2020-01-01.",
        ),
        (
            lambda: correct_mission(mission, other, ends_before=date(2019, 1, 1), confirmed_on=None, by=BY),
            "last_day",
            "The last day, 2018-12-31, lies before the first day, 2020-01-01.",
        ),
    ]
    for act, field, sentence in acts:
        assert refused(act, field=field) == sentence


def test_a_correction_may_not_run_into_the_next_contact(app: Flask) -> None:
    a_state()
    mission = make_mission(starts_on=FIRST, ends_before=CHANGE)
    make_mission(starts_on=CHANGE)
    same = contact_of(mission)

    def until(ends_before: date) -> None:
        correct_mission(mission, same, ends_before=ends_before, confirmed_on=None, by=BY)

    assert refused(lambda: until(date(2023, 5, 2)), field="starts_on") == (
        "Chad has a contact of the office “geneva” from 2023-05-01 already."
    )
    until(date(2023, 4, 1))
    assert mission.ends_before == date(2023, 4, 1)


def test_an_unknown_state_is_refused_with_the_nearest_one(app: Flask) -> None:
    a_state()
    sentence = refused(lambda: add_mission("CHAT", Office.GENEVA, a_contact(), starts_on=FIRST, by=BY), field="state")
    assert sentence == "“CHAT” is not a State of the register. Did you mean Chad?"


@pytest.mark.parametrize(
    "email",
    [
        "mission@td.example\nBcc: all@a.example",
        "mission@td.example\r",
        "a@b@td.example",
        "a@td.example, b@td.example",
        "Mission <a@td.example>",
        "mission@localhost",
        "mission@-td.example",
        ".a@td.example",
        "a..b@td.example",
        "mission @td.example",
        "x" * 65 + "@td.example",
        "a\u2028b@td.example",
    ],
)
def test_what_is_not_one_plain_address_is_refused(app: Flask, email: str) -> None:
    a_state()
    contact = Contact("Permanent Mission", "FR", email=email)
    assert {field for field, _ in contact_shortcomings(contact)} == {"email"}
    if email == email.strip():
        act = lambda: add_mission("TCD", Office.GENEVA, contact, starts_on=FIRST, by=BY)  # noqa: E731
        assert refused(act, field="email").startswith("Chad, email: ")


@pytest.mark.parametrize("email", ["", "a.b+c@td.example", "mission-genève@td.example".replace("è", "e"), "A@B.C.IO"])
def test_plain_addresses_are_taken(email: str) -> None:
    assert contact_shortcomings(a_contact(email=email)) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"post_name": ""}, "post_name"),
        ({"post_name": "x" * 251}, "post_name"),
        ({"city": "x" * 81}, "city"),
        ({"address_lines": "x" * 1001}, "address_lines"),
        ({"address_lines": "a | b"}, "address_lines"),
        ({"email": f"{'x' * 60}@{'y' * 190}.example"}, "email"),
        ({"person_name": "x" * 161}, "person_name"),
        ({"person_name": "two\nlines"}, "person_name"),
        ({"person_function": "x" * 161}, "person_function"),
        ({"honorific": "x" * 41}, "honorific"),
        ({"language": "DE"}, "language"),
        ({"head_kind": "consul"}, "head_kind"),
        ({"gender": "m"}, "gender"),
        ({"city": "\x07"}, "city"),
    ],
)
def test_each_shortcoming_names_its_field(fields: dict[str, str], field: str) -> None:
    assert {found for found, _ in contact_shortcomings(a_contact(**fields))} == {field}


def test_tidying_takes_blanks_and_empty_lines_and_nothing_else() -> None:
    contact = a_contact(post_name=" Mission  of Chad ", address_lines="\n A \r\n\n B\n")
    assert (tidied(contact).post_name, tidied(contact).address_lines) == ("Mission  of Chad", "A\nB")
