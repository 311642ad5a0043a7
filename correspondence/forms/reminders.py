"""Forms of sequences of reminders."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from core.forms import DayField, Form
from correspondence.rules.audience import LONGEST_CONDITION
from correspondence.rules.reminders import MOST_MONTHS_AFTER


class SequenceForm(Form):
    """When reminders fall, what they say, and for whom they still hold."""

    due_on = DayField(
        _("The day the letter asks for"),
        [InputRequired(_("Give the day that the reminders are counted from."))],
        description=_("Reminders are counted from it. Of annual reports, 30 April."),
    )
    days_before = StringField(
        _("Days before it"), [Length(max=60)], description=_("For example 60, 30, 7. Empty: none before.")
    )
    months_after = IntegerField(
        _("Monthly after it, so many times"),
        [InputRequired(_("Give a number; 0 for none.")), NumberRange(0, MOST_MONTHS_AFTER)],
    )
    leave_out = BooleanField(_("Plan the others, without the days that have passed"))
    template = SelectField(_("Template"))
    condition = StringField(
        _("A State is reminded while"),
        [InputRequired(_("Say when a State is still to be reminded.")), Length(max=LONGEST_CONDITION)],
        description=_(
            "A condition over the criteria. It is looked at for the draft, and again when each letter leaves."
        ),
    )


class DropForm(Form):
    reason = TextAreaField(_("Why"), [InputRequired(_("Say why the reminder is dropped.")), Length(max=300)])
