"""docs/operations.md lists every setting that config.py knows, and no other."""

import re
from dataclasses import fields

from config import Config
from tests.architecture.house import ROOT


def test_the_operations_manual_lists_exactly_the_settings_there_are() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `CHANCERY_([A-Z_]+)` \|", manual, re.MULTILINE))
    assert table == {field.name.upper() for field in fields(Config)}


def test_the_manual_names_no_setting_that_does_not_exist() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"CHANCERY_([A-Z_]+)", manual) if not name.startswith("TEST_")}
    assert named == {field.name.upper() for field in fields(Config)}
