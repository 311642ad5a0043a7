"""The form of a reader: one finding, page and note for each item of the checklist; and the chair's for one item."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from core.forms import Form
from extension_requests.rules.checklists import Checklist
from extension_requests.rules.findings import Finding
from extension_requests.rules.readings import Found

FINDINGS = [(each.value, each.value) for each in Finding]


class SeenForm(Form):
    """version, seen: what the page showed, so that nothing is saved over what came since."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    seen = HiddenField()


class SettlementForm(SeenForm):
    finding = SelectField(_("The group holds"), choices=FINDINGS)
    note = TextAreaField(_("Why"), [Length(max=2000)])

    @property
    def finding_chosen(self) -> Finding:
        return Finding(self.finding.data)


class ReadingForm(SeenForm):
    """With the fields of each item added by `reading_form`."""

    def found(self, checklist: Checklist) -> dict[str, Found | None]:
        return {item.code: self._of(item.code) for item in checklist.items}

    def _of(self, code: str) -> Found | None:
        finding, page, note = (self[f"{code}-{name}"].data for name in ("finding", "page", "note"))
        if not finding:
            return None
        return Found(Finding(finding), (page or "").strip(), (note or "").strip())


def reading_form(checklist: Checklist) -> ReadingForm:
    fields: dict[str, Any] = {}
    for item in checklist.items:
        fields[f"{item.code}-finding"] = SelectField(_("Finding"), choices=[("", _("not read yet")), *FINDINGS])
        fields[f"{item.code}-page"] = StringField(_("Page"), [Length(max=60)])
        fields[f"{item.code}-note"] = TextAreaField(_("Note"), [Length(max=2000)])
    return type("ReadingFormOfItems", (ReadingForm,), fields)()
