"""The blueprint of the accounts' pages, and the guard of sensitive acts."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, current_app, flash, redirect, url_for
from flask_babel import gettext as _
from flask_security import check_and_update_authn_fresh

from core.accounts.security import FRESH_FOR

blueprint = Blueprint("accounts", __name__)
GRACE = timedelta(minutes=10)
View = TypeVar("View", bound=Callable[..., Any])


def sensitive(view: View) -> View:
    """An act that wants the password again when it was last given more than an hour ago."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if check_and_update_authn_fresh(FRESH_FOR, GRACE, "session"):
            return view(*args, **kwargs)
        flash(_("Give your password again, then repeat what you did."), "info")
        return redirect(url_for("security.verify", next=_page_of(kwargs)))

    return guarded  # type: ignore[return-value]


def _page_of(values: dict[str, Any]) -> str:
    if "account_id" in values:
        return url_for("accounts.person", account_id=values["account_id"])
    return url_for("accounts.people")


def address_of(token: str) -> str:
    """The whole address of a single-use link, ready to be sent to somebody."""
    return f"{current_app.config['CHANCERY'].base_url.rstrip('/')}/welcome/{token}"
