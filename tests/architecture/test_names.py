"""Names are those of the field and the office."""

import ast
import re

from tests.architecture.house import ROOT, modules, places

NOT_A_SUBJECT = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc", "actions", "managers"}
NOT_A_ROLE = ("Manager", "Handler", "Helper", "Service", "Util", "Utils", "Processor")


def test_no_file_is_named_after_nothing() -> None:
    assert [module.name for module in modules() if module.kinds & NOT_A_SUBJECT or module.room in NOT_A_SUBJECT] == []


def test_no_class_is_named_after_nothing() -> None:
    wrong = [
        f"{place} {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(NOT_A_ROLE)
        for place in places(module, iter([node]))
    ]
    assert wrong == []


def test_states_are_called_states() -> None:
    """Source: both Conventions speak of States and States Parties throughout."""
    files = [module.path for module in modules()] + sorted((ROOT / "templates").rglob("*.*"))
    assert places_of(r"\bcountr(y|ies)\b", files) == []


def test_nothing_is_left_for_later() -> None:
    files = [module.path for module in modules()] + sorted((ROOT / "templates").rglob("*.*"))
    assert places_of(r"\b(TODO|FIXME|XXX)\b", files) == []


def places_of(pattern: str, files: list) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(pattern, line, re.IGNORECASE if "countr" in pattern else 0)
    ]
