"""Forms of the figures of a request."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import Form
from extension_requests.rules.amounts import Unit, amount_in, unit_kept
from extension_requests.rules.figures import FIRST_YEAR, LAST_YEAR, METHODS, Line, Sheet

SHEET_WORDS = {
    Sheet.BASELINE: _("at entry into force and found later"),
    Sheet.PROGRESS: _("released or destroyed"),
    Sheet.REMAINING: _("left"),
    Sheet.TARGETS: _("annual targets"),
    Sheet.BUDGET: _("budget"),
}
UNITS = [("m2", "m²"), ("ha", "ha"), ("km2", "km²")] + [
    (each.value, each.value) for each in Unit if each is not Unit.SQUARE_METRES
]


class TablesForm(Form):
    file = FileField(
        _("CSV or XLSX file"),
        [FileRequired(_("Choose a file."))],
        description=_("You see what it would bring before anything is saved."),
    )


class ConfirmedTablesForm(Form):
    """What was read from the file and shown, as it comes back to be taken in."""

    read = StringField(validators=[InputRequired()])


class LineForm(Form):
    sheet = SelectField(_("Table"), choices=[(sheet.value, words) for sheet, words in SHEET_WORDS.items()])
    year = IntegerField(
        _("Year"),
        [Optional(), NumberRange(FIRST_YEAR, LAST_YEAR, _("Write the year in four digits."))],
        description=_("Needed for targets and budget; empty for what is left."),
    )
    kind = StringField(
        _("Kind"), [Length(max=80)], description=_("Of contamination, munition or funds, for example: confirmed.")
    )
    method = SelectField(_("Method"), choices=[("", _("none named")), *((each, each) for each in METHODS)])
    amount = StringField(_("Amount"), [InputRequired(_("Give the amount.")), Length(max=30)])
    unit = SelectField(_("Unit"), choices=UNITS, description=_("Areas are kept in square metres."))

    @property
    def line(self) -> Line:
        """RuleViolation for an amount that is not clear."""
        return Line(
            Sheet(self.sheet.data),
            self.year.data,
            " ".join((self.kind.data or "").split()),
            self.method.data,
            unit_kept(self.unit.data),
            amount_in(self.amount.data, self.unit.data),
        )


class TakeOutForm(Form):
    """Nothing to fill in: the page says what follows."""
