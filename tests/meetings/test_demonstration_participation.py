"""The meeting that comes to look at: its papers, its participants, its Word file; and the figures of sponsorship."""

from pathlib import Path

import pytest
from flask import Flask

from core.db import db
from core.docx.lint import read_back
from meetings.models.papers import MeetingPaper
from meetings.queries.papers import papers_of
from meetings.queries.people import people_of
from meetings.queries.reference import meeting_named
from meetings.queries.sponsorship import rounds_of
from meetings.rules.people import Capacity
from meetings.rules.sponsorship import Average, averages
from tests.one_database import ON_SQLITE_ALONE

REF = "CCM/10MSP"


def test_the_papers_of_the_demonstration_have_their_symbols_and_days(registers: Flask) -> None:
    meeting = meeting_named(REF, "")
    assert meeting.starts_on
    papers = papers_of(meeting, on=meeting.starts_on)
    assert [each.row.symbol.removeprefix("CCM/MSP/2022/") for each in papers] == [
        *("1", "2", "2/Rev.1", "3", "4", "5", "6", "7", "8", "9", "10", "11"),
        *("INF.1", "WP.1", "WP.2", "WP.3"),
    ]
    late = [each.row.slug for each in papers if each.days_late]
    assert late == ["4", "7"]
    assert all(each.row.late_because for each in papers if each.days_late)
    assert [each.row.slug for each in papers if each.too_long] == ["7"]
    revised = next(each.row for each in papers if each.row.slug == "2-rev.1")
    assert db.session.get(MeetingPaper, revised.parent_id).symbol == "CCM/MSP/2022/2"


def test_the_participants_of_the_demonstration_are_invented_and_in_their_capacities(registers: Flask) -> None:
    meeting = meeting_named(REF, "")
    people = people_of(meeting, on=meeting.starts_on)
    assert people.by_capacity == {
        Capacity.STATE_PARTY: 18,
        Capacity.SIGNATORY: 2,
        Capacity.NOT_PARTY: 2,
        Capacity.UNITED_NATIONS: 1,
        Capacity.NAMED: 3,
        Capacity.OTHER: 1,
    }
    invented = {"Example", "Specimen", "Sample", "Placeholder", "Demonstration"}
    assert {person.name.split()[-1] for each in people.delegations for person in each.persons} <= invented


@ON_SQLITE_ALONE
def test_the_command_writes_the_list_of_participants(registers: Flask, tmp_path: Path) -> None:
    out = tmp_path / "participants.docx"
    result = registers.test_cli_runner().invoke(args=["meetings", "participants", REF, "--out", str(out)])
    assert result.output == f"10MSP (CCM): the list of participants, 87 persons, is in {out}.\n"
    said = read_back(out.read_bytes()).paragraphs
    assert said[0] == "List of participants"
    assert "27 delegations with 87 persons, as notified to the secretariat." in said
    again = registers.test_cli_runner().invoke(args=["meetings", "participants", REF, "--out", str(out)])
    assert (again.exit_code, "is there already; nothing was written." in again.output) == (2, True)


@ON_SQLITE_ALONE
@pytest.mark.parametrize(
    ("ref", "sentence"),
    [
        ("10MSP", "The APMBC and the CCM have a 10MSP. Say which, as APMBC/10MSP or with --convention."),
        ("99MSP", "“99MSP” is not in the calendar of the APMBC or the CCM."),
    ],
)
def test_the_command_says_which_meeting_it_cannot_tell(
    registers: Flask, tmp_path: Path, ref: str, sentence: str
) -> None:
    out = tmp_path / "participants.docx"
    result = registers.test_cli_runner().invoke(args=["meetings", "participants", ref, "--out", str(out)])
    assert sentence in result.output
    assert not out.exists()


def test_the_averages_are_those_of_the_review(registers: Flask) -> None:
    """Source: CCM review document 2015-2020, paras. 134 and 135."""
    rounds = [each.figures for each in rounds_of("CCM")]
    assert averages(rounds, 2016, 2019) == {
        "amount": Average(52_800, 4),
        "delegates": Average(17, 4),
        "states": Average(16, 4),
        "donors": Average(4, 4),
    }


def test_two_meetings_of_2017_make_the_sum_of_the_year(registers: Flask) -> None:
    """Source: ISU, sponsorship programme 2017: CHF 20,000 and 47,000."""
    of_2017 = [each.figures.amount for each in rounds_of("APMBC") if each.row.last_year == 2017]
    assert sum(amount or 0 for amount in of_2017) == 67_000
