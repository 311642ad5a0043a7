"""A whole house on a loopback port, for a real browser to walk through."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from werkzeug.serving import make_server

from application import create_app, load_shipped
from core.accounts.models import User
from core.clock import Clock, StoppedClock
from core.db import db
from core.permissions import Role
from tests.conftest import NOW, Browser, config_for_tests
from tests.factories.accounts import make_account, sign_in

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class House:
    """address: without a slash at its end."""

    address: str
    app: Flask

    def cookies_of(self, role: Role) -> list[dict[str, str]]:
        """What the browser of a new account with that role holds after sign-in."""
        with self.app.app_context():
            return self.cookies_of_account(make_account(role, name=f"A person ({role.value})"))

    def cookies_of_account(self, account: User) -> list[dict[str, str]]:
        """Within an application context."""
        client = Browser(self.app)
        sign_in(client, account=account)
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        return [{"name": name, "value": cookie.value, "url": self.address}]


@contextmanager
def house_with_registers(folder: Path, *, clock: Clock | None = None, **settings: Any) -> Iterator[House]:
    """Schema and shipped registers, no account. Without another clock it stands still at tests.conftest.NOW."""
    port = free_port()
    url = f"sqlite:///{folder / 'chancery.sqlite3'}"
    config = replace(config_for_tests(url, folder), base_url=f"http://127.0.0.1:{port}", **settings)
    app = create_app(config, clock=clock or StoppedClock(NOW))
    app.testing = True
    with app.app_context():
        upgrade()
        load_shipped()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield House(config.base_url, app)
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def installed_browser() -> str | None:
    """$CHROMIUM, else the first Chromium on the PATH."""
    return os.environ.get("CHROMIUM") or next((found for name in BROWSERS if (found := shutil.which(name))), None)
