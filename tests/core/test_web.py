"""A file to save says what it is by the ending of its name."""

import pytest
from flask import Flask

from core.web import KINDS_OF_FILES, saved_as


@pytest.mark.parametrize("ending", KINDS_OF_FILES)
def test_a_file_comes_with_its_name_and_the_kind_that_its_ending_says(app: Flask, ending: str) -> None:
    answer = saved_as(f"2.rosters.{ending}", b"content")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="2.rosters.{ending}"'
    assert (answer.headers["Content-Type"], answer.get_data()) == (KINDS_OF_FILES[ending], b"content")
