"""Regular meetings of a committee: the rule, one day of it, its end."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange

from core.forms import DayField, Form
from core.ical.entries import Unit
from meetings.rules.series import SeriesPlan


class SeriesForm(Form):
    title = StringField(_("Title"), [InputRequired(), Length(max=200)])
    first_on = DayField(
        _("First day"),
        [InputRequired()],
        description=_("Its weekday, and its place in the month, count for the others."),
    )
    starts = TimeField(_("From"), [InputRequired()])
    ends = TimeField(_("To"), [InputRequired()])
    zone = StringField(_("Time zone"), [InputRequired(), Length(max=40)])
    unit = SelectField(
        _("Again"),
        choices=[(Unit.WEEK.value, _("every so many weeks")), (Unit.MONTH.value, _("every so many months"))],
    )
    every = IntegerField(_("How many"), [InputRequired(), NumberRange(1, 12)])
    last_on = DayField(_("Until"), [InputRequired()])
    room = StringField(_("Room"), [Length(max=120)])

    @property
    def plan(self) -> SeriesPlan:
        values: dict[str, Any] = {field.short_name: field.data for field in self if field.short_name != "csrf_token"}
        return SeriesPlan(**{**values, "unit": Unit(self.unit.data), "room": self.room.data or ""})


class MovedDayForm(Form):
    to_day = DayField(_("New day"), [InputRequired()])
    starts = TimeField(_("From"), [InputRequired()])
    ends = TimeField(_("To"), [InputRequired()])
    reason = StringField(_("Why"), [InputRequired(), Length(max=300)])


class LeftOutForm(Form):
    reason = StringField(_("Why"), [InputRequired(), Length(max=300)])


class EndForm(Form):
    last_on = DayField(_("Last day"), [InputRequired()], description=_("It is not held after that day any more."))
