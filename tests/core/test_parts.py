"""The parts of pages as they are sent to browsers: words are never markup, and nothing is said by colour alone."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template_string

from core.style.specimens import SpecimenForm
from core.tables import Column, Table, table_page

IMPORTS = """
{% from "macros/parts.html" import confirmation, day, diff, errors, field, status with context %}
{% from "macros/table.html" import table with context %}
"""


def rendered(app: Flask, call: str, **values: Any) -> str:
    """`call` as a page would write it. `form` is the specimens' form, with whatever errors are named."""
    with app.test_request_context("/style"):
        form = SpecimenForm()
        form.title.errors = values.pop("title_errors", [])
        text = render_template_string(IMPORTS + call, form=form, **values)
    return re.sub(r"\s+", " ", text).strip()


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup)).strip()


def list_of(*rows: Any, **options: Any) -> Table:
    columns = [
        Column("name", "State", lambda row: row[0], href=lambda row: f"/{row[0]}", filter=True),
        Column("due_on", "Deadline", lambda row: row[1], kind="day"),
        Column("reports", "Reports", lambda row: row[2], kind="number"),
        Column("status", "Status", lambda row: row[3], meaning=lambda row: "late"),
    ]
    return Table("states", columns, rows, noun=("State", "States"), **options)


def test_a_cell_is_words_never_markup(app: Flask) -> None:
    hostile = '<script>alert(1)</script>"onmouseover="'
    page = table_page(list_of((hostile, None, 1, hostile)), {"q": hostile, "name": hostile})
    markup = rendered(app, "{{ table(page, caption) }}", page=page, caption=hostile)
    assert "<script" not in markup
    assert '"onmouseover="' not in markup.replace("%22onmouseover%3D%22", "")


def test_a_list_tells_days_numbers_and_status_in_words(app: Flask) -> None:
    page = table_page(list_of(("Chad", date(2025, 1, 1), 1234, "passed")), {})
    row = re.search(r"<tbody>(.*)</tbody>", rendered(app, "{{ table(page, 'States') }}", page=page))
    assert row is not None
    assert words(row[1]) == "Chad 1 January 2025 1,234 passed"
    assert '<time datetime="2025-01-01">' in row[1]
    assert '<th scope="row"' in row[1]


def test_an_empty_list_says_what_to_do(app: Flask) -> None:
    page = table_page(list_of(empty=("No States yet.", "Load the registers.")), {})
    assert words(rendered(app, "{{ table(page, 'States') }}", page=page)) == "No States yet. Load the registers."


def test_a_list_filtered_to_nothing_leads_back(app: Flask) -> None:
    page = table_page(list_of(("Chad", None, 1, "open")), {"q": "Angola", "on": "2021-03-03"})
    markup = rendered(app, "{{ table(page, 'States') }}", page=page)
    assert "Nothing in this list meets the filter." in words(markup)
    assert '<a class="btn btn-primary" href="?on=2021-03-03">Show all 1</a>' in markup


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (date(2021, 3, 15), "15 March 2021 , in 12 days"),
        (date(2021, 3, 3), "3 March 2021 , today"),
        (None, "not known"),
    ],
)
def test_a_day_says_how_far_it_is(app: Flask, value: date | None, told: str) -> None:
    assert words(rendered(app, "{{ day(value, on) }}", value=value, on=date(2021, 3, 3))) == told


def test_errors_lead_to_their_fields_and_fields_name_their_errors(app: Flask) -> None:
    call = "{{ errors(form) }}{{ field(form.title, hint='Seen by the office only.') }}"
    markup = rendered(app, call, title_errors=["Give the campaign a title."])
    assert '<a href="#title">Title</a>: Give the campaign a title.' in markup
    assert 'aria-describedby="title-hint title-error"' in markup
    assert 'aria-invalid="true"' in markup
    assert 'id="title-error">Give the campaign a title.<' in markup


def test_a_field_that_may_stay_empty_says_so(app: Flask) -> None:
    assert words(rendered(app, "{{ field(form.note) }}")) == "Note optional"
    assert words(rendered(app, "{{ field(form.title) }}")) == "Title"


def test_a_confirmation_says_what_how_many_to_whom_and_what_cannot_be_undone(app: Flask) -> None:
    call = """{{ confirmation("The letters leave.", 164, "letters", "/send", "Send them", "/",
                              to_whom="to Geneva", undone="No way back.") }}"""
    markup = rendered(app, call)
    assert words(markup) == "The letters leave. 164 letters, to Geneva No way back. Send them Leave it"
    assert '<form method="post" action="/send">' in markup
    assert 'name="csrf_token"' in markup


def test_a_difference_is_told_in_elements_not_only_in_colour(app: Flask) -> None:
    pieces = [("same", "The "), ("removed", "<b>"), ("added", "report")]
    assert rendered(app, "{{ diff(pieces) }}", pieces=pieces) == "The <del>&lt;b&gt;</del><ins>report</ins>"
