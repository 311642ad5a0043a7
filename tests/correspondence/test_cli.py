import csv
import hashlib
from pathlib import Path

from docx import Document
from flask import Flask


def test_the_letters_of_a_day_are_written_with_their_manifest(registers: Flask, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    command = ["letters", "render", "article-7", "--convention", "APMBC", "--on", "2021-03-03", "--out", str(out)]
    result = registers.test_cli_runner().invoke(args=command)
    assert result.output.endswith(f"164 letters and manifest.csv are in {out}.\n")
    rows = list(csv.DictReader((out / "manifest.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 164
    assert len(list(out.glob("*.docx"))) == 164
    for row in rows:
        file = out / row["file"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == row["sha256"]
        assert Document(str(file)).paragraphs
    chile = next(row for row in rows if row["iso3"] == "CHL")
    assert (chile["state"], chile["language"]) == ("Chile", "ES")


def test_a_refusal_is_a_sentence_and_nothing_is_written(registers: Flask, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    for options, sentence in [
        (["--convention", "APMBC", "--on", "2021-02-30"], "“2021-02-30” is not a day."),
        (["--convention", "APLC", "--on", "2021-03-03"], "“APLC” is not the code of a Convention."),
        (["--convention", "APMBC", "--audience", "staet"], "There is no criterion “staet”."),
    ]:
        command = ["letters", "render", "article-7", *options, "--out", str(out)]
        result = registers.test_cli_runner().invoke(args=command)
        assert result.exit_code == 2
        assert sentence in result.output
    assert not out.exists()
