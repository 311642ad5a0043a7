"""Forms of accounts: the library's, as this house uses them, and ours."""

from datetime import date, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _
from flask_security import LoginForm, MfRecoveryForm
from flask_security.signals import user_failed_authn
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, EqualTo, InputRequired, Length, Optional, ValidationError

from core.accounts.bodies import known_bodies
from core.accounts.rules import PASSWORD_CHARACTERS
from core.accounts.words import ROLE_NAMES
from core.forms import DayField, Form
from core.permissions import Role


class SignInForm(LoginForm):
    """The library's form without "remember me"; every refusal is made known, not only those of known addresses."""

    remember = None

    def validate(self, **kwargs: Any) -> bool:
        if super().validate(**kwargs):
            return True
        if self.ifield is not None and (self.user is None or self.user_authenticated):
            user_failed_authn.send(
                current_app._get_current_object(),  # type: ignore[attr-defined]
                user=self.user,
                auth_type="password",
                tfa=False,
            )
        return False


class RecoveryCodeForm(MfRecoveryForm):
    """The library's form; a wrong code is made known like a wrong password."""

    def validate(self, **kwargs: Any) -> bool:
        if super().validate(**kwargs):
            return True
        if self.code.data and self.user is not None:
            self.user.track_failed_authn("recovery code", tfa=True)
        return False


class ActForm(Form):
    """A button: nothing to fill in."""


class NewPasswordForm(Form):
    password = PasswordField(
        _("Password"),
        [InputRequired(_("Choose a password."))],
        description=_("At least %(count)s characters. A sentence is easier to remember.", count=PASSWORD_CHARACTERS),
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        _("Password again"),
        [EqualTo("password", _("The two passwords differ."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: PasswordField) -> None:
        refusals, field.data = current_app.extensions["security"].password_util.validate(field.data, True)
        if refusals:
            raise ValidationError(refusals[0])


class OpenAccountForm(NewPasswordForm):
    name = StringField(
        _("Your name"),
        [InputRequired(_("Give your name.")), Length(max=200)],
        description=_("As colleagues read it beside what you do."),
        render_kw={"autocomplete": "name"},
    )


class FirstAdministratorForm(OpenAccountForm):
    email = EmailField(
        _("Your e-mail address"),
        [InputRequired(_("Give your e-mail address.")), Email(_("This is not an e-mail address.")), Length(max=254)],
        description=_("You sign in with it."),
        render_kw={"autocomplete": "username"},
    )


class RoleForm(Form):
    role = SelectField(
        _("Role"),
        [InputRequired(_("Choose the role."))],
        choices=[SelectChoice("", _("Choose…")), *(SelectChoice(*named) for named in ROLE_NAMES.items())],
        coerce=lambda value: Role(value) if value else "",
    )
    convention = SelectField(
        _("Convention"),
        [Optional()],
        description=_("Leave open for a role that covers both."),
        filters=[lambda x: x or None],
    )
    body = SelectField(
        _("Committee or body"),
        [Optional()],
        description=_("Only for a role within one body."),
        filters=[lambda x: x or None],
    )
    starts_on = DayField(_("First day"), [InputRequired(_("Give the first day."))])
    last_day = DayField(_("Last day"), [Optional()], description=_("The day the office ends; open if not yet known."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.convention.choices = [SelectChoice("", _("Both Conventions")), *map(SelectChoice, _conventions())]
        self.body.choices = [
            SelectChoice("", _("The whole Convention")),
            *(SelectChoice(f"{code}/{slug}", f"{name} ({code})") for code, slug, name in known_bodies()),
        ]

    def validate_body(self, field: SelectField) -> None:
        """The Convention is that of the body, where it is left open."""
        code = (field.data or "").partition("/")[0]
        if code and self.convention.data and self.convention.data != code:
            raise ValidationError(_("This is a body of the %(convention)s.", convention=code))

    def facts(self) -> dict[str, Any]:
        """What the workflow wants to know, with the last day turned into the first day after."""
        code, _slash, slug = (self.body.data or "").partition("/")
        return {
            "convention": self.convention.data or code or None,
            "body": slug or None,
            "starts_on": self.starts_on.data,
            "ends_before": day_after(self.last_day.data),
        }


class InvitationForm(RoleForm):
    email = EmailField(
        _("E-mail address"),
        [InputRequired(_("Give an e-mail address.")), Email(_("This is not an e-mail address.")), Length(max=254)],
    )


class EndRoleForm(Form):
    last_day = DayField(
        _("Last day"), [Optional()], description=_("Yesterday ends the role now. Empty: the role goes on without end.")
    )


class MeForm(Form):
    name = StringField(_("Name"), [InputRequired(_("Give your name.")), Length(max=200)])
    language = SelectField(_("Language of the pages"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [SelectChoice(*named) for named in current_app.config["LANGUAGES"].items()]


def day_after(last_day: date | None) -> date | None:
    return last_day + timedelta(days=1) if last_day else None


def _conventions() -> tuple[str, ...]:
    return current_app.config["CONVENTIONS"]
