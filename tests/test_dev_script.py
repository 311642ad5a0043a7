"""dev.py says in one sentence what only a person can put right."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), *arguments], check=False, capture_output=True, text=True, timeout=60
    )


def test_old_pythons_can_read_the_script_far_enough_to_name_the_one_needed() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    check = next(place for place, node in enumerate(tree.body) if isinstance(node, ast.If))
    assert {type(node) for node in tree.body[:check]} == {ast.Expr, ast.Import, ast.ImportFrom}


def test_a_busy_port_is_one_sentence_before_anything_else_happens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = dev("run", "--port", str(port))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.splitlines() == [
        f"Port {port} of 127.0.0.1 cannot be used (Address already in use). Another one: dev.py run --port 8001"
    ]


def test_an_impossible_port_is_one_sentence() -> None:
    answer = dev("run", "--port", "99999")
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "99999" in answer.stderr
