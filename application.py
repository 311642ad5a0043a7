"""The composition root: what the house consists of, listed once and readable from top to bottom."""

from urllib.parse import urlsplit

from flask import Flask

import core.accounts.cli
import core.jobs.cli
from config import ROOT, Config
from conventions.registry import CONVENTIONS
from core.accounts.routes import init_accounts
from core.accounts.security import security_settings
from core.clock import Clock
from core.db import init_database
from core.health import Check, init_health
from core.jobs.workflow import Job
from core.logs import init_logs
from core.requests_log import init_requests_log
from core.serving import init_serving

COMMANDS = [core.accounts.cli.group, core.jobs.cli.group]

JOBS = [Job("heartbeat", 30, lambda: None)]

HEALTH_CHECKS: list[Check] = []


def create_app(config: Config, *, clock: Clock | None = None) -> Flask:
    """The whole application for one installation. `clock` stands in for the real one in tests."""
    app = Flask("chancery", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.from_mapping(flask_settings(config))
    app.extensions["clock"] = clock or Clock()
    app.extensions["jobs"] = JOBS
    init_logs(as_json=config.environment == "production")
    init_requests_log(app)
    init_database(app)
    init_accounts(app)
    init_health(app, HEALTH_CHECKS, metrics_token=config.metrics_token)
    for group in COMMANDS:
        app.cli.add_command(group)
    init_serving(
        app, keep_assets=config.environment == "production", trusted_proxies=config.trusted_proxies
    )  # last: it wraps all the rest
    return app


def flask_settings(config: Config) -> dict[str, object]:
    """Our settings in the names that Flask and its companions read."""
    production = config.environment == "production"
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": sqlalchemy_url(config.database_url),
        "MIGRATIONS_DIR": ROOT / "migrations",
        "OFFICE_ZONE": config.office_zone,
        "CHANCERY": config,
        "MAX_CONTENT_LENGTH": config.upload_limit_mb * 1024 * 1024,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": production},  # no personal data in the log
        "CONVENTIONS": tuple(CONVENTIONS),
        "LANGUAGES": {"en": "English", "fr": "Français"},
        **security_settings(config),
        "TRUSTED_HOSTS": [urlsplit(config.base_url).hostname] if production else None,
    }


def sqlalchemy_url(url: str) -> str:
    """PostgreSQL is spoken with psycopg 3, also when the address says only postgresql://."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url
