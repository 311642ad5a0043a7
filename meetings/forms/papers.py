"""Forms of papers: what is known of one, its text, its way to the participants."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from conventions.kinds import UN_LANGUAGES
from core.forms import ChoicesField, DayField, Form
from core.seen.forms import SeenForm
from meetings.forms.sessions import LANGUAGE_NAMES
from meetings.models.papers import MeetingPaper
from meetings.rules.slotting import Origin, Timing
from meetings.rules.symbols import Added, SymbolKind
from meetings.workflow.papers import PaperPlan

KIND_NAMES = {
    SymbolKind.MAIN: _("main series, without letters"),
    SymbolKind.WORKING_PAPER: _("WP: working paper"),
    SymbolKind.LIMITED: _("L: limited distribution"),
    SymbolKind.INFORMATION: _("INF: information"),
    SymbolKind.CONFERENCE_ROOM: _("CRP: conference room paper"),
    SymbolKind.MISCELLANEOUS: _("MISC: miscellaneous"),
    SymbolKind.NON_GOVERNMENTAL: _("NGO: of a non-governmental organisation"),
}
ORIGIN_NAMES = {
    Origin.SECRETARIAT: _("the secretariat"),
    Origin.STATE: _("a State"),
    Origin.BODY: _("a committee, the President or another body"),
    Origin.ORGANISATION: _("an organisation"),
}
TIMING_NAMES = {
    Timing.BEFORE: _("before the meeting"),
    Timing.DURING: _("during the meeting"),
    Timing.REPORT: _("final report, after the meeting"),
}
Choices = Sequence[tuple[str, str]]


class PaperForm(SeenForm):
    """Series and symbol are asked for only while the paper has none."""

    kind = SelectField(_("Series"), choices=[(each.value, words) for each, words in KIND_NAMES.items()])
    symbol = StringField(
        _("Symbol"),
        [Length(max=60)],
        description=_("Only where the United Nations gave one. Left empty, the next number of the series is taken."),
    )
    title = StringField(_("Title"), [InputRequired(_("Give the paper a title.")), Length(max=300)])
    origin = SelectField(_("Submitted by"), choices=[(each.value, words) for each, words in ORIGIN_NAMES.items()])
    by_state = SelectField(_("State"), description=_("Where a State submits it."))
    submitter = StringField(
        _("Submitter"), [Length(max=200)], description=_("Where no State submits it: the office or body by its name.")
    )
    timing = SelectField(_("Submitted"), choices=[(each.value, words) for each, words in TIMING_NAMES.items()])
    languages = ChoicesField(
        _("Languages"),
        needed=_("Choose at least one language."),
        choices=[(code, LANGUAGE_NAMES[code]) for code in UN_LANGUAGES],
    )
    items = ChoicesField(_("Agenda items"), coerce=int)
    email = StringField(_("Address for reminders"), [Length(max=254)])
    public_link = StringField(
        _("Published at"), [Length(max=400)], description=_("The address of the paper on a public page, if any.")
    )
    source = StringField(_("Source"), [Length(max=200)])

    def validate_by_state(self, field: Field) -> None:
        if self.origin.data == Origin.STATE.value and not field.data:
            raise ValidationError(_("Choose the State that submits the paper."))

    def validate_submitter(self, field: Field) -> None:
        if self.origin.data != Origin.STATE.value and not (field.data or "").strip():
            raise ValidationError(_("Say who submits the paper."))

    def validate_email(self, field: Field) -> None:
        if field.data and field.data.count("@") != 1:
            raise ValidationError(_("Write one e-mail address, such as mission@state.example."))

    def validate_public_link(self, field: Field) -> None:
        if field.data and not field.data.strip().startswith(("https://", "http://")):
            raise ValidationError(_("Write the whole address, beginning with https://."))

    def offer(self, states: Choices, items: Sequence[tuple[int, str]]) -> None:
        self.by_state.choices = [("", _("none")), *states]
        self.items.choices = list(items)
        if not items:
            del self.items

    def plan(self, names: dict[str, tuple[str, str]]) -> PaperPlan:
        """names: of each State in the choice, its code and its name."""
        is_state = self.origin.data == Origin.STATE.value
        iso3, name = names[self.by_state.data] if is_state else (None, self.submitter.data.strip())
        return PaperPlan(
            title=self.title.data,
            origin=Origin(self.origin.data),
            submitter=name,
            iso3=iso3,
            timing=Timing(self.timing.data),
            languages=tuple(self.languages.data),
            items=tuple(self.items.data) if "items" in self else (),
            email=self.email.data,
            public_link=self.public_link.data,
            source=self.source.data,
        )


class ForecastForm(Form):
    forecast_on = DayField(_("Confirmed on"), [InputRequired(_("Give the day."))])


class ReceiveForm(Form):
    received_on = DayField(_("Received on"), [InputRequired(_("Give the day."))])
    language = SelectField(_("Written in"))
    file = FileField(_("Text"), [FileRequired(_("Choose the file."))], description=_("A Word file (.docx) or a PDF."))
    words = IntegerField(
        _("Words"),
        [Optional(), NumberRange(1, 1_000_000)],
        description=_("Left empty, the words of a Word file are counted."),
    )
    late_because = StringField(_("Late because"), [Length(max=300)], description=_("Needed where it comes late."))

    def offer(self, paper: MeetingPaper) -> None:
        self.language.choices = language_choices(each.language for each in paper.languages)


class TextForm(Form):
    language = SelectField(_("Language"))
    file = FileField(_("Text"), [FileRequired(_("Choose the file."))], description=_("A Word file (.docx) or a PDF."))
    note = StringField(_("What is new in it"), [Length(max=200)])

    def offer(self, paper: MeetingPaper) -> None:
        self.language.choices = language_choices(each.language for each in paper.languages)


class IssueForm(Form):
    languages = ChoicesField(_("Languages"), needed=_("Choose at least one language."))
    issued_on = DayField(_("Issued on"), [InputRequired(_("Give the day."))])
    manner = SelectField(
        _("As"),
        choices=[
            ("issued", _("issued: edited and translated")),
            ("advance", _("advance copy: unedited, because it came late")),
        ],
    )


class ReviseForm(Form):
    added = SelectField(
        _("What follows it"),
        choices=[
            (Added.REVISION.value, _("revision: replaces the whole text (Rev.)")),
            (Added.ADDENDUM.value, _("addendum: adds to it (Add.)")),
            (Added.CORRIGENDUM.value, _("corrigendum: corrects words in it (Corr.)")),
        ],
    )
    title = StringField(_("Title"), [InputRequired(_("Give it a title.")), Length(max=300)])


class WithdrawForm(Form):
    because = TextAreaField(_("Why"), [InputRequired(_("Say why the paper is withdrawn.")), Length(max=300)])


def language_choices(codes: Any) -> list[tuple[str, Any]]:
    return [(code, LANGUAGE_NAMES[code]) for code in codes]
