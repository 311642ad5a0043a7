"""Forms of the acts on terms, chairs and representatives."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from committees.models.terms import RepresentativeKind
from core.forms import DayField, Form
from states_parties.forms import SourcedForm

SEAT = (InputRequired(_("Give the number of the seat.")), NumberRange(1, 99))
MEETING = (InputRequired(_("Name the meeting.")), Length(max=20))
SUCH_AS = _("Its short name, such as 19MSP or 5RC.")


class OfStateForm(SourcedForm):
    """choices: slug and name of every State."""

    state = SelectField(_("State"), [InputRequired(_("Choose the State."))])

    def __init__(self, choices: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.state.choices = [("", ""), *choices]


class ElectionForm(OfStateForm):
    seat = IntegerField(_("Seat"), SEAT)
    meeting = StringField(_("Elected at"), MEETING, description=SUCH_AS)


class AppointmentForm(OfStateForm):
    seat = IntegerField(_("Seat"), SEAT)
    starts_on = DayField(_("From"), [InputRequired(_("Give the first day."))])


class ChairForm(OfStateForm):
    meeting = StringField(_("Until the close of"), MEETING, description=SUCH_AS)
    starts_on = DayField(
        _("From"), [Optional()], description=_("Only where the chair changes within the year; else from its beginning.")
    )
    decided_so = TextAreaField(
        _("It was decided so because"),
        [Length(max=500)],
        description=_("Only where the State chairs before the last year of its term."),
    )


class RepresentativeForm(OfStateForm):
    kind = SelectField(_("As"), choices=[(kind.value, kind.value) for kind in RepresentativeKind])
    person_name = StringField(_("Name"), [InputRequired(_("Give the name.")), Length(max=160)])
    honorific = StringField(_("Honorific"), [Length(max=40)])
    function = StringField(_("Function"), [Length(max=200)])
    email = StringField(_("E-mail"), [Length(max=254)])
    starts_on = DayField(_("From"), [InputRequired(_("Give the first day."))])
    last_day = DayField(_("Last day"), [Optional()], description=_("Empty: as long as the State holds the office."))


class EndForm(Form):
    ends_before = DayField(
        _("No longer from"), [InputRequired(_("Give the day."))], description=_("The first day without the office.")
    )
    reason = StringField(_("Why"), [InputRequired(_("Say why.")), Length(max=200)])


class EndMeetingForm(SourcedForm):
    meeting = StringField(_("Ends with the close of"), MEETING, description=SUCH_AS)


class LastDayForm(Form):
    last_day = DayField(_("Last day"), [InputRequired(_("Give the last day."))])


class TermsImportForm(SourcedForm):
    file = FileField(_("CSV or XLSX file"), [FileRequired(_("Choose a file."))])
    dry_run = BooleanField(_("Only check: tell what would happen, change nothing"), default=True)
