"""The library's views in this house: which are open, who may use them, how often somebody may try."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import Security
from flask_wtf import CSRFProtect

from core.accounts.forms import RecoveryCodeForm, SignInForm
from core.accounts.routes.office_mail import OfficeMail
from core.accounts.security import Accounts, CodesCountOnce
from core.permissions import public, signed_in


@public
def closed(**values: Any) -> Response:
    """A view the library opens with the second factor although this house does not use it."""
    abort(404)


def _off(view: Any) -> Any:
    return closed


# Each view of the library with its guard; a view that is not listed here fails the test of guarded routes.
GUARDS: dict[str, Callable[[Any], Any]] = {
    "security.login": public,
    "security.logout": signed_in,
    "security.verify": signed_in,
    "security.forgot_password": public,
    "security.reset_password": public,
    "security.change_password": signed_in,
    "security.two_factor_setup": signed_in,
    "security.two_factor_setup_validate": signed_in,
    "security.two_factor_token_validation": public,
    "security.mf_recovery": public,
    "security.mf_recovery_codes": signed_in,
    "security.tf_select": _off,
    "security.two_factor_rescue": _off,
}

# Tries that fail, per network address; the second number is for addresses that many share, such as a conference.
TRIES = "10 per minute; 100 per hour"
TRIES_AT_ONE_ACCOUNT = "30 per hour"
THROTTLED = [
    "security.login",
    "security.verify",
    "security.forgot_password",
    "security.reset_password",
    "security.change_password",
    "security.two_factor_token_validation",
    "security.two_factor_setup_validate",
    "security.mf_recovery",
    "accounts.welcome",
]


def init_sign_in(app: Flask) -> None:
    """The library, guarded and throttled. The accounts' own views must be there already."""
    CSRFProtect(app)
    security = Security(
        login_form=SignInForm, mf_recovery_form=RecoveryCodeForm, mail_util_cls=OfficeMail, totp_cls=CodesCountOnce
    )
    security.init_app(app, Accounts())
    security.want_json(lambda request: False)  # pages only: the library's JSON answers say more than ours
    security.login_manager.request_loader(lambda request: None)  # no tokens in addresses or headers
    for endpoint, guard in GUARDS.items():
        app.view_functions[endpoint] = guard(app.view_functions[endpoint])
    limiter = Limiter(get_remote_address, app=app)
    for endpoint in THROTTLED:
        _throttle(app, limiter, endpoint)


def _throttle(app: Flask, limiter: Limiter, endpoint: str) -> None:
    view: Any = app.view_functions[endpoint]
    guard = view.guard
    view = limiter.limit(TRIES, methods=["POST"], deduct_when=_failed)(view)
    view = limiter.limit(
        TRIES_AT_ONE_ACCOUNT, key_func=_account_tried, methods=["POST"], deduct_when=_failed, scope="account"
    )(view)
    view.guard = guard
    app.view_functions[endpoint] = view


def _failed(response: Response) -> bool:
    """Whoever gets on is redirected; whoever stays on the page has failed, or has asked for a mail."""
    return response.status_code != 302


def _account_tried() -> str:
    """The address written into the form, the account whose code is asked for, else the network address."""
    return request.form.get("email", "").strip().lower() or session.get("tf_user_id") or get_remote_address()
