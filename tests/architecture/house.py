"""The source of the house, read as syntax trees. Nothing is imported for it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".venv", "node_modules", "var", "static", "tests", "bench", "migrations"}


@dataclass(frozen=True)
class Module:
    """name: dotted, as imported; a package's __init__ has the package's own name."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        """The top-level package or file it belongs to."""
        return self.name.split(".")[0]

    @property
    def kinds(self) -> set[str]:
        """What sort of file it is: `routes`, `rules`, … whether file or folder."""
        return set(self.name.split(".")[1:])


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the product itself: no tests, measurements or migrations."""
    paths = [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] not in NOT_OURS]
    return tuple(Module(_dotted(path), path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def rooms() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_OURS


@cache
def imports(module: Module) -> tuple[str, ...]:
    """The dotted names a module imports, `from a import b` as `a.b`."""
    return tuple(_imported(module))


def _imported(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def places(module: Module, found: Iterator[ast.AST]) -> list[str]:
    return [f"{module.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}" for node in found]


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
