"""The paragraphs of all letters of a day, against the register files read by nothing but the csv module."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from correspondence.queries.campaigns import letters_of
from states_parties.shipped import FOLDER
from tests.correspondence.test_campaigns import draft


def rows(name: str, convention: str) -> Iterator[dict[str, str]]:
    with Path(FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["convention"] == convention)


def last_day(text: str) -> str:
    return text + {4: "-12-31", 7: "-31", 10: ""}[len(text)]


def open_obligations(convention: str, article: str, on: date) -> set[str]:
    """No completion on record by the day; a month or a year of completion counts with its last day."""
    return {
        row["iso3"]
        for row in rows("deadlines.csv", convention)
        if row["article"] == article
        and row["status"] != "none-held"
        and (last_day(row["completed_on"]) > on.isoformat() if row["completed_on"] else row["status"] != "completed")
    }


def retaining(convention: str, on: date) -> set[str]:
    """By the newest figure for a year before the day, or by the undated one where there is no other."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows("retained.csv", convention):
        year = int(row["as_of_year"] or 0)
        if year < on.year:
            found[row["iso3"]] = max(found.get(row["iso3"], (-1, 0)), (year, int(row["quantity"])))
    return {iso3 for iso3, (_year, quantity) in found.items() if quantity > 0}


def responsible_for_victims(convention: str, on: date) -> set[str]:
    return {
        row["iso3"]
        for row in rows("obligations.csv", convention)
        if row["subject"] == "victim_assistance"
        and row["since_on"] <= on.isoformat()
        and (not row["until_on"] or on.isoformat() < row["until_on"])
    }


@pytest.mark.parametrize(
    ("convention", "on", "clearance", "number"),
    [("APMBC", date(2021, 3, 3), "5", 164), ("CCM", date(2020, 9, 30), "4", 108)],
)
def test_every_paragraph_rests_on_a_row_of_the_registers(
    registers: Flask, convention: str, on: date, clearance: str, number: int
) -> None:
    letters = [letter for letter, _, _ in letters_of(draft(convention, on))]
    assert len(letters) == number
    addressed = {letter.iso3 for letter in letters}

    def having(id: str) -> set[str]:
        return {letter.iso3 for letter in letters if id in {each["id"] for each in letter.paragraphs}}

    assert having("clearance") == open_obligations(convention, clearance, on) & addressed
    assert having("retained") == retaining(convention, on) & addressed
    assert having("victim-assistance") == responsible_for_victims(convention, on) & addressed
    tailored = having("clearance") | having("retained") | having("victim-assistance")
    assert having("annual-report-only").isdisjoint(tailored)
