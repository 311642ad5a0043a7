"""Imports stand at the top of a file: one inside a function hides a cycle."""

import ast

from tests.architecture.house import modules, places


def test_no_import_inside_a_function() -> None:
    wrong = [
        place
        for module in modules()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for place in places(
            module, (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))
        )
    ]
    assert wrong == []
