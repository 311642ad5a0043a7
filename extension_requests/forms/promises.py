"""Forms of the follow-up: what was kept, what is no longer due, completion."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Form
from extension_requests.forms.documents import LANGUAGES


class KeptForm(Form):
    kept_on = DayField(_("Came on"), [InputRequired(_("Give the day."))])
    evidence = TextAreaField(
        _("What shows it"),
        [InputRequired(_("Say what shows it.")), Length(max=1000)],
        description=_("For example: Article 7 report covering 2026; statement at the intersessional meetings."),
    )
    file = FileField(_("Document"), description=_("If there is one: a Word file, a PDF or an Excel workbook."))
    language = SelectField(_("Language of the document"), choices=LANGUAGES)


class DroppedForm(Form):
    evidence = TextAreaField(_("Why it is no longer due"), [InputRequired(_("Say why.")), Length(max=1000)])


class CompletionForm(Form):
    completed_on = DayField(_("Completed on"), [InputRequired(_("Give the day."))])
    file = FileField(
        _("Declaration of completion"), description=_("A Word file or a PDF; not needed where it is on file already.")
    )
    language = SelectField(_("Language of the declaration"), choices=LANGUAGES)
