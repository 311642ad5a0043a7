"""Settings, people: who has an account, which roles they hold; roles given and ended, people shut out and let in."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.accounts import queries
from core.accounts.forms import ActForm, EndRoleForm, RoleForm, day_after
from core.accounts.models import User
from core.accounts.routes.counter import blueprint, sensitive
from core.accounts.tables import people_table
from core.accounts.words import RIGHT_NAMES, ROLE_NAMES
from core.accounts.workflow.people import deactivate, reactivate, ref_of, remove_second_factor
from core.accounts.workflow.roles import change_end, give_role, withdraw_role
from core.audit.queries import history_of
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import RIGHTS, Right, office_grants_of, requires
from core.tables import export_response, table_page
from core.web import acting


@blueprint.get("/settings/people")
@requires(Right.KEEP_ACCOUNTS)
def people() -> Response | str:
    table = people_table(queries.accounts(), on=today(), zone=current_app.config["OFFICE_ZONE"])
    return export_response(table, _("People")) or render_template("accounts/people.html", page=table_page(table))


@blueprint.get("/settings/people/roles")
@requires(Right.KEEP_ACCOUNTS)
def role_rights() -> str:
    """Which role carries which right."""
    return render_template("accounts/role_rights.html", rights=RIGHTS, role_names=ROLE_NAMES, right_names=RIGHT_NAMES)


@blueprint.get("/settings/people/<int:account_id>")
@requires(Right.KEEP_ACCOUNTS)
def person(account_id: int) -> str:
    return _person_page(queries.get_account(account_id), RoleForm(starts_on=today()))


@blueprint.post("/settings/people/<int:account_id>/roles")
@requires(Right.KEEP_ACCOUNTS)
@sensitive
def give_role_to(account_id: int) -> Response | tuple[str, int]:
    account = queries.get_account(account_id)
    form = RoleForm()
    if form.validate_on_submit():
        try:
            with transaction():
                give_role(account, form.role.data, **form.facts(), by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The role is given."), "success")
            return redirect(url_for("accounts.person", account_id=account_id))
    return _person_page(queries.get_account(account_id), form), 422


@blueprint.route("/settings/people/<int:account_id>/roles/<int:held_id>", methods=["GET", "POST"])
@requires(Right.KEEP_ACCOUNTS)
@sensitive
def end_role(account_id: int, held_id: int) -> Response | str | tuple[str, int]:
    """End a role, or let it run longer."""
    held = queries.get_role_held(account_id, held_id)
    form = EndRoleForm(last_day=today() - timedelta(days=1) if held.starts_on < today() else today())
    if not form.is_submitted():
        return render_template("accounts/end_role.html", held=held, form=form, role_names=ROLE_NAMES)
    if form.validate():
        try:
            with transaction():
                change_end(held, day_after(form.last_day.data), on=today(), by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The last day of the role is changed."), "success")
            return redirect(url_for("accounts.person", account_id=account_id))
    held = queries.get_role_held(account_id, held_id)
    return render_template("accounts/end_role.html", held=held, form=form, role_names=ROLE_NAMES), 422


@blueprint.post("/settings/people/<int:account_id>/roles/<int:held_id>/withdraw")
@requires(Right.KEEP_ACCOUNTS)
@sensitive
def withdraw(account_id: int, held_id: int) -> Response:
    with transaction():
        withdraw_role(queries.get_role_held(account_id, held_id), on=today(), by=acting())
    flash(_("The role is withdrawn."), "success")
    return redirect(url_for("accounts.person", account_id=account_id))


@blueprint.route("/settings/people/<int:account_id>/deactivate", methods=["GET", "POST"])
@requires(Right.KEEP_ACCOUNTS)
@sensitive
def shut_out(account_id: int) -> Response | str:
    account, form = queries.get_account(account_id), ActForm()
    if not form.validate_on_submit():
        return render_template("accounts/shut_out.html", account=account, form=form)
    with transaction():
        deactivate(account, on=today(), by=acting())
    flash(_("This person may no longer sign in."), "success")
    return redirect(url_for("accounts.person", account_id=account_id))


@blueprint.post("/settings/people/<int:account_id>/reactivate")
@requires(Right.KEEP_ACCOUNTS)
@sensitive
def let_in(account_id: int) -> Response:
    with transaction():
        reactivate(queries.get_account(account_id), by=acting())
    flash(_("This person may sign in again."), "success")
    return redirect(url_for("accounts.person", account_id=account_id))


@blueprint.route("/settings/people/<int:account_id>/second-factor", methods=["GET", "POST"])
@requires(Right.KEEP_ACCOUNTS)
@sensitive
def drop_second_factor(account_id: int) -> Response | str:
    account, form = queries.get_account(account_id), ActForm()
    if not form.validate_on_submit():
        return render_template("accounts/drop_second_factor.html", account=account, form=form)
    with transaction():
        remove_second_factor(account, by=acting())
    flash(_("The second factor is removed."), "success")
    return redirect(url_for("accounts.person", account_id=account_id))


def _person_page(account: User, role_form: RoleForm) -> str:
    return render_template(
        "accounts/person.html",
        account=account,
        role_form=role_form,
        entries=history_of(ref_of(account)),
        role_names=ROLE_NAMES,
        by_office=office_grants_of(account.id),
    )
