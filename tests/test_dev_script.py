"""dev.py says in one sentence what only a person can put right."""

import ast
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAMPS = (ROOT / ".venv" / "installed-requirements.txt", ROOT / "static" / "vendor" / ".installed")


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


@pytest.mark.skipif(not all(stamp.exists() for stamp in STAMPS), reason="this copy was not set up by dev.py")
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux tells which processes are left")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_serves_until_it_is_told_to_stop_and_leaves_nothing_running(tmp_path: Path, number: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environ = {**os.environ, "CHANCERY_DATABASE_URL": f"sqlite:///{tmp_path / 'office.sqlite3'}"}
    command = [sys.executable, str(ROOT / "dev.py"), "run", "--port", str(port)]
    with stopped_in_the_end(subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)) as running:
        assert running.stderr
        said = ""
        while "/welcome/" not in said:
            said = running.stderr.readline()
            assert said, "dev.py ended by itself"
        assert said.startswith(f"http://127.0.0.1:{port}/welcome/")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert json.load(answer)["registers"] == "loaded"
        until = time.monotonic() + 60
        while len(children := children_of(running.pid)) < 5 and time.monotonic() < until:
            time.sleep(0.1)
        assert len(children) == 5  # gunicorn and its worker; the parent of the jobs, who ticks, and who sends
        running.send_signal(number)
        running.communicate(timeout=60)
    assert running.returncode == 0
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


@contextmanager
def stopped_in_the_end(running: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Also where the test fails: nobody waits for a server that was never told to stop."""
    with running:
        try:
            yield running
        finally:
            running.terminate()


def children_of(pid: int) -> list[int]:
    own = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return own + [grandchild for child in own for grandchild in children_of(child)]
