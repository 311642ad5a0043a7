"""The shipped registers of offices hold what the sources say: read with the csv module alone.

Sources of the counts: CCM/CONF/2020/PM.2/WP.6, paras 14 and 22; the heading of the activities of the Committee on
Cooperative Compliance, 2021-2022.
"""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "committees" / "registers"
KEYS: dict[str, tuple[str, ...]] = {
    "bodies": ("convention", "slug"),
    "compositions": ("convention", "body", "starts_on"),
    "places": ("convention", "body", "of", "name", "starts_on"),
    "mandates": ("convention", "body", "version"),
    "terms": ("convention", "body", "seat", "iso3", "elected_at", "starts_on"),
    "chairings": ("convention", "body", "iso3", "until_at"),
    "representatives": ("convention", "body", "iso3", "kind", "person_name", "starts_on"),
    "scenarios": ("convention", "slug"),
    "proposals": ("convention", "scenario", "number"),
    "demo_activities": ("convention", "body", "number"),
    "demo_priorities": ("convention", "body", "year", "number"),
}
DAYS = {"starts_on", "ends_before", "ends_on", "decided_on"}
MEETINGS = {"established_at", "decided_at", "elected_at", "ends_at", "counted_from", "until_at"}
THEMES = ("working group", "coordinator")

Row = dict[str, str]


def rows(name: str, **values: str) -> list[Row]:
    path = FOLDER / f"{name}.csv" if name in KEYS else ROOT / name
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[column] == value for column, value in values.items())]


def in_force(row: Row, on: str) -> bool:
    return row["starts_on"] <= on and (not row["ends_before"] or on < row["ends_before"])


BODIES = {(row["convention"], row["slug"]): row for row in rows("bodies")}


@pytest.mark.parametrize("name", KEYS)
def test_no_key_stands_twice_and_every_row_has_a_source(name: str) -> None:
    found = rows(name)
    keys = Counter(tuple(row[column] for column in KEYS[name]) for row in found)
    assert [key for key, times in keys.items() if times > 1] == []
    assert [row for row in found if not row["source"]] == []
    assert {row["confidence"] for row in found} <= {"high", "medium", "low"}
    assert list(found[0])[-3:] == ["source", "confidence", "notes"]


@pytest.mark.parametrize("name", KEYS)
def test_files_are_utf_8_with_unix_line_ends_and_no_stray_blanks(name: str) -> None:
    raw = (FOLDER / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert (b"\r" in raw, raw.endswith(b"\n")) == (False, True)
    values = [value for row in rows(name) for value in row.values()]
    assert [value for value in values if value is None or value != value.strip() or re.search(r"  |\n", value)] == []


@pytest.mark.parametrize("name", KEYS)
def test_every_body_meeting_state_and_day_named_is_known(name: str) -> None:
    calendar = rows("conventions/registers/meetings.csv")
    meetings = {(row["convention"], row["short"].partition("-")[0]) for row in calendar}
    states = {row["iso3"] for row in rows("states_parties/registers/states.csv")}
    for row in rows(name):
        code = row["convention"]
        assert {(code, row[column]) for column in ("body", "into_body") if row.get(column)} <= BODIES.keys(), row
        assert {(code, row[column]) for column in MEETINGS if row.get(column)} <= meetings, row
        assert {*filter(None, [row.get("iso3"), *row.get("iso3s", "").split()])} <= states, row
        for column in DAYS & row.keys():
            assert not row[column] or date.fromisoformat(row[column]), row
        if row.get("starts_on") and row.get("ends_before"):
            assert row["starts_on"] < row["ends_before"], row


def test_bodies_have_names_in_three_languages_a_composition_and_where_they_have_seats_a_mandate() -> None:
    assert [row["slug"] for row in BODIES.values() if not (row["name_en"] and row["name_fr"] and row["name_es"])] == []
    composed = {(row["convention"], row["body"]): int(row["seats"]) for row in rows("compositions")}
    assert composed.keys() == BODIES.keys()
    charged = {(row["convention"], row["body"]) for row in rows("mandates")}
    assert {key for key, seats in composed.items() if seats} - charged == {("APMBC", "sponsorship")}


def test_the_ccm_had_eight_themes_and_14_coordinators_in_2020_and_15_since_the_12msp() -> None:
    def seats(on: str) -> list[int]:
        themes = [key for key, row in BODIES.items() if key[0] == "CCM" and row["kind"] in THEMES and in_force(row, on)]
        return sorted(
            int(row["seats"])
            for row in rows("compositions", convention="CCM")
            if ("CCM", row["body"]) in themes and in_force(row, on)
        )

    assert seats("2020-09-30") == [1, 1, 2, 2, 2, 2, 2, 2]
    assert (sum(seats("2020-09-30")), sum(seats("2024-09-13")), sum(seats("2024-09-14"))) == (14, 14, 15)


def test_five_states_made_up_the_committee_on_cooperative_compliance_in_2021() -> None:
    body = {"convention": "APMBC", "body": "cooperative-compliance"}
    elected = {row["iso3"] for row in rows("terms", **body)}
    [chair] = [row for row in rows("places", **body) if row["kind"] == "chair"]
    presiding = {row["presidency_state"] for row in rows("conventions/registers/meetings.csv", short="19MSP",
                                                          convention="APMBC")}  # fmt: skip
    assert chair["of"] == "President"
    assert elected | presiding == {"CHL", "NLD", "PAN", "POL", "ESP"}


def test_a_documented_term_claims_no_election() -> None:
    assert {(row["basis"], row["elected_at"]) for row in rows("terms")} == {("documented", "")}


def test_the_options_of_2020_are_proposals_and_only_the_merger_is_known_not_to_have_been_taken() -> None:
    options = rows("proposals", scenario="after-the-2rc")
    assert Counter(row["kind"] for row in options) == {
        "merge into another body": 1, "amend the mandate": 14, "add a standing invitation": 1
    }  # fmt: skip
    assert {row["state"]: row["number"] for row in options if row["state"] != "proposed"} == {"not adopted": "1"}
    assert [bool(row["decided_on"]) for row in options] == [row["state"] != "proposed" for row in options]


def test_no_point_of_a_mandate_stands_twice_in_it() -> None:
    for row in rows("mandates"):
        points = [point.strip() for point in row["points"].split("|")]
        assert (len(points), all(points)) == (len(set(points)), True), row
