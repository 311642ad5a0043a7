"""The composition root: what the house consists of, listed once and readable from top to bottom."""

import logging

from flask import Flask

from config import ROOT, Config
from core.clock import Clock
from core.db import init_database


def create_app(config: Config, *, clock: Clock | None = None) -> Flask:
    """The whole application for one installation. `clock` stands in for the real one in tests."""
    app = Flask("chancery", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.from_mapping(flask_settings(config))
    app.extensions["clock"] = clock or Clock()
    init_database(app)
    return app


def flask_settings(config: Config) -> dict[str, object]:
    """Our settings in the names that Flask and its companions read."""
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": sqlalchemy_url(config.database_url),
        "MIGRATIONS_DIR": ROOT / "migrations",
        "OFFICE_ZONE": config.office_zone,
        "CHANCERY": config,
    }


def sqlalchemy_url(url: str) -> str:
    """PostgreSQL is spoken with psycopg 3, also when the address says only postgresql://."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url


logging.getLogger("chancery").addHandler(logging.NullHandler())
