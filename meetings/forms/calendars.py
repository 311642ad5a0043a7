"""The forms of calendars: what one holds, and where it is used."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from core.forms import Form


class CalendarLinkForm(Form):
    wanted = SelectField(_("What it holds"), [InputRequired()])
    name = StringField(
        _("Where you will use it"),
        [Length(max=80)],
        description=_("For yourself, to know which one to revoke: telephone, office computer."),
    )

    def __init__(self, choices: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        super().__init__()
        self.wanted.choices = {group: list(there) for group, there in choices.items()}
