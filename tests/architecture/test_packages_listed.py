"""A new room is announced wherever rooms are listed, and says what it is about."""

import ast
import tomllib

from tests.architecture.house import ROOT, modules, rooms


def test_every_room_is_listed_for_the_tools() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert rooms() <= set(tools["mypy"]["files"])
    assert rooms() <= set(tools["ruff"]["lint"]["isort"]["known-first-party"])


def test_every_room_is_on_the_floor_plan_in_the_documents() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [room for room in sorted(rooms()) if f"{room}/" not in plan] == []


def test_every_package_says_what_it_is_about_and_holds_no_code() -> None:
    """But a counter of several files, whose blueprint is put together there."""
    opening = [module for module in modules() if module.path.name == "__init__.py"]
    assert [module.name for module in opening if not ast.get_docstring(module.tree)] == []
    with_code = {module.name for module in opening if len(module.tree.body) > 1}
    assert {name for name in with_code if not name.endswith(".routes")} == set()
