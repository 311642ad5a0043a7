"""Terms from a table: taken over in order, each error with its row and column, and nothing half done."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from committees.models.terms import Term
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.terms_file import COLUMNS, ImportedTerms, import_terms
from core.audit.models import AuditEntry
from core.db import db, transaction
from core.errors import Shortcomings
from core.sheets.reading import Row
from tests.factories.states import NOTE, OFFICER

GOOD = """
CCM,Working Group on Universalization,,Chile,coordinator,9MSP,,
CCM,Universalization,,Philippines,coordinator,2RC,,
CCM,reporting,,IRQ,,9MSP,2RC,
APMBC,Committee on Victim Assistance,,Italy,member,18MSP,,20MSP
APMBC,Committee on Victim Assistance,,Thailand,member,4RC,,2021
"""
# A wrong row beside a right one, and what is said of it.
WRONG = [
    (
        "CCM,Working Group on Universalisaton,,Chile,,9MSP,,",
        "body: “Working Group on Universalisaton” is no body of the CCM.",
    ),
    (
        "CCM,universalization,3,Chile,,9MSP,,",
        "seat: The Working Group on Universalization has seats 1 to 2, not a seat 3.",
    ),
    ("CCM,universalization,,Atlantis,,9MSP,,", "state: “Atlantis” is not a State of the register."),
    (
        "CCM,universalization,,United States of America,,9MSP,,",
        "state: United States of America was not bound by the CCM on 2019-09-05",
    ),
    (
        "CCM,universalization,,Austria,,9MSP,8MSP,",
        "ends_at: The term would end with the 8MSP before it begins after the 9MSP.",
    ),
    (
        "CCM,universalization,,Austria,,99MSP,,",
        "elected_at: “99MSP” is not a formal meeting in the calendar of the CCM. Did you mean 9MSP",
    ),
    (
        "CCM,universalization,,Austria,member,9MSP,,",
        "role: The Working Group on Universalization has seats for a coordinator, not for “member”.",
    ),
    (
        "CCM,universalization,x,Austria,,9MSP,,",
        "seat: “x” is not the number of a seat. Write a number, such as 1.",
    ),
    (
        "CCM,universalization,seat 2,Austria,,9MSP,,",
        "seat: “seat 2” is not the number of a seat. Write the number alone: 2.",
    ),
    (
        "CCM,universalization,,Austria,,10MSP,15MSP,",
        "ends_at: The calendar of the CCM does not reach to a 15MSP. Leave the cell empty: the end then follows from "
        "the rule of the body, with whatever meeting that will be.",
    ),
    (
        "APMBC,article-5-implementation,,Austria,,20MSP,,21MSP",
        "chair_in: Austria is not in the last year of its term: it would chair the Committee on Article 5 "
        "Implementation too early. If it was decided so, say why.",
    ),
    (
        "CCM,reporting,,Austria,,9MSP,,\nCCM,reporting,,Iraq,,9MSP,,",
        "seat: The one seat of the Coordinator on Reporting is held after the 9MSP",
    ),
    (
        "CCM,universalization,1,Austria,,9MSP,,\nCCM,universalization,1,Iraq,,2RC,,",
        "seat: Seat 1 is held by Austria from 5 September 2019 to 2 September 2022",
    ),
    (
        "APMBC,article-5-implementation,,Austria,,20MSP,,20MSP",
        "chair_in: Austria is not a member of the Committee on Article 5 Implementation on 20 November 2021",
    ),
    (
        "APMBC,cooperative-compliance,,Austria,,20MSP,,21MSP",
        "chair_in: The Committee on Cooperative Compliance chooses no chair: the President chairs it.",
    ),
    ("XYZ,universalization,,Austria,,9MSP,,", "convention: “XYZ” is not the code of a Convention."),
    ("CCM,,,Austria,,9MSP,,", "body: This cell cannot be empty."),
    (
        "APMBC,article-5-implementation,,Austria,,20MSP,,2024;1998",
        "chair_in: No formal meeting of the APMBC closed in 1998.",
    ),
]


def rows_of(text: str) -> list[Row]:
    lines = [line.split(",") for line in text.strip().splitlines()]
    return [Row(number, dict(zip(COLUMNS, line, strict=False))) for number, line in enumerate(lines, start=2)]


def taken_over(text: str) -> ImportedTerms:
    return import_terms(rows_of(text), sourcing=NOTE, by=OFFICER)


def test_terms_and_chairs_come_in_and_coming_in_again_changes_nothing(registers: Flask) -> None:
    assert taken_over(GOOD) == ImportedTerms(terms=5, chairs=2, unchanged=0)
    found = roster(Offices("APMBC"), "victim-assistance", on=date(2021, 6, 24))
    assert [(each.name, each.chairs, each.seat) for each in found.states] == [
        ("Italy", False, 2),
        ("Thailand", True, 1),
    ]
    assert roster(Offices("APMBC"), "victim-assistance", on=date(2022, 6, 1)).chair.name == "Italy"  # type: ignore[union-attr]
    assert taken_over(GOOD) == ImportedTerms(terms=0, chairs=0, unchanged=5)


def test_a_chair_before_its_year_comes_in_where_the_row_says_why(registers: Flask) -> None:
    early = "APMBC,article-5-implementation,,Austria,,20MSP,,21MSP,No other member was free"
    assert taken_over(early) == ImportedTerms(terms=1, chairs=1, unchanged=0)
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "chair:chosen"))
    assert entry.details["decided_so"] == "No other member was free"


@pytest.mark.parametrize(
    ("ends_at", "lasts"), [("9MSP", "1 formal meeting, from the 8MSP to the 9MSP"), ("2RC", ""), ("10MSP", "3 formal")]
)
def test_a_term_that_is_not_as_long_as_the_rule_says_is_remarked(registers: Flask, ends_at: str, lasts: str) -> None:
    remarks = taken_over(f"CCM,universalization,,Austria,,8MSP,{ends_at},").remarks
    assert len(remarks) == bool(lasts)
    for remark in remarks:
        assert remark.startswith(
            f"row 2, ends_at: Austria would be in the Working Group on Universalization for {lasts}"
        )
        assert remark.endswith("by its rule a term lasts for 2.")


@pytest.mark.parametrize(
    ("line", "sentence"), WRONG, ids=[line.split(",")[0] + str(n) for n, (line, _) in enumerate(WRONG)]
)
def test_a_wrong_row_is_named_and_nothing_is_taken_over(registers: Flask, line: str, sentence: str) -> None:
    before = db.session.scalar(select(func.count(Term.id)))
    right = "CCM,victim-assistance,,Chile,,9MSP,,"
    with pytest.raises(Shortcomings) as refusal, transaction():
        taken_over(f"{right}\n{line}")
    [told] = refusal.value.items
    assert told.split(", ", 1)[1].startswith(sentence)
    assert db.session.scalar(select(func.count(Term.id))) == before


def test_the_command_line_tells_the_roster_of_a_day(registers: Flask) -> None:
    run = registers.test_cli_runner().invoke
    lines = run(args=["committees", "roster", "Committee on Cooperative Compliance", "--on", "2021-06-24"]).output
    names = [line.split(":")[0] for line in lines.splitlines() if not line.startswith("[")]
    assert names == ["Chile", "Netherlands (Chair)", "Panama", "Poland", "Spain"]
    assert "[standing invitation: ICBL, ICRC]" in lines
    table = run(args=["committees", "roster", "CC", "--on", "2021-06-24", "--format", "csv"]).output.splitlines()
    assert table[0].startswith("name,iso3,office")
    assert len(table) == 9
    asked = run(args=["committees", "roster", "presidency"])
    assert (asked.exit_code, asked.output.splitlines()[-1]) == (
        2,
        "Error: “presidency” is a body of the APMBC and CCM. Say which Convention.",
    )


def test_the_command_line_counts_themes_and_coordinators(registers: Flask) -> None:
    """Source: CCM/CONF/2020/PM.2/WP.6, paras 14 and 15."""
    output = (
        registers.test_cli_runner()
        .invoke(args=["committees", "bodies", "--convention", "CCM", "--on", "2020-06-01"])
        .output
    )
    assert output.splitlines()[-1] == "8 themes, 14 coordinators = 6x2 + 2x1"


def test_the_command_line_takes_over_a_file_or_only_checks_it(registers: Flask, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(",".join(COLUMNS[:-1]) + GOOD, encoding="utf-8")
    run = registers.test_cli_runner().invoke
    checked = run(args=["committees", "import", "terms", str(file), "--dry-run"]).output
    assert checked.splitlines()[-1] == "5 new terms, 2 new chairs, 0 on record already."
    assert run(args=["committees", "import", "terms", str(file)]).output == (
        "5 new terms, 2 new chairs, 0 on record already.\n"
    )
    file.write_text(",".join(COLUMNS) + "\nCCM,universalization,,Austria,,8MSP,9MSP,,\n", encoding="utf-8")
    remark, told = run(args=["committees", "import", "terms", str(file)]).output.splitlines()
    assert remark.startswith("To be looked at: row 2, ends_at: Austria would be in the Working Group")
    assert told == "1 new term, 0 new chairs, 0 on record already."
