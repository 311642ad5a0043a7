"""flask states-parties: published numbers of States Parties, lists, and contacts in and out."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from core.db import db, transaction
from core.sheets.writing import write_csv
from states_parties.contacts_file import COLUMNS, exported_rows
from states_parties.models import Mission
from states_parties.shipped import REGISTERS
from tests.factories.contacts import a_state, make_mission
from tests.states_parties.refusals import everything

NOTE = (
    "Note: Lebanon is not counted. The instrument is deposited; the day is not documented here, "
    "so the State is not counted as a State Party.\n"
)


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["states-parties", *words])


def refusal(app: Flask, *words: str) -> str:
    """What a refused command says on standard error; it prints nothing else and changes nothing."""
    before = everything()
    result = run(app, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert everything() == before
    return result.stderr


@pytest.mark.parametrize(
    ("words", "number"),
    [
        # APMBC: 164 States Parties received the President's letter of March 2021.
        ("count --convention APMBC --on 2021-03-03", 164),
        # CCM: review document of the Second Review Conference, paras 7 and 107, as of 30 September 2020.
        ("count --convention CCM --on 2020-09-30", 108),
        ("count --convention CCM --on 2020-09-30 --deposited", 110),
        ("count --convention CCM --on 2020-09-30 --signatories", 13),
        ("count --convention ccm --on 2020-09-30 --standing state-party-not-yet-in-force", 2),
        # The APMBC entered into force on 1 March 1999 for the first 45 States.
        ("count --convention APMBC --on 1999-02-28", 0),
        ("count --convention APMBC --on 1999-03-01", 45),
        # Finland and Poland withdrew with effect from 10 January and 20 February 2026.
        ("count --convention APMBC --on 2026-01-09 --standing withdrawn", 3),
        ("count --convention APMBC --on 2026-01-10 --standing withdrawn", 4),
        ("count --convention APMBC --on 2026-02-20 --standing Withdrawn", 5),
    ],
)
def test_the_number_alone_is_printed(registers: Flask, words: str, number: int) -> None:
    result = run(registers, *words.split())
    assert (result.exit_code, result.stdout) == (0, f"{number}\n")


def test_without_a_day_it_is_today_and_lebanon_is_told_apart(registers: Flask) -> None:
    result = run(registers, "count", "--convention", "APMBC")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "161\n", NOTE)


def test_before_the_year_of_the_deposit_nothing_is_told_of_it(registers: Flask) -> None:
    assert run(registers, "count", "--convention", "APMBC", "--on", "2025-12-31").stderr == ""


def test_every_state_is_counted_under_exactly_one_word(registers: Flask) -> None:
    words = ("state-party", "state-party-not-yet-in-force", "signatory", "state-not-party", "withdrawn")
    undated = "day-of-deposit-not-documented"
    counts = [
        int(run(registers, "count", "--convention", "APMBC", "--standing", word).stdout) for word in (*words, undated)
    ]
    assert (sum(counts), counts[-1]) == (197, 1)


def test_the_list_shows_lebanon_under_its_own_word_with_a_note(registers: Flask) -> None:
    result = run(registers, "list", "--convention", "APMBC", "--format", "json")
    rows = json.loads(result.stdout)
    assert len(rows) == 197
    assert [row for row in rows if row["note"]] == [
        {
            "iso3": "LBN",
            "state": "Lebanon",
            "standing": "day of deposit not documented",
            "since": "",
            "region": "Asia-Pacific",
            "language": "FR",
            "confidence": "low",
            "note": "The instrument is deposited; the day is not documented here, "
            "so the State is not counted as a State Party.",
        }
    ]


def test_the_list_may_be_narrowed_and_says_what_it_leaves_out(registers: Flask) -> None:
    result = run(
        registers, "list", "--convention", "APMBC", "--on", "2026-11-20", "--standing", "withdrawn", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["state"], row["since"]) for row in rows] == [
        ("Estonia", "2025-12-27"),
        ("Finland", "2026-01-10"),
        ("Latvia", "2025-12-27"),
        ("Lithuania", "2025-12-27"),
        ("Poland", "2026-02-20"),
    ]
    assert result.stderr == NOTE


def test_the_table_lines_up(registers: Flask) -> None:
    result = run(registers, "list", "--convention", "CCM", "--on", "2020-09-30", "--standing", "signatory")
    head, *lines = result.stdout.splitlines()
    assert len(lines) == 13
    assert {line[head.index("standing") :].split("  ")[0] for line in lines} == {"signatory"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("count --convention APMBX", "Error: “APMBX” is not the code of a Convention. Did you mean APMBC?\n"),
        (
            "list --convention CCM --on 30.9.2020",
            "Error: “30.9.2020” is not a day. Write it as year-month-day, for example 2021-03-03.\n",
        ),
        (
            "count --convention CCM --standing member",
            "Error: “member” is no standing. Known are: State Party, State Party not yet in force, signatory, "
            "State not party, withdrawn, day of deposit not documented.\n",
        ),
    ],
)
def test_a_wrong_word_is_refused_with_a_sentence(app: Flask, words: str, sentence: str) -> None:
    assert refusal(app, *words.split()) == sentence


def test_two_questions_at_once_are_refused(app: Flask) -> None:
    words = ("count", "--convention", "CCM", "--deposited", "--signatories")
    assert "Ask for one of --standing, --deposited and --signatories at a time." in refusal(app, *words)


@pytest.mark.parametrize("name", ["contacts.csv", "contacts.xlsx"])
def test_contacts_go_out_and_come_in_again(registers: Flask, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    result = run(registers, "contacts", "export", str(file))
    assert (result.exit_code, result.stdout) == (0, f"208 contacts are in {file}.\n")
    before = everything()
    result = run(registers, "contacts", "import", str(file), "--dry-run")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "0 new, 0 changed, 208 unchanged. Nothing was imported: this was a dry run.\n",
        "",
    )
    assert everything() == before


def contacts_file(folder: Path, *rows: list[str]) -> str:
    file = folder / "contacts.csv"
    columns = ("iso3", "office", "post_name", "email", "language", "valid_from")
    file.write_bytes(write_csv(columns, rows))
    return str(file)


def test_a_dry_run_tells_and_an_import_does(app: Flask, tmp_path: Path) -> None:
    with transaction():
        a_state()
        a_state("TGO")
        make_mission("TGO", email="both@a.example")
    file = contacts_file(tmp_path, ["TCD", "geneva", "Permanent Mission", "both@a.example", "FR", "2020-01-01"])
    warning = "Look at row 2, email: both@a.example is also the address of Togo.\n"
    before = everything()
    dry = run(app, "contacts", "import", file, "--dry-run")
    assert (dry.stdout, dry.stderr) == (
        "1 new, 0 changed, 0 unchanged. Nothing was imported: this was a dry run.\n",
        warning,
    )
    assert everything() == before
    done = run(app, "contacts", "import", file)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "1 new, 0 changed, 0 unchanged.\n", warning)
    assert db.session.scalar(select(func.count()).select_from(Mission)) == 2


def test_a_file_with_errors_is_refused_whole_with_every_cell(app: Flask, tmp_path: Path) -> None:
    with transaction():
        a_state()
    good = ["TCD", "geneva", "Permanent Mission", "a@td.example", "FR", "2020-01-01"]
    bad = [["CHAT", *good[1:]], [*good[:4], "DE", "soon"]]
    assert refusal(app, "contacts", "import", contacts_file(tmp_path, good, *bad)) == (
        "Error: Nothing was imported:\n"
        "  row 3, iso3: “CHAT” is not a State of the register. Did you mean Chad? Write its code of three letters.\n"
        "  row 4, language: “DE” is none of EN, FR, ES.\n"
        "  row 4, valid_from: “soon” is not a day. Write it as year-month-day, such as 2021-03-03.\n"
    )


def test_a_file_that_is_no_table_is_refused(app: Flask, tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    huge.write_bytes(b"iso3\n" + b"TCD\n" * 13_000_000)
    assert refusal(app, "contacts", "import", str(huge)) == "Error: “huge.csv” is larger than 5 MB. Nothing was read.\n"
    latin = tmp_path / "latin.csv"
    latin.write_bytes("iso3,city\nCIV,Genève\n".encode("latin-1"))
    assert refusal(app, "contacts", "import", str(latin)) == (
        "Error: “latin.csv”, line 2: the file is not in UTF-8. Save it as “CSV UTF-8”.\n"
    )
    short = tmp_path / "short.csv"
    short.write_bytes(b"iso3,city\nCIV,Geneva\n")
    assert refusal(app, "contacts", "import", str(short)) == (
        "Error: “short.csv” lacks the columns office, post_name, language, valid_from.\n"
    )


def test_an_export_overwrites_nothing(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("mine", encoding="utf-8")
    assert refusal(app, "contacts", "export", str(file)) == (
        "Error: “contacts.csv” is there already; nothing was written.\n"
    )
    assert file.read_text(encoding="utf-8") == "mine"
    assert refusal(app, "contacts", "export", str(tmp_path / "contacts.txt")) == (
        "Error: “contacts.txt” ends neither in .csv nor in .xlsx.\n"
    )


def test_an_export_has_every_column_of_the_import_and_every_contact(registers: Flask) -> None:
    (states,) = (register for register in REGISTERS if register.name == "states")
    exported = [dict(zip(COLUMNS, row, strict=True)) for row in exported_rows()]
    codes = {line.split(",")[0] for line in states.path.read_text(encoding="utf-8").splitlines()[1:]}
    assert {row["iso3"] for row in exported} <= codes
    assert len(exported) == db.session.scalar(select(func.count()).select_from(Mission))
