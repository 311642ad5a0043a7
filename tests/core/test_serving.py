"""Static files, proxies and host names, as a browser and an attacker meet them."""

import dataclasses
import gzip
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from application import create_app
from config import Config
from core.serving import edition_of, init_serving
from tests.conftest import config_for_tests


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The root of a small application with a style sheet (also compressed) and a font beside it."""
    static = tmp_path / "static"
    (static / "fonts").mkdir(parents=True)
    (static / "page.css").write_text("@font-face { src: url('fonts/plain.woff2') }" * 20, encoding="ascii")
    (static / "page.css.gz").write_bytes(gzip.compress((static / "page.css").read_bytes()))
    (static / "fonts" / "plain.woff2").write_bytes(b"font")
    return tmp_path


def small_office(folder: Path, *, keep_assets: bool = True, trusted_proxies: int = 0) -> Flask:
    app = Flask("office", root_path=str(folder))

    @app.get("/who")
    def who() -> list[str | None]:
        return [request.remote_addr, request.scheme, request.host]

    init_serving(app, keep_assets=keep_assets, trusted_proxies=trusted_proxies)
    return app


def get(app: Flask, address: str, **options: Any) -> TestResponse:
    return app.test_client().get(address, buffered=True, **options)


def static_url(app: Flask, path: str) -> str:
    return str(app.jinja_env.globals["static_url"](path))  # type: ignore[operator]


def test_browsers_keep_assets_for_good_under_an_address_that_changes_with_them(folder: Path) -> None:
    before = small_office(folder)
    address = static_url(before, "page.css")
    answer = get(before, address)
    assert answer.data == (folder / "static" / "page.css").read_bytes()
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    (folder / "static" / "fonts" / "plain.woff2").write_bytes(b"another font")
    after = small_office(folder)
    assert static_url(after, "page.css") != address
    assert get(after, static_url(after, "fonts/plain.woff2")).data == b"another font"


def test_a_relative_address_in_a_style_sheet_finds_its_file(folder: Path) -> None:
    app = small_office(folder)
    beside = static_url(app, "page.css").rpartition("/")[0] + "/fonts/plain.woff2"
    assert get(app, beside).data == b"font"


def test_the_plain_address_is_served_too_but_not_kept(folder: Path) -> None:
    answer = get(small_office(folder), "/static/page.css")
    assert answer.headers["Cache-Control"] == "max-age=60, public"


def test_compressed_files_are_sent_to_those_who_read_them(folder: Path) -> None:
    app = small_office(folder)
    answer = get(app, static_url(app, "page.css"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == (folder / "static" / "page.css").read_bytes()


def test_during_development_a_changed_file_is_seen_at_once(folder: Path) -> None:
    app = small_office(folder, keep_assets=False)
    (folder / "static" / "page.css.gz").unlink()
    (folder / "static" / "page.css").write_text("body { color: blue }", encoding="ascii")
    answer = get(app, static_url(app, "page.css"))
    assert answer.text == "body { color: blue }"
    assert answer.headers["Cache-Control"] == "max-age=0, public"


def test_nothing_outside_the_folder_is_served(folder: Path) -> None:
    (folder / "secret.txt").write_text("secret", encoding="ascii")
    app = small_office(folder, keep_assets=False)
    for address in ("/static/../secret.txt", "/static/%2e%2e/secret.txt", "/static/fonts/../../secret.txt"):
        assert get(app, address).status_code == 404


def test_the_edition_is_one_of_names_and_contents(folder: Path) -> None:
    before = edition_of(folder / "static")
    (folder / "static" / "page.css").rename(folder / "static" / "other.css")
    assert edition_of(folder / "static") != before


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "chancery.example",
}


def test_forwarded_headers_are_believed_from_as_many_proxies_as_declared(folder: Path) -> None:
    answer = get(small_office(folder, trusted_proxies=1), "/who", headers=FORWARDED)
    assert answer.json == ["198.51.100.7", "https", "chancery.example"]


def test_forwarded_headers_are_nothing_without_a_declared_proxy(folder: Path) -> None:
    answer = get(small_office(folder), "/who", headers=FORWARDED)
    assert answer.json == ["127.0.0.1", "http", "localhost"]


def production(tmp_path: Path) -> Config:
    config = config_for_tests(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path)
    return dataclasses.replace(config, environment="production", base_url="https://chancery.example")


def test_production_answers_under_its_own_host_name_only(tmp_path: Path) -> None:
    client = create_app(production(tmp_path)).test_client()
    assert client.get("/healthz", base_url="https://elsewhere.example").status_code == 400
    assert client.get("/healthz", base_url="https://chancery.example").status_code == 503  # no schema here


def test_a_body_above_the_limit_is_refused(tmp_path: Path) -> None:
    app = create_app(dataclasses.replace(production(tmp_path), upload_limit_mb=1))
    assert app.config["MAX_CONTENT_LENGTH"] == 1_048_576
    assert app.config["SESSION_COOKIE_SECURE"]
