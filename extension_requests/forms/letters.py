"""Forms of letters about a request."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired

from core.forms import DayField, Form


class LetterForm(Form):
    occasion = SelectField(_("Letter"))
    dated_on = DayField(_("Date on the letter"), [InputRequired(_("Give the day."))])


class FileForm(Form):
    """Nothing to fill in: the page says what follows."""
