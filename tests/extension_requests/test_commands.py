"""What the command line tells of requests."""

from flask import Flask

from extension_requests.rules.machine import RequestState
from tests.factories.requests import make_dossier, make_group


def told(app: Flask, *args: str) -> list[str]:
    result = app.test_cli_runner().invoke(args=["extension-requests", *args])
    assert result.exit_code == 0, result.output
    return [line for line in str(result.output).splitlines() if line.strip()]


def test_what_is_due_at_a_meeting(app: Flask) -> None:
    group = make_group()
    make_dossier(group, RequestState.NOT_SUBMITTED, number=2)
    assert told(app, "due", "--meeting", "CCM/25MSP") == [
        "Meeting 25MSP (CCM) opens on 20 November 2027;"
        " requests are due on 20 February 2027 (CCM art. 3 (3) and 4 (5)).",
        "  Chad, Article 4, request 2: not submitted, register the request by 20 February 2027 [renewal]",
    ]


def test_the_due_days_of_documented_meetings(registers: Flask) -> None:
    assert "requests are due on 16 December 2024" in told(registers, "due", "--meeting", "CCM/13MSP")[0]
    found = told(registers, "due", "--meeting", "22MSP", "--convention", "apmbc")
    assert "requests are due on 31 March 2025" in found[0]
    assert "  Senegal, Article 5, request 4: deferred" in found
    refused = registers.test_cli_runner().invoke(args=["extension-requests", "due", "--meeting", "9MSP"])
    assert (refused.exit_code, "The APMBC and the CCM have a 9MSP." in refused.output) == (2, True)


def test_what_is_due_on_a_day(registers: Flask) -> None:
    found = told(registers, "due", "--on", "2025-01-01", "--convention", "CCM")
    assert found[0] == "CCM, on 1 January 2025: 7 deadlines that come near."
    assert "  Somalia, Article 4, deadline 1 March 2026: considered at the 13MSP, request due on 16 December 2024" in [
        line.partition(" (to be checked")[0] for line in found
    ]


def test_the_chain_of_one_obligation(registers: Flask) -> None:
    found = told(registers, "timeline", "CCM", "4", "Germany")
    assert found[1:5] == [
        "1 August 2010: the Convention enters into force for the State",
        "1 August 2020: initial deadline",
        "  request 1, 9MSP: came 15 January 2019, late; granted until 1 August 2025 (60 months)"
        " [CCM 2RC review para. 39;CCMISU-9ER;MAR-TW24]",
        "  request 2, 12MSP: day of receipt not known; granted until 1 August 2030 (60 months) [CCMISU-12MSP;MAR-TW24]",
    ]
    assert "Deadline in the register: 1 August 2030 (open)" in found


def test_the_history_ends_with_its_counts(registers: Flask) -> None:
    assert told(registers, "history", "ccm", "--on", "2026-11-20")[-1] == (
        "6 agrees; 6 agrees, a decision is not documented"
    )
