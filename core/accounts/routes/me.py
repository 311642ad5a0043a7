"""One's own account: name, language, password, second factor."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from core.accounts import queries
from core.accounts.forms import MeForm
from core.accounts.routes.counter import blueprint
from core.accounts.words import ROLE_NAMES
from core.accounts.workflow.people import describe_oneself
from core.db import transaction
from core.permissions import grants_by_office, signed_in
from core.web import acting


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def me() -> Response | str | tuple[str, int]:
    form = MeForm(name=current_user.name, language=current_user.language)
    if form.validate_on_submit():
        with transaction():
            describe_oneself(
                current_user._get_current_object(), name=form.name.data, language=form.language.data, by=acting()
            )
        flash(_("Saved."), "success")
        return redirect(url_for("accounts.me"))
    account = queries.get_account(current_user.id)
    page = render_template(
        "accounts/me.html", form=form, account=account, role_names=ROLE_NAMES, by_office=grants_by_office()
    )
    return (page, 422) if form.errors else page


@blueprint.get("/account/welcome")
@signed_in
def offer_second_factor() -> str:
    """The first page of a new account: a second factor, now or later."""
    return render_template("accounts/offer_second_factor.html")
