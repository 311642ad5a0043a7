"""The meetings that come to look at have decisions, minutes and a final document that is read back."""

from datetime import date

import pytest
from flask import Flask

from core.docx.lint import read_back
from meetings.demonstration_decisions import load_demonstration_decisions
from meetings.queries.decisions import decisions_of
from meetings.queries.reference import meeting_named
from tests.factories.states import OFFICER
from tests.one_database import ON_SQLITE_ALONE
from tests.states_parties.pages import signed_in

pytestmark = ON_SQLITE_ALONE


def test_the_final_document_of_the_demonstration_has_decisions_papers_and_the_next_meeting(registers: Flask) -> None:
    found = read_back(signed_in(registers).get("/ccm/meetings/10MSP/final-document.docx").get_data())
    assert [each for each in found.paragraphs if each.startswith("The next meeting is")] == [
        "The next meeting is the Eleventh Meeting of States Parties, in Geneva, 11 to 14 September 2023, under the "
        "presidency of Abdul-Karim Hashim Mostafa."
    ]
    granted = "The request of Chad was granted: its time under Article 4 runs until 1 October 2024 (demonstration)."
    assert f"{granted} (Decision 9, by consensus.)" in found.paragraphs
    assert granted in found.paragraphs  # in the annex
    assert "CCM/MSP/2022/2/Rev.1" in found.paragraphs


@pytest.mark.parametrize(("ref", "number"), [("APMBC/19MSP", 9), ("CCM/10MSP", 13)])
def test_decisions_lie_within_their_meeting_and_come_once(registers: Flask, ref: str, number: int) -> None:
    meeting = meeting_named(ref, "")
    load_demonstration_decisions(by=OFFICER)
    found = decisions_of(meeting.id)
    assert [each.number for each in found] == list(range(1, number + 1))
    days = [each.taken_at.date() for each in found]
    assert days == sorted(days)
    assert meeting.starts_on <= days[0] <= days[-1] <= (meeting.ends_on or date.max)
    assert all("(demonstration)" in each.text for each in found)
