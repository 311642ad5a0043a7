"""The settings of one installation: each with its type, default and unit. The only reader of the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
WEAK_SECRETS = {"secret", "changeme", "change-me", "development", "dev", "password"}


class ConfigError(SystemExit):
    """A setting that is missing, misspelt or unsafe: no process starts with it, and its last word names the setting."""


@dataclass(frozen=True)
class Config:
    """Every setting. The environment variable is CHANCERY_ plus the name in capitals."""

    environment: str = "development"  # development | production
    database_url: str = f"sqlite:///{ROOT / 'var' / 'chancery.sqlite3'}"
    mail_url: str = ""  # smtp://user:password@host:587?starttls=1; empty: no mail leaves the house
    mail_mode: str = "test"  # test: into files, or to mail_sink | live: to the mail server of mail_url
    mail_sink: str = ""  # smtp://127.0.0.1:1025, for test mode: a server here that keeps mail and passes none on
    mail_connections: int = 4  # at the same time to the mail server, over all processes
    mailbox_url: str = ""  # imaps://user:password@host:993/INBOX; empty: no mailbox is read
    authors_approve: int = 0  # 1: whoever drafted a campaign may also approve it
    second_letter_days: int = 14  # a second campaign to a State within these days draws a warning; 0: none
    queue_url: str = ""  # redis://… or postgresql://…; empty: embedded in SQLite under files_dir
    files_dir: Path = ROOT / "var" / "files"
    secret_key: str = ""  # at least 32 characters; development makes and keeps one in var/
    password_salt: str = ""  # at least 16 characters; development makes and keeps one in var/
    totp_secret: str = ""  # at least 32 characters: encrypts the second factors in the database
    base_url: str = "http://127.0.0.1:8000"
    office_zone: str = "Europe/Zurich"  # IANA name; the office's civil day
    metrics_token: str = ""  # bearer token for /metrics besides signed-in administrators
    trusted_proxies: int = 0  # number of reverse proxies whose X-Forwarded-* headers are believed
    upload_limit_mb: int = 20
    house_address: str = "isu@chancery.example"  # the office's own address on letters
    anticipate_months: int = 30  # so long before its deadline a dossier is opened for an extension request
    analysis_groups: str = ""  # other bodies that analyse requests: "CCM 3=one-slug, CCM 4=the-same"; empty: as shipped
    delegation_a_day: int = 4  # times one State may speak on one day before a timetable warns
    envelope_window: str = "left"  # left | right: where envelopes of the size C5 and DL have their window
    reports_address: str = "reports@chancery.example"  # where States Parties send Article 7 reports

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Reads CHANCERY_* variables; an unknown one, a wrong type or an unsafe value raises ConfigError naming it."""
        found = {
            name.removeprefix("CHANCERY_").lower(): value
            for name, value in (os.environ if environ is None else environ).items()
            if name.startswith("CHANCERY_") and not name.startswith("CHANCERY_TEST_")
        }
        known = {field.name: field for field in fields(cls)}
        if unknown := sorted(set(found) - set(known)):
            raise ConfigError(f"Unknown setting CHANCERY_{unknown[0].upper()}. docs/operations.md lists all settings.")
        values: dict[str, Any] = {name: _typed(name, text, known[name].type) for name, text in found.items()}
        config = cls(**values)
        config.check()
        return config if config.environment == "production" else config.with_development_secrets()

    def check(self) -> None:
        if self.environment not in ("development", "production"):
            raise ConfigError(f"CHANCERY_ENVIRONMENT must be development or production, not {self.environment!r}.")
        if self.mail_mode not in ("test", "live"):
            raise ConfigError(f"CHANCERY_MAIL_MODE must be test or live, not {self.mail_mode!r}.")
        if self.envelope_window not in ("left", "right"):
            raise ConfigError(f"CHANCERY_ENVELOPE_WINDOW must be left or right, not {self.envelope_window!r}.")
        if not 1 <= self.mail_connections <= 50:
            raise ConfigError("CHANCERY_MAIL_CONNECTIONS must be a number from 1 to 50.")
        if not 1 <= self.delegation_a_day <= 100:
            raise ConfigError("CHANCERY_DELEGATION_A_DAY must be a number from 1 to 100.")
        if not 6 <= self.anticipate_months <= 60:
            raise ConfigError("CHANCERY_ANTICIPATE_MONTHS must be a number of months from 6 to 60.")
        if not 0 <= self.second_letter_days <= 365:
            raise ConfigError("CHANCERY_SECOND_LETTER_DAYS must be a number of days from 0 to 365.")
        if self.environment != "production":
            return
        for name, least in (("secret_key", 32), ("password_salt", 16), ("totp_secret", 32)):
            value = getattr(self, name)
            if not value:
                raise ConfigError(f"CHANCERY_{name.upper()} is missing. Production does not start without it.")
            if len(value) < least or value.lower() in WEAK_SECRETS or len(set(value)) < 8:
                raise ConfigError(
                    f"CHANCERY_{name.upper()} is weak: give at least {least} random characters,"
                    " for example from: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
                )
        if not self.base_url.startswith("https://"):
            raise ConfigError("CHANCERY_BASE_URL must start with https:// in production.")
        for name in ("house_address", "reports_address"):
            if getattr(self, name).rstrip(". ").lower().endswith(".example"):
                raise ConfigError(
                    f"CHANCERY_{name.upper()} is still the placeholder {getattr(self, name)}."
                    " Letters would print it: give the office’s own address."
                )

    def with_development_secrets(self) -> "Config":
        """The same settings, with secrets made once and kept in var/ where none were given."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("secret_key", "password_salt", "totp_secret"):
            given[name] = given[name] or _kept_secret(ROOT / "var" / f"{name}.txt")
        return Config(**given)


def _typed(name: str, text: str, kind: object) -> object:
    if kind is Path:
        return Path(text)
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise ConfigError(f"CHANCERY_{name.upper()} must be a whole number, not {text!r}.") from None
    return text


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()
