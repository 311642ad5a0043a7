"""The floor plan: a room imports from the floors below it, never sideways, never up."""

from tests.architecture.house import Module, imports, modules, rooms

FLOORS = {
    8: {"wsgi", "application", "dev", "gunicorn.conf"},
    7: {"desk"},
    6: {"extension_requests", "action_plans"},
    5: {"meetings"},
    4: {"correspondence"},
    3: {"committees"},
    2: {"states_parties"},
    1: {"conventions"},
    0: {"core"},
    -1: {"config"},  # the settings as values; it imports nothing of ours
}

# Inside core, the same: a line imports from the lines above it. The document engine needs nothing but the refusal.
# The pages of the audit log stand higher than the log itself, into which nearly everybody writes.
CORE_FLOORS = {
    0: {"errors", "clock", "periods", "numbers", "logs", "wording", "form_words"},
    1: {
        "addresses",
        "civil",
        "hosts",
        "db",
        "permissions",
        "docx",
        "commands",
        "differences",
        "sheets",
        "forms",
    },
    2: {"audit", "files", "ical", "jobs", "requests_log", "versions"},
    3: {"outbox", "web", "registers", "seen"},
    4: {"tables", "look", "health", "serving", "prepare"},
    5: {"accounts", "audit.routes", "outbox.routes", "seen.routes", "style"},
}

# Inside a room: these files stand below those that change something or face a person.
READS_ONLY = {"models", "rules", "queries"}
COUNTER = {"routes", "cli", "jobs"}
ABOVE_READING = COUNTER | {"workflow", "forms", "letters", "papers"}


def test_every_room_stands_on_exactly_one_floor() -> None:
    placed = [room for rooms_there in FLOORS.values() for room in rooms_there]
    assert sorted(placed) == sorted(set(placed))
    assert rooms() <= set(placed)


def test_rooms_import_from_lower_floors_only() -> None:
    floor = {room: number for number, rooms_there in FLOORS.items() for room in rooms_there}
    ours = rooms() | {"application", "config"}
    wrong = [
        f"{module.name} (floor {floor[module.room]}) imports {name} (floor {floor[room]})"
        for module in modules()
        if module.room in rooms()
        for name in imports(module)
        if (room := name.split(".")[0]) in ours
        and room != module.room
        and floor[room] >= floor[module.room]
        and not counter_reads_higher_queries(module, name)
    ]
    assert wrong == []


def counter_reads_higher_queries(module: Module, name: str) -> bool:
    """A page of a committee lists its meetings: the counter alone may read the queries of a higher room."""
    return bool(module.kinds & COUNTER) and "queries" in name.split(".")


def test_the_settings_import_nothing_of_ours() -> None:
    (config,) = (module for module in modules() if module.name == "config")
    assert {name.split(".")[0] for name in imports(config)} & (rooms() | {"application"}) == set()


def part_of_core(name: str) -> str:
    """`audit.routes` of `core.audit.routes.blueprint`, `docx` of `core.docx.render`: as listed above."""
    words = name.split(".")[1:]
    listed = {part for there in CORE_FLOORS.values() for part in there}
    return ".".join(words[:2]) if ".".join(words[:2]) in listed else words[0]


def test_every_part_of_core_has_its_place() -> None:
    parts = {part_of_core(module.name) for module in modules() if module.name.startswith("core.")}
    assert parts - {part for there in CORE_FLOORS.values() for part in there} == set()


def test_core_imports_from_its_own_lower_floors_only() -> None:
    floor = {part: number for number, parts in CORE_FLOORS.items() for part in parts}
    wrong = [
        f"{module.name} imports {name}"
        for module in modules()
        if module.name.startswith("core.")
        for name in imports(module)
        if name.startswith("core.")
        and (part := part_of_core(name)) != (own := part_of_core(module.name))
        and floor.get(part, 9) >= floor.get(own, 9)
    ]
    assert wrong == []


def test_the_document_engine_needs_nothing_of_the_house_but_the_refusal() -> None:
    wanted = {
        name
        for module in modules()
        if module.name.startswith("core.docx")
        for name in imports(module)
        if name.startswith("core.") and not name.startswith(("core.docx", "core.errors"))
    }
    assert wanted == set()


def test_only_the_composition_root_imports_routes_and_commands_of_a_package() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in modules()
        if module.name != "application"
        for name in imports(module)
        if name.split(".")[0] in rooms() and package_of(name) and package_of(name) != package_of(module.name)
    ]
    assert wrong == []


def package_of(name: str) -> str:
    """The package whose counter a dotted name belongs to; empty when it is no counter."""
    parts = name.split(".")
    return next((".".join(parts[:place]) for place, part in enumerate(parts) if part in ("routes", "cli")), "")


def test_what_only_reads_imports_nothing_that_writes() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in modules()
        if module.room in rooms() and module.kinds & READS_ONLY and not module.kinds & ABOVE_READING
        for name in imports(module)
        if name.split(".")[0] in rooms()
        and set(name.split(".")) & ABOVE_READING
        and not set(name.split(".")) & READS_ONLY  # models/papers.py is a table
    ]
    assert wrong == []


def test_the_desk_reads_other_rooms_through_queries_and_calendar_entries() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in modules()
        if module.room == "desk"
        for name in imports(module)
        if name.split(".")[0] in rooms() - {"desk", "core", "conventions"}
        and not {"queries", "calendar_entries", "rules"} & set(name.split("."))
    ]
    assert wrong == []
