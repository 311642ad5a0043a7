"""The counter of accounts: sign-in, single-use links, people and their roles, one's own account."""

from flask import Flask

from core.accounts.routes import links, me, people
from core.accounts.routes.counter import blueprint
from core.accounts.routes.record import init_record
from core.accounts.routes.sign_in import init_sign_in

__all__ = ["blueprint", "init_accounts", "links", "me", "people"]


def init_accounts(app: Flask) -> None:
    """Accounts, sign-in, CSRF protection, throttling and their record in the audit."""
    app.register_blueprint(blueprint)
    init_sign_in(app)
    init_record(app)
