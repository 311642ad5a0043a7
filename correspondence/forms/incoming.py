"""Forms of mail that came in: what it belongs to, and a report registered from it."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from core.forms import DayField, Form
from states_parties.models import ReportKind
from states_parties.workflow.reports import LANGUAGES


class SettleForm(Form):
    """letter: the id of a letter, or nothing."""

    letter = SelectField(_("Letter"), description=_("The letter it answers, or that came back."))
    state = SelectField(_("State"), description=_("Where it belongs to no letter in particular."))
    note = TextAreaField(
        _("What follows from it"),
        [Length(max=500)],
        description=_("For example: answered by telephone; report announced for June."),
    )


class SetAsideForm(Form):
    note = TextAreaField(_("Why"), [InputRequired(_("Say why it is set aside.")), Length(max=500)])


class ReceivedReportForm(Form):
    """The few things an attachment does not say of itself."""

    state = SelectField(_("State"), [InputRequired(_("Choose the State."))])
    kind = SelectField(
        _("Kind"),
        choices=[(ReportKind.ANNUAL.value, _("annual report")), (ReportKind.INITIAL.value, _("initial report"))],
    )
    year_covered = IntegerField(
        _("Year covered"), [Optional()], description=_("Of an annual report: the calendar year it tells about.")
    )
    received_on = DayField(_("Received on"), [InputRequired(_("Give the day."))])
    language = SelectField(_("Language"), choices=[(code, code or _("not known")) for code in LANGUAGES])
    forwarded_by = StringField(_("Forwarded by"), [Length(max=120)])

    @property
    def report_kind(self) -> ReportKind:
        return ReportKind(self.kind.data)
