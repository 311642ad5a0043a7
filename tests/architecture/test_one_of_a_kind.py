"""What stands in one place: the commit, the reading of the environment, the clock."""

import ast

from tests.architecture.house import Module, imports, modules, places

CLOCK_FUNCTIONS = {"now", "today", "utcnow"}
COUNTER = {"routes", "cli", "jobs", "web", "health"}


def calls_of(module: Module, name: str) -> list[str]:
    """Where `something.name(` is called."""
    return places(
        module,
        (
            node
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
        ),
    )


def test_one_place_commits() -> None:
    assert [module.name for module in modules() if calls_of(module, "commit")] == ["core.db"]


def test_one_reader_of_the_environment() -> None:
    readers = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb"))
        or (isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & {"environ", "getenv"})
    }
    assert readers == {"config", "dev"}


def test_one_clock() -> None:
    wrong = [
        place
        for module in modules()
        if module.name != "core.clock"
        for function in CLOCK_FUNCTIONS
        for place in places(module, (node for node in ast.walk(module.tree) if is_clock_call(node, function)))
    ]
    assert wrong == []


def is_clock_call(node: ast.AST, function: str) -> bool:
    """`date.today()`, `datetime.now()`, also behind a module; `func.now()` of the database as well."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == function):
        return False
    asked = node.func.value
    name = asked.id if isinstance(asked, ast.Name) else asked.attr if isinstance(asked, ast.Attribute) else ""
    return name in ("date", "datetime", "func", "dt")


def test_the_day_of_what_happened_is_asked_of_the_clock() -> None:
    """`.date()` of an instant (by.at, written_at) is the day in UTC, not where the office is."""
    wrong = [
        place
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr.rpartition("_")[2] == "at"
        for place in places(module, iter([node]))
    ]
    assert wrong == []


def test_only_the_counter_asks_the_clock() -> None:
    askers = {
        module.name
        for module in modules()
        if any(name in ("core.clock.now", "core.clock.today") for name in imports(module))
        and not module.kinds & COUNTER
    }
    assert askers <= {"core.permissions", "application"}


def test_one_list_of_what_browsers_are_told_of_files() -> None:
    said = ("wordprocessingml.document", "spreadsheetml.sheet", "text/calendar", "text/csv", "application/zip")
    tellers = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.partition(";")[0].endswith(said)
    }
    assert tellers == {"core.web", "correspondence.rules.attachments"}  # the latter names what others send
