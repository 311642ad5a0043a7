"""Settings: read once, typed, and refused by name when they are wrong or unsafe."""

import subprocess
import sys
from pathlib import Path

import pytest

from config import Config, ConfigError

ROOT = Path(__file__).resolve().parents[1]
SAFE = {
    "CHANCERY_ENVIRONMENT": "production",
    "CHANCERY_SECRET_KEY": "kTz3-qW8sL1pVx7Rb2Nf9Gh4Jd6Ym0Ca5",
    "CHANCERY_PASSWORD_SALT": "Vx7Rb2Nf9Gh4Jd6Y",
    "CHANCERY_TOTP_SECRET": "9Gh4Jd6Ym0Ca5kTz3-qW8sL1pVx7Rb2Nf",
    "CHANCERY_BASE_URL": "https://chancery.example",
    "CHANCERY_HOUSE_ADDRESS": "isu@office.test",
    "CHANCERY_REPORTS_ADDRESS": "reports@office.test",
}


def refusal(**changed: str) -> str:
    """What production says when settings are changed; an empty value takes the setting away."""
    environ = {**SAFE, **{f"CHANCERY_{name}": value for name, value in changed.items()}}
    with pytest.raises(ConfigError) as refused:
        Config.from_environ({name: value for name, value in environ.items() if value})
    return str(refused.value)


def test_safe_settings_are_read_with_their_types() -> None:
    config = Config.from_environ({**SAFE, "CHANCERY_UPLOAD_LIMIT_MB": "5", "CHANCERY_FILES_DIR": "/srv/files"})
    assert config.upload_limit_mb == 5
    assert config.files_dir == Path("/srv/files")
    assert config.base_url == "https://chancery.example"
    assert config.office_zone == "Europe/Zurich"


@pytest.mark.parametrize("name", ["SECRET_KEY", "PASSWORD_SALT", "TOTP_SECRET"])
def test_production_names_the_secret_that_is_missing(name: str) -> None:
    assert refusal(**{name: ""}) == f"CHANCERY_{name} is missing. Production does not start without it."


@pytest.mark.parametrize("weak", ["changeme", "short", "a" * 60, "abcabc" * 10, "1234567" * 6])
def test_production_names_the_secret_that_is_weak(weak: str) -> None:
    assert refusal(SECRET_KEY=weak).startswith("CHANCERY_SECRET_KEY is weak: give at least 32 random characters")
    assert refusal(TOTP_SECRET=weak).startswith("CHANCERY_TOTP_SECRET is weak")


def test_production_is_served_over_https() -> None:
    assert refusal(BASE_URL="http://chancery.example") == "CHANCERY_BASE_URL must start with https:// in production."


@pytest.mark.parametrize("name", ["HOUSE_ADDRESS", "REPORTS_ADDRESS"])
@pytest.mark.parametrize("placeholder", ["", "isu@Office.EXAMPLE"])
def test_production_prints_no_placeholder_address_in_letters(name: str, placeholder: str) -> None:
    assert refusal(**{name: placeholder}).startswith(f"CHANCERY_{name} is still the placeholder ")


def test_a_misspelt_setting_is_refused() -> None:
    assert refusal(SECRET_KEI="x") == "Unknown setting CHANCERY_SECRET_KEI. docs/operations.md lists all settings."


def test_a_number_that_is_none_is_refused() -> None:
    assert refusal(UPLOAD_LIMIT_MB="many") == "CHANCERY_UPLOAD_LIMIT_MB must be a whole number, not 'many'."


def test_an_unknown_environment_is_refused() -> None:
    assert refusal(ENVIRONMENT="staging") == "CHANCERY_ENVIRONMENT must be development or production, not 'staging'."


def test_a_process_that_may_not_start_says_one_sentence() -> None:
    environ = {**SAFE, "CHANCERY_SECRET_KEY": "secret"}
    started = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=ROOT, env=environ, check=False, capture_output=True, text=True
    )
    assert started.returncode == 1
    assert [line.split(":")[0] for line in started.stderr.splitlines()] == ["CHANCERY_SECRET_KEY is weak"]


def test_development_makes_its_secrets_once_and_keeps_them() -> None:
    first, second = Config.from_environ({}), Config.from_environ({})
    assert len(first.secret_key) >= 32
    assert first == second
