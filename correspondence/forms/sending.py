"""Forms of campaigns from their approval on: when they leave, and which."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional

from core.forms import ChoicesField, DayField, Form


class TimeOfDayField(TimeField):
    """A civil time, written 10:00."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([text[:5] for text in valuelist])
        except ValueError:
            raise ValueError(_("Write the time as hours and minutes, for example 10:00.")) from None


class PlanForm(Form):
    """seen: stands for the warnings that were shown, so that nobody confirms others; letters: how many were shown.

    typed: for very many letters.
    """

    send_on = DayField(_("Day"), [InputRequired(_("Give the day."))])
    send_at = TimeOfDayField(_("Time"), [InputRequired(_("Give the time."))], description=_("In Geneva."))
    not_after = DayField(
        _("Not after"),
        [InputRequired(_("Give the last day."))],
        description=_("After a breakdown letters still leave until the end of this day, and none later."),
    )
    confirmed = BooleanField(_("I have read the warnings, and the letters are to leave at that time"))
    typed = IntegerField(_("How many letters"), [Optional()])
    seen = HiddenField()
    letters = HiddenField()

    def check_typed(self, letters: int) -> bool:
        """Whether the number was typed; else the field says which."""
        if self.typed.data == letters:
            return True
        self.typed.errors = [*self.typed.errors, _("Type %(count)s, the number of letters that leave.", count=letters)]
        return False


class NewlyApprovedForm(Form):
    """letters: how many were shown."""

    letters = HiddenField()


class TrialForm(Form):
    state = SelectField(_("Letter to"))


class PrintedForm(Form):
    posted = RadioField(
        _("What became of the printed letter"),
        choices=[("yes", _("It was posted all the same")), ("no", _("It was taken out, and is not posted"))],
        validators=[InputRequired(_("Choose one."))],
    )
    posted_on = DayField(_("Posted on"), [Optional()], description=_("Only where it was posted."))


class PostedForm(Form):
    letters = ChoicesField(_("Letters"), [InputRequired(_("Choose at least one letter."))], coerce=int)
    posted_on = DayField(_("Posted on"), [InputRequired(_("Give the day."))])
