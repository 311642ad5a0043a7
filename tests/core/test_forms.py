"""Forms say what is wrong beside the field it concerns, and great numbers are typed before anything happens."""

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import Email, Length, NumberRange, Optional

from core.errors import RuleViolation, Shortcomings
from core.forms import CountConfirmation, DayField, Form


class Membership(Form):
    state = StringField("State")
    deposited_on = DayField("Deposited on")


def sent(app: Flask, form_class: type[Form], *args: object, **values: str) -> Form:
    with app.test_request_context(method="POST", data=MultiDict(values)):
        form = form_class(*args)
        form.validate_on_submit()
        for field in form:
            field.errors = [str(error) for error in field.errors]  # said in the language of the request
        return form


@pytest.fixture(autouse=True)
def _without_forgery_check(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def test_a_day_is_read_in_its_iso_form(app: Flask) -> None:
    form = sent(app, Membership, state="Chad", deposited_on="2021-03-03")
    assert (form.errors, form["deposited_on"].data) == ({}, date(2021, 3, 3))


@pytest.mark.parametrize("written", ["3 March 2021", "2021-02-30", "03/03/2021", "2021"])
def test_a_wrong_day_says_how_to_write_one(app: Flask, written: str) -> None:
    form = sent(app, Membership, state="Chad", deposited_on=written)
    assert form.errors == {"deposited_on": ["Write the day as year-month-day, for example 2021-03-03."]}
    assert form["deposited_on"].data is None


def test_a_refusal_stands_beside_the_field_it_names(app: Flask) -> None:
    form = sent(app, Membership, state="Chad", deposited_on="2021-03-03")
    form.refuse(RuleViolation("Chad deposited before it signed.", field="deposited_on"))
    assert form.errors == {"deposited_on": ["Chad deposited before it signed."]}


@pytest.mark.parametrize("field", ["", "withdrawn_on"])
def test_a_refusal_of_the_whole_act_stands_above_the_form(app: Flask, field: str) -> None:
    form = sent(app, Membership, state="Chad", deposited_on="2021-03-03")
    form.refuse(RuleViolation("Chad is no State Party.", field=field))
    assert form.errors == {"": ["Chad is no State Party."]}


def test_several_shortcomings_are_told_one_by_one(app: Flask) -> None:
    form = sent(app, Membership, state="Chad", deposited_on="2021-03-03")
    form.refuse(Shortcomings(["row 2: no State", "row 7: no day"], what="The file"))
    assert form.errors == {"": ["row 2: no State", "row 7: no day"]}


class Everything(Form):
    """A field of each kind that the house uses, with what may be wrong in it."""

    short = StringField("Short", [Length(max=3)])
    seats = IntegerField("Seats", [Optional(), NumberRange(1, 99)])
    kind = SelectField("Kind", choices=[("letter", "letter")], default="letter")
    letters = SelectMultipleField("Letters", choices=[(1, "one")], coerce=int)
    address = StringField("Address", [Optional(), Email()])
    at = TimeField("At", [Optional()])
    on = DayField("On", [Optional()])


@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("short", "four", "Write at most 3 characters."),
        ("seats", "three", "Write a whole number, for example 3."),
        ("seats", "100", "Write a number from 1 to 99."),
        ("kind", "telegram", "Choose one from the list."),
        ("letters", "2", "“2” is not in the list: choose again."),
        ("letters", "two", "Choose from the list only."),
        ("address", "nobody", "Write an e-mail address, for example isu@chancery.example."),
        ("at", "noon", "Write the time as hours and minutes, for example 10:00."),
        ("on", "0900-01-01", "Write a day from 1 January 1950 to 31 December 2200."),
    ],
)
def test_what_the_library_finds_wrong_is_said_in_words_of_the_house(
    app: Flask, field: str, written: str, sentence: str
) -> None:
    errors = sent(app, Everything, **{"kind": "letter", field: written}).errors
    assert (list(errors), errors[field][0]) == ([field], sentence)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("164", {}),
        ("163", {"typed": ["Type 164, the number this act reaches."]}),
        ("", {"typed": ["Fill this in."]}),
    ],
)
def test_an_act_that_reaches_many_wants_their_number(app: Flask, typed: str, errors: dict[str, list[str]]) -> None:
    assert sent(app, CountConfirmation, 164, typed=typed).errors == errors
