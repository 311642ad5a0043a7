"""The log: one line per request, with numbers of accounts and never with what was written into an address."""

import json
import logging
from pathlib import Path

import pytest
from flask import Flask

from core.logs import init_logs
from core.requests_log import init_requests_log


@pytest.fixture
def office(tmp_path: Path) -> Flask:
    """A small office with one page, whose log goes where the test reads it."""
    app = Flask("office", root_path=str(tmp_path))
    init_logs(as_json=True)
    init_requests_log(app)

    @app.get("/states/<name>")
    def state(name: str) -> str:
        logging.getLogger("elsewhere").warning("%s is asked for", "a State")
        return name

    return app


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_each_request_is_one_line_without_what_the_address_held(
    office: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = office.test_client().get("/states/Tuvalu?mail=someone@example.org")
    _, line = lines(capsys)
    assert {key: value for key, value in line.items() if key not in ("ms", "timestamp", "request")} == {
        "event": "request",
        "level": "info",
        "logger": "chancery",
        "method": "GET",
        "route": "/states/<name>",
        "status": 200,
        "user": None,
    }
    assert line["request"] == answer.headers["X-Request-ID"]
    assert 0 <= float(str(line["ms"])) < 10_000


def test_what_is_logged_during_a_request_carries_its_number(office: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    office.test_client().get("/states/Tuvalu", headers={"X-Request-ID": "from-the-proxy-17"})
    warning, request = lines(capsys)
    assert (warning["event"], warning["level"]) == ("a State is asked for", "warning")
    assert warning["request"] == request["request"] == "from-the-proxy-17"


@pytest.mark.parametrize("given", ["short", "x" * 65, "number with spaces", 'quoted"number'])
def test_a_malformed_request_number_is_replaced(office: Flask, given: str) -> None:
    answer = office.test_client().get("/states/Tuvalu", headers={"X-Request-ID": given})
    assert len(answer.headers["X-Request-ID"]) == 32
    assert answer.headers["X-Request-ID"] != given


def test_setting_up_again_does_not_write_every_line_twice(office: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    init_logs(as_json=True)
    office.test_client().get("/states/Tuvalu")
    assert [line["event"] for line in lines(capsys)] == ["a State is asked for", "request"]
