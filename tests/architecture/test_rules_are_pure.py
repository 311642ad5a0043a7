"""Rules are functions of values and dates: no database, no Flask, no clock, no files, no environment."""

import ast

from tests.architecture.house import imports, modules

FORBIDDEN = {"flask", "sqlalchemy", "os", "pathlib", "time", "random", "secrets", "requests", "config", "application"}
FORBIDDEN_IN_THE_HOUSE = {"models", "queries", "workflow", "routes", "cli", "jobs", "db", "clock", "web", "permissions"}


def test_rules_import_neither_database_nor_flask_nor_clock() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in modules()
        if "rules" in module.kinds
        for name in imports(module)
        if name.split(".")[0] in FORBIDDEN
        or name.startswith("flask_")
        or (set(name.split(".")[1:3]) & FORBIDDEN_IN_THE_HOUSE and "rules" not in name.split("."))
    ]
    assert wrong == []


def test_rules_open_no_file() -> None:
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if "rules" in module.kinds
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"
    ]
    assert wrong == []


def test_there_are_rules_to_speak_of() -> None:
    assert {module.room for module in modules() if "rules" in module.kinds} >= {"correspondence", "states_parties"}
