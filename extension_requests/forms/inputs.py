"""Forms of expert inputs. The invitation has a box and an address for every organisation that is known."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from core.forms import DayField, Form
from extension_requests.forms.questions import LANGUAGES

REVIEWED = "yes"


class InviteForm(Form):
    """reviewed: "yes" once addresses and text were shown as they would leave."""

    reviewed = HiddenField()
    other = StringField(_("Another organisation"), [Length(max=120)])
    other_address = StringField(_("Its address"), [Length(max=254)])
    due_on = DayField(_("Input asked for by"), [InputRequired(_("Give the day."))])
    subject = StringField(_("Subject"), [InputRequired(_("Give the subject.")), Length(max=200)])
    text = TextAreaField(_("Text of the mail"), [InputRequired(_("Write the text.")), Length(max=5000)])

    known: Mapping[str, str]

    def chosen(self) -> dict[str, str]:
        """Organisation -> address."""
        found = {
            name: (self[f"address_{place}"].data or "").strip()
            for place, name in enumerate(self.known)
            if self[f"asks_{place}"].data
        }
        if (self.other.data or "").strip():
            found[self.other.data.strip()] = (self.other_address.data or "").strip()
        return found

    @property
    def written(self) -> dict[str, Any]:
        """What every mail says, and by when an answer is asked for."""
        return {"subject": self.subject.data, "text": self.text.data, "due_on": self.due_on.data}

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The box and the address of each organisation."""
        return [(self[f"asks_{place}"], self[f"address_{place}"]) for place in range(len(self.known))]


def invite_form(known: Mapping[str, str], **values: Any) -> InviteForm:
    """known: organisation -> address, of those not invited yet."""
    fields: dict[str, Any] = {"known": known}
    for place, (name, address) in enumerate(known.items()):
        fields[f"asks_{place}"] = BooleanField(name)
        fields[f"address_{place}"] = StringField(
            gettext("Address of %(name)s", name=name), [Optional(), Length(max=254)], default=address
        )
    form: InviteForm = type("InviteFormOfKnown", (InviteForm,), fields)(data=values)
    return form


class ReceiveForm(Form):
    file = FileField(
        _("File"),
        [FileRequired(_("Choose the file."))],
        description=_("A Word file (.docx), a PDF or an Excel workbook."),
    )
    language = SelectField(_("Language"), choices=LANGUAGES)
    received_on = DayField(_("Received on"), [InputRequired(_("Give the day."))])
