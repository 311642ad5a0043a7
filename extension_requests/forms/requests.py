"""Forms of the request itself: registered, acknowledged, revised."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import DayField, Form
from extension_requests.document_files import Upload
from extension_requests.forms.documents import LANGUAGES, uploaded
from extension_requests.rules.duration import MOST_MONTHS
from extension_requests.workflow.requests import Submission

A_TEXT = _("A Word file (.docx) or a PDF.")
MONTHS = [Optional(), NumberRange(1, MOST_MONTHS, _("Give a number of months from 1 to %(most)s.", most=MOST_MONTHS))]
NO_ANNEX = _("Word files, PDFs or Excel workbooks; each is named after its file.")


class SubmissionForm(Form):
    """`file`: the request itself."""

    received_on = DayField(
        _("Received on"),
        [InputRequired(_("Give the day."))],
        description=_("The day it reached the ISU, even if late."),
    )
    submitted_by = StringField(
        _("Signed by"), [Length(max=200)], description=_("For example: Permanent Mission in Geneva.")
    )
    months = IntegerField(_("Months asked for"), MONTHS, description=_("Counted from the deadline."))
    until = DayField(
        _("Or asked for until"), [Optional()], description=_("Give what the request names: months, a day, or both.")
    )
    interim = BooleanField(_("It asks only for the time to survey and to prepare a full request"))
    language = SelectField(_("Language of the files"), choices=LANGUAGES)
    file = FileField(_("Request"), [FileRequired(_("Choose the request."))], description=A_TEXT)
    note_verbale = FileField(
        _("Note verbale or signed letter"), [FileRequired(_("Choose the note verbale."))], description=A_TEXT
    )
    summary = FileField(_("Executive summary"), description=A_TEXT)
    annexes = MultipleFileField(_("Annexes"), description=NO_ANNEX)

    @property
    def came(self) -> Submission:
        return _came(self)


class RevisionForm(Form):
    received_on = DayField(_("Received on"), [InputRequired(_("Give the day."))])
    months = IntegerField(
        _("Months asked for now"), MONTHS, description=_("Leave both empty where it asks for as much as before.")
    )
    until = DayField(_("Or asked for until"), [Optional()])
    interim = BooleanField(_("It asks only for the time to survey and to prepare a full request"))
    language = SelectField(_("Language of the files"), choices=LANGUAGES)
    file = FileField(_("Revised request"), [FileRequired(_("Choose the revised request."))], description=A_TEXT)
    note_verbale = FileField(_("Note verbale or signed letter"), description=A_TEXT)
    summary = FileField(_("Executive summary"), description=A_TEXT)
    annexes = MultipleFileField(_("Annexes"), description=NO_ANNEX)

    @property
    def came(self) -> Submission:
        return _came(self)


class AcknowledgementForm(Form):
    """`file`: the letter to the State."""

    acknowledged_on = DayField(_("Letter sent on"), [InputRequired(_("Give the day."))])
    language = SelectField(_("Language of the files"), choices=LANGUAGES)
    file = FileField(_("Letter to the State"), description=A_TEXT)
    circular = FileField(_("Circular to all States Parties"), description=A_TEXT)


class CheckForm(Form):
    """Nothing to fill in: the page says what follows."""


def _came(form: SubmissionForm | RevisionForm) -> Submission:
    request = uploaded(form.file)
    assert request is not None  # the form has asked for it
    return Submission(
        received_on=form.received_on.data,
        language=form.language.data,
        request=request,
        note_verbale=uploaded(form.note_verbale),
        summary=uploaded(form.summary),
        annexes=[
            (_stem(each.filename), Upload(each.read(), each.filename, "annexes"))
            for each in form.annexes.data or ()
            if each
        ],
        until=form.until.data,
        months=form.months.data,
        interim=form.interim.data,
        submitted_by=form.submitted_by.data or "" if isinstance(form, SubmissionForm) else "",
    )


def _stem(file_name: str) -> str:
    return file_name.rpartition(".")[0] or file_name
