"""Whom to invite to a session."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import Form


class PeopleForm(Form):
    """confirmed: the number of people that was shown before; empty before anything was."""

    addresses = TextAreaField(
        _("People"),
        [InputRequired(), Length(max=20_000)],
        description=_("One on each line: Ana Silva <ana.silva@state.example>, or the address alone."),
        render_kw={"rows": 8},
    )
    confirmed = HiddenField()
