"""Forms of access: who acts for the Chair, who takes no part, what observers read, whose account it is."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from core.forms import DayField, Form


class DelegationForm(Form):
    leader = SelectField(_("For the Chair of"), [InputRequired(_("Choose the State."))])
    email = EmailField(
        _("E-mail address of the person"),
        [InputRequired(_("Give the address.")), Length(max=254)],
        description=_("The one of their account here."),
    )
    starts_on = DayField(_("First day"), [InputRequired(_("Give the first day."))])
    last_day = DayField(
        _("Last day"),
        [InputRequired(_("Give the last day."))],
        description=_("Not later than the last day of the State as Chair."),
    )
    reason = StringField(
        _("Reason"),
        [InputRequired(_("Say why.")), Length(max=200)],
        description=_("Such as: the Chair is at the General Assembly."),
    )

    @property
    def ends_before(self) -> date:
        return day_after(self.last_day.data)


class NoLongerForm(Form):
    """ends_before: the first day on which it no longer holds."""

    ends_before = DayField(
        _("No longer from"),
        [InputRequired(_("Give the day from which it no longer holds."))],
        description=_("The first day on which it does not hold."),
    )


class RecusalForm(Form):
    state = SelectField(_("State"), [InputRequired(_("Choose the State."))])
    file = SelectField(_("File"), [InputRequired(_("Choose the file."))])
    starts_on = DayField(_("From"), [InputRequired(_("Give the first day."))])
    reason = StringField(
        _("Reason"),
        [InputRequired(_("Say why.")), Length(max=200)],
        description=_("Such as: the State supports the programme that the file is about."),
    )


class OpeningForm(Form):
    """what: kind and number, such as file/12."""

    what = SelectField(_("What observers may read"), [InputRequired(_("Choose what."))])
    starts_on = DayField(_("From"), [InputRequired(_("Give the first day."))])


class LinkForm(Form):
    email = EmailField(
        _("E-mail address of the account"),
        [Optional(), Length(max=254)],
        description=_("Left empty, the person has no rights here by this office."),
        filters=[lambda text: (text or "").strip()],
    )


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def choices(pairs: Any) -> list[tuple[Any, str]]:
    """What a menu offers, with an invitation to choose where there is more than one."""
    offered = list(pairs)
    return offered if len(offered) == 1 else [("", str(_("Choose…"))), *offered]
