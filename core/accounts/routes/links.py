"""Single-use links: made and shown once, listed, taken back, followed."""

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import login_user
from werkzeug.wrappers import Response

from core.accounts import queries
from core.accounts.forms import ActForm, FirstAdministratorForm, InvitationForm, NewPasswordForm, OpenAccountForm
from core.accounts.models import Purpose, SingleUseLink
from core.accounts.routes.counter import address_of, blueprint, sensitive
from core.accounts.tables import links_table
from core.accounts.words import ROLE_NAMES
from core.accounts.workflow.links import (
    invite,
    offer_new_password,
    open_account,
    revoke_link,
    set_new_password,
    state_of,
    usable_link,
)
from core.clock import now, today
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, public, requires
from core.tables import export_response, table_page
from core.web import acting


@blueprint.get("/settings/invitations")
@requires(Right.KEEP_ACCOUNTS)
def invitations() -> Response | str:
    table = links_table(queries.links(), at=now(), zone=current_app.config["OFFICE_ZONE"])
    return export_response(table, _("Links")) or render_template("accounts/invitations.html", page=table_page(table))


@blueprint.route("/settings/invitations/new", methods=["GET", "POST"])
@requires(Right.KEEP_ACCOUNTS)
@sensitive
def new_invitation() -> Response | str | tuple[str, int]:
    form = InvitationForm(starts_on=today())
    if not form.is_submitted():
        return render_template("accounts/new_invitation.html", form=form)
    if form.validate():
        try:
            with transaction():
                token = invite(form.email.data, form.role.data, **form.facts(), by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            return _shown_once(token, form.email.data)
    return render_template("accounts/new_invitation.html", form=form), 422


@blueprint.post("/settings/people/<int:account_id>/link")
@requires(Right.KEEP_ACCOUNTS)
@sensitive
def new_password_link(account_id: int) -> Response:
    account = queries.get_account(account_id)
    email = account.email
    with transaction():
        token = offer_new_password(account, by=acting())
    return _shown_once(token, email)


@blueprint.route("/settings/invitations/<int:link_id>", methods=["GET", "POST"])
@requires(Right.KEEP_ACCOUNTS)
def take_back(link_id: int) -> Response | str:
    link, form = queries.get_link(link_id), ActForm()
    if not form.validate_on_submit():
        return render_template(
            "accounts/take_back.html", single_use=link, state=state_of(link, now()), role_names=ROLE_NAMES
        )
    with transaction():
        revoke_link(link, by=acting())
    flash(_("The link no longer works."), "success")
    return redirect(url_for("accounts.invitations"))


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> Response | str | tuple[str, int]:
    """Where a single-use link leads. Looking at the page does not use it up; sending the form does."""
    try:
        link = usable_link(token, now())
    except RuleViolation as refusal:
        return render_template("accounts/link_refused.html", refusal=refusal), 410
    form = _form_for(link)
    if not form.is_submitted():
        return render_template("accounts/welcome.html", single_use=link, form=form, role_names=ROLE_NAMES)
    if form.validate():
        try:
            return _new_password(token, form) if link.purpose is Purpose.NEW_PASSWORD else _new_account(token, form)
        except RuleViolation as refusal:
            form.refuse(refusal)
    return render_template("accounts/welcome.html", single_use=link, form=form, role_names=ROLE_NAMES), 422


def _form_for(link: SingleUseLink) -> NewPasswordForm:
    forms = {Purpose.FIRST_ADMINISTRATOR: FirstAdministratorForm, Purpose.NEW_ACCOUNT: OpenAccountForm}
    return forms.get(link.purpose, NewPasswordForm)()


def _new_account(token: str, form: NewPasswordForm) -> Response:
    """Opens the account, signs the person in and offers a second factor."""
    email = form.email.data if isinstance(form, FirstAdministratorForm) else None
    with transaction():
        account = open_account(
            token, name=form.name.data, email=email, password=form.password.data, on=today(), at=now()
        )
        login_user(account, authn_via=["invitation"])
    return redirect(url_for("accounts.offer_second_factor"))


def _new_password(token: str, form: NewPasswordForm) -> Response:
    """Signs nobody in: the second factor, where there is one, is still asked for."""
    with transaction():
        set_new_password(token, password=form.password.data, at=now())
    flash(_("Your new password is set. Sign in with it."), "success")
    return redirect(url_for("security.login"))


def _shown_once(token: str, email: str) -> Response:
    """The link on a page that nobody keeps: it cannot be shown again."""
    page = make_response(render_template("accounts/link_made.html", address=address_of(token), email=email))
    page.headers["Cache-Control"] = "no-store"
    return page
