"""Each test of accounts begins with a fresh count of tries at sign-in."""

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(request: pytest.FixtureRequest) -> None:
    if "app" in request.fixturenames:
        app: Flask = request.getfixturevalue("app")
        for limiter in app.extensions["limiter"]:
            limiter.reset()
