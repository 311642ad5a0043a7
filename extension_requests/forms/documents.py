"""Forms of the documents of a dossier."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Form
from extension_requests.document_files import Upload
from extension_requests.rules.documents import DocumentKind, Visibility
from meetings.forms.papers import LANGUAGE_NAMES

LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code in ("EN", "FR", "ES", "AR", "RU", "ZH")]
READERS = [
    ("", _("as the version before; else as usual for this kind")),
    (Visibility.PUBLIC.value, _("everybody")),
    (Visibility.GROUP.value, _("the group and the ISU only")),
]


class DocumentForm(Form):
    kind = SelectField(_("Kind"), choices=[(each.value, each.value) for each in DocumentKind])
    name = StringField(
        _("Name"),
        [Length(max=160)],
        description=_(
            "Which one of several of its kind, for example: Annex B. The same name makes a new version of it. "
            "What is of the kind “other” needs one."
        ),
    )
    file = FileField(
        _("File"),
        [FileRequired(_("Choose the file."))],
        description=_("A Word file (.docx) or a PDF; an annex may be an Excel workbook (.xlsx)."),
    )
    language = SelectField(_("Language"), choices=LANGUAGES)
    dated_on = DayField(_("Dated"), [InputRequired(_("Give the day."))])
    visibility = SelectField(_("Who reads it"), choices=READERS)
    note = TextAreaField(_("Note"), [Length(max=1000)])

    @property
    def readers(self) -> Visibility | None:
        return Visibility(self.visibility.data) if self.visibility.data else None


class TakeOffForm(Form):
    reason = StringField(
        _("Reason"),
        [InputRequired(_("Say why.")), Length(max=300)],
        description=_("For example: belongs to another request; the wrong file was chosen."),
    )


class ReadersForm(Form):
    """Nothing to fill in: the page says what follows."""


def uploaded(field: Any) -> Upload | None:
    """The file as it came in that field, if one did."""
    if not field.data:
        return None
    return Upload(field.data.read(), field.data.filename or "", field.short_name)
