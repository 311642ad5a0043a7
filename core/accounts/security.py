"""The sign-in library as this house uses it: its settings, its view of our accounts, what it sends and counts."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

from flask_security import SQLAlchemyUserDatastore, Totp

from config import Config
from core.accounts import queries
from core.accounts.models import User
from core.accounts.rules import MAIL_LASTS, PASSWORD_CHARACTERS
from core.db import db, transaction

FRESH_FOR = timedelta(hours=1)  # Office practice: after that, sensitive acts ask for the password again
SIGNED_IN_FOR = timedelta(hours=12)  # Office practice: a working day


def security_settings(config: Config) -> dict[str, object]:
    """What Flask-Security, Flask-Login, Flask-WTF and Flask-Limiter read. Whatever is not named here is off."""
    production = config.environment == "production"
    mail = bool(config.mail_url)
    return {
        "SESSION_COOKIE_NAME": "__Host-chancery" if production else "chancery",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_PROTECTION": "basic",  # "strong" would sign a delegate out who changes from one network to another
        "PERMANENT_SESSION_LIFETIME": SIGNED_IN_FOR,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form filled in over lunch still counts
        "RATELIMIT_STORAGE_URI": config.queue_url if config.queue_url.startswith("redis") else "memory://",
        "SECURITY_PASSWORD_SALT": config.password_salt,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": PASSWORD_CHARACTERS,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_RETURN_GENERIC_RESPONSES": True,  # who has an account is nobody's business
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_FRESHNESS": FRESH_FOR,
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
        "SECURITY_LOGOUT_CSRF": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": MAIL_LASTS,
        "SECURITY_SEND_PASSWORD_RESET_EMAIL": mail,
        "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": mail,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": mail,
        "SECURITY_EMAIL_SENDER": config.house_address,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds either way, for clocks that disagree
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TOTP_SECRETS": {"1": config.totp_secret},
        "SECURITY_TOTP_ISSUER": "Chancery",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [_fernet_key(config.totp_secret)],
        **_addresses(),
        **_words(),
    }


def _addresses() -> dict[str, object]:
    return {
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/sign-in/rescue",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/sign-in/choice",
        "SECURITY_VERIFY_URL": "/sign-in/again",
        "SECURITY_RESET_URL": "/recovery",
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_TWO_FACTOR_SETUP_URL": "/account/second-factor",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "security.login",
        "SECURITY_POST_RESET_VIEW": "security.login",
        "SECURITY_POST_CHANGE_VIEW": "accounts.me",
        "SECURITY_POST_VERIFY_VIEW": "accounts.me",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "accounts.me",
    }


def _words() -> dict[str, object]:
    return {
        "SECURITY_MSG_GENERIC_AUTHN_FAILED": ("The e-mail address or the password is not right.", "error"),
        "SECURITY_MSG_UNAUTHENTICATED": ("Sign in to see this page.", "info"),
        "SECURITY_MSG_REAUTHENTICATION_REQUIRED": ("Give your password again, then repeat what you did.", "info"),
        "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": ("Thank you. You can go on.", "success"),
        "SECURITY_MSG_PASSWORD_RESET_REQUEST": (
            "If %(email)s has an account, a link to set a new password is on its way.",
            "info",
        ),
        "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": ("This link does not work, or has been used already.", "error"),
        "SECURITY_MSG_PASSWORD_RESET_NO_LOGIN": ("Your new password is set. Sign in with it.", "success"),
        "SECURITY_MSG_PASSWORD_CHANGE": ("Your new password is set. Other sessions were signed out.", "success"),
        "SECURITY_MSG_PASSWORD_INVALID_LENGTH": ("A password has at least %(length)s characters.", "error"),
        "SECURITY_MSG_INVALID_PASSWORD": ("The password is not right.", "error"),
        "SECURITY_MSG_DISABLED_ACCOUNT": ("The e-mail address or the password is not right.", "error"),
        "SECURITY_MSG_INVALID_REDIRECT": ("The address to return to lies outside this house.", "error"),
        "SECURITY_MSG_INVALID_RECOVERY_CODE": ("This recovery code is not right, or was used already.", "error"),
        "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (
            "This code is not right, or was used already. Each code counts once; wait for the next one.",
            "error",
        ),
        "SECURITY_MSG_TWO_FACTOR_LOGIN_SUCCESSFUL": ("You are signed in.", "success"),
        "SECURITY_MSG_TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
            "Your second factor is set up. Make recovery codes now, for the day the telephone is lost.",
            "success",
        ),
        "SECURITY_MSG_TWO_FACTOR_DISABLED": ("Your second factor is removed.", "success"),
        "SECURITY_MSG_TWO_FACTOR_PERMISSION_DENIED": ("Sign in with your password first.", "error"),
    }


def _fernet_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"recovery codes:" + secret.encode()).digest())


class Accounts(SQLAlchemyUserDatastore):
    """Our accounts as the library sees them: loaded with their roles, written in our transaction."""

    def __init__(self) -> None:
        super().__init__(db, User, None)  # type: ignore[arg-type]  # its roles are not used: ours have periods

    def find_user(self, case_insensitive: bool = False, **sought: Any) -> User | None:
        ((attribute, value),) = sought.items()
        return queries.find_account(value) if attribute == "email" else queries.find_signed_in(value)

    def commit(self) -> None:
        with transaction():
            pass


class CodesCountOnce(Totp):
    """Codes of the authenticator; one that was accepted is refused the second time."""

    def get_last_counter(self, user: Any) -> int | None:
        return user.tf_last_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_last_counter = tmatch.counter
